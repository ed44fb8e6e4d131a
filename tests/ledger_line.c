/* Expected hashes are of sha256sum over the same bytes. */
#include "ledger_line.h"
#include "tap.h"

#define ORIGIN	"chunhua.example/points"
#define NOTE	"83c197cc546861106002c0ec885251b3cdc724e9cd9263f75123c35278ffe278"

static char genesis[LEDGER_HASH];

static const struct {
	struct ledger_line line;	/* prev: of the one before */
	const char	*hash;
} chain[] = {
	{ { .seq = 1, .at = 1706749323, .day = 20240131, .actor = { "wang", 4 }, .kind = { "award", 5 }, .account = 7, .points = 5, .balance = 5,
	    .reason = { "order", 5 }, .ref = { "ord:2024-0001", 13 }, .note = { NOTE, 64 } },
	  "7b7cdc7633a5fb99f8e2df9751cf33c6dc875ab0652a0bb052a4e42efd993feb" },
	{ { .seq = 2, .at = 1706749200 + 24 * 3600, .day = 20240202, .actor = { "wang", 4 }, .kind = { "redeem", 6 }, .account = 7, .points = -3,
	    .balance = 2, .reason = { "soap", 4 }, .ref = { "vch:000017", 10 }, .note = { "-", 1 } },
	  "0b9533934d05b07dc7b3749e0c1cddfaa36a3e3993e59b6c81a32459285ab559" },
	{ { .seq = 3, .at = 1706749500 + 24 * 3600, .day = 20240202, .actor = { "li", 2 }, .kind = { "reverse", 7 }, .account = 7, .points = 3,
	    .balance = 5, .reason = { "mistake", 7 }, .ref = { "rev:2", 5 }, .note = { "-", 1 } },
	  "12f556f1c94064d814b189cdd81ac3e74972489b49a1f0e6e03687eba94e0433" },
};

static int
is_line(struct ledger_line l, const char *want)
{
	char line[LEDGER_LINE];

	return text_is(ledger_line(&l, line), want) && strcmp(line, want) == 0;
}

static int
is_actor(const char *name, const char *want)
{
	char actor[LEDGER_ACTOR];

	ledger_actor(name, actor);
	return strcmp(actor, want) == 0;
}

static int
is_genesis(int64_t village, const char *line)
{
	char hash[LEDGER_HASH], want[LEDGER_HASH];

	ledger_genesis(village, hash);
	ledger_hash(text_of(line), want);
	return strcmp(hash, want) == 0;
}

int
main(void)
{
	char line[LEDGER_LINE], all[3 * LEDGER_LINE] = "", prev[LEDGER_HASH], hash[LEDGER_HASH];
	struct ledger_line l = {
		.seq = 9999999, .prev = { NOTE, 64 }, .at = MOMENT_MAX, .day = DAY_MIN, .actor = { "a", 1 }, .kind = { "deduct", 6 },
		.account = 9999999, .points = -LEDGER_POINTS, .balance = INT64_MAX, .reason = { "r", 1 }, .ref = { "x:1", 3 }, .note = { "-", 1 },
	};

	ledger_hash(text_of("nbr1-genesis|" ORIGIN "\n"), genesis);
	OK(strcmp(genesis, "d99dfdd52b5ef20e3c1aafb525089ddd092cc24954544a80e443b2e6199f16eb") == 0);
	memcpy(prev, genesis, sizeof(prev));
	for (size_t i = 0; i < sizeof(chain) / sizeof(chain[0]); i++) {
		struct ledger_line one = chain[i].line;
		struct text t;

		one.prev = text_of(prev);
		t = ledger_line(&one, line);
		strcat(all, line);
		ledger_hash(t, prev);
		OK(strcmp(prev, chain[i].hash) == 0);
	}
	ledger_hash(text_of(all), hash);
	OK(strcmp(hash, "8ac692fd8f7b48696bbb601392d4b2d3812d484c72bd7b5a1d78ba3297d94f1b") == 0);

	ledger_note(text_of("00112233445566778899aabbccddeeff"), text_of("帮助李奶奶修水管"), hash);
	OK(strcmp(hash, NOTE) == 0);
	ledger_note(text_of(""), text_of(""), hash);
	OK(strcmp(hash, "e7ac0786668e0ff0f02b62bd04f45ff636fd82db63b1104601c975dc005f3a67") == 0);

	OK(is_line(l, "nbr1|9999999|" NOTE "|9999-12-31T23:59:59Z|1880-01-01|a|deduct|9999999|-1000000|9223372036854775807|r|x:1|-\n"));
	l.points = 0;
	l.balance = 0;
	l.kind = text_of("award");
	l.at = 1706749323;
	l.day = DAY_MAX;
	OK(is_line(l, "nbr1|9999999|" NOTE "|2024-02-01T01:02:03Z|9999-12-31|a|award|9999999|0|0|r|x:1|-\n"));

	l.day = 20240230;
	OK(is_line(l, ""));
	l.day = DAY_MAX;
	l.at = MOMENT_MAX + 1;
	OK(is_line(l, ""));
	l.at = -1;
	OK(is_line(l, ""));
	l.at = 0;
	l.ref = (struct text){ all, LEDGER_LINE };
	OK(is_line(l, ""));

	OK(is_genesis(430121106205, "nbr1-genesis|430121106205/points\n"));
	OK(!is_genesis(430121106206, "nbr1-genesis|430121106205/points\n"));

	OK(is_actor("wang", "wang"));
	OK(is_actor("li.si_2-x", "li.si_2-x"));
	OK(is_actor("abcdefghijklmnopqrstuvwxyz012345", "abcdefghijklmnopqrstuvwxyz012345"));
	OK(is_actor("abcdefghijklmnopqrstuvwxyz0123456", "u-e44ff69bfbf05997"));
	OK(is_actor("王芳", "u-8ac9540bf3a5f9df"));
	OK(is_actor("Wang", "u-1c8e2c2ba9636343"));
	OK(is_actor("a|b", "u-0eab8a0a3380abf4"));
	OK(is_actor("", "u-e3b0c44298fc1c14"));
	return tap_end();
}
