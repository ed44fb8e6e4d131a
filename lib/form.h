/*
 * Form files (nbr-form(5)): what the form of some department demands. Its
 * columns in its order under its headings, its codes, how it writes numbers
 * and days, its encoding. Read and checked here, filled in by a record stream.
 */
#ifndef NBR_FORM_H
#define NBR_FORM_H

#include "col.h"

/* One line of a code table. */
struct form_code {
	struct text	 ours;		/* head or 户主; "*": all others; empty: no value */
	struct text	 theirs;	/* 0 */
	int64_t		 line;
};

struct form_codes {
	struct text	 name;		/* [codes gbt4761] */
	struct form_code *code;
	size_t		 n;
	int64_t		 line;		/* of its heading */
};

/* What stands under a heading. */
enum form_what {
	FORM_CONSTANT,		/* .text */
	FORM_NUMBER,		/* 1, 2, 3 .. */
	FORM_VALUE,		/* of .col, as it is shown to people */
	FORM_MASKED,		/* the same, masked in any case */
	FORM_BIRTH,		/* of an identity number: the birth day */
	FORM_SEX,		/* 男, 女 */
	FORM_AGE,		/* on the business day */
};

struct form_field {
	struct text	 heading;
	enum form_what	 what;
	const struct col *col;		/* NULL: a constant or a number */
	struct text	 text;		/* the constant, or how days are written */
	struct form_codes *codes;	/* NULL: none */
	struct text	 source;	/* as it stands in the file */
	int64_t		 line;
};

struct form {
	char		*path;
	char		*bytes;		/* all texts point in here, or are constant */
	struct text	 title;		/* empty: none */
	struct text	 date;		/* YYYY-MM-DD */
	char		 delimiter;
	const char	*line_end;
	bool		 persons;	/* a row is a person */
	bool		 guard, bom, gb18030;
	day_t		 today;		/* for ages; set by who opens the stream */
	struct form_field *field;
	size_t		 fields;
	struct form_codes *codes;
	size_t		 tables;
	struct form_code *code;
	size_t		 n_codes;
	int		 wrong;		/* faults told so far */
};

/* "sex" of a code table: male 男, female 女. */
extern const struct word form_sexes[];

/*
 * Reads a form file, UTF-8, UTF-16 or GB18030. Faults are told, line by line,
 * and counted in .wrong. NULL: it cannot be read (errno), or memory is out.
 */
struct form *form_read(const char *path);

/*
 * Finds its columns among those of a kind of record, and checks that code
 * tables are whole. persons, or NULL: what there would be with "persons = yes".
 * Faults are told and counted.
 */
void form_bind(struct form *, const struct col *, const struct col *persons);

/* Tells a fault of the file: "FILE:LINE: words [form-file]". */
void form_wrong(struct form *, int64_t line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The code for a value that our word or its Chinese name say. NULL: none. */
const struct form_code *form_code(const struct form_codes *, struct text word, struct text name);

/* Whether a text is a word, or one of its aliases; NULL: of none. */
const struct word *form_word(const struct word *, struct text);

/* Whether a text says how to write days: YYYY-MM-DD, YYYY年M月; runs of Y, M
 * and D, and no other letters or digits. */
bool form_is_pattern(struct text);

void form_free(struct form *);

#endif
