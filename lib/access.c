#include "access.h"

const struct col access_cols[] = {
	{ "login", "登录名", NULL, COL_TEXT, COL_KEY, N_("login of the server"), NULL, 0, NULL },
	{ "role", "角色", NULL, COL_TEXT, 0, N_("clerk, who works for areas, or audit, who reads"), NULL, 0, NULL },
	{ "area", "区域代码", NULL, COL_AREA, 0, N_("area of a clerk: a village, or all villages of a town, county .."), NULL, 0, NULL },
	{ 0 },
};

static int
put(void *arg, struct stmt *row)
{
	int64_t lo = stmt_int(row, 2);

	return rec_put(arg, (const struct value[]){ VALUE_TEXT(stmt_text(row, 0)), VALUE_TEXT(stmt_text(row, 1)),
	    lo == 0 ? VALUE_NULL : VALUE_INT(ids_make(lo, 0)) }) != 0;	/* rec_end says why */
}

int
access_list(struct db *db, struct rec_out *out)
{
	return db_grants(db, put, out) < 0 ? -1 : 0;
}

int
access_grant(struct db *db, struct text login, const struct area_range *r)
{
	return db_grant(db, login, r == NULL ? 0 : r->village_lo, r == NULL ? 0 : r->village_hi) != 0 ? -1 : 1;
}

int
access_revoke(struct db *db, struct text login)
{
	return db_revoke(db, login);
}
