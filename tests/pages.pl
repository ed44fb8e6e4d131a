# pages.pl WHAT FILE... - pages for browsers, read again without nbr. What is wrong is
# a line; so much as was looked at is the last.
use strict; use warnings; use utf8; use open qw(:std :utf8);

my ($what, @files) = @ARGV;
my $wrong = 0;
sub wrong { print @_, "\n"; $wrong++ }
sub slurp { open my $in, '<', $_[0] or die "$_[0]: $!\n"; local $/; <$in> }
sub plain { local $_ = shift; s/<[^>]*>//g; s/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/&/g; $_ }

sub records {
	my ($head, @lines) = split /\n/, slurp(shift);
	my @names = split /\t/, $head;
	map { my %r; @r{@names} = split /\t/, $_, -1; \%r } @lines;
}

sub share { my $p = int($_[0] * 1000 / $_[1]); sprintf '%d.%d%%', int($p / 10), $p % 10 }

# Each number that is marked has all of its record, and beside it the share and step.
sub figures {
	my ($page, $records) = @_;
	my (%record, %here);
	for (records($records)) {
		$record{"$_->{figure} $_->{area} $_->{group}"} = $_ if length $_->{value};
	}
	my $html = slurp($page);
	while ($html =~ m{data-figure="([^"]*)"((?: data-\w+="-?\d+")*)>(-?\d+)</(td|b)>((?:<td>[^<]*</td>)*)}g) {
		my ($key, $more, $value, $in, $beside) = (plain($1), $2, $3, $4, $5);
		my $r = $record{$key} or do { wrong("no record: $key"); next };
		my %has = (value => $value, $more =~ /data-(\w+)="(-?\d+)"/g);
		$here{$key}++;
		for ('value', 'of', 'before', 'records') {
			wrong("$key: $_ ", $has{$_} // 'none', ", not $r->{$_}") if ($has{$_} // '') ne $r->{$_};
		}
		next if $in eq 'b';
		my @want = length $r->{of} && $r->{of} > 0 ? share($value, $r->{of}) : ();
		push @want, ($value > $r->{before} ? '↑' : '↓') . abs($value - $r->{before}) if length $r->{before} && $value != $r->{before};
		my $told = join ' ', grep length, map plain($_), $beside =~ m{<td>([^<]*)</td>}g;
		wrong("$key: beside it $told, not @want") if $told ne "@want";
	}
	my ($top) = map $_->{area}, grep $_->{section} eq 'visits', records($records);
	for (sort keys %record) {
		my $r = $record{$_};
		my $shown = $r->{area} eq $top || $r->{group} eq '' || $r->{group} eq 'special' || $r->{figure} =~ /^(light|low)$/;
		wrong("not on the page: $_") if $shown && !$here{$_};
	}
	print scalar(keys %here), " figures\n";
}

# Rows of a list against the records: times are shown to the minute.
sub board {
	my ($page, $records) = @_;
	my @records = records($records);
	my @rows = map { { m{<td class="\w" data-name="(\w+)">(.*?)</td>}g } } slurp($page) =~ m{<tr>(<td.*?)</tr>}g;
	wrong(scalar(@rows), ' rows, not ', scalar @records) if @rows != @records;
	my $cells = 0;
	for my $i (0 .. $#rows) {
		for (keys %{$rows[$i]}) {
			my $want = $records[$i]{$_};
			$want =~ s/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d\+08:00$/$1 $2/;
			wrong("$_: ", plain($rows[$i]{$_}), ", not $want") if plain($rows[$i]{$_}) ne $want;
			$cells++;
		}
	}
	print "$cells cells\n" if $cells > 0;
}

# What those need who listen, and what reaches no other machine.
sub access {
	my $html = slurp(shift);
	my @levels = $html =~ /<h([1-6])>/g;
	my @ids = $html =~ / id="([^"]*)"/g;
	my %id = map { $_ => 1 } @ids;
	wrong('no language') if $html !~ /^<!DOCTYPE html>\n<html lang="(en|zh-CN)">/;
	wrong('no title') if $html !~ m{<title>[^<]+</title>\n<style>};
	wrong('no width') if $html !~ /name="viewport" content="width=device-width/;
	wrong('what may be fetched is not told') if $html !~ /Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/;
	wrong("headings: @levels") if $levels[0] != 1 || grep { $levels[$_] > $levels[$_ - 1] + 1 || $levels[$_] == 1 } 1 .. $#levels;
	wrong('an id stands twice') if keys %id != @ids;
	wrong("no such place: #$_") for grep !$id{$_}, $html =~ /href="#([^"]*)"/g;
	wrong("fetches: $_") for $html =~ m{((?:src|href|action|data|poster)="(?!#)[^"]*"|url\([^)]*\)|\@import[^;]*|https?:[^"' ]*|<(?:script|link|img|iframe|object|form|base)\b| on\w+="[^"]*")}gi;
	for my $svg ($html =~ m{(<svg.*?</svg>)}gs) {
		wrong('a chart without words: ', substr $svg, 0, 80) if $svg !~ /^<svg[^>]* aria-hidden="true">/ && $svg !~ m{^<svg[^>]* role="img">\n<title>[^<]+</title>\n<desc>[^<]+</desc>};
	}
	for my $table ($html =~ m{(<table.*?</table>)}gs) {
		my ($head, $body) = $table =~ m{<thead>(.*?)</thead><tbody>(.*?)</tbody>}s or do { wrong('a table without a heading'); next };
		my $list = $table =~ /^<table class="list">/;
		wrong('a table without a caption') if !$list && $table !~ m{<caption>[^<]+</caption>};
		wrong('a heading of no column') if grep !/ scope="col/, $head =~ /<th([^>]*)>/g;
		wrong('a row of no name') if !$list && grep !/^<th scope="row">[^<]+/, $body =~ m{<tr[^>]*>(.*?)</tr>}g;
		my $columns = 0;
		$columns += /colspan="(\d+)"/ ? $1 : 1 for $head =~ /<t[hd]([^>]*)>/g;
		wrong("$columns columns") if grep { $columns != (() = /<t[hd]\b/g) } $body =~ m{<tr[^>]*>(.*?)</tr>}g;
	}
	my @open;
	$html =~ s{<!DOCTYPE html>|<meta [^>]*>|<(?:line|rect)\b[^>]*/>|<style>.*?</style>}{}gs;
	while ($html =~ m{<(/?)([a-z0-9]+)[^>]*>}g) {
		if ($1 eq '') { push @open, $2 } elsif ((pop @open // '') ne $2) { wrong("$2 is not open"); last }
	}
	wrong("open: @open") if @open;
	print scalar(@levels), " headings\n" if @levels < 1;
}

# WCAG 2: how much lighter one colour is than another.
sub light { my $sum = 0; my @w = (.2126, .7152, .0722);
	for (0 .. 2) { my $c = hex(substr $_[0], 1 + 2 * $_, 2) / 255; $sum += $w[$_] * ($c <= .04045 ? $c / 12.92 : (($c + .055) / 1.055) ** 2.4) } $sum }
sub contrast { my ($x, $y) = sort { $b <=> $a } map light($_), @_; ($x + .05) / ($y + .05) }

# Every pair of words and ground, 4.5, and of a shape and its ground, 3.
my @pairs = (
	[qw(ink paper 4.5)], [qw(ink panel 4.5)], [qw(soft paper 4.5)], [qw(soft panel 4.5)], [qw(bad paper 4.5)], [qw(bad panel 4.5)], [qw(blue paper 4.5)],
	[qw(blue paper 3)], [qw(blue rest 3)], [qw(ink rest 3)], [qw(red paper 3)], [qw(red panel 3)], [qw(amber paper 3)], [qw(green paper 3)],
);
sub contrasts {
	my $css = slurp(shift);
	my ($light, $dark, $print) = $css =~ /:root \{(.*?)\}/gs;
	my %used = map { $_ => 1 } $css =~ /var\(--(\w+)\)/g;
	my %known = map { $_ => 1 } 'line', 'yellow', map { @$_[0, 1] } @pairs;	# lines between rows; yellow has a rim of amber
	wrong("a colour in no pair: $_") for grep !$known{$_}, sort keys %used;
	my $rest = $css =~ s/:root \{.*?\}//gsr;
	wrong("a colour without a name: $_") for $rest =~ /(#[0-9a-f]{3,8}|\brgb[^;]*|: (?:black|white|red|gray|grey)\b)/gi;
	for ([light => $light], [dark => $dark], [print => $print]) {
		my ($mode, $text) = @$_;
		my %color = $text =~ /--(\w+): (#[0-9a-f]{6})/g;
		for my $pair (@pairs) {
			my ($on, $ground, $least) = @$pair;
			my $is = contrast($color{$on} // die("$mode: no $on\n"), $color{$ground} // die("$mode: no $ground\n"));
			wrong(sprintf "%s: %s on %s %.2f, not %s", $mode, $on, $ground, $is, $least) if $is < $least;
		}
	}
	print 3 * @pairs, " pairs\n";
}

# What is to be noticed, made of the records.
sub notices {
	my @r = records(shift);
	my $top = $r[0]{area};
	my $of = sub { my ($figure, $area) = @_; (grep { $_->{figure} eq $figure && $_->{area} eq ($area // $top) && $_->{group} =~ /^(special)?$/ } @r)[0] };
	my $below = sub { my $figure = shift; grep { $_->{figure} eq $figure && $_->{area} ne $top && $_->{group} =~ /^(special)?$/ } @r };
	my $where = sub { my ($words, $n, @in) = @_; print "$words: $n->[0]$n->[1]", @in && @in < 4 ? ', in ' . join(', ', map $_->{area_name}, @in) : '', ".\n" if $n->[0] > 0 };
	my $late = $of->('late'); my ($old) = map $_->{value}, grep { $_->{group} eq 'age:31-' && $_->{area} eq $top } @r;
	print "Orders late: $late->{value} of $late->{of} that are open; open for more than 30 days: ", $old // 0, ".\n" if $late->{value};
	my $overdue = $of->('overdue'); my ($most) = sort { $b->{value} <=> $a->{value} } $below->('overdue');
	print "Visits overdue: $overdue->{value} of $overdue->{of} households; most of them in $most->{area_name}: $most->{value}.\n" if $overdue->{value};
	my $special = $of->('covered');
	$where->('Special groups not visited yet this month', [$special->{of} - $special->{value}, ' households'], grep $_->{of} > $_->{value}, $below->('covered'));
	for (['missing', 'Activities owed and not held'], ['vacant', 'Neighbourhoods without a chief'], ['objected', 'Points under an objection']) {
		$where->($_->[1], [$of->($_->[0])->{value}, ''], grep $_->{value} > 0, $below->($_->[0]));
	}
	my $low = grep $_->{figure} eq 'low', @r;
	print "Goods low on stock: $low.\n" if $low;
	my $visited = $of->('visited'); my ($least) = sort { $a->{value} / $a->{of} <=> $b->{value} / $b->{of} } $below->('visited');
	print 'Visited: ', share(@$visited{qw(value of)}), " of the households; the least in $least->{area_name}: ", share(@$least{qw(value of)}), ".\n" if $visited->{before} ne '';
}

({ figures => \&figures, board => \&board, access => \&access, contrast => \&contrasts, notice => \&notices }->{$what} // die "pages.pl: $what\n")->(@files);
exit($wrong > 0 ? 1 : 0);
