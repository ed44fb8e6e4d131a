#!/bin/sh
# Form files: the same register as each department wants it.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
v=430121106002
NBR_DATADIR=$top/lib/data; export NBR_DATADIR
cd "$tmp" || exit

town_in in
nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-calendar import "$top/lib/data/calendar-cn.csv"
sed -n "1,2p; /^$v/p" in/areas.csv | nbr-area import -
iconv -f GB18030 -t UTF-8 in/roster.csv | sed -n "3p; /,$v/p" | nbr-household import -
iconv -f GB18030 -t UTF-8 in/chiefs.csv | sed -n "/区域代码/p; /,$v/p" | nbr-chief import -

# form LINE...: a form file with these lines under [columns].
form() { printf '[columns]\n' >f.form; printf '%s\n' "$@" >>f.form; }
# told COMMAND...: line and words of each fault of f.form, and whether the remedy came.
told() { "$@" 2>&1 >/dev/null | sed -e 's/^[a-z-]*: f.form:\([0-9]*\): \(.*\) \[form-file\]$/\1 \2/' -e 's/^  *//'; }
remedy='nbr-form(5) tells how one is written'

# ---- the examples that come with it, each field by another way ----

sql "SELECT h.village * 1000000 + h.household, h.head, '0', h.ident, h.first, 0 FROM household h UNION ALL
	SELECT village * 1000000 + household, name, relation, ident, 0, no FROM member ORDER BY 1, 6" | awk -F '\t' '
BEGIN {
	n = split("spouse 1 son 2 daughter 3 son-in-law 2 daughter-in-law 3 grandchild 4 parent 5 grandparent 6 sibling 7 other 8", w, " ")
	for (i = 1; i < n; i += 2)
		code[w[i]] = w[i + 1]
	split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", weight, " ")
	print "常住人口登记表（样表）\r"
	print "序号,户编号,姓名,性别,公民身份号码,出生日期,年龄,与户主关系,民族,登记日期\r"
}
{
	sum = 0
	for (i = 1; i <= 17; i++)
		sum += substr($4, i, 1) * weight[i]
	last = substr("10X98765432", sum % 11 + 1, 1)
	age = 2026 - substr($4, 7, 4) - (substr($4, 11, 4) > "0310")
	printf "%d,\047%s,%s,%d,%s%s%s,%s,%d,%s,汉族,%s\r\n", NR, $1, $2, 2 - substr($4, 17, 1) % 2,
	    last == "X" ? "" : "\047", $4, last, substr($4, 7, 8), age, $3 in code ? code[$3] : $3, $5 == 0 ? "" : $5
}' >theirs
nbr-household export --form persons-gbt4761 --reveal --reason 报送 | iconv -f GB18030 -t UTF-8 >ours
same "everybody with the codes of GB/T 4761: $(wc -l <theirs)" theirs ours
nbr-household export --form persons-gbt4761.form --reveal --reason 报送 -o out.csv
iconv -f GB18030 -t UTF-8 out.csv >ours
same 'its whole name, and into a file' theirs ours
sed -e 's/,[^,]*,[^,]*,[^,]*,\([^,]*,汉族\)/,*,****,****,\1/' -e 's/公民身份号码,出生日期,年龄/*,****,****/' theirs | sed '2s/.*/-/' >masked
nbr-household export --form persons-gbt4761 | iconv -f GB18030 -t UTF-8 |
	sed -e "2s/.*/-/" -e "s/,[0-9]\{6\}\*\{8\}[0-9]\{3\}[0-9X],\*\*\*\*,/,*,****,/" >ours
sed -i 's/,$/,/' masked
same 'without --reveal nothing that tells a birth day' masked ours

nbr-household list -H -C area_name,head,members,phone,class,tags,since --tag 低保 --sort household | awk -F '\t' '
BEGIN {
	OFS = "\t"
	risk["red"] = 3; risk["yellow"] = 2; risk["green"] = 1; risk[""] = 0
	n = split("low-income 低保户 living-alone 独居 disabled 残疾 sick 大病 elderly 高龄 left-behind-child 留守儿童 monitored 监测对象 martyr-family 烈属", w, " ")
	for (i = 1; i < n; i += 2)
		tag[w[i]] = w[i + 1]
	print "编号	所在区域	户主	人数	联系电话	风险等级	救助类型	建档年月	填报单位"
}
{
	n = split($6, t, ",")
	tags = tag[t[1]]
	for (i = 2; i <= n; i++)
		tags = tags "、" tag[t[i]]
	print NR, $1, $2, $3, $4, risk[$5], tags, substr($7, 1, 4) "年" substr($7, 6, 2) + 0 "月", "春华镇"
}' >theirs
nbr-household list --tag 低保 --form low-income >ours
same "households with codes of their own: $(wc -l <theirs)" theirs ours
is 'a mask stays a mask' 0 "$(cut -f 5 theirs)" sh -c 'nbr-household list --tag 低保 --form low-income --reveal --reason 核对 | cut -f 5'

# nbr-form(5) has both in full, and what they give.
for i in 1 2 3 4; do
	awk -v nth=$i '/^\.Ed/ { inside = 0 } inside && n == nth; /^\.Bd/ { inside = 1; n++ }' "$top/man/nbr-form.5" >page.$i
done
said() { sed -e '/^#/d' "$NBR_DATADIR/forms/$1" | sed '1{/^$/d;}'; }
said persons-gbt4761.form >have
same 'the manual has the form of persons' have page.1
nbr-household export --form persons-gbt4761 -l 4 | iconv -f GB18030 -t UTF-8 | tr -d '\r' >have
same 'and how it begins' have page.2
said low-income.form >have
same 'the form of households' have page.3
nbr-household list --tag 低保 --form low-income -l 3 >have
same 'and how that begins' have page.4

# ---- what a form may say ----

cat >f.form <<'END'
# 注释
title = 一览, "表"
encoding = utf-8
line-end = lf
date = YYYY/M/D

[columns]
号 = number
户主姓名
日 = since
年月 = since YYYY-MM
空 = ""
单位 = “春华镇, 二”
END
is 'a title, a number, a column by its heading, texts, days' 0 '"一览, ""表"""
号,户主姓名,日,年月,空,单位
1,肖斌超,2025/10/4,2025-10,,"春华镇, 二"
2,王豪楚,2025/4/1,2025-04,,"春华镇, 二"' nbr-household list --form f.form -l 2
is 'records are counted as they come out' 0 "$(nbr-household list -H -C head -s -household -l 3 | awk '{ print NR "," $0 }')" \
    sh -c 'nbr-household list --form f.form -s -household -l 3 | sed 1,2d | cut -d , -f 1,2'
is 'no heading' 0 '1,肖斌超,2025/10/4,2025-10,,"春华镇, 二"' nbr-household list --form f.form -l 1 -H
iconv -f UTF-8 -t GB18030 f.form | sed 's/$/\r/' >gb.form
nbr-household list --form f.form >theirs
nbr-household list --form gb.form >ours
same 'in the encoding of a clerk' theirs ours
sed -e 's/=/＝/' -e 's/^\[columns\]/【栏目】/' -e 's/^title/标题/' -e 's/^encoding/编码/' -e 's/^line-end/换行/' -e 's/^date/日期/' f.form >zh.form
nbr-household list --form zh.form >ours
same 'and in the words of one' theirs ours

printf 'encoding = utf-8\nline-end = lf\ndelimiter = bar\nguard = no\n[columns]\n代码 = area\n户 = household\n' >f.form
is 'no guard, and bars' 0 "代码|户
$v.01.01.01|${v}010001" nbr-household list --form f.form -l 1
form '关系 = relation' '代码 = relation codes r' '姓名 = name' '[codes r]' '户主 = 01' '* = 99'
is 'a code that begins with 0 is guarded, * is all others' 0 "$(printf '\357\273\277')关系,代码,姓名
户主,'01,肖斌超
配偶,99,周秋" sh -c "nbr-household members ${v}010001 --form f.form -l 2 | tr -d '\r'"
form '职务 = role codes r' '姓名 = name' '电话 = phone' '[codes r]' '邻长 = 3' '组长 = 2' '片长 = 1'
is 'another program' 0 "$(nbr-chief list -C role,name,phone -H | sed -e 's/^neighbourhood/3/' -e 's/^group/2/' -e 's/^piece/1/' | tr '\t' ,)" \
    sh -c "nbr-chief list --form f.form -H | tr -d '\r' | sed 's/^$(printf '\357\273\277')//'"
form '户主 = head' '应访 = due YYYYMMDD'
is 'who is due' 0 "$(nbr-visit-due -C head,due -H | tr -d - | tr '\t' ,)" \
    sh -c "nbr-visit-due --form f.form -H | tr -d '\r' | sed 's/^$(printf '\357\273\277')//'"
form 'n = n' 't = t'
is 'what is asked in SQL' 0 '1,x' sh -c "nbr-db query \"SELECT 1 AS n, 'x' AS t\" --form f.form -H | tr -d '\r' | sed 's/^$(printf '\357\273\277')//'"
form '类 = tags codes t' '[codes t]' 'disabled = D' '低保户 = L' '* = ?' '= 0'
nbr-household list -H -C tags | awk -F '\t' '{
	n = split($0, t, ",")
	out = n ? "" : "0"
	for (i = 1; i <= n; i++)
		out = out (i > 1 ? "、" : "") (t[i] == "disabled" ? "D" : t[i] == "low-income" ? "L" : "?")
	print out
}' >theirs
nbr-household list --form f.form -H | tr -d '\r' | sed "1s/^$(printf '\357\273\277')//" >ours
same 'each tag has its code' theirs ours

# ---- what is wrong with it ----

cat >f.form <<'END'
titel = x
encoding = big5
date = DD/QQ
guard = maybe
huh
[colums]
[columns]
序号 = numbr
户主名字 = hed
类别 = class codes nix
日期 = since YYY
号 = ident birh
特 = tags foo
空 = x
话 = phone codes p
[codes p]
a = b
[codes]
END
is 'all faults at once, each with its line and what it should be' 0 "1 titel: no such word; did you mean title?
2 big5: no such word; it is one of utf-8, utf-8-bom, gb18030
3 DD/QQ: a day is written as YYYY-MM-DD, YYYYMMDD, YYYY/M/D, YYYY-MM or with other signs between
4 maybe: no such word; it is one of yes, no
5 huh: a = is missing
6 colums: no such word; did you mean columns?
18 a code table has a name: [codes sex]
8 numbr: no such column; did you mean number?
9 hed: no such column; did you mean head?
10 there is no code table [codes nix]
11 YYY: a day is written as YYYY-MM-DD, YYYYMMDD, YYYY/M/D, YYYY-MM or with other signs between
12 birh: after an identity number stands nothing, or: whole, masked, birth, sex or age
13 foo: after a column stands nothing, or: codes NAME
14 x: no such column; -C help lists them; a text is written \"x\"
15 phone: an identity number, a phone number or a day has no codes
$remedy" told nbr-household list --form f.form
is 'and nothing comes out' 4 '' nbr-household list --form f.form
form '关系 = relation codes r' '[codes r]' '户主 = 0' '配偶 = 1' '户住 = 9'
is 'codes of words that are known are whole' 0 "6 户住: not a word of relation
3 [codes r] lacks son 子; * stands for all others
3 [codes r] lacks daughter 女; * stands for all others
3 [codes r] lacks son-in-law 女婿; * stands for all others
3 [codes r] lacks daughter-in-law 儿媳; * stands for all others
3 [codes r] lacks grandchild 孙子; * stands for all others
3 [codes r] lacks parent 父母; * stands for all others
3 [codes r] lacks grandparent 祖父母; * stands for all others
3 [codes r] lacks sibling 兄弟姐妹; * stands for all others
3 [codes r] lacks other 其他; * stands for all others
$remedy" told nbr-household members ${v}010001 --form f.form
form '类 = class codes c' '[codes c]' 'red = 1' 'green = 2'
is 'a class without a code' 0 "3 [codes c] lacks yellow 黄户; * stands for all others
$remedy" told nbr-household list --form f.form
is 'leaves nothing behind' 4 '' nbr-household list --form f.form -o left.csv
is 'no file' 1 '' test -e left.csv
form '类 = class codes c' '[codes c]' 'red = 1' 'green = 2'
is 'sorted too' 4 '' nbr-household list --form f.form -s household
form '"甲"'
is 'nothing of ours' 0 "2 no column of it is one of ours
$remedy" told nbr-household list --form f.form
printf '# nothing\n' >f.form
is 'no column' 0 "1 there is no column; they stand under [columns]
$remedy" told nbr-household list --form f.form
: >f.form
is 'an empty file' 4 '' nbr-household list --form f.form
printf '\377\376\000\330' >f.form
is 'no text' 4 '' nbr-household list --form f.form
printf 'persons = yes\n[columns]\nn = head\n' >f.form
is 'persons are in the export alone' 0 "1 persons: only nbr-household export writes a row a person
$remedy" told nbr-household list --form f.form
is 'there they are' 0 "$(nbr-household export --persons -H -C head -l 9)" sh -c "nbr-household export --form f.form -H -l 9 | tr -d '\r' | sed 's/^$(printf '\357\273\277')//'"
form '关系 = relation' '户主 = head'
is 'what only persons have' 0 "2 relation: a column of persons: write persons = yes above [columns]
$remedy" told nbr-household export --form f.form
says 'no such form' 8 'nbr-household: nix: No such file or directory' nbr-household list --form nix
is 'a directory' 8 '' nbr-household list --form .
form '户主 = head'
for o in '-C head' '-F tsv' '--for excel'; do
	# shellcheck disable=SC2086 # an option and its value
	is "the form says all of $o" 2 '' nbr-household list --form f.form $o
done
is 'it needs a reason' 2 '' nbr-household list --form f.form --reveal
done_testing
