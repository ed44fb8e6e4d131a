/* Names of figures, by figure. */
#include "figure.h"

const struct word figure_sections[] = {
	[SECTION_VISITS] = { "visits", "走访" }, [SECTION_COVERAGE] = { "coverage", "特殊群体" }, [SECTION_LIGHTS] = { "lights", "红黄绿分布" }, [SECTION_CHANGES] = { "changes", "变动" },
	[SECTION_ORDERS] = { "orders", "诉求单" }, [SECTION_ACTIVITIES] = { "activities", "活动" }, [SECTION_POINTS] = { "points", "积分" },
	[SECTION_GOODS] = { "goods", "物品" }, [SECTION_CHIEFS] = { "chiefs", "三长" }, [SECTION_LEDGER] = { "ledger", "积分台账" },
	[SECTIONS] = { NULL, NULL },
};

const struct word figure_words[] = {
#define X(section, name, word, zh, help) [FIGURE_##name] = { word, zh },
	FIGURES(X)
#undef X
	[FIGURE_END] = { NULL, NULL },
};

const char *const figure_means[] = {
#define X(section, name, word, zh, help) [FIGURE_##name] = help,
	FIGURES(X)
#undef X
};

enum section
figure_section(enum figure figure)
{
	static const enum section sections[] = {
#define X(section, name, word, zh, help) [FIGURE_##name] = SECTION_##section,
		FIGURES(X)
#undef X
	};

	return sections[figure];
}
