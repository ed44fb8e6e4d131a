#include <stdlib.h>

#include "idset.h"
#include "tap.h"

/* Against the plainest set there is: an array looked through. */
int
main(void)
{
	struct idset s = { 0 };
	int64_t all[3000];
	size_t n = 0;
	int wrong = 0;

	OK(!idset_has(&s, 7));
	srand(1);
	for (int i = 0; i < 6000; i++) {
		int64_t id = 430121106205 * INT64_C(10000000) + 1 + rand() % 5000;
		bool there = false;

		for (size_t k = 0; k < n; k++)
			there |= all[k] == id;
		wrong += idset_has(&s, id) != there;
		if (!there && n < 3000) {
			all[n++] = id;
			wrong += !idset_add(&s, id);
		}
	}
	OK(wrong == 0);
	OK(s.n == n && n > 2000);
	OK(idset_add(&s, all[0]) && s.n == n);
	idset_free(&s);
	OK(!idset_has(&s, all[0]));
	return tap_end();
}
