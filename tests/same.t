#!/bin/sh
# One year of a township in a file and on a server: every list, report and export
# is the same, byte for byte.
# shellcheck source=tests/lib.sh disable=SC1091,SC2154
. "${0%/*}/lib.sh"
[ -n "${NBR_TEST_PG-}" ] || { echo '1..0 # SKIP NBR_TEST_PG names no server'; exit; }
only postgresql 'compares both engines itself'
server=$NBR_DB file=$tmp/nbr.db
one=430121106002010001 hood=430121106002.01.01.01

town_in "$tmp/in"
NBR_TODAY=2026-12-31
for NBR_DB in "$file" "$server"; do
	nbr-db init --town 430121106 --name 春华镇
	nbr-rule import "$top/lib/data/rulebook-example.csv"
	nbr-calendar import "$top/lib/data/calendar-cn.csv"
	nbr-area import "$tmp/in/areas.csv"
	nbr-chief import "$tmp/in/chiefs.csv"
	nbr-household import "$tmp/in/roster.csv"
	nbr-visit import "$tmp/in/visits.csv"
	nbr-activity import "$tmp/in/activities.csv"
	# Some history: what held before is asked for too.
	nbr-household list -A 430121106002 -k green -l 40 | nbr-household classify - -k red --reason 复核 --on 2026-12-01
	nbr-household list -A 430121106202 -l 30 | nbr-household tag - --tag low-income --on 2026-12-02
	nbr-household list -A 430121106205 -l 5 | nbr-household close - --reason 迁出 --on 2026-12-30
	nbr-visit list -A 430121106206 --since 2026-12-20 -l 7 | nbr-visit void - --reason 误录
	nbr-area check area-size | nbr-area waive - --until 2027-06-30 --reason 换届时调整
	nbr-household move $one -A 430121106002.02.01.01 --on 2026-12-30
	nbr-household waive group-other $one --until 2027-06-30 --reason 已迁居
	printf 'household,area,head,class,since\n%s,%s,改名,yellow,2025-01-01\n' $one $hood >"$tmp/changed.csv"
	nbr-household import -u update "$tmp/changed.csv"
	printf 'household,day\n%s,2026-12-31\n' $one >"$tmp/late.csv"
	nbr-visit import "$tmp/late.csv"
	nbr-db undo -H "$(nbr-db runs -H -C program,run,added | sed -n 's/^nbr-visit	\(.*\)	1$/\1/p')"
	nbr-rule add more-often --kind visit --name 加访 --subject class:red --every 5 --unit day --anchor last --shift none --first 2026-12-20
	nbr-rule add thanked --kind deed --name 感谢 --subject manual --side award --value 20
	{
		nbr-chief list -A 430121106002 -l 3 | nbr-points award --rule thanked --reason 感谢信 -
		nbr-goods add 肥皂 -A 430121106002 --points 5 --unit 块 --stock 30 --on 2026-12-01
		nbr-goods set 肥皂 --points 6
		nbr-points redeem C1 肥皂 2 -A 430121106002 --on 2026-12-20
		nbr-points redeem C2 肥皂 -A 430121106002
		nbr-points collect X261220-1
		nbr-points reverse 430121106002-P4 --reason 破损
		nbr-goods count 肥皂 28 --reason 年末盘点
	} >/dev/null
done

# both COMMAND...: what it prints for one is what it prints for the other.
both() {
	NBR_DB=$file "$@" >"$tmp/file.out" 2>"$tmp/file.err" </dev/null; status=$?
	is "$*" $status "$(cat "$tmp/file.out")" "$@"
	sed "s|$file|DB|g" "$tmp/file.err" >"$tmp/theirs"
	sed "s|$server|DB|g" "$tmp/err" >"$tmp/ours"
	same 'and on standard error' "$tmp/theirs" "$tmp/ours"
	[ -s "$tmp/out" ] || [ -s "$tmp/err" ] || echo "# nothing was printed: $*"
}

while read -r words; do
	eval "set -- $words"
	both "$@"
done <<END
nbr-area list
nbr-area list -C area,name,level,parent,households,chief,first,last --on 2026-06-30
nbr-area list 月 -F json
nbr-area show $hood
nbr-area check
nbr-chief list -C chief,name,role,area,area_name,phone,party,elected,electors,last,households
nbr-chief list --vacant
nbr-chief list --role piece -F csv --for excel
nbr-chief show C3 -A 430121106002
nbr-chief workload
nbr-household list -C household,area,area_name,head,door,members,class,tags,last_visit,since,last,phone,note
nbr-household list --on 2026-06-30
nbr-household list --on 2026-12-01 -k red -F jsonl
nbr-household list --tag special -A 430121106202 -F csv
nbr-household list -c C3 -A 430121106002 -F md
nbr-household list 王 -s -door -l 20
nbr-household list -t closed -A 430121106205
nbr-household show $one -F json
nbr-household members $one
nbr-household history 430121106202010001
nbr-household check
nbr-household check group-other household-twice -A 430121106002
nbr-household check -t waived
nbr-area check -t waived
nbr-household export
nbr-visit list --since 2026-11-01
nbr-visit list -t voided
nbr-visit coverage
nbr-visit coverage -A 430121106002 --since 2026-01-01
nbr-visit-due
nbr-visit-due --on 2026-10-21 -C household,area,chief,chief_name,class,tags,rule,last_visit,due,overdue_days,nominal,members,phone
nbr-visit-due --on 2026-02-21 --overdue
nbr-visit-due --on 2027-01-31 -A 430121106002
nbr-visit-due --why --among $one
nbr-activity list -C activity,day,kind_name,area_name,title,place,chief_name,residents,chiefs,issues,micro,attended,result
nbr-activity list --missing --since 2026-01-01
nbr-activity attendance -A 430121106002
nbr-activity issues -t agreed -F json
nbr-goods list
nbr-goods list --on 2026-12-20 -F md
nbr-goods moves 肥皂 -C goods,n,day,kind,quantity,stock,exchange,note,actor,run
nbr-points exchanges
nbr-points exchanges -t reserved -A 430121106002 -F json
nbr-report daily
nbr-report daily --on 2026-10-01 -F csv
nbr-rule list
nbr-rule list tag -F json
nbr-rule show more-often
nbr-rule explain more-often order-done
nbr-rule check
nbr-calendar list --since 2026-01-01 --until 2026-12-31
nbr-db check
nbr-db dump household
nbr-db dump span
nbr-db dump visit_void
nbr-db query 'SELECT village, count(*) AS households FROM household GROUP BY village ORDER BY village'
nbr-db audit -C day,actor,program,verb,added,changed,same,rejected,reason,seen -s day,program,verb,changed
nbr-db dump was
nbr-db runs -C run,program,seen,added,changed,same,rejected,digest,undone -s run,program
nbr-db undo 430121106002-R1
nbr-db undo R2
nbr-household show 12345
nbr-household list -A nowhere
nbr-chief show 王
END

done_testing
