/* Streams of records as sheets of a workbook. For programs. */
#ifndef NBR_XLSX_RECORDS_H
#define NBR_XLSX_RECORDS_H

#include "xlsx.h"

struct run;

/* A sheet of the records in a file, "-": standard input. name: of the sheet; NULL: the
 * file's, made to fit. 0, or -1: it was told why, and run->status is set. */
int xlsx_records(struct run *, struct xlsx *, const char *path, const char *name);

/* Tells why the workbook failed: at a line of a file when it cannot hold what stands
 * there, else of the file of -o. Sets run->status. -1. */
int xlsx_fail(struct run *, const struct xlsx *, const char *file, int64_t line);

#endif
