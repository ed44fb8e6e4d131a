/* Exit statuses, the same for every program; nbr(7) lists them for people. */
#ifndef NBR_STATUS_H
#define NBR_STATUS_H

enum exit_status {
	EXIT_DONE = 0,		/* also an empty list */
	EXIT_NO = 1,		/* the answer is no */
	EXIT_USAGE = 2,		/* wrong options, operands, words, days */
	EXIT_PARTLY = 3,	/* partly imported, the rest is in the reject file */
	EXIT_REFUSED = 4,	/* input refused, nothing stored */
	EXIT_ABSENT = 5,	/* no such record, or several where one is meant */
	EXIT_RULE = 6,		/* against a rule */
	EXIT_BUSY = 7,		/* busy, or outcome unknown: run it again */
	EXIT_CANNOT = 8,	/* database, disk, permission, configuration */
	EXIT_UNWRITTEN = 9,	/* done, but the output could not be written */
};

#endif
