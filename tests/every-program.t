#!/bin/sh
# What every program promises, asked of all of them: the list is that of cmd/.
# shellcheck source=tests/lib.sh disable=SC1091,SC2013,SC2016,SC2046,SC2086,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit

# ---- a town of two villages ----

village=430121106205
house=430121106205010001
nbr-db init --town 430121106 --name 春华镇 &&
nbr-calendar import "$top/lib/data/calendar-cn.csv" &&
nbr-rule import "$top/lib/data/rulebook-example.csv" || exit
for v in 205:龙王庙村 206:大鱼塘村; do
	code=430121106${v%:*}
	printf '%s\n' "$code,${v#*:}" "$code.01,第一片" "$code.01.01,第一组" "$code.01.01.01,${v#*:}屋场"
done | { echo area,name; cat; } >areas.csv
nbr-area import areas.csv &&
printf 'name,area,elected\n易子春,%s.01.01.01,2024-03-22\n' $village | nbr-chief import - &&
printf 'household,area,head,class\n%s,%s.01.01.01,周浩胜,red\n' $house $village | nbr-household import - &&
nbr-visit log $house >/dev/null &&
for i in 1 2 3 4; do nbr-order post --kind need -A $village.01 --title 事$i; done >/dev/null &&
nbr-order take O260310-2 O260310-3 >/dev/null && nbr-order finish O260310-3 --result 已修 >/dev/null &&
nbr-order hold O260310-4 --reason 等 >/dev/null &&
nbr-activity add --kind council -A $village >/dev/null &&
nbr-activity issue A260310-1 --title 路灯 >/dev/null &&
echo 'rule,kind,name,subject,side,value,first
helped,deed,帮困,manual,award,50,2024-01-01' | nbr-rule import - &&
nbr-rule add praised --kind deed --name 表扬 --subject manual --side award --value 5 --notice 5 >/dev/null &&
nbr-points award C01 --rule helped --reason 帮 >/dev/null &&
nbr-goods add 肥皂 -A $village --points 5 --stock 10 >/dev/null &&
nbr-points redeem C01 G01 >/dev/null &&
for i in 3 4 5; do nbr-points award C01 --rule praised --reason 第$i >/dev/null; done &&
nbr-points object P4 --person 王婶 --reason 不实 >/dev/null || exit
db_copy nbr town
none=$(db_at none)

# What a verb cannot do without.
needs() {
	case "$1 $2" in
	'nbr completion') echo bash;;
	'nbr-access grant') echo li -A $village;;
	'nbr-access revoke') echo li;;
	'nbr-activity add') echo -A 大鱼塘村屋场 --kind council;;
	'nbr-activity show' | 'nbr-activity set' | 'nbr-activity close') echo A260310-1;;
	'nbr-activity attend') echo A260310-1 C01;;
	'nbr-activity issue') echo A260310-1 --title 水渠;;
	'nbr-activity settle') echo A260310-1-1 --outcome 已办;;
	'nbr-area add') echo $village.01.01.02 新屋场;;
	'nbr-area set') echo $village.01 --name 片;;
	'nbr-area show') echo $village;;
	'nbr-area waive') echo area-no-chief $village.01 --until 2026-12-31 --reason 空缺;;
	'nbr-household waive') echo no-class $house --until 2026-12-31 --reason 核实;;
	'nbr-area retire') echo 430121106206.01.01.01;;
	'nbr-calendar is' | 'nbr-calendar next') echo workday;;
	'nbr-chief commend') echo C01 --level village --title 好人;;
	'nbr-chief elect') echo -A 大鱼塘村屋场 --name 刘洋;;
	'nbr-chief end') echo C01 --reason 辞职;;
	'nbr-chief show') echo C01;;
	'nbr-points redeem') echo C01 G01;;
	'nbr-points collect') echo X260310-1;;
	'nbr-report area') echo $village;;
	'nbr-report chief') echo C01;;
	'nbr-report public') echo orders;;
	'nbr-db init') echo --town 430121106 --name 春华镇;;
	'nbr-db backup' | 'nbr-db snapshot') echo copy.db;;
	'nbr-db restore') echo "$(db_at town)" -y;;
	'nbr-db set') echo phone_area 0731;;
	'nbr-db copy') echo "$(db_at town) copied.db";;
	'nbr-db query') echo 'SELECT(1)';;
	'nbr-db undo') nbr-db runs -H -C program,run -D "$(db_at town)" | sed -n 's/^nbr-calendar	//p';;
	'nbr-goods show' | 'nbr-goods moves' | 'nbr-goods retire') echo G01;;
	'nbr-goods add') echo 大米 -A 大鱼塘村 --points 5;;
	'nbr-goods set') echo G01 --unit 盒;;
	'nbr-goods restock') echo G01 5;;
	'nbr-goods count') echo G01 5 --reason 盘点;;
	'nbr-household show' | 'nbr-household members' | 'nbr-household history') echo $house;;
	'nbr-household add') echo -A 大鱼塘村屋场 --head 李明;;
	'nbr-household set') echo $house --door 3-2;;
	'nbr-household classify') echo $house -k green;;
	'nbr-household tag') echo $house --tag disabled;;
	'nbr-household move') echo $house -A 龙王庙村/第一组;;
	'nbr-household close' | 'nbr-household reopen') echo $house --reason 迁出;;
	'nbr-order post') echo -A 大鱼塘村屋场 --kind need --title 路灯不亮;;
	'nbr-order take' | 'nbr-order show') echo O260310-1;;
	'nbr-order answer') echo O260310-1 --result 好;;
	'nbr-order note') echo O260310-1 --note 已知;;
	'nbr-order hold' | 'nbr-order escalate' | 'nbr-order cancel') echo O260310-1 --reason 无人;;
	'nbr-order finish') echo O260310-2 --result 已修;;
	'nbr-order release') echo O260310-2 --reason 无人;;
	'nbr-order confirm') echo O260310-3 --person 王婶;;
	'nbr-order reopen') echo O260310-3 --reason 又坏;;
	'nbr-order resume') echo O260310-4;;
	'nbr-rule show' | 'nbr-rule explain' | 'nbr-rule end') echo red-weekly;;
	'nbr-points award') echo C01 --rule helped --reason 帮;;
	'nbr-points deduct') echo C01 --rule gambling-found --reason 赌;;
	'nbr-points reverse') echo P3 --reason 错;;
	'nbr-points object') echo P5 --person 李叔 --reason 不实;;
	'nbr-points decide') echo P4 --status dismissed --reason 属实;;
	'nbr-points explain') echo P1;;
	'nbr-points replay') echo --rules "$top/lib/data/rulebook-example.csv";;
	'nbr-points sample') echo 3 --seed 1;;
	'nbr-points statement') echo C01;;
	'nbr-rule add') echo blue --kind class --name 蓝户;;
	'nbr-visit log') echo $house;;
	'nbr-visit void') echo $house-V260310 --reason 误录;;
	*' import') echo areas.csv;;
	esac
}

# The same without the record: that comes from standard input.
options() { needs "$1" "$2" | sed ':again; s/^[^-][^ ]* *//; t again'; }

# ---- programs and verbs, as --help has them; "-" is a program's only one ----

for c in "$top"/cmd/*.c; do
	p=${c##*/} p=${p%.c}
	"$p" --help >"help.$p" || echo "# $p --help failed"
	if grep -q '^Verbs:' "help.$p"; then
		sed -n "/^Verbs:/,/^\$/s/^  \\([a-z][a-z-]*\\) .*/\\1/p" "help.$p" | while read -r v; do
			[ "$p" = nbr ] && [ -e "$top/cmd/nbr-$v.c" ] || echo "$p $v"
		done
	else
		echo "$p -"
	fi
done >all
cut -d ' ' -f 1 all | uniq >programs

# What can be done: a file has no logins, and a server is not replaced by a file.
case $engine in
sqlite) grep -v '^nbr-access ' all >live;;
*) grep -v '^nbr-db restore$' all >live;;
esac

while read -r p v; do
	"$p" ${v#-} --help >help || echo "# $p $v --help failed"
	sed -n "/^Options:/,/^\$/{s/^  -., --\\([a-z-]*\\).*/$p $v \\1/p; s/^      --\\([a-z-]*\\).*/$p $v \\1/p;}" help
	sed -n 's/^  -\(.\), --\([a-z-]*\).*/\1 \2/p' help >>letters
	if sed -n '/^Usage:/,/^$/p' help | grep -q '| *-$'; then echo "$p $v" >>readers; fi
done <all >takes

lines="
$(cat takes)
"
# takes PROGRAM VERB OPTION
takes() {
	case $lines in
	*"
$1 $2 $3
"*) return 0;;
	*) return 1;;
	esac
}

is 'there are programs' 0 'nbr-area
nbr-db
nbr' grep -x -e nbr-area -e nbr-db -e nbr programs
is 'and verbs' 0 'nbr-household tag
nbr-visit-due -' grep -x -e 'nbr-household tag' -e 'nbr-visit-due -' all
sort -u letters >letter
is 'a letter means one thing' 0 '' sh -c 'cut -d" " -f1 letter | uniq -d; cut -d" " -f2 letter | sort | uniq -d'

# ---- the manual ----

# What no database is asked for is the same on every engine: a file is enough, and
# programs that are as fast as those of every day.
texts=false
[ "$engine" != sqlite ] || sanitized || texts=true
plain() {
	if $texts; then is "$@"; else skip 'no database is asked' "$1"; fi
}

if $texts; then

section() { sed -n "/^\\.Sh $2/,/^\\.Sh [^${2%"${2#?}"}]/{/^\\.Sh/!p;}" "$top/man/$1"; }
long() { sed -n 's/^\.It.* Fl Fl \([a-z-]*\).*/\1/p'; }	# options of a list

section nbr.7 OPTIONS >options
long <options | sort -u >common
group() { sed -n "/^\\.Ss $1/,/^\\.Ss [^${1%"${1#?}"}]/p" options | long; }

# verb and option, of the .It of each verb; a program without verbs has a list.
manual_takes() {
	awk -v only="$2" '
	FILENAME == "letter" { name[$1] = $2; next }
	/^\.S[hs] / { part = $2 }
	part == only && (only == "Options" || $2 == "Cm") && $1 == ".It" {
		verb = only == "Verbs" ? $3 : "-"
		for (i = 2; i <= NF; i++)
			if ($i == "Fl")
				print verb, $(i + 1) == "Fl" ? $(i += 2) : name[$(i += 1)]
	}' letter "$1" | sort -u
}

while read -r p; do
	page=$top/man/$p.1
	is "$p has a manual, and a purpose" 0 "$(sed -n '/^$/{n;s/\.$//;p;q;}' "help.$p" | awk '{ print tolower(substr($0, 1, 1)) substr($0, 2) }')" \
	    sed -n 's/^\.Nd //p' "$page"
	grep "^$p " takes | cut -d ' ' -f 2- | sort -u >have
	if grep -q "^$p -\$" all; then only=Options; else only=Verbs; fi
	grep "^$p " all | cut -d ' ' -f 2 | sort >verbs
	manual_takes "$page" $only >said
	[ $only = Options ] || sed -n '/^\.Ss Verbs/,/^\.Ss Options/s/^\.It Cm \([a-z-]*\).*/\1/p' "$page" | sort >told
	[ $only = Options ] || same "$p: the verbs are in the manual" verbs told
	for f in have said; do
		awk 'NR == FNR { common[$1] = 1; next } !($2 in common)' common $f >own.$f
	done
	same "$p: each verb with its own options" own.have own.said
	cut -d ' ' -f 2 own.have | sort -u >have
	sed -n '/^\.Ss Options/,/^\.El/p' "$page" | long | sort -u >said
	same "$p: each option is explained" have said
	[ $only = Options ] && continue
	for g in records:format personal:reveal changes:dry-run imports:encoding; do
		grep "^$p .* ${g#*:}\$" takes | cut -d ' ' -f 2 | sort -u >have
		sed -n "/^\\.It Em ${g%:*}/{n;s/^\\.Cm //;s/ , /\\n/g;p;}" "$page" | sort >said
		same "$p: who takes the options of ${g%:*}" have said
	done
done <programs

for g in 'Every verb:help' 'Records:format' 'Personal:reveal' 'Changes:dry-run' 'Imports:encoding'; do
	while read -r p v; do
		takes "$p" "$v" "${g#*:}" || continue
		for o in $(group "${g%:*}"); do
			takes "$p" "$v" "$o" || echo "$p $v --$o"
		done
	done <all >missing
	: >empty
	same "whoever takes one takes all: ${g%:*}" empty missing
done

# In both languages; a Han character and full-width signs take two cells.
while read -r p v; do
	for lang in en zh; do
		NBR_LANG=$lang "$p" ${v#-} --help
	done
done <all | perl -CSD -ne 'chomp; $seen{$_}++ or length() + (() = /[\x{1100}-\x{115f}\x{2e80}-\x{a4cf}\x{ac00}-\x{d7a3}\x{f900}-\x{faff}\x{fe30}-\x{fe6f}\x{ff00}-\x{ff60}]/g) > 80 and print "$_\n"' >wide
: >empty
same '--help fits a terminal' empty wide

"$top/scripts/manual-errors" >have
section nbr-errors.7 CODES >said
same 'every code is in nbr-errors(7)' have said
"$top/scripts/manual-figures" >have
sed '1,/BEGIN FIGURES/d; /END FIGURES/,$d' "$top/man/nbr-report.1" >said
same 'every figure is in nbr-report(1)' have said
"$top/scripts/manual-columns" >have
section nbr-records.5 COLUMNS >said
same 'every column is in nbr-records(5)' have said
else
	skip 'no database is asked' 'the manual'
fi

# ---- each verb ----

case $engine in
sqlite) is 'a file has no logins' 2 '' nbr-access list;;
*) is 'a file does not replace a server' 2 '' nbr-db restore town.db -y;;
esac

while read -r p v; do
	verb=${v#-}
	plain "$p $verb --help to a full disk" 8 '' sh -c "$p $verb --help >/dev/full"
	plain "$p $verb: no such option" 2 '' "$p" $verb --no-such-option
	set -- $(needs "$p" "$v")
	is "$p $verb: a day that is none" 2 '' "$p" $verb "$@" --on 2026-02-31
	if takes "$p" "$v" dry-run; then set -- "$@" -n; fi
	case "$p $v" in
	'nbr-db init' | 'nbr-db restore' | 'nbr config' | 'nbr doctor') ;;
	*) if takes "$p" "$v" db; then
		is "$p $verb: no database" 8 '' "$p" $verb "$@" -D "$none"
	fi;;
	esac
	if takes "$p" "$v" area; then
		is "$p $verb: no such area" 5 '' "$p" $verb "$@" -A 无此地
		is "$p $verb: two such areas" 5 '' "$p" $verb "$@" -A 第一片
	fi
	takes "$p" "$v" format || continue
	case "$p $v" in
	'nbr-db snapshot') full=9;;		# it is made
	*) full=8;;
	esac
	is "$p $verb to a full disk" $full '' sh -c 'exec "$@" >/dev/full' sh "$p" $verb "$@"
	[ "$p $v" != 'nbr-db query' ] || continue	# its columns are those asked for
	names=$("$p" $verb "$@" -C help | cut -f 1 | paste -s -)
	is "$p $verb: columns" 0 "$names" sh -c '"$@" | head -n 1' sh "$p" $verb "$@" -C "$(echo "$names" | tr '\t' ,)"
	"$p" $verb "$@" | head -n 1 | tr '\t' '\n' >shown
	{ echo "$p $v"; paste -s - <shown; } >>headings
	is "$p $verb: what is shown is of these, in order" 0 "$(cat shown)" \
	    sh -c 'echo "$1" | tr "\t" "\n" | grep -x -F -f shown' sh "$names"
	is "$p $verb: they are in the manual" 0 "$names" awk -v verb="$p${verb:+ $verb}" '
	/^\.Ic / { in_it = index(substr($0, 5) " , ", verb " , ") > 0 }
	in_it && /^\.It / { printf "%s%s", n++ ? "\t" : "", $3 }
	END { if (n) print "" }' "$top/man/nbr-records.5"
done <live

while read -r p; do
	plain "$p --version" 0 "$p (nbr) $(sed -n 's/^VERSION	*= //p' "$top/Makefile")" "$p" --version
	plain "$p --help to a full disk" 8 '' sh -c "$p --help >/dev/full"
	plain "$p: no such option" 2 '' "$p" --no-such-option
	grep -q "^$p -\$" all || plain "$p: no such verb" 2 '' "$p" no-such-verb
done <programs

# ---- standard input that says nothing, or is no text ----

printf '\000\001\376\377\037' >noise
grep -x -F -f live readers >reading
while read -r p v; do
	case $v in
	import) empty=4;;
	*) empty=0;;
	esac
	[ "$p $v" = 'nbr-db query' ] && continue
	set -- $(options "$p" "$v")
	names=
	if takes "$p" "$v" format; then
		names=$(awk -v verb="$p $v" '$0 == verb { getline; print; exit }' headings)
	fi
	is "$p $v - with nothing" $empty "$names" "$p" $v - "$@"
	is "$p $v - with noise" 4 '' sh -c 'exec "$@" <noise' sh "$p" $v - "$@"
done <reading

# ---- databases that cannot be used ----

db_copy town newer
newer=$(db_at newer)
sql 'UPDATE nbr_schema SET version = 99' "$newer"
while read -r p v; do
	verb=${v#-} want=8
	takes "$p" "$v" db || continue
	case "$p $v" in
	'nbr '* | *' template' | 'nbr-db init' | 'nbr-db restore' | 'nbr-db copy') continue;;
	'nbr-db info') want=0;;
	esac
	set -- $(needs "$p" "$v")
	if takes "$p" "$v" dry-run; then set -- "$@" -n; fi
	"$p" $verb "$@" -D "$newer" >/dev/null 2>&1 </dev/null
	is "$p $verb: a newer database" 0 $want echo $?
done <live

# Root may write everything: as somebody else then. And who may not write on a server?
as=
case $engine in
sqlite)
	[ "$(id -u)" != 0 ] || as='setpriv --reuid 65534 --regid 65534 --clear-groups'
	chmod 755 "$tmp"
	mkdir sealed && cp town.db sealed/nbr.db && chmod 444 sealed/nbr.db && chmod 555 sealed
	sealed=sealed/nbr.db
	;;
*)
	sealed=$(db_at town)
	sql "CREATE ROLE nbr_$$ LOGIN"
	nbr-access grant nbr_$$ --auditor -D "$sealed"
	sealed=$(echo "$sealed" | sed "s/user=nbr/&_$$/")
	;;
esac
if $as nbr-db --version >/dev/null 2>&1; then
	is 'a reader needs to read alone' 0 'household
430121106205010001' $as nbr-household list -D "$sealed" -C household
	is 'a writer cannot' 8 '' $as nbr-household classify $house -k green -D "$sealed"
	is 'nor an import' 8 '' $as nbr-area import areas.csv -D "$sealed"
fi
case $engine in
sqlite) chmod 755 sealed;;
*)
	nbr-access revoke nbr_$$ -D "$(db_at town)"
	sql "DROP ROLE nbr_$$"
	;;
esac

# ---- the worst of files ----

{ printf 'area,name\n%s,' $village; head -c 10485760 /dev/zero | tr '\0' x; echo; } >cell.csv
while read -r p v; do
	[ "$v" = import ] || continue
	case $p in
	nbr-activity | nbr-calendar) head=day,kind;;
	nbr-order) head=kind,posted;;
	nbr-goods) head=name,points;;
	nbr-points) head=points,day;;
	nbr-household) head=area,head;;
	nbr-rule) head=rule,kind,first;;
	nbr-visit) head=household,day;;
	*) head=area,name;;
	esac
	sed "1s/.*/$head/" cell.csv >"$p.csv"
	is "$p import: a cell of 10 MB" 4 '[cell-size]' \
	    sh -c '"$@" 2>said; status=$?; grep -o "\[cell-size\]" said; exit $status' sh "$p" import "$p.csv"
done <all

is 'stored, but not written' 9 '' sh -c 'nbr-household add -A 大鱼塘村屋场 --head 李明 >/dev/full'
is 'it is stored' 0 '李明' nbr-household list -H -C head 李明

# ---- what nobody uses, for who reads this ----

for id in $(sed -n 's/.*X(\(FAULT_[A-Z_0-9]*\).*/\1/p' "$top/lib/fault.h"); do
	grep -q "$id\\b" "$top"/lib/*.c "$top"/cmd/*.c || echo "# no code uses $id"
done
for o in $(sed -n 's/^	\[OPT_[A-Z_]*\] = { "\([a-z-]*\)".*/\1/p' "$top/lib/opt.c"); do
	grep -q " $o\$" takes || echo "# no verb takes --$o"
done
done_testing
