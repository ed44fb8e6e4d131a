#!/bin/sh
# The four lists, and what one chief did, against what the other programs tell.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"
cd "$tmp" || exit

town_in in
NBR_TODAY=2026-10-31
town_made in
nbr-visit import in/visits.csv
nbr-order import in/orders.csv
nbr-activity import in/activities.csv
v=430121106206
c=$v-C05
clock 2026-09-20T20:00:00 nbr-points settle -A $v --until 2026-09-19 >settled
clock 2026-10-20T20:00:00 nbr-points settle -A $v --until 2026-10-19 >settled
clock 2026-10-21T09:00:00 nbr-points deduct --rule litter-found $c --reason 门口堆垃圾 --on 2026-10-21 >/dev/null
clock 2026-10-21T09:10:00 nbr-points deduct --rule gambling-found $c --reason 误记 --on 2026-10-21 -H -C entry >wrong
clock 2026-10-22T09:00:00 nbr-points reverse "$(cat wrong)" --reason 误记 --on 2026-10-22 >/dev/null
nbr-chief commend $c --level village --title 好邻长 --on 2026-10-09 >/dev/null
nbr-activity issue "$(nbr-activity list -A $v --since 2026-09-01 -H -C activity -l 1)" --title 电话13800138000 --on 2026-10-12 >/dev/null

lists() { nbr-report lists "$@" -H; }

# rules KIND: code, name, entries, points: from the history of the ledger, and the rulebook.
rules() {
	nbr-rule list -H -C rule,subject deed >deeds
	nbr-points history -A "$1" --since "$3" --until "$4" -H -C entry,kind,rule,points >all
	nbr-points history -A "$1" --kind reverse -H -C ref | sed 's/^reverse://' >back
	nbr-rule list "$2" -H -C rule,name | awk -F'\t' -v OFS='\t' -v kind="$2" '
	FILENAME == "back" { gone[$1] = 1; next }
	FILENAME == "deeds" { n = split($2, w, " "); for (i = 1; i <= n; i++) if (index(w[i], kind ":") == 1) of[$1] = substr(w[i], length(kind) + 2); next }
	FILENAME == "all" { seq = $1; sub(/.*-P/, "", seq); if (($2 == "award" || $2 == "deduct") && !(seq in gone)) { k = of[$3]; n_[k]++; p[k] += $4 } next }
	{ print kind, $1, $2, "", "", "", "", "", n_[$1] + 0, p[$1] + 0, "" }' back deeds all -
}
for period in 2026-01-01:2026-10-31 2026-10-20:2026-10-22; do
	for kind in duty ban; do
		rules $v $kind ${period%:*} ${period#*:} >theirs
		lists $kind -A $v --since ${period%:*} --until ${period#*:} >ours
		same "$kind in $period: $(wc -l <theirs)" theirs ours
	done
done
is 'a ban was broken once, and not where it was reversed' 0 'no-gambling	0	0
no-littering	1	-5' sh -c "nbr-report lists ban -A $v -H -C item,entries,points | grep -e gambl -e litter"

nbr-order list -A $v --since 2026-09-01 --until 2026-10-31 -H -C order,title,kind,area,area_name,posted,status | sed 's/	need	/	需求	/; s/	dispute	/	纠纷	/; s/	hazard	/	隐患	/' |
	awk -F'\t' -v OFS='\t' '{ print "need", $1, $2, $3, $4, $5, substr($6, 1, 10), $7, "", "", "" }' | sort -V >theirs
lists need -A $v --since 2026-09-01 | sort -V >ours
[ -s theirs ] || echo 'no rows: the test proves nothing' >theirs
same "needs: $(wc -l <theirs)" theirs ours
nbr-order list --since 2026-01-01 -t confirmed -H -C order,posted,closed | awk -F'\t' 'substr($2, 1, 10) < substr($3, 1, 10) { print $1, substr($2, 1, 10); exit }' >slow
read -r id day <slow
is 'as they stood then' 0 "open" sh -c "nbr-report lists need --since $day --until $day -H -C item,state | sed -n 's/^$id	//p'"
is '... and do now' 0 "confirmed" sh -c "nbr-report lists need --since $day -H -C item,state | sed -n 's/^$id	//p'"

nbr-activity issues -A $v --since 2026-09-01 --until 2026-10-31 -H -C issue,title,area,area_name,day,state,outcome |
	awk -F'\t' -v OFS='\t' '{ print $1, $2, $3, $4, $5, $6, $7 }' | sort -V >theirs
nbr-report lists deliberation -A $v --since 2026-09-01 -H -C item,name,area,area_name,day,state,outcome | sort -V >ours
[ -s theirs ] || echo 'no rows: the test proves nothing' >theirs
same "deliberations: $(wc -l <theirs)" theirs ours
is 'what was typed is masked' 0 '1' sh -c "nbr-report lists deliberation -A $v --since 2026-09-01 -H -C name | grep -c '^电话[*]*$'"
{ lists duty --since 2026-09-01; lists ban --since 2026-09-01; lists need --since 2026-09-01; lists deliberation --since 2026-09-01; } >theirs
lists --since 2026-09-01 >ours
same 'all four' theirs ours
is 'by its Chinese name' 0 "$(lists deliberation)" nbr-report lists 议事清单 -H
# For people in Chinese words: none of all the lists, in whatever state, is left in English.
states() { nbr-report lists "$1" --since 2026-01-01 -F table --lang zh -H -C state | sed 's/ *$//' | grep . | sort -u; }
is 'states for people' 0 "$(nbr-order list --since 2026-01-01 -F table --lang zh -H -C status | sort -u)" states need
is '... of issues' 0 "$(nbr-activity issues --since 2026-01-01 --kind council -F table --lang zh -H -C state | sort -u)" states deliberation
is 'of a part of a village nobody counts points' 0 "lead-clean	" nbr-report lists duty -A $v.01 -H -C item,entries -l 1
says 'no such list' 2 "nbr-report: lists: duty, ban, need or deliberation, not goods
    Try 'nbr-report lists --help'." nbr-report lists goods

# ---- goods ----

low() { nbr-report daily --on "$1" -H -C area,group,group_name,figure,value,records | grep '	low	' | sort; }
for g in 肥皂:5:10 毛巾:2:3 大米:9:100; do
	nbr-goods add "${g%%:*}" -A $v --points 1 --stock ${g##*:} --on 2026-10-01 >/dev/null
done
clock 2026-10-25T09:00:00 nbr-points redeem $c 肥皂 6 --on 2026-10-25 >/dev/null
clock 2026-10-25T09:10:00 nbr-points redeem $c 毛巾 3 --on 2026-10-25 >/dev/null
clock 2026-10-25T09:20:00 nbr-points redeem $c 大米 9 --on 2026-10-25 >/dev/null
is 'nothing was low the day before' 0 '' low 2026-10-24
is 'fewer than went in a month, or none' 0 "$v	goods:$v-G01	肥皂	low	4	6
$v	goods:$v-G02	毛巾	low	0	3" low 2026-10-25
is 'a month later nothing went' 0 "$v	goods:$v-G02	毛巾	low	0	0" low 2026-11-24

# ---- a chief ----

own() { nbr-report chief $c --since 2026-09-01 --until 2026-10-31 -H -C group,figure,value,records | grep '^chief' | cut -f 2-; }
events() { nbr-order list -A $v -H -C order | nbr-order show - --events -H -C order,step,chief,at | awk -F'\t' -v c=$c -v step="$1" '$2 == step && $3 == c && $4 >= "2026-09-01" && $4 < "2026-11" { print $1 }' | sort -u | wc -l; }
{
	nbr-visit list -c $c --since 2026-09-01 --until 2026-10-31 -H -C household >visits
	echo "visited	$(sort -u visits | wc -l)	$(wc -l <visits)"
	echo "taken	$(events take)	"
	echo "finished	$(events finish)	"
	echo "held	$(nbr-activity attendance -c $c --since 2026-09-01 --until 2026-10-31 -H | wc -l)	"
	echo "trained	$(nbr-activity attendance -c $c --kind training --since 2026-09-01 --until 2026-10-31 -H | wc -l)	"
	echo "commended	1	"
	nbr-points history $c --since 2026-09-01 --until 2026-10-31 -H -C kind,points |
		awk -F'\t' '{ n[$1]++; p[$1] += $2 } END { print "awarded\t" p["award"] "\t" n["award"]; print "deducted\t" p["deduct"] "\t" n["deduct"]; print "reversed\t" p["reverse"] "\t" n["reverse"]; print "redeemed\t" p["redeem"] "\t" n["redeem"] }'
	echo "balance	$(nbr-points balance $c --on 2026-10-31 -H -C balance)	"
} | awk -F'\t' '$2 > 0 || $2 < 0 || $1 == "held" || $1 == "trained"' | sort >theirs
own | sort >ours
same "what a chief did: $(wc -l <theirs) figures" theirs ours
area=$(nbr-chief show $c -H -C area -l 1)
nbr-report area "$area" --since 2026-09-01 --until 2026-10-31 -H >theirs
nbr-report chief $c --since 2026-09-01 --until 2026-10-31 -H | grep -v '	chief:' >ours
same 'beside the area of the post' theirs ours
is 'under his name' 0 "$(nbr-chief show $c -H -C name -l 1)" sh -c "nbr-report chief $c --since 2026-09-01 --until 2026-10-31 -H -C group,group_name | awk -F'\t' '\$1 ~ /^chief:/ { print \$2 }' | sort -u"
is 'no such chief' 5 '' nbr-report chief $v-C999
is 'a month is compared with a month' 0 "$(nbr-report monthly --on 2026-10-31 -A $v -H)" nbr-report area $v --since 2026-10-01 --until 2026-10-31 -H
is 'other days with as many' 0 "$(nbr-report area $v --since 2026-10-06 --until 2026-10-09 -H -C value -l 4)" nbr-report area $v --since 2026-10-10 --until 2026-10-13 -H -C before -l 4

done_testing
