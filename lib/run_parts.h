/* What the files of run share; programs include run.h. */
#ifndef NBR_RUN_PARTS_H
#define NBR_RUN_PARTS_H

#include "run.h"

/* All options of a verb: its own and those of its flags, OPT_END last. */
void run_takes(const struct verb *, enum opt_id takes[OPT_COUNT]);

/* The values of an option of a verb, blanks between; "" when others may be given: of
 * the option, or of the column of its name. NULL: any verb's column. */
const char *run_words(const struct prog *, const struct verb *, enum opt_id, char buf[static OPT_WORDS]);

/* run_page.c: adds the forms that are the verb's own to a list of forms. */
void run_page_forms(const struct verb *, char buf[static OPT_WORDS]);

/* Prints what may stand in the place of the last of the words of a command line, a
 * line each, with a tab and what it is for. EXIT_DONE; EXIT_NO: a file. */
int run_complete(const struct prog *, int count, char *words[]);

/* The verb of that name, or the only one of a program without verbs; NULL none. Of
 * verbs that have one name, that whose operand was given; else the first. */
const struct verb *run_verb_named(const struct prog *, const char *word);
const struct verb *run_verb_told(const struct run *);

/* If arg asks for help or the version, prints it (of a verb, or of the whole
 * program when verb is NULL) and returns true. */
bool run_help_wanted(const struct prog *, const struct verb *, const char *arg);

/* -C help: the column table, one a line. */
void run_help_columns(const struct col *);

/* The status after printing help: EXIT_CANNOT when stdout failed. */
int run_help_end(void);

/* Takes back the records put so far: a change begins again. 0, -1. */
int run_forget_records(struct run *);

/* run_form.c: what the verb writes; --form read; its columns found; whether
 * something was wrong with it, told already. 0, -1. */
const struct col *run_columns(const struct run *);
int run_read_form(struct run *);
int run_bind_form(struct run *, const struct col *);
int run_form_wrong(struct run *);

/* Whether -F names a form that is the verb's own: 1, and run->page; 0; -1 an option
 * with it is of no use. */
int run_is_page(struct run *);

/* Ends the record stream that run_records opened: writes the rows if all went
 * well, renames -o, and turns the status if writing failed. */
enum exit_status run_output_end(struct run *, bool good, enum exit_status);

/* run_open.c: the text, or NULL when it is empty; who acts; the database (-D,
 * NBR_DB), the zone and the business day; --reveal on record. 0, -1. */
const char *run_given(const char *);
const char *run_actor(const struct run *);
int run_open(struct run *);
int run_find_today(struct run *);
int run_record_reveal(struct run *);

/* What helps a request, "" nothing. For a record that is stored the remedy of the
 * table is that of imports. */
const char *run_hint(enum fault);

/* As run_operands, from an operand on, with the line of standard input, 0 for an
 * operand. */
int run_named(struct run *, int first, const char *column, int (*f)(struct run *, struct text id, int64_t line, void *), void *arg);

/* Standard input, or the file of --from in its place, for messages. */
const char *run_stdin_name(const struct run *);

/* The reject file must not take the place of what is being read (NULL: of no file),
 * nor of a device or a link, which a rename does not follow. 0, -1. */
int run_check_rejects(struct run *, const char *read);

/* Whether an operand or an option is "-"; a verb that writes then finds all of
 * standard input in a file, at its beginning. */
bool run_reads_stdin(const struct run *);

#endif
