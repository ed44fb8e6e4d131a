/* The verbs of nbr-db about copies of the whole database. For programs. Each returns
 * 0, or -1: db_fail or a usage error. */
#ifndef NBR_BACKUP_VERBS_H
#define NBR_BACKUP_VERBS_H

struct run;

/* backup FILE | DIRECTORY: takes OPT_KEEP. Puts a record of backup_cols. */
int backup_verb_make(struct run *);

/* snapshot FILE, for who may only read. Puts the same. */
int backup_verb_snapshot(struct run *);

/* restore FILE, VERB_NO_DB: takes OPT_DB, OPT_TIMEOUT, OPT_YES, OPT_REASON, OPT_ACTOR.
 * Asks on a terminal first, unless OPT_YES is given. */
int backup_verb_restore(struct run *);

#endif
