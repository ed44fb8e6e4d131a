/* What the files of the doctor share. */
#ifndef NBR_DOCTOR_PARTS_H
#define NBR_DOCTOR_PARTS_H

#include "doctor.h"

/* A warning is to be known, and leaves the exit status alone: what is not due yet,
 * or what this user may not see. */
enum verdict { VERDICT_OK, VERDICT_WARNING, VERDICT_FINDING };

enum { DOCTOR_PATH = 4096, NIGHTLY_DAYS = 2 };	/* so old may be what is done every night */

void doctor_put(struct doctor *, const char *check, enum verdict, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Language, zone and clock; last is when the database was changed last, 0: never, or
 * it is not known. */
void doctor_look_at_host(struct doctor *, moment_t last);

/* The file of a database, and where it lies. */
void doctor_look_at_files(struct doctor *);

/* What runs nightly, whether cron finds the programs, what nightly did last. */
void doctor_look_at_nights(struct doctor *);

/* Room for three copies of so many bytes, and for a GiB at least. */
void doctor_look_at_space(struct doctor *, const char *check, const char *path, uint64_t bytes);

/* Others neither read nor change what stands in a file or a directory of the trade. */
void doctor_look_at_mode(struct doctor *, const char *check, const char *path, unsigned mode, unsigned right);

#endif
