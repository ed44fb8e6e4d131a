/* Scripts for the completion of shells. */
#ifndef NBR_COMPLETION_H
#define NBR_COMPLETION_H

#include "command.h"

/* Prints the script of "bash", "zsh" or "fish", for nbr and these programs. 0, -1:
 * it is none of them. Errors of standard output are left in it. */
int completion_print(const char *shell, const struct commands *);

#endif
