#include "db_pgsql_lib.h"

#include <dlfcn.h>
#include <string.h>

struct pq pq;

const char *
pq_load(void)
{
	static void *lib;
	void *f;

	if (lib == NULL && (lib = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL)) == NULL)
		return dlerror();
#define X(name) \
	if ((f = dlsym(lib, "PQ" #name)) == NULL) \
		return dlerror(); \
	memcpy(&pq.name, &f, sizeof(f));
	PQ_FUNCTIONS(X)
#undef X
	return NULL;
}
