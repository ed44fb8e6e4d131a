/*
 * One program's run: its verbs and options, the database, the records it
 * writes, its exit status. Only this exits.
 */
#ifndef NBR_RUN_H
#define NBR_RUN_H

#include "db.h"
#include "import.h"
#include "opt.h"
#include "rec.h"

enum verb_flag {
	VERB_LIST = 1,		/* writes records: -F -C -H -o -e -l -s --for --form */
	VERB_WRITE = 2,		/* changes the database: -n --ref --reason .. */
	VERB_IMPORT = 4,	/* reads a file into it: -i -m -r -u ..; and WRITE */
	VERB_NO_DB = 8,		/* needs no database */
	VERB_ANY_VERSION = 16,	/* opens one of another version too */
	VERB_PERSONAL = 32,	/* takes --reveal (with --reason) */
	VERB_EXPORT = 64,	/* LIST: the columns that an import takes, if not -C */
	VERB_TEMPLATE = 128,	/* EXPORT: without a record */
	VERB_WHOLE = 256,	/* for who sees all villages (DB_WHOLE) */
	VERB_STEPS = 512,	/* run_steps: -r; and WRITE */
	VERB_ADDS = 1024,	/* WRITE: its records are new ones, and on record as such */
	VERB_JOURNAL = 2048,	/* LIST: also takes -F ledger, see run_page */
	VERB_READS = 4096,	/* WRITE: reads first, for long, and calls run_writer */
	VERB_PAGES = 8192,	/* LIST: the same of -F md, html, wecom and dingtalk */
	VERB_BOARD = 16384,	/* LIST: also takes -F html, and gives rec_frame */
};

struct run;

struct verb {
	const char	*name;		/* "list"; NULL: the program itself. One that stands
					 * twice, with the same options, is told by its
					 * operand: public orders, public points */
	const char	*operands;	/* "[WORD]", "HOUSEHOLD...", NULL none */
	const char	*help;		/* N_() one line */
	unsigned	 flags;
	const enum opt_id *takes;	/* more options, OPT_END last; NULL none */
	const struct col *cols;		/* what VERB_LIST writes; NULL: run_records */
	int		 min, max;	/* operands; max -1 any number */
	int		 (*main)(struct run *);	/* 0, or -1 having called db_fail */
};

struct prog {
	const char		*name;		/* "nbr-area" */
	const char		*purpose;	/* N_() as the manual's .Nd */
	const struct verb	*verbs;		/* ended by a NULL main */
	const char		*examples;	/* N_() lines for --help */
};

#define TAKES(...) (const enum opt_id[]){ __VA_ARGS__, OPT_END }

struct run {
	const struct prog	*prog;
	const struct verb	*verb;
	struct opt_values	 opt;
	char			**operand;	/* NULL-ended */
	int			 operands;
	struct db		*db;
	struct rec_out		*out;		/* VERB_LIST; NULL: it writes a page */
	const char		*page;		/* the form of its own that was asked for; NULL: records */
	struct form		*form;		/* --form; NULL none */
	int			 fd;		/* where out goes, or what run_output opened */
	char			*output, *temp;	/* -o: the file, and its name until the end */
	void			(*after)(void *);	/* called once the records are written */
	void			*after_arg;
	day_t			 today;		/* --on, NBR_TODAY, or the clock */
	const char		*actor;		/* --actor, NBR_ACTOR, SUDO_USER, login */
	const char		*zone;		/* "Asia/Shanghai" */
	char			 zone_set[64];	/* the database's, when it has one */
	bool			 zh;		/* messages in Chinese */
	bool			 dry_run;
	struct change		*change;	/* the one that goes on */
	int64_t			 id;		/* of it: the run's number, from its first lock on */
	bool			 changed;	/* something was committed */
	enum exit_status	 status;	/* of a run that did not fail; EXIT_DONE */
};

/* The whole of main(): parses, opens, runs the verb, closes, returns. */
int run_main(const struct prog *, int argc, char *argv[]);

/* Value of an option: NULL when it was not given; as text: "" then. */
const char *run_opt(const struct run *, enum opt_id);
struct text run_text(const struct run *, enum opt_id);

/*
 * Values of options that are a day or a number; fallback when not given. A
 * wrong one is a usage error: *n or *d is not set and -1 is returned.
 */
int run_day(struct run *, enum opt_id, day_t fallback, day_t *d);

/*
 * The days of --since and --until, and what they are when not given; RUN_MONTH:
 * the first of the month in which the period ends. A period that ends before it
 * begins is a usage error. 0, -1.
 */
enum { RUN_MONTH = -1 };
int run_period(struct run *, day_t first, day_t last, day_t *since, day_t *until);

/*
 * The moment that is meant: --at; else now, when the business day is today's; else
 * the end of the business day. Its civil day goes to *on. One after the business
 * day is a usage error; for a verb that writes, on the clock's own day, so is one
 * that has not come yet. 0, -1.
 */
int run_moment(struct run *, moment_t *at, day_t *on);
int run_int(struct run *, enum opt_id, int64_t fallback, int64_t min, int64_t max, int64_t *n);

/* Usage error: says so, with "Try ... --help". Returns -1; status 2. */
int run_usage(struct run *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Writes a page: what f prints. It is gathered in an unlinked file first, as records
 * are: who reads slowly keeps no one from writing. 0, what f returned, -1. */
int run_page(struct run *, int (*f)(FILE *, void *), void *arg);

/*
 * Calls f for every operand; "-" stands for the ids on standard input in the
 * column named (rec_ids). Stops at the first -1.
 */
int run_operands(struct run *, const char *column, int (*f)(struct run *, struct text id, void *), void *arg);

/*
 * A change: f in a write transaction of a village (or DB_EVERY_VILLAGE, or
 * DB_LATER: then f calls run_lock before it reads what it will change), the run
 * on record (actor, program, verb, ref, reason, records changed), the commit;
 * rolled back on -n. When --ref was used before by the same request nothing is
 * done. f returns the records changed or -1; it may be called again (db_write).
 */
int run_change(struct run *, int64_t village, int64_t (*f)(struct run *, void *), void *arg);

/* The lock of one more village, in the order of codes. 0, -1: f then returns -1. */
int run_lock(struct run *, int64_t village);

/* A record that is meant by a name, and why a step of it is refused. */
struct run_key {
	int64_t	village, no, n;		/* n: in that record, 0 it is meant */
};
struct run_refusal {
	enum fault	 fault;
	char		 why[256];	/* in words, with the record */
};
enum { RUN_REFUSED = 2 };

struct run_steps {
	int		 first;		/* operand; those before it name something else */
	const char	*column;	/* of the ids on standard input */
	/* The record a word means. 0, or -1: EXIT_ABSENT is a refusal as well. */
	int		 (*find)(struct run *, struct text what, struct run_key *, void *);
	/* Called under the first lock, before the first step; NULL none. 0, -1. */
	int		 (*begin)(struct run *, void *);
	/* 1 done, 0 there was nothing to do, RUN_REFUSED, -1: EXIT_RULE, before it
	 * changed anything, is a refusal as well. */
	int		 (*step)(struct run *, struct run_key, struct run_refusal *, void *);
	/* Called after the last step of those that are taken; NULL none. How many
	 * more records it changed, -1. */
	int64_t		 (*end)(struct run *, void *);
};

/*
 * A step of each record that operands name, or "-" on standard input, once
 * however often it is named: a change in which villages come in the order of
 * codes, and the records of one as they were named. When some are refused all of
 * those are told, each with its place, and nothing is changed (EXIT_RULE, or
 * EXIT_ABSENT when none of them was found); with --rejects they are set aside in
 * a file that can be the standard input of another try (EXIT_PARTLY). The change
 * may begin again: then begin is called again. When nothing was found there is no
 * change, begin or end. Sets run->status. 0, -1.
 */
int run_steps(struct run *, const struct run_steps *, void *arg);

/* Imports operand 0 as an entity, by the import options; area is that of rows
 * that name none, 0 none. Sets run->status. */
int run_import(struct run *, const struct entity *, int64_t area);

/* The whole of a verb "template": its heading is written, and no record. */
int run_template(struct run *);

/* Opens run->fd for bytes that are no records: -o, which becomes that file when
 * the run ends well, or standard output. */
int run_output(struct run *);

/* Opens run->out for columns known only now, of a VERB_LIST without cols. */
int run_records(struct run *, const struct col *);

/* Opens the database anew, to write; until then others may. 0, -1. */
int run_writer(struct run *);

/* Where the database is; into buf when it is the default. */
const char *run_database(const struct run *, char *buf, size_t size);

/* One line for people: on standard error, on a terminal or with -v. */
void run_tell(struct run *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
