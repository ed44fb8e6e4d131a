#!/bin/sh
# Record streams as workbooks: read back with xlsx2csv, and looked into.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2059,SC2154
. "${0%/*}/lib.sh"
only sqlite 'a workbook asks no database'
cd "$tmp" || exit

# part FILE PART: an XML file of the workbook. csv WORKBOOK: its cells.
part() { unzip -p "$1" "xl/$2"; }
csv() { xlsx2csv "$@"; }
# cells WORKBOOK: place, style, kind and text of each cell, one a line.
cells() {
	part "$1" worksheets/sheet1.xml | perl -0ne 'while (m{<c r="(\w+)" s="(\d+)"(?: t="(\w+)")?>(.*?)</c>}gs) {
		my ($at, $style, $kind, $s) = ($1, $2, $3 // "number", $4);
		$s =~ s/<[^>]*>//g;
		$s =~ s/\n/\\n/g;
		print "$at $style $kind $s\n";
	}'
}

# ---- what could be damaged ----

cat >nasty.csv <<'CSV'
household,ident,phone,door,class,members,note,n
430121106205010001,430199195001012139,13800138000,3-2,red,4,"=HYPERLINK(""http://x"",""y"")",12
430121106205010002,43019919500101213X,073184086001,3,1,0,+1+1,012
430121106205010003,,84086001,007,2,,@SUM(A1),-7
430121106205010004,1,110,3月2日,,99,"two
lines, and a ""quote""",999999999
,,,,,,,
430121106205010005,2E5,,1/2,,-0,http://x.example/?a=1&b=<2>,1000000000
430121106205010006,TRUE,,#N/A,,1.5, blanks ,𠮷野家
430121106205010007,'1,,'=1,,1e3,tab	here \t,-
430121106205010008,,,,,０,-1,00
CSV
says 'nasty cells' 0 '' nbr-xlsx -o nasty.xlsx nasty.csv
csv nasty.xlsx >back.csv
sed 's/^,*$//' nasty.csv >want
same 'come back as they were, but a record of nothing' want back.csv
cells nasty.xlsx >seen
grep -v inlineStr seen >got
cat >want <<'END'
F2 3 number 4
H2 3 number 12
F3 3 number 0
H4 3 number -7
F5 3 number 99
H5 3 number 999999999
END
same 'numbers are few, and none of doors, phones, codes and ids' want got
is 'every cell that is not empty is there' 0 59 grep -c . seen
is 'no formula and no link' 1 '' sh -c "unzip -p nasty.xlsx xl/worksheets/sheet1.xml | grep -E '<f|<hyperlink'"

# ---- the look ----

is 'the heading stays, and has filters' 0 '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>
<autoFilter ref="A1:H10"/>' sh -c "unzip -p nasty.xlsx xl/worksheets/sheet1.xml | grep -oE '<pane [^>]*>|<autoFilter [^>]*>'"
part nasty.xlsx styles.xml >styles
is 'a bold heading, text, text of several lines, numbers; all for Chinese' 0 '1 49 bold 宋体
2 49 plain 宋体
3 0 plain 宋体
4 49 plain 宋体' perl -0ne '
	my @font = m{<font>(.*?)</font>}gs;
	my ($all) = m{<cellXfs[^>]*>(.*?)</cellXfs>}s;
	my @xf = $all =~ m{<xf ([^>]*)}g;
	for my $i (1 .. $#xf) {
		my ($form) = $xf[$i] =~ /numFmtId="(\d+)"/;
		my ($f) = $xf[$i] =~ /fontId="(\d+)"/;
		my ($name) = $font[$f] =~ /name val="([^"]*)"/;
		print "$i $form ", $font[$f] =~ /<b\/>/ ? "bold" : "plain", " $name\n";
	}' styles
is 'cells of several lines show them' 0 1 grep -c 'wrapText="1"' styles
is 'columns of text are text further down, those of numbers are numbers' 0 '2 2 2 2 2 3 2 3' \
    sh -c "unzip -p nasty.xlsx xl/worksheets/sheet1.xml | grep -oE '<col [^>]*>' | sed 's/.*style=\"//; s/\".*//' | paste -s -d ' '"
is 'ids as text are no mistake' 0 '<ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/>' \
    sh -c "unzip -p nasty.xlsx xl/worksheets/sheet1.xml | grep -o '<ignoredError [^>]*>'"
printf 'ref\tperson\trule\tposted\tbalance\tno_such\n12\t12\t12\t12\t12\t12\n' >known.tsv
nbr-xlsx -o known.xlsx known.tsv
cells known.xlsx | grep number >got
printf '%s\n' 'D2 3 number 12' 'E2 3 number 12' 'F2 3 number 12' >want
same 'what lists of any program call text is text' want got
# widths FILE: of the columns, in characters.
widths() { nbr-xlsx -o width.xlsx "$1" && part width.xlsx worksheets/sheet1.xml | grep -oE ' width="[0-9]*' | sed 's/.*"//' | paste -s -d ' '; }
{ echo 'a,户主姓名,b,c,d'; echo "123456789012345678,周浩胜,$(printf '字%.0s' $(seq 60)),12345,\"一
二三四五六七八\""; } >width.csv
is 'columns are as wide as what is in them' 0 '20 12 50 7 16' widths width.csv

# ---- every form ----

town_in in
town_made in
v=430121106002
reveal='--reveal --reason test'
columns=household,area,head,door,members,class,tags,ident,phone,last_visit,note
for form in csv tsv json jsonl; do
	# shellcheck disable=SC2086
	nbr-household list -A $v $reveal -C $columns -F $form >list.$form
	nbr-xlsx -o $form.xlsx --sheet 户 list.$form
	nbr-xlsx -o - --sheet 户 <list.$form | cat >piped.xlsx
	same "standard input and output, $form" $form.xlsx piped.xlsx
	same "$form and csv give the same bytes" csv.xlsx $form.xlsx
done
csv csv.xlsx >back.csv
same 'a community comes back' list.csv back.csv
is 'all of it' 0 "$(wc -l <list.tsv)" sh -c "unzip -p csv.xlsx xl/worksheets/sheet1.xml | grep -o '<row ' | wc -l"
is 'an hour later, elsewhere: the same bytes' 0 '' sh -c 'cd / && TZ=Asia/Shanghai nbr-xlsx -o - --sheet 户 "$1" | cmp - "$2"' sh "$tmp/list.csv" "$tmp/csv.xlsx"
jq -c 'to_entries | reverse | from_entries' list.jsonl | sed 1d >rest
{ head -n 1 list.jsonl; cat rest; } | nbr-xlsx -o order.xlsx --sheet 户
same 'objects with their keys in another order' csv.xlsx order.xlsx

# shellcheck disable=SC2086
nbr-household export -A $v $reveal --for excel >excel.csv
nbr-xlsx -o excel.xlsx excel.csv
csv excel.xlsx >back.csv
sed "1s/^\xef\xbb\xbf//; s/\r\$//; s/\(^\|,\)'/\1/g" excel.csv >want.csv
same 'for excel: without its mark, returns and guards' want.csv back.csv
is 'there were guards' 0 '' grep -q "'[0-9=]" excel.csv
is 'back into the register: nothing is changed' 0 'nbr-household: - (UTF-8, headings in line 1): '"$(sed 1d want.csv | wc -l) read, 0 new, 0 changed, $(sed 1d want.csv | wc -l) as they were, 0 skipped, 0 set aside; 0 no records" \
    sh -c 'xlsx2csv excel.xlsx | nbr-household import -v - 2>&1 | tail -n 1'
nbr-household export >before.tsv
nbr-household export --for excel | nbr-xlsx -o town.xlsx
db_new nbr
nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-calendar import "$top/lib/data/calendar-cn.csv"
nbr-area import in/areas.csv
nbr-chief import in/chiefs.csv
says 'a whole town out of a workbook' 0 '' sh -c 'xlsx2csv town.xlsx | nbr-household import -'
nbr-household export >after.tsv
same 'is the same town' before.tsv after.tsv

# ---- sheets ----

mkdir 'a[b]'
head -n 3 list.tsv >'a[b]/红*户:.v1.tsv'
head -n 2 list.csv >LIST.csv
printf 'x\n' >"$(printf '名%.0s' $(seq 40)).csv"
printf 'x\n' >"$(printf '𠮷%.0s' $(seq 20)).csv"
printf 'x\n' >history.csv
sheets() { unzip -p "$1" xl/workbook.xml | grep -o '<sheet name="[^"]*' | sed 's/.*"//'; }
says 'many sheets' 0 '' nbr-xlsx -o many.xlsx a*/*.tsv list.csv LIST.csv ./list.csv 名*.csv 𠮷*.csv history.csv
is 'have names a spreadsheet takes' 0 "红_户_.v1
list
LIST_2
list_3
$(printf '名%.0s' $(seq 31))
$(printf '𠮷%.0s' $(seq 15))
history_2" sheets many.xlsx
csv -s 3 many.xlsx >back.csv
same 'and each its records' LIST.csv back.csv
nbr-xlsx -o two.xlsx --sheet '三长,户 2' LIST.csv list.csv
is 'names that are given' 0 '三长
户 2' sheets two.xlsx
for bad in '' 'a' 'a,b,c' 'a,' 'a:b,c' "'a,b" 'a,A' 'History,b' "$(printf '名%.0s' $(seq 32)),b" "$(printf '𠮷%.0s' $(seq 16)),b"; do
	is "names that do not fit: $bad" 2 '' nbr-xlsx -o bad.xlsx --sheet "$bad" LIST.csv list.csv
done

# ---- no records, odd records ----

is 'a heading alone' 0 'household,head' sh -c 'echo "household	head" | nbr-xlsx -o none.xlsx && xlsx2csv none.xlsx'
is 'no object at all' 0 '' sh -c 'echo "[]" | nbr-xlsx -o none.xlsx && xlsx2csv none.xlsx'
is 'one column, and an empty cell' 0 '<row r="2"
<row r="4"' sh -c 'printf "head\nx\n\ny\n" | nbr-xlsx -o one.xlsx && unzip -p one.xlsx xl/worksheets/sheet1.xml | grep -o "<row r=\"[24]\""'
printf '%s\n' n 'a\001b\033c' 'x\rz' 'y\r\nz' '￾z￿' | sed 's/\\001/\x01/; s/\\033/\x1b/' | nbr-xlsx -o odd.xlsx
cells odd.xlsx | sed 's/ inlineStr / /' >got
printf '%s\n' 'A1 1 n' 'A2 2 abc' 'A3 3 x\nz' 'A4 3 y\nz' 'A5 2 z' >want
same 'nothing that XML cannot hold' want got
is 'null, true and numbers of JSON' 0 'a,b,c
,true,1.50' sh -c 'echo "{\"a\":null,\"b\":true,\"c\":1.50}" | nbr-xlsx -o json.xlsx && xlsx2csv json.xlsx'

# ---- refusals: no workbook ----

# refused NAME STATUS ERRORS INPUT: of standard input.
refused() {
	printf "$4" >input
	says "$1" "$2" "$3" sh -c 'nbr-xlsx -o no.xlsx <input'
	is "$1: no workbook" 1 '' test -e no.xlsx
}
refused 'nothing' 4 'nbr-xlsx: standard input: there are no rows in it [file-empty]' ''
refused 'blank lines' 4 'nbr-xlsx: standard input: there are no rows in it [file-empty]' '\n\n'
refused 'a workbook' 4 'nbr-xlsx: standard input:1: there is a NUL byte in it: it is not text' 'PK\003\004\000x'
refused 'GB18030' 4 'nbr-xlsx: standard input:2: it is not UTF-8' 'a,b\n\326\334,1\n'
refused 'a short row' 4 'nbr-xlsx: standard input:3: the row has fewer cells than the heading [row-short]
    fill the row up, or remove line ends within it' 'a\tb\n1\t2\n1\n'
refused 'a long row' 4 'nbr-xlsx: standard input:3: the row has more cells than the heading [row-long]
    quote cells that hold the delimiter' 'a,b\n1,2\n1,2,3\n'
refused 'an open quotation mark' 4 'nbr-xlsx: standard input:2: a quotation mark is opened and never closed' 'a,b\n"1,2\n3,4\n'
refused 'a mark within a cell' 4 'nbr-xlsx: standard input:2: a quotation mark stands within a cell' 'a,b\n1"2",2\n'
refused 'an object with another key' 4 'nbr-xlsx: standard input:2: the record has other columns than the first' '{"a":1,"b":2}\n{"a":1,"c":2}\n'
refused 'an object with fewer' 4 'nbr-xlsx: standard input:3: the row has fewer cells than the heading [row-short]
    fill the row up, or remove line ends within it' '[\n{"a":1,"b":2},\n{"a":1}\n]\n'
refused 'an object within' 4 'nbr-xlsx: standard input:1: a value is neither text nor a number' '{"a":{"b":1}}\n'
refused 'half an array' 4 'nbr-xlsx: standard input:3: it is not JSON as the first line promised' '[\n{"a":1},\n'
{ echo a,b; printf x,; head -c 32767 /dev/zero | tr '\0' y; echo; } >long.csv
says 'the longest cell' 0 '' nbr-xlsx -o long.xlsx long.csv
sed '2s/x,/x,z/' long.csv >longer.csv
says 'a longer one' 4 'nbr-xlsx: longer.csv:2: a cell has more than 32767 characters: a spreadsheet cannot hold it' nbr-xlsx -o no.xlsx longer.csv
seq 16385 | paste -s - >wide.tsv
says 'too many columns' 4 'nbr-xlsx: wide.tsv:1: there are more than 16384 columns: a sheet cannot hold them' nbr-xlsx -o no.xlsx wide.tsv
{ echo n; seq 1048576; } >rows.tsv
says 'too many records' 4 'nbr-xlsx: rows.tsv:1048577: there are more than 1048575 records: a sheet cannot hold them' nbr-xlsx -o no.xlsx rows.tsv
says 'no such file' 8 'nbr-xlsx: nix.csv: No such file or directory' nbr-xlsx -o no.xlsx nix.csv
says 'a directory' 8 'nbr-xlsx: in:1: Is a directory' nbr-xlsx -o no.xlsx in
says 'no -o' 2 "nbr-xlsx: -o is needed: the workbook to make
    Try 'nbr-xlsx --help'." nbr-xlsx list.csv
is 'to a terminal' 2 '' sh -c 'script -qec "nbr-xlsx -o - list.csv" /dev/null >said; s=$?; grep -q "cannot be shown on a terminal" said || s=0; exit $s'
says 'a full disk' 8 'nbr-xlsx: the output could not be written: No space left on device' sh -c 'nbr-xlsx -o - list.csv >/dev/full'
says 'a full device' 8 'nbr-xlsx: the output could not be written: No space left on device' nbr-xlsx -o /dev/full list.csv
says 'nowhere' 8 'nbr-xlsx: nix/x.xlsx: No such file or directory' nbr-xlsx -o nix/x.xlsx list.csv
says 'rows that find no room' 8 'nbr-xlsx: no.xlsx: File too large' sh -c 'trap "" XFSZ; ulimit -f 1; nbr-xlsx -o no.xlsx list.csv'
says 'no room to wait' 8 'nbr-xlsx: no.xlsx: No such file or directory' env TMPDIR="$tmp/nix" nbr-xlsx -o no.xlsx list.csv
is 'none of them left a workbook, or half of one' 0 '' sh -c 'ls | grep -e "^no\.xlsx" -e "^bad"; test $? = 1'
cp csv.xlsx old.xlsx
is 'a file that was there stays' 4 '' nbr-xlsx -o old.xlsx longer.csv
same 'as it was' csv.xlsx old.xlsx
is 'only nbr-xlsx needs its library' 0 'nbr-xlsx' sh -c 'for c in "$1"/cmd/*.c; do p=${c##*/}; p=${p%.c}; ! ldd "$(command -v "$p")" | grep -q libxlsxwriter || echo "$p"; done' sh "$top"
done_testing
