#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "import_parts.h"
#include "runs.h"

enum { MOST_TRIES = 5 };

struct db *
import_db(struct import *im)
{
	return im->db;
}

day_t
import_today(struct import *im)
{
	return im->how->today;
}

enum duplicate
import_duplicate(struct import *im)
{
	return im->how->duplicate;
}

const char *
import_zone(struct import *im)
{
	return im->how->zone;
}

const char *
import_actor(struct import *im)
{
	return im->how->actor;
}

int64_t
import_area(struct import *im)
{
	return im->how->area;
}

void *
import_into(struct import *im)
{
	return im->how->into;
}

int64_t
import_run_id(struct import *im)
{
	return db_write_id(im->db);
}

int
import_errno(struct import *im, const char *file)
{
	return db_fail(im->db, EXIT_CANNOT, FAULT_NONE, "%s: %s", file, strerror(errno));
}

/* Opens the file and finds its headings. EXIT_DONE, or what was told. */
static enum exit_status
open_file(struct import *im)
{
	const struct import_how *how = im->how;
	uint32_t delimiter;
	int rc = -1;

	im->in = decode_open(how->path, how->encoding);
	if (im->in != NULL && decode_errno(im->in) == 0) {
		if (decode_fault(im->in) != FAULT_NONE) {
			told_file(im, decode_line(im->in), text_of(""), decode_fault(im->in), "");
			return EXIT_REFUSED;
		}
		im->count->encoding = decode_encoding(im->in);
		if (decode_ambiguous(im->in))
			told_file(im, 0, text_of(""), FAULT_AMBIGUOUS_ENCODING, "");
		delimiter = how->delimiter != 0 ? how->delimiter : csv_delimiter(im->in);
		im->delimiter = text_of(delimiter == 0xFF0C ? "，" : delimiter == ';' ? ";" : delimiter == '\t' ? "\t" : ",");
		if (delimiter == 0xFF0C && how->verbose)
			told_file(im, 0, text_of(""), FAULT_WIDE_DELIMITER, "");
		im->csv = csv_open(im->in, delimiter);
		im->splitter = csv_open(NULL, delimiter);
		rc = im->csv != NULL && im->splitter != NULL ? head_find(im) : -1;
	} else if (im->in != NULL) {
		errno = decode_errno(im->in);
	}
	if (rc >= 0)
		return rc == 0 ? EXIT_DONE : rc == 1 ? EXIT_REFUSED : EXIT_USAGE;
	msg_say(&(struct msg){ .file = im->label, .words = strerror(errno) });
	return EXIT_CANNOT;
}

/* Whether this very file was stored under this --ref before: 1, 0, -1. Its rows
 * that were set aside then are not stored now either. */
static int
is_done(struct import *im)
{
	struct run_note done;
	int rc = im->how->ref == NULL ? 0 : run_used(im->db, im->how->ref, decode_digest(im->in), &done);

	if (rc == 1) {
		*im->count = (struct import_count){ .encoding = im->count->encoding, .done = done.run, .rejected = done.rejected };
		im->status = done.rejected > 0 ? EXIT_PARTLY : EXIT_DONE;
		im->settled = false;
	}
	return rc;
}

static int
record(struct import *im)
{
	const struct import_how *how = im->how;
	const struct import_count *n = im->count;

	im->note = (struct run_note){
		.actor = how->actor, .program = how->program, .verb = "import",
		.ref = how->ref, .reason = how->reason, .day = how->today,
		.source = how->path, .digest = decode_digest(im->in),
		.request = how->ref != NULL ? decode_digest(im->in) : "",
		.seen = n->read, .added = n->added, .changed = n->changed,
		.same = n->same, .rejected = n->rejected,
	};

	if (im->note.digest[0] == '\0')
		return import_errno(im, im->label);
	return run_record(im->db, &im->note);
}

/* What is to become of all that was read: 0 it is to be kept, 1 not, -1. */
static int
settle(struct import *im)
{
	const struct import_count *n = im->count;
	int done;

	told_end(im);
	im->refused |= harm_is_whole(im);
	if (im->refused && im->how->max_errors > 0 && im->bad >= im->how->max_errors)
		msg_error(_("%s: given up after %lld bad rows"), im->label, (long long)im->bad);
	if (im->refused || (im->bad > 0 && im->how->rejects == NULL)) {
		if (im->how->into != NULL)
			;	/* nobody expects it to be stored */
		else if (im->how->rejects == NULL && !im->refused)
			msg_hint(_("nothing was stored: %lld of %lld rows are bad; --rejects FILE sets them aside and stores the others"),
			    (long long)im->bad, (long long)n->read);
		else
			msg_hint(_("nothing was stored"));
		im->status = EXIT_REFUSED;
		return 1;
	}
	im->status = im->bad > 0 ? EXIT_PARTLY : EXIT_DONE;
	if (im->how->dry_run || im->how->into != NULL)
		return 1;
	if (reject_sync(im) != 0)
		return -1;
	im->settled = true;
	if (n->added + n->changed == 0)
		return 1;
	/* Now that the locks are held: another may have stored this very file. */
	done = is_done(im);
	return done != 0 ? done : record(im);
}

static int
transact(struct db *db, void *arg)
{
	struct import *im = arg;
	int rc = is_done(im);

	(void)db;
	if (rc == 0)
		rc = im->entity->begin(im, im->given, &im->own);
	if (rc == 0)
		rc = batch_run(im);
	if (rc == 0)
		rc = settle(im);
	if (im->own != NULL && im->entity->free != NULL)
		im->entity->free(im->own);
	return rc;
}

static int
stored(struct db *db, void *arg)
{
	return run_stored(db, &((struct import *)arg)->note);
}

/* The part of an import that is one transaction. */
static enum exit_status
store(struct import *im)
{
	int rc = im->how->into != NULL ? transact(im->db, im) : db_write(im->db, &(struct write){
		.village = im->entity->town ? DB_EVERY_VILLAGE : DB_LATER,
		.f = transact, .done = stored, .arg = im, .once = true,
	});

	if (rc < 0)
		return db_status(im->db);
	if (rc == 0)
		im->count->run = im->note.run;
	return im->settled && reject_keep(im) != 0 ? EXIT_UNWRITTEN : im->status;
}

static enum exit_status
import_once(struct db *db, const struct entity *entity,
    const struct import_how *how, struct import_count *count)
{
	struct import *im = calloc(1, sizeof(*im));
	enum exit_status status;

	*count = (struct import_count){ 0 };
	if (im == NULL) {
		db_fail(db, EXIT_CANNOT, FAULT_NONE, "%s", strerror(ENOMEM));
		return EXIT_CANNOT;
	}
	im->db = db;
	im->entity = entity;
	im->how = how;
	im->count = count;
	im->label = strcmp(how->path, "-") == 0 ? _("standard input") : how->path;
	im->key = INT64_MIN;
	im->batch[0].im = im->batch[1].im = im;
	progress_begin(&im->progress, how->quiet);
	status = open_file(im);
	if (status == EXIT_DONE)
		status = setting_phone_area(db, im->phone_area) != 0 ? db_status(db) : store(im);
	progress_end(&im->progress);
	reject_drop(im);
	batch_free(&im->batch[0]);
	batch_free(&im->batch[1]);
	merged_end(im);
	csv_close(im->splitter);
	csv_close(im->csv);
	decode_close(im->in);
	head_end(im);
	free(im);
	return status;
}

/*
 * Villages are locked in the order of their codes, batch by batch. Where a large
 * file is not in that order it may stand in the way of another that is not, and
 * one of the two begins again.
 */
enum exit_status
import_run(struct db *db, const struct entity *entity,
    const struct import_how *how, struct import_count *count)
{
	enum exit_status status = import_once(db, entity, how, count);

	for (int n = 0; n < MOST_TRIES && db_again(db); n++) {
		if (strcmp(how->path, "-") == 0 && lseek(STDIN_FILENO, 0, SEEK_SET) != 0)
			break;
		status = import_once(db, entity, how, count);
	}
	return status;
}
