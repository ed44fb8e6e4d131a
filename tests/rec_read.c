#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rec_read.h"
#include "tap.h"

static char seen[4096];

static void
note(struct text t)
{
	size_t n = strlen(seen);

	snprintf(seen + n, sizeof(seen) - n, "%.*s", (int)t.len, t.at);
}

/* Everything in a stream: "a|b/2:a=1|b=2/" and how it ended. */
static const char *
all(const char *s, size_t len, const char *key)
{
	FILE *fp = fmemopen((void *)s, len, "r");
	struct rec_cells head, row;
	struct rec_in *in = rec_in_open(fp, key, &head);
	int rc;

	seen[0] = '\0';
	for (int i = 0; i < head.cells; i++) {
		note(head.cell[i].name);
		note(text_of("|"));
	}
	while ((rc = rec_in_next(in, &row)) > 0) {
		char line[24];

		snprintf(line, sizeof(line), "/%d:", (int)row.line);
		note(text_of(line));
		for (int i = 0; i < row.cells; i++) {
			note(row.cell[i].name);
			note(text_of("="));
			note(row.cell[i].text);
			if (row.cell[i].kind != 0)
				note((struct text){ &row.cell[i].kind, 1 });
			note(text_of("|"));
		}
	}
	note(text_of(rec_in_empty(in) ? "empty" : rc < 0 ? rec_in_why(in) : ""));
	OK(rec_in_next(in, &row) == rc);	/* and so it stays */
	rec_in_close(in);
	fclose(fp);
	return seen;
}

static void
reads(const char *s, const char *wanted)
{
	bool good = strcmp(all(s, strlen(s), NULL), wanted) == 0;

	OK(good);
	if (!good)
		printf("# <%s>\n# <%s>\n", seen, wanted);
}

int
main(void)
{
	char *big = malloc(2000000);
	FILE *fp;
	struct rec_cells head;
	struct rec_in *in;

	reads("\n\r\n", "empty");
	reads("a\tb\n", "a|b|");
	reads("a\tb\n1\t\\t\\n\\r\\\\\n\n\t\n3\n4\t5\t6\n",
	    "a|b|/2:a=1|b=\t\n\r\\|/4:a=|b=|/5:a=3|/6:a=4|b=5|=6|");
	reads("a\nx,y\n\n\"z\r\n", "a|/2:a=x,y|/3:a=|/4:a=\"z|");
	reads("a,b\r\n\"1,\"\"\n\",\n\n,", "a|b|/2:a=1,\"\n|b=|/5:a=|b=|");
	reads("\"a\"\n\"\"\n\n\"b\nc\"\n", "a|/2:a=|/4:a=b\nc|");
	reads("\xef\xbb\xbf" "a,b\r\n'=1,'430199195001012139\r\n'x,'12\r\n",
	    "a|b|/2:a==1|b=430199195001012139|/3:a='x|b='12|");
	reads("a,b\n'=1,'430199195001012139\n", "a|b|/2:a='=1|b='430199195001012139|");
	reads("\xef\xbb\xbf" "a\r\n\"x,y\"\r\n", "a|/2:a=x,y|");
	reads("a,b\n\"1,2\n", "a|b|a quotation mark is opened and never closed");
	reads("a,b\n1\"2\",3\n", "a|b|a quotation mark stands within a cell");

	reads("[]", "");
	reads("{}\n", "/1:");
	reads("{\"\":\"\"}\n", "/1:=\"|");
	reads("{\"a\":\"x\",\"b\":-1.5e3}{\"b\":null,\"c\":true,\"d\":false}\n",
	    "/1:a=x\"|b=-1.5e3-|/1:b=n|c=truet|d=falsef|");
	reads(" [ {\"a\":{\"a\":[\"x\",1]},\n\"b\":[]}\n,\n{\"a\":0} ] \n", "/1:a={|b=[|/4:a=00|");
	reads("{\"a\":\"\\u5f20\\ud842\\udfb7\\n\"}\n", "/1:a=张𠮷\n\"|");
	reads("[{\"a\":1}{\"a\":2}]", "/1:a=11|it is not JSON as the first line promised");
	reads("[{\"a\":1},]", "/1:a=11|it is not JSON as the first line promised");
	reads("[{\"a\":1}", "/1:a=11|it is not JSON as the first line promised");
	reads("[{\"a\":1}],", "/1:a=11|it is not JSON as the first line promised");
	reads("[1]", "it is not JSON as the first line promised");
	reads("{\"a\":1}\n\xff\n", "/1:a=11|it is not UTF-8");

	OK(strcmp(all("x\ny\n", 4, "a"), "a|/1:a=x|/2:a=y|") == 0);
	OK(strcmp(all("a\ny\n", 4, "a"), "a|/2:a=y|") == 0);
	OK(strcmp(all("a\0\n", 3, NULL), "there is a NUL byte in it: it is not text") == 0);

	/* More columns than room at first, and rows that are longer still. */
	memset(big, '\t', 1000);
	big[0] = 'x';
	big[300] = '\n';
	fp = fmemopen(big, 1000, "r");
	in = rec_in_open(fp, NULL, &head);
	OK(head.cells == 300);
	OK(rec_in_next(in, &head) == 1 && head.cells == 700 && head.cell[699].name.len == 0);
	OK(rec_in_next(in, &head) == 0);
	rec_in_close(in);
	fclose(fp);

	/* A record has a size, on how many lines it may stand. */
	memset(big, '\n', 2000000);
	memcpy(big, "{\"a\":", 5);
	memcpy(big + 1999990, "\"x\"}", 4);
	OK(strcmp(all(big, 2000000, NULL), "/1:a=x\"|") == 0);
	free(big);
	return tap_end();
}
