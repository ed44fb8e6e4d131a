# shellcheck shell=sh
# Each check is one line: is NAME STATUS OUTPUT COMMAND...
set -u
LC_ALL=C TZ=UTC; export LC_ALL TZ
unset NBR_AREA NBR_FORMAT NBR_LANG NO_COLOR 2>/dev/null || :
# shellcheck disable=SC2034 # for the tests
top=$(cd "${0%/*}/.." && pwd)
tmp=$(mktemp -d) || exit
trap 'rm -rf "$tmp"' EXIT
NBR_DB=$tmp/nbr.db NBR_TODAY=2026-03-10 NBR_ACTOR=test; export NBR_DB NBR_TODAY NBR_ACTOR
n=0

# Compares status and standard output, whole; what went to standard error is in
# $tmp/err.
is() {
	name=$1 want=$2 text=$3; shift 3
	n=$((n + 1))
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null; got=$?
	printf '%s' "$text" >"$tmp/want"
	[ -z "$text" ] || echo >>"$tmp/want"
	if [ "$got" = "$want" ] && cmp -s "$tmp/want" "$tmp/out"; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		{ echo "status $got, wanted $want"; diff -u "$tmp/want" "$tmp/out"
		  cat "$tmp/err"; } | sed 's/^/# /'
	fi
}

# says NAME STATUS ERRORS COMMAND...: the same for standard error.
says() {
	name=$1 want=$2 text=$3; shift 3
	n=$((n + 1))
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null; got=$?
	printf '%s' "$text" >"$tmp/want"
	[ -z "$text" ] || echo >>"$tmp/want"
	if [ "$got" = "$want" ] && cmp -s "$tmp/want" "$tmp/err"; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		{ echo "status $got, wanted $want"; diff -u "$tmp/want" "$tmp/err"; } | sed 's/^/# /'
	fi
}

# same NAME FILE1 FILE2
same() {
	n=$((n + 1))
	if cmp -s "$2" "$3"; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		diff -u "$2" "$3" | head -40 | sed 's/^/# /'
	fi
}

done_testing() { echo "1..$n"; }
