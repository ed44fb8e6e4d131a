#!/bin/sh
# What the checks of register and areas find, what is only near it, and waivers.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2119,SC2120,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit
a=430121106002 b=430121106202
at=$a.01.01.01

nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-area import - <<AREAS
area,name,first,last
$a,金鼎山社区,,
$a.01,第一片,,
$a.01.01,第一组,,
$a.01.01.01,鼎盛屋场,,
$a.01.01.02,新塘屋场,,2026-03-31
$a.01.02,第二组,,
$a.01.02.01,白石屋场,,
$b,九木村,,
$b.01,第一片,,
$b.01.01,第一组,,
$b.01.01.01,石坝屋场,,
AREAS

# house NUMBER HOOD HEAD IDENT PHONE DOOR MEMBERS, person NUMBER NO NAME IDENT RELATION:
# as they are stored, so that what no import lets in is there too.
house() {
	echo "INSERT INTO village (village) VALUES (${1%??????}) ON CONFLICT DO NOTHING;
	INSERT INTO household (village, household, hood, class, tags, since, visited, next, first, last, head, ident, phone, door, members, note, run)
	VALUES (${1%??????}, ${1#????????????} + 0, $2, 3, 0, 20250101, 0, 20250101, 20250101, 99991231, '$3', $4, '$5', '$6', $7, '', 1);"
}
person() {
	echo "INSERT INTO member (village, household, no, name, ident, relation, note, run)
	VALUES (${1%??????}, ${1#????????????} + 0, $2, '$3', $4, '$5', '', 1);"
}
# The register before and after these statements, whichever engine.
db_copy nbr base
fresh() { db_copy base nbr; }
stored() { sql "$(cat)" >/dev/null; }
found() { nbr-household check -H -C code,record "$@"; }

# ---- each code: what it finds, and what is near it ----

# An identity number in two villages; a head in one, a member in the other; not in
# one household twice, not that of a household that is closed, not number 0.
fresh
stored <<SQL
$(house ${a}010001 10101 张三 43019919700101001 '' 1号 2)
$(person ${a}010001 1 李四 43019919720101002 spouse)
$(house ${a}010002 10101 王五 43019919700101003 '' 2号 0)
$(house ${a}010003 10101 赵六 43019919700101004 '' 3号 0)
$(house ${a}010004 10101 钱七 0 '' 4号 0)
$(house ${b}010001 10101 孙八 43019919720101002 '' 1号 2)
$(person ${b}010001 1 周九 43019919700101003 parent)
$(house ${b}010002 10101 吴十 0 '' 2号 0)
$(house ${b}010003 10101 郑一 43019919700101004 '' 3号 0)
UPDATE household SET last = 20260301 WHERE village = $b AND household = 10003;
SQL
is 'a person in two households' 1 "identity-elsewhere	error	${a}010001	张三: a person of this household is registered in ${b}010001 too
identity-elsewhere	error	${a}010002	王五: a person of this household is registered in ${b}010001 too
identity-elsewhere	error	${b}010001	孙八: a person of this household is registered in ${a}010001 too" nbr-household check -H
is '... the day the other one is closed too' 1 "${a}010001
${a}010002
${a}010003
${b}010001
${b}010003" nbr-household check --on 2026-03-01 -H -C record
is '... seen from one village' 1 "identity-elsewhere	${b}010001" found -A 九木村
sql "DELETE FROM member WHERE village = $b; DELETE FROM household WHERE village = $b;
	UPDATE household SET ident = 43019919720101002 WHERE village = $a AND household = 10003"
is 'head and member of one village' 1 "identity-elsewhere	${a}010001
identity-elsewhere	${a}010003" found

# Name, birth day and sex alike under two numbers, in one town.
fresh
stored <<SQL
$(house ${a}010001 10101 张三 43019919700101001 '' 1号 0)
$(house ${a}010002 10101 张三 43019919700101012 '' 2号 0)
$(house ${a}010003 10101 张三 43019919700102011 '' 3号 0)
$(house ${a}010004 10101 张四 43019919700101015 '' 4号 0)
$(house 430121107001010001 10101 张三 43019919700101017 '' 5号 0)
$(house ${b}010001 10101 李明 43019919800101001 '' 1号 2)
$(person ${b}010001 1 张三 43012119700101013 parent)
SQL
is 'a person under two numbers' 1 "person-twice	warning	${a}010001	张三: somebody of this household and of ${b}010001 has the same name, sex and birth day
person-twice	warning	${b}010001	李明: somebody of this household and of ${a}010001 has the same name, sex and birth day" nbr-household check -H
is '... is no identity number that stands elsewhere' 0 '' found identity-elsewhere

# One household twice: head and door in a neighbourhood, head and phone in a village.
fresh
stored <<SQL
$(house ${a}010001 10101 张三 0 13800138000 1号 0)
$(house ${a}010002 10101 张三 0 '' 1号 0)
$(house ${a}010003 10102 张三 0 '' 1号 0)
$(house ${a}010004 10101 李四 0 13800138000 1号 0)
$(house ${a}020005 10201 张三 0 13800138000 7号 0)
$(house ${a}010006 10101 王五 0 '' '' 0)
$(house ${a}010007 10101 王五 0 '' '' 0)
$(house ${b}010001 10101 张三 0 13800138000 1号 0)
SQL
is 'a household twice' 1 "household-twice	warning	${a}010001	张三: ${a}010002 has the same head, and the same door or telephone
household-twice	warning	${a}010002	张三: ${a}010001 has the same head, and the same door or telephone
household-twice	warning	${a}020005	张三: ${a}010001 has the same head, and the same door or telephone" nbr-household check -H
is '... and no number of a telephone is told' 1 '' sh -c 'nbr-household check | grep 138'

# The head among the members; a namesake who has another number is somebody else.
fresh
stored <<SQL
$(house ${a}010001 10101 张三 43019919700101001 '' 1号 2)
$(person ${a}010001 1 张三 0 other)
$(house ${a}010002 10101 李四 43019919700101003 '' 2号 2)
$(person ${a}010002 1 李肆 43019919700101003 other)
$(house ${a}010003 10101 王五 43019919700101005 '' 3号 2)
$(person ${a}010003 1 王六 43019919700101007 head)
$(house ${a}010004 10101 赵六 43019919700101009 '' 4号 2)
$(person ${a}010004 1 赵六 43019919700101011 son)
$(house ${a}010005 10101 孙七 0 '' 5号 2)
$(person ${a}010005 1 孙八 0 son)
SQL
is 'a head listed once more' 1 "head-listed	error	${a}010001	张三: the head is listed among the members once more
head-listed	error	${a}010002	李四: the head is listed among the members once more
head-listed	error	${a}010003	王五: the head is listed among the members once more" nbr-household check -H

# The number of the head, and how many they are.
fresh
stored <<SQL
$(house ${a}010001 10101 张三 0 '' 1号 3)
$(person ${a}010001 1 李四 43019919700101003 spouse)
$(person ${a}010001 2 张小 0 son)
$(house ${a}010002 10101 王五 0 '' 2号 2)
$(person ${a}010002 1 赵六 0 spouse)
$(house ${a}010003 10101 钱七 43019919700101005 '' 3号 3)
$(person ${a}010003 1 孙八 0 spouse)
$(house ${a}010004 10101 周九 43019919700101007 '' 4号 0)
$(person ${a}010004 1 吴十 43019919700101009 spouse)
$(house ${a}010005 10101 郑一 43019919700101011 '' 5号 4)
SQL
is 'a head without number, a wrong count' 1 "head-unnumbered	warning	${a}010001	张三: members have identity numbers, the head has none
members-count	warning	${a}010003	钱七: the count of members is not the number of people listed" nbr-household check -H

# Where they live, and their class.
fresh
stored <<SQL
$(house ${a}010001 10101 张三 0 '' 1号 0)
$(house ${a}010002 10102 李四 0 '' 2号 0)
$(house ${a}010003 10201 王五 0 '' 3号 0)
$(house ${a}010004 10100 赵六 0 '' 4号 0)
$(house ${a}010005 10101 钱七 0 '' 5号 0)
$(house ${a}020006 10201 孙八 0 '' 6号 0)
$(house ${a}020007 10101 周九 0 '' 7号 0)
UPDATE household SET household = 1000001 WHERE village = $a AND household = 20007;
$(house ${a}030008 10101 吴十 0 '' 8号 0)
$(house ${a}030009 10201 郑一 0 '' 9号 0)
UPDATE household SET class = 0 WHERE household = 20006;
SQL
is 'another group, no neighbourhood, no class' 1 "group-other	warning	${a}010003	王五: most households with this group in their number live in another group
not-in-neighbourhood	warning	${a}010004	赵六: in no neighbourhood, so in nobody's care
no-class	warning	${a}020006	孙八: no class, so no rule of a class asks for a visit" nbr-household check -H
is '... and an area that has ended' 1 "area-retired	error	${a}010002	李四: its area is not valid on that day" nbr-household check area-retired --on 2026-04-01 -H
is '... not on its last day' 0 '' found area-retired --on 2026-03-31
nbr-household move ${a}010003 -A $at --on 2026-03-05
is 'moved where it belongs' 1 "not-in-neighbourhood
no-class" nbr-household check -H -C code
is '... it was elsewhere before' 1 "group-other	${a}010003" found group-other --on 2026-03-04
is '... and is asked for there' 1 "group-other	${a}010003" found group-other --on 2026-03-04 -A $a.01.02

# ---- a whole town, counted by another hand ----

if town_in in && db_new town && NBR_DB=$(db_at town); then
	nbr-db init --town 430121106 --name 春华镇 && nbr-rule import "$top/lib/data/rulebook-example.csv" &&
	nbr-area import in/areas.csv && nbr-household import in/roster.csv
	is 'a town is in order' 0 '' found
	# Some of it goes wrong, by numbers that have nothing to do with it.
	sql "UPDATE household SET class = 0 WHERE household % 97 = 5;
		UPDATE household SET hood = hood / 100 * 100 WHERE household % 211 = 7;
		UPDATE household SET members = members + 1 WHERE household % 89 = 3;
		UPDATE household SET ident = 0 WHERE household % 53 = 11;
		UPDATE member SET relation = 'head' WHERE household % 307 = 13 AND no = 1;
		UPDATE household SET hood = 10101 WHERE village = $b AND household % 41 = 2;
		UPDATE household SET last = 20260301 WHERE household % 131 = 17;
		UPDATE member SET name = '某甲' WHERE household % 61 = 9;
		UPDATE member SET name = '某甲', ident = 43019919500101000 + village % 10 * 100 + household / 10000
			WHERE household % 10000 = 2 AND no = 1 AND household < 100000;
		UPDATE household SET head = '某乙', phone = '13900139000' WHERE household % 401 = 19;
		UPDATE household SET head = '某丙', door = '8号' WHERE household % 283 = 23;
		UPDATE area SET last = 20260101 WHERE sub = 20101"
	found | cut -f 1 | sort | uniq -c | awk '{ print $2, $1 }' >ours
	tables town.copy
	sqlite3 -batch -init /dev/null -separator ' ' town.copy "
	CREATE TABLE h AS SELECT * FROM household WHERE first <= 20260310 AND last >= 20260310;
	CREATE TABLE p AS SELECT village, household, head AS name, ident FROM h UNION ALL
		SELECT m.village, m.household, m.name, m.ident FROM member m JOIN h USING (village, household);
	CREATE INDEX p_ident ON p (ident); CREATE INDEX p_name ON p (name, ident);
	CREATE INDEX h_head ON h (head, village); CREATE INDEX h_no ON h (village, household); CREATE INDEX p_no ON p (village, household);
	CREATE TABLE g AS SELECT village, household / 10000 AS part, hood / 100 AS home, count(*) AS n FROM h
		WHERE household < 1000000 AND hood % 100 > 0 GROUP BY 1, 2, 3;
	SELECT 'area-retired', count(*) FROM h JOIN area a ON a.village = h.village AND a.sub = h.hood WHERE a.last < 20260310
	UNION ALL SELECT 'group-other', count(*) FROM h JOIN g ON g.village = h.village AND g.part = h.household / 10000
		WHERE household < 1000000 AND hood % 100 > 0 AND g.home <> hood / 100
		AND 2 * g.n > (SELECT sum(n) FROM g o WHERE o.village = g.village AND o.part = g.part)
	UNION ALL SELECT 'head-listed', count(DISTINCT village * 1000000 + household) FROM h JOIN member m USING (village, household)
		WHERE m.relation = 'head' OR (m.ident = h.ident AND h.ident <> 0) OR (m.name = h.head AND m.ident * h.ident = 0)
	UNION ALL SELECT 'head-unnumbered', count(DISTINCT village * 1000000 + household) FROM h JOIN member m USING (village, household)
		WHERE h.ident = 0 AND m.ident > 0
	UNION ALL SELECT 'household-twice', count(*) FROM h WHERE EXISTS (SELECT 1 FROM h o WHERE o.head = h.head AND o.village = h.village
		AND o.household <> h.household AND ((o.hood = h.hood AND o.door = h.door AND h.door <> '') OR (o.phone = h.phone AND h.phone <> '')))
	UNION ALL SELECT 'identity-elsewhere', count(DISTINCT village * 1000000 + household) FROM p WHERE ident <> 0
		AND EXISTS (SELECT 1 FROM p o WHERE o.ident = p.ident AND (o.village <> p.village OR o.household <> p.household))
	UNION ALL SELECT 'members-count', count(*) FROM h WHERE members > 0 AND EXISTS (SELECT 1 FROM member m WHERE m.village = h.village
		AND m.household = h.household) AND members <> (SELECT count(*) FROM p WHERE p.village = h.village AND p.household = h.household)
	UNION ALL SELECT 'no-class', count(*) FROM h WHERE class = 0
	UNION ALL SELECT 'not-in-neighbourhood', count(*) FROM h WHERE hood % 100 = 0
	UNION ALL SELECT 'person-twice', count(DISTINCT village * 1000000 + household) FROM p WHERE ident <> 0 AND EXISTS (SELECT 1 FROM p o
		WHERE o.name = p.name AND substr(o.ident, 7, 8) = substr(p.ident, 7, 8) AND o.ident % 2 = p.ident % 2 AND o.ident <> p.ident
		AND o.ident <> 0 AND (o.village <> p.village OR o.household <> p.household))
	ORDER BY 1" >theirs
	same "what is wrong in a town: $(paste -s -d ' ' theirs)" theirs ours
	is 'all codes are among it' 0 '' awk '$2 == 0' theirs
	nbr-db dump --reveal --reason 核对 household | grep -o '"ident":[1-9][0-9]*' | cut -d : -f 2 >numbers
	nbr-household check >said
	is 'and nobody'"'"'s number is told' 1 '' grep -F -f numbers said
	NBR_DB=$(db_at nbr)
fi

# ---- waivers ----

fresh
stored <<SQL
$(house ${a}010001 10101 张三 0 '' 1号 0)
$(house ${a}010002 10101 张三 0 '' 1号 0)
$(house ${b}010001 10100 李四 0 '' 1号 0)
SQL
is 'three findings' 1 "household-twice	${a}010001
household-twice	${a}010002
not-in-neighbourhood	${b}010001" found
says 'counted' 1 'nbr-household: 3 found, 0 waived' nbr-household check -v
is 'one kind of them' 1 "not-in-neighbourhood	${b}010001" found not-in-neighbourhood no-class
is 'no such kind' 2 '' found household-twise
says 'one is right' 0 'nbr-household: 1 changed' nbr-household waive household-twice ${a}010001 --until 2026-06-30 --reason 父子同名 -v
is 'it is left out' 1 "household-twice	${a}010002
not-in-neighbourhood	${b}010001" found
says 'and counted' 1 'nbr-household: 2 found, 1 waived' nbr-household check -v
is 'not before' 1 "household-twice	${a}010001
household-twice	${a}010002
not-in-neighbourhood	${b}010001" found --on 2026-03-09
is 'on its last day' 1 "household-twice	${a}010002" found household-twice --on 2026-06-30
is 'the day after it is back' 1 "household-twice	${a}010001
household-twice	${a}010002" found household-twice --on 2026-07-01
is 'what is waived, until when and why' 0 "household-twice	warning	${a}010001	张三: ${a}010002 has the same head, and the same door or telephone; waived until 2026-06-30: 父子同名" nbr-household check -t waived -H
says 'counted alone' 0 'nbr-household: 0 found, 1 waived' nbr-household check -t waived -v
is 'on a day it does not hold' 0 '' nbr-household check -t waived --on 2026-07-01 -H
is 'another state' 2 '' nbr-household check -t open
is 'another code of the same household is not waived' 0 '' nbr-household check -t waived not-in-neighbourhood -H

says 'the rest, as check writes it' 0 'nbr-household: 2 changed' sh -c 'nbr-household check | nbr-household waive - --until 2026-12-31 --reason 已核实 -v'
says 'nothing is left' 0 'nbr-household: 0 found, 3 waived' nbr-household check -v
is 'who, when and why' 0 'test	waive	2026-03-10	2	已核实' sh -c 'nbr-db audit -H -C actor,verb,day,changed,reason | tail -n 1'
is 'on record' 0 "$a	${a}010001	household-twice	20260310	20260630	父子同名
$a	${a}010002	household-twice	20260310	20261231	已核实
$b	${b}010001	not-in-neighbourhood	20260310	20261231	已核实" sql 'SELECT village, record, code, first, last, reason FROM waiver ORDER BY 1, 2, 3'
nbr-db dump >before
says 'the same again changes nothing' 0 '' nbr-household waive household-twice ${a}010001 --until 2026-06-30 --reason 父子同名 -v
nbr-db dump >after
same 'and is no run' before after
says 'another end, from another day' 0 '' nbr-household waive household-twice ${a}010001 --until 2026-09-30 --reason 再核 --on 2026-06-01
is 'the old one ended the day before' 0 "20260310	20260531	父子同名
20260601	20260930	再核" sql "SELECT first, last, reason FROM waiver WHERE record = '${a}010001' ORDER BY 1"
is 'it goes on' 0 '' found household-twice --on 2026-09-30
says 'ended early' 0 '' nbr-household waive household-twice ${a}010001 --remove --reason 搬走 --on 2026-05-15
is 'from that day on it is back' 1 "household-twice	${a}010001" found household-twice --on 2026-05-15
is 'the day before it was not' 0 '' found household-twice --on 2026-05-14
is 'what was said of later days is gone' 1 "household-twice	${a}010001" found household-twice --on 2026-07-01
says 'nothing to end' 0 '' nbr-household waive household-twice ${a}010001 --remove --reason 搬走 --on 2026-05-20 -v
says 'a dry run' 0 '' nbr-household waive household-twice ${a}010002 --remove --reason 试 -n
is 'ends nothing' 0 '' found household-twice
says 'without end' 2 "nbr-household: --until is needed
    Try 'nbr-household waive --help'." nbr-household waive no-class ${a}010001 --reason 无
says 'without reason' 2 "nbr-household: --reason is needed
    Try 'nbr-household waive --help'." nbr-household waive no-class ${a}010001 --until 2026-12-31
says 'for ever' 2 "nbr-household: --until: from the business day to 2028-03-10
    Try 'nbr-household waive --help'." nbr-household waive no-class ${a}010001 --until 2028-03-11 --reason 无
says 'for two years' 0 '' nbr-household waive household-twice ${a}010001 --until 2028-03-10 --reason 无 -n
is 'until yesterday' 2 '' nbr-household waive no-class ${a}010001 --until 2026-03-09 --reason 无
is 'a code that is none' 2 '' nbr-household waive no-clas ${a}010001 --until 2026-12-31 --reason 无
is 'a household that is not there' 5 '' nbr-household waive no-class ${a}010009 --until 2026-12-31 --reason 无
is 'no household' 2 '' nbr-household waive no-class --until 2026-12-31 --reason 无
is 'a stream of something else' 4 '' sh -c 'nbr-household list | nbr-household waive - --until 2026-12-31 --reason 无'
is 'a stream without codes' 2 '' sh -c 'printf "code\trecord\n\t%s\n" $1 | nbr-household waive - --until 2026-12-31 --reason 无' sh ${a}010001
is 'a stream without records' 2 '' sh -c 'printf "code\trecord\nno-class\t\n" | nbr-household waive - --until 2026-12-31 --reason 无'
says 'what is not found' 5 "nbr-household: finding no-class of ${a}010001: there is no such record [not-found]" nbr-household waive no-class ${a}010001 --until 2026-12-31 --reason 无
says 'may be ended' 0 '' nbr-household waive no-class ${a}010001 --remove --reason 无
sql "UPDATE household SET class = 0 WHERE household <= 10001" >/dev/null
says 'records alone, for one code' 0 'nbr-household: 2 changed' sh -c 'printf "%s\n" "$@" | nbr-household waive no-class - --until 2026-12-31 --reason 无 -v' sh ${b}010001 ${a}010001
says 'also under another area, and twice' 0 'nbr-household: 1 changed' env NBR_AREA=$b nbr-household waive household-twice ${a}010002 ${a}010002 --until 2027-01-31 --reason 无 -v
sql "UPDATE household SET ident = 43019919700101001 WHERE household = 10001" >/dev/null
says 'an error is none that is right' 6 "nbr-household: identity-elsewhere of ${a}010001 is an error, which cannot be right: correct it" nbr-household waive identity-elsewhere ${b}010001 ${a}010001 --until 2026-12-31 --reason 无

# Areas, too: a neighbourhood that is as large as it is.
is 'a neighbourhood with few households' 1 "area-size	$at" nbr-area check area-size -H -C code,record
says 'is right' 0 '' sh -c 'nbr-area check area-size | nbr-area waive - --until 2026-12-31 --reason 山高路远'
is 'until then' 0 '' nbr-area check area-size -H --on 2026-12-31
is 'no longer' 1 "area-size	$at" nbr-area check area-size -H -C code,record --on 2027-01-01
is 'it is told' 0 "area-size	$at	鼎盛屋场: 2 households, not 5 to 15; waived until 2026-12-31: 山高路远" nbr-area check -t waived -H -C code,record,detail
says 'by name' 0 '' nbr-area waive area-size 鼎盛屋场 --remove --reason 复核
is 'it is back' 1 "area-size	$at" nbr-area check area-size -H -C code,record
is 'a household has no code of an area' 2 '' nbr-household waive area-size ${a}010001 --until 2026-12-31 --reason 无

# ---- the manual has every code, with its severity, in the order of the table ----

for page in household area; do
	sed -n 's/^	{ "\([a-z-]*\)", "\(error\|warning\)", N_.*/\1 \2/p' "$top/lib/${page}_check.c" >codes
	[ $page = household ] || sed -n 's/^#define [A-Z]*	"\(area-[a-z]*\)"$/\1 warning/p' "$top/lib/area_check.c" >>codes
	sed -n 's/^\.It Li \([a-z-]*\) Pq \(error\|warning\)$/\1 \2/p' "$top/man/nbr-$page.1" >told
	is "there are codes of $page" 0 '' test -s codes
	same "nbr-$page(1) lists them" codes told
done
done_testing
