#!/usr/bin/perl
# spreadsheet.pl [tab] <FILE.csv - what a spreadsheet saves of a CSV file that
# it was only asked to open: every cell it took for something else than text is
# now written as it was shown. UTF-8 without a byte order mark; with "tab" the
# cells are tabs apart, as in "Unicode text". An apostrophe is a letter to it.
use strict;
use warnings;
use utf8;
use open ':std', ':encoding(UTF-8)';

my $between = @ARGV && $ARGV[0] eq 'tab' ? "\t" : ',';
my @months = qw(Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec);
my %month = map { lc $months[$_] => $_ + 1 } 0 .. 11;

# One cell as it is shown.
sub shown {
	my ($cell) = @_;
	(my $t = $cell) =~ tr/\x{ff01}-\x{ff5e}/!-~/;

	return '#NAME?' if $t =~ /^[=+\-@]./;
	return uc $t if $t =~ /^(?:true|false)$/i;
	return $t =~ /^0*(\d+)$/ && length $1 > 11 ? scientific($1) : $1 if $t =~ /^0*(\d+)$/;
	return scientific($1) if $t =~ /^(\d{12,})\.\d+$/;
	return number($t) if $t =~ /^\d*\.\d+$/;
	return scientific($t) if $t =~ /^\d+(?:\.\d+)?[eE][+-]?\d+$/;
	return "$1$2$3" + 0 if $t =~ /^(\d{1,3}),(\d{3})()$/;
	return sprintf '%d/%d/%d', $1, $2, $3 if $t =~ m{^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$} && is_day($2, $3);
	return sprintf '20%02d/%d/%d', $1, $2, $3 if $t =~ m{^(\d{1,2})[-/](\d{1,2})[-/](\d{1,2})$} && is_day($2, $3);
	return sprintf '%d月%d日', $1, $2 if $t =~ m{^(\d{1,2})[-/](\d{1,2})$} && is_day($1, $2);
	return sprintf '%s-%02d', $months[$2 - 1], $1 % 100 if $t =~ m{^(\d{4})[-/](\d{1,2})$} && is_day($2, 1);
	return sprintf '%d月%d日', $month{lc $2}, $1 if $t =~ /^(\d{1,2})[- ]([A-Za-z]{3})$/ && $month{lc $2};
	return sprintf '%d月%d日', $month{lc $1}, $2 if $t =~ /^([A-Za-z]{3})[- ](\d{1,2})$/ && $month{lc $1};
	return sprintf '%d月%d日', $1, $2 if $t =~ /^(\d{1,2})月(\d{1,2})日$/;
	return sprintf '%d/%d/%d', $1, $2, $3 if $t =~ /^(\d{4})年(\d{1,2})月(\d{1,2})日$/;
	return sprintf '%d:%02d', $1, $2 if $t =~ /^(\d{1,2}):(\d{2})$/;
	return $cell;
}

sub is_day { return $_[0] >= 1 && $_[0] <= 12 && $_[1] >= 1 && $_[1] <= 31 }

sub number { return 0 + $_[0] }

sub scientific {
	my $s = sprintf '%.5E', $_[0];
	$s =~ s/\.?0+E/E/;
	return $s;
}

# Rows of cells: quoted ones may hold line ends.
my $text = do { local $/; <STDIN> };
$text =~ s/^\x{feff}//;
while ($text =~ /\G((?:"(?:[^"]|"")*"|[^"\r\n])*)\r?\n/gc) {
	my ($row, @cells) = ($1);

	while ($row =~ /\G(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/gc) {
		my ($quoted, $bare, $end) = ($1, $2, $3);

		push @cells, shown(defined $quoted ? $quoted =~ s/""/"/gr : $bare);
		last if $end eq '';
	}
	print join($between, map { /[",\t\n]/ ? '"' . s/"/""/gr . '"' : $_ } @cells), "\r\n";
}
die "not CSV at " . (pos($text) // 0) . "\n" if (pos($text) // 0) < length $text;
