/*
 * Options: every option of every program, once. getopt_long, --help, the
 * completions and the tests of the manual all read this table.
 */
#ifndef NBR_OPT_H
#define NBR_OPT_H

#include <stddef.h>

enum opt_id {
	OPT_END,
	/* every program */
	OPT_HELP, OPT_VERSION, OPT_DB, OPT_LANG, OPT_COLOR, OPT_ERRORS, OPT_QUIET, OPT_VERBOSE, OPT_TIMEOUT,
	/* what writes records */
	OPT_FORMAT, OPT_COLUMNS, OPT_NO_HEADER, OPT_OUTPUT, OPT_EXIT_STATUS, OPT_LIMIT, OPT_SORT, OPT_FOR, OPT_FORM, OPT_REVEAL,
	/* what changes the database */
	OPT_DRY_RUN, OPT_REF, OPT_REASON, OPT_ACTOR, OPT_YES,
	/* days and filters */
	OPT_ON, OPT_SINCE, OPT_UNTIL, OPT_AREA, OPT_CHIEF, OPT_CLASS, OPT_STATUS, OPT_HOUSEHOLD, OPT_TAG, OPT_RULE, OPT_KIND, OPT_LEVEL,
	/* imports */
	OPT_ENCODING, OPT_MAP, OPT_REJECTS, OPT_ON_DUPLICATE, OPT_HEADER_ROW, OPT_STRICT_COLUMNS, OPT_MAX_ERRORS, OPT_DELIMITER, OPT_FILL_DOWN,
	/* fields of records */
	OPT_NAME, OPT_HEAD, OPT_DOOR, OPT_MEMBERS, OPT_NOTE, OPT_PHONE_FILE, OPT_IDENT_FILE, OPT_RESULT, OPT_ROLE, OPT_PARTY, OPT_ELECTORS,
	OPT_FIRST, OPT_LAST, OPT_EVERY, OPT_UNIT, OPT_DAYS, OPT_ANCHOR, OPT_SHIFT, OPT_SUBJECT, OPT_TOWN, OPT_REMOVE,
	/* of one program */
	OPT_WITHIN, OPT_OVERDUE, OPT_AMONG, OPT_WHY, OPT_LATE, OPT_KEEP, OPT_ZONE, OPT_VACANT, OPT_AUDITOR, OPT_PERSONS, OPT_SHEET,
	/* of orders and activities */
	OPT_AT, OPT_TITLE, OPT_DETAIL, OPT_PERSON, OPT_SCORE, OPT_BY, OPT_CLOCK, OPT_HOURS, OPT_EVENTS, OPT_CLOCKS, OPT_POST, OPT_OUTCOME,
	OPT_PLACE, OPT_RESIDENTS, OPT_PUBLICITY, OPT_SERVICE, OPT_SHARING, OPT_MISSING,
	/* of points and goods */
	OPT_SIDE, OPT_VALUE, OPT_CAP_DAY, OPT_CAP_MONTH, OPT_CAP_YEAR, OPT_NOTICE,
	OPT_FROM, OPT_KNOWN, OPT_SEED, OPT_RULES, OPT_CLOSE, OPT_FINDING, OPT_POINTS, OPT_STOCK, OPT_KEY, OPT_SIGNERS, OPT_SIGNATURE,
	/* of reports */
	OPT_MAX_BYTES,
	OPT_COUNT
};

struct opt {
	const char	*name;		/* "format" */
	char		 letter;	/* 'F', or 0 */
	const char	*value;		/* N_("FORM"), NULL when it takes none */
	const char	*help;		/* N_() one line */
};

extern const struct opt opts[OPT_COUNT];

/* All values of an option, blanks between; NULL: others too, or it is the verb that
 * knows them (run_words). */
extern const char *const opt_words[OPT_COUNT];

/* The values of one run: text of each option given, NULL otherwise; options
 * without a value point at "". */
struct opt_values {
	const char	*at[OPT_COUNT];
};

/*
 * Parses argv[1..] for the options in takes (ended by OPT_END). Options and
 * operands mix; "--" ends options; long options are not abbreviated. Moves the
 * operands to *operands (NULL-ended, inside argv) and counts them. Returns 0,
 * or -1 having written what is wrong and the nearest right word to standard
 * error.
 */
int opt_parse(int argc, char *argv[], const enum opt_id *takes,
    struct opt_values *, char ***operands, int *count);

/* Of n words the nearest to a mistyped one, or NULL when none is near. */
const char *opt_nearest(const char *word, const char *const *words, int n);

/*
 * Prints the options of a --help: "  -F, --format=FORM   help: table, tsv", within
 * OPT_WIDTH cells. words gives the values of an option, blanks between, "" others.
 */
enum { OPT_WIDTH = 79, OPT_WORDS = 256 };
void opt_help(const enum opt_id *takes, const char *(*words)(void *arg, enum opt_id, char buf[static OPT_WORDS]), void *arg);

/* Prints text whose line has come to a cell, and ends the line; what is too long for
 * OPT_WIDTH goes on under that cell. */
void opt_say(size_t cell, const char *text);

#endif
