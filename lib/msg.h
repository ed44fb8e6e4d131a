/*
 * Messages to people, on standard error, in their language.
 *
 * Every refusal of a record or a request has a code that never changes; its
 * words and its remedy stand once, in the table in msg.c, and nbr-errors(7)
 * lists them. _() translates when printed, N_() marks a string in a table.
 */
#ifndef NBR_MSG_H
#define NBR_MSG_H

#include <libintl.h>
#include <stdint.h>
#include <stdio.h>

#include "text.h"

#define _(s)	gettext(s)
#define N_(s)	s

/* X(enumerator, code, what is wrong, how to mend it ("" when plain)) */
#include "fault.h"

enum fault {
	FAULT_NONE,
#define X(id, code, why, hint) id,
	FAULTS
#undef X
	FAULT_COUNT
};

const char *fault_code(enum fault);	/* "id-check" */
const char *fault_why(enum fault);	/* translated */
const char *fault_hint(enum fault);	/* translated, "" when none */

/* Why, and what a damaged cell was: "...; perhaps it was 3-2". was may be "". */
const char *fault_guess(enum fault, const char *was, char *buf, size_t);

/* How msg_* begins its lines: the program's name. Set once by run_start. */
void msg_program(const char *name);

/*
 * Copies text so that it can do no harm on a terminal: control characters,
 * line ends and bidirectional overrides become U+FFFD. Cut to size at a whole
 * character; no NUL is added. Returns the bytes written.
 */
size_t msg_safe(struct text, char *buf, size_t size);

/*
 * What may be said of one fault; what is NULL, 0 or empty is left out. As text
 * it is "nbr-household: roster.csv:17: 身份证号码: 4301**: why [id-check]" and an
 * indented hint; as JSON lines one object with these names, hint and all.
 */
struct msg {
	const char	*file;
	int64_t		 line;		/* physical, from 1 */
	const char	*column;	/* its heading */
	struct text	 value;		/* as it may be shown: the caller masks */
	const char	*words;		/* what is wrong; NULL: as fault_why has it */
	enum fault	 fault;
	int64_t		 count;		/* of such faults that are not told singly */
	const char	*hint;
};

void msg_say(const struct msg *);

/* From here on messages are JSON lines (--errors jsonl), or text again. */
void msg_set_jsonl(bool);
bool msg_jsonl(void);

/* "nbr-area: words" and a line end. One line: a line end in it is made safe. */
void msg_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* "    words", an indented remedy under an error; in JSON lines an object of its
 * own that belongs to the line before. */
void msg_hint(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A fault in the words of the table, and its hint when hint is set. was: see
 * fault_guess. */
void msg_fault(const char *file, int64_t line, const char *column,
    struct text cell, enum fault, const char *was, bool hint);

#endif
