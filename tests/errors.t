#!/bin/sh
# --errors jsonl: the same messages, one JSON object a line.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit
v=430121106205

nbr-db init --town 430121106 --name 春华镇 &&
nbr-rule import "$top/lib/data/rulebook-example.csv" &&
printf '%s\n' area,name $v,龙王庙村 $v.01,第一片 $v.01.01,第一组 $v.01.01.01,花屋 | nbr-area import - || exit

# What the text has, made of the objects again: nothing may be lost on the way.
cat >text.jq <<'JQ'
(select(.message) | .program + ": "
    + (if .file then .file + (if .line then ":\(.line)" else "" end) + ": " else "" end)
    + (if .column then .column + ": " else "" end)
    + (if .value then .value + ": " else "" end)
    + .message
    + (if .code and (.count | not) then " [\(.code)]" else "" end)),
(select(.hint) | "    " + .hint)
JQ

# twice NAME STATUS COMMAND...: what it says in both forms; the text in told, the
# objects in told.jsonl.
twice() {
	name=$1 want=$2; shift 2
	"$@" >/dev/null 2>told </dev/null
	is "$name" "$want" "$(cat told)" sh -c '"$@" --errors jsonl 2>&1 >/dev/null | tee told.jsonl | jq -r -f text.jq
		exec "$@" --errors=jsonl >/dev/null 2>&1' sh "$@"
}

{
	echo '区域代码,户主,门牌号,身份证号码,电话,类别,人口'
	echo "$v.01.01.01,\"李\"\"明\",3-2,430199195001012139,13800138000,red,4"
	echo "$v.01.01.09,张三,3月2日,4.30121E+17,1.38E+10,red,4"
	echo "$v.01.01.01,,3-3,430121195001011238,138001380,purple\\,四"
	echo "$v.01.01.01,王五,3-4,,,,\"4"
	printf '%s.01.01.01,a\001b?,3-5,430121199902301234,"say ""x""",re\033d,0\n' $v
	for i in $(seq 1 30); do echo "$v.01.01.01,赵$i,$i,43012119500101123$((i % 10)),,,x"; done
	echo "$v.01.01.01,孙六,3-6,1,2,3,4,5,6"
} >nasty.csv
twice 'a nasty roster' 4 nbr-household import nasty.csv
sed -n 's/^[^ ]*: [^:]*:\([0-9]*\): .*\[\(.*\)]$/\1 \2/p' told >want
jq -r 'select(.line) | "\(.line) \(.code)"' told.jsonl >got
same 'the same lines and codes' want got
is 'many of them' 0 12 sh -c 'cut -d " " -f 2 want | sort -u | awk "END { print (NR > 12 ? 12 : NR) }"'
sed -n 's/^nbr-household: nasty.csv: \.\.\. and \([0-9]*\) more of \(.*\)$/\2 \1/p' told >want
jq -r 'select(.count) | "\(.code) \(.count)"' told.jsonl >got
same 'what is not told singly is counted' want got
is 'there is such' 0 '' test -s want
is 'an object has these keys, in this order' 0 'code
column
count
file
hint
line
message
program
value' jq -nr '[inputs | keys[]] | unique[]' told.jsonl
is 'numbers are numbers, the rest is text' 0 'number
string' jq -nr '[inputs | to_entries[] | select((.key == "line" or .key == "count") == (.value | type == "number")) | .value | type] | unique[]' told.jsonl
is 'no empty value, and no other type' 0 '' jq -r 'to_entries[] | select(.value == "" or .value == 0 or (.value | type | . != "number" and . != "string"))' told.jsonl
is 'one object a line' 0 "$(wc -l <told.jsonl)" jq -n '[inputs] | length' told.jsonl
is 'no identity number or phone' 1 '' grep -E '[0-9]{15}|13800138000|138001380' told.jsonl
is 'nothing a terminal obeys' 1 '' grep -P '[\x00-\x09\x0b-\x1f\x7f]' told.jsonl
twice 'in Chinese' 4 nbr-household import nasty.csv --lang zh
twice 'a limit' 4 nbr-household import nasty.csv --max-errors 3
twice 'standard input' 4 nbr-household import -
twice 'a summary' 0 nbr-household add -A 花屋 --head 李明 -n -v

# ---- what other programs say ----

twice 'no such option' 2 nbr-household list --formt csv
twice 'a value too many' 2 nbr-household list --quiet=x
twice 'a day that is none' 2 nbr-visit-due --on 2026-02-31
twice 'no such column' 2 nbr-chief list -C nix
twice 'no such verb' 2 nbr-area lst
twice 'a verb is missing' 2 nbr-db --errors text
twice 'no such record' 5 nbr-household show 99
twice 'no database' 8 nbr-rule list -D nix/nix.db
twice 'no such file' 8 nbr-visit import nix.csv
twice 'nowhere to write' 8 nbr-area list -o nix/nix.csv
twice 'not UTF-8' 2 nbr-area list "$(printf '\377')"
twice 'no such setting' 5 nbr config nix
twice 'ids that are none' 4 sh -c 'echo x,y | "$@"' sh nbr-area show -
twice 'a program of its own' 2 nbr visit due --on x
for c in "$top"/cmd/*.c; do
	p=${c##*/} p=${p%.c}
	is "$p" 2 "$p" sh -c "$p --no-such --errors jsonl 2>said; s=\$?; jq -r .program said | uniq; exit \$s"
done

printf '[columns]\n甲 = hed\n乙 = phon\n' >wrong.form
twice 'a form file' 4 nbr-household export --form wrong.form
is 'its lines have the code, file and line' 0 'wrong.form 2 form-file
wrong.form 3 form-file' jq -r 'select(.code) | "\(.file) \(.line) \(.code)"' told.jsonl
: >wrong.form
twice 'an empty one' 4 nbr-household export --form wrong.form
is 'no line of it' 0 'wrong.form null form-file' jq -r 'select(.code) | "\(.file) \(.line) \(.code)"' told.jsonl
printf '[columns]\na = %s\n' "$(printf '%0100d' 0 | sed 's/0/长/g')" >wrong.form
is 'a long word is cut at a whole character' 0 '' sh -c 'nbr-household export --form wrong.form 2>&1 | grep �; :'

says 'text, when asked for' 2 "nbr-area: no such option: --nix
    Try 'nbr-area list --help'." nbr-area list --errors text --nix
says 'no other form' 2 "nbr-area: --errors: text or jsonl, not xml
    Try 'nbr-area list --help'." nbr-area list --errors xml
is 'records are not touched' 0 'area
'$v.01.01.01 nbr-area list --errors jsonl -C area 花屋
done_testing
