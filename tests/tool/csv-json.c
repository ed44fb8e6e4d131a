/*
 * csv-json [-i ENCODING] FILE - what nbr reads of a delimited text, as JSON
 *
 * A line for the file, then one for each row: where it begins, its cells, and
 * what is wrong with it. A refused file is its reason alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "csv_read.h"
#include "json.h"

static struct csv_row row;

static void
put(struct text t)
{
	char *buf = malloc(JSON_GROWTH * t.len + 2);

	if (buf == NULL)
		exit(1);
	fwrite(buf, 1, (size_t)(json_string(buf, t) - buf), stdout);
	free(buf);
}

static void
put_row(void)
{
	printf("{\"line\":%lld,\"cells\":[", (long long)row.line);
	for (int i = 0; i < row.cells; i++) {
		fputs(i > 0 ? "," : "", stdout);
		put(row.cell[i]);
	}
	putchar(']');
	if (row.fault != FAULT_NONE)
		printf(",\"fault\":\"%s\"", fault_code(row.fault));
	puts("}");
}

int
main(int argc, char **argv)
{
	const char *encoding = argc == 4 ? argv[2] : NULL;
	struct decode *in;
	struct csv_read *csv;
	uint32_t delimiter;
	int got;

	if (argc != 2 && argc != 4)
		return 2;
	in = decode_open(argv[argc - 1], encoding);
	if (in == NULL || decode_errno(in) != 0)
		return 1;
	if (decode_fault(in) != FAULT_NONE) {
		printf("{\"refused\":\"%s\",\"line\":%lld}\n", fault_code(decode_fault(in)), (long long)decode_line(in));
		decode_close(in);
		return 0;
	}
	delimiter = csv_delimiter(in);
	printf("{\"encoding\":\"%s\",\"delimiter\":", decode_encoding(in));
	put(delimiter == 0xff0c ? text_of("，") : (struct text){ &(char){ (char)delimiter }, 1 });
	puts(decode_ambiguous(in) ? ",\"ambiguous\":true}" : "}");
	csv = csv_open(in, delimiter);
	if (csv == NULL)
		return 1;
	while ((got = csv_next(csv, &row)) == 1)
		put_row();
	csv_close(csv);
	decode_close(in);
	return got == 0 ? 0 : 1;
}
