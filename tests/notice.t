#!/bin/sh
# Points on public notice: objections and decisions, the notice, the day's points.
# What is told is reckoned again from the plain rows.
# shellcheck source=tests/points.sh disable=SC2016,SC2046,SC2086,SC2154
. "${0%/*}/points.sh"
cd "$tmp" || exit

small_town $w.01.01,一组 $w.01.01.01,周家屋场 &&
printf 'area,head\n%s,周浩胜\n%s,李桂英\n' $v.01.01.01 $w.01.01.01 | nbr-household import - --on 2024-01-01 &&
nbr-rule import - <<X || exit
rule,kind,name,subject,side,value,cap_day,cap_month,cap_year,notice,first,last
helped,deed,帮困,manual,award,6,,,,,2024-01-01,
honest,deed,诚信,manual,award,10,,,,5,2024-01-01,
gambling,deed,赌博,manual,deduct,7,,,,,2024-01-01,
spoke,deed,乱说,manual,deduct,2,,,,3,2024-01-01,
X
now=2026-03-10T01:02:03Z
points() { clock $now nbr-points "$@"; }
award() { points award "$1" --rule "$2" --reason "$3" -H -C entry,points,final; }

# ---- objections ----

is 'an award on notice' 0 "$v-P1	10	2026-03-15" award $v-C01 honest 拾金
is 'another one' 0 "$v-P2	10	2026-03-15" award $v-C01 honest 让座
is 'one that is final at once' 0 "$v-P3	6	" award $v-C01 helped 送水
is 'one of another village' 0 "$w-P1	10	2026-03-15" award $w-C01 honest 拾金
db_copy nbr later
NBR_DB=$(db_at later)
is 'one that is dated later' 0 "$v-P4	10	2026-03-15" points award $v-C01 --rule honest --reason 早 --on 2026-05-01 -H -C entry,points,final
says '... cannot be spent at once' 6 "nbr-points: $v-C01: 7 points are needed; the balance is 36, and 6 of it may be spent [points-short]
    provisional points, and those under an objection, cannot be spent; nbr-points balance shows them" points deduct $v-C01 --rule gambling --reason 打牌
is '... and is on notice' 0 "$v-P4	2026-05-01	2026-03-14	provisional" sh -c "nbr-report public points -H -C entry,day,until,status | grep $v-P4"
is '... for who objects' 0 "$v-P4" points object $v-P4 --reason 不实 --person 王婶 -H -C entry
NBR_DB=$(db_at nbr)
object() { points object "$@" --reason 不实 --person 王婶 -H -C entry,name,title,points,day,person,reason,status; }
db_copy nbr later
NBR_DB=$(db_at later)
is 'a number is not shown to everybody' 0 "王婶 ***********" points object $v-P1 --reason 不实 --person '王婶 13812345678' -H -C person
is '... nor explained' 0 '王婶 ***********: 不实' sh -c "nbr-points explain $v-P1 -H -C field,words | sed -n 's/^objection	//p'"
NBR_DB=$(db_at nbr)
is 'somebody objects' 0 "$v-P1	陈明	诚信	10	2026-03-11	王婶	不实	open" object $v-P1 --on 2026-03-11
is '... on the last day still' 0 "$w-P1	毛贵祥	诚信	10	2026-03-14	王婶	不实	open" object $w-P1 --on 2026-03-14
rows() { for t in entry objection account chain; do sql "SELECT * FROM $t ORDER BY 1, 2, 3"; done; }
# refused NAME WHY VERB...: and nothing is changed.
refused() {
	what=$1 why=$2; shift 2
	rows >before
	says "$what" 6 "nbr-points: $why" points "$@" --reason 不实
	rows >after
	same "$what: nothing is changed" before after
}
refused 'twice' "$v-C01: an objection to entry $v-P1 of 2026-03-11 is open [objection]" object $v-P1 --person 李叔 --on 2026-03-12
refused 'too late' "$v-C01: entry $v-P2 was on notice until 2026-03-14 [notice-over]
    a mistake found later is reversed with a reason" object $v-P2 --person 李叔 --on 2026-03-15
refused 'what was final at once' "$v-C01: entry $v-P3 was never on notice [notice-over]
    a mistake found later is reversed with a reason" object $v-P3 --person 李叔
refused 'a decision without an objection' "$v-C01: no objection to entry $v-P2 is open [objection]" decide $v-P2 -t dismissed
says 'nobody' 2 "nbr-points: --person is needed: who objects
    Try 'nbr-points object --help'." points object $v-P2 --reason 不实
says 'no reason' 2 "nbr-points: --reason is needed: it is kept with the entry
    Try 'nbr-points object --help'." points object $v-P2 --person 李叔
says 'no decision' 2 "nbr-points: --status is needed: upheld or dismissed
    Try 'nbr-points decide --help'." points decide $v-P1 --reason 属实
says 'another word' 2 "nbr-points: --status: open, upheld or dismissed, not maybe
    Try 'nbr-points decide --help'." points decide $v-P1 -t maybe --reason 属实
refused 'a decision before the objection' "$v-C01: the objection to entry $v-P1 is of 2026-03-11, and this is 2026-03-10 [time-order]
    correct one of the two times" decide $v-P1 -t dismissed --on 2026-03-10
is 'numbers that somebody writes are masked' 0 '李叔 ***********	*********** 说' points object $v-P2 --person '李叔 13812345678' --reason '13812345678 说' -nHC person,reason
says 'no entry' 5 "nbr-points: entry $v-P9: there is no such record [not-found]" points object $v-P9 --person 李叔 --reason 不实

# Points under an objection are not spent, whatever the day.
hint='
    provisional points, and those under an objection, cannot be spent; nbr-points balance shows them'
spend() { points deduct $v-C01 --rule gambling --reason 打牌 --on "$1" -H -C points,balance; }
refused 'on notice they are not spent' "$v-C01: 7 points are needed; the balance is 26, and 6 of it may be spent [points-short]$hint" \
    deduct $v-C01 --rule gambling
now=2026-03-15T01:02:03Z
is 'after it those without an objection are' 0 '-7	19' spend 2026-03-15
is '... all 16 of them' 0 '-7	12' spend 2026-03-15
refused '... but not the others' "$v-C01: 7 points are needed; the balance is 12, and 2 of it may be spent [points-short]$hint" \
    deduct $v-C01 --rule gambling --on 2026-12-31

open() { nbr-points objections -H -C entry,name,points,day,person,reason,status,decided,decision,reversal "$@"; }
is 'they are listed' 0 "$v-P1	陈明	10	2026-03-11	王婶	不实	open			
$w-P1	毛贵祥	10	2026-03-14	王婶	不实	open			" open -t open
is '... those of a village' 0 "$w-P1	毛贵祥	10	2026-03-14	王婶	不实	open			" open -A $w
is 'one is dismissed' 0 "$v-P1	dismissed	2026-03-20	有登记" points decide $v-P1 -t dismissed --reason 有登记 --on 2026-03-20 -H -C entry,status,decided,decision
now=2026-03-20T01:02:03Z
is '... then its points are spent' 0 '-7	5' spend 2026-03-20
now=2026-03-10T01:02:03Z
nbr-points objections -t 待处理 >listed
decide_listed() { points decide - -t 成立 --reason 查无此事 --on 2026-03-21 -H -C entry,status,reversal <listed; }
is 'another is upheld, by a list: its entry is reversed' 0 "$w-P1	upheld	$w-P2" decide_listed
is '... in the same change' 0 "1	1" sql "SELECT count(*), count(DISTINCT run) FROM (SELECT run FROM entry WHERE village = $w AND seq = 2
	INTERSECT SELECT run FROM objection WHERE village = $w AND n = 2) x"
is '... with the reason' 0 "reverse	-10	0	reverse:1	查无此事" sql "SELECT e.kind, e.points, e.balance, e.ref, n.words FROM entry e JOIN entry_note n ON n.village = e.village AND n.seq = e.seq WHERE e.village = $w AND e.seq = 2"
refused 'decided is decided' "$w-C01: no objection to entry $w-P1 is open [objection]" decide $w-P1 -t dismissed
refused 'what was reversed is not objected to' "$w-C01: entry $w-P1 is reversed by $w-P2 [reversed]" object $w-P1 --person 李叔 --on 2026-03-12

# ---- the notice, and the day ----

# A few days of points: each chief, each deed, a reversal, an objection, an exchange.
{
	nbr-goods add 肥皂 -A $v --points 2 --stock 10 --on 2026-03-01
	for d in 11 12 13 16 18; do
		now=2026-03-${d}T03:00:00Z
		for deed in honest honest helped spoke; do
			points $([ $deed = spoke ] && echo deduct || echo award) $v-C01 $w-C01 --rule $deed --reason "王婶家$deed" --on 2026-03-$d
		done
		points reverse $(sql "SELECT '$v-P' || max(seq) FROM entry WHERE village = $v AND points = 10") --reason 误记 --on 2026-03-$d
	done
	points object $(sql "SELECT '$w-P' || max(seq) FROM entry WHERE village = $w AND points = 10") --person 李叔 --reason 不实 --on 2026-03-18
	points redeem $v-C01 肥皂 2 --on 2026-03-18 && points redeem $v-C01 肥皂 --on 2026-03-19
	points collect $(nbr-points exchanges -H -C exchange -l 1) --on 2026-03-20
	now=2026-03-20T03:00:00Z
	points decide $w-P$(sql "SELECT max(seq) FROM objection WHERE village = $w") -t upheld --reason 属实 --on 2026-03-20
	points award $v-C01 --rule honest --reason 补录 --on 2026-03-17
} >out 2>&1 || cat out
sql "SELECT e.village, e.seq, e.at, e.day, e.kind, e.account, e.points, e.final, e.reason, e.ref, r.day FROM entry e JOIN run r ON r.village = e.run / 10000000 AND r.no = e.run % 10000000 ORDER BY 1, 2" >entries
sql "SELECT village, seq, n, step, day FROM objection ORDER BY 1, 2, 3" >objections
sql "SELECT village, no, points, closed FROM exchange ORDER BY 1, 2" >exchanges

# What a day's notice and report are, from the rows: reckon notice DAY, reckon final
# DAY SINCE UNTIL, reckon day DAY.
cat >reckon <<'X'
use strict;
my ($what, $on, $since, $until) = @ARGV;
my (%name) = ('430121106205' => '龙王庙村', '430121106206' => '大鱼塘村');
my (%chief) = ('430121106205' => '陈明', '430121106206' => '毛贵祥');
my (%deed) = (helped => '帮困', honest => '诚信', gambling => '赌博', spoke => '乱说');
my %group = (award => 'awarded', deduct => 'deducted', redeem => 'redeemed', return => 'returned', reverse => 'reversed');
my (%gone, %open, %sum, @rows);
sub civil { my @t = gmtime($_[0] + 8 * 3600); sprintf '%04d%02d%02d', $t[5] + 1900, $t[4] + 1, $t[3] }
sub dash { $_[0] =~ s/^(....)(..)(..)$/$1-$2-$3/r }
sub before { use Time::Local; my ($y, $m, $d) = $_[0] =~ /^(....)(..)(..)$/; my @t = gmtime(timegm(0, 0, 12, $d, $m - 1, $y) - 86400); sprintf '%04d-%02d-%02d', $t[5] + 1900, $t[4] + 1, $t[3] }
sub add { my ($v, $g, $points) = @_; for ('430121106', $v) { $sum{$_}{$g}[0]++; $sum{$_}{$g}[1] += $points } }
open my $f, '<', 'objections' or die;
while (<$f>) { chomp; my ($v, $seq, $n, $step, $day) = split /\t/; $open{"$v $seq"} = $step eq 'objected' if $day <= $on }
open $f, '<', 'entries' or die;
while (<$f>) { chomp; my @e = split /\t/, $_, -1; add($e[0], $group{$e[4]}, $e[6]) if $e[10] == $on; next if civil($e[2]) > $on; push @rows, \@e; $gone{"$e[0] $1"} = 1 if $e[9] =~ /^reverse:(\d+)$/ }
for (@rows) {
	my ($v, $seq, $at, $day, $kind, $account, $points, $final, $reason) = @$_;
	my $stands = $kind =~ /^(award|deduct)$/ && !$gone{"$v $seq"};
	my $line = join "\t", "$v-P$seq", $name{$v}, $chief{$v}, $deed{$reason =~ s/\..*//r}, $points, dash($day), $final ? before($final) : '';
	print "$line\t", ($open{"$v $seq"} ? 'objected' : 'provisional'), "\n" if $what eq 'notice' && $stands && $final > $on;
	print "$line\tfinal\n" if $what eq 'final' && $stands && $final <= $on && !$open{"$v $seq"} && $day >= $since && $day <= $until;
	add($v, 'provisional', $points) if $stands && $points > 0 && $final > $on;
	add($v, 'objected', $points) if $open{"$v $seq"};
}
open $f, '<', 'exchanges' or die;
while (<$f>) { chomp; my ($v, $no, $points, $closed) = split /\t/; add($v, 'waiting', $points) if $no < ($on + 1) * 1000000 && (!$closed || $closed > $on) }
exit if $what ne 'day';
for my $a ('430121106', '430121106205', '430121106206') {
	for (qw(awarded deducted redeemed returned reversed provisional objected waiting)) {
		my $n = $sum{$a}{$_} // ($a eq '430121106' ? [0, 0] : next);
		print join("\t", 'points', $a, $_, @$n), "\n";
	}
}
X
notice() { nbr-report public points -H "$@"; }
sorted() { sort -t '	' -k 6,6 -k 1,1; }
for day in 09 10 11 12 14 15 16 17 18 19 20 23 24; do
	perl reckon notice 202603$day >theirs
	is "the notice of 2026-03-$day: $(wc -l <theirs) entries" 0 "$(cat theirs)" notice --on 2026-03-$day
	perl reckon day 202603$day >theirs
	nbr-report daily --on 2026-03-$day -H -C section,area,figure,records,value | grep '^points' | grep -v '	top	' >ours
	same "what the report of the day tells" theirs ours
done
for day in 11 17 19 25; do
	perl reckon final 202603$day 20260311 202603$day | sort >theirs
	notice -t final --since 2026-03-11 --on 2026-03-$day | sort >ours
	[ -s theirs ] || echo 'no rows: the test proves nothing' >theirs
	same "what was final on 2026-03-$day" theirs ours
done
perl reckon final 20260331 20260301 20260331 | grep "^$v" | sort >theirs
notice -t final --on 2026-03-31 -A $v | sort >ours
same 'the month so far of a village' theirs ours
is 'words, causes, households and who entered it are nowhere in it' 0 '' sh -c "{ nbr-report public points --on 2026-03-18 -F json; nbr-report public points -t final --since 2026-03-01 --on 2026-03-31 -F json; } | grep -e 王婶 -e 李叔 -e test -e :R || :"
is '... nor can they be asked for' 2 '' nbr-report public points -C note
is 'its columns' 0 'entry area_name name title points day until status' sh -c 'nbr-report public points -C help | cut -f 1 | paste -sd " "'
says 'a period is of what is final' 2 "nbr-report: --since and --until are of what is final; --on names the day of a notice
    Try 'nbr-report public --help'." notice --since 2026-03-01
says 'another state' 2 "nbr-report: --status: provisional or final, not open
    Try 'nbr-report public --help'." notice -t open
says 'of points or of orders' 2 "nbr-report: public: orders or points, not goods
    Try 'nbr-report public --help'." nbr-report public goods
is 'a part of a village has no points of its own' 0 '' sh -c "nbr-report daily -A $v.01 -H | grep ^points || :"

# ---- what is not as it was said ----

is 'nothing is wrong' 0 '' nbr-db check -H
db_copy nbr sound
# found NAME FINDINGS SQL: with the power to change what is only added to.
found() {
	db_copy sound nbr
	[ "$engine" != sqlite ] || sql 'DROP TRIGGER entry_update; DROP TRIGGER entry_delete; DROP TRIGGER objection_update; DROP TRIGGER objection_delete'
	sql "$3" >/dev/null
	is "$1" 0 "$2" sh -c 'nbr-db check -H -C code,record | grep -v ^schema || :'
}
last=$(sql "SELECT seq FROM chain WHERE village = $v")
found 'an account' "account	$v-C01" "UPDATE account SET balance = balance + 1, earned = earned + 1 WHERE village = $v"
found 'a sum of one' "account	$w-C01" "UPDATE account SET spent = spent + 1 WHERE village = $w"
found 'a head' "chain	$v" "UPDATE chain SET hash = substr(hash, 2) || '0' WHERE village = $v"
found 'no head' "chain	$w" "DELETE FROM chain WHERE village = $w"
found 'the last entry is gone' "account	$w-C01
chain	$w
upheld	$w-P$(sql "SELECT substr(ref, 9) FROM entry WHERE village = $w ORDER BY seq DESC LIMIT 1")" "DELETE FROM entry_note WHERE village = $w AND seq = (SELECT seq FROM chain WHERE village = $w);
	DELETE FROM entry WHERE village = $w AND seq = (SELECT seq FROM chain WHERE village = $w)"
found 'an objection is gone' "objection	$v-P1" "DELETE FROM objection WHERE village = $v AND seq = 1 AND n = 1"
found 'two at a time' "objection	$v-P1" "INSERT INTO objection SELECT village, seq, 3, 'upheld', day, person, reason, run FROM objection WHERE village = $v AND seq = 1 AND n = 2;
	INSERT INTO entry SELECT village, $last + 1, at, day, actor, 'award', account, points, balance, reason, 'reverse:1', note, hash, final, run FROM entry WHERE village = $v AND seq = $last;
	UPDATE chain SET seq = $last + 1 WHERE village = $v"
found 'an upheld one that had no effect' "upheld	$v-P1" "UPDATE objection SET step = 'upheld' WHERE village = $v AND seq = 1 AND n = 2"
db_copy sound nbr
doctor() { nbr doctor -H -C check,verdict,detail | grep -e ^checkpoint; }
is 'a ledger without a checkpoint is told of' 0 'checkpoint	finding	never made: nbr-points checkpoint' doctor
nbr-points checkpoint -q >/dev/null || exit
later() { nbr doctor --on +9d -H -C check,verdict,detail | grep -e ^checkpoint; }
is 'one that covers it all may be old' 0 'checkpoint	ok	the last one is 9 days old' later
sql "UPDATE chain SET seq = seq + 1 WHERE village = $v"
is '... with an entry since it may not' 0 'checkpoint	finding	the last one is 9 days old: nbr-points checkpoint' later
done_testing
