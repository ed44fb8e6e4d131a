/*
 * What is asked of many orders: the options -A, -c, --kind, --level, and the
 * moment of --at. For programs; entities take the plain values.
 */
#ifndef NBR_ORDER_SCOPE_H
#define NBR_ORDER_SCOPE_H

#include "order.h"
#include "scope.h"

struct order_scope {
	struct scope	 scope;
	struct order_book *book;
	struct order_filter filter;	/* area, chief, kind, level */
	struct order_when when;
	day_t		 on;		/* of when.at */
};

/* 0, -1: a usage error, or EXIT_ABSENT. order_scope_end frees in either case. */
int order_scope_read(struct run *, struct order_scope *);
void order_scope_end(struct order_scope *);

#endif
