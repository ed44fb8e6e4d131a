#!/bin/sh
# What was done to the ledger behind nbr's back is found, and the first of it named;
# and a history that was written anew as a whole is not what a checkpoint says.
# CASES=1000 tampers so often; SEED=n draws the same cases again.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2034,SC2046,SC2086,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit
v=430121106205 w=430121106206

nbr-db init --town 430121106 --name 春华镇 &&
nbr-area import - <<X &&
area,name
430121106,春华镇
$v,龙王庙村
$v.01,东片
$v.01.01,一组
$v.01.01.01,谢家屋场
$w,大鱼塘村
$w.01,大片
X
nbr-chief import - <<X &&
name,area,elected
刘洋,$v.01,2024-03-22
易子春,$v.01.01,2024-03-22
毛贵祥,$w.01,2024-03-22
X
nbr-household import - <<X &&
head,area,first
李一,$v.01.01.01,2024-01-01
李二,$v.01.01.01,2024-01-01
X
nbr-rule import - <<X || exit
rule,kind,name,subject,side,value,cap_day,cap_month,cap_year,notice,every,unit,first
helped,deed,帮困,manual,award,40,100,,,,,,2020-01-01
shown,deed,公示,manual,award,25,,60,,7,,,2020-01-01
fined,deed,罚,manual,deduct,3,,,,,,,2020-01-01
medal,deed,先进,commendation:county,award,30,,,,,,,2020-01-01
keep,exchange,领取,,,,,,,,10,day,2020-01-01
X

# points VERB...: each a second after the one before.
second=0
points() {
	second=$((second + 1))
	clock "2026-03-10 01:00:00Z $second seconds" nbr-points "$@" -o told.tsv
}
deal() {
	points award 刘洋 易子春 --rule helped --reason 帮 --on "$1" &&
	points award 刘洋 毛贵祥 --rule shown --reason 示 --on "$1" &&
	points deduct 易子春 --rule fined --reason 罚 --on "$1" &&
	points award 刘洋 易子春 --rule helped --reason 帮 --on "$1" &&
	points award 刘洋 --rule helped --reason 帮 --on "$1"
}
nbr-goods add 肥皂 -A $v --points 5 --stock 50 --on 2026-01-01 -o told.tsv &&
deal 2026-01-05 && points redeem 刘洋 肥皂 2 --on 2026-01-06 && points reverse $v-P2 --reason 错 && db_copy nbr first && deal 2026-02-05 &&
nbr-chief commend 易子春 --level county --title 防汛 --on 2026-02-06 -o told.tsv && points settle --until 2026-03-01 &&
points redeem 易子春 肥皂 --on 2026-02-07 &&
points reverse $v-P"$(sql "SELECT max(seq) FROM entry WHERE village = $v AND kind = 'redeem'")" --reason 退 || exit
nothing() { is "$1" 0 '' nbr-points verify -H; }
nothing 'as it was made'

# ---- checkpoints ----

for key in town auditor other; do
	ssh-keygen -q -t ed25519 -N '' -C '' -f $key || exit
done
{ echo "town namespaces=\"nbr-ledger\" $(cat town.pub)"; echo "auditor namespaces=\"nbr-witness\" $(cat auditor.pub)"; } >signers
size=$(sql "SELECT count(*) FROM entry WHERE village = $v") wize=$(sql "SELECT count(*) FROM entry WHERE village = $w")
made() { clock 2026-03-10T08:00:00Z nbr-points checkpoint "$@"; }
is 'a dry run' 0 "$v:$size	1	0
$w:$wize	1	0" made -nH --key town -C checkpoint,signed,countersigned
is '... makes none' 0 '' nbr-points checkpoints -H
is 'one of each village' 0 "$v:$size	$size	2026-03-10T16:00:00+08:00	1	0
$w:$wize	$wize	2026-03-10T16:00:00+08:00	1	0" made -H --key town -C checkpoint,size,time,signed,countersigned
is 'no new one without new entries' 0 '' made -H --key town
sql "SELECT words FROM checkpoint WHERE village = $v" | sed '$d' >saved
sql "SELECT words FROM checkpoint WHERE village = $w" | sed '$d' >wsaved
is 'its head is the last entry' 0 "head $(sql "SELECT hash FROM entry WHERE village = $v AND seq = $size")" grep ^head saved
is 'signed by the town' 0 '' nbr-points verify -H --signers signers
is 'against what was saved' 0 '' nbr-points verify -H saved
is 'it is printed' 0 '' sh -c 'nbr-report daily -H -C section,area,figure,group_name >day && awk -F "	" "\$1 == \"ledger\" && \$2 == $0 && \$3 == \"checkpoint\" { print \$4 }" day | cmp - saved' $v
is 'on the days from then on' 0 '' sh -c 'nbr-report daily -H --on 2026-03-09 | grep ledger; :'
nbr-report daily -H -C group_name -A $v >day
is 'against what was printed' 0 '' nbr-points verify -H day
says 'a file without one' 4 'nbr-points: town.pub: no checkpoint is in it' nbr-points verify saved town.pub
sed 's/$/\r/' saved >copy
is '... with other line ends' 0 '' nbr-points verify -H copy
{ cat wsaved; sed 's/^size /size 0/' saved; } >copy
says '... that was changed' 4 'nbr-points: copy: a checkpoint in it is not whole' nbr-points verify copy
cp saved copy
ssh-keygen -q -Y sign -n nbr-witness -f auditor copy 2>errors
is 'countersigned' 0 "$v:$size	1	1" nbr-points checkpoint -H $v:$size --signature copy.sig -C checkpoint,signed,countersigned
is 'the signatures are good' 0 "checkpoint-countersigned" sh -c 'nbr-points verify -H --signers signers && echo checkpoint-countersigned'
# by KEY: the checkpoint of the other village is signed so.
by() {
	sql "SELECT words FROM checkpoint WHERE village = $w" | sed '$d' >other.txt && rm -f other.txt.sig
	ssh-keygen -q -Y sign -n nbr-ledger -f "$1" other.txt 2>errors
	is "signed by $1" 0 "$w:$wize	1	0" nbr-points checkpoint -H $w:$wize --signature other.txt.sig -C checkpoint,signed,countersigned
}
by other
is '... who is no signer' 1 "checkpoint-signature	$w:$wize" nbr-points verify -H --signers signers -C code,record
by town
is '... who is one' 0 '' nbr-points verify -H --signers signers
echo more >>copy && rm copy.sig && ssh-keygen -q -Y sign -n nbr-witness -f auditor copy 2>errors
says 'a signature of something else' 6 "nbr-points: checkpoint $v:$size: the signature is not one of that text [signature-other]
    sign what nbr-points checkpoints -C words shows, with ssh-keygen -Y sign -n nbr-ledger, the auditor -n nbr-witness" \
    nbr-points checkpoint $v:$size --signature copy.sig
says 'of no checkpoint' 5 "nbr-points: checkpoint $v:1: there is no such record [not-found]" nbr-points checkpoint $v:1 --signature copy.sig
mkdir bin none && ln -s "$(command -v nbr-points)" none
without() { PATH=$tmp/none "$@"; }
cp saved copy && rm -f copy.sig && ssh-keygen -q -Y sign -n nbr-witness -f auditor copy 2>errors
says 'no ssh-keygen' 8 'nbr-points: ssh-keygen: No such file or directory' without nbr-points checkpoint $v:$size --signature copy.sig
says '... to verify with' 8 'nbr-points: ssh-keygen: No such file or directory' without nbr-points verify --signers signers
says 'no signers' 2 "nbr-points: --signers: nobody: No such file or directory
    Try 'nbr-points verify --help'." nbr-points verify --signers nobody
db_copy nbr second
NBR_DB=$(db_at second)
# Who signs takes his time; meanwhile something is entered.
printf '%s\n' '#!/bin/sh' "nbr-points award 刘洋 --rule helped --reason 帮 --on 2026-02-20 --timeout 2 -o meanwhile.tsv 2>>meanwhile; echo \$? >>meanwhile
exec $(command -v ssh-keygen) \"\$@\"" >bin/ssh-keygen && chmod +x bin/ssh-keygen
nbr-points award 刘洋 --rule helped --reason 帮 --on 2026-02-21 -o told.tsv
slowly() { PATH=$tmp/bin:$PATH "$@"; }
is 'signed while others write' 0 "$v:$((size + 1))	1" slowly nbr-points checkpoint -H --key town -C checkpoint,signed
is '... who need not wait' 0 0 cat meanwhile
is '... and are of the next one' 0 "$v:$((size + 2))" nbr-points checkpoint -H --key town -C checkpoint
is '... which follows' 0 '' nbr-points verify -H --signers signers
db_copy nbr second
deal 2026-03-08 && says 'a key that is none' 8 "nbr-points: --key: Couldn't load public key nowhere: No such file or directory" nbr-points checkpoint --key nowhere
made --key other -o told.tsv
again=$(sql "SELECT max(size) FROM checkpoint WHERE village = $v")
is 'by somebody who is no signer' 1 "checkpoint-signature	$v:$again
checkpoint-signature	$w:$(sql "SELECT max(size) FROM checkpoint WHERE village = $w")" nbr-points verify -H --signers signers -C code,record
nothing 'a second one'
sql "SELECT words FROM checkpoint WHERE village = $v AND size = $again" | sed '$d' >later
for form in tsv csv json md table; do
	nbr-report daily -F $form >report.$form
	nbr-points statement $v-C01 -F $form >page.$form
	nbr-points checkpoints -A $v -C words -F $form >words.$form
done
nbr-report daily --for excel >report.xlsx.csv
rm words.table	# it has no line ends
NBR_DB=$(db_at nbr)
is 'an older backup: entries that a saved checkpoint covers are not there' 1 "checkpoint-size	$v-P$((size + 1))" nbr-points verify -HC code,record later
for kept in report.* page.* words.*; do
	is "... as it was kept: $kept" 1 "checkpoint-size	$v-P$((size + 1))" nbr-points verify -HC code,record -A $v $kept
done

# ---- by hand, on either engine ----

# tamper NAME FINDINGS SQL
tamper() {
	db_copy nbr case
	NBR_DB=$(db_at case)
	[ "$engine" != sqlite ] || sql "$drop"
	sql "$3" >told
	is "$1" 1 "$2" nbr-points verify -HC code,record
	NBR_DB=$(db_at nbr)
}
[ "$engine" != sqlite ] || drop=$(sql "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger'")
of() { sql "SELECT seq FROM entry WHERE village = $v AND $1 ORDER BY seq LIMIT 1"; }
tamper 'who entered it' "entry-hash	$v-P3
checkpoint-file	$v:$size" "UPDATE entry SET actor = 'wang' WHERE village = $v AND seq = 3"
tamper 'an entry is gone' "entry-missing	$v-P3
entry-balance	$v-P5
checkpoint-file	$v:$size
account	$v-C01" "DELETE FROM entry_note WHERE village = $v AND seq = 3; DELETE FROM entry WHERE village = $v AND seq = 3"
tamper 'the day from which points may be spent' "entry-final	$v-P3" "UPDATE entry SET final = 0 WHERE village = $v AND seq = 3"
tamper 'the words' "entry-note	$v-P3" "UPDATE entry_note SET words = '谢' WHERE village = $v AND seq = 3"
tamper 'an account' "account	$v-C01" "UPDATE account SET balance = balance + 1 WHERE village = $v AND account = 1"
tamper 'an account that is gone' "account	$v-C02" "DELETE FROM account WHERE village = $v AND account = 2"
tamper 'the head' "head	$v" "UPDATE chain SET seq = 1 WHERE village = $v"
tamper 'a head so far on that two processes look' "entry-missing	$v-P$((size + 1))" "UPDATE chain SET seq = 100000 WHERE village = $v"
tamper 'a commendation that earned points' "entry-cause	$v-P$(of "ref LIKE 'medal:%'")" 'UPDATE commendation SET withdrawn = 20260301'
tamper 'a commendation of another level' "entry-cause	$v-P$(of "ref LIKE 'medal:%'")" 'UPDATE commendation SET level = 0'
tamper 'a cap that never cut' "checkpoint-rules	$v:$size
checkpoint-rules	$w:$wize" "UPDATE rule SET cap_year = 5000 WHERE rule = 'shown'"
tamper 'a value' "entry-points	$v-P$(of "reason LIKE 'fined.%'")
entry-points	$v-P$(of "reason LIKE 'fined.%' AND seq > $(of "reason LIKE 'fined.%'")")
checkpoint-rules	$v:$size" "UPDATE rule SET value = 4 WHERE rule = 'fined'"
tamper 'a checkpoint' "checkpoint-form	$v:$size" "UPDATE checkpoint SET words = 'x' WHERE village = $v"
tamper 'a stock' "goods-stock	$v-G01" 'UPDATE goods SET stock = stock + 1'
tamper 'a stock of another village' "goods-stock	$w-G01" "INSERT INTO goods VALUES ($w, 1, '米', '袋', 1, 20260101, 99991231, 1)"
db_copy nbr case
NBR_DB=$(db_at case)
is '... is not asked for' 0 '' nbr-points verify -H -A $v
[ "$engine" != sqlite ] || sql "$drop"
sql "UPDATE goods SET stock = stock + 1; DELETE FROM entry_note WHERE village = $w; DELETE FROM entry WHERE village = $w; DELETE FROM account WHERE village = $w;
	DELETE FROM chain WHERE village = $w; DELETE FROM checkpoint WHERE village = $w"
is 'a whole village, against what was saved' 1 "checkpoint-size	$w-P1" nbr-points verify -HC code,record -A $w wsaved
NBR_DB=$(db_at nbr)
tamper 'the last entry, but for its words' "entry-missing	$v-P$size
entry-missing	$v-P$size
account	$v-C02
checkpoint-size	$v-P$size
exchange-return	$v-X260207-1" "DELETE FROM entry WHERE village = $v AND seq = $size"
tamper 'a price' "exchange-price	$v-X260106-1
exchange-price	$v-X260207-1" "UPDATE goods_price SET points = 4"
tamper 'more goods for as many points' "exchange-price	$v-X260106-1" "UPDATE goods_move SET quantity = CASE WHEN quantity < 0 THEN -3 ELSE 3 END, stock = CASE WHEN quantity < 0 THEN 47 ELSE 50 END
	WHERE exchange = 20260106000001; UPDATE exchange SET quantity = 3 WHERE no = 20260106000001"
db_copy nbr case
NBR_DB=$(db_at case)
says 'a price that was used stays' 6 "nbr-goods: $v-G01: $v-X260106-1: exchanges were made at the price of that day; set it from a later day on [state]" nbr-goods set G01 -A $v --points 9 --on 2026-01-01
name=$(nbr-goods list -A $v --on 2026-01-01 -H -C name -l 1)
printf '%s\n' name,points "$name,9" >prices.csv
says '... in a file too, with its row' 4 "nbr-goods: prices.csv:2: points: 9: exchanges were made at the price of that day; set it from a later day on [state]
    nothing was stored: 1 of 1 rows are bad; --rejects FILE sets them aside and stores the others" nbr-goods import prices.csv -A $v -u update --on 2026-01-01
nbr-goods set G01 -A $v --points 8 --on 2026-01-02 -o told.tsv
nothing 'a price that was set anew is none'
NBR_DB=$(db_at nbr)
tamper 'other goods' "exchange-entry	$v-X260106-1
exchange-entry	$v-X260207-1" "UPDATE goods SET goods = 2; UPDATE goods_price SET goods = 2; UPDATE goods_move SET goods = 2; UPDATE exchange SET goods = 2"

# forged NAME FINDINGS KIND POINTS REASON REF [FINAL]: one more entry of C02, made as nbr makes them.
forged() {
	db_copy nbr case
	NBR_DB=$(db_at case)
	at=$(sql "SELECT at FROM chain WHERE village = $v") last=$((size + 1)) balance=$(($(sql "SELECT balance FROM account WHERE village = $v AND account = 2") + $4))
	hash=$(echo "nbr1|$last|$(sql "SELECT hash FROM chain WHERE village = $v")|$(date -u -d @$at +%Y-%m-%dT%H:%M:%SZ)|2026-03-10|test|$3|2|$4|$balance|$5|$6|-" | sha256sum)
	case $3 in redeem|return) from='spent = spent -' ;; *) from='earned = earned +' ;; esac
	sql "INSERT INTO entry VALUES ($v, $last, $at, 20260310, 'test', '$3', 2, $4, $balance, '$5', '$6', '-', '${hash%% *}', ${7-0}, 1);
		UPDATE account SET balance = $balance, $from ($4), entries = entries + 1, last = $last WHERE village = $v AND account = 2;
		UPDATE chain SET seq = $last, hash = '${hash%% *}' WHERE village = $v"
	is "forged: $1" $([ -z "$2" ]; echo $?) "${2:+$2	$v-P$last}" nbr-points verify -HC code,record saved
	NBR_DB=$(db_at nbr)
}
forged 'by hand, as a clerk could' '' award 40 helped.20200101 helped:R9:2
forged 'for a cause once more' entry-twice award 30 medal.20200101 medal:K260206-1.2
forged '... with no number' entry-deed award 30 medal.20200101 medal:K260206-1.x
forged '... with one that is none' entry-deed award 30 medal.20200101 medal:K260206-1.1
forged '... written otherwise' entry-deed award 30 medal.20200101 medal:K260206-1.02
forged 'a return of nothing' entry-return return 500 g01 return:X260309-1
forged 'a return of what another chief spent' entry-return return 10 g01 return:X260106-1x
forged 'a return under another name' entry-return return 5 g01 another:X260207-1
forged 'a reversal once more' entry-reverse reverse 5 g01 reverse:019
forged 'an import' '' deduct -5 import import:7
forged '... of the other side' entry-deed award -5 import import:7
forged '... with a cause' entry-deed award 5 import medal:K260206-9
forged '... on notice' entry-deed award 5 import import:7 20260401
forged 'an exchange by import' entry-exchange redeem -5 import import:7

db_copy nbr case
NBR_DB=$(db_at case)
sql "DELETE FROM entry_note WHERE seq = 3"
nothing 'words that were erased are none'
db_copy nbr anew
NBR_DB=$(db_at anew)
medal=$(of "ref LIKE 'medal:%'")
points reverse $v-P$medal --reason 错 && points award $v-"$(sql "SELECT substr(ref, 7) FROM entry WHERE village = $v AND seq = $medal")" --rule medal
nothing 'a cause is awarded anew after a reversal'
NBR_DB=$(db_at nbr)

# ---- without nbr: the page as it stands ----

recipe() {
	awk '/^\.Sh/ { on = /WITHOUT NBR/ } on && /^\.Ed/ { shown = 0 } shown { gsub(/\\e/, "\\"); print } on && /^\.Bd/ { shown = 1 }' "$top/man/nbr-ledger.7"
}
mkdir office && cp town.pub auditor auditor.pub signers office && recipe >office/recipe || exit
if [ "$engine" = sqlite ]; then
	cp "$NBR_DB" office/nbr.db
	is 'the recipe of nbr-ledger(7)' 0 'Good "nbr-ledger" signature for town with '"ED25519 key $(ssh-keygen -lf town.pub | cut -d ' ' -f 2)" \
	    sh -c 'cd office && NBR_DB=nbr.db sh recipe'
	is '... adds the countersignature' 0 1 sql "SELECT count(*) FROM checkpoint WHERE village = $v AND countersignature <> ''" office/nbr.db
	is '... has the lines that were hashed' 0 "$(sed -n 's/^file //p' saved)  office/ledger.txt" sha256sum office/ledger.txt
	for change in "UPDATE entry SET points = points + 1 WHERE village = $v AND seq = 3" "DELETE FROM entry WHERE village = $v AND seq = 3" \
	    "UPDATE chain SET seq = seq + 1" "UPDATE rule SET value = 4 WHERE rule = 'fined'" "UPDATE chief SET name = '王' WHERE chief = 2" \
	    "UPDATE checkpoint SET words = replace(words, 'size', 'Size')"; do
		cp "$NBR_DB" office/nbr.db
		sql "$drop $change" office/nbr.db
		is "... finds: $change" 1 0 sh -c 'cd office && NBR_DB=nbr.db sh recipe >found.txt 2>&1; s=$?; wc -l <found.txt | grep -c "^0$"; [ $s = 0 ]'
	done
else
	skip 'of a file' 'the recipe of nbr-ledger(7)'
fi

# ---- at random, of a file ----

cat >cases.pl <<'X'
use strict;
use Digest::SHA 'sha256_hex';
my ($cases, $seed, $v, $drop, $old) = @ARGV;
my (@row, %named, $bad);
srand $seed;
sub day { $_[0] =~ s/^(....)(..)(..)$/$1-$2-$3/r }
sub utc { my @t = gmtime $_[0]; sprintf '%04d-%02d-%02dT%02d:%02d:%02dZ', $t[5] + 1900, $t[4] + 1, @t[3, 2, 1, 0] }
sub ask { open my $p, '-|', qw(sqlite3 -batch -init /dev/null -noheader -separator), "\t", @_ or die; my @l = <$p>; chomp @l; @l }
sub one { my @l = ask(@_); $l[0] }
my @columns = qw(seq at day actor kind account points balance reason ref note hash);
for (ask('nbr.db', 'SELECT ' . join(', ', @columns) . " FROM entry WHERE village = $v ORDER BY seq")) {
	my %e;
	@e{@columns} = split /\t/, $_, -1;
	push @row, \%e;
	$named{$e{reason}} //= $e{seq} if $e{kind} =~ /^(award|deduct)$/;
}
my $n = @row;

# The whole history anew, as if it had always been so: hashes, balances, accounts.
sub rehash {
	my @r = map { { %$_ } } @_;
	my ($prev, %balance, %earned, %spent, %count, %last, %kind, $sql) = sha256_hex("nbr1-genesis|$v/points\n");
	for my $i (0 .. $#r) {
		my $e = $r[$i];
		$e->{seq} = $i + 1;
		$e->{at} = $r[$i - 1]{at} if $i && $e->{at} < $r[$i - 1]{at};
		my $a = $e->{account};
		$e->{balance} = $balance{$a} += $e->{points};
		return if $balance{$a} < 0;
		$kind{$i + 1} = $e->{kind};
		my $spends = $e->{ref} =~ /^reverse:(\d+)/ ? ($kind{$1} // '') eq 'redeem' : $e->{kind} =~ /^re(deem|turn)$/;
		if ($spends) { $spent{$a} -= $e->{points} } else { $earned{$a} += $e->{points} }
		$count{$a}++;
		$last{$a} = $i + 1;
		$e->{hash} = $prev = sha256_hex(join('|', 'nbr1', $i + 1, $prev, utc($e->{at}), day($e->{day}), @$e{qw(actor kind account points balance reason ref note)}) . "\n");
		$sql .= "INSERT INTO entry SELECT $v, " . join(', ', map { "'$e->{$_}'" } @columns) . ", coalesce((SELECT final FROM o WHERE ref = '$e->{ref}'), 0), 1;\n";
	}
	$sql = "CREATE TEMP TABLE o AS SELECT * FROM entry WHERE village = $v; DELETE FROM entry WHERE village = $v; DELETE FROM account WHERE village = $v;"
	    . " DELETE FROM entry_note WHERE village = $v AND seq > " . @r . ";\n$sql";
	$sql .= sprintf "INSERT INTO account VALUES ($v, %d, %d, %d, %d, %d, %d);\n", $_, $balance{$_}, $earned{$_} // 0, $spent{$_} // 0, $count{$_}, $last{$_} for keys %balance;
	$sql . "UPDATE chain SET seq = " . @r . ", hash = '$prev', at = $r[-1]{at} WHERE village = $v;\n";
}
sub set { my ($s, $what) = @_; ("UPDATE entry SET $what WHERE village = $v AND seq = $s", "P$s") }
sub swap {
	my ($s, $t) = @_;
	("UPDATE entry SET seq = 9000000 WHERE village = $v AND seq = $s; UPDATE entry SET seq = $s WHERE village = $v AND seq = $t; UPDATE entry SET seq = $t WHERE village = $v AND seq = 9000000", "P$s");
}

# Each gives SQL and the record that is named first.
my @kinds = (
	[ 'changed amount', sub { set(shift, 'points = points + ' . (1 + int rand 9)) } ],
	[ 'changed amount and balance', sub { my $d = 1 + int rand 9; set(shift, "points = points + $d, balance = balance + $d") } ],
	[ 'changed account', sub { set(shift, 'account = 3 - account') } ],
	[ 'changed kind', sub { my $s = shift; set($s, "kind = '" . ($row[$s - 1]{kind} eq 'award' ? 'return' : 'award') . "'") } ],
	[ 'changed cause', sub { set(shift, "ref = ref || '0'") } ],
	[ 'changed hash', sub { set(shift, "hash = substr(hash, 2) || 'g'") } ],
	[ 'deleted', sub { my $s = shift; ("DELETE FROM entry_note WHERE village = $v AND seq = $s; DELETE FROM entry WHERE village = $v AND seq = $s", "P$s") } ],
	[ 'inserted', sub { my $s = shift; ("UPDATE entry SET seq = seq + 1000000 WHERE village = $v AND seq >= $s;"
	    . " INSERT INTO entry SELECT village, $s, at, day, actor, kind, account, points, balance, reason, ref || 'x', '-', hash, final, run FROM entry WHERE village = $v AND seq = 1000000 + $s;"
	    . " UPDATE entry SET seq = seq - 999999 WHERE village = $v AND seq >= 1000000", "P$s") } ],
	[ 'swapped', sub { my ($s, $t) = (shift, 1 + int rand $n); $t = $s % $n + 1 if $s == $t; swap($s < $t ? ($s, $t) : ($t, $s)) } ],
	[ 're-dated', sub { set(shift, 'day = day - 1') } ],
	[ 're-entered', sub { set(shift, 'at = at + ' . (rand > 0.5 ? 86400 : -1)) } ],
	[ 'edited rule', sub { my @k = sort keys %named; my $r = $k[rand @k]; my ($code) = split /\./, $r;
	    ("UPDATE rule SET value = value + " . (1 + int rand 5) . " WHERE rule = '$code'", "P$named{$r}") } ],
	[ 'older backup', sub { (undef, 'P' . ($old + 1)) } ],
);
my @forged = (
	sub { my ($r, $s) = @_; $r->[$s]{actor} = 'wang'; $s },
	sub { my ($r, $s) = @_; $r->[$s]{points}++; $s },
	sub { my ($r, $s) = @_; splice @$r, $s, 1; $s },
	sub { my ($r, $s) = @_; splice @$r, $s, 0, { %{$r->[$s]}, ref => "helped:R99$s:1", note => '-', account => 1, kind => 'award', points => 40 }; $s },
	sub { my ($r, $s) = @_; $s = $s ? $s : 1; @$r[$s - 1, $s] = @$r[$s, $s - 1]; $s - 1 },
	sub { my ($r, $s) = @_; splice @$r, $s; $s },
);
sub verify {
	open my $p, '-|', 'nbr-points', 'verify', '-D', 'case.db', '-HC', 'code,record', @_ or die;
	my @l = <$p>;
	close $p;
	($? >> 8, map { /^(\S+)\t\S*?([^-:\s]+)$/ ? [ $1, $2 ] : () } @l);
}
sub case { my ($name, $good, $why) = @_; return if $good; $bad = 1; print "$name: $why\n" }
for my $i (1 .. $cases) {
	my ($name, $f) = @{$kinds[rand @kinds]};
	my ($sql, $first) = $f->(1 + int rand $n);
	system 'cp', defined $sql ? 'nbr.db' : 'old.db', 'case.db';
	ask('case.db', "$drop $sql") if defined $sql;
	my ($status, @found) = verify('saved');
	case("case $i, $name, $sql", $status == 1 && @found && $found[0][1] eq $first, "status $status, first @{$found[0] // []}, wanted $first");
}
# All of it rewritten: the chain is whole, and a saved checkpoint tells.
my $plain = 0;
for (my $i = 0; $i < $cases * 0.3; $i++) {
	my @r = map { { %$_ } } @row;
	my $at = $forged[rand @forged]->(\@r, int rand $n);
	my $sql = @r ? rehash(@r) : undef;
	redo if !defined $sql;
	system 'cp', 'nbr.db', 'case.db';
	ask('case.db', "$drop DELETE FROM checkpoint; $sql");
	my ($status, @found) = verify();
	my $chain = grep { $_->[0] =~ /^(entry-hash|entry-missing|entry-clock|entry-balance|head|account)$/ } @found;
	case("forgery $i", !$chain, 'the forger did not make a chain');
	$plain += $status == 0;
	($status, @found) = verify('saved');
	case("forgery $i", $status == 1 && grep({ $_->[0] =~ /^checkpoint-(head|size)$/ } @found), "status $status, no checkpoint told: @{$found[0] // []}");
}
case('forgeries', $cases < 60 || $plain > 0, 'none was such that only a checkpoint tells');
exit $bad;
X
if [ "$engine" = sqlite ]; then
	if sanitized; then CASES=${CASES-15}; else CASES=${CASES-60}; fi
	SEED=${SEED-7}
	cp "$(db_at first)" old.db
	old=$(sql "SELECT count(*) FROM entry WHERE village = $v" old.db)
	is "$CASES cases, and histories written anew, of seed $SEED" 0 '' perl cases.pl $CASES $SEED $v "$drop" "$old"
else
	skip 'done to a file' 'cases at random'
fi

done_testing
