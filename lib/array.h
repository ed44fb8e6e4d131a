/* Arrays that grow as members come. Pure. */
#ifndef NBR_ARRAY_H
#define NBR_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Makes room for need members, 1 and up, in the array a pointer points to: of NULL, and
 * room 0, before the first. Whether there is; else memory is out, and the array is as it
 * was. What the pointer pointed to may have moved. Arguments are computed twice.
 */
#define ARRAY_ROOM(at, need, room)	((need) <= (room) || array_grow(&(at), sizeof(*(at)), (need), &(room)))

/* For ARRAY_ROOM: pointer is the address of one, to members of a size. */
bool array_grow(void *pointer, size_t size, size_t need, size_t *room);

#endif
