#define _GNU_SOURCE
#include "json.h"
#include "rec.h"
#include "fuzz.h"

/*
 * Ids out of any stream of records: either a reason, or ids that are text, in
 * the order of their lines; and the same ids come back out of TSV, CSV and JSON
 * lines that are made of them.
 */

enum { MOST = 256 };		/* bytes of an id that is taken */

struct ids {
	char	*at;		/* each with its length before it */
	size_t	 len;
	FILE	*to, *tsv, *csv, *json;	/* NULL: only at */
	int64_t	 line, lines;
};

static void
put_tsv(FILE *to, struct text id)
{
	for (size_t i = 0; i < id.len; i++)
		switch (id.at[i]) {
		case '\t': fputs("\\t", to); break;
		case '\n': fputs("\\n", to); break;
		case '\r': fputs("\\r", to); break;
		case '\\': fputs("\\\\", to); break;
		default: putc(id.at[i], to);
		}
}

static int
take(void *arg, struct text id, int64_t line)
{
	char json[JSON_GROWTH * MOST + 2];
	struct ids *ids = arg;

	MUST(id.len > 0 && id.len <= MOST && is_utf8(id) && memchr(id.at, '\0', id.len) == NULL);
	MUST(line >= ids->line && line > 0 && line <= ids->lines);
	ids->line = line;
	fprintf(ids->to, "%zu:%.*s", id.len, (int)id.len, id.at);
	if (ids->tsv == NULL)
		return 0;
	fputs("x\t", ids->tsv);
	put_tsv(ids->tsv, id);
	putc('\n', ids->tsv);
	fputs("x,\"", ids->csv);
	for (size_t i = 0; i < id.len; i++)
		fprintf(ids->csv, id.at[i] == '"' ? "\"\"" : "%c", id.at[i]);
	fputs("\"\r\n", ids->csv);
	fprintf(ids->json, "{\"x\":[{}],\"id\":%.*s}\n", (int)(json_string(json, id) - json), json);
	return 0;
}

static int
read_ids(const void *at, size_t len, struct ids *ids)
{
	FILE *fp = fmemopen((void *)at, len, "r");
	const char *why;
	int rc;

	ids->lines = 1;
	for (size_t i = 0; i < len; i++)
		ids->lines += ((const char *)at)[i] == '\n';
	ids->to = open_memstream(&ids->at, &ids->len);
	rc = rec_ids(fp, "id", take, ids, &why);
	MUST(rc == 0 || rc == -1);
	MUST((rc == 0) == (why == NULL));
	fclose(ids->to);
	fclose(fp);
	return rc;
}

static void
comes_back(const char *at, size_t len, const struct ids *wanted)
{
	struct ids ids = { 0 };

	MUST(read_ids(at, len, &ids) == 0);
	MUST(ids.len == wanted->len && memcmp(ids.at, wanted->at, ids.len) == 0);
	free(ids.at);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct ids ids = { 0 };
	struct { char *at; size_t len; } made[3];
	int rc;

	ids.tsv = open_memstream(&made[0].at, &made[0].len);
	ids.csv = open_memstream(&made[1].at, &made[1].len);
	ids.json = open_memstream(&made[2].at, &made[2].len);
	fputs("x\tid\n", ids.tsv);
	fputs("x,id\n", ids.csv);
	rc = read_ids(data, len, &ids);
	fclose(ids.tsv);
	fclose(ids.csv);
	fclose(ids.json);
	for (int i = 0; i < 3; i++) {
		if (rc == 0 || i < 2 || ids.len > 0)
			comes_back(made[i].at, made[i].len, &ids);
		free(made[i].at);
	}
	free(ids.at);
	return 0;
}
