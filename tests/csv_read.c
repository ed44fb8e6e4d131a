#define _GNU_SOURCE
#include <csv.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "csv_read.h"
#include "tap.h"

static char path[32];		/* a file in memory: it is written thousands of times */
static struct csv_row row;

static struct decode *
text(const char *at, size_t len)
{
	int fd = open(path, O_WRONLY | O_TRUNC);

	if (fd < 0 || write(fd, at, len) != (ssize_t)len || close(fd) != 0)
		abort();
	return decode_open(path, "utf-8");
}

/* All rows as "line:cell|cell!fault " for comparing. The caller frees it. */
static char *
rows_of(const char *at, size_t len, uint32_t delimiter)
{
	struct decode *d = text(at, len);
	struct csv_read *r = csv_open(d, delimiter != 0 ? delimiter : csv_delimiter(d));
	char *s;
	size_t n;
	FILE *out = open_memstream(&s, &n);

	while (csv_next(r, &row) == 1) {
		fprintf(out, "%lld:", (long long)row.line);
		for (int i = 0; i < row.cells; i++)
			fprintf(out, "%s%.*s", i == 0 ? "" : "|", (int)row.cell[i].len, row.cell[i].at);
		if (row.fault != FAULT_NONE)
			fprintf(out, "!%s", fault_code(row.fault));
		putc(' ', out);
	}
	fclose(out);
	csv_close(r);
	decode_close(d);
	return s;
}

static int
cuts(const char *at, uint32_t delimiter, const char *wanted)
{
	char *s = rows_of(at, strlen(at), delimiter);
	int good = strcmp(s, wanted) == 0;

	if (!good)
		printf("# got: %s\n", s);
	free(s);
	return good;
}

static void
test_rows(void)
{
	OK(cuts("a,b\n1,2\n", ',', "1:a|b 2:1|2 "));
	OK(cuts("a,b\r\n1,2\r\n", ',', "1:a|b 2:1|2 "));
	OK(cuts("a,b\r1,2\r", ',', "1:a|b 2:1|2 "));
	OK(cuts("a,b\n\n , \n,,\n\t\n1,2", ',', "1:a|b 3:| 4:|| 6:1|2 "));
	OK(cuts("a\tb\n\t\n \n1\t2", '\t', "1:a|b 2:| 4:1|2 "));
	OK(cuts(" a , b\t,\n", ',', "1:a|b| "));
	OK(cuts("\"\",1\n", ',', "1:|1 "));
	OK(cuts("\"a,\"\"b\"\"\",c\n", ',', "1:a,\"b\"|c "));
	OK(cuts("\"a\r\nb\",c\r\nd,e\r\n", ',', "1:a\r\nb|c 3:d|e "));
	OK(cuts("a\tb,c\n", '\t', "1:a|b,c "));
	OK(cuts("a，b,c，\"d，e\"\n", 0xff0c, "1:a|b,c|d，e "));
	OK(cuts("sep=;\r\na;b\r\n", 0, "2:a|b "));
	OK(cuts("a\nsep=;\n", ',', "1:a 2:sep=; "));
	OK(cuts("", ',', ""));
	OK(cuts("\n\n", ',', ""));
}

/* A bad quotation mark costs its row and no other. */
static void
test_quotes(void)
{
	OK(cuts("a,\"b\n1,2\n3,4\n", ',', "1:a|\"b!quote-open 2:1|2 3:3|4 "));
	OK(cuts("a,\"b\n1,\"2\"\n", ',', "1:a|\"b!quote-open 2:1|2 "));
	OK(cuts("a,\"b\n1,\"2\n3,4\n", ',', "1:a|\"b!quote-open 2:1|\"2!quote-open 3:3|4 "));
	OK(cuts("=\"0012\",b\n", ',', "1:=\"0012\"|b "));
	OK(cuts("=\"1,2\",=F(\"x\",\"y\"),c\n", ',', "1:=\"1,2\"|=F(\"x\",\"y\")|c "));
	OK(cuts("b\"c,d\n", ',', "1:b\"c|d "));
	OK(cuts("b\"c,\"d\ne\"\n", ',', "1:b\"c|\"d!quote-open 2:e\" "));
	OK(cuts("\"1\n2\n3\n4\n5\n6\",a\n", ',', "1:1\n2\n3\n4\n5\n6|a "));
	OK(cuts("\"1\n2\n3\n4\n5\n6\n7\",a\n8\n", ',',
	    "1:\"1!quote-open 2:2 3:3 4:4 5:5 6:6 7:7\"|a 8:8 "));
	OK(cuts("\"1\n2\n3\n4\n5\n6\nb\nc\n", ',', "1:\"1!quote-open 2:2 3:3 4:4 5:5 6:6 7:b 8:c "));
}

static void
take_cell(void *at, size_t len, void *out)
{
	fprintf(out, "%.*s|", (int)len, at != NULL ? (char *)at : "");
}

static void
take_row(int end, void *out)
{
	(void)end;
	putc('\n', out);
}

/* Lines without quotation marks are cut without libcsv: it must not show. */
static void
test_plain(void)
{
	static const char letters[] = "a, \t,b\v;";
	unsigned seed = 7, bad = 0;

	for (int i = 0; i < 20000; i++) {
		struct decode *d;
		struct csv_read *r;
		struct csv_parser p;
		char line[32], *want, *got;
		size_t len = 0, n;
		FILE *out = open_memstream(&want, &n);
		char delimiter = i % 2 == 0 ? ',' : '\t';

		seed = seed * 1103515245 + 12345;
		for (unsigned k = seed >> 16, left = 1 + k % 12; left > 0; left--, k = k * 31 + 17) {
			line[len++] = letters[k / 3 % (sizeof(letters) - 1)];
		}
		line[len] = '\n';
		csv_init(&p, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_EMPTY_IS_NULL);
		csv_set_delim(&p, (unsigned char)delimiter);
		csv_parse(&p, line, len + 1, take_cell, take_row, out);
		csv_fini(&p, take_cell, take_row, out);
		csv_free(&p);
		fclose(out);
		if (strspn(line, delimiter == ',' ? " \t" : " ") == len)
			want[0] = '\0';		/* csv_next leaves blank lines out */
		d = text(line, len + 1);
		r = csv_open(d, (uint32_t)delimiter);
		out = open_memstream(&got, &n);
		while (csv_next(r, &row) == 1) {
			for (int c = 0; c < row.cells; c++)
				take_cell((void *)row.cell[c].at, row.cell[c].len, out);
			take_row(0, out);
		}
		fclose(out);
		csv_close(r);
		decode_close(d);
		if (strcmp(want, got) != 0 && bad++ < 3)
			printf("# %.*s want %s got %s\n", (int)len, line, want, got);
		free(want);
		free(got);
	}
	OK(bad == 0);
}

/* Rows across the blocks of the decoder come out as they went in. */
static void
test_long(void)
{
	size_t n;
	char *s, *got;
	FILE *out = open_memstream(&s, &n);
	int good = 1, rows = 0;
	struct decode *d;
	struct csv_read *r;

	for (int i = 0; i < 40000; i++)
		fprintf(out, "%d,\"户\n%d\",%.*s\n", i, i, i % 60, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	fclose(out);
	d = text(s, n);
	r = csv_open(d, ',');
	while (csv_next(r, &row) == 1) {
		char want[32], raw[128];

		snprintf(want, sizeof(want), "户\n%d", rows);
		snprintf(raw, sizeof(raw), "%d,\"%s\",", rows, want);
		good &= row.line == 2 * rows + 1 && row.cells == 3 && text_is(row.cell[1], want)
		    && row.cell[2].len == (size_t)(rows % 60) && row.raw.len == strlen(raw) + row.cell[2].len
		    && memcmp(row.raw.at, raw, strlen(raw)) == 0;
		rows++;
	}
	OK(good && rows == 40000);
	csv_close(r);
	decode_close(d);
	free(s);

	/* A cell that is too long is refused; what comes after it is not. */
	s = malloc(18 << 20);
	memset(s, 'x', 18 << 20);
	memcpy(s + 100000, "\ny\n", 3);
	got = rows_of(s, 100003, ',');
	OK(strcmp(got + strlen(got) - 15, "!cell-size 2:y ") == 0);
	free(got);
	s[100000] = s[100002] = 'x';
	memcpy(s + (18 << 20) - 3, "\ny\n", 3);
	got = rows_of(s, 18 << 20, ',');
	OK(strcmp(got + strlen(got) - 15, "!cell-size 2:y ") == 0 && strlen(got) < (17 << 20));
	free(got);
	memset(s, ',', 1000);
	got = rows_of(s, 1001, ',');
	OK(strstr(got, "!row-long") != NULL);
	free(got);
	free(s);
}

static void
test_split(void)
{
	static const char s[] = "a,\"b\nc\",d\n=\"1\",\"x\ny,z\n";
	struct decode *d = text(s, strlen(s));
	struct csv_read *r = csv_open(d, ',');

	OK(csv_next(r, &row) == 1 && csv_split(r, text_of("1,\"2\n3\""), &row) == 0);
	OK(row.cells == 2 && text_is(row.cell[1], "2\n3"));
	OK(csv_split(r, text_of("1,\"2"), &row) == 0 && row.cells == 2 && text_is(row.cell[1], "\"2"));
	/* Reading goes on where it was. */
	OK(csv_next(r, &row) == 1 && row.line == 3 && row.fault == FAULT_QUOTE);
	OK(csv_next(r, &row) == 1 && row.line == 4 && text_is(row.cell[1], "z"));
	OK(csv_next(r, &row) == 0 && csv_next(r, &row) == 0);
	csv_close(r);
	decode_close(d);
}

static uint32_t
delimiter_of(const char *s)
{
	struct decode *d = text(s, strlen(s));
	uint32_t delimiter = csv_delimiter(d);

	decode_close(d);
	return delimiter;
}

static void
test_delimiter(void)
{
	OK(delimiter_of("a,b;c\n1,2\n") == ',');
	OK(delimiter_of("a;b\n1,5;2\n2,5;3\n") == ';');
	OK(delimiter_of("a\tb\tc\nx,y\tb\tc\n") == '\t');
	OK(delimiter_of("a，b\n1，2\n") == 0xff0c);
	OK(delimiter_of("只有一列\n甲\n") == ',');
	OK(delimiter_of("\"a;b;c;d\",x\n\"a;b;c;d\",y\n") == ',');
	OK(delimiter_of("sep=;\na,b,c;d\n") == ';');
	OK(delimiter_of("sep=\t\na,b,c;d\n") == '\t');
}

int
main(void)
{
	int fd = memfd_create("nbr", 0);

	if (fd < 0)
		return 1;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	test_rows();
	test_quotes();
	test_plain();
	test_long();
	test_split();
	test_delimiter();
	return tap_end();
}
