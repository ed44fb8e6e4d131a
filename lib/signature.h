/* Signatures as ssh-keygen -Y makes and verifies them. */
#ifndef NBR_SIGNATURE_H
#define NBR_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

/* What ssh-keygen says at most, with NUL: a signature, or why not. */
enum { SIGNATURE_SIZE = 8192 };

/* Signs words with a private key that ssh-keygen reads; it may ask for a passphrase.
 * The signature goes to buf; else why not. true it is signed. */
bool signature_make(const char *key, const char *space, struct text words, char buf[static SIGNATURE_SIZE]);

/* Whether it is somebody's signature of those words, whoever he is. 1, 0; -1 nobody
 * knows: why is in buf. */
int signature_fits(const char *space, struct text words, struct text signature, char buf[static SIGNATURE_SIZE]);

/* Whether it is that of one of the signers; as signature_fits. */
int signature_good(const char *signers, const char *space, struct text words, struct text signature, char buf[static SIGNATURE_SIZE]);

#endif
