#include "ledger_line.h"

#include "num.h"
#include "sha256.h"

_Static_assert((int)LEDGER_HASH == (int)SHA256_HEX, "a hash is a SHA-256 in hexadecimal");

static char *
put(char *p, struct text t)
{
	memcpy(p, t.at, t.len);
	p += t.len;
	*p++ = '|';
	return p;
}

static char *
put_int(char *p, int64_t n)
{
	p += num_text(n, p);
	*p++ = '|';
	return p;
}

/* What else is in a line: four numbers, a moment, a day, marks. */
enum { OTHERS = 4 * 20 + 20 + 10 + 20 };

static bool
can_be(const struct ledger_line *l)
{
	return l->at >= 0 && l->at <= MOMENT_MAX && day_exists(l->day)
	    && l->prev.len + l->actor.len + l->kind.len + l->reason.len + l->ref.len + l->note.len < LEDGER_LINE - OTHERS;
}

struct text
ledger_line(const struct ledger_line *l, char buf[static LEDGER_LINE])
{
	char when[21], *p = buf;

	if (!can_be(l)) {
		*p = '\0';
		return text_of(buf);
	}
	p = put(p, text_of("nbr1"));
	p = put_int(p, l->seq);
	p = put(p, l->prev);
	p = put(p, text_of(moment_utc(l->at, when)));
	p = put(p, text_of(day_text(l->day, when)));
	p = put(p, l->actor);
	p = put(p, l->kind);
	p = put_int(p, l->account);
	p = put_int(p, l->points);
	p = put_int(p, l->balance);
	p = put(p, l->reason);
	p = put(p, l->ref);
	p = put(p, l->note);
	p[-1] = '\n';
	*p = '\0';
	return (struct text){ buf, (size_t)(p - buf) };
}

void
ledger_hash(struct text t, char hash[static LEDGER_HASH])
{
	struct sha256 h;

	sha256_begin(&h);
	sha256_add(&h, t);
	sha256_end(&h, hash);
}

void
ledger_genesis(int64_t village, char hash[static LEDGER_HASH])
{
	static const char head[] = "nbr1-genesis|", tail[] = "/points\n";
	char line[sizeof(head) + 20 + sizeof(tail)], *p = line;

	memcpy(p, head, sizeof(head));
	p += sizeof(head) - 1;
	p += num_text(village, p);
	memcpy(p, tail, sizeof(tail));
	ledger_hash(text_of(line), hash);
}

void
ledger_note(struct text nonce, struct text words, char hash[static LEDGER_HASH])
{
	struct sha256 h;

	sha256_begin(&h);
	sha256_add(&h, nonce);
	sha256_add(&h, text_of(":"));
	sha256_add(&h, words);
	sha256_end(&h, hash);
}

void
ledger_actor(const char *name, char actor[static LEDGER_ACTOR])
{
	enum { DIGITS = 16 };
	size_t len = strlen(name);
	char hash[LEDGER_HASH];

	if (len > 0 && len < LEDGER_ACTOR && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0') {
		memcpy(actor, name, len + 1);
		return;
	}
	ledger_hash(text_of(name), hash);
	memcpy(actor, "u-", 2);
	memcpy(actor + 2, hash, DIGITS);
	actor[2 + DIGITS] = '\0';
}
