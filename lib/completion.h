/* Completions: a script for a shell. It asks the programs themselves for their
 * verbs and options, so that it never falls behind them. */
#ifndef NBR_COMPLETION_H
#define NBR_COMPLETION_H

/* "bash", "zsh" or "fish"; NULL for another. */
const char *completion_script(const char *shell);

#endif
