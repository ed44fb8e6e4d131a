/* Commands: the programs nbr-* that "nbr" runs by the rest of their name. */
#ifndef NBR_COMMAND_H
#define NBR_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

struct command {
	char	*name;		/* "nbr-visit-due" */
	char	*path;		/* where it was found */
};

struct commands {
	struct command	*at;	/* by name */
	size_t		 count, size;
};

/*
 * Runs the command that the most of the words name: visit due 0042 is
 * nbr-visit-due with the operand 0042. argv[0] is not looked at. It is sought in
 * the directory of this program, then on PATH. Returns only if there is none.
 */
void command_run(char *argv[]);

/* All of them, found in the same order, each name once. */
void commands_find(struct commands *);
void commands_free(struct commands *);

/* The file of a command in a list of directories, "/usr/bin:/bin". The caller
 * frees; NULL: not there. */
char *command_path(const char *name, const char *dirs);

/* Shows the manual page of that name, the Chinese one if there is. Whether there was
 * one. */
bool command_manual(const char *name, bool zh);

/* What a command says of itself: the purpose line of its --help, "" if none. */
const char *command_purpose(const struct command *, char *buf, size_t size);

#endif
