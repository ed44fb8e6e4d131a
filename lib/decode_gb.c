#include "decode_gb.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 4 };		/* bytes of a character in UTF-8 */

struct known {			/* a character of two bytes; len 0: not asked yet */
	char		 at[3];
	unsigned char	 len;
};

struct decode_gb {
	iconv_t		 conv;
	struct known	 known[126][256];	/* by the bytes, the first less 0x81 */
};

struct decode_gb *
decode_gb_open(void)
{
	struct decode_gb *gb = calloc(1, sizeof(*gb));

	if (gb != NULL && (gb->conv = iconv_open("UTF-8", "GB18030")) == (iconv_t)-1) {
		free(gb);
		gb = NULL;
	}
	return gb;
}

void
decode_gb_close(struct decode_gb *gb)
{
	if (gb == NULL)
		return;
	iconv_close(gb->conv);
	free(gb);
}

/* The ASCII at the beginning, as it is. Returns its bytes. */
static size_t
copy_plain(const char *from, char *to, size_t n)
{
	size_t i = 0;
	uint64_t eight;

	for (; i + 8 <= n; i += 8) {
		memcpy(&eight, from + i, 8);
		if ((eight & UINT64_C(0x8080808080808080)) != 0)
			break;
		memcpy(to + i, &eight, 8);
	}
	for (; i < n && (unsigned char)from[i] < 0x80; i++)
		to[i] = from[i];
	return i;
}

/* A character of n bytes. Its bytes in UTF-8, 0 it is none. */
static size_t
ask(struct decode_gb *gb, const char *from, size_t n, char to[static LONGEST])
{
	char *in = (char *)from, *out = to;
	size_t room = LONGEST;

	if (iconv(gb->conv, &in, &n, &out, &room) == (size_t)-1) {
		iconv(gb->conv, NULL, NULL, NULL, NULL);
		return 0;
	}
	return LONGEST - room;
}

/* The same of two bytes: all of those lie below U+10000. */
static size_t
look_up(struct decode_gb *gb, const char *from, char to[static LONGEST])
{
	struct known *known = &gb->known[(unsigned char)from[0] - 0x81][(unsigned char)from[1]];

	if (known->len == 0) {
		size_t n = ask(gb, from, 2, to);

		if (n > sizeof(known->at))
			return n;
		memcpy(known->at, to, n);
		known->len = (unsigned char)n;
	}
	memcpy(to, known->at, sizeof(known->at));
	return known->len;
}

int
decode_gb(struct decode_gb *gb, char **from, size_t *left, char **to, size_t *room)
{
	const char *in = *from, *end = in + *left;
	char *out = *to, *stop = out + *room;
	int error = 0;

	while (in < end && error == 0) {
		size_t least = (size_t)(end - in < stop - out ? end - in : stop - out), n = copy_plain(in, out, least);
		unsigned char first;

		in += n;
		out += n;
		if (in == end)
			break;
		first = (unsigned char)*in;
		if (stop - out < LONGEST)
			error = E2BIG;
		else if (first == 0x80 || first == 0xff)
			error = EILSEQ;
		else if (end - in < 2 || (in[1] >= '0' && in[1] <= '9' && end - in < 4))
			error = EINVAL;
		else {
			size_t took = in[1] >= '0' && in[1] <= '9' ? 4 : 2;

			n = took == 2 ? look_up(gb, in, out) : ask(gb, in, took, out);
			if (n == 0)
				error = EILSEQ;
			in += n == 0 ? 0 : took;
			out += n;
		}
	}
	*left = (size_t)(end - in);
	*room = (size_t)(stop - out);
	*from = (char *)in;
	*to = out;
	errno = error;
	return error == 0 ? 0 : -1;
}
