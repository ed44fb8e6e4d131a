#include <stdlib.h>

#include "mask.h"
#include "tap.h"

static const char *const people[] = {
	"王一", "李明华", "李明", "王", "Li", "欧阳建国", "古丽·买买提", "", NULL,
};

static const struct {
	const char	*text, *masked;
} cases[] = {
	{ "", "" },
	{ "3组路灯不亮了", "3组路灯不亮了" },
	/* numbers of people */
	{ "电话13800138000", "电话***********" },
	{ "138 0013 8000", "*** **** ****" },
	{ "138-0013-8000。", "***-****-****。" },
	{ "138.0013.8000", "***.****.****" },
	{ "+86 13800138000找他", "+** ***********找他" },
	{ "１３８００１３８０００", "***********" },
	{ "0731-84086001", "****-********" },
	{ "(0731)84086001", "(****)********" },
	{ "（0731） 84086001", "（****） ********" },
	{ "8408600", "*******" },
	{ "身份证430121199001011237", "身份证******************" },
	{ "43012119900101123X修", "******************修" },
	{ "43012119900101123x", "******************" },
	{ "430121 19900101 1237", "****** ******** ****" },
	{ "430121199001011", "***************" },
	{ "430121106205010042-V240201", "******************-V240201" },
	{ "一13800138000、13900139000", "一***********、***********" },
	/* other numbers */
	{ "3-12-405", "3-12-405" },
	{ "2026-03-11修好", "2026-03-11修好" },
	{ "2026.3.1至2026/3/11", "2026.3.1至2026/3/11" },
	{ "2026-03-1113", "****-**-****" },
	{ "1950-03-02", "****-**-**" },
	{ "花费12345.67元", "花费12345.67元" },
	{ "123456户", "123456户" },
	{ "1200000", "*******" },
	{ "2026-03-11 13800138000", "2026-03-11 ***********" },
	/* names */
	{ "王一家门口", "某家门口" },
	{ "李明华与李明", "某与某" },
	{ "王某", "王某" },
	{ "欧阳建国电话13800138000", "某电话***********" },
	{ "古丽·买买提来", "某来" },
	{ "Li", "Li" },
	{ "\xff\xe6\x9d", "\xff\xe6\x9d" },
};

int
main(void)
{
	struct mask_names names = { .at = NULL };

	for (const char *const *p = people; *p != NULL; p++)
		OK(mask_name(&names, text_of(*p)));
	OK(names.n == 5);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len = strlen(cases[i].text);
		char *s = malloc(len + 1);	/* its own, so that a byte too far is seen */

		memcpy(s, cases[i].text, len);
		len = mask_text(s, len, &names);
		if (!text_is((struct text){ s, len }, cases[i].masked))
			printf("# %s: %.*s\n", cases[i].text, (int)len, s);
		OK(text_is((struct text){ s, len }, cases[i].masked));
		OK(mask_text(s, len, &names) == len && text_is((struct text){ s, len }, cases[i].masked));
		free(s);
	}
	{
		char s[] = "\u738b\u4e00";

		mask_forget(&names);
		OK(mask_text(s, 6, &names) == 6 && text_is((struct text){ s, 6 }, "\u738b\u4e00"));
	}
	return tap_end();
}
