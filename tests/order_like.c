#include "order.h"
#include "tap.h"

static const struct {
	const char	*a, *b;
	bool		 alike;
} pairs[] = {
	/* blanks, marks, widths, particles, capitals */
	{ "路灯不亮", "路灯不亮", true },
	{ "路灯 不亮。", "【路灯】不亮！！", true },
	{ "3组路灯不亮了", "３组路灯不亮", true },
	{ "三组路灯不亮", "3组路灯又不亮了", true },
	{ "停水", "停水了！", true },
	{ "WiFi坏了", "wifi坏", true },
	{ "", "", false },
	{ "？！", "。。", false },
	/* one within the other */
	{ "路灯不亮", "3组路灯不亮了", true },
	{ "路灯不亮", "张家屋前的路灯一直不亮，老人晚上出门不方便", true },
	{ "修水管", "厨房修水管", true },
	{ "垃圾桶满了", "垃圾桶满了没有人清运", true },
	{ "停水", "3组停水两天", false },
	{ "噪音", "夜间施工噪音", false },
	/* a few more characters, a slip in a long title */
	{ "路灯不亮", "路灯坏了不亮", true },
	{ "水管漏水", "水管破裂漏水", true },
	{ "老人需要陪护就医", "老人需陪护就医", true },
	{ "申请危房改造补助政策咨询", "申请危房改造补贴政策咨询", true },
	{ "水渠堵塞", "水渠严重淤泥堵塞", false },
	/* other matters, though most characters agree */
	{ "排水沟堵塞", "排水纠纷", false },
	{ "邻里纠纷", "土地纠纷", false },
	{ "宅基地纠纷", "自留地纠纷", false },
	{ "申请低保", "申请医保", false },
	{ "申请低保救助", "申请残疾救助", false },
	{ "要求修路", "要求修桥", false },
	{ "道路破损", "道路积水", false },
	{ "张家门口路灯不亮", "李家门口路灯不亮", false },
	{ "自来水浑浊", "自来水费过高", false },
	/* numbers */
	{ "3组路灯不亮", "5组路灯不亮", false },
	{ "3组路灯不亮", "13组路灯不亮", false },
	{ "三组水渠堵塞", "四组水渠堵塞", false },
	{ "三组路灯不亮", "十三组路灯不亮", false },
	{ "三组路灯不亮", "三十组路灯不亮", false },
	{ "十三组路灯不亮", "十三组的路灯不亮", true },
	{ "一百二十号停水", "百二十号停水", false },
	{ "道路拥堵", "道路十分拥堵", true },
	{ "3号路灯不亮", "3组3号路灯不亮", true },
	{ "2栋3单元漏水", "2栋5单元漏水", false },
};

int
main(void)
{
	static char longest[3001];

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct text a = text_of(pairs[i].a), b = text_of(pairs[i].b);

		if (order_alike(a, b) != pairs[i].alike)
			printf("# %s, %s\n", pairs[i].a, pairs[i].b);
		OK(order_alike(a, b) == pairs[i].alike && order_alike(b, a) == pairs[i].alike);
	}
	for (size_t i = 0; i < sizeof(longest) - 1; i += 3)
		memcpy(longest + i, "\u6c34", 3);
	OK(order_alike(text_of(longest), text_of(longest)));
	OK(!order_alike(text_of("\xe8\xb7"), text_of("\xff")));
	return tap_end();
}
