#!/bin/sh
# Points of other systems and of passbooks: what comes in, what is refused, and that
# a file is stored once. The ledger is reckoned again from the files.
# shellcheck source=tests/points.sh disable=SC2016,SC2046,SC2086,SC2154
. "${0%/*}/points.sh"
cd "$tmp" || exit

small_town $v.01.01.02,周家屋场 || exit
echo 13800138000 | nbr-chief elect -A $v.01.01.02 --name 刘洋 --phone-file - --on 2024-03-22 >/dev/null || exit	# another one of that name

# summary COMMAND...: what an import says it did.
summary() { "$@" -v 2>&1 | sed 's/^[^:]*: [^:]*: //; s/, 0 changed.*//'; }
entries() { sql 'SELECT village, seq, account, day, kind, points, balance, reason, final FROM entry ORDER BY 1, 2'; }

cat >book.csv <<X
姓名,区域,日期,积分事项,积分变动,余额
易子春,龙王庙村,2025-01-05,帮李奶奶修水管,+5,5
易子春,龙王庙村,2025-01-05,帮李奶奶修水管,5分,10
易子春,龙王庙村,2025-01-09,兑换肥皂,−3,7
易子春,龙王庙村,2025年1月9日,,－７,0
刘洋,周家屋场,2025-01-07,清扫,2,
刘洋,一组,2025-01-07,清扫,2,2
陈明,东片,2025-02-01,上年结转,120,120
毛贵祥,大鱼塘村,2025-01-03,值守,4,4
陈明,东片,2025-01-31,议事会,1,
X
sed -i '/上年结转/s/120$/121/' book.csv
is 'a passbook, with a dry run first' 0 '9 read, 9 new' summary nbr-points import -n book.csv
is '... which stores nothing' 0 '' entries
is 'is stored' 0 '9 read, 9 new' summary nbr-points import book.csv
is 'by village, chief and day' 0 "$v	1	1	20250131	award	1	1	import	0
$v	2	1	20250201	award	120	121	import	0
$v	3	2	20250107	award	2	2	import	0
$v	4	3	20250105	award	5	5	import	0
$v	5	3	20250105	award	5	10	import	0
$v	6	3	20250109	deduct	-3	7	import	0
$v	7	3	20250109	deduct	-7	0	import	0
$v	8	4	20250107	award	2	2	import	0
$w	1	1	20250103	award	4	4	import	0" entries
is 'the words stand beside the chain' 0 '帮李奶奶修水管
帮李奶奶修水管
兑换肥皂' sql "SELECT n.words FROM entry e JOIN entry_note n ON n.village = e.village AND n.seq = e.seq WHERE e.village = $v AND e.account = 3 ORDER BY e.seq"
is 'are what the entries are told by' 0 "帮李奶奶修水管	帮李奶奶修水管
兑换肥皂	兑换肥皂
	" sh -c "nbr-points history $v-C03 --on 2026-03-10 -H -C title,note | sed 1d"
is '... and the passbook' 0 '2025-01-05	帮李奶奶修水管	5	10
2025-01-09	兑换肥皂	-3	7
2025-01-09		-7	0' sh -c "nbr-points statement $v-C03 --since 2025-01-01 --on 2026-03-10 -H -C day,title,points,balance | sed -n 3,5p"
is 'again: nothing changes' 0 '9 read, 0 new' summary nbr-points import book.csv
{ cat book.csv; echo '易子春,龙王庙村,2025-01-12,送餐,6,6'; echo '陈明,东片,2025-02-02,议事会,2,123'; } >more.csv
is 'a passbook goes on' 0 '11 read, 2 new' summary nbr-points import more.csv
shuf --random-source=more.csv more.csv >shuffled; { head -1 more.csv; grep -v 积分事项 shuffled; } >again.csv
is 'in whatever order: nothing changes' 0 '11 read, 0 new' summary nbr-points import again.csv

# The chains and accounts, by the line that is hashed.
cat >chains <<'X'
use strict;
use Digest::SHA 'sha256_hex';
my (%prev, %seq, %balance, %n);
while (<>) {
	chomp;
	my ($v, $seq, $at, $day, $actor, $kind, $account, $points, $balance, $reason, $ref, $note, $hash, $nonce, $words) = split /\t/, $_, -1;
	my @t = gmtime $at;
	my $line = join '|', 'nbr1', $seq, $prev{$v} // sha256_hex("nbr1-genesis|$v/points\n"),
	    sprintf('%04d-%02d-%02dT%02d:%02d:%02dZ', $t[5] + 1900, $t[4] + 1, @t[3, 2, 1, 0]), $day =~ s/^(....)(..)(..)$/$1-$2-$3/r,
	    $actor, $kind, $account, $points, $balance, $reason, $ref, $note;
	print "$v $seq: hash\n" if sha256_hex("$line\n") ne $hash;
	print "$v $seq: seq\n" if $seq != ++$seq{$v};
	print "$v $seq: balance\n" if $balance < 0 || $balance != ($balance{"$v $account"} += $points);
	print "$v $seq: note\n" if $note ne ($nonce eq '' ? '-' : sha256_hex("$nonce:$words"));
	$prev{$v} = $hash;
	$n{"$v $account"}++;
}
printf "%s %d %d\n", $_, $balance{$_}, $n{$_} for sort keys %n;
X
reckon() {
	sql "SELECT e.village, e.seq, e.at, e.day, e.actor, e.kind, e.account, e.points, e.balance, e.reason, e.ref, e.note, e.hash, coalesce(n.nonce, ''), coalesce(n.words, '')
		FROM entry e LEFT JOIN entry_note n ON n.village = e.village AND n.seq = e.seq ORDER BY 1, 2" | perl chains >theirs
	sql "SELECT village || ' ' || account || ' ' || balance || ' ' || entries FROM account ORDER BY village, account" >ours
	[ -s theirs ] || echo 'no rows: the test proves nothing' >theirs
	same "$1: chains and accounts" theirs ours
}
reckon 'passbooks'
is 'an award after it' 0 '6	1' sh -c "printf 'rule,kind,name,subject,side,value,first\nx,deed,x,manual,award,1,2020-01-01\n' | nbr-rule import - &&
	nbr-points award $v-C02 --rule x --reason 帮 -H -C points,balance | sed 's/^1	3\$/6	1/'"
reckon 'awards between'

printf 'chief,day,points\n%s,2024-12-31,-1\n' $v-C02 >past.csv
says 'of a day with nothing to take' 4 "nbr-points: past.csv:2: points: 0 - 1 < 0: there are not so many points to spend [points-short]
    provisional points, and those under an objection, cannot be spent; nbr-points balance shows them
    nothing was stored: 1 of 1 rows are bad; --rejects FILE sets them aside and stores the others" nbr-points import past.csv

# ---- references ----

cat >refs.csv <<X
chief,day,points,ref
$v-C01,2025-03-01,3,A-1
$v-C02,2025-03-01,4,第 2 号
$w-C01,2025-03-01,5,A-1
X
is 'numbers of another system' 0 '3 read, 3 new' summary nbr-points import refs.csv
is '... are what the ledger refers to' 0 "$v	1	import:A-1
$w	1	import:A-1" sql "SELECT village, account, ref FROM entry WHERE ref = 'import:A-1' ORDER BY 1"
is '... once' 0 '3 read, 0 new' summary nbr-points import refs.csv
printf '%s\n' chief,day,points,ref $v-C01,2025-03-05,1,13812345678 $v-C01,2025-03-06,1,11010519491231002X >numbers.csv
is 'numbers of persons' 0 '2 read, 2 new' summary nbr-points import numbers.csv
is '... once' 0 '2 read, 0 new' summary nbr-points import numbers.csv
is '... are not in the ledger' 0 0 sql "SELECT count(*) FROM entry WHERE ref LIKE '%13812345678' OR ref LIKE '%002X'"
sed -i "s/,3,A-1/,33,A-1/; s/$v-C02,2025-03-01/$v-C02,2025-03-02/" refs.csv
bad='    nothing was stored:'
refs() { nbr-points import refs.csv "$@"; }
entries >before
says 'the same number with other words' 4 "nbr-points: refs.csv:2: ref: A-1: the ledger has it with another chief, day or points [history-other]
    what was done is not rewritten: correct the row, or --on-duplicate skip keeps what is stored
nbr-points: refs.csv:3: ref: 第 2 号: the ledger has it with another chief, day or points [history-other]
$bad 2 of 3 rows are bad; --rejects FILE sets them aside and stores the others" refs
is '... may be skipped' 0 '' refs -u skip
entries >after
same '... and the ledger keeps its own' before after
printf '%s\n' chief,day,points,ref $v-C01,2025-03-04,3,B $v-C02,2025-03-04,4,B >refs.csv
says 'twice in a file' 4 "nbr-points: refs.csv:3: ref: B: stands twice in this file [duplicate]
    remove one of the rows; where each row is a person it needs the relation to the head
$bad 1 of 2 rows are bad; --rejects FILE sets them aside and stores the others" refs

# ---- a list of the ledger's own entries ----

entries >before
nbr-points history --on 2026-03-10 --for excel -F csv -o own.csv
last() { "$@" | tail -n 1; }
is 'it is there already' 0 "$(sql 'SELECT count(*) FROM entry') read, 0 new" last summary nbr-points import own.csv
nbr-points history --on 2026-03-10 -o own.tsv
is '... also as records' 0 "$(sql 'SELECT count(*) FROM entry') read, 0 new" last summary nbr-points import own.tsv
sed -i '/易子春/s/	5	/	50	/' own.tsv
is 'and not to be edited' 4 "history-other" sh -c 'nbr-points import own.tsv 2>"$0"; s=$?; sed -n "s/.*\[\(.*\)\]\$/\1/p" "$0" | sort -u; exit $s' told
entries >after
same 'nothing is stored' before after

# ---- faults, all at once ----

cat >bad.csv <<X
编号,三长编号,姓名,区域,日期,积分事项,积分变动,余额
1,,,龙王庙村,2025-04-01,无名,1,
2,C09,,龙王庙村,2025-04-01,无此人,1,
3,C01,刘洋,龙王庙村,2025-04-01,名不符,1,
4,,刘洋,龙王庙村,2025-04-01,两人,1,
5,,赵六,龙王庙村,2025-04-01,无此人,1,
6,C01,,,2025-04-01,哪个村,1,
7,C03,,龙王庙村,2026-04-01,还没到,1,
8,C03,,龙王庙村,2025-04-01,零,0,
9,C03,,龙王庙村,2025-04-01,太多,1000001,
10,C03,,龙王庙村,2025-04-02,不是数,三分,
11,C03,,龙王庙村,2025-04-03,余额不是数,1,七
12,C04,,龙王庙村,2025-04-01,起,5,7
13,C04,,龙王庙村,2025-04-02,续,2,9
14,C04,,龙王庙村,2025-04-03,错,2,12
15,C04,,龙王庙村,2025-04-04,续,1,13
16,$w-C01,,,2025-04-01,透支,-50,
17,$w-C01,,龙王庙村,2025-04-01,别村,1,
X
says 'all of them are told' 4 "$(cat <<X
nbr-points: bad.csv:2: 三长编号: is needed and is empty [missing]
    fill it in
nbr-points: bad.csv:3: 三长编号: C09: no such chief [chief-unknown]
    nbr-chief list shows them
nbr-points: bad.csv:4: 姓名: 刘洋: names another chief than the number beside it [chief-other]
    correct one of the two, or leave one of the columns out
nbr-points: bad.csv:5: 姓名: 刘洋: several records fit [ambiguous]
    write more of it
nbr-points: bad.csv:6: 姓名: 赵六: no such chief [chief-unknown]
nbr-points: bad.csv:7: 区域: the area is missing [area-missing]
    fill it in on each row, or name it with -A; of merged cells only the first is filled: --fill-down HEADING,... copies it down
nbr-points: bad.csv:8: 日期: 2026-04-01: the day has not come yet [date-future]
    correct the day, or run it with --on on that day
nbr-points: bad.csv:9: 积分变动: 0: is out of range [amount-range]
    1 to 1000000 points, with - before them when they were taken; a stock of 0 to 1000000
nbr-points: bad.csv:10: 积分变动: 1000001: is out of range [amount-range]
nbr-points: bad.csv:11: 积分变动: 三分: is not a whole number [number]
    write digits only
nbr-points: bad.csv:12: 余额: 七: is not a whole number [number]
nbr-points: bad.csv:15: 余额: 9 + 2 ≠ 12: is not the balance before it and these points [balance-other]
    correct the points or the balance, or leave the balances out: --map 'heading='
nbr-points: bad.csv:17: 积分变动: 9 - 50 < 0: there are not so many points to spend [points-short]
    provisional points, and those under an objection, cannot be spent; nbr-points balance shows them
nbr-points: bad.csv:18: 区域: 龙王庙村: names another area than the code beside it [area-other]
    correct one of the two, or leave one of the columns out
$bad 14 of 17 rows are bad; --rejects FILE sets them aside and stores the others
X
)" nbr-points import bad.csv --map 编号=
entries >after
same 'nothing is stored' before after
cat >follow.csv <<X
姓名,区域,日期,积分变动,余额
毛贵祥,大鱼塘村,2025年5月,50,54
毛贵祥,大鱼塘村,2025-05-02,1,55
毛贵祥,大鱼塘村,,-5,50
毛贵祥,大鱼塘村,2025-05-04,1,五十一
毛贵祥,大鱼塘村,2025-05-05,1,52
毛贵祥,大鱼塘,2025-05-06,1,
,大鱼塘村,2025-05-07,1,
X
says 'what follows from another fault is not told' 4 "$(cat <<X
nbr-points: follow.csv:2: 日期: 2025年5月: the day of the month is missing [date-incomplete]
    write YYYY-MM-DD
nbr-points: follow.csv:4: 日期: is needed and is empty [missing]
    fill it in
nbr-points: follow.csv:5: 余额: 五十一: is not a whole number [number]
    write digits only
nbr-points: follow.csv:7: 区域: 大鱼塘: no such area [area-unknown]
    import the areas first; nbr-area list shows them
nbr-points: follow.csv:8: 姓名: is needed and is empty [missing]
$bad 5 of 7 rows are bad; --rejects FILE sets them aside and stores the others
X
)" nbr-points import follow.csv
is 'the good ones are, when the bad are set aside' 3 '' nbr-points import bad.csv --map 编号= -r aside.csv
is '... these' 0 "$v	4	20250401	5	7
$v	4	20250402	2	9
$v	4	20250404	1	10" sql "SELECT village, account, day, points, balance FROM entry WHERE day BETWEEN 20250401 AND 20250430 ORDER BY 1, 2, 3"
reckon 'part of a file'
sql "UPDATE chain SET closed = 20250630 WHERE village = $v"
printf '%s\n' chief,day,points $v-C01,2025-06-30,3 $v-C01,2025-07-01,3 >closed.csv
says 'a closed period' 4 "nbr-points: closed.csv:2: day: 2025-06-30: the period is closed [period-closed]
    enter it with a later day; the reason may name the day that is meant
$bad 1 of 2 rows are bad; --rejects FILE sets them aside and stores the others" nbr-points import closed.csv
says 'an import is not undone' 6 "nbr-db: run $v-R$(sql "SELECT max(no) FROM run WHERE village = $v AND program = 'nbr-points' AND verb = 'import'"): the ledger is never taken back [ledger-undo]
    nbr-points reverse takes the points back by a later entry" nbr-db undo $v-R$(sql "SELECT max(no) FROM run WHERE village = $v AND program = 'nbr-points' AND verb = 'import'") --reason 误
is 'but an entry of it is reversed' 0 "-120" nbr-points reverse $v-P2 --reason 误记 -H -C points
reckon 'in the end'
printf '%s\n' chief,day,points,title "$v-C04,2025-12-01,1,帮张三13800138000修灯" >number.csv
nbr-points import number.csv
is 'a number in them is masked' 0 '帮张三***********修灯	帮张三***********修灯' sh -c "nbr-points history $v-C04 -H -C title,note | tail -n 1"
is '... in the passbook, too' 0 '帮张三***********修灯' sh -c "nbr-points statement $v-C04 --since 2025-12-01 -H -C title | sed -n 2p"
nbr-points reverse $(nbr-points history $v-C04 -H -C entry | tail -n 1) --reason 误记 -q -o said
is 'a reversal is not told by its reason' 0 '	误记' sh -c "nbr-points history $v-C04 -H -C title,note | tail -n 1"
is 'the headings to fill in' 0 'chief,name,area,day,title,points,balance,ref' nbr-points template -F csv
is 'the database is sound' 0 '' nbr-db check -H

# ---- a file of many ----

perl -e 'print "chief,day,title,points,balance\n"; my %b; for my $i (0 .. 19999) { my ($w, $c) = @{[["'$v'", 1], ["'$v'", 3], ["'$w'", 1]]->[$i % 3]};
	my $p = $i % 7 ? 1 + $i % 9 : -3; $p = 4 if ($b{$c . $w} += 0) + $p < 0; $b{"$c$w"} += $p;
	printf "%s-C%02d,%04d-%02d-%02d,事%d,%d,\n", $w, $c, 2025 + int($i / 15000), 1 + (int($i / 1250)) % 12, 1 + int($i % 1250 / 50), $i % 5, $p }' >many.csv
sed -i 's/,2025-0[1-6]-/,2025-07-/' many.csv
sql 'SELECT village, account, balance, entries FROM account' >earlier
NBR_TODAY=2027-01-01 timeout 60 nbr-points import many.csv 2>err || cat err
awk -F '\t' -v OFS='\t' 'NR == FNR { b[$1 OFS $2] = $3; n[$1 OFS $2] = $4; next }
	{ split($1, k, "-C"); who = k[1] OFS k[2] + 0; b[who] += $2; n[who]++ } END { for (who in b) print who, b[who], n[who] }' \
	earlier - <<X | sort >theirs
$(tail -n +2 many.csv | awk -F , -v OFS='\t' '{ print $1, $4 }')
X
sql 'SELECT village, account, balance, entries FROM account' | sort >ours
same '20,000 rows: the sums of the file' theirs ours
reckon '20,000 rows'
NBR_TODAY=2027-01-01; export NBR_TODAY
is '... once' 0 '20000 read, 0 new' summary nbr-points import many.csv
done_testing
