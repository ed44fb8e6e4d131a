#!/usr/bin/perl
# manual-skeleton.pl PAGE - what a manual page has in every language: its sections, lists
# and examples in order, and between them which options, names, files, values and numbers
# are told, in any order, for another language has another.
# manual-skeleton.pl -r PAGE - the runs that mandoc would not break, and a terminal would.
use strict;
use warnings;
use utf8;
use open ':std', ':encoding(UTF-8)';

my $longest = 30;	# characters of two columns
my $runs = @ARGV && $ARGV[0] eq '-r' && shift;
my %kept = map { $_ => 1 } qw(Cm Ev Fl Ic Li Pa Ql Sy Xr);
my %macro = (%kept, map { $_ => 1 } qw(Ar Dq Em Nm No Ns Oc Oo Op Pq Qq Sq Sx));
my (@row, %told, $literal, $made);

# The words of a macro line, "several in quotes" being one.
sub words { map { s/\\[&:]//gr } map { s/^"(.*)"$/$1/r } $_[0] =~ /"[^"]*"|\S+/g }

# What a macro line tells: an option, a name, a number in prose; of an operand only that it is there.
sub tokens
{
	my @out;
	my $now = '';
	for (words($_[0])) {
		if ($_ eq 'Fl' && $now eq 'Fl' && $out[-1] eq 'Fl') {
			$out[-1] = 'Fl Fl';
		} elsif ($macro{$_}) {
			push @out, $_ if /^(Ar|Fl)$/;
			$now = $_;
		} elsif (!/\w/) {
			next;
		} elsif ($now eq 'Fl' && $out[-1] =~ /^Fl( Fl)?$/) {
			$out[-1] .= " $_";
		} elsif ($now eq 'Xr' && /^\d$/ && @out) {
			$out[-1] .= " $_";
		} elsif ($kept{$now}) {
			push @out, "$now $_";
		} elsif ($now ne 'Ar') {
			push @out, /\d+/g;
		}
	}
	return @out;
}

sub row { push @row, (sort keys %told), @_; %told = () }

# Of an example, comments and what stands for something may be in any language.
# Of a table of words and numbers the numbers are compared.
sub example
{
	my ($s) = @_;
	$s =~ s/\s+#\s.*//;
	$s =~ s/<[^>]*>/<>/g;
	return $s =~ /^[\w ,.（）、]*$/ ? join ' ', $s =~ /\d[\d,.]*/g : $s;
}

while (<>) {
	chomp;
	if ($runs) {
		$literal = 1 if /^\.Bd/;
		print "$.: $_\n" if !$literal && !/^\.Dl/ && grep { (() = /[^\x00-\x{2e7f}]/g) > $longest } split;
		$literal = 0 if /^\.Ed/;
		next;
	}
	if (/^\.(Ed|El|Pp)$/) {
		row($1);
		$literal = 0;
	} elsif ($literal) {
		row(example($_));
	} elsif (/^\.\\" status/) {
		row($_);
	} elsif (/^\.Dl (.*?)(: .*(\[[a-z-]+\]))?$/) {
		row($3 ? "Dl $1 $3" : 'Dl ' . example($1));
	} elsif (/^\.(Sh|Ss) (.*)/) {
		row($2 eq 'NAME' ? "Sh $2" : $1);
		$made = $2 =~ /^(CODES|代码|COLUMNS|列)$/ if $1 eq 'Sh';	# with the numbers of the catalogue
	} elsif (/^\.(B[dl] .*)/) {
		row($1 =~ s/ -width ("[^"]*"|\S+)//r);
		$literal = /^\.Bd/;
	} elsif (/^\.It ?(.*)/) {
		row(join ' ', 'It', tokens($1));
	} elsif (/^\.(Dt .*)/) {
		row($1);
	} elsif (/^\.(?:Dd|Os|Nd|Nm|br|\\"|$)/) {
		next;
	} elsif (/^\.(.*)/) {
		$told{$_} = 1 for grep { $_ ne 'Ar' } tokens($1);
	} elsif (!$made) {
		$told{$_} = 1 for /\d+/g;
	}
}
row();
print map { "$_\n" } grep { $_ ne '' } @row;
