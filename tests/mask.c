#include <stdlib.h>

#include "mask.h"
#include "tap.h"

static const char *const people[] = {
	"王一", "李明华", "李明", "王", "Li", "欧阳建国", "古丽·买买提", "", "赵　六", "Li Ming", "李 ", NULL,
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
	{ "9.03.2026 8:03", "9.03.2026 8:03" },
	{ "'2026-3-9 8:03:05", "'2026-3-9 8:03:05" },
	{ "20260309交，11.12.2026前、3/13/2026后、31.02.2026", "20260309交，11.12.2026前、3/13/2026后、31.02.2026" },
	{ "13800138000 11.12.2026", "*********** 11.12.2026" },
	{ "20260309 13800138000", "20260309 ***********" },
	{ "13800138000 20260309", "*********** 20260309" },
	{ "26.03.09 08:03:10", "26.03.09 08:03:10" },
	{ "13800138000 8:03", "*********** 8:03" },
	{ "8:03 13800138000", "8:03 ***********" },
	{ "138:00138000", "138:********" },
	{ "13:80:01:38000", "13:80:01:38000" },
	{ "20261309", "********" },
	{ "202603091", "*********" },
	{ "0731 20260309", "**** ********" },
	{ "430121 20150101 1237", "****** ******** ****" },
	{ "138.01.12.2013", "***.**.**.****" },
	{ "11.12.20263", "11.12.20263" },
	{ "11-12-20263", "**-**-*****" },
	{ "花费12345.67元", "花费12345.67元" },
	{ "123456户", "123456户" },
	{ "1200000", "*******" },
	{ "13800138000 2026-03-11", "*********** 2026-03-11" },
	{ "2026-03-11 13800138000", "2026-03-11 ***********" },
	/* names */
	{ "王一家门口", "某家门口" },
	{ "李明华与李明", "某与某" },
	{ "王某", "王某" },
	{ "欧阳建国电话13800138000", "某电话***********" },
	{ "古丽·买买提来", "某来" },
	{ "李  明来，李　明华在", "某来，某在" },
	{ "欧阳 建国", "某" },
	{ "李", "李" },
	{ "李  ", "李  " },
	{ "赵六与赵 六与赵　六", "某与某与某" },
	{ "Li Ming, LiMing", "某, 某" },
	{ "Li", "Li" },
	{ "\xff\xe6\x9d", "\xff\xe6\x9d" },
};

int
main(void)
{
	struct mask_names names = { .at = NULL };

	for (const char *const *p = people; *p != NULL; p++)
		OK(mask_name(&names, text_of(*p)));
	OK(names.n == 7);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len = strlen(cases[i].text);
		char *s = malloc(len + 1);	/* its own, so that a byte too far is seen */

		memcpy(s, cases[i].text, len);
		len = mask_text(s, len, &names);
		if (!text_is((struct text){ s, len }, cases[i].masked))
			printf("# %s: %.*s\n", cases[i].text, (int)len, s);
		OK(text_is((struct text){ s, len }, cases[i].masked));
		OK(mask_text(s, len, &names) == len && text_is((struct text){ s, len }, cases[i].masked));
		OK(mask_needed(text_of(cases[i].text)) || strchr(cases[i].masked, '*') == NULL);
		OK(!mask_done(text_of(cases[i].text)) && mask_done((struct text){ s, len }) == (strchr(cases[i].masked, '*') != NULL));
		/* What is starred is counted. */
		OK(mask_digits(text_of(cases[i].text)) >= 7 || strchr(cases[i].masked, '*') == NULL);
		free(s);
	}
	{
		/* Several names in one cell: what stands between marks, and its longer words. */
		static const char cell[] = "张三，李四、王　明;Miller Ann,", said[] = "张三、李四和王 明问Miller，MillerAnn";
		struct mask_names several = { .at = NULL };
		char s[sizeof(said)];
		size_t len;

		memcpy(s, said, sizeof(said));
		OK(mask_cell(&several, (struct text){ cell, sizeof(cell) - 1 }));
		len = mask_text(s, sizeof(said) - 1, &several);
		OK(text_is((struct text){ s, len }, "某、某和某问某，某"));
		mask_forget(&several);
	}
	{
		char s[] = "\u738b\u4e00";

		mask_forget(&names);
		OK(mask_text(s, 6, &names) == 6 && text_is((struct text){ s, 6 }, "\u738b\u4e00"));
	}
	OK(!mask_needed(text_of("123456")) && mask_needed(text_of("1a2b3c4d5e6f７")));
	OK(!mask_done(text_of("138****8000")) && !mask_done(text_of("4301**********1237")) && !mask_done(text_of("***重要****")));
	return tap_end();
}
