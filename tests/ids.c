#include "ids.h"
#include "tap.h"

static const int64_t village = INT64_C(430121106205);

static int64_t
household(const char *s)
{
	return ids_household_parse(text_of(s));
}

static int64_t
chief(const char *s)
{
	return ids_chief_parse(text_of(s));
}

static bool
tail(const char *s, char letter, int64_t serial, int digits)
{
	int64_t n = -1;
	int d = -1;

	return ids_tail(text_of(s), letter, &n, &d) && n == serial && d == digits;
}

static bool
no_tail(const char *s, char letter)
{
	int64_t n;
	int d;

	return !ids_tail(text_of(s), letter, &n, &d);
}

static bool
area(const char *s, int level, int64_t lo, int64_t hi, int64_t sub_lo, int64_t sub_hi)
{
	struct area_range r;

	return ids_area_parse(text_of(s), &r) && r.level == level &&
	    r.village_lo == lo && r.village_hi == hi && r.sub_lo == sub_lo &&
	    r.sub_hi == sub_hi;
}

static bool
no_area(const char *s)
{
	struct area_range r;

	return !ids_area_parse(text_of(s), &r);
}

static bool
visit(const char *s, int64_t household_id, int32_t day, int64_t no)
{
	char buf[IDS_SIZE];
	int64_t h, n;
	int32_t d;

	return ids_visit_parse(text_of(s), &h, &d, &n) && h == household_id &&
	    d == day && n == no && text_is(ids_visit(h, d, n, buf), s);
}

static bool
no_visit(const char *s)
{
	int64_t h, n;
	int32_t d;

	return !ids_visit_parse(text_of(s), &h, &d, &n);
}

int
main(void)
{
	char buf[IDS_SIZE];
	int64_t official = INT64_C(4301211062050010042);
	int64_t given = INT64_C(4301211062051000042);

	/* Households: what is read is written again. */
	OK(household("430121106205010042") == INT64_C(4301211062050010042));
	OK(text_is(ids_household(official, buf), "430121106205010042"));
	OK(household("430121106205000001") == ids_make(village, 1));
	OK(text_is(ids_household(ids_make(village, 1), buf), "430121106205000001"));
	OK(household("430121106205999999") == ids_make(village, 999999));
	OK(household("430121106205-H0042") == given);
	OK(household("430121106205-h42") == given);
	OK(text_is(ids_household(given, buf), "430121106205-H0042"));
	OK(text_is(ids_household(ids_make(village, IDS_GIVEN + 12345), buf),
	    "430121106205-H12345"));
	OK(text_is(ids_household(ids_make(village, IDS_GIVEN + 8999999), buf),
	    "430121106205-H8999999"));
	OK(household("430121106205-H8999999") == ids_make(village, 9999999));
	OK(household("430121106205-H9000000") == 0);
	OK(household("430121106205-H12345") == ids_make(village, IDS_GIVEN + 12345));
	OK(household("") == 0);
	OK(household("430121106205000000") == 0);
	OK(household("030121106205010042") == 0);
	OK(household("930121106205010042") == 0);
	OK(household("899999999999-H8999999") == INT64_C(8999999999999999999));
	OK(no_area("93") && no_area("930121106205.01"));
	OK(household("43012110620501004") == 0);
	OK(household("4301211062050100421") == 0);
	OK(household("43012110620501004X") == 0);
	OK(household("430121106205-H") == 0);
	OK(household("430121106205-H0") == 0);
	OK(household("430121106205-H-1") == 0);
	OK(household("430121106205-C07") == 0);
	OK(household("4301211062-5010042") == 0);
	OK(household("430121106205-H99999999999999999999") == 0);
	OK(ids_village(given) == village && ids_serial(given) == 1000042);

	/* Chiefs. */
	OK(chief("430121106205-C07") == ids_make(village, 7));
	OK(chief("430121106205-c7") == ids_make(village, 7));
	OK(text_is(ids_chief(ids_make(village, 7), buf), "430121106205-C07"));
	OK(ids_run_parse(text_of("430121106205-R17")) == ids_make(village, 17));
	OK(text_is(ids_run(ids_make(village, 17), buf), "430121106205-R17"));
	OK(ids_run_parse(text_of("R17")) == 17);
	OK(text_is(ids_run(17, buf), "R17"));
	OK(ids_run_parse(text_of("r17")) == 0);
	OK(ids_run_parse(text_of("R017")) == 0);
	OK(ids_run_parse(text_of("R0")) == 0);
	OK(ids_run_parse(text_of("R")) == 0);
	OK(ids_run_parse(text_of("")) == 0);
	OK(ids_run_parse(text_of("430121106205-C17")) == 0);
	OK(ids_run_parse(text_of("R10000000")) == 0);
	OK(text_is(ids_chief(ids_make(village, 123), buf), "430121106205-C123"));
	OK(chief("430121106205-H07") == 0);
	OK(chief("430121106205-C0") == 0);
	OK(chief("430121106205") == 0);
	OK(chief("C07") == 0);

	/* Short forms. */
	OK(tail("H0042", 'H', IDS_GIVEN + 42, 0));
	OK(tail("h42", 'H', IDS_GIVEN + 42, 0));
	OK(tail("-H0042", 'H', IDS_GIVEN + 42, 0));
	OK(tail("C07", 'C', 7, 0));
	OK(tail("c7", 'C', 7, 0));
	OK(tail("-C07", 'C', 7, 0));
	OK(tail("42", 'H', 42, 2));
	OK(tail("010042", 'H', 10042, 6));
	OK(tail("0", 'C', 0, 1));
	OK(no_tail("C07", 'H'));
	OK(no_tail("H42", 'C'));
	OK(no_tail("", 'H'));
	OK(no_tail("-", 'H'));
	OK(no_tail("--42", 'H'));
	OK(no_tail("H", 'H'));
	OK(no_tail("4 2", 'H'));
	OK(no_tail("9999999999999999999", 'H'));

	/* Visits. */
	OK(visit("430121106205010042-V240201", official, 20240201, 1));
	OK(visit("430121106205010042-V240201-2", official, 20240201, 2));
	OK(visit("430121106205-H0042-V000229", given, 20000229, 1));
	OK(visit("430121106205-H0042-V19991231-12", given, 19991231, 12));
	OK(no_visit("430121106205010042-V240230"));
	OK(no_visit("430121106205010042-V24020"));
	OK(no_visit("430121106205010042-V240201-0"));
	OK(no_visit("430121106205010042-V240201-"));
	OK(no_visit("430121106205010042-V"));
	OK(no_visit("430121106205010042V240201"));
	OK(no_visit("-V240201"));
	OK(no_visit("V240201"));
	OK(no_visit(""));

	/* Areas: codes nest. */
	OK(area("43", 0, INT64_C(430000000000), INT64_C(439999999999), 0, 999999));
	OK(area("4301", 1, INT64_C(430100000000), INT64_C(430199999999), 0, 999999));
	OK(area("430121", 2, INT64_C(430121000000), INT64_C(430121999999), 0, 999999));
	OK(area("430121106", 3, INT64_C(430121106000), INT64_C(430121106999), 0, 999999));
	OK(area("430121106205", 4, village, village, 0, 999999));
	OK(area("430121106205.01", 5, village, village, 10000, 19999));
	OK(area("430121106205.01.03", 6, village, village, 10300, 10399));
	OK(area("430121106205.01.03.07", 7, village, village, 10307, 10307));
	OK(area("430121106205.99.99.99", 7, village, village, 999999, 999999));
	OK(no_area(""));
	OK(no_area("4"));
	OK(no_area("430"));
	OK(no_area("43012"));
	OK(no_area("03"));
	OK(no_area("43.01"));
	OK(no_area("4301211062051"));
	OK(no_area("430121106205."));
	OK(no_area("430121106205.1"));
	OK(no_area("430121106205.00"));
	OK(no_area("430121106205.01.00"));
	OK(no_area("430121106205.01.03.07.09"));
	OK(no_area("430121106205.01x03"));
	OK(no_area("430121106205.-1"));
	OK(text_is(ids_area(village, 0, buf), "430121106205"));
	OK(text_is(ids_area(village, 10000, buf), "430121106205.01"));
	OK(text_is(ids_area(village, 10300, buf), "430121106205.01.03"));
	OK(text_is(ids_area(village, 10307, buf), "430121106205.01.03.07"));
	OK(text_is(ids_area(village, 201000, buf), "430121106205.20.10"));
	OK(text_is(ids_area(INT64_C(430121106000), 0, buf), "430121106"));
	OK(text_is(ids_area(INT64_C(430121000000), 0, buf), "430121"));
	OK(text_is(ids_area(INT64_C(430100000000), 0, buf), "4301"));
	OK(text_is(ids_area(INT64_C(431000000000), 0, buf), "4310"));
	OK(text_is(ids_area(INT64_C(430000000000), 0, buf), "43"));
	OK(text_is(ids_area(INT64_C(500000000000), 0, buf), "50"));
	return tap_end();
}
