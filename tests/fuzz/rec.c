#define _GNU_SOURCE
#include "fuzz.h"
#include "json.h"
#include "rec.h"
#include "rec_read.h"

/*
 * Any stream of records: either a reason, or cells that are text, in the order of
 * their lines, under the names of the heading; and they come back out of TSV, CSV
 * and JSON lines that are made of them. Ids of it are what its cells say.
 */

enum { MOST = 256 };		/* bytes of an id that is taken */

struct made {
	char	*at;
	size_t	 len;
	FILE	*to;
};

enum { DUMP, JSON, TSV, CSV, FORMS };	/* DUMP: names and texts with their lengths */

struct stream {
	struct made	 made[FORMS];
	int		 skip;		/* cells that were put first to be sure of the form */
	bool		 head;		/* has one */
	bool		 tab;		/* in it: CSV would be taken for TSV */
	int64_t		 lines, line;
};

static void
put(struct stream *s, struct text name, struct text t, bool first)
{
	char *buf = malloc(JSON_GROWTH * (name.len + t.len) + 8), *p = buf;

	MUST(is_utf8(name) && is_utf8(t) && memchr(t.at != NULL ? t.at : "x", '\0', t.len) == NULL);
	fprintf(s->made[DUMP].to, "%zu:%.*s=%zu:%.*s;", name.len, (int)name.len, name.at, t.len, (int)t.len, t.at);
	p = json_string(p, name);
	*p++ = ':';
	p = json_string(p, t);
	fprintf(s->made[JSON].to, "%s%.*s", first ? "" : ",", (int)(p - buf), buf);
	free(buf);
	putc('\t', s->made[TSV].to);
	fputs(",\"", s->made[CSV].to);
	for (size_t i = 0; i < t.len; i++) {
		const char *special = "\tt\nn\rr\\\\", *at = memchr(special, t.at[i], 8);

		if (at != NULL && (at - special) % 2 == 0)
			fprintf(s->made[TSV].to, "\\%c", at[1]);
		else
			putc(t.at[i], s->made[TSV].to);
		fprintf(s->made[CSV].to, t.at[i] == '"' ? "\"\"" : "%c", t.at[i]);
	}
	putc('"', s->made[CSV].to);
}

static void
put_record(struct stream *s, const struct rec_cells *row, const struct rec_cells *head)
{
	MUST(row->line >= s->line && row->line > 0 && row->line <= s->lines);
	s->line = row->line;
	putc('{', s->made[JSON].to);
	putc('x', s->made[TSV].to);
	putc('x', s->made[CSV].to);
	for (int i = s->skip; i < row->cells; i++) {
		struct text name = row->cell[i].name;

		if (i >= head->cells && s->head)
			MUST(name.len == 0);
		MUST(!s->head || row->cell[i].kind == 0);
		put(s, name, row->cell[i].text, i == s->skip);
	}
	fputs("\n", s->made[DUMP].to);
	fputs("}\n", s->made[JSON].to);
	putc('\n', s->made[TSV].to);
	fputs("\r\n", s->made[CSV].to);
}

static int64_t
lines(const char *at, size_t len)
{
	int64_t n = 1;

	for (size_t i = 0; i < len; i++)
		n += at[i] == '\n';
	return n;
}

/* Whether it was read whole. What was made of it is to be freed. */
static bool
read_stream(struct stream *s, const void *at, size_t len, const char *key)
{
	FILE *fp = fmemopen((void *)at, len, "r");
	struct rec_cells head, row;
	struct rec_in *in;
	int rc;

	s->lines = lines(at, len);
	for (int i = 0; i < FORMS; i++)
		s->made[i].to = open_memstream(&s->made[i].at, &s->made[i].len);
	in = rec_in_open(fp, key, &head);
	MUST(in != NULL);
	s->head = head.cells > 0;
	putc('x', s->made[TSV].to);
	putc('x', s->made[CSV].to);
	for (int i = s->skip; i < head.cells; i++) {
		MUST(text_equal(head.cell[i].name, head.cell[i].text) || head.cell[i].text.len == 0);
		put(s, head.cell[i].name, head.cell[i].name, i == s->skip);
		s->tab |= memchr(head.cell[i].name.at, '\t', head.cell[i].name.len) != NULL;
	}
	fputs("\n", s->made[TSV].to);
	fputs("\r\n", s->made[CSV].to);
	/* Of the dump and of JSON the heading is no part. */
	for (int i = DUMP; i <= JSON; i++) {
		fclose(s->made[i].to);
		free(s->made[i].at);
		s->made[i].to = open_memstream(&s->made[i].at, &s->made[i].len);
	}
	while ((rc = rec_in_next(in, &row)) == 1)
		put_record(s, &row, &head);
	MUST(rc == 0 ? rec_in_why(in) == NULL : rec_in_why(in) != NULL);
	MUST(rec_in_next(in, &row) == rc);
	MUST(!rec_in_empty(in) || (rc == 0 && s->line == 0));
	for (int i = 0; i < FORMS; i++)
		fclose(s->made[i].to);
	rec_in_close(in);
	fclose(fp);
	return rc == 0;
}

static void
drop(struct stream *s)
{
	for (int i = 0; i < FORMS; i++)
		free(s->made[i].at);
}

static int
take(void *arg, struct text id, int64_t line)
{
	struct stream *s = arg;

	MUST(id.len > 0 && id.len <= MOST && is_utf8(id));
	MUST(line >= s->line && line > 0 && line <= s->lines);
	s->line = line;
	/* Stops at the second, to see that it does. */
	return s->skip++ == 1 ? 7 : 0;
}

static void
judge_ids(const void *data, size_t len)
{
	struct stream s = { .lines = lines(data, len) };
	FILE *fp = fmemopen((void *)data, len, "r");
	const char *why;
	int rc = rec_ids(fp, "id", take, &s, &why);

	MUST(rc == 0 || (rc == -1 && why != NULL) || rc == 7);
	MUST((rc == 7) == (s.skip == 2) && (rc == -1 || why == NULL));
	fclose(fp);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	for (int keyed = 0; keyed < 2; keyed++) {
		struct stream s = { .head = false }, again;
		bool whole = read_stream(&s, data, len, keyed ? "id" : NULL);

		for (int form = JSON; whole && form <= (!s.head ? JSON : s.tab ? TSV : CSV); form++) {
			again = (struct stream){ .skip = form == JSON ? 0 : 1 };
			MUST(read_stream(&again, s.made[form].at, s.made[form].len, NULL));
			MUST(again.made[DUMP].len == s.made[DUMP].len);
			MUST(memcmp(again.made[DUMP].at, s.made[DUMP].at, s.made[DUMP].len) == 0);
			drop(&again);
		}
		drop(&s);
	}
	judge_ids(data, len);
	return 0;
}
