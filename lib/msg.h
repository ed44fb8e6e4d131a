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

/* "nbr-area: words" and a line end. One line: a line end in it is made safe. */
void msg_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* "    words", an indented remedy under an error. */
void msg_hint(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * "nbr-household: roster.csv:17: 身份证号码: 4301**: why [id-check]", and its
 * hint when hint is set. Parts that are NULL, 0 or empty are left out; cell is
 * printed as given: the caller masks. was: see fault_guess.
 */
void msg_fault(const char *file, int64_t line, const char *column,
    struct text cell, enum fault, const char *was, bool hint);

#endif
