/*
 * Telephone numbers of mainland China as text: "13800138000", "0731-84086001".
 * Pure. Number blocks are not listed: they change every year.
 *
 * A cell may hold several, each with remarks in brackets. They are kept in one
 * text, "13800138000(儿子)/0731-84086001"; read again, it stays as it is.
 */
#ifndef NBR_PHONE_H
#define NBR_PHONE_H

#include "text.h"

enum {
	PHONE_MOST = 4,		/* numbers of a cell */
	PHONE_SIZE = 160,	/* bytes of what is kept of them, with NUL */
};

enum phone_fault {
	PHONE_OK,
	PHONE_SCIENTIFIC,	/* 1.38E+10 */
	PHONE_DECIMAL,		/* 13800138000.0 */
	PHONE_ZERO,		/* a landline that lost its leading zero */
	PHONE_MANY,		/* more numbers, or longer remarks, than are kept */
	PHONE_FORM,		/* anything else */
};

/*
 * Reads the numbers of a cell: mobile 1[3-9] and 9 digits after +86, 86-, 0086,
 * blanks, hyphens and full-width forms; landline 0 with 2-3 digits of area, 7-8
 * digits and at most 5 of an extension. Between them stand / 、 ， , ; blanks
 * or line ends. Brackets, and words apart from a number, are remarks: of the
 * number before them, or at the start of a part of the one behind.
 *
 * area, "0731" or NULL or "", is the area code of the town: a landline that lost the
 * zero of it, or has no area code, is completed, and *completed set.
 *
 * buf gets mobiles as 11 digits, landlines as 0AAA-NNNNNNNN[-E]; "" on a fault.
 */
enum phone_fault phone_parse(struct text, const char *area,
    char buf[static PHONE_SIZE], bool *completed);

/* Whether it is an area code: 0 and 2-3 digits. */
bool phone_is_area(struct text);

/* Each number as 138****8000 (3 + 4); a landline keeps its area and last 4.
 * Digits of remarks are starred as well. Returns buf. */
const char *phone_mask(const char *phone, char buf[static PHONE_SIZE]);

/*
 * Masks, for messages, whatever a cell holds, numbers or not: stars all digits,
 * full-width ones too, but the first 3 and the last 4; of 5 to 10 all but the
 * first and the last quarter. Returns buf; cut to size.
 */
const char *phone_mask_text(struct text, char *buf, size_t size);

#endif
