-- The whole register. {int} is a 64-bit integer; days are YYYYMMDD, 99991231
-- is "until further notice", 0 is none. Every key is led by the village, its
-- 12 digits as a number; serials and parts of areas are those of ids.h.

CREATE TABLE setting (
	key	TEXT NOT NULL PRIMARY KEY,
	value	TEXT NOT NULL
) {strict};

-- A village's lock, and what is counted under it: its changes, the highest
-- serials given (households: of those numbered here, above 1000000); and the
-- latest day on which any of its households changed or was visited: asked for
-- that day or later, state holds. Village 0 is the town, for what is no
-- village's. settled is a digest of the deeds it was settled by last, '' it is to be
-- settled anew.
CREATE TABLE village (
	village	{int} NOT NULL PRIMARY KEY,
	runs	{int} NOT NULL DEFAULT 0,
	households {int} NOT NULL DEFAULT 1000000,
	chiefs	{int} NOT NULL DEFAULT 0,
	latest	{int} NOT NULL DEFAULT 0,
	settled	TEXT NOT NULL DEFAULT ''
) {strict};
INSERT INTO village (village) VALUES (0);

-- One line for everything that changed the database or revealed what is masked.
-- Of a change in several villages it stands with the first of them.
CREATE TABLE run (
	village	{int} NOT NULL REFERENCES village,	-- 0: of the town
	no	{int} NOT NULL,			-- counted in the village
	at	TEXT NOT NULL,			-- UTC, 2024-02-01T00:30:00.123456Z
	day	{int} NOT NULL,			-- the business day
	actor	TEXT NOT NULL,
	program	TEXT NOT NULL,
	verb	TEXT NOT NULL,
	ref	TEXT,				-- idempotency key of the caller
	request	TEXT NOT NULL,			-- digest of what was asked under ref
	mark	TEXT NOT NULL,			-- random: this run and no other
	reason	TEXT NOT NULL,
	source	TEXT NOT NULL,			-- file of an import
	digest	TEXT NOT NULL,			-- its SHA-256
	seen	{int} NOT NULL,
	added	{int} NOT NULL,
	changed	{int} NOT NULL,
	same	{int} NOT NULL,
	rejected {int} NOT NULL,
	PRIMARY KEY (village, no),
	UNIQUE (village, ref)
) {strict} {norowid};
CREATE INDEX run_ref ON run (ref) WHERE ref IS NOT NULL;
CREATE INDEX run_undone ON run (source) WHERE verb = 'undo';
CREATE INDEX run_day ON run (day);

-- Areas from province to neighbourhood. Above the village the code is padded
-- with zeros to 12 digits: town 430121106 is village 430121106000, sub 0.
CREATE TABLE area (
	village	{int} NOT NULL CHECK (village BETWEEN 100000000000 AND 999999999999),
	sub	{int} NOT NULL CHECK (sub BETWEEN 0 AND 999999),
	level	{int} NOT NULL CHECK (level BETWEEN 0 AND 7),
	name	TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	first	{int} NOT NULL,
	last	{int} NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, sub),
	CHECK (first <= last)
) {strict} {norowid};

-- The dated rulebook: classes, tags, visit frequencies, kinds of orders and of
-- activities, deadlines, service hours, duties, bans, roles, deeds.
CREATE TABLE rule (
	rule	TEXT NOT NULL,
	kind	TEXT NOT NULL,
	no	{int} NOT NULL,			-- number of a class, bit of a tag, else 0
	name	TEXT NOT NULL,
	subject	TEXT NOT NULL,
	every	{int} NOT NULL,
	unit	TEXT NOT NULL,
	days	TEXT NOT NULL,
	anchor	TEXT NOT NULL,
	shift	TEXT NOT NULL,
	clock	TEXT NOT NULL,
	hours	TEXT NOT NULL,
	side	TEXT NOT NULL,			-- of a deed: award or deduct
	value	{int} NOT NULL,			-- its points
	cap_day	{int} NOT NULL,			-- most points of a chief in a day; 0 no cap
	cap_month {int} NOT NULL,
	cap_year {int} NOT NULL,
	notice	{int} NOT NULL,			-- days its points are provisional
	first	{int} NOT NULL,
	last	{int} NOT NULL,
	note	TEXT NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (rule, first),
	CHECK (first <= last)
) {strict};

CREATE TABLE calendar (
	day	{int} NOT NULL PRIMARY KEY,
	kind	TEXT NOT NULL CHECK (kind = 'holiday' OR kind = 'workday'),
	name	TEXT NOT NULL,
	run	{int} NOT NULL
) {strict};

-- A household. First what holds of it now, in few bytes at the start of the
-- row, so that a scan for who is due reads no further: its neighbourhood (sub of
-- the area), class and tags (numbers and bits of the rulebook), the day the
-- latest of them began, its last visit, the day before which no rule, of any
-- date, asks for a visit, and the days between which it is on the register.
-- Every write keeps that true, a change of rules too. Then its card; the head is
-- member 0.
CREATE TABLE household (
	village	{int} NOT NULL,
	household {int} NOT NULL CHECK (household BETWEEN 1 AND 9999999),
	hood	{int} NOT NULL,
	class	{int} NOT NULL,
	tags	{int} NOT NULL,
	since	{int} NOT NULL,
	visited	{int} NOT NULL,
	next	{int} NOT NULL,
	first	{int} NOT NULL,
	last	{int} NOT NULL,
	head	TEXT NOT NULL,
	ident	{int} NOT NULL,		-- 17 digits, the 18th is computed; 0 none
	phone	TEXT NOT NULL,
	door	TEXT NOT NULL,
	members	{int} NOT NULL CHECK (members BETWEEN 0 AND 99),
	note	TEXT NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, household),
	CHECK (first <= last)
) {strict} {norowid};
-- One person, one household: a number stands once among the heads of a village
-- and once among its members; programs look in both.
CREATE UNIQUE INDEX household_ident ON household (village, ident) WHERE ident <> 0;

-- History of neighbourhood, class and tags, of those that ever changed: all
-- their spans, the open one too. What never changed has held from the first day.
CREATE TABLE span (
	village	{int} NOT NULL,
	household {int} NOT NULL,
	what	TEXT NOT NULL CHECK (what = 'class' OR what = 'hood' OR what = 'tag'),
	value	{int} NOT NULL,
	first	{int} NOT NULL,
	last	{int} NOT NULL,
	reason	TEXT NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, household, what, value, first),
	FOREIGN KEY (village, household) REFERENCES household (village, household)
) {strict} {norowid};

-- Members other than the head.
CREATE TABLE member (
	village	{int} NOT NULL,
	household {int} NOT NULL,
	no	{int} NOT NULL CHECK (no BETWEEN 1 AND 99),
	name	TEXT NOT NULL,
	ident	{int} NOT NULL,
	relation TEXT NOT NULL,
	note	TEXT NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, household, no),
	FOREIGN KEY (village, household) REFERENCES household (village, household)
) {strict} {norowid};
CREATE UNIQUE INDEX member_ident ON member (village, ident) WHERE ident <> 0;

CREATE TABLE chief (
	village	{int} NOT NULL,
	chief	{int} NOT NULL,
	name	TEXT NOT NULL,
	phone	TEXT NOT NULL,
	party	TEXT NOT NULL,
	note	TEXT NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, chief)
) {strict} {norowid};

-- Who holds the post of an area (piece, group, neighbourhood), and when.
CREATE TABLE post (
	village	{int} NOT NULL,
	sub	{int} NOT NULL,
	chief	{int} NOT NULL,
	first	{int} NOT NULL,
	last	{int} NOT NULL,
	electors {int} NOT NULL,
	reason	TEXT NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, sub, first),
	FOREIGN KEY (village, chief) REFERENCES chief (village, chief),
	CHECK (first <= last)
) {strict} {norowid};
CREATE INDEX post_chief ON post (village, chief);

-- Append-only; a mistake is voided by a row of visit_void.
CREATE TABLE visit (
	village	{int} NOT NULL,
	household {int} NOT NULL,
	day	{int} NOT NULL,
	no	{int} NOT NULL,			-- 1 for the first of that day
	chief	{int} NOT NULL,			-- 0 not known
	kind	TEXT NOT NULL CHECK (kind = 'door' OR kind = 'phone' OR kind = 'message'),
	result	TEXT NOT NULL,
	note	TEXT NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, household, day, no),
	FOREIGN KEY (village, household) REFERENCES household (village, household)
) {strict} {norowid};
-- What the runs of a business day entered; to settle, those that are new.
CREATE INDEX visit_run ON visit (run);

CREATE TABLE visit_void (
	village	{int} NOT NULL,
	household {int} NOT NULL,
	day	{int} NOT NULL,
	no	{int} NOT NULL,
	reason	TEXT NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, household, day, no),
	FOREIGN KEY (village, household, day, no) REFERENCES visit (village, household, day, no)
) {strict} {norowid};

-- Findings that were looked at and are right, from a day to a day: the record as
-- it is shown, and the code of the finding.
CREATE TABLE waiver (
	village	{int} NOT NULL,
	record	TEXT NOT NULL,
	code	TEXT NOT NULL,
	first	{int} NOT NULL,
	last	{int} NOT NULL,
	reason	TEXT NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, record, code, first),
	CHECK (first <= last)
) {strict} {norowid};

-- Rows as they were before a run changed or removed them, each whole in a line
-- (was.h): what it takes to undo an import, and what was said before.
CREATE TABLE was (
	village	{int} NOT NULL,			-- the row's; 0: of the town
	run	{int} NOT NULL,			-- that changed it
	no	{int} NOT NULL,			-- counted in the run and village
	kind	TEXT NOT NULL,			-- its table
	stored	{int} NOT NULL,			-- the run that had stored it so
	line	TEXT NOT NULL,
	PRIMARY KEY (village, run, no)
) {strict} {norowid};

-- Orders. no is the day of posting and the number of that day in the village:
-- 20240201000003 is -O240201-3. Moments are seconds since 1970-01-01T00:00:00Z,
-- 0 is none. What was posted never changes; from state on it is what the order's
-- events say up to step, kept here so that lists need not read them; due is the
-- earliest moment at which a clock that runs now is late (253402300799: none, or
-- the order is closed). Every write keeps that true, a change of rules too.
CREATE TABLE work_order (
	village	{int} NOT NULL,
	no	{int} NOT NULL,
	kind	TEXT NOT NULL,			-- a rule of the kind order
	hood	{int} NOT NULL,			-- sub of the area it is about
	household {int} NOT NULL,		-- serial; 0 none
	title	TEXT NOT NULL,
	detail	TEXT NOT NULL,
	person	TEXT NOT NULL,			-- who asked, in words
	ref	TEXT NOT NULL,			-- its number in another system
	alike	{int} NOT NULL DEFAULT 0,	-- no of an open order that said the same then; 0 none
	posted	{int} NOT NULL,
	state	TEXT NOT NULL CHECK (state = 'open' OR state = 'taken' OR state = 'held'
		OR state = 'done' OR state = 'confirmed' OR state = 'cancelled'),
	since	{int} NOT NULL,			-- when it came into that state
	closed	{int} NOT NULL,			-- when it was done or cancelled; 0 it is open
	level	{int} NOT NULL CHECK (level BETWEEN 3 AND 7),
	chief	{int} NOT NULL,			-- who has taken it; 0 nobody, or an office
	answered {int} NOT NULL,		-- when it was first answered
	score	{int} NOT NULL CHECK (score BETWEEN 0 AND 5),	-- of the confirmation; 0 none
	due	{int} NOT NULL,
	step	{int} NOT NULL,			-- number of its last event
	run	{int} NOT NULL,			-- that posted it
	PRIMARY KEY (village, no)
) {strict} {norowid};
CREATE INDEX work_order_state ON work_order (village, state, since);
CREATE INDEX work_order_due ON work_order (village, due) WHERE closed = 0;
CREATE INDEX work_order_hood ON work_order (village, hood) WHERE closed = 0;
-- By household, the open ones apart: to post an order costs the same whatever was
-- closed before.
CREATE INDEX work_order_open ON work_order (village, household) WHERE closed = 0 AND household <> 0;
CREATE INDEX work_order_closed ON work_order (village, household) WHERE closed <> 0 AND household <> 0;
CREATE UNIQUE INDEX work_order_ref ON work_order (village, ref) WHERE ref <> '';

-- Append-only: every step of an order, with the level it was at from then on.
CREATE TABLE order_event (
	village	{int} NOT NULL,
	no	{int} NOT NULL,
	n	{int} NOT NULL,			-- 1 posted it
	step	TEXT NOT NULL,
	at	{int} NOT NULL,
	level	{int} NOT NULL CHECK (level BETWEEN 3 AND 7),
	chief	{int} NOT NULL,			-- who did it; 0 not known, or an office
	score	{int} NOT NULL CHECK (score BETWEEN 0 AND 5),
	person	TEXT NOT NULL,			-- who confirmed, in words
	note	TEXT NOT NULL,			-- the answer, the result, the reason
	run	{int} NOT NULL,
	PRIMARY KEY (village, no, n),
	FOREIGN KEY (village, no) REFERENCES work_order (village, no)
) {strict} {norowid};

-- Service days, meetings, councils, trainings. no as that of an order: -A240201-1.
CREATE TABLE activity (
	village	{int} NOT NULL,
	no	{int} NOT NULL,
	kind	TEXT NOT NULL,			-- a rule of the kind activity
	sub	{int} NOT NULL,			-- of the area that holds it
	title	TEXT NOT NULL,
	place	TEXT NOT NULL,
	chief	{int} NOT NULL,			-- who leads it; 0 not known
	publicity TEXT NOT NULL,		-- of a service day its three micro
	service	TEXT NOT NULL,			-- activities: what was done; '' it was not
	sharing	TEXT NOT NULL,
	residents {int} NOT NULL CHECK (residents BETWEEN 0 AND 100000),
	result	TEXT NOT NULL,
	closed	{int} NOT NULL,			-- day its record was closed; 0 it is open
	run	{int} NOT NULL,
	PRIMARY KEY (village, no)
) {strict} {norowid};

-- Chiefs who were there.
CREATE TABLE attendance (
	village	{int} NOT NULL,
	no	{int} NOT NULL,
	chief	{int} NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, no, chief),
	FOREIGN KEY (village, no) REFERENCES activity (village, no),
	FOREIGN KEY (village, chief) REFERENCES chief (village, chief)
) {strict} {norowid};

-- Matters put to an activity, and what became of each.
CREATE TABLE issue (
	village	{int} NOT NULL,
	no	{int} NOT NULL,
	n	{int} NOT NULL,			-- counted in the activity
	sub	{int} NOT NULL,			-- of the area it is about
	title	TEXT NOT NULL,
	person	TEXT NOT NULL,			-- who raised it, in words
	posted	{int} NOT NULL,			-- no of the order made of it; 0 none
	state	TEXT NOT NULL CHECK (state = 'raised' OR state = 'agreed' OR state = 'failed' OR state = 'dropped'),
	settled	{int} NOT NULL,			-- day it was; 0 it is not
	outcome	TEXT NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, no, n),
	FOREIGN KEY (village, no) REFERENCES activity (village, no)
) {strict} {norowid};

-- Honours given to a chief from outside. no as that of an order: -K240201-1.
CREATE TABLE commendation (
	village	{int} NOT NULL,
	no	{int} NOT NULL,
	chief	{int} NOT NULL,
	level	{int} NOT NULL CHECK (level BETWEEN -1 AND 4),	-- -1 nation, 0 province .. 4 village
	title	TEXT NOT NULL,
	withdrawn {int} NOT NULL,		-- day; 0 it stands
	run	{int} NOT NULL,
	PRIMARY KEY (village, no),
	FOREIGN KEY (village, chief) REFERENCES chief (village, chief)
) {strict} {norowid};

-- The points ledger, one chain a village, append-only: ledger_line.h says what
-- is hashed. account is a chief's serial; final the day from which the points
-- may be spent.
CREATE TABLE entry (
	village	{int} NOT NULL,
	seq	{int} NOT NULL CHECK (seq BETWEEN 1 AND 9999999),	-- 1, 2, 3 ..
	at	{int} NOT NULL,			-- seconds since 1970-01-01T00:00:00Z
	day	{int} NOT NULL,			-- business day
	actor	TEXT NOT NULL,
	kind	TEXT NOT NULL CHECK (kind = 'award' OR kind = 'deduct' OR kind = 'redeem' OR kind = 'return' OR kind = 'reverse'),
	account	{int} NOT NULL,
	points	{int} NOT NULL CHECK (points BETWEEN -1000000 AND 1000000),
	balance	{int} NOT NULL CHECK (balance >= 0),
	reason	TEXT NOT NULL,
	ref	TEXT NOT NULL,
	note	TEXT NOT NULL,			-- digest of entry_note, or -
	hash	TEXT NOT NULL CHECK (length(hash) = 64),
	final	{int} NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, seq),
	UNIQUE (village, ref),
	FOREIGN KEY (village, account) REFERENCES chief (village, chief)
) {strict} {norowid};
-- The passbooks, whole: a look at an entry itself goes down through rows as wide, and
-- a chief's are far apart.
CREATE INDEX entry_account ON entry (village, account, day, seq, at, kind, points, balance, reason, ref);
-- What the runs of a business day entered.
CREATE INDEX entry_run ON entry (run, village, kind, points);
CREATE INDEX entry_provisional ON entry (village, account, final) WHERE final > 0;

-- What an entry says in words: free text, which may have to be erased one day, so
-- that the chain holds its digest alone.
CREATE TABLE entry_note (
	village	{int} NOT NULL,
	seq	{int} NOT NULL,
	nonce	TEXT NOT NULL CHECK (length(nonce) = 32),
	words	TEXT NOT NULL,
	PRIMARY KEY (village, seq),
	FOREIGN KEY (village, seq) REFERENCES entry (village, seq)
) {strict} {norowid};

-- What the entries add up to, kept with each of them: of a chief, and of a village
-- the head of its chain and the day up to which its ledger is closed.
CREATE TABLE account (
	village	{int} NOT NULL,
	account	{int} NOT NULL,
	balance	{int} NOT NULL CHECK (balance >= 0),
	earned	{int} NOT NULL,			-- awards less deductions, reversed ones left out
	spent	{int} NOT NULL,			-- redeemed and not returned
	entries	{int} NOT NULL,
	last	{int} NOT NULL,			-- seq
	PRIMARY KEY (village, account)
) {strict} {norowid};
CREATE TABLE chain (
	village	{int} NOT NULL PRIMARY KEY,
	seq	{int} NOT NULL,
	hash	TEXT NOT NULL,
	at	{int} NOT NULL,
	closed	{int} NOT NULL DEFAULT 0	-- day; 0 never
) {strict};

-- Append-only: objections to an entry on notice, and what was decided.
CREATE TABLE objection (
	village	{int} NOT NULL,
	seq	{int} NOT NULL,
	n	{int} NOT NULL,			-- counted in the entry
	step	TEXT NOT NULL CHECK (step = 'objected' OR step = 'upheld' OR step = 'dismissed'),
	day	{int} NOT NULL,
	person	TEXT NOT NULL,			-- who objected, in words
	reason	TEXT NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, seq, n),
	FOREIGN KEY (village, seq) REFERENCES entry (village, seq)
) {strict} {norowid};

-- What points buy, in the shop of a village: -G03.
CREATE TABLE goods (
	village	{int} NOT NULL,
	goods	{int} NOT NULL,
	name	TEXT NOT NULL,
	unit	TEXT NOT NULL,
	stock	{int} NOT NULL CHECK (stock >= 0),	-- what its moves add up to
	first	{int} NOT NULL,
	last	{int} NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, goods)
) {strict} {norowid};
CREATE TABLE goods_price (
	village	{int} NOT NULL,
	goods	{int} NOT NULL,
	first	{int} NOT NULL,			-- from that day on
	points	{int} NOT NULL CHECK (points > 0),
	run	{int} NOT NULL,
	PRIMARY KEY (village, goods, first),
	FOREIGN KEY (village, goods) REFERENCES goods (village, goods)
) {strict} {norowid};

-- Exchanges: points taken for goods. no as that of an order: -X240201-1. From
-- state on kept from its moves.
CREATE TABLE exchange (
	village	{int} NOT NULL,
	no	{int} NOT NULL,
	chief	{int} NOT NULL,
	goods	{int} NOT NULL,
	quantity {int} NOT NULL CHECK (quantity > 0),
	points	{int} NOT NULL CHECK (points > 0),
	seq	{int} NOT NULL,			-- the entry that took the points
	until	{int} NOT NULL,			-- last day to collect it
	state	TEXT NOT NULL CHECK (state = 'reserved' OR state = 'collected' OR state = 'returned'),
	closed	{int} NOT NULL,			-- day; 0 it is reserved
	run	{int} NOT NULL,
	PRIMARY KEY (village, no),
	FOREIGN KEY (village, goods) REFERENCES goods (village, goods)
) {strict} {norowid};
CREATE INDEX exchange_reserved ON exchange (village, until) WHERE closed = 0;

-- Append-only: every move of the stock. quantity is signed; a collection moves none.
CREATE TABLE goods_move (
	village	{int} NOT NULL,
	goods	{int} NOT NULL,
	n	{int} NOT NULL,			-- counted in the goods
	day	{int} NOT NULL,
	kind	TEXT NOT NULL CHECK (kind = 'restock' OR kind = 'reserve' OR kind = 'collect' OR kind = 'return' OR kind = 'count'),
	quantity {int} NOT NULL,
	stock	{int} NOT NULL CHECK (stock >= 0),	-- after it
	exchange {int} NOT NULL,		-- no; 0 none
	note	TEXT NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, goods, n),
	FOREIGN KEY (village, goods) REFERENCES goods (village, goods)
) {strict} {norowid};
CREATE INDEX goods_move_day ON goods_move (village, goods, day);

-- Checkpoints of a village's chain, signed: checkpoint.h.
CREATE TABLE checkpoint (
	village	{int} NOT NULL,
	size	{int} NOT NULL,			-- entries it covers
	words	TEXT NOT NULL,			-- the whole text that is signed
	signature TEXT NOT NULL,		-- '' it is not
	countersignature TEXT NOT NULL,		-- the auditor's; '' it is not
	run	{int} NOT NULL,
	PRIMARY KEY (village, size)
) {strict} {norowid};

-- Runs that may have changed what points are awarded for, in villages that were
-- settled before: until the next settlement.
CREATE TABLE unsettled (
	village	{int} NOT NULL,
	run	{int} NOT NULL,
	PRIMARY KEY (village, run)
) {strict} {norowid};
