#define _GNU_SOURCE
#include "array.h"

#include <stdlib.h>
#include <string.h>

bool
array_grow(void *pointer, size_t size, size_t need, size_t *room)
{
	size_t more = *room * 2 > need ? *room * 2 : need + 64;
	void *at;

	memcpy(&at, pointer, sizeof(at));	/* of whatever type it is */
	at = reallocarray(at, more, size);
	if (at == NULL)
		return false;
	memcpy(pointer, &at, sizeof(at));
	*room = more;
	return true;
}
