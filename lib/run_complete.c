/*
 * What may stand in the place of the last word of a command line, for shells: from
 * the tables that --help prints, and areas and the rulebook's words from the database.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "area.h"
#include "run_parts.h"

enum { WAIT = 1 };	/* seconds, for a database */

struct completion {
	struct run	 run;		/* what is typed already: prog, verb, opt, operands */
	const char	*word;		/* what is completed: of --format=ts it is ts */
	const char	*lead;		/* what stands before it in the same word; len */
	size_t		 len;
	struct db	*db;		/* NULL: not opened yet, or it cannot be */
	bool		 file;		/* a file may be meant */
};

/* A name that a shell would take apart is not offered: whoever named it meant no harm,
 * or did. */
static bool
is_plain(struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		unsigned char c = (unsigned char)t.at[i];

		if (c < 0x80 && !isalnum(c) && strchr("-_./:,+@%=", c) == NULL)
			return false;
	}
	return t.len > 0;
}

/* One line: what the word would be, and what for. */
static void
offer(const struct completion *c, struct text word, struct text help)
{
	size_t n = strlen(c->word);

	if (word.len >= n && memcmp(word.at, c->word, n) == 0 && is_plain(word))
		printf("%.*s%.*s\t%.*s\n", (int)c->len, c->lead, (int)word.len, word.at, (int)help.len, help.at);
}

static void
offer_words(const struct completion *c, const char *words)
{
	for (size_t n; *words != '\0'; words += n + strspn(words + n, " ")) {
		n = strcspn(words, " ");
		offer(c, (struct text){ words, n }, text_of(""));
	}
}

static bool
opened(struct completion *c)
{
	char buf[4096];

	if (c->db == NULL)
		c->db = db_open(run_database(&c->run, buf, sizeof(buf)), DB_READ, WAIT);
	return c->db != NULL && db_error(c->db)[0] == '\0';
}

static int
offer_rule(void *arg, struct stmt *row)
{
	offer(arg, stmt_text(row, 0), stmt_text(row, 1));
	return 0;
}

/* Codes of the rulebook; kind "": of any kind. */
static void
offer_rules(struct completion *c, const char *kind)
{
	if (opened(c))
		db_each(c->db, "SELECT rule, name FROM rule WHERE ($1 = '' OR kind = $1) AND first <= $2 AND last >= $2 ORDER BY rule, first",
		    ARGS(ARG(kind), ARG(c->run.today)), offer_rule, c);
}

static int
offer_area(void *arg, struct stmt *row)
{
	offer(arg, stmt_text(row, 0), text_of(area_levels[stmt_int(row, 1)].name));
	return 0;
}

/* A code goes on with the digits of the next level. */
static int
offer_code(void *arg, struct stmt *row)
{
	const struct completion *c = arg;
	char id[IDS_SIZE];
	struct text code = ids_area(stmt_int(row, 0), stmt_int(row, 1), id);
	const char *dot = code.len <= strlen(c->word) ? NULL : strchr(code.at + strlen(c->word) + 1, '.');

	if (dot == NULL)
		offer(c, code, stmt_text(row, 2));
	return 0;
}

/* Names that only one area has, and of nothing typed down to villages; of a path what
 * lies in the area before the last slash. */
static void
offer_areas(struct completion *c)
{
	struct area_range in = { 0, INT64_MAX, 0, 999999, 0 };
	const char *slash = strrchr(c->word, '/');

	if (!opened(c))
		return;
	if (isdigit((unsigned char)c->word[0])) {
		db_each(c->db, "SELECT village, sub, name FROM area WHERE first <= $1 AND last >= $1 ORDER BY village, sub",
		    ARGS(ARG(c->run.today)), offer_code, c);
		return;
	}
	if (slash != NULL) {
		char *before = strndup(c->word, (size_t)(slash - c->word));
		int rc = before == NULL ? -1 : area_find(c->db, before, c->run.today, &in);

		free(before);
		if (rc != 0)
			return;
		c->len = (size_t)(slash + 1 - c->lead);
		c->word = slash + 1;
	}
	db_each(c->db, "SELECT name, max(level) FROM area WHERE first <= $1 AND last >= $1 AND village BETWEEN $2 AND $3"
	    " AND sub BETWEEN $4 AND $5 AND level > $6 AND level <= $7 AND substr(name, 1, CAST(length($8) AS INTEGER)) = $8 GROUP BY name HAVING count(*) = 1 ORDER BY max(level), name LIMIT 1000",
	    ARGS(ARG(c->run.today), ARG(in.village_lo), ARG(in.village_hi), ARG(in.sub_lo), ARG(in.sub_hi),
	    ARG(slash != NULL ? in.level : -1), ARG(slash == NULL && c->word[0] == '\0' ? LEVEL_VILLAGE : LEVEL_HOOD), ARG(c->word)), offer_area, c);
}

/* Of a list, the name after the last comma; of -s it may begin with -. */
static void
offer_columns(struct completion *c, bool sort)
{
	const struct col *cols = run_columns(&c->run);
	const char *comma = strrchr(c->word, ',');

	c->word = comma != NULL ? comma + 1 : c->word;
	c->word += sort && c->word[0] == '-';
	c->len = (size_t)(c->word - c->lead);
	for (; cols != NULL && cols->type != COL_END; cols++)
		if (!(cols->flags & COL_ASIDE))
			offer(c, text_of(cols->name), text_of(_(cols->help)));
}

static void
offer_values(struct completion *c, enum opt_id id)
{
	char buf[OPT_WORDS];
	const char *words = run_words(c->run.prog, c->run.verb, id, buf);

	if (words[0] != '\0')
		offer_words(c, words);
	else if (id == OPT_COLUMNS || id == OPT_SORT)
		offer_columns(c, id == OPT_SORT);
	else if (id == OPT_AREA)
		offer_areas(c);
	else if (id == OPT_CLASS || id == OPT_TAG)
		offer_rules(c, opts[id].name);
	else if (id == OPT_KIND)
		offer_rules(c, strcmp(c->run.prog->name, "nbr-activity") == 0 && c->run.opt.at[OPT_POST] == NULL ? "activity" : "order");
	else if (id == OPT_RULE)
		offer_rules(c, "");
	else if (opts[id].value != NULL && strcmp(opts[id].value, "FILE") == 0)
		c->file = true;
}

static void
offer_options(const struct completion *c, const enum opt_id *takes)
{
	for (; *takes != OPT_END; takes++) {
		const struct opt *o = &opts[*takes];
		char name[64];

		snprintf(name, sizeof(name), "-%c", o->letter);
		if (o->letter != 0)
			offer(c, text_of(name), text_of(_(o->help)));
		snprintf(name, sizeof(name), "--%s", o->name);
		offer(c, text_of(name), text_of(_(o->help)));
	}
}

static void
offer_verbs(const struct completion *c)
{
	for (const struct verb *v = c->run.prog->verbs; v->main != NULL; v++)
		if (v == c->run.prog->verbs || strcmp(v->name, v[-1].name) != 0)
			offer(c, text_of(v->name), text_of(_(v->help)));
}

/* "FILE | -", "AREA... | -", "[duty | ban]": small letters stand for themselves. */
static void
offer_operands(struct completion *c, const char *takes)
{
	char word[64];
	size_t n;

	for (; *(takes += strspn(takes, " []|.-")) != '\0'; takes += n) {
		n = strcspn(takes, " []|.");
		snprintf(word, sizeof(word), "%.*s", (int)n, takes);
		if (islower((unsigned char)word[0]))
			offer(c, text_of(word), text_of(""));
		else if (strcmp(word, "AREA") == 0)
			offer_areas(c);
		else if (strcmp(word, "RULE") == 0)
			offer_rules(c, "");
		else if (strcmp(word, "KIND") == 0)
			offer_values(c, OPT_KIND);
		else if (strcmp(word, "COMMAND") == 0)
			offer_verbs(c);
		else if (strcmp(word, "FILE") == 0 || strcmp(word, "DIRECTORY") == 0 || strcmp(word, "FROM") == 0)
			c->file = true;
	}
}

static enum opt_id
option_of(const enum opt_id *takes, const char *word, size_t n)
{
	while (*takes != OPT_END && (n == 1 ? opts[*takes].letter != word[0]
	    : strncmp(opts[*takes].name, word, n) != 0 || opts[*takes].name[n] != '\0'))
		takes++;
	return *takes;
}

/* The option that a word ends with and that needs a value, its beginning in *value when
 * it is there already; OPT_END none. */
static enum opt_id
read_option(const enum opt_id *takes, const char *word, const char **value, struct opt_values *given)
{
	enum opt_id id = OPT_END;

	*value = NULL;
	if (strncmp(word, "--", 2) == 0) {
		size_t n = strcspn(word + 2, "=");

		id = n > 1 ? option_of(takes, word + 2, n) : OPT_END;
		if (id != OPT_END)
			given->at[id] = "";
		*value = word[2 + n] == '=' ? word + 3 + n : NULL;
		return id != OPT_END && opts[id].value != NULL ? id : OPT_END;
	}
	for (word++; *word != '\0'; word++) {
		id = option_of(takes, word, 1);
		if (id == OPT_END)
			return id;
		given->at[id] = "";
		if (opts[id].value != NULL) {
			*value = word[1] != '\0' ? word + 1 : NULL;
			return id;
		}
	}
	return OPT_END;
}

/* Reads all words but the last, and offers what that one may be. */
static void
complete(struct completion *c, const enum opt_id *takes, int count, char *words[])
{
	enum opt_id open = OPT_END;	/* the option whose value comes next */
	bool ended = false;
	const char *value;

	for (int i = 0; i < count - 1; i++) {
		if (open != OPT_END) {
			c->run.opt.at[open] = words[i];
			open = OPT_END;
		} else if (!ended && strcmp(words[i], "--") == 0)
			ended = true;
		else if (!ended && words[i][0] == '-' && words[i][1] != '\0') {
			open = read_option(takes, words[i], &value, &c->run.opt);
			if (open != OPT_END && value != NULL) {
				c->run.opt.at[open] = value;
				open = OPT_END;
			}
		} else
			words[c->run.operands++] = words[i];
	}
	c->run.operand = words;
	c->run.verb = run_verb_told(&c->run);
	if (open == OPT_END && !ended && c->word[0] == '-') {
		struct opt_values given;
		enum opt_id id = read_option(takes, c->word, &value, &given);

		if (id == OPT_END || value == NULL) {
			offer_options(c, takes);
			return;
		}
		open = id;
		c->word = value;
		c->len = (size_t)(value - c->lead);
	}
	if (open != OPT_END) {
		offer_values(c, open);
		return;
	}
	for (const struct verb *v = c->run.prog->verbs; v->main != NULL; v++)
		if ((v == c->run.verb || (c->run.operands == 0 && v->name != NULL && strcmp(v->name, c->run.verb->name) == 0))
		    && v->operands != NULL && (v->max < 0 || c->run.operands < v->max))
			offer_operands(c, v->operands);
}

/* bash parts --format=tsv in three words. */
static int
without_equals(int count, char *words[])
{
	int n = 0;

	for (int i = 0; i < count; i++)
		if (n == 0 || strcmp(words[i], "=") != 0 || strncmp(words[n - 1], "--", 2) != 0)
			words[n++] = words[i];
		else if (i == count - 1)
			words[n++] = (char *)"";
	return n;
}

int
run_complete(const struct prog *prog, int count, char *words[])
{
	static char *nothing[] = { (char *)"", NULL };
	struct completion c = { .run = { .prog = prog, .zone = "Asia/Shanghai" } };
	const char *today = run_given(getenv("NBR_TODAY"));
	enum opt_id takes[OPT_COUNT];
	bool verbs = prog->verbs[0].name != NULL;

	count = without_equals(count, words);
	if (count == 0) {
		words = nothing;
		count = 1;
	}
	c.word = c.lead = words[count - 1];
	c.run.today = moment_today(c.run.zone);
	if (today != NULL)
		c.run.today = day_option(today, c.run.today);
	c.run.verb = run_verb_named(prog, verbs && count > 1 ? words[0] : NULL);
	if (verbs && count == 1 && c.word[0] == '-')
		offer_options(&c, TAKES(OPT_HELP, OPT_VERSION));
	else if (verbs && count == 1)
		offer_verbs(&c);
	else if (c.run.verb != NULL) {
		run_takes(c.run.verb, takes);
		complete(&c, takes, count - verbs, words + verbs);
	}
	db_close(c.db);
	return fflush(stdout) != 0 ? EXIT_CANNOT : c.file ? EXIT_NO : EXIT_DONE;
}
