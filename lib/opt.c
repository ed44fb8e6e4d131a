#define _GNU_SOURCE
#include "opt.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "msg.h"

enum { LONG = 256 };		/* what getopt_long returns: LONG + id */

const struct opt opts[OPT_COUNT] = {
	[OPT_HELP] = { "help", 'h', NULL, N_("show this help") },
	[OPT_VERSION] = { "version", 'V', NULL, N_("show the version") },
	[OPT_DB] = { "db", 'D', N_("FILE"), N_("the database (NBR_DB)") },
	[OPT_LANG] = { "lang", 0, N_("LANG"), N_("language of messages and headings (NBR_LANG)") },
	[OPT_COLOR] = { "color", 0, N_("WHEN"), N_("color in tables") },
	[OPT_ERRORS] = { "errors", 0, N_("FORM"), N_("messages on standard error, jsonl for programs") },
	[OPT_QUIET] = { "quiet", 'q', NULL, N_("no summary; errors stay") },
	[OPT_VERBOSE] = { "verbose", 'v', NULL, N_("a summary on standard error, terminal or not") },
	[OPT_TIMEOUT] = { "timeout", 0, N_("SECONDS"), N_("how long to wait for other writers (30)") },

	[OPT_FORMAT] = { "format", 'F', N_("FORM"), N_("what is written (NBR_FORMAT)") },
	[OPT_COLUMNS] = { "columns", 'C', N_("LIST"), N_("these columns, in this order; help lists them") },
	[OPT_NO_HEADER] = { "no-header", 'H', NULL, N_("no heading line") },
	[OPT_OUTPUT] = { "output", 'o', N_("FILE"), N_("write there; the file is whole or not there") },
	[OPT_EXIT_STATUS] = { "exit-status", 'e', NULL, N_("exit with status 1 when there is no record") },
	[OPT_LIMIT] = { "limit", 'l', N_("N"), N_("at most N records") },
	[OPT_SORT] = { "sort", 's', N_("LIST"), N_("sort by these columns; -COLUMN descends") },
	[OPT_FOR] = { "for", 0, N_("PROGRAM"), N_("for a spreadsheet") },
	[OPT_FORM] = { "form", 0, N_("FILE"), N_("as this form file says: headings, codes, days; see nbr-form(5)") },
	[OPT_REVEAL] = { "reveal", 0, NULL, N_("whole identity and phone numbers; audited, with --reason") },

	[OPT_DRY_RUN] = { "dry-run", 'n', NULL, N_("do everything but store it") },
	[OPT_REF] = { "ref", 0, N_("KEY"), N_("idempotency key: the same request is done once") },
	[OPT_REASON] = { "reason", 0, N_("TEXT"), N_("why, for the record") },
	[OPT_ACTOR] = { "actor", 0, N_("NAME"), N_("who does it (NBR_ACTOR; else the login name)") },
	[OPT_YES] = { "yes", 'y', NULL, N_("do not ask for confirmation") },

	[OPT_ON] = { "on", 0, N_("DAY"), N_("the business day: YYYY-MM-DD, yesterday, -3d .. (NBR_TODAY)") },
	[OPT_SINCE] = { "since", 0, N_("DAY"), N_("first day, itself included") },
	[OPT_UNTIL] = { "until", 0, N_("DAY"), N_("last day, itself included") },
	[OPT_AREA] = { "area", 'A', N_("AREA"), N_("this area and all in it: code, name or path (NBR_AREA)") },
	[OPT_CHIEF] = { "chief", 'c', N_("CHIEF"), N_("this chief") },
	[OPT_CLASS] = { "class", 'k', N_("CLASS"), N_("this class of household: red, yellow, green") },
	[OPT_STATUS] = { "status", 't', N_("STATUS"), N_("in this state") },
	[OPT_HOUSEHOLD] = { "household", 0, N_("HOUSEHOLD"), N_("this household") },
	[OPT_TAG] = { "tag", 0, N_("TAG"), N_("with this tag") },
	[OPT_RULE] = { "rule", 0, N_("RULE"), N_("this rule of the rulebook") },
	[OPT_KIND] = { "kind", 0, N_("KIND"), N_("of this kind") },
	[OPT_LEVEL] = { "level", 0, N_("LEVEL"), N_("of this level") },

	[OPT_ENCODING] = { "encoding", 'i', N_("ENCODING"), N_("of the file") },
	[OPT_MAP] = { "map", 'm', N_("LIST"), N_("what headings mean: heading=column,...; heading= leaves one out") },
	[OPT_REJECTS] = { "rejects", 'r', N_("FILE"), N_("set bad rows aside there and store the good ones") },
	[OPT_ON_DUPLICATE] = { "on-duplicate", 'u', N_("WHAT"), N_("what becomes of what is stored already") },
	[OPT_HEADER_ROW] = { "header-row", 0, N_("N"), N_("the line of the headings (found out)") },
	[OPT_STRICT_COLUMNS] = { "strict-columns", 0, NULL, N_("refuse columns that are not known") },
	[OPT_MAX_ERRORS] = { "max-errors", 0, N_("N"), N_("give up after N bad rows") },
	[OPT_DELIMITER] = { "delimiter", 0, N_("CHARACTER"), N_("what stands between the cells (found out)") },
	[OPT_FILL_DOWN] = { "fill-down", 0, N_("LIST"), N_("merged cells: empty ones under these headings say what stands above") },

	[OPT_NAME] = { "name", 0, N_("NAME"), N_("the name") },
	[OPT_HEAD] = { "head", 0, N_("NAME"), N_("the head of the household") },
	[OPT_DOOR] = { "door", 0, N_("TEXT"), N_("the door number") },
	[OPT_MEMBERS] = { "members", 0, N_("N"), N_("how many people live there") },
	[OPT_NOTE] = { "note", 0, N_("TEXT"), N_("a remark") },
	[OPT_PHONE_FILE] = { "phone-file", 0, N_("FILE"), N_("read the phone number there; - is standard input") },
	[OPT_IDENT_FILE] = { "ident-file", 0, N_("FILE"), N_("read the identity number there; - is standard input") },
	[OPT_RESULT] = { "result", 0, N_("TEXT"), N_("what came of it") },
	[OPT_ROLE] = { "role", 0, N_("ROLE"), N_("the post") },
	[OPT_PARTY] = { "party", 0, N_("TEXT"), N_("political affiliation") },
	[OPT_ELECTORS] = { "electors", 0, N_("N"), N_("how many households voted") },
	[OPT_FIRST] = { "first", 0, N_("DAY"), N_("first day of validity") },
	[OPT_LAST] = { "last", 0, N_("DAY"), N_("last day of validity") },
	[OPT_EVERY] = { "every", 0, N_("N"), N_("every N units; within N of them") },
	[OPT_UNIT] = { "unit", 0, N_("UNIT"), N_("what --every counts; of goods what one is, a bag say") },
	[OPT_DAYS] = { "days", 0, N_("LIST"), N_("days of the month, 1,11,21, or of the week, 2") },
	[OPT_ANCHOR] = { "anchor", 0, N_("WHAT"), N_("counted from the last visit, or from the first day") },
	[OPT_SHIFT] = { "shift", 0, N_("WHAT"), N_("what a day off does") },
	[OPT_SUBJECT] = { "subject", 0, N_("TEXT"), N_("what it is for: class:red, special; order:need level:group; activity:council level:village; all; a deed: order:need duty:CODE") },
	[OPT_TOWN] = { "town", 0, N_("AREA"), N_("code of the town, 9 digits") },
	[OPT_REMOVE] = { "remove", 0, NULL, N_("take the tag, the waiver, the chief or the commendation away") },

	[OPT_WITHIN] = { "within", 0, N_("N"), N_("also what falls due within N days") },
	[OPT_OVERDUE] = { "overdue", 0, NULL, N_("only what is overdue") },
	[OPT_AMONG] = { "among", 0, N_("HOUSEHOLD"), N_("only this household; - reads them") },
	[OPT_WHY] = { "why", 0, NULL, N_("show the rules that led to it") },
	[OPT_LATE] = { "late", 0, N_("N"), N_("entered more than N days after the visit") },
	[OPT_KEEP] = { "keep", 0, N_("N"), N_("keep the newest N") },
	[OPT_ZONE] = { "zone", 0, N_("ZONE"), N_("the time zone: Asia/Shanghai") },
	[OPT_VACANT] = { "vacant", 0, NULL, N_("posts nobody holds") },
	[OPT_AUDITOR] = { "auditor", 0, NULL, N_("to read all but identity and phone numbers, and change nothing") },
	[OPT_PERSONS] = { "persons", 0, NULL, N_("a row a person, not a row a household") },
	[OPT_SHEET] = { "sheet", 0, N_("LIST"), N_("names of the sheets, one for each file") },

	[OPT_AT] = { "at", 0, N_("TIME"), N_("when: HH:MM of the business day, or YYYY-MM-DDTHH:MM (now; of another day its end)") },
	[OPT_TITLE] = { "title", 0, N_("TEXT"), N_("what it is about, in few words") },
	[OPT_DETAIL] = { "detail", 0, N_("TEXT"), N_("more about it") },
	[OPT_PERSON] = { "person", 0, N_("NAME"), N_("who asked, confirmed or raised it") },
	[OPT_SCORE] = { "score", 0, N_("N"), N_("how satisfied they are, 1 to 5") },
	[OPT_BY] = { "by", 0, N_("WHAT"), N_("a record for each") },
	[OPT_CLOCK] = { "clock", 0, N_("CLOCK"), N_("the clock") },
	[OPT_HOURS] = { "hours", 0, N_("TEXT"), N_("hours of service: 08:30-12:00,14:00-17:30") },
	[OPT_EVENTS] = { "events", 0, NULL, N_("its steps, one a record") },
	[OPT_CLOCKS] = { "clocks", 0, NULL, N_("its clocks, one a record") },
	[OPT_POST] = { "post", 0, NULL, N_("make an order of it") },
	[OPT_OUTCOME] = { "outcome", 0, N_("TEXT"), N_("what was agreed") },
	[OPT_PLACE] = { "place", 0, N_("TEXT"), N_("where it is held") },
	[OPT_RESIDENTS] = { "residents", 0, N_("N"), N_("how many residents came") },
	[OPT_PUBLICITY] = { "publicity", 0, N_("TEXT"), N_("micro publicity: what was told") },
	[OPT_SERVICE] = { "service", 0, N_("TEXT"), N_("micro service: what was done") },
	[OPT_SHARING] = { "sharing", 0, N_("TEXT"), N_("micro sharing: what was shared") },
	[OPT_MISSING] = { "missing", 0, NULL, N_("what is owed by rule and was not held") },

	[OPT_SIDE] = { "side", 0, N_("SIDE"), N_("what a deed does") },
	[OPT_VALUE] = { "value", 0, N_("N"), N_("points of a deed") },
	[OPT_CAP_DAY] = { "cap-day", 0, N_("N"), N_("most points of a deed for a chief in a day") },
	[OPT_CAP_MONTH] = { "cap-month", 0, N_("N"), N_("most points of a deed for a chief in a month") },
	[OPT_CAP_YEAR] = { "cap-year", 0, N_("N"), N_("most points of a deed for a chief in a year") },
	[OPT_NOTICE] = { "notice", 0, N_("N"), N_("days of public notice, during which points are provisional") },
	[OPT_FROM] = { "from", 0, N_("FILE"), N_("read them there; - is standard input") },
	[OPT_KNOWN] = { "known", 0, N_("DAY"), N_("by what had been entered at the end of that day") },
	[OPT_SEED] = { "seed", 0, N_("N"), N_("the same seed gives the same sample") },
	[OPT_RULES] = { "rules", 0, N_("FILE"), N_("a rulebook to reckon by instead") },
	[OPT_CLOSE] = { "close", 0, NULL, N_("and close the period: no entry is dated in it any more") },
	[OPT_FINDING] = { "finding", 0, N_("CODE"), N_("only entries an auditor should look at") },
	[OPT_POINTS] = { "points", 0, N_("N"), N_("how many points one costs") },
	[OPT_STOCK] = { "stock", 0, N_("N"), N_("how many there are at first") },
	[OPT_KEY] = { "key", 0, N_("FILE"), N_("the private key to sign with, as ssh-keygen takes it") },
	[OPT_SIGNERS] = { "signers", 0, N_("FILE"), N_("who may sign, as ssh-keygen -Y verify takes it") },
	[OPT_SIGNATURE] = { "signature", 0, N_("FILE"), N_("a signature made elsewhere") },

	[OPT_MAX_BYTES] = { "max-bytes", 0, N_("N"), N_("at most N bytes: what is left out is said (wecom 4096, dingtalk 20000)") },
};

const char *const opt_words[OPT_COUNT] = {
	[OPT_LANG] = "en zh",
	[OPT_COLOR] = "auto always never",
	[OPT_ERRORS] = "text jsonl",
	[OPT_FOR] = "excel",
	[OPT_ENCODING] = "auto utf-8 gb18030 utf-16",
	[OPT_ON_DUPLICATE] = "error skip update",
	[OPT_BY] = "area level kind chief day week month year",
	[OPT_FINDING] = "late back-dated own before-exchange re-entered no-cause",
};

/* Every tool's tables for getopt_long, made of the options taken. */
struct known {
	struct option	 longs[OPT_COUNT + 1];
	const char	*names[OPT_COUNT];
	char		 letters[2 + 2 * OPT_COUNT];
	int		 n;
};

static void
know(struct known *known, const enum opt_id *takes)
{
	/* '-' gives operands in their place, whatever POSIXLY_CORRECT says;
	 * ':' leaves the messages to us. */
	char *p = known->letters;

	*p++ = '-';
	*p++ = ':';
	for (known->n = 0; takes[known->n] != OPT_END; known->n++) {
		const struct opt *opt = &opts[takes[known->n]];

		known->names[known->n] = opt->name;
		known->longs[known->n] = (struct option){
			opt->name, opt->value != NULL ? required_argument :
			no_argument, NULL, LONG + (int)takes[known->n],
		};
		if (opt->letter != 0) {
			*p++ = opt->letter;
			if (opt->value != NULL)
				*p++ = ':';
		}
	}
	known->longs[known->n] = (struct option){ 0 };
	*p = '\0';
}

static enum opt_id
by_letter(const enum opt_id *takes, int letter)
{
	while (*takes != OPT_END && opts[*takes].letter != letter)
		takes++;
	return *takes;
}

/* Says that the long option in word, "--formt=csv", does not exist. */
static int
no_such(const struct known *known, const char *word)
{
	char name[64] = "";
	const char *near;
	size_t n = strcspn(word + 2, "=");

	strncat(name, word + 2, n < sizeof(name) ? n : sizeof(name) - 1);
	near = opt_nearest(name, known->names, known->n);
	if (near != NULL)
		msg_error(_("no such option: --%s; did you mean --%s?"), name, near);
	else
		msg_error(_("no such option: --%s"), name);
	return -1;
}

static int
wrong(const struct known *known, const char *word, int id, bool missing)
{
	if (missing && id >= LONG)
		msg_error(_("--%s needs a value: %s"), opts[id - LONG].name,
		    _(opts[id - LONG].value));
	else if (missing)
		msg_error(_("-%c needs a value"), id);
	else if (id >= LONG)
		msg_error(_("--%s takes no value"), opts[id - LONG].name);
	else if (id != 0)
		msg_error(_("no such option: -%c"), id);
	else
		return no_such(known, word);
	return -1;
}

/* Whether word spells the option out: getopt_long takes its beginning too. */
static bool
spelt_out(const char *word, const char *name)
{
	size_t n = strlen(name);

	return strncmp(word + 2, name, n) == 0 &&
	    (word[2 + n] == '\0' || word[2 + n] == '=');
}

int
opt_parse(int argc, char *argv[], const enum opt_id *takes,
    struct opt_values *values, char ***operands, int *count)
{
	struct known known;
	int c, n = 0;

	*values = (struct opt_values){ .at = { NULL } };
	know(&known, takes);
	opterr = 0;
	optind = 0;	/* glibc: forgets an earlier run */
	while ((c = getopt_long(argc, argv, known.letters, known.longs, NULL)) != -1) {
		const char *word = argv[optind - 1];
		enum opt_id id;

		if (c == 1) {
			/* Slots before optind are read already. */
			argv[1 + n++] = optarg;
			continue;
		}
		if (c == '?' || c == ':')
			return wrong(&known, word, optopt, c == ':');
		id = c >= LONG ? (enum opt_id)(c - LONG) : by_letter(takes, c);
		if (c >= LONG && optarg == word)
			word = argv[optind - 2];
		if (c >= LONG && !spelt_out(word, opts[id].name))
			return no_such(&known, word);
		values->at[id] = optarg != NULL ? optarg : "";
	}
	while (optind < argc)
		argv[1 + n++] = argv[optind++];
	if (argc > 0)
		argv[1 + n] = NULL;
	*operands = argv + (argc > 0);
	*count = n;
	return 0;
}

const char *
opt_nearest(const char *word, const char *const *words, int n)
{
	const char *best = NULL;
	size_t len = strlen(word), limit = len < 3 ? 1 : len < 8 ? 2 : 3;

	for (int i = 0; i < n; i++) {
		size_t far = text_distance(word, words[i], limit);

		/* A word begun is near: --form. */
		if (len > 1 && far > 1 && strncmp(word, words[i], len) == 0)
			far = 1;
		if (far <= limit) {
			best = words[i];
			limit = far > 0 ? far - 1 : 0;
			if (far == 0)
				break;
		}
	}
	return best;
}

/* "  -F, --format=FORM"; returns its cells. */
static size_t
left(const struct opt *opt, char *buf, size_t size)
{
	char letter[] = "-x, ";
	int n;

	letter[1] = opt->letter;
	n = snprintf(buf, size, "  %s--%s%s%s",
	    opt->letter != 0 ? letter : "    ", opt->name,
	    opt->value != NULL ? "=" : "",
	    opt->value != NULL ? _(opt->value) : "");
	return n < 0 ? 0 : text_width(text_of(buf));
}

/* Whether the character at s is one of a list. */
static bool
is_one_of(const char *s, size_t len, const char *list)
{
	size_t n;
	uint32_t c;

	for (; *list != '\0'; list += n) {
		n = text_char(list, strlen(list), &c);
		if (n == len && memcmp(s, list, n) == 0)
			return true;
	}
	return false;
}

/* The bytes that stay on one line: a word, or a wide character with what closes after
 * it or opens before it. */
static size_t
unit(const char *s)
{
	static const char opening[] = "（《“(", closing[] = "，。；：、！？）》”,.;:!?)";
	size_t at = 0, len;
	uint32_t c;
	bool open = true;	/* more must follow */

	while (s[at] != '\0' && s[at] != ' ' && (len = text_char(s + at, strlen(s + at), &c)) > 0) {
		bool wide = text_width((struct text){ s + at, len }) > 1;

		if (!open && wide && !is_one_of(s + at, len, closing))
			break;
		open = (!wide && s[at + len] != '\0' && !is_one_of(s + at, len, ",")) || is_one_of(s + at, len, opening);
		at += len;
	}
	return at;
}

void
opt_say(size_t cell, const char *text)
{
	size_t at = cell;

	for (size_t len; *text != '\0'; text += len) {
		size_t blanks = strspn(text, " "), width;

		len = blanks + unit(text + blanks);
		if (len == blanks && text[len] != '\0')
			len++;		/* no character */
		width = text_width((struct text){ text + blanks, len - blanks });
		if (at > cell && at + blanks + width > OPT_WIDTH) {
			printf("\n%*s", (int)cell, "");
			at = cell;
			text += blanks;
			len -= blanks;
			blanks = 0;
		}
		printf("%.*s", (int)len, text);
		at += blanks + width;
	}
	printf("\n");
}

void
opt_help(const enum opt_id *takes, const char *(*words)(void *, enum opt_id, char buf[static OPT_WORDS]), void *arg)
{
	size_t most = 0, width;
	char buf[128], values[OPT_WORDS], text[1024];

	for (int i = 0; takes[i] != OPT_END; i++) {
		width = left(&opts[takes[i]], buf, sizeof(buf));
		if (width > most)
			most = width;
	}
	for (int i = 0; takes[i] != OPT_END; i++) {
		const char *p = words(arg, takes[i], values);
		size_t n;

		width = left(&opts[takes[i]], buf, sizeof(buf));
		printf("%s%*s   ", buf, (int)(most - width), "");
		n = (size_t)snprintf(text, sizeof(text), "%s", _(opts[takes[i]].help));
		for (const char *before = _(": "); *p != '\0' && n < sizeof(text); before = ", ") {
			size_t len = strcspn(p, " ");

			n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%.*s", before, (int)len, p);
			p += len + strspn(p + len, " ");
		}
		opt_say(most + 3, text);
	}
}
