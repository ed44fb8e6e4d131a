#include "phone.h"
#include "tap.h"

/* Read with the area code of a town, as want; and want is read as itself. */
static bool
is_in(const char *area, const char *s, const char *want, bool want_completed)
{
	char buf[PHONE_SIZE], again[PHONE_SIZE];
	bool completed;

	return phone_parse(text_of(s), area, buf, &completed) == PHONE_OK && strcmp(buf, want) == 0 &&
	    completed == want_completed && phone_parse(text_of(buf), NULL, again, &completed) == PHONE_OK &&
	    strcmp(again, buf) == 0 && !completed;
}

static bool
is(const char *s, const char *want)
{
	return is_in(NULL, s, want, false);
}

static enum phone_fault
fault_in(const char *area, const char *s)
{
	char buf[PHONE_SIZE];
	bool completed = true;
	enum phone_fault f = phone_parse(text_of(s), area, buf, &completed);

	return f != PHONE_OK && (buf[0] != '\0' || completed) ? (enum phone_fault)-1 : f;
}

static enum phone_fault
fault(const char *s)
{
	return fault_in(NULL, s);
}

static bool
masked(const char *s, const char *want)
{
	char buf[PHONE_SIZE];

	return strcmp(phone_mask(s, buf), want) == 0;
}

static bool
masked_text(const char *s, const char *want)
{
	char buf[256];

	return strcmp(phone_mask_text(text_of(s), buf, sizeof(buf)), want) == 0;
}

/* Several of one cell: none is lost, in whatever way they are put apart. */
static void
test_several(void)
{
	static const char *const between[] = {
		"/", "、", "，", ",", "；", ";", " ", "\n", "\u3000", " / ", "、 ", "//", ", ,",
	};
	static const char *const numbers[][2] = {
		{ "13800138000", "13800138000" }, { "139-0013-9000", "13900139000" },
		{ "0731-84086001", "0731-84086001" }, { "０７３１８４０８６００２-12", "0731-84086002-12" },
	};
	size_t i, n, k;

	for (i = 0; i < sizeof(between) / sizeof(between[0]); i++)
		for (n = 2; n <= 4; n++) {
			char cell[256] = "", want[256] = "";

			for (k = 0; k < n; k++) {
				strcat(strcat(cell, k > 0 ? between[i] : ""), numbers[k][0]);
				strcat(strcat(want, k > 0 ? "/" : ""), numbers[k][1]);
			}
			OK(is(cell, want));
		}
	OK(is("138 0013 8000 139 0013 9000", "13800138000/13900139000"));
	OK(is("/13800138000/", "13800138000"));
	OK(fault("13800138000/13800138001/13800138002/13800138003/13800138004") == PHONE_MANY);
	OK(fault("13800138000,1") == PHONE_FORM);
	OK(fault("13800138000/1380013800") == PHONE_FORM);
	OK(fault("13800138000/73184086001") == PHONE_ZERO);
	OK(fault("13800138000/1.38E+10") == PHONE_SCIENTIFIC);
}

static void
test_remarks(void)
{
	char longer[400];

	OK(is("13800138000（儿子）", "13800138000(儿子)"));
	OK(is("（儿子）13800138000", "13800138000(儿子)"));
	OK(is("13800138000 儿子", "13800138000(儿子)"));
	OK(is("儿子 13800138000", "13800138000(儿子)"));
	OK(is("13800138000（儿子、女儿）", "13800138000(儿子、女儿)"));
	OK(is("13800138000（儿子", "13800138000(儿子)"));
	OK(is("13800138000(儿子)(长沙)", "13800138000(儿子)(长沙)"));
	OK(is("13800138000()", "13800138000"));
	OK(is("13800138000（儿子）、13900139000（女儿）", "13800138000(儿子)/13900139000(女儿)"));
	OK(is("13800138000、（女儿）13900139000", "13800138000/13900139000(女儿)"));
	OK(is("13800138000（儿子）13900139000", "13800138000(儿子)/13900139000"));
	OK(is("13800138000/（儿子）", "13800138000(儿子)"));
	OK(is("0731-84086001（村部）/13800138000", "0731-84086001(村部)/13800138000"));
	OK(is("13800138000(0731-84086001)", "13800138000(0731-84086001)"));
	OK(is("13800138000(2)", "13800138000(2)"));
	OK(is("13800138000(12)13900139000", "13800138000(12)/13900139000"));
	OK(fault("(a)(b)13800138000") == PHONE_FORM);
	OK(fault("13800138000 儿子)") == PHONE_FORM && fault("a)b 13800138000") == PHONE_FORM);
	OK(fault("13800138000/(") == PHONE_OK);
	/* What is kept has an end, and nothing is written beyond it. */
	memset(longer, 'a', sizeof(longer));
	memcpy(longer, "13800138000(", 12);
	longer[158] = '\0';
	OK(fault(longer) == PHONE_OK);
	longer[158] = 'a';
	longer[159] = '\0';
	OK(fault(longer) == PHONE_MANY);
}

/* A town whose area code is known. */
static void
test_area(void)
{
	OK(is_in("0731", "73184086001", "0731-84086001", true));
	OK(is_in("0731", "731-84086001", "0731-84086001", true));
	OK(is_in("0731", "7318408600", "0731-8408600", true));
	OK(is_in("0731", "84086001", "0731-84086001", true));
	OK(is_in("0731", "7318408", "0731-7318408", true));
	OK(is_in("0731", "84086001-12", "0731-84086001-12", true));
	OK(is_in("0731", "84086001（村部）/13800138000", "0731-84086001(村部)/13800138000", true));
	OK(is_in("0731", "13800138000/73184086001", "13800138000/0731-84086001", true));
	OK(is_in("010", "1062345678", "010-62345678", true));
	OK(is_in("010", "62345678", "010-62345678", true));
	OK(is_in("0731", "0731-84086001", "0731-84086001", false));
	OK(is_in("0731", "0796-8408600", "0796-8408600", false));
	OK(is_in("0731", "13800138000", "13800138000", false));
	OK(is_in("", "13800138000", "13800138000", false));
	OK(fault_in("0731", "7968408600") == PHONE_ZERO);
	OK(fault_in("0731", "2162345678") == PHONE_ZERO);
	OK(fault_in("", "73184086001") == PHONE_ZERO);
	OK(fault_in("", "84086001") == PHONE_FORM);
	OK(fault_in("0731", "1380013800") == PHONE_FORM);
	OK(fault_in("0731", "12345678") == PHONE_FORM);
	OK(fault_in("0731", "123456") == PHONE_FORM);
	OK(fault_in("0731", "4001234567") == PHONE_FORM);
	OK(fault_in("0731", "12345678901") == PHONE_FORM);
	OK(phone_is_area(text_of("0731")) && phone_is_area(text_of("010")));
	OK(!phone_is_area(text_of("731")) && !phone_is_area(text_of("0")) && !phone_is_area(text_of("")));
	OK(!phone_is_area(text_of("00731")) && !phone_is_area(text_of("0031")) && !phone_is_area(text_of("07a1")));
}

int
main(void)
{
	static const char *const mobiles[] = {
		"13800138000", "１３８００１３８０００", "138-0013-8000",
		"138 0013 8000", "+8613800138000", "86-13800138000",
		"8613800138000", "+86 138 0013 8000", "0086-13800138000",
		"008613800138000", "(+86)13800138000", "＋８６－13800138000",
		"(86)13800138000", "(0086) 13800138000", " 13800138000 ",
	};
	static const char *const forms[] = {
		"", "无", "1380013800", "12345678901", "13800138000.5",
		"138001380001", "13800138000儿子", "1380013 13900139000",
		"84086001", "0731-8408600123", "0731-840860", "073-184086001",
		"0731-84086001-123456", "0731-84086001-",
		"0731840860", "00731840860", "4001234567", "400-123-4567", "800-8208820",
		"110", "12345", "儿子13800138000", "/", "(",
		"()", "+86", "-", "11800138000", "+", "07310-8408600",
	};
	char longer[600], buf[PHONE_SIZE];
	bool completed;
	size_t i;

	for (i = 0; i < sizeof(mobiles) / sizeof(mobiles[0]); i++)
		if (!is(mobiles[i], "13800138000")) {
			printf("# %s\n", mobiles[i]);
			OK(!"read as a mobile number");
		}
	OK(i == 15);
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (fault(forms[i]) != PHONE_FORM) {
			printf("# %s\n", forms[i]);
			OK(!"refused for its form");
		}
	OK(i == 30);

	OK(is("0731-84086001", "0731-84086001"));
	OK(is("073184086001", "0731-84086001"));
	OK(is("0731 84086001", "0731-84086001"));
	OK(is("（0731）84086001", "0731-84086001"));
	OK(is("０７３１－８４０８６００１", "0731-84086001"));
	OK(is("0731-84086001-12345", "0731-84086001-12345"));
	OK(is("073184086001-1", "0731-84086001-1"));
	OK(is("01062345678", "010-62345678"));
	OK(is("010-62345678", "010-62345678"));
	OK(is("021 62345678", "021-62345678"));
	OK(is("07318408600", "0731-8408600"));
	OK(is("07968408600", "0796-8408600"));
	OK(is("+86-0731-84086001", "0731-84086001"));
	OK(is("（010） 62345678", "010-62345678"));

	OK(fault("73184086001") == PHONE_ZERO);
	OK(fault("731-84086001") == PHONE_ZERO);
	OK(fault("7968408600") == PHONE_ZERO);
	OK(fault("2162345678") == PHONE_ZERO);
	OK(fault("1.38E+10") == PHONE_SCIENTIFIC);
	OK(fault("１.38E+10（儿子）") == PHONE_SCIENTIFIC);
	OK(fault("13800138000.0") == PHONE_DECIMAL);
	OK(fault("13800138000.00（儿子）") == PHONE_DECIMAL);
	OK(fault("7318408600.0") == PHONE_DECIMAL);
	OK(phone_parse((struct text){ NULL, 0 }, NULL, buf, &completed) == PHONE_FORM);

	memset(longer, '1', sizeof(longer));
	longer[511] = '\0';
	OK(fault(longer) == PHONE_FORM);
	longer[511] = '1';
	longer[512] = '\0';
	OK(fault(longer) == PHONE_MANY);
	memset(longer, '(', 500);
	longer[500] = '\0';
	OK(fault(longer) == PHONE_FORM);
	test_several();
	test_remarks();
	test_area();

	OK(masked("13800138000", "138****8000"));
	OK(masked("0731-84086001", "0731-****6001"));
	OK(masked("010-62345678", "010-****5678"));
	OK(masked("0796-8408600", "0796-***8600"));
	OK(masked("0731-84086001-123", "0731-****6001-***"));
	OK(masked("", ""));
	OK(masked("13800138000/0731-84086001", "138****8000/0731-****6001"));
	OK(masked("13800138000(儿子)/13900139000(家)", "138****8000(儿子)/139****9000(家)"));
	OK(masked("13800138000(儿13900139000/1)", "138****8000(儿***********/*)"));
	OK(masked("0731-84086001-123(村部)", "0731-****6001-***(村部)"));
	OK(masked("13800138000(", "138****8000("));

	OK(masked_text("13800138000", "138****8000"));
	OK(masked_text("１３８００１３８０００", "１３８****８０００"));
	OK(masked_text("13800138000、13900139000儿", "138********、*******9000儿"));
	OK(masked_text("1380013800", "13******00"));
	OK(masked_text("84086001", "84****01"));
	OK(masked_text("8408600", "8*****0"));
	OK(masked_text("12345", "1***5"));
	OK(masked_text("1234", "1234"));
	OK(masked_text("43019919850312123", "430**********2123"));
	OK(masked_text("无", "无"));
	OK(masked_text("", ""));
	return tap_end();
}
