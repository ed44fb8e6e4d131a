/*
 * What points buy: goods in a village's shop, with a price from a day on and a
 * stock, which is what its moves add up to. exchange.h is about their exchange.
 *
 * On the shelf is the stock and what is reserved: an exchange takes its goods out of
 * the stock at once, though they are collected later.
 */
#ifndef NBR_GOODS_H
#define NBR_GOODS_H

#include "area.h"

extern const struct col goods_cols[];		/* goods name unit points stock reserved .. */
extern const struct col goods_move_cols[];	/* goods n day kind quantity stock exchange note actor .. */

enum {
	GOODS_MOST = 1000000,		/* of one kind in a shop, and points of one */
	GOODS_NAME = 97,		/* bytes, with NUL, of a name or a unit */
};

/* The goods a person means: a name, when one shop in the range has it on that day;
 * or whenever, G03 of such a shop or a whole id. 0, or -1: FAULT_NOT_FOUND,
 * FAULT_AMBIGUOUS. */
int goods_find(struct db *, struct text what, const struct area_range *, day_t on, int64_t *goods);

/* The goods of a day, with the price, the stock and what is reserved at its end;
 * one of them, whenever it is offered; and all its moves. 0, -1. */
int goods_list(struct db *, struct rec_out *, const struct area_range *, day_t on);
int goods_put(struct db *, struct rec_out *, int64_t goods, day_t on);
int goods_moves(struct db *, struct rec_out *, int64_t goods);

/*
 * Changes, in a write transaction of the village: 1, 0 nothing changed, -1. Both a
 * price and a last day can be set for a day that has passed, but no exchange may
 * come after the last day.
 */
struct goods_card {
	struct text	 name, unit;	/* "" as it was */
	int64_t		 points;	/* from on; 0 as it was */
	int64_t		 stock;		/* of new ones */
	day_t		 on;
};
int goods_add(struct db *, int64_t village, const struct goods_card *, int64_t run, int64_t *goods);
int goods_set(struct db *, int64_t goods, const struct goods_card *, int64_t run);
int goods_retire(struct db *, int64_t goods, day_t last, int64_t run);

/* Goods of that name that a village offers on a day or later. 1, 0 none, -1. */
int goods_named(struct db *, int64_t village, struct text name, day_t on, int64_t *goods);

struct goods_row {		/* of an import; see goods_cols */
	struct goods_card card;
	struct text	 area, village_name;
	int64_t		 shop;		/* area it means */
};
extern const struct entity goods_entity;

/* A move of the stock on a day. */
struct goods_move {
	int64_t		 goods;		/* id */
	day_t		 on;
	const char	*kind;		/* restock reserve collect return count */
	int64_t		 quantity;	/* signed; of a collection 0 */
	int64_t		 exchange;	/* no; 0 none */
	struct text	 note;
};
/* Books it, in a write transaction of the village: of no more than are left. 0, -1. */
int goods_book(struct db *, const struct goods_move *, int64_t run);

/* How many may be taken on a day, so that there are never fewer than none on it or
 * later. -1 failed. */
int64_t goods_left(struct db *, int64_t goods, day_t on);

/* It was counted: so many are on the shelf. Books the difference. 1, 0 there is
 * none, -1: also FAULT_STOCK_SHORT, when fewer are there than were reserved. */
int goods_count(struct db *, int64_t goods, int64_t counted, struct text why, day_t on, int64_t run);

/* What is offered on a day. 1; 0 it is not, or has no price: points 0; -1. */
struct goods_offer {
	char		 name[GOODS_NAME], unit[GOODS_NAME];
	day_t		 first, last;
	int64_t		 points, run;	/* run: that stored or changed it */
};
int goods_offer(struct db *, int64_t goods, day_t on, struct goods_offer *);

/* Whether in villages lo to hi stocks are what their moves add up to, and exchanges
 * what their moves and entries say: calls f for what is not. 0, what f returned, -1. */
int goods_check(struct db *, int64_t lo, int64_t hi, int (*f)(void *, struct text record, const char *code, const char *words), void *arg);

#endif
