#!/bin/sh
# Questions to the points ledger. What they must say is reckoned from the plain rows
# of the tables by a program of the test's own.
# shellcheck source=tests/points.sh disable=SC1091,SC2016,SC2046,SC2086,SC2154
. "${0%/*}/points.sh"
cd "$tmp" || exit

small_town $v.02,西片 &&
nbr-calendar import "$top/lib/data/calendar-cn.csv" &&
nbr-chief elect -A $v.02 --name 周建国 --on 2024-03-22 -o said &&
nbr-household import - <<X &&
household,area,head
$v-H0001,$v.01.01.01,易子春
$v-H0002,$v.01.01.01,周浩胜
$v-H0003,$v.01.01.01,李明
$w-H0001,$w.01,易子春
X
cat >rules.csv <<X
rule,kind,name,subject,side,value,cap_day,cap_month,cap_year,notice,every,unit,first,last
need,order,需求,,,,,,,,,,2020-01-01,
helped,deed,帮困,manual,award,5,8,12,,,,,2024-01-01,2025-12-31
helped,deed,帮困,manual,award,6,,14,40,,,,2026-01-01,
honest,deed,诚信,manual,award,10,,,,5,,,2024-01-01,
gambling,deed,赌博,manual,deduct,3,10,,,,,,2024-01-01,
thanked,deed,感谢,manual,award,1,,,,,,,2024-01-01,
order-done,deed,办单,order,award,4,,,,,,,2024-01-01,
door-visit,deed,走访,visit:door,award,2,,,,,,,2024-01-01,
keep,exchange,领取,,,,,,,,10,day,2020-01-01,
X
nbr-rule import rules.csv || exit

# at TIME PROGRAM...: while the clock shows that time of day in Shanghai.
at() { when=$1; shift; clock "$when:00+08:00" "$@" -o said || echo "setup: $*: $(cat said)"; }
points() { when=$1; shift; at "$when" nbr-points "$@"; }

points '2026-01-05 09:00' award $v-C01 $v-C02 $v-C03 $w-C01 --rule helped --reason 防汛 --on 2026-01-05
points '2026-01-05 09:10' award $v-C01 $v-C02 --rule honest --reason 拾金 --on 2026-01-05
points '2026-01-06 09:00' award $v-C02 --rule helped --reason 帮 --on 2025-12-20
points '2026-01-20 09:00' award $v-C01 --rule helped --reason 帮 --on 2026-01-20
points '2026-01-20 09:01' award $v-C01 --rule helped --reason 帮 --on 2026-01-21
points '2026-01-21 23:59' deduct $v-C01 --rule gambling --reason 打牌 --on 2026-01-21
points '2026-01-22 00:00' reverse $v-P8 --reason 记错 --on 2026-01-22
at '2026-02-01 08:00' nbr-goods add 肥皂 -A $v --points 2 --stock 100 --on 2026-01-01
points '2026-02-01 10:00' redeem $v-C01 肥皂 3 --on 2026-02-01
points '2026-02-01 10:30' redeem $v-C02 肥皂 2 --on 2026-02-01
points '2026-02-02 10:00' reverse $v-P12 --reason 退货 --on 2026-02-02
points '2026-02-03 10:00' award $v-C03 --rule honest --reason 拾金 --on 2026-02-03
points '2026-02-20 10:00' settle --until 2026-02-20 --on 2026-02-20
points '2026-03-08 10:00' award $v-C02 $v-C03 $w-C01 --rule honest --reason 拾金 --on 2026-03-08
points '2026-03-09 10:00' award $v-C03 --rule honest --reason 拾金 --on 2026-03-09
points '2026-03-09 10:01' reverse $v-P18 --reason 记错 --on 2026-03-09
points '2026-03-09 10:02' award $v-C02 --rule thanked --reason 年终 --on 2026-03-20

# Causes of the register: visits to his own household and another, an order of each.
at '2026-02-25 15:00' nbr-visit log $v-H0001 $v-H0002 $v-H0003 -c $v-C03 --on 2026-02-25
for day in 2026-03-02 2026-03-04; do
	[ $day = 2026-03-04 ] && home=$v-H0001 || home=$v-H0002
	o=$v-O$(echo ${day#20} | tr -d -)-1
	at "$day 09:00" nbr-order post --kind need --title 灯 --household $home --on $day
	at "$day 09:10" nbr-order take $o -c $v-C03 --on $day
	at "$day 09:20" nbr-order finish $o --result 好 --on $day
	at "$day 09:30" nbr-order confirm $o --on $day
done
points '2026-03-10 00:30' settle --until 2026-03-09 --on 2026-03-10
points '2026-03-10 09:00' award $v-C01 --rule thanked --reason 感谢 --on 2026-03-10
points '2026-03-10 10:00' award $v-C01 --rule helped --reason 帮 --on 2026-03-10
points '2026-03-10 10:59' redeem $v-C01 肥皂 1 --on 2026-03-10
points '2026-03-10 11:00' award $v-C03 --rule thanked --reason 感谢 --on 2026-03-10 --actor 易子春
points '2026-03-10 11:10' award $v-C03 --rule honest --reason 拾金 --on 2026-03-09
points '2026-03-10 12:00' reverse $v-P22 --reason 误记 --on 2026-03-10
points '2026-03-10 12:01' award $v-H0002-V260225 --rule door-visit --on 2026-03-10
at '2026-03-10 13:00' nbr-visit void $v-H0003-V260225 --reason 误录 --on 2026-03-10
at '2026-03-10 13:01' nbr-order reopen $v-O260302-1 --reason 又坏 --on 2026-03-10
points '2026-03-10 14:00' award $v-C02 --rule thanked --reason 补记一周 --on 2026-03-03
sql "INSERT INTO objection (village, seq, n, step, day, person, reason, run) VALUES ($v, 17, 1, 'objected', 20260309, '王婶', '不实', 0)"
sql "INSERT INTO objection (village, seq, n, step, day, person, reason, run) VALUES ($v, 14, 1, 'objected', 20260204, '王婶', '不实', 0)"
sql "INSERT INTO objection (village, seq, n, step, day, person, reason, run) VALUES ($v, 14, 2, 'dismissed', 20260206, '', '属实', 0)"

# ---- the same by another way ----

cat >reckon <<'X'
# reckon WHAT SINCE UNTIL KNOWN [CHIEF...]: from the rows of entry and objection, in
# entries and objections; days YYYYMMDD.
use strict;
use POSIX;
my ($what, $since, $until, $known, @chiefs) = @ARGV;
my %meant = map { $_ => 1 } @chiefs;
sub shown { $_[0] =~ s/^(....)(..)(..)$/$1-$2-$3/r }
my (@all, %reversed, %open);
open my $f, '<', 'entries' or die;
while (<$f>) {
	chomp;
	my %e;
	@e{qw(village seq at day kind account points reason ref final)} = split /\t/, $_, -1;
	$e{known} = strftime '%Y%m%d', gmtime $e{at} + 8 * 3600;
	next if $e{day} > $until || $e{known} > $known;
	$e{chief} = sprintf '%s-C%02d', @e{qw(village account)};
	$e{id} = "$e{village}-P$e{seq}";
	$e{spends} = $e{kind} =~ /^re(deem|turn)$/ || $e{kind} eq 'reverse' && $e{reason} =~ /^g\d+$/;
	$reversed{"$e{village}-P$1"} = 1 if $e{ref} =~ /^reverse:(\d+)$/;
	push @all, \%e if !@chiefs || $meant{$e{chief}};
}
open $f, '<', 'objections' or die;
while (<$f>) {
	my ($village, $seq, $n, $step, $day) = split;
	$open{"$village-P$seq"} = $step eq 'objected' if $day <= $until && $day <= $known;
}
my %sum = map { $_ => {} } @chiefs;
for my $e (@all) {
	my $s = $sum{$e->{chief}} //= {};
	$s->{before} += $e->{points} if $e->{day} < $since;
	$s->{balance} += $e->{points};
	$s->{spent} -= $e->{points} if $e->{spends};
	$s->{entries}++;
	$s->{last} = $e->{day} if $e->{day} > ($s->{last} // 0);
	if ($e->{day} >= $since && !$e->{spends}) {
		$s->{points} += $e->{points};
		$s->{n}++;
	}
	next if $e->{points} <= 0 || !$e->{final} || $reversed{$e->{id}};
	$s->{held} += $e->{points} if $open{$e->{id}};
	$s->{notice} += $e->{points} if !$open{$e->{id}} && $e->{final} > $until;
}
if ($what eq 'balance') {
	for my $c (sort keys %sum) {
		my $s = $sum{$c};
		my ($b, $n, $h, $spent) = map { $s->{$_} // 0 } qw(balance notice held spent);
		print join("\t", $c, $b, $b - $n - $h, $n, $h, $b + $spent, $spent, $s->{entries} // 0, shown($s->{last} // '')), "\n";
	}
} elsif ($what eq 'history') {
	print "$_->{id}\n" for sort { (@chiefs ? $a->{chief} cmp $b->{chief} : 0) || $a->{village} <=> $b->{village} || $a->{seq} <=> $b->{seq} }
	    grep { $_->{day} >= $since } @all;
} elsif ($what eq 'statement') {
	my $balance = $sum{$chiefs[0]}{before} // 0;
	print join("\t", shown($since), 'opening', '', $balance, ''), "\n";
	for my $e (sort { $a->{day} <=> $b->{day} || $a->{seq} <=> $b->{seq} } grep { $_->{day} >= $since } @all) {
		$balance += $e->{points};
		print join("\t", shown($e->{day}), $e->{kind}, $e->{points}, $balance, $e->{id}), "\n";
	}
	print join("\t", shown($until), 'closing', '', $balance, ''), "\n";
} else {
	my @order = sort { ($sum{$b}{points} // 0) <=> ($sum{$a}{points} // 0) || $a cmp $b } grep { $sum{$_}{n} || $meant{$_} } keys %sum;
	for my $c (@order) {
		my $points = $sum{$c}{points} // 0;
		my $rank = 1 + grep { ($sum{$_}{points} // 0) > $points } @order;
		print join("\t", $rank, $c, $points, $sum{$c}{n} // 0), "\n";
	}
}
X
read_rows() {
	sql 'SELECT village, seq, at, day, kind, account, points, reason, ref, final FROM entry ORDER BY village, seq' >entries
	sql 'SELECT village, seq, n, step, day FROM objection ORDER BY village, seq, n' >objections
}
read_rows
# agrees WHAT COLUMNS SINCE UNTIL KNOWN CHIEF...: days as YYYY-MM-DD, - not given.
# What stands after the closing line of a page is another test's.
agrees() {
	what=$1 columns=$2 since=$3 until=$4 known=$5; shift 5
	text=$(perl reckon $what $(echo "${since#-}.${until}.${known#-}." | sed 's/-//g; s/^\./20000101./; s/\.\.$/.99991231./; s/\./ /g') "$@")
	set -- "$@" --on $until
	[ $since = - ] || set -- "$@" --since $since
	[ $known = - ] || set -- "$@" --known $known
	is "$what $*" 0 "$text" sh -c "nbr-points $what $* -H -C $columns | sed '/	head	/d'"
}
balances=chief,balance,spendable,provisional,held,earned,spent,entries,last
# ranked AREA SINCE UNTIL CHIEF...: those who hold a post there.
ranked() {
	area=$1 since=$2 until=$3; shift 3
	[ $(echo $until | tr -d -) -ge $(echo $since | tr -d -) ] || return 0
	text=$(perl reckon rank $(echo "$since $until 99991231" | tr -d -) "$@")
	is "rank $area $since $until" 0 "$text" nbr-points rank $area --since $since --until $until --on 2026-04-01 -H -C rank,chief,points,entries
}

# ---- balances and histories, of any day and as known on any day ----

# The reckoning is the same on a server and past the sanitizers: some of the days there.
days='2025-12-20 2026-01-09 2026-01-22 2026-02-06 2026-03-09 2026-03-13 2026-03-20'
between='2025-12-19 2026-01-05 2026-01-10 2026-01-21 2026-02-01 2026-02-02 2026-02-03 2026-02-05 2026-02-08 2026-02-12 2026-02-20 2026-03-08 2026-03-12 2026-03-14 2026-03-19'
if [ "$engine" = sqlite ] && ! sanitized; then days="$days $between"; else skip 'some days are enough here' "the days between: $between"; fi
for day in $days; do
	agrees balance $balances - $day -
	agrees balance $balances - 2026-03-20 $day
	agrees balance $balances - $day 2026-02-04 $v-C01 $v-C03 $v-C04
	agrees balance $balances - $day - $v-C02 $v-C04
	agrees history entry - $day -
	agrees history entry - 2026-03-20 $day
	agrees history entry 2025-12-01 $day 2026-02-20 $v-C02 $w-C01
	agrees statement day,kind,points,balance,entry 2025-12-01 $day - $v-C02
	agrees statement day,kind,points,balance,entry 2026-01-06 2026-03-20 $day $v-C01
	ranked '' 2026-01-05 $day $v-C01 $v-C02 $v-C03 $v-C04 $w-C01
	ranked "-A $v" 2025-12-01 $day $v-C01 $v-C02 $v-C03 $v-C04
	ranked "-A $v.01" 2026-01-06 $day $v-C01 $v-C02 $v-C03
done

# ---- pages ----

head=$(sql "SELECT seq, hash FROM entry WHERE village = $v ORDER BY seq DESC LIMIT 1" | tr '\t' ' ')
then=$(sql "SELECT seq, hash FROM entry WHERE village = $v AND at < $(date -u -d 2026-01-05T16:00Z +%s) ORDER BY seq DESC LIMIT 1" | tr '\t' ' ')
is 'a page ends in the head of the chain' 0 "| day | kind | title | points | balance | entry | proof |
|---|---|---|---:|---:|---|---|
| 2026-01-01 | opening | $v-C02 刘洋 |  | 5 |  |  |
| 2026-01-05 | award | 帮困 | 6 | 11 | $v-P2 |  |
| 2026-01-05 | award | 诚信 | 10 | 21 | $v-P5 |  |
| 2026-01-31 | closing |  |  | 21 |  |  |
|  | head |  |  |  |  | $v/points $head |" nbr-points statement 刘洋 --since 2026-01-01 --until 2026-01-31 -F md
is '... that is known' 0 "head	$v/points $then" sh -c "nbr-points statement $v-C02 --known 2026-01-05 -H -C kind,proof | tail -n 1"
points '2026-03-11 08:00' checkpoint
words=$(sql "SELECT words FROM checkpoint WHERE village = $v" | sed '/^$/d; s/^/checkpoint	/')
is 'the newest checkpoint of it, line by line' 0 "$words" sh -c "nbr-points statement $v-C02 -H -C kind,proof | tail -n 9"
is '... that was made by then' 0 "head	$v/points $head" sh -c "nbr-points statement $v-C02 --known 2026-03-10 -H -C kind,proof | tail -n 1"
is '... which is that day' 0 9 sh -c "nbr-points statement $v-C02 --known 2026-03-11 -H -C kind | grep -c checkpoint"
# shown LINES COMMAND: of what a terminal of 80 columns shows.
shown() { script -qec "stty cols 80; $2" /dev/null </dev/null | tr -d '\r' | grep -E "$1"; }
is 'on a terminal too the hash is whole, and makes no entry longer' 0 "2026-01-31  closing                            21
            head                                                    $v/points $head" \
    shown 'closing|^ *head' "nbr-points statement 刘洋 --since 2026-01-01 --until 2026-01-31"
is 'a page for each' 0 "opening	$v-C01
opening	$v-C03" sh -c "printf '%s\n' chief $v-C03 $v-C01 $v-C03 | nbr-points statement - -H -C kind,chief | grep opening"
sql "DELETE FROM checkpoint"

# ---- what an auditor should look at ----

cat >look <<'X'
# look CODE UNTIL: what there is to find by the plain rows.
use strict;
use POSIX;
my ($code, $until) = @ARGV;
my (@all, %seq);
sub civil { strftime '%Y%m%d', gmtime $_[0] + 8 * 3600 }
sub days { my ($y, $m, $d) = $_[0] =~ /^(....)(..)(..)$/; int(mktime(0, 0, 12, $d, $m - 1, $y - 1900) / 86400) }
open my $f, '<', 'entries' or die;
while (<$f>) {
	chomp;
	my %e;
	@e{qw(village seq at day kind account points reason ref final)} = split /\t/, $_, -1;
	push @all, \%e;
	$seq{"$e{village} $e{seq}"} = \%e;
}
for my $e (@all) {
	next if $e->{day} > $until;
	my $chief = "$e->{village} $e->{account}";
	my $register = $e->{ref} =~ /:(O\d|A\d|K\d|.*-V\d)/;
	my $hit;
	if ($code eq 'late') {
		$hit = days(civil($e->{at})) - days($e->{day}) > 7;
	} elsif ($code eq 'back-dated') {
		$hit = civil($e->{at}) > $e->{day} && !$register && $e->{kind} ne 'return';
	} elsif ($code eq 'before-exchange') {
		my $goods = $e->{reason} =~ /^g\d+$/;
		$hit = $e->{points} > 0 && !$goods && grep { "$_->{village} $_->{account}" eq $chief && $_->{kind} eq 'redeem'
		    && $_->{seq} > $e->{seq} && $_->{at} - $e->{at} <= 3600 } @all;
	} else {
		$hit = $e->{kind} =~ /award|deduct/ && ($e->{ref} =~ /\.\d+$/ || grep { my $r = $_; $r->{kind} eq 'reverse' && $r->{village} == $e->{village} && $r->{seq} < $e->{seq}
		    && do { my ($n) = $r->{ref} =~ /(\d+)$/; my $o = $seq{"$e->{village} $n"}; $o->{account} == $e->{account} && $o->{day} == $e->{day} && $o->{reason} eq $e->{reason} && $o->{kind} eq $e->{kind} } } @all);
	}
	print "$e->{village}-P$e->{seq}\n" if $hit;
}
X
found() { nbr-points history --finding "$@" -H -C entry; }
for code in late back-dated before-exchange re-entered; do
	perl look $code 20260401 >hits
	is "there is something to find: $code" 0 '' test -s hits
	is "$code" 0 "$(cat hits)" found $code --on 2026-04-01
	perl look $code 20260228 >hits
	is "$code, until then" 0 "$(cat hits)" found $code --on 2026-02-28
done
is 'late: more than a week' 0 "$v-P15
$v-P21" found late --since 2026-01-01 $v-C01 $v-C03 -l 2
is 'before an exchange: within the hour' 0 "$v-P27" found before-exchange
is 're-entered: by its cause, or the same by hand' 0 "$v-P30
$v-P32" found re-entered
is 'own: entered by himself, and of his own household' 0 "$v-P21
$v-P25
$v-P29" found own
is '... those of one chief' 0 '' found own 陈明
is '... of a rule' 0 "$v-P25" found own --rule 办单
is 're-entered: of one chief' 0 "$v-P30
$v-P32" found re-entered $v-C03
is 'without cause: of one chief' 0 "$v-P23
$v-P24" found no-cause $v-C01 $v-C03
is 'without cause: voided, reopened' 0 "$v-P23
$v-P24" found no-cause
is '... of another village none' 0 '' found no-cause -A $w
says 'no such finding' 2 "nbr-points: --finding: late, back-dated, own, before-exchange, re-entered or no-cause, not odd
    Try 'nbr-points history --help'." nbr-points history --finding odd
says 'no such rule' 2 "nbr-points: --rule: the rulebook has no deed helpt; nbr-rule list deed shows them
    Try 'nbr-points history --help'." nbr-points history --rule helpt
is 'each is in the manual' 0 '6' sh -c "for c in late back-dated own before-exchange re-entered no-cause; do grep -x \".It Cm \$c\" '$top/man/nbr-points.1'; done | grep -c ."
is 'of an actor' 0 "$v-P29" nbr-points history --actor 易子春 -H -C entry
is 'of a kind' 0 "$(sql "SELECT village || '-P' || seq FROM entry WHERE kind = 'reverse' ORDER BY village, seq")" nbr-points history --kind 冲正 -H -C entry
is 'of a rule, all versions of it' 0 "$(sql "SELECT village || '-P' || seq FROM entry WHERE substr(reason, 1, 7) = 'helped.' ORDER BY village, seq")" \
    nbr-points history --rule helped -H -C entry
is 'of chiefs of a part of a village' 0 "$v-C02
$v-C03" sh -c "nbr-points history -A $v.01.01 -H -C chief | uniq"
is '... where there is none' 0 '' nbr-points history -A $v.02 -H
says 'no such kind' 2 "nbr-points: --kind: award, deduct, redeem, return or reverse, not gift
    Try 'nbr-points history --help'." nbr-points history --kind gift
says 'a period after the day' 2 "nbr-points: --until is after the business day
    Try 'nbr-points history --help'." nbr-points history --until 2026-03-11

# ---- samples ----

# lots SEED N: by sha256sum.
lots() {
	sql "SELECT village || '-P' || seq, hash FROM entry WHERE day <= 20260310 ORDER BY village, seq" | while read -r id hash; do
		echo "$(printf %s "$1:$hash" | sha256sum | cut -d ' ' -f 1) $id"
	done | LC_ALL=C sort | head -n $2 | cut -d ' ' -f 2 | sort -t P -k 1,1 -k 2,2n
}
for seed in 0 7 20260310; do
	for size in 1 5 20 1000; do
		is "a sample of $size, $seed" 0 "$(lots $seed $size)" nbr-points sample $size --seed $seed -H -C entry
	done
done
is 'of a village' 0 "$w-P1
$w-P2" nbr-points sample 5 --seed 1 -A $w -H -C entry
is 'of a part of a village' 0 "$(sql "SELECT village || '-P' || seq FROM entry WHERE village = $v AND account = 3 ORDER BY seq")" \
    nbr-points sample 50 --seed 1 -A $v.01.01.01 -H -C entry
says 'a seed is needed' 2 "nbr-points: --seed is needed: a number, such as one that was drawn in public
    Try 'nbr-points sample --help'." nbr-points sample 5
says 'a number of entries' 2 "nbr-points: 0 is not a number from 1 to 100000
    Try 'nbr-points sample --help'." nbr-points sample 0 --seed 1

# ---- the journal ----

nbr-points history -F ledger --on 2026-04-01 -o journal
sql "SELECT village || '-C' || CASE WHEN account < 10 THEN '0' ELSE '' END || account, sum(points) FROM entry GROUP BY village, account ORDER BY village, account" >sums
added() { awk '/^    points:/ { sub("points:", "", $1); sub(":", "-", $1); sum[$1] += $2 } END { for (i in sum) print i "\t" sum[i] }' journal | sort; }
is 'the journal adds up' 0 "$(cat sums)" added
balanced() { awk 'NF == 0 { if (n) print "out by " n; n = 0 } /^    [a-z]+:[0-9]/ { n += $2 }' journal; }
is 'each entry is balanced' 0 '' balanced
is 'and is there' 0 "$(sql "SELECT village || '-P' || seq FROM entry ORDER BY village, seq")" sed -n 's/^....-..-.. \* (\([^)]*\)) .*/\1/p' journal
is 'of a chief, a period' 0 "2026-02-01 * ($v-P11) redeem 肥皂
    ; ref: X260201-1
    ; name: 陈明
    points:$v:C01  -6
    goods:$v:G01  6

2026-02-12 * ($v-P15) return 肥皂
    ; ref: return:X260201-1
    ; name: 陈明
    points:$v:C01  6
    goods:$v:G01  -6
" nbr-points history 陈明 -F ledger --since 2026-02-01 --until 2026-02-28
is 'nothing is an empty journal' 0 '' nbr-points history -F ledger --on 2020-01-01
says 'records have no part in it' 2 "nbr-points: -F ledger writes no records: --columns is of no use
    Try 'nbr-points history --help'." nbr-points history -F ledger -C entry
says 'it is a form of history alone' 2 "nbr-points: -F: table, tsv, csv, json, jsonl or md, not ledger
    Try 'nbr-points balance --help'." nbr-points balance -F ledger
# amounts PROGRAM: account and balance, as nbr-points balance has them.
amounts() {
	LC_ALL=C.UTF-8 "$@" | awk '/points:/ { sub("points:", "", $2); sub(":", "-", $2); print $2 "\t" $1 }'
}

# ---- other rules ----

cat >again <<'X'
# again FILE UNTIL: what each chief has by entries, and would have by the rules of
# the file. The causes of this test are orders of the kind need and visits; of one
# that is there no more nothing new comes.
use strict;
my %gone = ('O260302-1' => 1, 'H0003-V260225' => 1);
my ($file, $until) = @ARGV;
my (@rules, %old, %person, %used, %gave, %standing);
sub rules {
	open my $f, '<', shift or die;
	my @names = split /,/, <$f> =~ s/\s+$//r;
	my @all;
	while (<$f>) {
		s/\s+$//;
		my %r;
		@r{@names} = split /,/, $_, -1;
		tr/-//d for @r{qw(first last)};
		push @all, \%r if $r{kind} eq 'deed';
	}
	return @all;
}
$old{$_->{rule}} = 1 for rules('rules.csv');
@rules = rules($file);
for my $r (@rules) {	# a version ends before the next one begins
	for my $later (@rules) {
		$r->{last} = $later->{first} - 1 if $later->{rule} eq $r->{rule} && $later->{first} > $r->{first} && (!$r->{last} || $later->{first} <= $r->{last});
	}
}
sub give {
	my ($e, $r, $who) = @_;
	my %key = (cap_day => $e->{day}, cap_month => substr($e->{day}, 0, 6), cap_year => substr($e->{day}, 0, 4));
	my $points = $r->{value};
	for (keys %key) {
		my $left = ($r->{$_} || 1e9) - ($used{"$who $r->{rule} $_ $key{$_}"} // 0);
		$points = $left > 0 ? $left : 0 if $left < $points;
	}
	$used{"$who $r->{rule} $_ $key{$_}"} += $points for keys %key;
	push @{$gave{"$e->{village} $e->{seq}"}}, [$who, $r->{side} eq 'deduct' ? -$points : $points, map { "$who $r->{rule} $_ $key{$_}" } keys %key];
	$person{$who}[1] += $gave{"$e->{village} $e->{seq}"}[-1][1];
}
open my $f, '<', 'entries' or die;
while (<$f>) {
	chomp;
	my %e;
	@e{qw(village seq at day kind account points reason ref final)} = split /\t/, $_, -1;
	next if $e{day} > $until || $e{reason} =~ /^g\d+$/;
	my $who = sprintf '%s-C%02d', @e{qw(village account)};
	$person{$who} //= [0, 0];
	$person{$who}[0] += $e{points};
	if ($e{ref} =~ /^reverse:(\d+)$/) {
		for my $g (@{$gave{"$e{village} $1"} // []}) {
			my ($w, $points, @keys) = @$g;
			$person{$w}[1] -= $points;
			$used{$_} -= abs $points for @keys;
		}
		$standing{$standing{"$e{village} $1"}}-- if $standing{"$e{village} $1"};
		next;
	}
	my ($code) = $e{reason} =~ /^(.*)\./;
	my ($cause) = $e{ref} =~ /:(O\d.*|.*-V\d+)/;
	$cause =~ s{\.\d+$}{} if defined $cause;
	my $day = ($cause // '') =~ /O(\d{6})|V(\d{6})/ ? '20' . ($1 // $2) : $e{day};
	my $new = $cause && !$standing{"$e{village} $cause"}++;
	$standing{"$e{village} $e{seq}"} = "$e{village} $cause" if $cause;
	for my $r (@rules) {
		my $fits = !$cause ? $r->{subject} eq 'manual' : $cause =~ /^O/ ? $r->{subject} =~ /^order(:need)?$/ : $r->{subject} =~ /^visit(:door)?$/;
		next if !$fits || $r->{first} > $day || $r->{last} && $r->{last} < $day;
		give(\%e, $r, $who) if $r->{rule} eq $code || $new && !$gone{$cause} && !$old{$r->{rule}};
	}
}
print join("\t", $_, @{$person{$_}}, $person{$_}[1] - $person{$_}[0]), "\n" for sort keys %person;
X
cat >other.csv <<X
rule,kind,name,subject,side,value,cap_day,cap_month,cap_year,notice,every,unit,first,last
need,order,需求,,,,,,,,,,2020-01-01,
helped,deed,帮困,manual,award,4,,7,,,,,2026-01-01,
helped,deed,帮困,manual,award,9,,,,,,,2024-01-01,
honest,deed,诚信,manual,award,12,12,15,,,,,2024-01-01,2026-02-28
gambling,deed,赌博,manual,deduct,5,,,,,,,2024-01-01,
door-visit,deed,走访,visit:phone,award,2,,,,,,,2024-01-01,
need-met,deed,解难,order:需求,award,7,,10,,,,,2024-01-01,
visited,deed,上门,visit:door,award,3,,6,,,,,2024-01-01,
X
sed 's/:需求,/:need,/' other.csv >plain.csv
replayed() { nbr-points replay --rules "$@" -H -C chief,points,replayed,difference; }
for day in 2025-12-31 2026-01-20 2026-01-22 2026-02-20 2026-03-09 2026-03-10 2026-04-01; do
	is "by the same rules, $day" 0 "$(perl again rules.csv $(echo $day | tr -d -) | awk '{ $3 = $2; $4 = 0; print }' OFS='	')" replayed rules.csv --on $day
	is "by others, $day" 0 "$(perl again plain.csv $(echo $day | tr -d -))" replayed other.csv --on $day
done
is 'of one chief' 0 "$(perl again plain.csv 20260401 | grep $v-C03)" replayed other.csv --on 2026-04-01 易子春
is 'of a village' 0 "$(perl again plain.csv 20260401 | grep $w)" replayed other.csv --on 2026-04-01 -A $w
rows() { sql 'SELECT count(*) FROM rule'; sql 'SELECT count(*) FROM run'; }
is 'nothing is stored' 0 "$(rows)" sh -c 'echo "$1"; exit' sh "$(replayed other.csv >said; rows)"
printf 'rule,kind,name,subject,side,value,first\nhelped,deed,帮困,manual,award,none,2024-01-01\nodd,deed,怪,manual,,5,2024-01-01\n' >bad.csv
is 'a file that is wrong' 4 '' replayed bad.csv
is '... each with its line' 0 'bad.csv:2
bad.csv:3' sh -c "nbr-points replay --rules bad.csv 2>&1 | sed -n 's/^nbr-points: \(bad.csv:[0-9]*\):.*/\1/p'"
is 'no such file' 8 '' replayed none.csv
says 'a file is needed' 2 "nbr-points: --rules is needed: a file as nbr-rule list writes it
    Try 'nbr-points replay --help'." nbr-points replay

# ---- why ----

is 'an award that a cap cut, and that was reversed' 0 "entry	award on 2026-01-21, points 2, balance after it 24	
chief	$v-C01 陈明	
rule	helped 帮困	
version	from 2026-01-01 until further notice	
value	6	
cause	R8:1, by hand	
cap_month	14 at most from 2026-01-01 to 2026-01-31; 12 were given before this	
cap_year	40 at most from 2026-01-01 to 2026-12-31; 12 were given before this	
cut	4 of 6, by the caps	
notice	none: the points may be spent at once	
reversed	by $v-P10 on 2026-01-22	记错
note		帮
entered	2026-01-20T09:01:00+08:00 by test with nbr-points award, run $v-R8	
hash	$(sql "SELECT hash FROM entry WHERE village = $v AND seq = 8")	" nbr-points explain $v-P8 -H -C field,value,words
is 'its reversal' 0 "entry	reverse on 2026-01-22, points -2, balance after it 19	
reverses	$v-P8	
note		记错" sh -c "nbr-points explain P10 -A $v -H -C field,value,words | grep -e ^entry -e ^rev -e ^note"
is 'nothing of it is cut' 0 "$v-P8  cap_month  14 at most from 2026-01-01 to 2026-01-31; 12 were given before this" \
    shown cap_month "nbr-points explain $v-P8"
is 'notice and objection' 0 "notice	the points may be spent from 2026-03-13 on	
objection	objected 2026-03-09	王婶: 不实" sh -c "nbr-points explain $v-P17 -H -C field,value,words | grep -e ^notice -e ^obj"
is 'causes' 0 "cause	H0001-V260225, a visit; it counts
cause	O260302-1, an order that was confirmed; it counts no more, or not for this chief
cause	X260310-1, an exchange; it may be collected until 2026-03-20" sh -c "for p in 21 24 28; do nbr-points explain $v-P\$p -H -C field,value | grep ^cause; done"
back=$(sql "SELECT seq FROM entry WHERE village = $v AND kind <> 'redeem' AND reason = 'g01' ORDER BY seq" | tr '\n' ' ')
is 'goods: how many at which price, and what came back' 0 "goods	3 of $v-G01 肥皂, at 2 points
goods	$v-G01 肥皂
goods	$v-G01 肥皂" sh -c "for p in 11 $back; do nbr-points explain $v-P\$p -H -C field,value | grep ^goods; done"
says 'no such entry' 5 'nbr-points: entry P99: there is no such record [not-found]' nbr-points explain P99

for tool in hledger ledger; do
	if ! command -v $tool >/dev/null; then
		skip "$tool is not here: scripts/setup check installs it" "$tool agrees"
		continue
	fi
	for day in 2026-01-05 2026-02-01 2026-03-09 2026-03-10 2026-04-01; do
		is "$tool agrees on $day" 0 "$(nbr-points balance --on $day -H -C chief,balance)" amounts $tool -f journal balance points: --flat -E -e $(date -u -d "$day +1 day" +%F)
	done
done
done_testing
