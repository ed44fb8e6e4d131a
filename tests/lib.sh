# shellcheck shell=sh
# What the tests of programs share: each check is one line.
#
# A test has a database of its own, $NBR_DB: a file, or with
# NBR_TEST_ENGINE=postgresql one on the server of NBR_TEST_PG, a URL with %s for
# the database's name.
set -u
LC_ALL=C TZ=UTC; export LC_ALL TZ
unset NBR_AREA NBR_FORMAT NBR_LANG NO_COLOR 2>/dev/null || :
# shellcheck disable=SC2034 # for the tests
top=$(cd "${0%/*}/.." && pwd)
engine=${NBR_TEST_ENGINE:-sqlite}
tmp=$(mktemp -d) || exit
trap 'db_drop; rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
n=0 failed=0

# is NAME STATUS OUTPUT COMMAND...: status and standard output, whole; what went
# to standard error is in $tmp/err. says NAME STATUS ERRORS COMMAND...: the other
# way round.
is() { compare out err "$@"; }
says() { compare err out "$@"; }

compare() {
	stream=$1 beside=$2 name=$3 want=$4 text=$5; shift 5
	n=$((n + 1))
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null; got=$?
	printf '%s' "$text" >"$tmp/want"
	[ -z "$text" ] || echo >>"$tmp/want"
	if [ "$got" = "$want" ] && cmp -s "$tmp/want" "$tmp/$stream"; then
		echo "ok $n - $name"
	else
		failed=$((failed + 1))
		echo "not ok $n - $name"
		{ echo "status $got, wanted $want"; diff -u "$tmp/want" "$tmp/$stream"
		  cat "$tmp/$beside"; } | sed 's/^/# /'
	fi
}

# same NAME FILE1 FILE2
same() {
	n=$((n + 1))
	if cmp -s "$2" "$3"; then
		echo "ok $n - $1"
	else
		failed=$((failed + 1))
		echo "not ok $n - $1"
		diff -u "$2" "$3" | head -40 | sed 's/^/# /'
	fi
}

# skip WHY NAME: a check that means nothing on this engine.
skip() {
	n=$((n + 1))
	echo "ok $n - $2 # SKIP $1"
}

# sanitized: the programs are built so, and take three to ten times as long.
sanitized() { grep -q __asan_init "$(command -v nbr)"; }

# clock MOMENT COMMAND...: while the clock on the wall shows that, as date takes it.
clock() {
	[ -e "$tmp/clock.so" ] || cc -O2 -shared -fPIC -o "$tmp/clock.so" "$top/tests/preload/clock.c"
	NBR_TEST_CLOCK=$(date -u -d "$1" +%s); shift
	env LD_PRELOAD="$tmp/clock.so${LD_PRELOAD:+:$LD_PRELOAD}" NBR_TEST_CLOCK="$NBR_TEST_CLOCK" "$@"
}

# only ENGINE WHY: the whole test does.
only() {
	if [ "$engine" != "$1" ]; then
		echo "1..0 # SKIP $2"
		exit
	fi
}

# unsanitized WHY: the whole test is of programs that are not.
unsanitized() {
	if sanitized; then
		echo "1..0 # SKIP $1"
		exit
	fi
}

done_testing() { echo "1..$n"; }

# town_in DIR: the files of the sample town are there, to be read only. Making
# them takes longer than most tests: a suite does it once, and names them.
town_in() {
	if [ -n "${NBR_TEST_TOWN-}" ]; then
		ln -s "$NBR_TEST_TOWN" "$1"
	else
		"$top/scripts/sample-town" "$1"
	fi
}

# town_made DIR: the database of that town, as far as its households.
town_made() {
	nbr-db init --town 430121106 --name 春华镇 &&
	nbr-rule import "$top/lib/data/rulebook-example.csv" &&
	nbr-calendar import "$top/lib/data/calendar-cn.csv" &&
	nbr-area import "$1/areas.csv" && nbr-chief import "$1/chiefs.csv" && nbr-household import "$1/roster.csv"
}

# village_in DIR VILLAGE: of the files of the town, in ./in, what is of one village.
village_in() {
	town_in in && mkdir "$1" && sed -n "1,2p; /^$2/p" in/areas.csv >"$1/areas.csv"
	for f in roster chiefs; do	# headings, and what has a code of the village
		iconv -f GB18030 -t UTF-8 "in/$f.csv" | sed -n "/区域代码/p; /,$2/p" | iconv -f UTF-8 -t GB18030 >"$1/$f.csv"
	done
}

# db_at NAME: where the database of that name is. db_new NAME makes room for one,
# db_copy FROM TO a copy, in place of what was there.
if [ "$engine" = sqlite ]; then
	db_at() { echo "$tmp/$1.db"; }
	db_new() { rm -f "$tmp/$1.db"*; }
	db_copy() { db_new "$2"; cp "$tmp/$1.db" "$tmp/$2.db"; }
	db_drop() { :; }
else
	: "${NBR_TEST_PG:?names no server}"
	db_at() { server "nbr_$$_$1"; }
	db_new() { db_made "$1" template0 "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"; }
	db_copy() { db_made "$2" "nbr_$$_$1" ''; }
	db_drop() {
		[ ! -s "$tmp/databases" ] || sort -u "$tmp/databases" | sed 's/.*/DROP DATABASE IF EXISTS & WITH (FORCE);/' |
			psql -qX -d "$(server postgres)" 2>&1 | grep -v 'does not exist, skipping'
	}
	server() { echo "${NBR_TEST_PG%%%s*}$1${NBR_TEST_PG#*%s}"; }
	db_made() {
		echo "nbr_$$_$1" >>"$tmp/databases"
		PGOPTIONS='-c client_min_messages=warning' psql -qX -v ON_ERROR_STOP=1 -d "$(server postgres)" \
			-c "DROP DATABASE IF EXISTS nbr_$$_$1 WITH (FORCE)" -c "CREATE DATABASE nbr_$$_$1 TEMPLATE $2 STRATEGY file_copy $3"
	}
	db_new nbr || exit
fi

# sql STATEMENTS [DATABASE]: asks the database without nbr. Columns are tabs
# apart, NULL is empty, foreign keys are not looked at.
sql() {
	if [ "$engine" = sqlite ]; then
		sqlite3 -batch -init /dev/null -cmd '.timeout 30000' -noheader -separator '	' "${2-$NBR_DB}" "$1"
	else
		PGOPTIONS='-c session_replication_role=replica' \
			psql -qAtX -F '	' -v ON_ERROR_STOP=1 -d "${2-$NBR_DB}" -c "$1"
	fi
}

# tables FILE: all there is, as an SQLite file, for questions in its own SQL.
tables() {
	rm -f "$1"
	if [ "$engine" = sqlite ]; then
		cp "$NBR_DB" "$1"
		return
	fi
	sql "SELECT c.relname, 'CREATE TABLE ' || c.relname || ' (' || (SELECT string_agg(attname || ' ' || format_type(atttypid, NULL), ', '
		ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0) || ', ' || pg_get_constraintdef(k.oid) || ');'
		FROM pg_class c JOIN pg_constraint k ON k.conrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace AND k.contype = 'p'" >"$tmp/tables"
	cut -f 2 "$tmp/tables" | sqlite3 -batch -init /dev/null "$1"
	while read -r table _; do
		sql "COPY (SELECT * FROM $table) TO STDOUT (FORMAT csv)" |
			sqlite3 -batch -init /dev/null "$1" '.mode csv' ".import /dev/stdin $table"
	done <"$tmp/tables"
}

NBR_DB=$(db_at nbr) NBR_TODAY=2026-03-10 NBR_ACTOR=test; export NBR_DB NBR_TODAY NBR_ACTOR
