/* Whether what is stored of goods and exchanges is what their moves and entries say. */
#include "goods.h"

/* The tail of an exchange's number, as in the ref of its entry. */
#define REF	"'X' || substr('' || x.no, 3, 6) || '-' || (x.no % 1000000)"

static struct text
exchange(int64_t village, int64_t no, char buf[static IDS_SIZE])
{
	return ids_dated(village, 'X', no, buf);
}

static struct text
goods(int64_t village, int64_t n, char buf[static IDS_SIZE])
{
	return ids_goods(ids_make(village, n), buf);
}

static struct text
entry(int64_t village, int64_t seq, char buf[static IDS_SIZE])
{
	return ids_entry(ids_make(village, seq), buf);
}

/* Each SELECT gives what is wrong in villages $1-$2, village and number, in order. */
static const struct {
	struct text	 (*id)(int64_t village, int64_t n, char buf[static IDS_SIZE]);
	const char	*code, *words, *sql;
} questions[] = {
	{ goods, "goods-stock", N_("the stock is not what its moves add up to"),
	  "SELECT g.village, g.goods FROM goods g LEFT JOIN (SELECT m.village, m.goods, CAST(sum(m.quantity) AS BIGINT) AS quantity"
	  " FROM goods_move m WHERE m.village BETWEEN $1 AND $2 GROUP BY m.village, m.goods) s ON s.village = g.village AND s.goods = g.goods"
	  " WHERE g.village BETWEEN $1 AND $2 AND g.stock <> coalesce(s.quantity, 0) ORDER BY 1, 2" },
	{ goods, "goods-moves", N_("a move is missing, or says another stock than those before it add up to"),
	  "SELECT DISTINCT m.village, m.goods FROM goods_move m LEFT JOIN goods_move b"
	  " ON b.village = m.village AND b.goods = m.goods AND b.n = m.n - 1"
	  " WHERE m.village BETWEEN $1 AND $2"
	  " AND (m.stock <> coalesce(b.stock, 0) + m.quantity OR (m.n > 1 AND b.n IS NULL)) ORDER BY 1, 2" },
	{ goods, "goods-exchange", N_("goods moved for an exchange that is not there, or for another one's"),
	  "SELECT DISTINCT m.village, m.goods FROM goods_move m LEFT JOIN exchange x ON x.village = m.village AND x.no = m.exchange"
	  " WHERE m.village BETWEEN $1 AND $2 AND CASE WHEN m.kind = 'reserve' OR m.kind = 'collect' OR m.kind = 'return' THEN CASE WHEN x.goods = m.goods THEN 0 ELSE 1 END"
	  " ELSE m.exchange END <> 0 ORDER BY 1, 2" },
	{ exchange, "exchange-state", N_("its state is not what its moves say"),
	  "SELECT x.village, x.no FROM exchange x LEFT JOIN (SELECT m.village, m.exchange,"
	  " CAST(sum(CASE WHEN m.kind = 'reserve' THEN -m.quantity ELSE 0 END) AS BIGINT) AS taken,"
	  " CAST(sum(CASE WHEN m.kind = 'return' THEN m.quantity ELSE 0 END) AS BIGINT) AS given,"
	  " max(CASE WHEN m.kind = 'collect' THEN m.day ELSE 0 END) AS collected, max(CASE WHEN m.kind = 'return' THEN m.day ELSE 0 END) AS returned"
	  " FROM goods_move m WHERE m.village BETWEEN $1 AND $2 AND m.exchange <> 0 GROUP BY m.village, m.exchange) s ON s.village = x.village AND s.exchange = x.no"
	  " WHERE x.village BETWEEN $1 AND $2 AND (coalesce(s.taken, 0) <> x.quantity"
	  " OR s.given <> CASE WHEN x.state = 'returned' THEN x.quantity ELSE 0 END"
	  " OR x.closed <> CASE WHEN s.returned > 0 THEN s.returned ELSE s.collected END"
	  " OR (x.state = 'collected' AND s.collected = 0) OR (x.state = 'reserved' AND x.closed <> 0)) ORDER BY 1, 2" },
	{ exchange, "exchange-entry", N_("no entry took its points from its chief, for its goods"),
	  "SELECT x.village, x.no FROM exchange x LEFT JOIN entry e ON e.village = x.village AND e.seq = x.seq AND e.kind = 'redeem'"
	  " AND e.account = x.chief AND e.points = -x.points AND e.ref = (" REF ")"
	  " AND e.reason = CASE WHEN x.goods < 10 THEN 'g0' ELSE 'g' END || x.goods WHERE x.village BETWEEN $1 AND $2 AND e.seq IS NULL ORDER BY 1, 2" },
	{ exchange, "exchange-price", N_("its goods never had that price up to its day"),
	  "SELECT x.village, x.no FROM exchange x WHERE x.village BETWEEN $1 AND $2 AND NOT EXISTS (SELECT 1 FROM goods_price p"
	  " WHERE p.village = x.village AND p.goods = x.goods AND p.points * x.quantity = x.points AND p.first <= x.no / 1000000)"
	  " ORDER BY 1, 2" },
	{ exchange, "exchange-return", N_("goods and points did not go back together"),
	  "SELECT x.village, x.no FROM exchange x LEFT JOIN entry e ON e.village = x.village AND e.ref = 'return:' || " REF
	  " LEFT JOIN entry r ON r.village = x.village AND r.ref = 'reverse:' || x.seq"
	  " WHERE x.village BETWEEN $1 AND $2 AND coalesce(e.points, 0) + coalesce(r.points, 0) <> CASE WHEN x.state = 'returned' THEN x.points ELSE 0 END ORDER BY 1, 2" },
	{ entry, "entry-exchange", N_("it takes points for an exchange that is not there"),
	  "SELECT e.village, e.seq FROM entry e LEFT JOIN exchange x ON x.village = e.village AND x.seq = e.seq"
	  " WHERE e.village BETWEEN $1 AND $2 AND e.kind = 'redeem' AND x.no IS NULL ORDER BY 1, 2" },
};

struct asking {
	int	 (*f)(void *, struct text, const char *, const char *);
	void	*arg;
	size_t	 question;
};

static int
put(void *arg, struct stmt *row)
{
	const struct asking *a = arg;
	char buf[IDS_SIZE];

	return a->f(a->arg, questions[a->question].id(stmt_int(row, 0), stmt_int(row, 1), buf), questions[a->question].code,
	    _(questions[a->question].words));
}

int
goods_check(struct db *db, int64_t lo, int64_t hi, int (*f)(void *, struct text, const char *, const char *), void *arg)
{
	struct asking a = { .f = f, .arg = arg };
	int rc = 0;

	for (; rc == 0 && a.question < sizeof(questions) / sizeof(questions[0]); a.question++)
		rc = db_each(db, questions[a.question].sql, ARGS(ARG(lo), ARG(hi)), put, &a);
	return rc;
}
