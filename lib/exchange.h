/*
 * Exchanges of points for goods. Points and stock go, and come back, in one
 * transaction under the lock of the village: of one without the other there is
 * nothing. An exchange is reserved, and collected by its last day or returned.
 */
#ifndef NBR_EXCHANGE_H
#define NBR_EXCHANGE_H

#include "goods.h"
#include "ledger.h"

extern const struct col exchange_cols[];	/* exchange chief name goods goods_name quantity points status day until .. */
extern const struct word exchange_states[];	/* reserved collected returned */

/* The exchange a person means: its whole number, or X240201-3. As dated_find. */
int exchange_find(struct db *, struct text what, const struct area_range *, int64_t *village, int64_t *no);

struct exchange {
	int64_t		 chief, goods;	/* ids, of one village */
	int64_t		 quantity;	/* 1 and up */
	day_t		 on;
	int64_t		 no;		/* set */
};
/* Reserves goods for points that may be spent. 1, LEDGER_REFUSED, -1. */
int exchange_reserve(struct ledger *, struct exchange *, struct ledger_refusal *);

/* Within a write transaction of the village. 1, LEDGER_REFUSED, -1. */
int exchange_collect(struct db *, int64_t village, int64_t no, day_t on, int64_t run, struct ledger_refusal *);

/* After the entry of an exchange was reversed: its goods go back, collected or not.
 * Of an entry of another kind nothing. 1, 0, -1. */
int exchange_return(struct ledger *, int64_t entry);

/* Points and goods go back of each that was to be collected by a day before until,
 * on the day after that one, if it is not closed. Calls f for each with the
 * entry. How many, -1. */
int64_t exchange_expire(struct ledger *, const struct area_range *, day_t until,
    int (*f)(void *, int64_t entry), void *arg);

/* Those of a chief (0 all), in a state (NULL any), of some days, by day and number; one
 * of them. 0, -1. */
int exchange_list(struct db *, struct rec_out *, const struct area_range *, int64_t chief, const char *state,
    day_t since, day_t until);
int exchange_put(struct db *, struct rec_out *, int64_t village, int64_t no);

#endif
