#!/bin/sh
# Rosters as clerks make them: one content in many forms, and what is wrong said once and whole.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
only sqlite 'what is read is the same for every database'
f=$tmp/roster.csv at=金鼎山社区/鼎盛屋场

nbr-db init --town 430199106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-area import - <<E2
代码,名称
430199106002,金鼎山社区
430199106002.01,一片
430199106002.01.01,鼎盛屋场
430199106003,九木村
430199106003.01,二片
430199106003.01.01,枫树屋场
E2
import() { nbr-household import "$f" -A $at "$@"; }
fresh() { sql 'DELETE FROM household'; }
stored() { sql "SELECT 'H' || (household - 1000000), head, phone, members FROM household ORDER BY household"; }
# codes COMMAND...: line and code of each message, - for the file as a whole.
codes() {
	"$@" 2>"$tmp/codes"; s=$?
	sed -n 's/^[^ ]*: [^:]*:\([0-9]*\): .*\[\([a-z0-9-]*\)\]$/\1 \2/p; t
		s/^[^ ]*: .*\[\([a-z0-9-]*\)\]$/- \1/p' "$tmp/codes"
	return $s
}

# ---- one roster, whatever the paper looked like ----

roster='H1	张三	13800138000	4
H2	李四		3'
# form NAME [ARGUMENTS...]: what is in $f is the roster, and nothing is amiss.
form() {
	form=$1; shift
	says "$form" 0 '' import "$@"
	is 'is understood' 0 "$roster" stored
	fresh
}

cat >"$f" <<E2
户编号,户主,电话,人口
H1,张三,13800138000,4
H2,李四,,3
E2
form 'commas'
cp "$f" "$tmp/plain.csv"
again() { "$@" <"$tmp/plain.csv"; }
again tr ',' ';' >"$f"; form 'semicolons'
again tr ',' '\t' >"$f"; form 'tabs'
again sed 's/,/，/g' >"$f"; form 'full-width commas'
again tr ',' ';' | sed '1s/$/;上,下,左,右/; 2,$s/$/;一,二,三,四/' >"$f"; form 'a delimiter that is named' --delimiter ';'
{ printf 'sep=;\r\n'; again tr ',' ';'; } >"$f"; form 'a line that tells the delimiter'
{ printf 'sep=\t\r\n'; again tr ',' '\t'; } >"$f"; form 'or a tab'
{ printf 'sep=,\n'; again cat; } >"$f"; form 'or what it is anyway'
again sed 's/[^,]*/"&"/g' >"$f"; form 'quotes all over'
again sed '1s/[^,]*/"&"/g' >"$f"; form 'quotes in the heading'
again sed 's/[^,]*/" & "/g' >"$f"; form 'blanks within quotes'
again sed 's/$/\r/' >"$f"; form 'CR LF'
again tr '\n' '\r' >"$f"; form 'CR'
again sed '$s/$/,/; s/$/,,/' >"$f"; form 'empty cells behind'
{ printf '\376\377'; again iconv -f UTF-8 -t UTF-16BE; } >"$f"; form 'UTF-16, the other way round'
again iconv -f UTF-8 -t GB18030 >"$f"; form 'an encoding that is named' -i gb18030

again sed '2,$s/[^,][^,]*/"&@"/g' | tr '@' '\n' >"$f"; form 'line ends behind what the cells say'
again sed '2,$s/[^,][^,]*/"@ &"/g' | tr '@' '\n' >"$f"; form 'or before it'

cat >"$f" <<E2
*户 编 号,户　主（必填）,电话：,人口(必填)*
H1,张三,13800138000,4
H2,李四,,3
E2
form 'headings with marks'
cat >"$f" <<E2
"户
编号"," 户主 ","联系
电话",人　口
H1,张三,13800138000,4
H2,李四,,3
E2
form 'headings full of blanks and line ends'
cat >"$f" <<E2
金鼎山社区花名册
,,,
填报单位：金鼎山社区,,2024年2月1日,
户编号,户主,电话,人口
H1,张三,13800138000,4
H2,李四,,3
E2
form 'titles above'
cat >"$f" <<E2
基本情况,,联系方式,
户编号,户主,电话,人口
H1,张三,13800138000,4
H2,李四,,3
E2
form 'groups above the headings'
cat >"$f" <<E2
户编号,基本情况,,电话
,户主,人口,
H1,张三,4,13800138000
H2,李四,3,
E2
form 'headings in two rows'
cat >"$f" <<E2
户编号,,,备注
,户主,人口,电话
H1,张三,4,13800138000
H2,李四,3,
E2
form 'most of them in the second'
cat >"$f" <<E2
户编号,基本情况,,
,户主,电话,人口
H1,张三,13800138000,4
H2,李四,,3
E2
form 'the number alone in the first'
cat >"$f" <<E2
序号,户编号,户主,电话,人口
1,H1,张三,13800138000,4
2,H2,李四,,3
E2
form 'numbered rows' --strict-columns
cat >"$f" <<E2
户编号,当家人,线,口
H1,张三,13800138000,4
H2,李四,,3
E2
form 'headings that --map tells, in any words' --map '当家人=户主姓名,线=电话,口=members'
cat >"$f" <<E2
户编号,户主,人口,电话
户编号,户主,电话,人口
H1,张三,13800138000,4
H2,李四,,3
E2
form 'headings in the row that is named' --header-row 2
cat >"$f" <<E2
编,名,线,口
H1,张三,13800138000,4
H2,李四,,3
E2
form 'headings that are explained' --map '编=household,名=head,线=phone,口=members'
cat >"$f" <<E2
户编号,户主,电话,手机,人口
H1,张三,0731-84086001,13800138000,4
H2,李四,0731-84086001,,3
E2
form 'one of two headings that mean the same' --map '手机=phone'
cat >"$f" <<E2
序号,户编号,户主,电话,人口,宅基地
1,H1,张三,13800138000,4,有
2,H2,李四,,3,无
E2
form 'columns of no meaning'
cat >"$f" <<E2
户编号,户主,电话,人口
H1,张　三,13800138000,4人
H2,李四,无,３个
E2
form 'words of paper'
for none in 无 — / -; do
	sed "3s|,,|,$none,|" "$tmp/plain.csv" >"$f"; form "$none for nothing"
done
foot='合计,2户,,7
合　计,,,7
总计,2,,7
小 计,2,,7
共2户,,,7
,,,
填表人：王五,,审核人：,
,审核人：赵六,,
制表人,,,'
{ again sed '2a小计,1,,4'; echo "$foot"; } >"$f"; form 'totals and signatures'
{ again sed '2a小计,1,,4'; echo "$foot"; } >"$f"
is 'are told when asked' 0 "$(for i in 3 5 6 7 8 9 10 11 12 13; do echo "$i row-skipped"; done)" codes import -v
fresh
printf '户编号,户主\nH1,共和\nH2,小计之\n' >"$f"
is 'a name that begins like one is none' 0 '' codes import -v
is 'nor are the rows left out' 0 2 sql 'SELECT count(*) FROM household'
fresh
printf '户编号,户主\nH1,阿卜杜拉·买买提\nH2,阿卜杜拉•买买提\nH3,阿卜杜拉・买买提\nH4,阿卜杜拉.买买提\n' >"$f"
says 'four kinds of dots' 0 '' import
is 'are one' 0 '阿卜杜拉·买买提	4' sql 'SELECT head, count(*) FROM household GROUP BY head'
fresh

# ---- what is not known, or known twice ----

sed 's/人口/口数/' "$tmp/plain.csv" >"$f"
is 'a column that is not known is told when asked' 0 '1 heading-unknown' codes import -v
fresh
is 'or refused' 4 '1 heading-unknown' codes import --strict-columns
is 'and then nothing is stored' 0 '' stored
sed 's/人口/手机/' "$tmp/plain.csv" >"$f"
is 'two columns of one meaning are refused' 4 '1 heading-twice' codes import
printf '甲,乙\n1,2\n' >"$f"
is 'so are rows without headings' 4 '- heading-missing' codes import
printf '户主,组\n张三,枫树屋场\n' >"$f"
is 'a group that is in another village only' 4 '2 area-unknown' codes nbr-household import "$f" -A 金鼎山社区
is 'the town of NBR_AREA is no place' 4 '2 household-short
3 household-short' codes env NBR_AREA=430199106 nbr-household import "$tmp/plain.csv"
is 'and a heading that --map promised' 4 '1 heading-absent' codes nbr-household import "$tmp/plain.csv" -A $at --map '编=household'
printf '户编号,户主,身份证号马,门派号\nH1,张三,,\n' >"$f"
says 'a misspelt heading, under which something may be lost' 4 "nbr-household: $f:1: 身份证号马: this column is not known; perhaps it was 身份证号码 [heading-near]
    correct the heading; or --map 'heading=column' tells what it means, and 'heading=' leaves it out
nbr-household: $f:1: 门派号: this column is not known; perhaps it was 门牌号 [heading-near]" import
says 'unless it is left out' 0 '' import --map '身份证号马=,门派号='
fresh
says 'a workbook' 4 "nbr-household: $f: this is a workbook, not a text file [workbook]
    xlsx2csv -f %Y-%m-%d FILE | nbr-household import - reads it; or save it as CSV UTF-8" sh -c 'printf "PK\003\004x" >"$1"; nbr-household import "$1"' sh "$f"
: >"$f"
is 'and nothing at all' 4 '- file-empty' codes import

# ---- whole files ----

# whole NAME CODES: $f is refused, reject file or not.
whole() {
	is "$1" 4 "$2" codes import
	is 'no reject file helps' 4 "$2" codes import -r "$tmp/rejects.csv"
	is 'nor is there one' 1 '' test -e "$tmp/rejects.csv"
	is 'nothing is stored' 0 '' stored
}
again sed 's/张三/锟斤拷/' >"$f"; whole 'mojibake in words' '2 mojibake'
again sed 's/张三/锟斤拷/' | iconv -f UTF-8 -t GB18030 >"$f"; whole 'in GB18030 too' '2 mojibake'
again sed 's/张三/a\x00b/' >"$f"; whole 'a NUL byte' '2 encoding-unknown'
printf '户编号,区域代码,户主\nH1,4.30199E+11,张三\n' >"$f"; whole 'an area in scientific notation' '2 code-scientific'

# zeroed N: 200 identity numbers, N of which end in 000 and pass the check: by
# chance 1 in 1,200 does so, by a spreadsheet most do.
zeroed() {
	awk -v zeroed="$1" '
	function card(s,	i, w, sum) {
		split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " ")
		for (i = 1; i <= 17; i++)
			sum += substr(s, i, 1) * w[i]
		return s substr("10X98765432", sum % 11 + 1, 1)
	}
	BEGIN {
		print "户编号,户主,身份证号码"
		for (year = 1930; n < zeroed; year++) {
			ident = card("430199" year "0312100")
			if (ident ~ /000$/)
				print "H" ++n ",张三," ident
		}
		while (n < 200)
			print "H" ++n ",张三," card("43019919850312" sprintf("%03d", 100 + n))
	}' >"$f"
}
zeroed 2
is 'of two numbers in 200 that end in 000' 0 '2 id-zeroed
3 id-zeroed' codes import -v
is 'all are taken' 0 200 sql 'SELECT count(*) FROM household'
fresh
zeroed 3
is 'of three the file is refused' 4 '2 id-zeroed
3 id-zeroed
4 id-zeroed' codes import
is 'reject file or not' 4 '2 id-zeroed
3 id-zeroed
4 id-zeroed' codes import -r "$tmp/rejects.csv"
is 'and nothing is stored' 0 '' stored
fresh

# ---- rows ----

# Nothing is copied down past a row that might have had another value.
cat >"$f" <<E2
村,组,户主,人口
金鼎山社区,鼎盛屋场,张一,1
金鼎山社区,二组,张二
,,张三,3
,,张四,4
,鼎盛屋场,张五,5
金鼎山社区,,张六,6
E2
is 'below a short row merged cells are not filled' 3 '3 row-short
4 missing
4 missing
5 missing
5 missing
6 missing' codes nbr-household import "$f" --fill-down 村,组 -r "$tmp/rejects.csv"
is 'the row above it is stored, and one below what names its place' 0 '张一	10100
张六	0' sql 'SELECT head, hood FROM household ORDER BY household'
rm "$tmp/rejects.csv"
fresh

# A row says all that is wrong with it at once, in the order of its cells.
cat >"$f" <<E2
户编号,户主,电话,门牌号,人口,类别,登记日期,身份证号码,备注
H1,龙?,1380013800,3月2日,四,蓝,2024/2/30,430199198503121234,
H2,张三,,,,,,,
E2
is 'all that is wrong with a row' 4 '2 lost-character
2 phone-form
2 door-date
2 count-word
2 class-unknown
2 date-invalid
2 id-check' codes import
is 'stands before it in the reject file' 3 '' import -r "$tmp/rejects.csv"
printf '%s\r\n' '2,户主; 电话; 门牌号; 人口; 类别; 登记日期; 身份证号码,lost-character; phone-form; door-date; count-word; class-unknown; date-invalid; id-check' >"$tmp/theirs"
sed '1d; s/^\([^,]*,[^,]*,[^,]*\),.*\r/\1\r/' "$tmp/rejects.csv" >"$tmp/ours"
same 'with all its codes' "$tmp/theirs" "$tmp/ours"
rm "$tmp/rejects.csv"
fresh

# It takes the place of a file, and of nothing else.
ln -s "$f" "$tmp/link.csv"
for to in '' "$tmp" "$tmp/link.csv"; do
	says "a reject file is not: $(echo "$to" | sed "s,^$tmp,.,")" 2 "nbr-household: -r: $to is not a file
    Try 'nbr-household import --help'." import -r "$to"
done
is 'nothing is stored' 0 '' stored

# Numbers of people and telephones are masked wherever they strayed to, and where
# a row of data is taken for the headings.
cat >"$f" <<E2
户编号,户主,登记日期,村,身份证号,人口,小组长
43019919850312123X,张三,13800138000,金鼎山社区 13800138000,13800138000,1,138 0013 8000
138-0013-8000,李四,430199 19850312 123X,430199198503121234,430199850312123,430199198503121239,4
H3,王五,2024/13800138000,073184086001,1,1,4
E2
# digits COMMAND...: longer runs of digits than that of a code, in what is told.
digits() { "$@" 2>&1 >/dev/null | tr -d ' -' | sed 's/[0-9]*\(年\|月\)//g' | grep -oE '[0-9]{8,}'; }
for how in '' -n -v '--errors jsonl' '--header-row 2 -v' '--header-row 3 --strict-columns'; do
	# shellcheck disable=SC2086
	is "what strayed is masked: $how" 1 '' digits nbr-household import "$f" $how
done
cat >"$f" <<E2
户编号,户主,登记日期,区域代码
430199106002,张三,2024-02-30 08:30:00,430199106
H2,李四,20240230,43019910600201
430199106009010042,王五,,430199106002
E2
says 'codes and days are not' 4 "nbr-household: $f:2: 户编号: 430199106002: is not the number of a household [household-form]
    18 digits, or village-H0042
nbr-household: $f:2: 登记日期: 2024-02-30 08:30:00: there is no such day [date-invalid]
    correct the day
nbr-household: $f:2: 区域代码: 430199106: the area is of another level than is needed here [area-level]
nbr-household: $f:3: 登记日期: 20240230: there is no such day [date-invalid]
nbr-household: $f:3: 区域代码: 43019910600201: is not the code of an area [area-form]
    12 digits of a village, then .01 for a piece, .01.03 a group, .01.03.07 a neighbourhood
nbr-household: $f:4: 户编号: 430199106009010042: the household's number begins with another village [household-village]
    correct the number or the area
    nothing was stored: 3 of 3 rows are bad; --rejects FILE sets them aside and stores the others" nbr-household import "$f"

# Of a telephone under the identity number no more is shown than anywhere; what is
# no number of anybody is shown as it is.
cat >"$f" <<E2
户编号,户主,身份证号,电话
H1,张三,13800138000,84086001
H2,李四,4.30121E+17,4.30121E+17
H3,王五,2024-02-01 10:00:00,2024年2月1日
H4,赵六,4301991985031212,8408600
H5,钱七,1380013800,13800138
H6,孙八,"2024-02-01 84086001:1",2024/13800138000
H7,周九,4.3019919850312E+17,12
E2
told() { nbr-household import "$f" -A "$at" 2>&1 | sed -n 's/^[^:]*: [^:]*:\([0-9]*\): \(.*\): [^:]*\[.*/\1 \2/p'; }
is 'a number in a wrong place' 0 '2 身份证号: 138****8000
2 电话: 84****01
3 身份证号: 4.30121E+17
3 电话: 4.30121E+17
4 身份证号: 2024-02-01 10:00:00
4 电话: 2024年2月1日
5 身份证号: 430*********1212
5 电话: 8*****0
6 身份证号: 13******00
6 电话: 13****38
7 身份证号: 202*-**-** *****001:1
7 电话: 202*/*******8000
8 身份证号: 4.30*********12E+17
8 电话: 12' told

# What befalls every row is said often enough, not for each.
{
	echo '户编号,户主,类别'
	for i in $(seq 25); do echo "H$i,张三,紫"; done
	echo 'H26,李四,红'
	echo 'H27,,红'
} >"$f"
is 'the same fault 25 times' 4 "$(for i in $(seq 2 21); do echo "$i class-unknown"; done; echo '28 head-missing')" codes import
is 'is told 20 times and counted' 0 "nbr-household: $f: ... and 5 more of class-unknown" grep ' more of ' "$tmp/codes"
is 'with its remedy once' 0 1 grep -c 'nbr-rule list class' "$tmp/codes"
is 'all are set aside' 3 "$(for i in $(seq 2 21); do echo "$i class-unknown"; done; echo '28 head-missing')" codes import -r "$tmp/rejects.csv"
is 'and numbered' 0 "$(seq 2 26)
28" sh -c 'sed 1d "$1" | cut -d, -f1' sh "$tmp/rejects.csv"
is 'one row was good' 0 'H26	李四		0' stored
fresh
rm "$tmp/rejects.csv"
is 'who wants to know no more says so' 4 '2 class-unknown
3 class-unknown
4 class-unknown' codes import --max-errors 3
is 'it is said' 0 "nbr-household: $f: given up after 3 bad rows" grep 'given up' "$tmp/codes"
is 'that is so with rows set aside' 4 '2 class-unknown
3 class-unknown
4 class-unknown' codes import --max-errors 3 -r "$tmp/rejects.csv"
is 'nothing is stored' 0 '' stored
is 'nor set aside' 1 '' test -e "$tmp/rejects.csv"
is 'as many as there are is not too many' 3 "$(for i in $(seq 2 21); do echo "$i class-unknown"; done; echo '28 head-missing')" codes import --max-errors 27 -r "$tmp/rejects.csv"
is 'the good one is stored' 0 'H26	李四		0' stored

# More headings than a row is cut into: what lies beyond would be lost.
{ printf '户编号,户主'; printf ',甲%d' $(seq 300); printf '\nH1,张三\n'; } >"$tmp/wide.csv"
is 'more columns than are read' 4 '1 row-long' codes nbr-household import "$tmp/wide.csv" -A $at

# A spreadsheet opens the reject file, and saves it.
fresh
printf '户编号,户主,身份证号码,电话,门牌号,人口\nH1,张三,430199198503121234,13800138000,3-2,四\nH2,李四,430199198503121239,,007,100\n' >"$f"
is 'two rows are set aside' 3 '2 id-check
2 count-word
3 count-range' codes import -r "$tmp/r.csv"
"$top/tests/spreadsheet.pl" <"$tmp/r.csv" | iconv -f UTF-8 -t GB18030 | sed "$(printf 's/121234/121239/; s/\\(,\\)\313\304/\\14/; s/,100/,3/')" >"$tmp/s.csv"
is 'one is corrected there' 3 '3 id-twice' codes nbr-household import "$tmp/s.csv" -A $at -r "$tmp/t.csv"
is 'nothing was rounded' 0 'H1	张三	13800138000	4' stored
is 'no door became a day' 0 3-2 sql 'SELECT door FROM household'
sed "s/,'430199198503121239/,4.30199E+17/" "$tmp/t.csv" >"$tmp/u.csv"
is 'what it lost is lost for all' 4 '2 id-scientific' codes nbr-household import "$tmp/u.csv" -A $at -r "$tmp/v.csv"

# UTF-8 that was read as GB18030 and saved: no heading is one any more.
printf '户编号,户主姓名,门牌号\nH1,张三,1\n' | iconv -c -f GB18030 -t UTF-8 >"$tmp/garbled.csv"
is 'text that was decoded twice' 4 '[mojibake]' sh -c 'nbr-household import "$1" 2>&1 | grep -o "\[.*\]"; nbr-household import "$1" 2>/dev/null' sh "$tmp/garbled.csv"

done_testing
