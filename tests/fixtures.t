#!/bin/sh
# Every file of tests/fixtures against tests/fixtures/table, which says what it must give.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
only sqlite 'what is read is the same for every database'
files=$top/tests/fixtures

# ---- the databases the files go to ----

nbr-db init --town 430121106 --name 春华镇
db_copy nbr town
db_new nbr
nbr-db init --town 430199106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
{
	echo '代码,名称'
	echo '430199106002,金鼎山社区'
	echo '430199106002.01,一片'
	echo '430199106002.01.01,鼎盛屋场'
	for i in 1 2 3 4 5; do echo "430199106002.01.0$((i + 1)),${i}组"; done
} | nbr-area import -
db_copy nbr new
{
	echo '户编号,区域代码,户主,登记日期'
	for i in $(seq 18); do echo "430199106002-H$i,430199106002.01.01,甲$i,2023-06-01"; done
} | nbr-household import -
db_copy nbr roster

# All that is asked of a household, without nbr. A number has 17 digits there.
households() {
	sql "SELECT 'H' || (h.household - 1000000), h.head, h.ident, h.phone, h.door, h.members,
		COALESCE((SELECT min(r.rule) FROM rule r WHERE r.kind = 'class' AND r.no = h.class), ''),
		(SELECT a.name FROM area a WHERE a.village = h.village AND a.sub = h.hood), h.first, replace(h.note, '
', '\n') FROM household h" "$@" | sort
}
for base in new roster town; do
	households "$(db_at $base)" >"$tmp/$base.households"
done

# ---- the table, a directory for each block ----

awk -v dir="$tmp" -v files="$files" -F '\t' '
$1 == "file" {
	at = sprintf("%s/case-%02d", dir, ++n)
	system("mkdir " at)
	name = $2
	sub(/ .*/, "", name)
	print $2 >(at "/name")
	print files "/" name >(at "/file")
}
NF == 2 && $1 !~ /^(#|file)/ {
	print $2 >(at "/" $1)
}' "$files/table"
for at in "$tmp"/case-*; do
	for part in set fault note stored again; do
		[ -e "$at/$part" ] || : >"$at/$part"
	done
done
is 'the table has every file' 0 "$(cd "$files" && ls [0-9]*)" sh -c 'sed "s|.*/||" "$1"/case-*/file | sort -u' sh "$tmp"

# wanted DIRECTORY: from its block the households, the codes told, the reject
# rows, and the numbers no one may see.
wanted() {
	awk 'BEGIN {
		n = split("household head ident phone door members class area since note", name, " ")
		OFS = "\t"
	}
	FILENAME ~ /stored$/ {
		split($0, value, " ")
		for (i = 2; i in value; i++) {
			at = index(value[i], "=")
			given[$1, substr(value[i], 1, at - 1)] = substr(value[i], at + 1)
		}
		known[$1] = 1
		next
	}
	{
		split($0, value, "\t")
		put(value[1])
		delete known[value[1]]
	}
	END {
		split("", value)
		for (h in known) {
			split(h "\t\t0\t\t\t0\t\t鼎盛屋场\t20260310\t", value, "\t")
			put(h)
		}
	}
	function put(h,	i, line, v) {
		line = h
		for (i = 2; i <= n; i++) {
			v = (h, name[i]) in given ? given[h, name[i]] : value[i]
			if (name[i] == "ident")
				v = substr(v, 1, 17)
			if (name[i] == "since")
				gsub(/-/, "", v)
			line = line "\t" v
		}
		print line
	}' "$1/stored" "$tmp/$(cat "$1/into").households" | sort >"$1/households"
	awk '{ print $1, $NF }' "$1/fault" "$1/note" | sort >"$1/codes"

	case $2 in *utf16*) set -- "$1" "$2" UTF-16 ;; *) set -- "$1" "$2" GB18030 ;; esac
	iconv -f UTF-8 -t UTF-8 "$2" >"$1/utf8" 2>/dev/null || iconv -f "$3" -t UTF-8 "$2" >"$1/utf8" 2>/dev/null
	awk -F, '
	FILENAME ~ /fault$/ {
		split($0, f, " ")
		join = f[1] in code ? "; " : ""
		column[f[1]] = column[f[1]] join (f[2] == "-" ? "" : f[2])
		code[f[1]] = code[f[1]] join f[3]
		next
	}
	{ sub(/^\357\273\277/, ""); sub(/\r$/, "") }
	FNR == 1 || FNR in code {
		line = FNR == 1 ? "\357\273\277nbr_line,nbr_column,nbr_code" : FNR "," column[FNR] "," code[FNR]
		for (i = 1; i <= NF; i++) {
			quoted = gsub(/"/, "\"\"", $i)
			line = line "," (quoted ? "\"" $i "\"" : $i)
		}
		print line "\r"
	}' "$1/fault" "$1/utf8" >"$1/rejects"

	# What has the digits of a number and is no day: as it stands, and either end of
	# it without signs, which is more than a mask leaves.
	{ cat "$1/utf8"; sed -n 's/.*\(ident\|phone\)=\([^ ]*\).*/\2/p' "$1/stored"; } | perl -CSD -Mutf8 -ne '
		for (split m{[\r\n\t,，、/(（"\047=]}) {
			my $cell = $_;
			next if m{^(19|20)\d\d[-/.]} || $_ eq "430121106211";
			tr/０-９Ｘ/0-9X/;
			tr/ 　+-//d;
			my $half = length > 14 ? 12 : 8;
			print map { "$_\n" } $cell, substr($_, 0, $half), substr($_, -$half) if tr/0-9// >= 10;
		}' | sort -u >"$1/secrets"
}

# ---- each block, from a file and from standard input ----

# try FILE ARGUMENTS...: what the import says, on both streams, and its status.
try() {
	to=$1; shift
	nbr "$@" <"$from" >"$to.out" 2>"$to.err"
	echo "status $?" | cat - "$to.out" "$to.err" >"$to"
	cat "$to.out" "$to.err" >>"$tmp/said"
}
# codes FILE: status, then line and code of each message.
codes() {
	sed -n '1p' "$1"
	sed -n 's/^[^ ]*: [^:]*:\([0-9][0-9]*\): .*\[\([a-z0-9-]*\)\]$/\1 \2/p; t
		s/^[^ ]*: .*\[\([a-z0-9-]*\)\]$/- \1/p' "$1" | sort
}
# gives NAME STATUS FILE: status and codes are those of the table.
gives() {
	{ echo "status $2"; cat "$at/codes"; } >"$tmp/theirs"
	codes "$3" >"$tmp/ours"
	same "$1" "$tmp/theirs" "$tmp/ours"
}
unchanged() {
	nbr-db dump >"$tmp/after"
	same "$1" "$tmp/before" "$tmp/after"
}
# unguarded: without the ' that keeps a spreadsheet off a cell.
unguarded() { sed "s/,\(\"\{0,1\}\)'/,\1/g"; }
# bare FILE: a reject file without the words for each code, where they are those
# told of the row.
bare() {
	perl -ne '
		if ($ARGV =~ /err$/) {
			$word{$1, $3} = $2 if /^[^ ]*: [^:]*:(\d+): (?:.*: )?(.*) \[([a-z0-9-]+)\]$/;
			next;
		}
		if (/^((?:([0-9]+),[^,]*|[^,]*nbr_line,nbr_column),([^,]*)),(?|"([^"]*)"|([^",]*))(.*)/s) {
			my ($start, $line, $code, $words, $cells) = ($1, $2, $3, $4, $5);
			my $told = defined $line ? join "; ", map { $word{$line, $_} // "" } split /; /, $code : "nbr_message";
			$_ = "$start$cells" if $words eq $told;
		}
		print' "$tmp/real.err" "$1"
}

block() {
	what="$(cat "$at/name") from $1"
	rejects=$tmp/rejects.csv more=$tmp/more.csv
	rm -f "$rejects" "$more"
	read -r without aside <"$at/status"
	db_copy "$(cat "$at/into")" nbr
	while read -r key value; do
		sql "INSERT INTO setting (key, value) VALUES ('$key', '$value')"
	done <"$at/set"
	: >"$tmp/said"
	nbr-db dump >"$tmp/before"

	# Words of the table, apart.
	# shellcheck disable=SC2046
	set -- $(cat "$at/with")
	case $1 in -*) set -- nbr-household import "$@" ;; esac
	nbr() { "$@"; }
	try "$tmp/dry" "$@" "$path" -n
	unchanged "$what: a dry run stores nothing"
	try "$tmp/real" "$@" "$path"
	same "$what: and says what the real one does" "$tmp/dry" "$tmp/real"
	gives "$what: status $without" "$without" "$tmp/real"
	if [ "$without" != 0 ]; then
		unchanged "$what: nothing is stored"
	fi
	try "$tmp/dry" "$@" "$path" -n -r "$rejects"
	is "$what: a dry run writes no reject file" 1 '' test -e "$rejects"
	try "$tmp/real" "$@" "$path" -r "$rejects"
	same "$what: it is the same with --rejects" "$tmp/dry" "$tmp/real"
	gives "$what: status $aside" "$aside" "$tmp/real"
	households >"$tmp/ours"
	same "$what: what is stored" "$at/households" "$tmp/ours"
	nbr-db dump >"$tmp/before"
	if [ "$aside" = 3 ]; then
		bare "$rejects" | unguarded >"$tmp/ours"
		unguarded <"$at/rejects" >"$tmp/theirs"
		same "$what: what is set aside" "$tmp/theirs" "$tmp/ours"
		is "$what: for the clerk alone" 0 600 stat -c %a "$rejects"
	else
		is "$what: nothing is set aside" 1 '' test -e "$rejects"
	fi

	try "$tmp/twice" "$@" "$path" -r "$more"
	unchanged "$what: the second time nothing changes"
	gives "$what: and the same is said" "$aside" "$tmp/twice"
	if [ "$aside" = 3 ]; then
		same "$what: and set aside" "$rejects" "$more"
		rm "$more"
		from=$rejects path=$rejects
		try "$tmp/twice" "$@" "$rejects" -r "$more"
		unchanged "$what: what was set aside comes back"
		while read -r line _; do
			sed "/^$line,/d" "$rejects" >"$tmp/fewer"
			mv "$tmp/fewer" "$rejects"
		done <"$at/again"
		same "$what: and is rejected again, byte for byte" "$rejects" "$more"
	fi
	# The example of a hint is a number of no one, and of a file here.
	grep -v '^    write it with the area code: 0731-84086001$' "$tmp/said" | grep -F -f "$at/secrets" >"$tmp/seen"
	same "$what: no number of anyone is seen" /dev/null "$tmp/seen"
	nbr-db dump | sed -E 's/"(at|mark|source|digest)":"[^"]*"//g' >"$at/dump.$way"
}

for at in "$tmp"/case-*; do
	file=$(cat "$at/file")
	wanted "$at" "$file"
	way=file from=$file path=$file
	block 'a file'
	way=input from=$file path=-
	block 'standard input'
	same "$(cat "$at/name"): either way the same" "$at/dump.file" "$at/dump.input"
done
for i in 02 03 04; do
	same "$i leaves the database that 01 does" "$tmp/case-01/dump.file" "$tmp/case-$i/dump.file"
done

# ---- what the table has no room for ----

# Each number of 14 by itself, for the first of its household.
n_row=1
db_copy roster nbr
for ident in 430199198503121239 430199198503121247 43019919850312005X 430199198503124413 43019919850312005X 43019919850312005X 430199198503121239; do
	n_row=$((n_row + 1))
	sed -n "1p; ${n_row}p" "$files/14-id-guards.csv" >"$tmp/one.csv"
	says "14, line $n_row alone" 0 '' nbr-household import "$tmp/one.csv" -A 金鼎山社区 -u update
	is 'is read' 0 "H$((n_row - 1))	${ident%?}" sql "SELECT 'H' || (household - 1000000), ident FROM household WHERE ident <> 0"
	sql 'UPDATE household SET ident = 0'
done

sed '$s/,3$/,100/' "$files/24-embedded-newline-quote.csv" >"$tmp/one.csv"
is '24: a cell of two lines is counted as two' 4 '' nbr-household import "$tmp/one.csv" -A 金鼎山社区 -u update
cp "$tmp/err" "$tmp/told"
is 'and the next row is in line 4' 0 '4 count-range' sed -n 's/.*:\([0-9]*\): .*\[\(.*\)\]$/\1 \2/p' "$tmp/told"

db_copy roster nbr
says '26: formulas' 0 '' nbr-household import "$files/26-formula-injection.csv" -A 金鼎山社区 -u update
is 'go to Excel as text' 0 "\"'=HYPERLINK(\"\"http://x\"\",\"\"点我\"\")\"
'+1
'-低保
'@all" sh -c 'nbr-household export --for excel -C note | sed "1d; s/\r$//; 5q"'

db_copy new nbr
says '06: what was guessed is told without being asked' 0 "nbr-household: $files/06-gbk-looks-like-utf8.csv: read as GB18030; the bytes would also be UTF-8 [encoding-ambiguous]
    if names look wrong, name the encoding with -i" nbr-household import "$files/06-gbk-looks-like-utf8.csv" -A 金鼎山社区/鼎盛屋场
db_copy new nbr
says '20: what was left out is not' 0 '' nbr-household import "$files/20-title-merged-total.csv" -A 金鼎山社区/鼎盛屋场
is '21: of merged cells' 4 '' nbr-household import "$files/21-merged-cells-down.csv"
cp "$tmp/err" "$tmp/told"
is 'the remedy is told' 0 1 grep -c -e '^    .*--fill-down' "$tmp/told"

done_testing
