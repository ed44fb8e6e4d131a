/*
 * Columns: one table describes one kind of record everywhere.
 *
 * The same table names the SELECT list, heads and formats every output form,
 * recognises the headings of a clerk's file, reads its cells into a struct,
 * and prints -C help. Names and types never change within a major version;
 * new columns go to the end.
 */
#ifndef NBR_COL_H
#define NBR_COL_H

#include <stddef.h>
#include <stdint.h>

#include "moment.h"
#include "msg.h"
#include "text.h"

/*
 * How a value is stored (in SQL, and in the struct of an import), and shown.
 *   type           SQL         struct        shown as
 */
enum col_type {
	COL_END,	/* closes a table */
	COL_TEXT,	/* TEXT        struct text   itself */
	COL_NAME,	/* TEXT        struct text   a person's name */
	COL_DOOR,	/* TEXT        struct text   a door or group number */
	COL_PLACE,	/* TEXT        struct text   the name of an area; stored even
			 * where it is refused */
	COL_WORD,	/* TEXT        struct text   one of .words, English */
	COL_PHONE,	/* TEXT        struct text   138****8000 */
	COL_INSTANT,	/* TEXT (UTC)  -             2024-02-01T08:30:00+08:00 */
	COL_INT,	/* BIGINT      int64_t       decimal, no grouping; 45人 is read as 45 */
	COL_COUNT,	/* BIGINT      int64_t       as COL_INT; 1 to 99 */
	COL_AGE,	/* BIGINT      int64_t       as COL_INT; 0 to 150 */
	COL_POINTS,	/* BIGINT      int64_t       as COL_INT; -3, +3, 3分 too */
	COL_DAY,	/* YYYYMMDD    day_t         2024-02-01 */
	COL_IDENT,	/* 17 digits   int64_t       430121********1237 */
	COL_AREA,	/* see ids.h   struct text   430121106205.01.03.07 */
	COL_HOUSEHOLD,	/* see ids.h   int64_t       430121106205010042 */
	COL_CHIEF,	/* see ids.h   int64_t       430121106205-C07 */
	COL_RUN,	/* see ids.h   none          430121106205-R17, R17 */
	COL_VISIT,	/* ID-DAY-NO   -             430121106205010042-V240201 */
	COL_ORDER,	/* VILLAGE-NO  -             430121106205-O240201-3 */
	COL_ACTIVITY,	/* VILLAGE-NO  -             430121106205-A240201-3 */
	COL_ISSUE,	/* VILLAGE-NO-N -            430121106205-A240201-3-2 */
	COL_ENTRY,	/* see ids.h   -             430121106205-P42 */
	COL_GOODS,	/* see ids.h   -             430121106205-G03 */
	COL_EXCHANGE,	/* VILLAGE-NO  -             430121106205-X240201-3 */
	COL_COMMENDATION, /* VILLAGE-NO -            430121106205-K240201-3 */
	COL_MOMENT,	/* BIGINT      moment_t      2024-02-01T08:30:00+08:00 */
	COL_CLASS,	/* number      struct text   red: a word of the rulebook */
	COL_TAGS,	/* bits        struct text   disabled,sick */
};

enum col_flag {
	COL_KEY = 1,	/* names the record: programs find it by this column */
	COL_NEED = 2,	/* an import needs the heading, and a value on each row */
	COL_IN = 4,	/* an import takes it */
	COL_MORE = 8,	/* shown only when asked for with -C */
	COL_PRIVATE = 16,	/* never in a public output */
	COL_ASIDE = 32,	/* import only: no column of any output */
	COL_AHEAD = 64,	/* a day that may lie years ahead */
	COL_LAST = 128,	/* a last day: 长期 至今 — mean that there is none */
	COL_MONTH = 256,	/* a day, or a month, which leaves the field zero */
	COL_STAR = 512,	/* marked in templates as COL_NEED is, though another
			 * column may stand for it */
	COL_FREE = 1024,	/* free text: numbers in it are masked unless revealed */
	COL_WIDE = 2048,	/* left out of what people read, unless asked for with -C */
	COL_SPARE = 4096,	/* the same where no record has a value */
	COL_WHOLE = 8192,	/* never cut in a table: better a second line */
	COL_PEOPLE = 16384,	/* of COL_MORE: what people read shows it all the same */
};

struct word {
	const char	*name;		/* stored and written: "door" */
	const char	*aliases;	/* read: "上门 入户", blanks between; the
					 * first is shown to people in Chinese */
};

struct col {
	const char	*name;		/* [a-z_]+, heading and JSON key */
	const char	*zh;		/* heading for people and Excel */
	const char	*aliases;	/* other headings, blanks between; NULL */
	enum col_type	 type;
	unsigned	 flags;		/* enum col_flag */
	const char	*help;		/* N_() one line */
	const char	*expr;		/* SQL; NULL: computed in C or import only */
	size_t		 offset;	/* of the field in the import's struct */
	const struct word *words;	/* COL_WORD: ended by a NULL name */
};

/* offsetof() that does not compile when the field has another type. */
#define COL_AT(st, field, ctype) (offsetof(struct st, field) + 0 * \
    sizeof(char[_Generic(((struct st *)0)->field, ctype: 1, default: -1)]))

/* A value on its way out. Columns computed in C fill these in table order. */
struct value {
	int64_t		 num;
	struct text	 text;
	bool		 null;
};

#define VALUE_INT(n)	((struct value){ .num = (n) })
#define VALUE_TEXT(t)	((struct value){ .text = (t) })
#define VALUE_NULL	((struct value){ .null = true })

/* Place in its table of a word, or of one of its aliases; -1 none. */
int col_word(const struct word *, struct text);

/* The rulebook's words by number, for COL_CLASS and COL_TAGS. */
struct words {
	const char	*class_code[16], *class_name[16];	/* 1.. ; NULL = unused */
	const char	*tag_code[63], *tag_name[63];		/* bit number */
};

enum { COL_BUF = 4096 };	/* longest text col_show makes: of a thousand characters */

/* How many columns a table has. */
size_t col_count(const struct col *);

/* The column with this name, or NULL. */
const struct col *col_find(const struct col *, const char *name);

/* Whether a value of the type is held in value.text (else in value.num). */
bool col_is_text(enum col_type);

/* Whether it is written bare in JSON: a number. Ids and codes are strings. */
bool col_is_number(enum col_type);

/* How values are shown. */
struct show {
	const struct words *words;	/* NULL: numbers instead of words */
	const char	*zone;		/* of instants; NULL: Asia/Shanghai */
	bool		 reveal;	/* no masks */
	bool		 names;		/* the rulebook's names, not its codes */
	bool		 brief;		/* times without seconds and zone: 2024-02-01 08:30 */
};

/* A value as text: into buf, or pointing into the value. Free text that is longer
 * than any import takes, and would need a mask, is … */
struct text col_show(const struct col *, const struct value *,
    const struct show *, char buf[static COL_BUF]);

/* What the reading of a cell depends on beside its column. */
struct col_how {
	day_t		 today;		/* bounds birth days and days; 0: no bound */
	const char	*phone_area;	/* of the town, "0731"; NULL or "": not known */
	const char	*zone;		/* of moments; NULL: Asia/Shanghai */
	char		*(*room)(void *arg, size_t);	/* memory that lives as
					 * long as the cell, for text that grows;
					 * it gives NULL when there is none left,
					 * and the field stays empty */
	void		*arg;
};

/* What a cell gave. */
struct col_read {
	enum fault	 fault;		/* FAULT_NONE: stored */
	enum fault	 note;		/* FAULT_NONE, or worth a word (id-15) */
};

/*
 * Reads a cleaned cell (text_clean; changed in place) into the struct. An empty
 * cell, and 无 — / - in a column that is not needed, leave the field zero; but
 * a dash is no day, unless it is a last one. Text fields point into the cell, or
 * into .room where they need more: 古丽.买买提, 073184086001.
 */
struct col_read col_parse(const struct col *, struct text cell, const struct col_how *, void *rec);

/*
 * What a door or group number was before a spreadsheet made a date of it
 * (FAULT_DOOR_DATE): "3-2" of 3月2日, 2-Mar or 45353. The cell need not be clean
 * and stays as it is. false: it is no date.
 */
enum { COL_WAS = 8 };
bool col_was(struct text cell, char was[static COL_WAS]);

#endif
