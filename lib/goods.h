/*
 * What points buy: goods in a village's shop, with a price from a day on and a
 * stock, which is what its moves add up to; and exchanges. Points and stock go in
 * one transaction, under the lock of the village.
 */
#ifndef NBR_GOODS_H
#define NBR_GOODS_H

#include "ledger.h"

extern const struct col goods_cols[];		/* goods name unit points stock reserved .. */
extern const struct col goods_move_cols[];	/* goods n day kind quantity stock exchange note .. */
extern const struct col exchange_cols[];	/* exchange chief name goods goods_name quantity points status until .. */

/* The goods a person means: G03, its whole id or its name, when one shop in the
 * range has it on that day. 0, or -1: FAULT_NOT_FOUND, FAULT_AMBIGUOUS. */
int goods_find(struct db *, struct text what, const struct area_range *, day_t on, int64_t *goods);
int exchange_find(struct db *, struct text what, const struct area_range *, int64_t *village, int64_t *no);

/* The goods of a day, with the price and stock of its end. */
int goods_list(struct db *, struct rec_out *, const struct area_range *, day_t on);
int goods_put(struct db *, struct rec_out *, int64_t goods, day_t on);
int goods_moves(struct db *, struct rec_out *, int64_t goods);

struct goods_card {
	int64_t		 village;
	struct text	 name, unit;	/* "" as it was */
	int64_t		 points, stock;	/* 0 as it was; stock of new ones */
	day_t		 on;
};
/* Within a write transaction of the village: 1, 0 nothing changed, -1. */
int goods_add(struct db *, const struct goods_card *, int64_t run, int64_t *goods);
int goods_set(struct db *, int64_t goods, const struct goods_card *, int64_t run);
int goods_retire(struct db *, int64_t goods, day_t on, int64_t run);
/* More of it came; it was counted: the difference is booked. */
int goods_restock(struct db *, int64_t goods, int64_t quantity, struct text note, day_t on, int64_t run);
int goods_count(struct db *, int64_t goods, int64_t counted, struct text note, day_t on, int64_t run);

struct exchange {
	int64_t		 chief, goods;	/* ids, of one village */
	int64_t		 quantity;
	day_t		 on;
	int64_t		 no;		/* set */
};
/* Reserves goods for points that may be spent. 1, LEDGER_REFUSED, -1. */
int exchange_reserve(struct ledger *, struct exchange *, struct ledger_refusal *);
int exchange_collect(struct db *, int64_t village, int64_t no, day_t on, int64_t run, struct ledger_refusal *);
/* Points and stock go back: it was not collected in time, or its entry is reversed
 * (then seq is the entry that did so, else 0). */
int exchange_return(struct ledger *, int64_t village, int64_t no, day_t on, int64_t seq, struct ledger_refusal *);
/* Returns each that was to be collected by a day before until. How many, -1. */
int64_t exchange_expire(struct ledger *, const struct area_range *, day_t until,
    int (*f)(void *, int64_t village, int64_t no), void *arg);

int exchange_list(struct db *, struct rec_out *, const struct area_range *, int64_t chief, const char *state,
    day_t since, day_t until);
int exchange_put(struct db *, struct rec_out *, int64_t village, int64_t no);

#endif
