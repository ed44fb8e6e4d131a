/* The wall calendar of 2026: its feasts, and the weekends that are worked for them. */
#ifndef FEASTS_H
#define FEASTS_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "calendar.h"
#include "make.h"

static const struct feast { day_t first, last; } holidays[] = {
	{ 20260101, 20260103 }, { 20260215, 20260223 }, { 20260404, 20260406 }, { 20260501, 20260505 },
	{ 20260619, 20260621 }, { 20260925, 20260927 }, { 20261001, 20261007 },
};
static const day_t makeup[] = { 20260104, 20260214, 20260228, 20260509, 20260920, 20261010 };

static int
store_days(struct db *db, void *arg)
{
	static const char insert[] = "INSERT INTO calendar (day, kind, name, run) VALUES ($1, $2, '', 1)";
	bool good = true;

	(void)arg;
	for (size_t i = 0; i < sizeof(holidays) / sizeof(holidays[0]); i++)
		for (day_t d = holidays[i].first; d <= holidays[i].last; d++)
			good = good && db_run(db, insert, ARGS(ARG(d), ARG("holiday"))) == 1;
	for (size_t i = 0; i < sizeof(makeup) / sizeof(makeup[0]); i++)
		good = good && db_run(db, insert, ARGS(ARG(makeup[i]), ARG("workday"))) == 1;
	return good ? 0 : -1;
}

/* As a database has it that is gone again. */
static inline struct calendar *
make_calendar(void)
{
	char dir[] = "/tmp/nbr-calendar.XXXXXX", path[sizeof(dir) + 16];
	struct calendar *calendar = NULL;
	struct db *db;

	if (mkdtemp(dir) == NULL)
		return NULL;
	snprintf(path, sizeof(path), "%s/db", dir);
	db = make_database(path, 1, store_days, NULL);
	if (db != NULL && db_error(db)[0] == '\0')
		calendar = calendar_load(db);
	db_close(db);
	unlink(path);
	rmdir(dir);
	return calendar;
}

#endif
