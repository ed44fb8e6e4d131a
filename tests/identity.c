#include "identity.h"
#include "tap.h"

enum { TODAY = 20240201 };

static enum identity_fault
fault(const char *s)
{
	int64_t n = -1;
	bool old;
	enum identity_fault f = identity_parse(text_of(s), TODAY, &n, &old);

	return f != IDENTITY_OK && (n != -1 || old) ? (enum identity_fault)-1 : f;
}

/* Read, and written again as want. */
static bool
is(const char *s, const char *want, bool want_old)
{
	char buf[19];
	int64_t n;
	bool old;

	return identity_parse(text_of(s), TODAY, &n, &old) == IDENTITY_OK &&
	    old == want_old && strcmp(identity_text(n, buf), want) == 0;
}

/* The table of GB 11643-1999, digit by digit. */
static char
by_table(const char *s)
{
	static const int weight[] = {
		7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2,
	};
	int sum = 0, i;

	for (i = 0; i < 17; i++)
		sum += (s[i] - '0') * weight[i];
	return "10X98765432"[sum % 11];
}

/* Every right number is read, every other check character refused. */
static bool
checks_agree(void)
{
	uint64_t random = 88172645463325252u;
	bool right = true;
	int i, c;

	for (i = 0; i < 20000; i++) {
		char s[19], buf[19];
		int64_t n;
		bool old;

		random ^= random << 13;
		random ^= random >> 7;
		random ^= random << 17;
		snprintf(s, sizeof(s), "43%04d%04d%02d%02d%03d0",
		    (int)(random % 10000), 1880 + (int)(random / 7 % 144),
		    1 + (int)(random / 11 % 12), 1 + (int)(random / 13 % 28),
		    (int)(random / 17 % 1000));
		for (c = 0; c < 11; c++) {
			s[17] = "0123456789X"[c];
			right &= identity_parse(text_of(s), TODAY, &n, &old) ==
			    (s[17] == by_table(s) ? IDENTITY_OK :
			    strcmp(s + 15, "000") == 0 ? IDENTITY_ZEROED : IDENTITY_CHECK);
		}
		s[17] = by_table(s);
		right &= identity_check(n) == s[17] &&
		    strcmp(identity_text(n, buf), s) == 0;
	}
	return right;
}

/* The regions listed one by one, out of all hundred. */
static bool
provinces_agree(void)
{
	static const char list[] = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 "
	    "37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91";
	bool right = true;
	int i;

	for (i = 0; i < 100; i++) {
		char s[19], two[3];

		snprintf(two, sizeof(two), "%02d", i);
		snprintf(s, sizeof(s), "%s010119850312123", two);
		s[17] = by_table(s);
		s[18] = '\0';
		right &= fault(s) == (strstr(list, two) != NULL ? IDENTITY_OK :
		    IDENTITY_AREA);
	}
	return right;
}

static bool
masked(const char *s, const char *want)
{
	char buf[256];

	return strcmp(identity_mask_text(text_of(s), buf, sizeof(buf)), want) == 0;
}

/* Of numbers whose last three digits became 000, by the standard's table. */
static void
zeroed(void)
{
	int well = 0, all = 0;

	for (int day = 1; day <= 28; day++)
		for (int tens = 0; tens < 10; tens++) {
			char s[32];
			int64_t n = 0;
			bool old, right;

			snprintf(s, sizeof(s), "430199198503%02d%d000", day, tens);
			right = by_table(s) == '0';
			if (identity_parse(text_of(s), TODAY, &n, &old) != (right ? IDENTITY_OK : IDENTITY_ZEROED)
			    || (right && !identity_zeroed(n)))
				OK(!"a number ending in 000");
			well += right;
			all++;
		}
	OK(well > all / 22 && well < all / 6);
	OK(!identity_zeroed(43019919850312123) && !identity_zeroed(44052418800101001));
	OK(fault("430199198502301000") == IDENTITY_DATE);
}

int
main(void)
{
	char buf[19], small[12];
	int64_t n;
	bool old;

	/* The standard's own examples, and ones printed everywhere. */
	OK(is("11010519491231002X", "11010519491231002X", false));
	OK(is("440524188001010014", "440524188001010014", false));
	OK(is("34052419800101001X", "34052419800101001X", false));
	OK(is("53010219200508011X", "53010219200508011X", false));
	OK(checks_agree());
	OK(provinces_agree());

	/* As clerks send them. */
	OK(is("430199198503121239", "430199198503121239", false));
	OK(is("43019919850312005x", "43019919850312005X", false));
	OK(is("43019919850312００５Ｘ", "43019919850312005X", false));
	OK(is("４３０１９９１９８５０３１２００５ｘ", "43019919850312005X", false));
	OK(is("430199 19850312 1239", "430199198503121239", false));
	OK(is("430199-19850312-1239", "430199198503121239", false));
	OK(is("430199\t19850312\u30001239", "430199198503121239", false));
	OK(is("430199\u00a0198503121239", "430199198503121239", false));
	OK(is("430199850312123", "430199198503121239", true));
	OK(is("430199 850312 123", "430199198503121239", true));
	OK(is("430199550615997", "430199195506159976", true));
	OK(by_table("430199195506159976") == '6');

	OK(fault("430199491301001") == IDENTITY_DATE);
	OK(fault("430199198503121234") == IDENTITY_CHECK);
	zeroed();
	OK(fault("430199198502301230") == IDENTITY_DATE);
	OK(fault("430199209901011231") == IDENTITY_FUTURE);
	OK(fault("430199187912310010") == IDENTITY_DATE);
	OK(fault("43019919850312123") == IDENTITY_LENGTH);
	OK(fault("4301991985031212390") == IDENTITY_LENGTH);
	OK(fault("43019919850312123 ") == IDENTITY_LENGTH);
	OK(fault("") == IDENTITY_LENGTH);
	OK(fault("无") == IDENTITY_OTHER);
	OK(fault("H1234567(8)") == IDENTITY_OTHER);
	OK(fault("H12345678901234567") == IDENTITY_OTHER);
	OK(fault("43019985031212X") == IDENTITY_OTHER);
	OK(fault("43019919850312123Y") == IDENTITY_OTHER);
	OK(fault("4301991985031212X9") == IDENTITY_OTHER);
	OK(fault("4.30199E+17") == IDENTITY_SCIENTIFIC);
	OK(fault("4.301991985031E+17") == IDENTITY_SCIENTIFIC);
	OK(fault("４.30199E+17") == IDENTITY_SCIENTIFIC);
	OK(fault("990199198503121239") == IDENTITY_AREA);
	OK(fault("000000000000000000") == IDENTITY_AREA);
	OK(identity_parse((struct text){ NULL, 0 }, 0, &n, &old) ==
	    IDENTITY_LENGTH);

	/* The birth day may be today, and without a bound any day. */
	OK(identity_parse(text_of("430199198503121239"), 19850312, &n, &old) ==
	    IDENTITY_OK);
	OK(identity_parse(text_of("430199198503121239"), 19850311, &n, &old) ==
	    IDENTITY_FUTURE);
	OK(identity_parse(text_of("430199198503121239"), 0, &n, &old) ==
	    IDENTITY_OK && n == 43019919850312123);

	OK(identity_birth(43019919850312123) == 19850312);
	OK(identity_male(43019919850312123) && !identity_male(43019919850312124));
	OK(identity_age(43019919850312123, 20240311) == 38);
	OK(identity_age(43019919850312123, 20240312) == 39);
	OK(identity_age(43019919850312123, 19850312) == 0);
	OK(strcmp(identity_mask(43019919850312123, buf), "430199********1239") == 0);
	OK(strcmp(identity_mask(0, buf), "") == 0);
	OK(strcmp(identity_text(0, buf), "") == 0);

	OK(masked("43019919850312123", "430199*******2123"));
	OK(masked("43019919850312００５Ｘ", "430199********００５Ｘ"));
	OK(masked("４３０１９９１９８５0312", "４３０１９９****0312"));
	OK(masked("430199 19850312 1239", "430199**********1239"));
	OK(masked("4.30199E+17", "4.3019*E+17"));
	OK(masked("1234567", "1234567"));
	OK(masked("第一组第二组第三组1234567", "第一组第二组第三组1234567"));
	OK(masked("第一组第二组第三组12345678", "第一组第二组*******5678"));
	OK(masked("无", "无"));
	OK(masked("", ""));
	OK(strcmp(identity_mask_text(text_of("张三张三张三"), small, 8), "张三") == 0);
	OK(strcmp(identity_mask_text(text_of("430199198503121239"), small,
	    sizeof(small)), "430199*****") == 0);
	return tap_end();
}
