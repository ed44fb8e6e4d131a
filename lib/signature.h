/* Signatures as ssh-keygen -Y makes and verifies them. */
#ifndef NBR_SIGNATURE_H
#define NBR_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

/* Signs words with a private key that ssh-keygen reads. The signature, with its
 * NUL, goes to buf; else why not. true it is signed. */
bool signature_make(const char *key, const char *space, struct text words, char *buf, size_t size);

/* Whether it is somebody's signature of those words, whoever he is. */
bool signature_fits(const char *space, struct text words, struct text signature);

/* Whether it is that of one of the signers. */
bool signature_good(const char *signers, const char *space, struct text words, struct text signature);

#endif
