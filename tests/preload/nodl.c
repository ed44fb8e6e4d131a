/* Loaded in front of a program (LD_PRELOAD): there is no libpq. */
#include <stddef.h>

void *dlopen(const char *, int);
char *dlerror(void);

void *
dlopen(const char *file, int flags)
{
	(void)file, (void)flags;
	return NULL;
}

char *
dlerror(void)
{
	static char why[] = "libpq.so.5: cannot open shared object file: No such file or directory";

	return why;
}
