/* Areas and posts in memory: what a cell means, and who answers. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <unistd.h>

#include "chief.h"
#include "make.h"
#include "tap.h"

#define VILLAGE	INT64_C(430121106205)

static int
fill(struct db *db, void *arg)
{
	static const char rows[] =
	    "INSERT INTO area (village, sub, level, name, first, last, run) VALUES"
	    " (430121106000, 0, 3, '春华镇', 0, 99991231, 1), (430121106205, 0, 4, '龙王庙村', 0, 99991231, 1),"
	    " (430121106205, 10000, 5, '第一片', 0, 99991231, 1), (430121106205, 10300, 6, '红门组', 0, 99991231, 1),"
	    " (430121106205, 10307, 7, '新屋', 0, 99991231, 1), (430121106205, 10308, 7, '老屋', 0, 20251231, 1),"
	    " (430121106205, 20000, 5, '第二片', 0, 99991231, 1), (430121106205, 20100, 6, '龙王庙村', 0, 99991231, 1),"
	    " (430121106205, 20101, 7, '新屋', 0, 99991231, 1)";
	static const char chiefs[] =
	    "INSERT INTO chief (village, chief, name, phone, party, note, run) VALUES"
	    " (430121106205, 1, '甲', '', '', '', 1), (430121106205, 2, '乙', '', '', '', 1),"
	    " (430121106205, 3, '乙', '', '', '', 1), (430121106205, 4, '丙', '', '', '', 1),"
	    " (430121106205, 5, '丙', '', '', '', 1)";
	static const char posts[] =
	    "INSERT INTO post (village, sub, chief, first, last, electors, reason, run) VALUES"
	    " (430121106205, 10307, 1, 20240101, 20251231, 0, '', 1), (430121106205, 10300, 2, 20240101, 99991231, 0, '', 1),"
	    " (430121106205, 20000, 4, 20240101, 99991231, 0, '', 1), (430121106205, 20100, 5, 20240101, 99991231, 0, '', 1)";

	(void)arg;
	return db_run(db, rows, NO_ARGS) < 0 || db_run(db, chiefs, NO_ARGS) < 0 || db_run(db, posts, NO_ARGS) < 0 ? -1 : 0;
}

static struct db *
make(char *path)
{
	struct db *db;

	close(mkstemp(path));
	unlink(path);
	db = make_database(path, 5, fill, NULL);
	if (db == NULL || db_error(db)[0] != '\0') {
		printf("Bail out! %s\n", db == NULL ? "" : db_error(db));
		exit(1);
	}
	return db;
}

static void
test_areas(struct db *db)
{
	static const struct {
		const char	*cell;
		enum fault	 fault;
		int64_t		 sub;
	} cells[] = {
		{ "430121106205.01.03.07", FAULT_NONE, 10307 },
		{ "430121106205", FAULT_NONE, 0 },
		{ "红门组", FAULT_NONE, 10300 },
		{ "第二片/新屋", FAULT_NONE, 20101 },
		{ "龙王庙村/红门组/新屋", FAULT_NONE, 10307 },
		{ "新屋", FAULT_AREA_AMBIGUOUS, 0 },
		{ "龙王庙村/新屋", FAULT_AREA_AMBIGUOUS, 0 },
		{ "龙王庙村/龙王庙村/新屋", FAULT_NONE, 20101 },
		{ "老屋", FAULT_AREA_UNKNOWN, 0 },	/* gone by then */
		{ "红门组/第一片", FAULT_AREA_UNKNOWN, 0 },
		{ "430121106205.01.03.08", FAULT_AREA_UNKNOWN, 0 },
		{ "430121106205.1.3", FAULT_AREA_FORM, 0 },
		{ "990121106205", FAULT_AREA_FORM, 0 },
		{ "", FAULT_AREA_MISSING, 0 },
		{ "/", FAULT_AREA_MISSING, 0 },
		{ "a/b/c/d/e/f/g/h/i/j", FAULT_AREA_UNKNOWN, 0 },
	};
	struct text none[4] = { { 0 } }, names[4] = { text_of("龙王庙村"), { 0 }, text_of("红门组"), text_of("新屋") };
	struct area_map *m = area_map_load(db, 20260310), *ever = area_map_load(db, 0);
	int64_t id;

	OK(m != NULL && ever != NULL);
	for (int again = 0; again < 2; again++)	/* what was found is kept */
		for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
			OK(area_map_find(m, text_of(cells[i].cell), 0, &id) == cells[i].fault);
			OK(cells[i].fault != FAULT_NONE || id == ids_make(VILLAGE, cells[i].sub));
			OK(cells[i].fault != FAULT_NONE || (area_map_find(m, text_of(cells[i].cell), 0, &id) == FAULT_NONE
			    && id == ids_make(VILLAGE, cells[i].sub)));
		}
	OK(area_map_path(m, names, 4, 0, &id) == FAULT_NONE && id == ids_make(VILLAGE, 10307));
	OK(area_map_path(m, none, 4, 0, &id) == FAULT_AREA_MISSING);
	OK(area_map_find(ever, text_of("老屋"), 0, &id) == FAULT_NONE && id == ids_make(VILLAGE, 10308));
	OK(area_map_level(m, ids_make(VILLAGE, 10300)) == 6 && area_map_level(m, ids_make(VILLAGE, 10308)) == -1);
	OK(text_is(area_map_name(m, ids_make(VILLAGE, 10000)), "第一片") && area_map_name(m, 1).len == 0);
	area_map_free(m);
	area_map_free(ever);
}

static void
test_posts(struct db *db)
{
	const struct area_range r = { VILLAGE, VILLAGE, 0, 999999, 4 };
	struct post_map *now = post_map_load(db, &r, 20260310), *then = post_map_load(db, &r, 20250310);
	struct text name;

	OK(now != NULL && then != NULL);
	OK(post_map_chief(then, VILLAGE, 10307, &name) == ids_make(VILLAGE, 1) && text_is(name, "甲"));
	OK(post_map_chief(now, VILLAGE, 10307, &name) == ids_make(VILLAGE, 2) && text_is(name, "乙"));
	OK(post_map_chief(now, VILLAGE, 20101, &name) == ids_make(VILLAGE, 5));
	OK(post_map_chief(now, VILLAGE, 20201, &name) == ids_make(VILLAGE, 4));
	OK(post_map_chief(now, VILLAGE, 10100, &name) == 0 && name.len == 0);
	OK(post_map_chief(now, VILLAGE, 0, &name) == 0);
	OK(post_map_chief(now, VILLAGE + 1, 10307, &name) == 0);
	OK(post_map_named(now, VILLAGE, text_of("甲")) == ids_make(VILLAGE, 1));
	OK(post_map_named(now, VILLAGE, text_of("乙")) == ids_make(VILLAGE, 2));	/* 3 has no post */
	OK(post_map_named(now, VILLAGE, text_of("丙")) == -1);
	OK(post_map_named(now, VILLAGE, text_of("丁")) == 0);
	OK(post_map_named(now, VILLAGE + 1, text_of("甲")) == 0);
	post_map_free(now);
	post_map_free(then);
}

int
main(void)
{
	char path[] = "/tmp/nbr-area-XXXXXX";
	struct db *db = make(path);

	test_areas(db);
	test_posts(db);
	db_close(db);
	unlink(path);
	return tap_end();
}
