/*
 * Telephone numbers of mainland China as text: "13800138000", "0731-84086001".
 * Pure. Number blocks are not listed: they change every year.
 */
#ifndef NBR_PHONE_H
#define NBR_PHONE_H

#include "text.h"

enum { PHONE_SIZE = 24 };	/* bytes of the longest number kept, with NUL */

enum phone_fault {
	PHONE_OK,
	PHONE_SCIENTIFIC,	/* 1.38E+10 */
	PHONE_ZERO,		/* a landline that lost its leading zero */
	PHONE_FORM,		/* anything else */
};

/*
 * Reads a number: mobile 1[3-9] and 9 digits after +86, 86-, 0086, blanks,
 * hyphens and full-width forms; landline 0 with 2-3 digits of area, 7-8 digits
 * and at most 5 of an extension. Of several in one cell, cut at / 、 ， , ;
 * or a blank, the first is taken; a remark in brackets is dropped.
 * Writes mobile as 11 digits, landline as 0AAA-NNNNNNNN[-E].
 */
enum phone_fault phone_parse(struct text, char buf[static PHONE_SIZE]);

/* 138****8000 (3 + 4); a landline keeps its area and last 4. Returns buf. */
const char *phone_mask(const char *phone, char buf[static PHONE_SIZE]);

#endif
