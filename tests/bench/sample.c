/*
 * sample ROWS DIR [shuffle] - write a made-up county of ROWS households
 *
 * DIR/areas.csv, roster.csv and visits.csv; with "shuffle" also
 * roster-shuffled.csv, the same rows in another order. The bytes depend on
 * ROWS alone. The county 430199 is unassigned, so no identity number is a
 * living person's.
 */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

enum {
	ROWS_MAX	= 14000000,	/* what the towns 100..999 can hold */
	TOWN_VILLAGES	= 40,
	PIECES		= 6,		/* in a village */
	PIECE_GROUPS	= 3,
	YEAR_DAYS	= 304,		/* 2025-01-01 .. 2025-10-31 */
	BIRTH_DAYS	= 23742,	/* 1940-01-01 .. 2004-12-31 */
	ORDERS		= 990,		/* 001 .. 999 without 100, 200 .. 900 */
};

struct sample {
	FILE		*areas, *roster, *visits;
	uint64_t	 state;		/* of the generator */
	int64_t		 rows;		/* still to be written */
	int64_t		 number;	/* households written */
	char		 days[YEAR_DAYS][11];	/* "2025-01-01" */
	char		 births[BIRTH_DAYS][9];	/* "19400101" */
};

static void
fail(const char *what)
{
	perror(what);
	exit(8);
}

/* splitmix64 */
static uint64_t
next(struct sample *s)
{
	uint64_t z = s->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static uint32_t
below(struct sample *s, uint32_t n)
{
	return (uint32_t)((next(s) >> 32) * n >> 32);
}

static FILE *
out_open(const char *name, const char *heading)
{
	FILE *fp = fopen(name, "w");

	if (fp == NULL)
		fail(name);
	setvbuf(fp, NULL, _IOFBF, 1 << 20);
	fputs(heading, fp);
	return fp;
}

static void
out_close(FILE *fp)
{
	bool lost = ferror(fp) != 0;

	if (fclose(fp) != 0 || lost)
		fail("sample");
}

static int
month_days(int year, int month)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};

	return days[month - 1] + (month == 2 && year % 4 == 0);
}

static void
make_days(struct sample *s)
{
	unsigned birth = 0, day = 0;

	for (int y = 1940; y <= 2004; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= month_days(y, m); d++)
				snprintf(s->births[birth++], 9, "%04u%02u%02u",
				    (unsigned)y % 10000, (unsigned)m % 100,
				    (unsigned)d % 100);
	for (int m = 1; m <= 10; m++)
		for (int d = 1; d <= month_days(2025, m); d++)
			snprintf(s->days[day++], 11, "2025-%02u-%02u",
			    (unsigned)m % 100, (unsigned)d % 100);
}

/*
 * Number n of all the identity numbers there are, each given once and in no
 * order that an index could profit from: every step below can be undone, so
 * it only shuffles the numbers of 25 bits; those too large are passed over.
 */
static uint32_t
identity_at(uint32_t n)
{
	do {
		n = n * 0x9e3779b1 & 0x1ffffff;
		n ^= n >> 13;
		n = n * 0x85ebca6b & 0x1ffffff;
		n ^= n >> 11;
	} while (n >= (uint32_t)BIRTH_DAYS * ORDERS);
	return n;
}

static void
put_identity(struct sample *s, uint32_t n)
{
	static const int weight[] = {
		7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2
	};
	uint32_t at = identity_at(n), order = at % ORDERS;
	char id[24];
	int sum = 0;

	/* An order ending in 00 may look like a number a spreadsheet rounded. */
	snprintf(id, sizeof(id), "430199%s%03u", s->births[at / ORDERS],
	    order + 1 + order / 99);
	for (int i = 0; i < 17; i++)
		sum += (id[i] - '0') * weight[i];
	fprintf(s->roster, "%s%c", id, "10X98765432"[sum % 11]);
}

static void
put_name(struct sample *s)
{
	static const char surnames[][4] = {
		"李", "王", "张", "刘", "陈", "杨", "周", "黄", "罗", "谭", "彭", "唐", "邓",
		"曾", "肖", "蒋", "吴", "谢", "胡", "何", "易", "熊", "余", "文", "范", "徐",
	};
	static const char given[][4] = {
		"建", "国", "志", "军", "伟", "强", "明", "华", "德", "平", "秀", "英", "桂",
		"兰", "玉", "珍", "梅", "芳", "丽", "娟", "海", "波", "立", "新", "光", "荣",
		"福", "生", "春", "云", "林", "山", "水", "清", "金", "银", "辉", "勇", "敏",
	};

	fputs(surnames[below(s, COUNT(surnames))], s->roster);
	fputs(given[below(s, COUNT(given))], s->roster);
	if (below(s, 7) != 0)
		fputs(given[below(s, COUNT(given))], s->roster);
}

/* One household in eight has a tag, some of them two, which need quotes. */
static void
put_tags(struct sample *s)
{
	static const char *const tags[] = {
		"low-income", "living-alone", "disabled", "sick", "elderly",
		"left-behind-child", "monitored", "martyr-family",
	};
	uint32_t dice = below(s, 1000), first, second;

	if (dice >= 120)
		return;
	first = below(s, COUNT(tags));
	if (dice >= 18) {
		fputs(tags[first], s->roster);
		return;
	}
	second = (first + 1 + below(s, COUNT(tags) - 1)) % COUNT(tags);
	fprintf(s->roster, "\"%s,%s\"", tags[first], tags[second]);
}

static void
put_door(struct sample *s, int serial)
{
	uint32_t dice = below(s, 1000);

	if (dice < 6)
		fputs("\"老屋,东头\"", s->roster);
	else if (dice < 9)
		fputs("\"人称\"\"新屋\"\"\"", s->roster);
	else
		fprintf(s->roster, "%d%s", serial, dice < 400 ? "-1" : "号");
}

/*
 * The visits of a household: every cycle days, sometimes a little late, one in
 * twenty missed. One red or yellow household in three became so during the year
 * and was called on quarterly before.
 */
static void
put_visits(struct sample *s, const char *household, int cycle)
{
	static const char *const kinds[] = {
		"door", "door", "door", "door", "door", "door", "phone", "message",
	};
	uint32_t turned = 0, day;

	if (cycle < 90 && below(s, 3) == 0)
		turned = below(s, YEAR_DAYS);
	day = below(s, turned > 0 ? 90 : (uint32_t)cycle);
	while (day < YEAR_DAYS) {
		if (below(s, 20) > 0) {
			const char *kind = kinds[below(s, COUNT(kinds))];

			fprintf(s->visits, "%s,%s,%s,%s\n", household, s->days[day],
			    kind, below(s, 10) > 0 ? "正常" : "反映路灯不亮");
		}
		if (day < turned)
			day = day + 90 < turned ? day + 90 : turned;
		else
			day += (uint32_t)cycle + below(s, (uint32_t)cycle / 7 + 1);
	}
}

static void
household(struct sample *s, const char *hood, int group, int serial)
{
	uint32_t dice = below(s, 100);
	int cycle = dice < 4 ? 7 : dice < 20 ? 30 : 90;
	uint64_t phone;
	uint32_t members;
	char id[40];

	snprintf(id, sizeof(id), "%.12s%02d%04d", hood, group, serial);
	fprintf(s->roster, "%s,%s,", id, hood);
	put_name(s);
	fputc(',', s->roster);
	put_identity(s, (uint32_t)s->number++);
	phone = 13000000000 + next(s) % 7000000000;
	members = 1 + below(s, 5);
	members += below(s, 5);
	fprintf(s->roster, ",%" PRIu64 ",%" PRIu32 ",%s,", phone, members,
	    cycle == 7 ? "red" : cycle == 30 ? "yellow" : "green");
	put_tags(s);
	fputc(',', s->roster);
	put_door(s, serial);
	fputc('\n', s->roster);
	put_visits(s, id, cycle);
	s->rows--;
}

/* Two to four neighbourhoods of 5 to 11 households. */
static void
group(struct sample *s, const char *code, int serial)
{
	uint32_t dice = below(s, 1000);
	int hoods = dice < 380 ? 2 : dice < 883 ? 3 : 4, houses = 0;

	for (int h = 1; h <= hoods && s->rows > 0; h++) {
		char hood[40];

		snprintf(hood, sizeof(hood), "%s.%02d", code, h);
		fprintf(s->areas, "%s,%d组%d号屋场\n", hood, serial, h);
		for (uint32_t n = 5 + below(s, 7); n > 0 && s->rows > 0; n--)
			household(s, hood, serial, ++houses);
	}
}

static void
village(struct sample *s, int number)
{
	int town = 100 + number / TOWN_VILLAGES, serial = 0;
	int village_number = 201 + number % TOWN_VILLAGES;

	if (number % TOWN_VILLAGES == 0)
		fprintf(s->areas, "430199%03d,样例%d镇\n", town, town);
	fprintf(s->areas, "430199%03d%03d,样例%d镇%d村\n", town, village_number,
	    town, village_number);
	for (int p = 1; p <= PIECES && s->rows > 0; p++) {
		fprintf(s->areas, "430199%03d%03d.%02d,第%d片\n", town,
		    village_number, p, p);
		for (int g = 1; g <= PIECE_GROUPS && s->rows > 0; g++) {
			char code[32];

			snprintf(code, sizeof(code), "430199%03d%03d.%02d.%02d", town,
			    village_number, p, g);
			fprintf(s->areas, "%s,第%d组\n", code, ++serial);
			group(s, code, serial);
		}
	}
}

/* The lines of roster.csv below its heading, in another order. */
static void
shuffle(struct sample *s)
{
	int fd = open("roster.csv", O_RDONLY);
	struct stat st;
	const char *text, *end, *p;
	FILE *out;
	const char **line = malloc(((size_t)s->number + 1) * sizeof(*line));
	int64_t n = 0;

	if (fd == -1 || fstat(fd, &st) != 0 || line == NULL)
		fail("roster.csv");
	text = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (text == MAP_FAILED)
		fail("roster.csv");
	close(fd);
	end = text + st.st_size;
	out = out_open("roster-shuffled.csv", "");
	p = (const char *)memchr(text, '\n', (size_t)st.st_size) + 1;
	fwrite(text, 1, (size_t)(p - text), out);
	while (p < end) {
		line[n++] = p;
		p = (const char *)memchr(p, '\n', (size_t)(end - p)) + 1;
	}
	for (int64_t i = n - 1; i > 0; i--) {
		uint32_t j = below(s, (uint32_t)i + 1);
		const char *swap = line[i];

		line[i] = line[j];
		line[j] = swap;
	}
	for (int64_t i = 0; i < n; i++) {
		p = (const char *)memchr(line[i], '\n', (size_t)(end - line[i])) + 1;
		fwrite(line[i], 1, (size_t)(p - line[i]), out);
	}
	out_close(out);
	munmap((void *)(uintptr_t)text, (size_t)st.st_size);
	free(line);
}

int
main(int argc, char *argv[])
{
	struct sample *s = calloc(1, sizeof(*s));
	bool shuffled = argc == 4 && strcmp(argv[3], "shuffle") == 0;
	char *end = NULL;

	if (s == NULL)
		fail("sample");
	if (argc >= 3)
		s->rows = strtoll(argv[1], &end, 10);
	if (argc != 3 + shuffled || *end != '\0' || s->rows < 1 ||
	    s->rows > ROWS_MAX) {
		fputs("usage: sample ROWS DIR [shuffle]\n", stderr);
		free(s);
		return 2;
	}
	mkdir(argv[2], 0777);
	if (chdir(argv[2]) != 0)
		fail(argv[2]);
	make_days(s);
	s->areas = out_open("areas.csv", "area,name\n430199,样例县\n");
	s->roster = out_open("roster.csv",
	    "household,area,head,ident,phone,members,class,tags,door\n");
	s->visits = out_open("visits.csv", "household,day,kind,result\n");
	for (int v = 0; s->rows > 0; v++)
		village(s, v);
	out_close(s->areas);
	out_close(s->roster);
	out_close(s->visits);
	if (shuffled)
		shuffle(s);
	free(s);
	return 0;
}
