/*
 * Backups: whole copies of a database, made while others use it, examined
 * before they get their name, with their SHA-256 beside them.
 */
#ifndef NBR_BACKUP_H
#define NBR_BACKUP_H

#include <sys/types.h>

#include "col.h"
#include "db.h"
#include "file.h"
#include "rec.h"
#include "runs.h"

extern const struct col backup_cols[];	/* backup size_bytes sha256 */

struct backup {
	char	*path;			/* freed by the caller */
	int64_t	 size;			/* bytes */
	char	 sha256[FILE_DIGEST];
};

/* A backup has all there is, for the owner, mode 0600; the auditors' copy has no
 * identity numbers and phones and none of the rows that undo needs, mode 0440. */
enum backup_for { BACKUP_OWNER, BACKUP_AUDITORS };

/*
 * Copies the database into a file, or into a directory as
 * NAME-20240201T083000Z.db after the name of the database. A file that is
 * there is replaced only when it is a database and not this one. Without keep
 * the copy is made, examined and removed.
 */
int backup_make(struct db *, const char *name, const char *to, enum backup_for,
    bool keep, struct backup *made);
int backup_put(struct rec_out *, const struct backup *);

/* Removes all but the newest so many of the backups of a database in the
 * directory where one was just made. */
int backup_prune(struct db *, const char *name, const char *made, int64_t keep);

/*
 * Puts a copy of a backup in the place of the database; the old file is kept
 * as path.before-restore. The handle holds the gate of path (DB_GATE) and gets
 * the errors. note goes into the restored database's runs.
 */
int backup_restore(struct db *gate, const char *path, const char *from,
    struct run_note *note, int timeout);

#endif
