/* SHA-256 of texts. Pure. */
#ifndef NBR_SHA256_H
#define NBR_SHA256_H

#include <stdint.h>

#include "text.h"

enum { SHA256_HEX = 65 };	/* with NUL */

/* A sum that goes on; it may be copied. */
struct sha256 {
	uint64_t state[32];
};

void sha256_begin(struct sha256 *);
void sha256_add(struct sha256 *, struct text);
void sha256_end(struct sha256 *, char hex[static SHA256_HEX]);	/* small digits */

/* For who sums millions: takes libcrypto from now on, where it is installed. It
 * knows the instructions a processor has for this, seven times as fast, but takes
 * 3 ms to load. */
void sha256_fast(void);

#endif
