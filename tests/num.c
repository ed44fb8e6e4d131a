#include <inttypes.h>
#include <stdlib.h>

#include "num.h"
#include "tap.h"

static bool
refused(const char *s, int64_t min, int64_t max)
{
	int64_t n = 77;

	return !num_parse(text_of(s), min, max, &n) && n == 77;
}

static bool
is(const char *s, int64_t want)
{
	int64_t n;

	return num_parse(text_of(s), INT64_MIN, INT64_MAX, &n) && n == want;
}

/* Written as printf writes it, and read back. */
static bool
round_trip(int64_t n)
{
	char buf[20], want[24];
	size_t len = num_text(n, buf);
	int64_t back;

	snprintf(want, sizeof(want), "%" PRId64, n);
	return text_is((struct text){ buf, len }, want) &&
	    num_parse((struct text){ buf, len }, INT64_MIN, INT64_MAX, &back) &&
	    back == n;
}

static bool
padded(int64_t n, int digits, const char *want)
{
	char buf[24];

	return text_is((struct text){ buf, (size_t)(num_padded(buf, n, digits) - buf) }, want);
}

int
main(void)
{
	static const char *const bad[] = {
		"", "-", "--1", "+1", " 1", "1 ", "1.0", "0x1", "1e3", "1-",
		"１", "9223372036854775808", "-9223372036854775809",
		"99999999999999999999999999", "18446744073709551616",
		"18446744073709551617",
	};
	static const char *const gone[] = {
		"4.30121E+17", "4e17", "1.38E+10", "1.5E-7", "9E9",
	};
	static const char *const kept[] = {
		"", "4", "4.3", "E+17", "43.1E+17", "4.E+17", "4.3E", "4.3E+",
		"4.3E+1x", "x4E5", "4.3F+17",
	};
	uint64_t random = 88172645463325252u;
	int64_t n = 0;
	bool right = true;
	size_t i;
	int shift;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		OK(refused(bad[i], INT64_MIN, INT64_MAX));
	OK(padded(0, 1, "0") && padded(0, 2, "00") && padded(7, 2, "07") && padded(10, 2, "10") && padded(100, 2, "100"));
	OK(padded(99999, 6, "099999") && padded(20240201, 8, "20240201"));
	OK(is("0", 0));
	OK(is("-0", 0));
	OK(is("007", 7));
	OK(is("9223372036854775807", INT64_MAX));
	OK(is("-9223372036854775808", INT64_MIN));
	OK(num_parse(text_of("15"), 5, 15, &n) && n == 15);
	OK(refused("16", 5, 15));
	OK(refused("4", 5, 15));
	OK(refused("-0", 0, 15));
	OK(refused("-5", 0, 15));
	OK(num_parse((struct text){ "123", 2 }, 0, 99, &n) && n == 12);
	OK(!num_parse((struct text){ NULL, 0 }, 0, 99, &n));

	OK(round_trip(0) && round_trip(INT64_MAX) && round_trip(INT64_MIN));
	for (i = 0; i < 100000; i++) {
		random ^= random << 13;
		random ^= random >> 7;
		random ^= random << 17;
		shift = (int)(i % 63);
		right &= round_trip((int64_t)random >> shift);
	}
	OK(right);

	for (i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
		OK(num_scientific(text_of(gone[i])));
	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		OK(!num_scientific(text_of(kept[i])));

	OK(num_form(text_of("2024-02-01"), "0000-00-00", &n) && n == 20240201);
	OK(!num_form(text_of("2024-02-0"), "0000-00-00", &n));
	OK(!num_form(text_of("2024-02-011"), "0000-00-00", &n));
	OK(!num_form(text_of("2024/02/01"), "0000-00-00", &n));
	OK(!num_form(text_of("2024-02-0x"), "0000-00-00", &n));
	OK(!num_form(text_of(""), "0", &n));
	OK(n == 20240201);
	return tap_end();
}
