/* The database as a file: who may do what with it, and where it lies. */
#define _GNU_SOURCE
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "doctor_parts.h"
#include "file.h"

enum { GIB = 1 << 30 };

/* From linux/magic.h; on others the database is not opened, or they are as good. */
static const struct {
	unsigned long	 magic;
	const char	*name;
	bool		 lost;		/* when the machine stops */
} filesystems[] = {
	{ 0xef53, "ext4", false }, { 0x58465342, "xfs", false }, { 0x9123683e, "btrfs", false },
	{ 0x794c7630, "overlay", false }, { 0x01021994, "tmpfs", true }, { 0x858458f6, "ramfs", true },
};

void
doctor_look_at_mode(struct doctor *d, const char *check, const char *path, unsigned mode, unsigned right)
{
	mode &= 07777;
	if ((mode & 07) == 0)
		doctor_put(d, check, VERDICT_OK, "%04o %s", mode, path);
	else
		doctor_put(d, check, VERDICT_FINDING, "%04o: chmod %04o %s", mode, right, path);
}

void
doctor_look_at_space(struct doctor *d, const char *check, const char *path, uint64_t bytes)
{
	struct statvfs room;
	uint64_t space, need = 3 * bytes < GIB ? GIB : 3 * bytes;

	if (statvfs(path, &room) != 0)
		return;
	space = (uint64_t)room.f_bavail * room.f_frsize;
	doctor_put(d, check, space >= need ? VERDICT_OK : VERDICT_FINDING,
	    space >= need ? _("%llu MiB are free, %llu MiB are needed") : _("%llu MiB are free, %llu MiB are needed: df -h %s"),
	    (unsigned long long)(space >> 20), (unsigned long long)(need >> 20), path);
}

static void
look_at_filesystem(struct doctor *d)
{
	struct statfs fs;
	char magic[32];
	const char *name = magic;
	bool lost = false;

	if (statfs(d->path, &fs) != 0)
		return;
	snprintf(magic, sizeof(magic), "%lx", (unsigned long)fs.f_type);
	for (size_t i = 0; i < sizeof(filesystems) / sizeof(filesystems[0]); i++)
		if (filesystems[i].magic == (unsigned long)fs.f_type) {
			name = filesystems[i].name;
			lost = filesystems[i].lost;
		}
	doctor_put(d, "filesystem", lost ? VERDICT_FINDING : VERDICT_OK,
	    lost ? _("%s: in memory, gone when the machine stops; nbr-db backup, and restore on a disk") : "%s", name);
}

static const char *
owner(uid_t uid, char buf[static 32])
{
	const struct passwd *pw = getpwuid(uid);

	if (pw != NULL)
		snprintf(buf, 32, "%s", pw->pw_name);
	else
		snprintf(buf, 32, "%lu", (unsigned long)uid);
	return buf;
}

/*
 * Writers queue at it. One that is another's, made by root, keeps the owner of the
 * database out; one that all may open lets anybody stop all writing.
 */
static void
look_at_lock(struct doctor *d, const struct stat *db)
{
	char path[DOCTOR_PATH], whose[32], right[32];
	struct stat st;

	snprintf(path, sizeof(path), "%s.lock", d->path);
	if (lstat(path, &st) != 0)
		doctor_put(d, "lock", VERDICT_OK, _("%s is made by who writes first"), path);
	else if (st.st_uid != db->st_uid)
		doctor_put(d, "lock", VERDICT_FINDING, _("it is of %s, the database of %s: chown %s %s"),
		    owner(st.st_uid, whose), owner(db->st_uid, right), right, path);
	else
		doctor_look_at_mode(d, "lock", path, st.st_mode, 0640);
}

/* Who may write into the directory may put another database in its place. */
static void
look_at_directory(struct doctor *d, const char *dir)
{
	struct stat st;

	if (stat(dir, &st) != 0)
		doctor_put(d, "directory", VERDICT_FINDING, "%s: %s", dir, strerror(errno));
	else
		doctor_put(d, "directory", st.st_mode & 02 ? VERDICT_FINDING : VERDICT_OK,
		    st.st_mode & 02 ? "%04o: chmod o-w %s" : "%04o %s", (unsigned)st.st_mode & 07777, dir);
}

/* Auditors only read; who owns it should not be kept from writing. */
static void
look_at_rights(struct doctor *d, const struct stat *st, const char *dir)
{
	bool may = access(d->path, W_OK) == 0 && access(dir, W_OK) == 0, own = st->st_uid == geteuid() || geteuid() == 0;

	if (may)
		doctor_put(d, "writable", VERDICT_OK, "%s", dir);
	else if (own)
		doctor_put(d, "writable", VERDICT_FINDING, _("%s cannot be written: mount, or ls -ld, tells why"), dir);
	else
		doctor_put(d, "writable", VERDICT_WARNING, _("this user can read it, and not write: sudo -u %s nbr"), owner(st->st_uid, (char[32]){ "" }));
}

void
doctor_look_at_files(struct doctor *d)
{
	char *dir = file_dir(d->path);
	struct stat st;

	if (dir != NULL && stat(d->path, &st) == 0) {
		doctor_look_at_mode(d, "permissions", d->path, st.st_mode, 0640);
		look_at_lock(d, &st);
		look_at_directory(d, dir);
		look_at_rights(d, &st, dir);
		look_at_filesystem(d);
		doctor_look_at_space(d, "space", d->path, (uint64_t)st.st_size);
	}
	free(dir);
}
