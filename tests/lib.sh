# shellcheck shell=sh
# What the tests of programs share: each check is one line.
set -u
LC_ALL=C TZ=UTC; export LC_ALL TZ
unset NBR_AREA NBR_FORMAT NBR_LANG NO_COLOR 2>/dev/null || :
# shellcheck disable=SC2034 # for the tests
top=$(cd "${0%/*}/.." && pwd)
tmp=$(mktemp -d) || exit
trap 'rm -rf "$tmp"' EXIT
NBR_DB=$tmp/nbr.db NBR_TODAY=2026-03-10 NBR_ACTOR=test; export NBR_DB NBR_TODAY NBR_ACTOR
n=0

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
		echo "not ok $n - $1"
		diff -u "$2" "$3" | head -40 | sed 's/^/# /'
	fi
}

done_testing() { echo "1..$n"; }
