/* The verbs of nbr-db that read all there is: questions in SQL, and dumps. For
 * programs. Each returns 0, or -1: db_fail. */
#ifndef NBR_QUERY_VERBS_H
#define NBR_QUERY_VERBS_H

struct run;

/* query SELECT | -: takes OPT_REVEAL. Puts records of the statement's own columns. */
int query_verb_ask(struct run *);

/* dump [TABLE]: takes OPT_REVEAL. Writes to standard output, once all is read. */
int query_verb_dump(struct run *);

#endif
