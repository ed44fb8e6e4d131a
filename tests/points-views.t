#!/bin/sh
# Questions to the points ledger. What they must say is reckoned from the plain rows
# of the tables by a program of the test's own.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2046,SC2086,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit

v=430121106205 w=430121106206
nbr-db init --town 430121106 --name 春华镇 &&
nbr-calendar import "$top/lib/data/calendar-cn.csv" &&
nbr-area import - <<X &&
area,name
430121106,春华镇
$v,龙王庙村
$v.01,东片
$v.01.01,一组
$v.01.01.01,谢家屋场
$v.02,西片
$w,大鱼塘村
$w.01,大片
X
nbr-chief import - <<X &&
name,area,elected
陈明,$v.01,2024-03-22
刘洋,$v.01.01,2024-03-22
易子春,$v.01.01.01,2024-03-22
周建国,$v.02,2024-03-22
毛贵祥,$w.01,2024-03-22
X
nbr-rule import - <<X || exit
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
	next if $e->{points} <= 0 || $e->{final} <= $e->{day} || $reversed{$e->{id}};
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

for day in 2025-12-19 2025-12-20 2026-01-05 2026-01-09 2026-01-10 2026-01-21 2026-01-22 2026-02-01 2026-02-02 2026-02-03 2026-02-05 2026-02-06 \
    2026-02-08 2026-02-12 2026-02-20 2026-03-08 2026-03-09 2026-03-12 2026-03-13 2026-03-14 2026-03-19 2026-03-20; do
	agrees balance $balances - $day -
	agrees balance $balances - 2026-03-20 $day
	agrees balance $balances - $day 2026-02-04 $v-C01 $v-C03 $v-C04
	agrees history entry - $day -
	agrees history entry - 2026-03-20 $day
	agrees history entry 2025-12-01 $day 2026-02-20 $v-C02 $w-C01
	agrees statement day,kind,points,balance,entry 2025-12-01 $day - $v-C02
	agrees statement day,kind,points,balance,entry 2026-01-06 2026-03-20 $day $v-C01
	ranked '' 2026-01-05 $day $v-C01 $v-C02 $v-C03 $v-C04 $w-C01
	ranked "-A $v" 2025-12-01 $day $v-C01 $v-C02 $v-C03 $v-C04
	ranked "-A $v.01" 2026-01-06 $day $v-C01 $v-C02 $v-C03
done
