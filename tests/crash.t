#!/bin/sh
# An import killed at any instant leaves all of it or nothing. On a server it is
# the server that keeps that promise, and the sanitizers do not change what a file
# holds: fewer kills there.
# shellcheck source=tests/lib.sh disable=SC1091,SC2154
. "${0%/*}/lib.sh"
if [ "$engine" = sqlite ] && ! sanitized; then
	kills=${KILLS-200}
else
	kills=${KILLS-12}
fi
seed=${SEED-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}

town_in "$tmp/in"
iconv -f GB18030 -t UTF-8 "$tmp/in/roster.csv" |
    awk -F, 'NR <= 3 || $2 ~ /^(430121106002|430121106202|430121106205)0/' >"$tmp/roster.csv"
nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-area import "$tmp/in/areas.csv"
db_copy nbr base
rows() { sql 'SELECT (SELECT count(*) FROM household) + (SELECT count(*) FROM member)'; }
now() { date +%s%N; }

# As long as the whole takes, here and now.
begin=$(now)
is 'an import' 0 '' nbr-household import "$tmp/roster.csv"
took=$(($(now) - begin))
all=$(rows)
is 'of three villages' 0 "$(($(wc -l <"$tmp/roster.csv") - 3))" echo "$all"

awk -v seed="$seed" -v n="$kills" -v took="$took" 'BEGIN {
	srand(seed)
	for (i = 0; i < n; i++)
		printf "%.6f\n", 0.001 + rand() * took * 1.2 / 1e9
}' >"$tmp/instants"

before=0 after=0
: >"$tmp/wrong"
while read -r instant; do
	db_copy base nbr
	timeout -s KILL "$instant" nbr-household import "$tmp/roster.csv" 2>"$tmp/err"
	status=$?
	# Even an import that was killed may have come as far as its commit.
	{ nbr-db check -H || echo "check: $?"; } >"$tmp/found" 2>&1
	stored=$(rows)
	case $stored in
	0) before=$((before + 1)) ;;
	"$all") after=$((after + 1)) ;;
	*) echo "$instant s: $stored rows" >>"$tmp/wrong" ;;
	esac
	[ $status != 0 ] || [ "$stored" = "$all" ] || echo "$instant s: status 0, $stored rows" >>"$tmp/wrong"
	sed "s/^/$instant s: /" "$tmp/found" >>"$tmp/wrong"
done <"$tmp/instants"
same "seed $seed: of $kills imports $after were stored whole, $before not at all" /dev/null "$tmp/wrong"
is 'some were killed before the commit' 0 '' test "$before" -gt 0
is 'some came through' 0 '' test "$after" -gt 0
is 'an import after all that' 0 '' nbr-household import "$tmp/roster.csv"
is 'finds or makes the whole' 0 "$all" rows

done_testing
