#define _GNU_SOURCE
#include "backup.h"
#include "copy.h"
#include "setting.h"
#include "snapshot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define STAMP	"[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z"

const struct col backup_cols[] = {
	{ "backup", "备份", NULL, COL_TEXT, COL_KEY, N_("file of the copy"), NULL, 0, NULL },
	{ "size_bytes", "字节数", NULL, COL_INT, 0, N_("its size in bytes"), NULL, 0, NULL },
	{ "sha256", "摘要", NULL, COL_TEXT, 0, N_("SHA-256 of its bytes"), NULL, 0, NULL },
	{ 0 },
};

int
backup_put(struct rec_out *out, const struct backup *b)
{
	return rec_put(out, (const struct value[]){
	    VALUE_TEXT(text_of(b->path)), VALUE_INT(b->size), VALUE_TEXT(text_of(b->sha256)) });
}

static int
fail(struct db *db, const char *path)
{
	return db_fail(db, EXIT_CANNOT, errno == ENOSPC ? FAULT_DB_FULL : FAULT_NONE, "%s: %s", path, strerror(errno));
}

/* "nbr" of "/var/lib/nbr/nbr.db" and of "postgresql://office@db/nbr?sslmode=..". */
static struct text
stem(const char *name)
{
	struct text t = text_of(file_base(name));

	if (db_is_server(name)) {
		const char *end = name + strcspn(name, "?"), *p = end;

		while (p > name && p[-1] != '/')
			p--;
		t = (struct text){ p, (size_t)(end - p) };
		return t.len > 0 ? t : text_of("nbr");
	}
	if (t.len > 3 && strcmp(t.at + t.len - 3, ".db") == 0)
		t.len -= 3;
	return t;
}

/* The file a backup goes to. The caller frees. */
static char *
target(const char *name, const char *to)
{
	struct text s = stem(name);
	char now[21], stamp[21], *path = NULL;
	struct stat st;
	size_t n = 0;

	if (stat(to, &st) != 0 || !S_ISDIR(st.st_mode))
		return strdup(to);
	for (const char *p = moment_stamp(now); *p != '\0'; p++)
		if (*p != '-' && *p != ':')
			stamp[n++] = *p;
	if (asprintf(&path, "%s/%.*s-%.*s.db", to, (int)s.len, s.at, (int)n, stamp) < 0)
		return NULL;
	return path;
}

/* A slip of the finger must not cost a file that is no backup. */
static int
replaceable(struct db *db, const char *name, const char *path)
{
	static const char mark[16] = "SQLite format 3";
	char head[16] = "";
	struct stat there, self;
	int fd;

	if (lstat(path, &there) != 0)
		return errno == ENOENT ? 0 : fail(db, path);
	if (stat(name, &self) == 0 && self.st_dev == there.st_dev && self.st_ino == there.st_ino)
		return db_fail(db, EXIT_CANNOT, FAULT_NONE, _("%s is the database itself"), path);
	fd = S_ISREG(there.st_mode) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd >= 0) {
		if (read(fd, head, sizeof(head)) != (ssize_t)sizeof(head))
			head[0] = '\0';
		close(fd);
	}
	if (memcmp(head, mark, sizeof(mark)) != 0)
		return db_fail(db, EXIT_CANNOT, FAULT_NONE, _("%s is there and is no database; nothing was changed"), path);
	return 0;
}

static int
damaged(void *arg, struct text words)
{
	return db_fail(arg, EXIT_REFUSED, FAULT_DB_DAMAGED, "%.*s", (int)words.len, words.at);
}

/* Opens a copy and has its engine look through it. Errors go to db. */
static int
examine(struct db *db, const char *path)
{
	struct db *copy = db_open(path, DB_READ | DB_ANY_VERSION, 1);
	int version = 0, rc = -1;

	if (copy == NULL)
		return db_no_memory(db);
	if (db_error(copy)[0] == '\0' && db_version(copy, &version) == 0)
		rc = db_damage(copy, damaged, db);
	if (rc < 0 && db_error(copy)[0] != '\0')
		db_fail(db, EXIT_REFUSED, db_fault(copy), "%s", db_error(copy));
	else if (rc == 0 && version > db_version_built())
		rc = db_fail(db, EXIT_CANNOT, FAULT_DB_NEW,
		    _("its schema is version %d, this program's is %d"), version, db_version_built());
	db_close(copy);
	return rc;
}

/* Writes the digest beside it, in the form of sha256sum. */
static int
put_digest(struct db *db, const struct backup *b, mode_t mode)
{
	char *path = NULL, *line = NULL;
	int rc = 0;

	if (asprintf(&path, "%s.sha256", b->path) < 0 || asprintf(&line, "%s  %s\n", b->sha256, file_base(b->path)) < 0)
		rc = db_no_memory(db);
	else if (file_put(path, mode, line) != 0)
		rc = fail(db, path);
	free(line);
	free(path);
	return rc;
}

/*
 * A new backup never lies there without its digest, whatever ends this between the
 * two. In the place of an older one the digest comes last: it would accuse the older.
 */
static int
put_in_place(struct db *db, const char *temp, struct backup *b, mode_t mode)
{
	struct stat st;
	bool replaced = lstat(b->path, &st) == 0;
	char *sum;

	if (asprintf(&sum, "%s.sha256", b->path) < 0)
		return db_no_memory(db);
	if (replaced)
		unlink(sum);
	free(sum);
	if (!replaced && put_digest(db, b, mode) != 0)
		return -1;
	if (rename(temp, b->path) != 0 || file_sync_name(b->path) != 0)
		return fail(db, b->path);
	return replaced ? put_digest(db, b, mode) : 0;
}

/* A server has no file: what it holds is put into one. */
static int
copy_into(struct db *db, const char *name, const char *temp)
{
	struct db *from;
	int rc = 0;

	if (!db_is_server(name))
		return db_copy_to(db, temp);
	unlink(temp);
	from = copy_town(&(struct copy){ .from = name, .to = temp, .timeout = 30, .quiet = true }, NULL);
	if (from == NULL)
		return db_no_memory(db);
	if (db_error(from)[0] != '\0')
		rc = db_fail(db, db_status(from), db_fault(from), "%s", db_error(from));
	db_close(from);
	return rc;
}

/* What a writer leaves beside a file that nobody else knows of. */
static void
remove_left(const char *path)
{
	static const char *const left[] = { ".lock", "-journal" };

	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
		char *name;

		if (asprintf(&name, "%s%s", path, left[i]) < 0)
			continue;
		unlink(name);
		free(name);
	}
}

static int
copy_masked(struct db *db, const char *name, const char *temp)
{
	char *whole = file_beside(temp, 0600);
	int rc;

	if (whole == NULL)
		return fail(db, temp);
	rc = copy_into(db, name, whole) != 0 || snapshot_mask(db, whole, temp) != 0 ? -1 : 0;
	remove_left(whole);
	unlink(whole);
	free(whole);
	return rc;
}

int
backup_make(struct db *db, const char *name, const char *to, enum backup_for who, bool keep, struct backup *made)
{
	mode_t mode = who == BACKUP_AUDITORS ? 0440 : 0600;
	char *temp = NULL;
	int rc = -1;

	made->path = target(name, to);
	if (made->path == NULL)
		return db_no_memory(db);
	if (replaceable(db, name, made->path) != 0)
		return -1;
	temp = file_beside(made->path, 0600);
	if (temp == NULL)
		return fail(db, made->path);
	if ((who == BACKUP_AUDITORS ? copy_masked : copy_into)(db, name, temp) == 0 && examine(db, temp) == 0) {
		if (file_sync(temp) != 0 || file_digest(temp, &made->size, made->sha256) != 0 || chmod(temp, mode) != 0)
			fail(db, temp);
		else
			rc = keep ? put_in_place(db, temp, made, mode) : 0;
	}
	unlink(temp);	/* it is not there any more when it got its name */
	free(temp);
	return rc;
}

static int
remove_both(struct db *db, const char *dir, const char *name)
{
	char *path = NULL, *sum = NULL;
	int rc = 0;

	if (asprintf(&path, "%s/%s", dir, name) < 0 || asprintf(&sum, "%s.sha256", path) < 0)
		rc = db_no_memory(db);
	else if (unlink(path) != 0)
		rc = fail(db, path);
	else
		unlink(sum);
	free(sum);
	free(path);
	return rc;
}

int
backup_prune(struct db *db, const char *name, const char *made, int64_t keep)
{
	struct text s = stem(name);
	char *dir = file_dir(made);
	struct dirent **found = NULL;
	int n = dir == NULL ? -1 : scandir(dir, &found, NULL, alphasort), rc = 0;
	int64_t backups = 0;

	if (n < 0)
		rc = fail(db, made);
	for (int i = n - 1; i >= 0; i--) {	/* the newest first */
		const char *f = found[i]->d_name;

		if (strncmp(f, s.at, s.len) == 0 && fnmatch("-" STAMP ".db", f + s.len, 0) == 0
		    && ++backups > keep && rc == 0)
			rc = remove_both(db, dir, f);
		free(found[i]);
	}
	free(found);
	free(dir);
	return rc;
}

/* Compares a backup with the digest beside it, when there is one. */
static int
check_digest(struct db *db, const char *from, const char *hex)
{
	char *path, said[FILE_DIGEST] = "";
	FILE *fp;

	if (asprintf(&path, "%s.sha256", from) < 0)
		return db_no_memory(db);
	fp = fopen(path, "re");
	if (fp != NULL) {
		if (fread(said, 1, FILE_DIGEST - 1, fp) != FILE_DIGEST - 1 || memcmp(said, hex, FILE_DIGEST - 1) != 0)
			db_fail(db, EXIT_REFUSED, FAULT_NONE,
			    _("%s is not the file %s was made for: it was changed or damaged"), from, path);
		fclose(fp);
	} else if (errno != ENOENT)
		fail(db, path);
	free(path);
	return db_error(db)[0] == '\0' ? 0 : -1;
}

/* The restored database says itself that it was restored, and from what. */
static int
record(struct db *db, const char *temp, struct run_note *note, int timeout)
{
	struct db *copy = db_open(temp, DB_WRITE | DB_ANY_VERSION, timeout);
	int version = 0, rc = -1;

	if (copy == NULL)
		return db_no_memory(db);
	if (db_error(copy)[0] == '\0' && db_version(copy, &version) == 0)
		rc = version < db_version_built() ? 0 : run_record_alone(copy, note);
	if (rc != 0)
		db_fail(db, db_status(copy), db_fault(copy), "%s", db_error(copy));
	db_close(copy);
	remove_left(temp);
	return rc;
}

/* A name for the database that is replaced; an earlier one is never taken. */
static char *
free_name(const char *path)
{
	struct stat st;
	char *name;

	if (asprintf(&name, "%s.before-restore", path) < 0)
		return NULL;
	for (int n = 2; lstat(name, &st) == 0; n++) {
		free(name);
		if (asprintf(&name, "%s.before-restore-%d", path, n) < 0)
			return NULL;
	}
	return name;
}

/* A setting of a database; "" when it has none, or cannot be asked. */
static void
setting_of(const char *path, const char *key, int timeout, char *buf, size_t size)
{
	struct db *db = db_open(path, DB_READ | DB_ANY_VERSION, timeout);

	buf[0] = '\0';
	if (db != NULL && db_error(db)[0] == '\0')
		setting_text(db, key, buf, size);
	db_close(db);
}

/* One town's register does not replace another's. */
static int
check_town(struct db *db, const char *path, const char *from, const char *temp, int timeout)
{
	char now[32], then[32];

	setting_of(path, "town", timeout, now, sizeof(now));
	setting_of(temp, "town", timeout, then, sizeof(then));
	if (now[0] == '\0' || then[0] == '\0' || strcmp(now, then) == 0)
		return 0;
	return db_fail(db, EXIT_RULE, FAULT_NONE, _("%s is of %s, the database of %s; move the database away first"), from, then, now);
}

/* What the auditors' copy left out would be lost. */
static int
check_whole(struct db *db, const char *from, const char *temp, int timeout)
{
	char masked[32];

	setting_of(temp, SETTING_MASKED, timeout, masked, sizeof(masked));
	if (masked[0] == '\0')
		return 0;
	return db_fail(db, EXIT_RULE, FAULT_NONE,
	    _("%s is the auditors' copy, without identity numbers and phones: restore a backup; if there is none, see nbr-db(1)"), from);
}

/*
 * The old file first rolls back what a killed writer left, for its journal
 * must never be taken for one of the new file. A journal that stays (the file
 * is damaged) goes with the old file.
 */
static int
swap(struct db *db, const char *path, const char *temp, int timeout)
{
	char *before = NULL, *journal = NULL, *kept = NULL;
	struct stat st;
	bool hot;
	int rc = -1;

	db_close(db_open(path, DB_READ | DB_ANY_VERSION, timeout));
	before = free_name(path);
	if (before == NULL || asprintf(&journal, "%s-journal", path) < 0 || asprintf(&kept, "%s-journal", before) < 0) {
		db_no_memory(db);
		goto out;
	}
	hot = stat(journal, &st) == 0 && st.st_size > 0;
	if ((hot ? rename(path, before) : link(path, before)) != 0 && errno != ENOENT)
		fail(db, before);
	else if ((hot && rename(journal, kept) != 0) || rename(temp, path) != 0 || file_sync_name(path) != 0)
		fail(db, path);
	else
		rc = 0;
out:
	free(kept);
	free(journal);
	free(before);
	return rc;
}

int
backup_restore(struct db *db, const char *path, const char *from, struct run_note *note, int timeout)
{
	char hex[FILE_DIGEST], *temp;
	struct stat old, st;
	bool there = stat(path, &old) == 0;
	int64_t size;
	int rc = -1;

	if (stat(from, &st) != 0)
		return fail(db, from);
	if (!S_ISREG(st.st_mode))
		return db_fail(db, EXIT_CANNOT, FAULT_DB_FOREIGN, _("%s is not a file"), from);
	if (there && st.st_dev == old.st_dev && st.st_ino == old.st_ino)
		return db_fail(db, EXIT_CANNOT, FAULT_NONE, _("%s is the database itself"), from);
	if ((temp = file_beside(path, 0600)) == NULL)
		return fail(db, path);
	note->source = from;
	note->digest = hex;
	/* What is examined is the copy that will be used. */
	if (file_copy(from, temp) != 0 || file_digest(temp, &size, hex) != 0)
		fail(db, from);
	else if (check_digest(db, from, hex) == 0 && examine(db, temp) == 0
	    && check_whole(db, from, temp, timeout) == 0 && (!there || check_town(db, path, from, temp, timeout) == 0) && record(db, temp, note, timeout) == 0) {
		if (chmod(temp, there ? old.st_mode & 0770 : 0640) != 0 || file_sync(temp) != 0
		    || (there && geteuid() == 0 && chown(temp, old.st_uid, old.st_gid) != 0))
			fail(db, temp);
		else
			rc = swap(db, path, temp, timeout);
	}
	unlink(temp);
	free(temp);
	return rc;
}
