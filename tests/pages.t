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
for verb in daily weekly monthly; do
	nbr-report $verb --on 2026-10-21 --lang en >records
	nbr-report $verb --on 2026-10-21 --lang en -F md >page.md
	perl -CSD -ne 'if (/^## (.*)/) { $s = $1 } elsif (/^[| :-]+$/) { }
		elsif (/^\|/) { s/\\\|/\0/g; @c = map { s/^\s+|\s+$//gr } split /\|/, $_; shift @c; pop @c;
			if ($c[0] eq "") { @h = @c } else { for $i (1 .. $#c) { print "$s\t$h[$i]\t$c[0]\t$c[$i]\n" if length $c[$i] } } }' page.md >cells
	is "$verb: Markdown tells each figure" 0 "# $(wc -l <cells) cells" perl told.pl records cells
	nbr-report $verb --on 2026-10-21 --lang en -F html >page.html
	perl -CSD -ne 'if (m,<h2>(.*?)</h2>,) { $s = $1 } if (/<thead>/) { @h = m,<th scope="col">(.*?)</th>,g }
		if (m,<tr><th scope="row">(.*?)</th>(.*)</tr>,) { ($row, $rest) = ($1, $2); @c = $rest =~ m,<td[^>]*>(.*?)</td>,g;
			for (@c, $row) { s/<\/?small>//g; s/\s+$//; s/ +/ /g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/&/g }
			for $i (0 .. $#c) { print "$s\t$h[$i]\t$row\t$c[$i]\n" if length $c[$i] } }' page.html >cells
	is "$verb: so does the page for browsers" 0 "# $(wc -l <cells) cells" perl told.pl records cells
done
is 'figures are marked as the JSON form has them' 0 '' sh -c 'nbr-report monthly --on 2026-10-21 -F json | jq -r ".[] | \"\(.figure) \(.area) \(.group // \"\")\t\(.value)\"" | sort >json
	grep -o "data-figure=\"[^\"]*\">[0-9-]*" page.html | sed "s/^data-figure=\"//; s/\">/	/" | sort | comm -23 - json'
is 'nothing is fetched, nothing runs' 1 '' grep -i -E 'https?:|<script|<link|src=|url\(|@import|onload' page.html
is 'its elements are closed' 0 '' perl -0777 -ne 'my @open; s/<!DOCTYPE html>|<meta [^>]*>|<(line|rect)\b[^>]*\/>|<style>.*?<\/style>//gs;
	while (/<(\/?)([a-z0-9]+)[^>]*>/g) { if ($1) { my $o = pop @open; print "$o closed by $2\n" if $o ne $2 } else { push @open, $2 } } print "open: @open\n" if @open' page.html
is 'names are text' 0 '2' sh -c 'grep -c "春华&lt;镇&gt; monthly" page.html'
is 'trends: a column a day on which something was' 0 "$(awk -F'\t' '$1 == "visits" && $2 == 430121106 && $4 ~ /^day:/ && $7 > 0' records | wc -l)" \
	sh -c 'sed -n "/<h2>visits/,/<h2>coverage/p" page.html | grep -c "<title>2026-10-"'
is 'lights: each group' 0 "$(awk -F'\t' '$1 == "lights" { print $2 }' records | sort -u | wc -l)" sh -c 'grep -c "^<g><title>" page.html'
is 'the checkpoint stands in them in full' 0 '' sh -c 'nbr-points checkpoints -H -C words | sed "s/\\\\n/\n/g" | sed "/^$/d" >words && [ -s words ] &&
	nbr-report daily --on 2026-10-31 -F md | sed -n "/^\`\`\`/,/^\`\`\`/p" | grep -v "^\`" | cmp - words &&
	nbr-report daily --on 2026-10-31 -F html | sed -n "/<pre>/,/<\/pre>/p" | sed "s/<[^>]*>//g; /^$/d" | cmp - words'

# ---- chats ----

nbr-report monthly --on 2026-10-31 --lang zh -F dingtalk --max-bytes 1000000 >whole
is 'names are no markup' 0 '需＊求＿' sh -c 'grep -o "需[^:]*" whole'
is '... nor is one of a town' 0 '春华＜镇＞' sh -c 'grep -o "^# [^ ]*" whole | cut -c 3-'
for most in 200 600 1000 2000; do
	nbr-report monthly --on 2026-10-31 --lang zh -F dingtalk --max-bytes $most >shorter
	is "$most bytes at most" 0 '' sh -c '[ "$(wc -c <shorter)" -le $1 ] && sed "\$d" shorter >lines && head -n "$(wc -l <lines)" whole | cmp - lines' sh $most
	is '... and how many lines are left out' 0 "$(($(wc -l <whole) - $(wc -l <shorter) + 1))" sh -c 'tail -n 1 shorter | tr -cd "0-9\n"'
done
is 'a message of 企业微信' 0 '' sh -c '[ "$(nbr-report monthly --on 2026-10-31 --lang zh -F wecom | wc -c)" -le 4096 ]'
is 'it has no table' 1 '' sh -c 'nbr-report monthly --on 2026-10-31 --lang zh -F wecom | grep "^|"'
is 'colors are of 企业微信' 1 '' grep '<font' whole
is 'no household and no phone' 1 '' sh -c '{ cat whole page.html page.md; nbr-report daily --on 2026-10-31 -F wecom; } | grep -E "1[3-9][0-9]{9}|1[3-9][0-9]\*|[0-9]{12}[0-9-]*H?[0-9]{4,6}[^0-9C]" | grep -v -e "^<" -e origin'

# ---- what does not fit together ----

says 'records have columns, a page has none' 2 "nbr-report: -F md writes no records: --columns is of no use
    Try 'nbr-report daily --help'." nbr-report daily -F md -C value
says 'bytes are of a message' 2 "nbr-report: --max-bytes is of -F wecom and dingtalk
    Try 'nbr-report daily --help'." nbr-report daily --max-bytes 500
is 'too few for one' 2 '' nbr-report daily -F wecom --max-bytes 10
is 'the lists have no page' 2 '' nbr-report lists -F html
is 'into a file' 0 '' sh -c 'nbr-report daily --on 2026-10-20 -F html -o one.html && nbr-report daily --on 2026-10-20 -F html | cmp - one.html'

done_testing
