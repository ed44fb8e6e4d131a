#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>

#include "import_parts.h"
#include "runs.h"

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

int64_t
import_run_id(struct import *im)
{
	if (im->run == 0)
		im->run = run_next(im->db);
	return im->run;
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
			told_file(im, decode_line(im->in), text_of(""), decode_fault(im->in));
			return EXIT_REFUSED;
		}
		im->count->encoding = decode_encoding(im->in);
		if (decode_ambiguous(im->in))
			told_file(im, 0, text_of(""), FAULT_AMBIGUOUS_ENCODING);
		delimiter = how->delimiter != 0 ? how->delimiter : csv_delimiter(im->in);
		im->csv = csv_open(im->in, delimiter);
		im->splitter = csv_open(NULL, delimiter);
		rc = im->csv != NULL && im->splitter != NULL ? head_find(im) : -1;
	} else if (im->in != NULL) {
		errno = decode_errno(im->in);
	}
	if (rc >= 0)
		return rc == 0 ? EXIT_DONE : rc == 1 ? EXIT_REFUSED : EXIT_USAGE;
	msg_error("%s: %s", im->label, strerror(errno));
	return EXIT_CANNOT;
}

/* Whether this very file was stored under this --ref before: 1, 0, -1. */
static int
is_done(struct import *im)
{
	return im->how->ref == NULL ? 0 : run_used(im->db, im->how->ref, decode_digest(im->in));
}

static int
record(struct import *im)
{
	const struct import_how *how = im->how;
	const struct import_count *n = im->count;
	struct run_note note = {
		.actor = how->actor, .program = how->program, .verb = "import",
		.ref = how->ref, .reason = how->reason, .day = how->today,
		.source = how->path, .digest = decode_digest(im->in),
		.request = how->ref != NULL ? decode_digest(im->in) : "",
		.seen = n->read, .added = n->added, .changed = n->changed,
		.same = n->same, .rejected = n->rejected,
	};

	if (note.digest[0] == '\0')
		return import_errno(im, im->label);
	im->count->run = run_record(im->db, &note);
	return im->count->run > 0 ? 0 : -1;
}

/* Commits what was read, or takes it back. EXIT_DONE and so on, or -1. */
static int
settle(struct import *im)
{
	const struct import_count *n = im->count;
	bool changes = n->added + n->changed > 0;

	told_end(im);
	if (im->refused && im->how->max_errors > 0 && im->bad >= im->how->max_errors)
		msg_error(_("%s: given up after %lld bad rows"), im->label, (long long)im->bad);
	if (im->refused || (im->bad > 0 && im->how->rejects == NULL)) {
		if (im->how->rejects == NULL)
			msg_hint(_("nothing was stored; --rejects FILE sets bad rows aside and stores the others"));
		else
			msg_hint(_("nothing was stored"));
		return EXIT_REFUSED;
	}
	if (!im->how->dry_run) {
		if ((changes && record(im) != 0) || reject_sync(im) != 0
		    || (changes && db_commit(im->db) != 0)) {
			im->count->run = 0;
			return -1;
		}
		if (reject_keep(im) != 0)
			return EXIT_UNWRITTEN;
	}
	return im->bad > 0 ? EXIT_PARTLY : EXIT_DONE;
}

/* The part of an import that is one transaction. */
static enum exit_status
transact(struct import *im)
{
	enum exit_status status = EXIT_DONE;
	int rc;

	if (db_begin_write(im->db, 0) != 0)
		return db_status(im->db);
	rc = is_done(im);
	if (rc == 0) {
		rc = im->entity->begin(im, im->given, &im->own);
		if (rc == 0)
			rc = batch_run(im);
		if (rc == 0) {
			rc = settle(im);
			status = rc < 0 ? EXIT_DONE : (enum exit_status)rc;
		}
	}
	if (rc < 0)
		status = db_status(im->db);
	db_rollback(im->db);
	if (im->own != NULL && im->entity->free != NULL)
		im->entity->free(im->own);
	return status;
}

enum exit_status
import_run(struct db *db, const struct entity *entity,
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
		status = transact(im);
	progress_end(&im->progress);
	reject_drop(im);
	batch_free(&im->batch[0]);
	batch_free(&im->batch[1]);
	csv_close(im->splitter);
	csv_close(im->csv);
	decode_close(im->in);
	free(im->titles);
	free(im->given);
	free(im);
	return status;
}
