#define _GNU_SOURCE
#include <string.h>
#include <unistd.h>

#include "msg.h"
#include "tap.h"

static char err[8192];
static int saved;
static FILE *fp;

static void
begin(void)
{
	fp = tmpfile();
	saved = dup(STDERR_FILENO);
	dup2(fileno(fp), STDERR_FILENO);
}

/* Whether this went to standard error since begin(). */
static bool
said(const char *wanted)
{
	ssize_t n = pread(fileno(fp), err, sizeof(err) - 1, 0);

	dup2(saved, STDERR_FILENO);
	close(saved);
	fclose(fp);
	err[n > 0 ? n : 0] = '\0';
	return strcmp(err, wanted) == 0;
}

int
main(void)
{
	static char big[5001];
	const struct text none = { 0 };
	char buf[8];
	int nameless = 0, twice = 0;

	for (int i = 1; i < FAULT_COUNT; i++) {
		const char *code = fault_code((enum fault)i);

		nameless += code[0] == '\0' || fault_why((enum fault)i)[0] == '\0';
		for (int j = 1; j < i; j++)
			twice += strcmp(code, fault_code((enum fault)j)) == 0;
	}
	OK(nameless == 0);
	OK(twice == 0);
	OK(strcmp(fault_code(FAULT_ID_CHECK), "id-check") == 0);
	OK(strcmp(fault_hint(FAULT_EMPTY), "") == 0);

	msg_program("nbr-x");
	begin();
	msg_error("%s: %d", "no", 3);
	msg_hint("try %s", "again");
	OK(said("nbr-x: no: 3\n    try again\n"));
	begin();
	msg_fault("a.csv", 17, "人口", text_of("4x"), FAULT_NUMBER, "", true);
	OK(said("nbr-x: a.csv:17: 人口: 4x: is not a whole number [number]\n"
	    "    write digits only\n"));
	begin();
	msg_fault("a.csv", 0, NULL, none, FAULT_EMPTY, "", true);
	OK(said("nbr-x: a.csv: there are no rows in it [file-empty]\n"));
	begin();
	msg_fault(NULL, 0, NULL, none, FAULT_BUSY, "", false);
	OK(said("nbr-x: the database is in use [busy]\n"));
	begin();
	msg_fault("a", 1, NULL, text_of("x\033[31m\ny\u202e"), FAULT_NUMBER, "", false);
	OK(said("nbr-x: a:1: x\uFFFD[31m\uFFFDy\uFFFD: is not a whole number [number]\n"));

	/* One line whatever its length, cut at a whole character. */
	for (int i = 0; i < 5000; i += 2)
		memcpy(big + i, "é", 2);
	begin();
	msg_error("%s", big);
	OK(!said("") && strlen(err) <= 4096 && err[strlen(err) - 1] == '\n' &&
	    strchr(err, '\n') == err + strlen(err) - 1 &&
	    text_utf8(err, strlen(err)) == strlen(err) && strstr(err, "\uFFFD") == NULL);
	begin();
	msg_error("a%s", big);
	OK(!said("") && text_utf8(err, strlen(err)) == strlen(err) &&
	    strstr(err, "\uFFFD") == NULL);

	OK(msg_safe(text_of("a张张张"), buf, sizeof(buf)) == 7 && memcmp(buf, "a张张", 7) == 0);
	OK(msg_safe(text_of("\xff\x7f"), buf, sizeof(buf)) == 6);
	OK(msg_safe(none, buf, sizeof(buf)) == 0);
	return tap_end();
}
