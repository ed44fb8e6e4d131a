#include "sha256.h"

#include <dlfcn.h>
#include <sodium.h>

/* Of libcrypto; NULL: libsodium's are used. */
static int (*crypto_init)(void *);
static int (*crypto_update)(void *, const void *, size_t);
static int (*crypto_final)(unsigned char *, void *);

/* SHA256_CTX is 112 bytes, and has been since it is there. */
_Static_assert(sizeof(struct sha256) >= sizeof(crypto_hash_sha256_state) && sizeof(struct sha256) >= 2 * 112, "room for either");

void
sha256_fast(void)
{
	void *lib = crypto_init != NULL ? NULL : dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);

	if (lib == NULL)
		return;
	/* As POSIX has it: C knows no way from an object to a function. */
	*(void **)&crypto_update = dlsym(lib, "SHA256_Update");
	*(void **)&crypto_final = dlsym(lib, "SHA256_Final");
	if (crypto_update != NULL && crypto_final != NULL)
		*(void **)&crypto_init = dlsym(lib, "SHA256_Init");
}

void
sha256_begin(struct sha256 *s)
{
	if (crypto_init != NULL)
		crypto_init(s);
	else
		crypto_hash_sha256_init((crypto_hash_sha256_state *)s->state);
}

void
sha256_add(struct sha256 *s, struct text t)
{
	if (crypto_init != NULL)
		crypto_update(s, t.at, t.len);
	else
		crypto_hash_sha256_update((crypto_hash_sha256_state *)s->state, (const unsigned char *)t.at, t.len);
}

void
sha256_end(struct sha256 *s, char hex[static SHA256_HEX])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[crypto_hash_sha256_BYTES];

	if (crypto_init != NULL)
		crypto_final(sum, s);
	else
		crypto_hash_sha256_final((crypto_hash_sha256_state *)s->state, sum);
	for (size_t i = 0; i < sizeof(sum); i++) {
		hex[2 * i] = digits[sum[i] >> 4];
		hex[2 * i + 1] = digits[sum[i] & 15];
	}
	hex[SHA256_HEX - 1] = '\0';
}
