#!/bin/sh
# Pages of reports tell what the records tell, in forms that their readers take.
# shellcheck source=tests/lib.sh disable=SC2016
. "${0%/*}/lib.sh"
cd "$tmp" || exit

town_in in
nbr-db init --town 430121106 --name 春华镇
NBR_TODAY=2026-10-31
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-calendar import "$top/lib/data/calendar-cn.csv"
nbr-area import in/areas.csv
nbr-area set 430121106 --name '春华<镇>'
nbr-chief import in/chiefs.csv
nbr-household import in/roster.csv
nbr-visit import in/visits.csv
nbr-order import in/orders.csv
nbr-activity import in/activities.csv
nbr-rule add need --kind order --name '需*求_' --first 2026-09-01
clock 2026-10-20T20:00:00 nbr-points settle -A 大鱼塘村 --until 2026-10-20 >settled
clock 2026-10-20T20:10:00 nbr-points checkpoint -A 大鱼塘村 >/dev/null

# told RECORDS PAGE: cells of the page, "figure TAB row TAB text", against what the
# records make of them: value, share, step. What is not told must be zero or a day.
cat >told.pl <<'E'
use strict; use warnings; use utf8; use open qw(:std :utf8);
my ($records, $cells) = @ARGV;
my (%want, @head);
sub cell {
	my ($value, $of, $before) = @_;
	my $s = $value;
	$s .= sprintf ' %d.%d%%', int(int($value * 1000 / $of) / 10), int($value * 1000 / $of) % 10 if length $of && $of > 0;
	$s .= ($value > $before ? ' ↑' : ' ↓') . abs($value - $before) if length $before && $before != $value;
	$s;
}
open my $in, '<', $records or die; chomp($_ = <$in>); @head = split /\t/;
while (<$in>) {
	chomp; my %r; @r{@head} = split /\t/, $_, -1;
	next if !length $r{value} || $r{group} =~ /^day:/ || $r{section} eq 'lights';
	my $all = $r{group} eq '' || $r{group} eq 'special';
	my $top //= $r{area};
	next if !$all && $r{area} ne '430121106';
	my $row = $all ? $r{area_name} : length $r{group_name} ? $r{group_name} : $r{group} =~ s/^.*?://r;
	$want{"$r{section}\t$r{figure}\t$row"} = cell(@r{qw(value of before)});
}
open $in, '<', $cells or die;
my ($n, $wrong) = (0, 0);
while (<$in>) {
	chomp; my ($key, $text) = /^(.*)\t([^\t]*)$/;
	$n++;
	if (!exists $want{$key} || $want{$key} ne $text) { print "$key: $text, not ", $want{$key} // 'there', "\n"; $wrong++ }
	delete $want{$key};
}
print "not told: $_ $want{$_}\n" for sort keys %want;
print "# $n cells\n";
exit(keys %want || $n < 100 ? 1 : 0);
E
pl() { perl "$top/tests/pages.pl" "$@"; }
for verb in daily weekly monthly; do
	nbr-report $verb --on 2026-10-21 --lang en >records
	nbr-report $verb --on 2026-10-21 --lang en -F md >page.md
	perl -CSD -ne 'if (/^## (.*)/) { $s = $1 } elsif (/^[| :-]+$/) { }
		elsif (/^\|/) { s/\\\|/\0/g; @c = map { s/^\s+|\s+$//gr } split /\|/, $_; shift @c; pop @c;
			if ($c[0] eq "") { @h = @c } else { for $i (1 .. $#c) { print "$s\t$h[$i]\t$c[0]\t$c[$i]\n" if length $c[$i] } } }' page.md >cells
	is "$verb: Markdown tells each figure" 0 "# $(wc -l <cells) cells" perl told.pl records cells
	nbr-report $verb --on 2026-10-21 --lang en -F html >page.html
	perl -CSD -ne 'if (m,<h2>(.*?)</h2>,) { $s = $1 }
		@h = map { [$_->[1], $_->[0] =~ /colspan="(\d)"/ ? $1 : 1] } map { [m,<th([^>]*)>(.*),] } m,(<th scope="col.*?)</th>,g if /<thead>/;
		if (m,<tr[^>]*><th scope="row">(.*?)</th>(.*)</tr>,) { ($row, $rest) = ($1, $2); @c = $rest =~ m,<td[^>]*>(.*?)</td>,g;
			for ($row) { s/&lt;/</g; s/&gt;/>/g; s/&amp;/&/g }
			next if $row =~ /^\d{4}-\d\d-\d\d$/;
			for $h (@h) { @own = grep length, splice @c, 0, $h->[1]; print "$s\t$h->[0]\t$row\t@own\n" if @own } }' page.html >cells
	is "$verb: so does the page for browsers" 0 "# $(wc -l <cells) cells" perl told.pl records cells
	is "$verb: what is marked there is the record, and each is there" 0 "$(grep -o 'data-figure="' page.html | wc -l) figures" pl figures page.html records
	is "$verb: it is whole, runs nothing, fetches nothing, and can be listened to" 0 '' pl access page.html
	pl notice records >sentences
	is "$verb: what to notice stands first" 0 "$(cat sentences)" sed -n 's,^<li>\([^<]*\)</li>$,\1,p' page.html
	is '... in Markdown too' 0 "$(sed 's/^/- /' sentences)" grep '^- ' page.md
done
is 'there is what to notice' 0 '' sh -c '[ "$(wc -l <sentences)" -ge 4 ]'
is 'the JSON form has the same' 0 '' sh -c 'nbr-report monthly --on 2026-10-21 -F json | jq -r ".[] | select(.value) | \"\(.figure) \(.area) \(.group // \"\")\t\(.value)\t\(.of // \"\")\t\(.before // \"\")\"" | sort >json
	perl -ne "while (/data-figure=\"([^\"]*)\"((?: data-\w+=\"-?\d+\")*)>(-?\d+)/g) { (\$k, \$m, \$v) = (\$1, \$2, \$3); printf qq(%s\t%s\t%s\t%s\n), \$k, \$v, map { \$m =~ / data-\$_=\"(-?\d+)\"/ ? \$1 : q() } qw(of before) }" page.html |
	sort >marked && [ -s marked ] && comm -23 marked json'
is 'the same at any time' 0 '' sh -c 'nbr-report monthly --on 2026-10-21 --lang en -F html | cmp - page.html'
clock 2031-01-01T00:00:00 nbr-report monthly --on 2026-10-21 --lang en -F html >later.html
same '... and by any clock' page.html later.html
nbr-report area 大鱼塘村 --since 2025-11-01 --until 2026-10-21 --lang en -F html >year.html
is 'a year: its months are named' 0 'Nov
Dec
Jan
Feb
Mar
Apr
May
Jun
Jul
Aug
Sep
Oct' sh -c 'sed -n "/^<title>visits: visited/,/<.svg>/p" year.html | grep -o ">[A-Z][a-z][a-z]</text>" | cut -c 2-4'
is 'charts of one figure say by what they are drawn' 0 'by area
by day' sh -c 'sed -n "s/.*\"name\".*>visited<tspan[^>]*>\([^<]*\).*/\1/p" page.html'
is 'a month: every fifth day is' 0 '1 5 10 15 20 25 30' sh -c 'nbr-report monthly --on 2026-10-31 -F html | sed -n "/^<title>visits: visited/,/<.svg>/p" | grep -o "middle\">[0-9]*</text>\|start\">[0-9]*</text>\|end\">[0-9]*</text>" |
	grep -o "[0-9]*" | tail -n +4 | grep -x -e 1 -e "[0-9]\{1,2\}" | grep -x -e 1 -e "[0-9]*[05]" | uniq | sort -n | uniq | xargs'
nbr-report chief "$(nbr-chief list -A 大鱼塘村 -H -C chief -l 1)" --on 2026-10-21 -F html >chief.html
is 'of an area' 0 '' pl access year.html
is 'of a chief' 0 '' pl access chief.html
is 'colors: words and shapes stand out in the light, in the dark and on paper' 0 '42 pairs' pl contrast "$top/lib/web/report.css"
if command -v tidy >/dev/null; then
	is 'HTML as it is defined' 0 '' tidy -e -q --drop-empty-elements no page.html
elif [ -n "${CI-}" ]; then
	is 'tidy is there' 0 '' false
else
	skip 'tidy is not installed' 'HTML as it is defined'
fi
is 'names are text' 0 '3' sh -c 'grep -c "春华&lt;镇&gt; monthly" page.html'
is 'trends: a column a day on which something was' 0 "$(awk -F'\t' '$1 == "visits" && $2 == 430121106 && $4 ~ /^day:/ && $7 > 0' records | wc -l)" \
	sh -c 'sed -n "/<h2>visits/,/<h2>coverage/p" page.html | grep -c "<title>2026-10-"'
is 'lights: each group' 0 "$(awk -F'\t' '$1 == "lights" { print $2 }' records | sort -u | wc -l)" grep -c '^<li>.*data-figure="light ' page.html
is 'the checkpoint stands in them in full' 0 '' sh -c 'nbr-points checkpoints -H -C words | sed "s/\\\\n/\n/g" | sed "/^$/d" >words && [ -s words ] &&
	nbr-report daily --on 2026-10-31 -F md | sed -n "/^\`\`\`/,/^\`\`\`/p" | grep -v "^\`" | cmp - words &&
	nbr-report daily --on 2026-10-31 -F html | sed -n "/<pre>/,/<\/pre>/p" | sed "s/<[^>]*>//g; /^$/d" | cmp - words'

# ---- chats ----

nbr-report monthly --on 2026-10-31 --lang zh -F dingtalk --max-bytes 1000000 >whole
is 'names are no markup' 0 '需＊求＿' sh -c 'grep -o "需＊求＿" whole'
is '... nor is one of a town' 0 '春华＜镇＞' sh -c 'grep -o "^# [^ ]*" whole | cut -c 3-'
for most in 200 600 1000 2000; do
	nbr-report monthly --on 2026-10-31 --lang zh -F dingtalk --max-bytes $most >shorter
	is "$most bytes at most" 0 '' sh -c '[ "$(wc -c <shorter)" -le $1 ] && sed "\$d" shorter >lines && head -n "$(wc -l <lines)" whole | cmp - lines' sh $most
	is '... and how many lines are left out' 0 "$(($(grep -c . whole) - $(grep -c . shorter) + 1))" sh -c 'tail -n 1 shorter | tr -cd "0-9\n"'
done
is 'a message of 企业微信' 0 '' sh -c '[ "$(nbr-report monthly --on 2026-10-31 --lang zh -F wecom | wc -c)" -le 4096 ]'
is 'it has no table' 1 '' sh -c 'nbr-report monthly --on 2026-10-31 --lang zh -F wecom | grep "^|"'
is 'colors are of 企业微信' 1 '' grep '<font' whole
is 'no household and no phone' 1 '' sh -c '{ cat whole page.html page.md; nbr-report daily --on 2026-10-31 -F wecom; } | grep -E "1[3-9][0-9]{9}|1[3-9][0-9]\*|[0-9]{12}[0-9-]*H?[0-9]{4,6}[^0-9C]" | grep -v -e "^<" -e origin'

# ---- lists, and what is for everybody ----

h=$(nbr-household list -A 大鱼塘村 -H -C household -l 1) head=$(nbr-household list -A 大鱼塘村 -H -C head -l 1)
printf '<b>%s家&漏水，电话13812345678' "$head" >title
clock 2026-10-21T02:00:00 nbr-order post --kind need --household "$h" --title "$(cat title)" --at 10:00 --on 2026-10-21 >/dev/null
for list in 'lists --on 2026-10-31' 'public orders --on 2026-10-31' 'public orders -t unsettled --on 2026-10-31' 'public points --on 2026-10-21'; do
	# shellcheck disable=SC2086 # they are options
	{ nbr-report $list --lang en >records; nbr-report $list --lang en -F html >page.html; }
	cat page.html >>boards
	is "$list: a page of the same records" 0 "$(grep -o 'data-name=' page.html | wc -l) cells" pl board page.html records
	is '... that is whole' 0 '' pl access page.html
done
is 'what is typed is no markup' 0 '1' grep -c '&lt;b&gt;某家&amp;漏水' boards
is 'an empty one' 0 '1' sh -c 'nbr-report public orders --on 2020-01-01 -F html | grep -c "<tbody></tbody>"'
for how in '-F html' '-F md'; do
	for list in 'orders --since 2026-01-01' 'orders -t unsettled' 'points --on 2026-10-21' 'points -t final --since 2026-01-01'; do
		# shellcheck disable=SC2086
		nbr-report public $list $how --on 2026-10-31 --lang zh >>everybody
	done
done
# What chiefs and areas are called is for everybody; a name of two letters may lie in theirs.
{ nbr-chief list -H -C name; nbr-area list -H -C name; } | sort -u >open
nbr-household list -H -C household >households
sql 'SELECT head FROM household UNION SELECT name FROM member' | sort -u | comm -23 - open >people
sql "SELECT phone FROM household WHERE phone <> '' UNION SELECT CAST(ident AS TEXT) FROM household WHERE ident <> 0 UNION SELECT CAST(ident AS TEXT) FROM member WHERE ident <> 0" >numbers
is 'there is much to find' 0 '' sh -c '[ "$(wc -l <people)" -gt 5000 ] && [ "$(wc -l <households)" -gt 9000 ] && [ "$(wc -l <numbers)" -gt 9000 ] && [ "$(grep -c 430121106206 everybody)" -gt 20 ]'
perl -CSD -pe 'BEGIN { open $f, "<:utf8", "open"; chomp(@c = <$f>); $c = join "|", map quotemeta, sort { length $b <=> length $a } @c } s/(?<=[>\/ ])(?:$c)(?=[<\/ ])//g' everybody >rest
is 'no person of the town' 1 '' grep -o -F -f people rest
is 'no number of one' 1 '' grep -o -F -f numbers everybody
is 'no household' 1 '' grep -o -F -f households everybody
is 'no column of one' 1 '' sh -c 'for list in orders points; do nbr-report public $list -C help; done | cut -f 1 | grep -x -e household -e head -e phone -e ident -e person -e tags -e class -e door -e note -e detail'

# ---- what does not fit together ----

says 'records have columns, a page has none' 2 "nbr-report: -F md writes no records: --columns is of no use
    Try 'nbr-report daily --help'." nbr-report daily -F md -C value
says 'bytes are of a message' 2 "nbr-report: --max-bytes is of -F wecom and dingtalk
    Try 'nbr-report daily --help'." nbr-report daily --max-bytes 500
is 'too few for one' 2 '' nbr-report daily -F wecom --max-bytes 10
says 'only what is to be shown has a page' 2 "nbr-household: -F: table, tsv, csv, json, jsonl or md, not html
    Try 'nbr-household list --help'." nbr-household list -F html
is 'into a file' 0 '' sh -c 'nbr-report daily --on 2026-10-20 -F html -o one.html && nbr-report daily --on 2026-10-20 -F html | cmp - one.html'

done_testing
