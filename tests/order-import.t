#!/bin/sh
# Histories of orders in: what is stored of a town's ledger, beside a reading of the
# same file in perl; how a row is read; what is wrong with one; twice, further, undone.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit
NBR_TODAY=2026-11-01; export NBR_TODAY
csv() { printf '%s\n' "$@"; }
orders() {
	sql "SELECT o.village, o.no, o.kind, o.hood, o.household, o.title, o.detail, o.person, o.ref, o.posted, o.state, o.since, o.closed,
		o.level, coalesce(c.name, ''), o.answered, o.score, o.step
		FROM work_order o LEFT JOIN chief c ON c.village = o.village AND c.chief = o.chief ORDER BY o.village, o.no"
}
events() {
	sql "SELECT e.village, e.no, e.n, e.step, e.at, e.level, coalesce(c.name, ''), e.score, e.person, e.note
		FROM order_event e LEFT JOIN chief c ON c.village = e.village AND c.chief = e.chief ORDER BY e.village, e.no, e.n"
}
all() { sql 'SELECT * FROM work_order ORDER BY village, no'; sql 'SELECT * FROM order_event ORDER BY village, no, n'; }
# took COMMAND...: what became of the rows, by its own words.
took() { "$@" -v 2>&1 >/dev/null | sed -n 's/.*: \([0-9]* read.*\); .*/\1/p'; }

# ---- a town's ledger ----

town_in in
nbr-db init --town 430121106 --name 春华镇 &&
nbr-rule import "$top/lib/data/rulebook-example.csv" &&
nbr-calendar import "$top/lib/data/calendar-cn.csv" &&
nbr-area import in/areas.csv && nbr-chief import in/chiefs.csv && nbr-household import in/roster.csv || exit
db_copy nbr empty
cat >ledger.pl <<'P'
use strict; use Time::Local;
my %kind = qw(需求 need 纠纷 dispute 隐患 hazard 建议 suggestion);
my %level = qw(组 6 村 4 镇 3);
my %score = qw(非常满意 5 满意 4 基本满意 3 不满意 2);
sub at { $_[0] =~ m{(\d+)[-/](\d+)[-/](\d+) (\d+):(\d+)} ? timegm(0, $5, $4, $3, $2 - 1, $1) - 8 * 3600 : 0 }
my (@rows, %day);
while (<STDIN>) {
	s/\r?\n//;
	my @c;
	push @c, defined $1 ? $1 : $2 while /\G(?:"([^"]*)"|([^,]*))(?:,|$)/g && @c < 18;
	next unless ($c[0] // '') =~ /^\d+$/;
	push @rows, my $r = { line => $., c => \@c, posted => at($c[10]) };
	my @d = gmtime($r->{posted} + 8 * 3600);
	$r->{day} = ($d[5] + 1900) * 10000 + ($d[4] + 1) * 100 + $d[3];
}
open my $o, '>', 'orders.want'; open my $e, '>', 'events.want';
for my $r (sort { $a->{posted} <=> $b->{posted} || $a->{line} <=> $b->{line} } @rows) {
	my @c = @{$r->{c}};
	my ($v, $p, $g, $h) = split /\./, $c[5];
	my $no = $r->{day} * 1000000 + ++$day{$v}{$r->{day}};
	my $level = $level{$c[8]} // 7;
	my ($chief, $office) = $level > 4 ? ($c[9], '') : ('', $c[9]);
	my ($take, $answer, $finish, $call) = map at($_), @c[12 .. 15];
	my $score = $score{$c[16]} // 0;
	my @e = ['post', $r->{posted}, 7, '', 0, '', ''];
	push @e, map ['escalate', at($c[11]) || $r->{posted}, $_, '', 0, '', ''], reverse $level .. 6;
	push @e, ['take', $take, $level, $chief, 0, '', $office] if $take;
	push @e, ['answer', $answer, $level, $chief, 0, '', ''] if $answer;
	push @e, ['finish', $finish, $level, $chief, 0, '', $c[17]] if $finish;
	push @e, ['confirm', $call, $level, '', $score, $c[7], ''] if $call;
	my $n = 0;
	print $e join("\t", $v, $no, ++$n, @$_), "\n" for @e;
	my $state = $call ? 'confirmed' : $finish ? 'done' : $take ? 'taken' : 'open';
	my $since = $call || $finish || $take || $e[-1][1];
	print $o join("\t", $v, $no, $kind{$c[2]}, $p * 10000 + $g * 100 + $h, substr($c[6], 12) + 0, @c[3, 4, 7, 1], $r->{posted},
	    $state, $since, $finish, $level, $take ? $chief : '', $answer, $score, scalar @e), "\n";
}
P
iconv -f GB18030 -t UTF-8 in/orders.csv | perl ledger.pl
LC_ALL=C sort -t '	' -k 1,1n -k 2,2n orders.want >want.o
LC_ALL=C sort -t '	' -k 1,1n -k 2,2n -k 3,3n events.want >want.e
is 'a dry run takes it' 0 '320 read, 320 new, 0 changed, 0 as they were, 0 skipped, 0 set aside' took nbr-order import in/orders.csv -n
is 'and stores nothing' 0 0 sql 'SELECT count(*) FROM work_order'
is 'the ledger is taken in' 0 '320 read, 320 new, 0 changed, 0 as they were, 0 skipped, 0 set aside' took nbr-order import in/orders.csv
orders >got; same "the orders are those of the file: $(wc -l <want.o)" want.o got
events >got; same "and so is what happened to them: $(wc -l <want.e)" want.e got
is 'nothing contradicts' 0 '' nbr-db check -H
sql 'SELECT village, no, due FROM work_order ORDER BY village, no' >due
is 'what is not closed is due' 0 "$(awk -F '\t' '$13 == 0' want.o | wc -l)" sh -c 'grep -cv 253402300799 due'
db_copy nbr again
sql 'UPDATE work_order SET due = 1 WHERE closed = 0' "$(db_at again)"
nbr-rule add no-such-need --kind deadline --name x --subject level:town --clock take --every 1 --unit day --shift none --first 2100-01-01 -D "$(db_at again)"
sql 'SELECT village, no, due FROM work_order ORDER BY village, no' "$(db_at again)" >got
same 'when that is, as a computation of all gives it' due got
all >before
is 'the same once more' 0 '320 read, 0 new, 0 changed, 320 as they were, 0 skipped, 0 set aside' took nbr-order import in/orders.csv
is 'in another order, without its numbers' 0 '320 read, 0 new, 0 changed, 320 as they were, 0 skipped, 0 set aside' took sh -c '
	iconv -f GB18030 -t UTF-8 in/orders.csv >u.csv
	{ sed -n 2p u.csv; sed "1,2d; \$d" u.csv | sort -t , -k 4; } | nbr-order import - --map 诉求编号= "$@"' sh
all >got; same 'change nothing' before got
nbr-order list -C order,ref,kind,title,detail,area,household,person,posted --for excel >list.csv
is 'what is listed for people is known again' 0 320 sh -c 'nbr-order import list.csv -v 2>&1 | sed -n "s/.* \([0-9]*\) as they were.*/\1/p"'
# An unsorted file is numbered in the order of posting, whatever its own.
{ sed -n 2p u.csv; sed '1,2d; $d' u.csv | sort -t , -k 2r; } >shuffled.csv
is 'a file in another order' 0 '320 read, 320 new, 0 changed, 0 as they were, 0 skipped, 0 set aside' took nbr-order import shuffled.csv -D "$(db_at empty)"
orders >want
NBR_DB=$(db_at empty) orders >got
same 'gives the same orders' want got

# ---- a row ----

db_new nbr
v=430121106205 hood=$v.01.01.01
nbr-db init --town 430121106 --name 春华镇 &&
nbr-rule import "$top/lib/data/rulebook-example.csv" &&
nbr-calendar import "$top/lib/data/calendar-cn.csv" &&
csv area,name $v,龙王庙村 $v.01,第一片 $v.01.01,第一组 $hood,一屋场 $v.01.01.02,二屋场 430121106206,大鱼塘村 430121106206.01,一片 | nbr-area import - &&
csv name,area,phone,elected 王大,$v.01,13800138000,2024-01-05 刘洋,$v.01.01,,2024-01-05 易子春,$hood,,2024-01-05 王大,$v.01.01.02,13800138001,2024-01-05 |
	nbr-chief import - &&
csv household,area,head,since ${v}010001,$hood,周浩胜,2024-01-05 ${v}010002,$hood,李明,2024-01-05 ,$v.01,王二,2024-01-05 | nbr-household import - &&
nbr-household move ${v}010001 -A $v.01.01.02 --reason 搬家 --on 2024-03-01 &&
nbr-household close ${v}010002 --reason 迁出 --on 2024-03-01 || exit
db_copy nbr empty
csv 春华镇诉求台账,,,,, 诉求编号,类别,诉求内容,村,邻,受理时间 \
	A1,需求,甲,龙王庙村,一屋场,45323.354166667 A2,need,甲,龙王庙村,一屋场,2024/2/1\ 8:30 A3,需求,甲,龙王庙村,一屋场,2024年2月1日\ 8时30分 \
	A4,需求,甲,龙王庙村,一屋场,2024-02-01T00:30:00Z A5,需求,甲,龙王庙村,一屋场,２０２４－２－１　8：30 A6,需求,甲,龙王庙村,一屋场,2024-02-01\ 上午8:30:00 \
	A7,需求,甲,龙王庙村,一屋场,2024.2.1\ 08:30:00.5 填表人：周敏,,,,, | iconv -f UTF-8 -t GB18030 | sed 's/$/\r/' >forms.csv
is 'moments as clerks and other systems write them' 0 '7 read, 7 new, 0 changed, 0 as they were, 0 skipped, 0 set aside' took nbr-order import forms.csv
is 'are one moment' 0 '1706747400	7	甲	1' sql "SELECT posted, count(*), min(title), count(DISTINCT hood) FROM work_order GROUP BY posted"

# told: what happened, in minutes since 2024-02-01 08:00.
told() {
	sql "SELECT o.ref || ': ' || e.step || ' ' || e.level || ' ' || ((e.at - 1706745600) / 60) || ' C' || e.chief || ' ' || e.score || ' ' || e.person || ' ' || e.note
		FROM work_order o JOIN order_event e ON e.village = o.village AND e.no = o.no WHERE o.ref LIKE 'B%' ORDER BY o.ref, e.n" | sed 's/ *$//'
}
head=ref,kind,title,area,household,person,level,chief_name,posted,escalated,taken,answered,finished,confirmed,cancelled,answer,result,score,note
d=2024-02-01
csv $head \
	"B01,need,t,$hood,,,,易子春,$d 08:00,$d 09:00,$d 08:30,,$d 10:00,,,,好,," \
	"B02,need,t,$hood,,,town,城管办,$d 08:00,,$d 09:00,,,,,,,," \
	"B03,need,t,$hood,,,,易子春,$d 08:00,,$d 09:00,$d 08:30,$d 10:00,,,明天来,好,,记" \
	"B04,need,t,$hood,,,,,$d 08:00,,,,,,$d 08:30,,重复,," \
	"B05,need,t,$hood,,张三,,刘洋,$d 08:00,,,,,$d 08:30,,,,5分," \
	"B06,need,t,$hood,,张三,,,$d 08:00,,,,$d 09:00,,,答,,不满意," \
	"B07,need,t,$hood,,,,,$d,,$d,,$d 09:00,,,,,," \
	"B08,need,t,,${v}010001,,,,$d 08:00,,,,,,,,,," \
	"B09,need,t,,${v}010001,,,,2024-03-02 08:00,,,,,,,,,," \
	"B10,need,t,$hood,,,group,,$d 08:00,$d 08:10,$d 08:20,,$d 08:30,,,,,," \
	"B11,need,t,$v,,,,王书记,$d 08:00,,,,$d 08:30,,,,,," \
	"B12,need,t,$hood,,,,,$d 08:00,,,,,,,,,," \
	"B13,need,t,$hood,,,,,$d,,$d,$d,,$d 09:00,,,,," >rows.csv
nbr-order import rows.csv || exit
is 'the events that follow of the moments given' 0 'B01: post 7 0 C0 0
B01: take 7 30 C3 0
B01: escalate 6 60 C0 0
B01: take 6 120 C0 0
B01: finish 6 120 C0 0  好
B02: post 7 0 C0 0
B02: escalate 6 0 C0 0
B02: escalate 5 0 C0 0
B02: escalate 4 0 C0 0
B02: escalate 3 0 C0 0
B02: take 3 60 C0 0  城管办
B03: post 7 0 C0 0  记
B03: answer 7 30 C0 0  明天来
B03: take 7 60 C3 0
B03: finish 7 120 C3 0  好
B04: post 7 0 C0 0
B04: cancel 7 30 C0 0  重复
B05: post 7 0 C0 0
B05: take 7 30 C2 0
B05: finish 7 30 C2 0
B05: confirm 7 30 C0 5 张三
B06: post 7 0 C0 0
B06: take 7 60 C0 0
B06: answer 7 60 C0 0  答
B06: finish 7 60 C0 0
B06: confirm 7 60 C0 2 张三
B07: post 7 60 C0 0
B07: take 7 60 C0 0
B07: finish 7 60 C0 0
B08: post 7 0 C0 0
B09: post 7 43200 C0 0
B10: post 7 0 C0 0
B10: escalate 6 10 C0 0
B10: take 6 20 C0 0
B10: finish 6 30 C0 0
B11: post 4 0 C0 0
B11: take 4 30 C0 0  王书记
B11: finish 4 30 C0 0
B12: post 7 0 C0 0
B13: post 7 60 C0 0
B13: take 7 60 C0 0
B13: answer 7 60 C0 0
B13: finish 7 60 C0 0
B13: confirm 7 60 C0 0' told
is 'a household is where it was' 0 'B08 10101
B09 10102' sql "SELECT ref || ' ' || hood FROM work_order WHERE household <> 0 ORDER BY ref"
is 'or where the row says, in its village' 0 10102 sh -c 'printf "kind,title,village,neighbourhood,household,posted\nneed,合,,二屋场,430121106205010001,2024-02-05 08:00\n" | nbr-order import - &&
	nbr-db query -H "SELECT hood FROM work_order WHERE title = '"'合'"'"'
is 'of the village that -A names, by a short number' 0 10000 sh -c 'printf "kind,title,household,posted\nneed,短,H0001,2024-03-05 08:00\n" | nbr-order import - -A 430121106205 &&
	nbr-db query -H "SELECT hood FROM work_order WHERE title = '"'短'"'"'
all >before
is 'twice' 0 '13 read, 0 new, 0 changed, 13 as they were, 0 skipped, 0 set aside' took nbr-order import rows.csv
nbr-order import forms.csv
all >got; same 'nothing changes' before got

# ---- what is wrong with a row ----

# faults FILE STATUS: line, column and code of each.
faults() { nbr-order import "$1" 2>told; echo $?; sed -n 's/^nbr-order: [^:]*:\([0-9]*\): \(\([a-z_]*\): \)\{0,1\}.*\[\(.*\)\]$/\1 \3 \4/p' told; }
csv $head,chief,order \
	"F02,noise,t,$hood,,,,,$d 08:00,,,,,,,,,,,," \
	"F03,need,t,$hood,,,,,2019-12-31 08:00,,,,,,,,,,,," \
	"F04,need,t,$hood,,,,,,,,,,,,,,,,," \
	"F05,need,t,$hood,,,,,2026-11-02,,,,2026-11-02 09:00,,,,,,,," \
	"F06,need,t,$hood,,,,,昨天,,,,,,,,,,,," \
	"F07,need,t,$hood,,,,,2024-02-30 08:00,,,,,,,,,,,," \
	"F08,need,t,$hood,,,,,$d 08:00,,$d 07:59,,,,,,,,,," \
	"F09,need,t,$hood,,,,,$d 08:00,,$d 09:00,,$d 08:30,,,,,,,," \
	"F10,need,t,$hood,,,,,$d 08:00,,,$d 07:00,$d 08:30,,,,,,,," \
	"F11,need,t,$hood,,,,,$d 08:00,$d 07:00,,,$d 08:30,,,,,,,," \
	"F12,need,t,$hood,,,,,$d 08:00,,,,$d 08:30,$d 08:20,,,,,,," \
	"F13,need,t,$hood,,,,,$d 08:00,,,,$d 08:30,,$d 09:00,,,,,," \
	"F14,need,t,$hood,,,,,$d 08:00,,$d 08:30,,,,$d 08:20,,,,,," \
	"F15,need,t,$hood,,,,,$d 08:00,,,,$d 08:30,,,,,6,,," \
	"F16,need,t,$hood,,,,,$d 08:00,,,,,,,,,4,,," \
	"F17,need,t,$hood,,,,,$d 08:00,,,,,,,,好,,,," \
	"F18,need,t,$hood,,,,,$d 08:00,,,,,,,好,,,,," \
	"F19,need,t,$v.01,,,group,,$d 08:00,,,,,,,,,,,," \
	"F20,need,t,$v.01,,,piece,,$d 08:00,$d 09:00,,,,,,,,,,," \
	"F21,need,t,$hood,,,county,,$d 08:00,,,,,,,,,,,," \
	"F22,need,t,$v.09,,,,,$d 08:00,,,,,,,,,,,," \
	"F23,need,t,,,,,,$d 08:00,,,,,,,,,,,," \
	"F24,need,t,430121106000,,,,,$d 08:00,,,,,,,,,,,," \
	"F25,need,t,,${v}999999,,,,$d 08:00,,,,,,,,,,,," \
	"F26,need,t,,H0001,,,,$d 08:00,,,,,,,,,,,," \
	"F27,need,t,430121106206,${v}010001,,,,$d 08:00,,,,,,,,,,,," \
	"F28,need,t,,${v}010002,,,,2024-03-02 08:00,,,,,,,,,,,," \
	"F29,need,t,$hood,,,,没有人,$d 08:00,,$d 09:00,,,,,,,,,," \
	"F30,need,t,$hood,,,,王大,$d 08:00,,$d 09:00,,,,,,,,,," \
	"F31,need,t,$hood,,,,,$d 08:00,,$d 09:00,,,,,,,,,C99," \
	"F32,need,,$hood,,,,,$d 08:00,,,,,,,,,,,," \
	"F33,need,t,$hood,,,,,$d 08:00,,,,,,,,,,,,O240201-99" \
	"F34,need,t,$hood,,,,,$d 08:00,,,,,,,,,,,,17" \
	"F35,need,t,$hood,,,,,$d 08:00,,,,,,,,,,,," \
	"F35,need,u,$hood,,,,,$d 09:00,,,,,,,,,,,," \
	",need,x,$hood,,,,,$d 08:00,,,,,,,,,,,," \
	",need,x,$hood,,,,,$d 08:00,,$d 09:00,,,,,,,,,," \
	"A2,need,甲,$hood,,,,,$d 08:30,,,,,,,,,,,,O240201-1" \
	"F36,need,t,$hood,,,,,$d 08:00,,,,$d 07:59,,,答,,,,," \
	"F37,need,t,$hood,,,,,$d 08:00,,$d 08:30,,,$d 08:20,,,,,,," \
	"F38,need,t,$hood,,,,,$d 08:00,,,,,$d 08:20,$d 08:30,,,,,," \
	"F39,need,t,$hood,,,,易子春,$d 08:00,,,,,,,,,,,," \
	"F40,need,t,$hood,,,,,$d 08:00,,,,,,$d 08:30,,,,,C03," \
	"F41,need,t,$hood,,,,刘洋,$d 08:00,,$d 08:30,,,,,,,,,C03," \
	"F42,need,t,$hood,,,,没有人,$d 08:00,,,,$d 08:30,,,,,,,C99," \
	"F43,need,t,$hood,,,,易子春,$d 08:00,,24:61,,,,,,,,,," >bad.csv
is 'each fault at its place' 0 '4
2 kind kind-unknown
3 kind kind-unknown
4 posted missing
5 posted date-future
5 finished date-future
6 posted time-word
7 posted time-invalid
8 taken time-order
9 finished time-order
10 answered time-order
11 escalated time-order
12 confirmed time-order
13 cancelled order-step
14 cancelled time-order
15 score score-range
16 score score-open
17 finished missing
18 answered missing
19 level order-level
20 level order-level
21 level order-level
22 area area-unknown
23 area area-missing
24 area area-level
25 household household-unknown
26 household household-short
27 household household-village
28 posted closed
29 chief_name chief-unknown
30 chief_name ambiguous
31 chief chief-unknown
32 title missing
33 order not-found
34 order not-found
36 ref duplicate
38  duplicate
39 ref ref-other
40 finished time-order
41 confirmed time-order
42 cancelled order-step
43 chief_name chief-open
44 chief chief-open
45 chief_name chief-other
46 chief chief-unknown
47 taken time-word' faults bad.csv
csv kind,title,area,chief_name,posted,taken "need,镇办,$hood,镇综治办,$d 08:00,$d 08:10" >office.csv
says 'of an office the level says it' 4 'nbr-order: office.csv:2: chief_name: 镇综治办: no such chief; if an office of the village or the town took it, its level says so [chief-unknown]
    nbr-chief list shows them
    nothing was stored: 1 of 1 rows are bad; --rejects FILE sets them aside and stores the others' nbr-order import office.csv
is 'it does' 0 '' sh -c 'sed "1s/$/,level/; 2s/$/,town/" office.csv | nbr-order import - -n'
csv kind,title,area,level,posted "need,t,$v.01,group,$d 08:00" >low.csv
says 'of a level where no order of the area stands' 4 'nbr-order: low.csv:2: level: group: an order stands at the level of its area, or above it if it was passed up [order-level]
    correct the level, or leave it out
    nothing was stored: 1 of 1 rows are bad; --rejects FILE sets them aside and stores the others' nbr-order import low.csv
csv kind,title,area,chief,chief_name,posted,finished "need,t,$hood,,易子春,$d 08:00," "need,u,$hood,C03,刘洋,$d 08:00,$d 09:00" >chiefs.csv
says 'of chiefs' 4 'nbr-order: chiefs.csv:2: chief_name: 易子春: a chief, and nothing says that it was taken [chief-open]
    fill in when it was taken or finished, or leave the chief out
nbr-order: chiefs.csv:3: chief_name: 刘洋: names another chief than the number beside it [chief-other]
    correct one of the two, or leave one of the columns out
    nothing was stored: 2 of 2 rows are bad; --rejects FILE sets them aside and stores the others' nbr-order import chiefs.csv
is 'number and name of one chief' 0 '' sh -c 'sed "2d; s/刘洋/易子春/" chiefs.csv | nbr-order import - -n'
# A day or a time is told as it stands; the number of a person is not.
csv posted,title,kind,area "9.03.2026 8:03,t,need,$hood" "'2024-2-31 8:03:05,t,need,$hood" "24.02.01 08:03:10,t,need,$hood" \
	"20240231,t,need,$hood" "31.02.2024 08:03,t,need,$hood" "2024-02-01 13800138000,t,need,$hood" "13800138000,t,need,$hood" >days.csv
is 'what is masked of a wrong time' 0 "9.03.2026 8:03
'2024-2-31 8:03:05
24.02.01 08:03:10
20240231
31.02.2024 08:03
202*-**-** *******8000
138****8000" sh -c 'nbr-order import days.csv 2>&1 | sed -n "s/^[^ ]* [^:]*:[0-9]*: [^:]*: \(.*\): .*/\1/p"'
is 'nothing was stored' 0 '' sh -c 'nbr-order list -H -C ref | grep "^F"; :'
is 'but the good ones, when the others are set aside' 3 '' nbr-order import bad.csv --rejects rejects.csv
is 'which those are' 0 2 sh -c 'nbr-order list -H -C ref,posted | grep -c "^F35	\|^	2024-02-01T08:00:00"'
is 'a file of the others says what is wrong' 0 44 sh -c 'sed 1d rejects.csv | wc -l'

# ---- the other system went on ----

csv ref,kind,title,area,posted "H1,need,同,$hood,$d 08:00" ",need,同,$hood,$d 08:00" >same.csv
is 'with a number and without one they are two' 0 '2 read, 2 new, 0 changed, 0 as they were, 0 skipped, 0 set aside' took nbr-order import same.csv
is 'and stay two' 0 '2 read, 0 new, 0 changed, 2 as they were, 0 skipped, 0 set aside' took nbr-order import same.csv
all >base
csv ref,kind,title,area,person,chief_name,posted,taken,finished,score "G1,need,灯,$hood,张三,,$d 08:00,,," "G2,need,渠,$hood,张三,易子春,$d 09:00,$d 09:30,," \
	"G3,need,路,$hood,张三,,$d 10:00,,," >one.csv
csv ref,kind,title,area,person,chief_name,posted,taken,finished,score "G1,need,灯,$hood,张三,易子春,$d 08:00,$d 08:10,$d 08:20,5" \
	"G2,need,渠,$hood,张三,易子春,$d 09:00,$d 09:30,$d 11:00," "G3,need,路,$hood,张三,,$d 10:00,,," >two.csv
nbr-order import one.csv || exit
all >first
orders >first.o
is 'which a stored order is not by itself' 0 '4
2  exists
3  exists' faults two.csv
is 'left as they are' 0 '3 read, 0 new, 0 changed, 1 as they were, 2 skipped, 0 set aside' took nbr-order import two.csv -u skip
all >got; same 'nothing changes' first got
is 'taken further' 0 '3 read, 0 new, 2 changed, 1 as they were, 0 skipped, 0 set aside' took nbr-order import two.csv -u update
update=$(nbr-db runs -H -C run,source | sed -n 's/	two.csv$//p')
orders >further
events >further.e
is 'once' 0 '3 read, 0 new, 0 changed, 3 as they were, 0 skipped, 0 set aside' took nbr-order import two.csv -u update
is 'what came before says nothing else' 0 '3 read, 0 new, 0 changed, 3 as they were, 0 skipped, 0 set aside' took nbr-order import one.csv
db_copy nbr there
db_copy empty nbr
nbr-order import forms.csv && nbr-order import rows.csv && nbr-order import two.csv
orders | sed 's/	G/&/' | grep '	G' >want
grep '	G' further | awk -F '\t' -v OFS='\t' '{ sub(/.$/, "", $2); print }' >got
awk -F '\t' -v OFS='\t' '{ sub(/.$/, "", $2); print }' want >want2
cut -f 3- got >got2; cut -f 3- want2 >want3
same 'it is what one file would have said' want3 got2
db_copy there nbr
is 'it is sound' 0 '' sh -c 'nbr-db check -H | grep order; :'
csv ref,kind,title,area,posted,taken,finished "G1,need,灯,$hood,$d 08:00,$d 08:11,$d 08:20" "G2,hazard,渠,$hood,$d 09:00,$d 09:30,$d 11:00" \
	"G3,need,路,$hood,$d 10:01,," >other.csv
for how in error update; do
	is "another history is not written over the first: -u $how" 0 '4
2 taken history-other
3 kind history-other
4 posted history-other' sh -c 'nbr-order import other.csv -u $1 2>told; echo $?; sed -n "s/^nbr-order: [^:]*:\([0-9]*\): \([a-z_]*\): .*\[\(.*\)\]\$/\1 \2 \3/p" told' sh $how
done
g3=$(nbr-order list -H -C order,ref | sed -n 's/	G3$//p')
nbr-order take "$g3" --at $d'T10:30' -c C03 >/dev/null
is 'who went on here is not asked again' 0 '3 read, 0 new, 0 changed, 3 as they were, 0 skipped, 0 set aside' took nbr-order import two.csv

# Who took it is not in every file.
csv ref,kind,title,area,chief_name,posted,taken "K1,need,井,$hood,易子春,$d 08:00,$d 08:10" "K2,need,塘,$hood,易子春,$d 08:00,$d 08:10" | nbr-order import -
csv ref,kind,title,area,posted,escalated,taken,finished "K1,need,井,$hood,$d 08:00,,$d 08:10,$d 09:00" "K2,need,塘,$hood,$d 08:00,$d 08:20,$d 08:10,$d 09:00" | nbr-order import - -u update
is 'who took it has finished it too' 0 'finish	7	3
finish	6	0' sql "SELECT e.step, e.level, e.chief FROM order_event e JOIN work_order o ON o.village = e.village AND o.no = e.no
	WHERE o.ref LIKE 'K_' AND e.step = 'finish' ORDER BY o.ref"
is 'and the order says so' 0 'K1	3
K2	0' sql "SELECT ref, chief FROM work_order WHERE ref LIKE 'K_' ORDER BY ref"
is 'as its steps do' 0 '' sh -c 'nbr-db check -H | grep order; :'

nbr-order post --kind need -A 430121106206.01 --title 空缺 --at 2024-06-01T08:00 >/dev/null
is 'a vacant post was passed up too' 0 'skip	4' sql "SELECT step, level FROM order_event WHERE village = 430121106206 AND n = 2"
nbr-order list 空缺 -C order,kind,title,area,level,posted -F csv >list.csv
is 'and its list is known again' 0 '1 read, 0 new, 0 changed, 1 as they were, 0 skipped, 0 set aside' took nbr-order import list.csv

# ---- taken back ----

# needed PROGRAM: the orders that what it imported cannot go without, and steps of them.
needed() { nbr-db undo -nH "$(nbr-db runs -H -C program,run | sed -n "s/^$1	//p")" | grep '	order	.*	needs$' | cut -f 3 | sort | uniq -c | awk '{ print $2, $1 }'; }
ids="o.village || '-O' || substr(o.no, 3, 6) || '-' || (o.no % 1000000)"
[ "$engine" = sqlite ] || ids="o.village || '-O' || substr(o.no::text, 3, 6) || '-' || (o.no % 1000000)"
is 'kinds are needed by their orders' 0 "$(sql "SELECT $ids || ' 1' FROM work_order o" | sort)" needed nbr-rule
is 'and areas' 0 "$(sql "SELECT $ids || ' 1' FROM work_order o" | sort)" needed nbr-area
is 'households by those about them' 0 "$(sql "SELECT $ids || ' 1' FROM work_order o WHERE household <> 0" | sort)" needed nbr-household
is 'chiefs by the steps they took' 0 "$(sql "SELECT $ids || ' ' || count(*) FROM work_order o JOIN order_event e ON e.village = o.village AND e.no = o.no
	WHERE e.chief <> 0 GROUP BY o.village, o.no" | sort)" needed nbr-chief

g1=$(nbr-order list -H -C order,ref | sed -n 's/	G1$//p')
nbr-order reopen "$g1" --reason 未亮 >/dev/null
is 'not once others went on with it' 6 "$(nbr-db audit -H -C run,verb | sed -n 's/	reopen$//p')	order	$g1	needs" nbr-db undo -H "$update"
db_copy there nbr
is 'what it added to orders of others' 0 '' nbr-db undo -H "$update"
orders >got; same 'they are as they were' first.o got
all >got; same 'to the last field' first got
is 'and the orders' 0 '' nbr-db undo -H "$(nbr-db runs -H -C run,source | sed -n 's/	one.csv$//p')"
all >got; same 'as before' base got

done_testing
