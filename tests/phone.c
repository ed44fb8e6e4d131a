#include "phone.h"
#include "tap.h"

static bool
is(const char *s, const char *want)
{
	char buf[PHONE_SIZE];

	return phone_parse(text_of(s), buf) == PHONE_OK && strcmp(buf, want) == 0;
}

static enum phone_fault
fault(const char *s)
{
	char buf[PHONE_SIZE];

	return phone_parse(text_of(s), buf);
}

static bool
masked(const char *s, const char *want)
{
	char buf[PHONE_SIZE];

	return strcmp(phone_mask(s, buf), want) == 0;
}

int
main(void)
{
	static const char *const mobiles[] = {
		"13800138000", "１３８００１３８０００", "138-0013-8000",
		"138 0013 8000", "+8613800138000", "86-13800138000",
		"8613800138000", "+86 138 0013 8000", "0086-13800138000",
		"008613800138000", "(+86)13800138000", "＋８６－13800138000",
		"13800138000/13900139000", "13800138000、0731-84086001",
		"13800138000，13900139000", "13800138000；13900139000",
		"13800138000,1", "13800138000 13900139000",
		"138 0013 8000 139 0013 9000", "13800138000（儿子）",
		"（儿子）13800138000", "13800138000 儿子",
		"13800138000（儿子、女儿）", "13800138000(0731-84086001)",
		"13800138000（儿子", " 13800138000 ", "13800138000\n13900139000",
	};
	static const char *const forms[] = {
		"", "无", "13800138000.0", "1380013800", "12345678901",
		"138001380001", "13800138000儿子", "1380013 13900139000",
		"84086001", "0731-8408600123", "0731-840860", "073-184086001",
		"0731-84086001-123456", "0731-84086001-",
		"0731840860", "00731840860", "4001234567", "400-123-4567", "800-8208820",
		"110", "12345", "儿子13800138000", "/13800138000", "(",
		"()", "+86", "-", "11800138000", "+", "07310-8408600",
	};
	char longer[400], buf[PHONE_SIZE];
	size_t i;

	for (i = 0; i < sizeof(mobiles) / sizeof(mobiles[0]); i++)
		if (!is(mobiles[i], "13800138000")) {
			printf("# %s\n", mobiles[i]);
			OK(!"read as a mobile number");
		}
	OK(i == 27);
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
	OK(is("0731-84086001（村部）/13800138000", "0731-84086001"));

	OK(fault("73184086001") == PHONE_ZERO);
	OK(fault("731-84086001") == PHONE_ZERO);
	OK(fault("7968408600") == PHONE_ZERO);
	OK(fault("2162345678") == PHONE_ZERO);
	OK(fault("1.38E+10") == PHONE_SCIENTIFIC);
	OK(fault("１.38E+10（儿子）") == PHONE_SCIENTIFIC);
	OK(phone_parse((struct text){ NULL, 0 }, buf) == PHONE_FORM);

	/* A cell longer than any number is read as far as its first. */
	memset(longer, '1', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	OK(fault(longer) == PHONE_FORM);
	memcpy(longer, "13800138000、", strlen("13800138000、"));
	OK(is(longer, "13800138000"));
	memset(longer, '(', sizeof(longer) - 1);
	OK(fault(longer) == PHONE_FORM);

	OK(masked("13800138000", "138****8000"));
	OK(masked("0731-84086001", "0731-****6001"));
	OK(masked("010-62345678", "010-****5678"));
	OK(masked("0796-8408600", "0796-***8600"));
	OK(masked("0731-84086001-123", "0731-****6001-***"));
	OK(masked("", ""));
	return tap_end();
}
