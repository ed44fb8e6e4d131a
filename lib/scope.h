/*
 * What a request is about: the options -A (or NBR_AREA), -k, --tag, -c, and the
 * rulebook they are read by. For programs; entities take the plain values.
 */
#ifndef NBR_SCOPE_H
#define NBR_SCOPE_H

#include "chief.h"
#include "rule.h"
#include "run.h"

struct scope {
	struct rulebook	*book;		/* of the business day */
	struct area_range area;
	int		 class_no;	/* 0 any */
	uint64_t	 tags;		/* any of these; 0 any */
	int64_t		 chief;		/* 0 any */
};

/* The area that is meant, by -A or NBR_AREA: NULL everywhere. */
const char *scope_area(const struct run *);

/* 0, or -1: a word that is none is a usage error, an area or chief that is not
 * there is EXIT_ABSENT. scope_end frees in either case. */
int scope_read(struct run *, struct scope *);
void scope_end(struct scope *);

/* The area of -A where only whole villages mean something; a part of one is a usage
 * error. 0, -1. */
int scope_villages(struct run *, struct area_range *);

/*
 * The households named by operands, or by an option's value, "-" reading them
 * from standard input: sorted, each once. The caller frees *ids.
 */
int scope_operands(struct run *, int64_t **ids, size_t *n);
int scope_among(struct run *, enum opt_id, int64_t **ids, size_t *n);

/*
 * Changes each of the households that the operands name, in one transaction,
 * under the locks of their villages. The scope, NULL none, is read in it too,
 * where its rules and areas stay as they are; the caller begins with an empty one
 * and ends it. f returns how many records it changed, or -1.
 */
int scope_change(struct run *, struct scope *, int (*f)(struct run *, int64_t household, void *), void *arg);

/* Imports operand 0 as an entity whose rows lie in -A, or NBR_AREA, where they do
 * not say it. As run_import. */
int scope_import(struct run *, const struct entity *);

/* The first line of a file ("-": standard input), for what ps must not show. */
int scope_secret(struct run *, enum opt_id, char *buf, size_t size);

#endif
