# What a settlement adds to the ledger, computed beside nbr: settle.pl UNTIL TODAY <rows
#
# Rows, tabs apart, of what is stored:
#	deed CODE SUBJECT SIDE VALUE CAP_DAY CAP_MONTH CAP_YEAR FIRST LAST
#	order VILLAGE CHIEF SECONDS NUMBER KIND
#	visit VILLAGE CHIEF DAY HOUSEHOLD N KIND
#	activity VILLAGE CHIEF NUMBER KIND
#	commendation VILLAGE CHIEF NUMBER LEVEL
#	entry VILLAGE SEQ DAY KIND CHIEF POINTS REASON REF NOTE
# Written: village seq day kind chief points balance reason ref of each new entry.
# Points are final at once, and no period is closed.
use strict;
use warnings;
use POSIX qw(strftime);

my ($until, $today) = @ARGV;
my %rank = (order => 1, visit => 2, activity => 3, commendation => 4);
my @levels = qw(nation province city county town village);
my (@deeds, @causes, %entries);

sub dated { my ($letter, $no) = @_; sprintf '%s%06d-%d', $letter, int($no / 1e6) % 1e6, $no % 1e6 }

while (<STDIN>) {
	chomp;
	my ($what, @f) = split /\t/, $_, -1;
	if ($what eq 'deed') {
		push @deeds, { code => $f[0], subject => $f[1], deducts => $f[2] eq 'deduct', value => $f[3], cap => [@f[4 .. 6]], first => $f[7], last => $f[8] };
	} elsif ($what eq 'order') {
		my $day = strftime('%Y%m%d', gmtime($f[2] + 8 * 3600));
		push @causes, [$f[0], $day, 'order', dated('O', $f[3]), $f[1], "order:$f[4]"];
	} elsif ($what eq 'visit') {
		my $home = $f[3] > 1e6 ? sprintf 'H%04d', $f[3] - 1e6 : sprintf '%06d', $f[3];
		push @causes, [$f[0], $f[2], 'visit', sprintf('%s-V%06d%s', $home, $f[2] % 1e6, $f[4] > 1 ? "-$f[4]" : ''), $f[1], "visit:$f[5]"];
	} elsif ($what eq 'activity') {
		push @causes, [$f[0], int($f[2] / 1e6), 'activity', dated('A', $f[2]) . ":$f[1]", $f[1], "activity:$f[3]"];
	} elsif ($what eq 'commendation') {
		push @causes, [$f[0], int($f[2] / 1e6), 'commendation', dated('K', $f[2]), $f[1], 'commendation:' . $levels[$f[3] + 1]];
	} else {
		push @{$entries{$f[0]}}, { seq => $f[1], day => $f[2], kind => $f[3], chief => $f[4], points => $f[5], reason => $f[6], ref => $f[7], note => $f[8] };
	}
}
@deeds = sort { $a->{code} cmp $b->{code} } @deeds;

for my $village (sort keys %{{ map { $_->[0] => 1 } @causes }}) {
	my (%balance, %there, %ref, %back, @left);
	my $book = $entries{$village} // [];
	my $seq = @$book;
	my %cause = map { ("$_->[3] $_->[4]" => 1) } grep { $_->[0] eq $village } @causes;
	$balance{$_->{chief}} += $_->{points}, $ref{$_->{ref}} = $_ for @$book;

	my $short = sub { my ($chief, $points) = @_; ($balance{$chief} // 0) + $points < 0 };
	my $add = sub {
		my ($day, $kind, $chief, $points, $reason, $ref) = @_;
		$balance{$chief} += $points;
		push @$book, $ref{$ref} = { seq => ++$seq, day => $day, kind => $kind, chief => $chief, points => $points, reason => $reason, ref => $ref, note => '-' };
		print join("\t", $village, $seq, $day, $kind, $chief, $points, $balance{$chief}, $reason, $ref), "\n";
	};
	my $undo = sub {
		my $e = shift;
		return 0 if $short->($e->{chief}, -$e->{points});
		$add->($today, 'reverse', $e->{chief}, 0 - $e->{points}, $e->{reason}, "reverse:$e->{seq}");
		1;
	};
	my $award = sub {
		my ($d, $c) = @_;
		my ($day, $points, $ref, $n) = ($c->[1], $d->{value}, "$d->{code}:$c->[3]", 1);
		while (my $e = $ref{$ref}) {
			my $r = $ref{"reverse:$e->{seq}"};
			return $e->{chief} == $c->[4] if !$r;	# else it waits for that reversal
			return 1 if $r->{note} ne '-';
			$ref = "$d->{code}:$c->[3]." . ++$n;
		}
		for my $cap (0 .. 2) {
			my $length = (8, 6, 4)[$cap];
			my $used = 0;
			next if !$d->{cap}[$cap];
			$used += abs $_->{points} for grep { $_->{chief} == $c->[4] && $_->{kind} =~ /^(award|deduct)$/ && !$ref{"reverse:$_->{seq}"}
			    && $_->{reason} =~ /^\Q$d->{code}\E\.\d{8}$/ && substr($_->{day}, 0, $length) eq substr($day, 0, $length) } @$book;
			my $room = $d->{cap}[$cap] > $used ? $d->{cap}[$cap] - $used : 0;
			$points = $room if $room < $points;
		}
		$points = -$points if $d->{deducts};
		return 0 if $short->($c->[4], $points);
		$add->($day, $d->{deducts} ? 'deduct' : 'award', $c->[4], $points, "$d->{code}.$d->{first}", $ref);
		1;
	};
	my $again = sub { my $moved; do { my @try = @left; @left = grep { !$_->() } @try; $moved = @left < @try } while $moved };

	for my $e (grep { $_->{kind} =~ /^(award|deduct)$/ && !$ref{"reverse:$_->{seq}"} } @$book) {
		my ($name) = $e->{ref} =~ /:([^.]*)/;
		next if $name =~ /(^|-)R/ || $cause{"$name $e->{chief}"};
		push @left, sub { $undo->($e) };
	}
	@left = grep { !$_->() } @left;
	$again->();
	my @mine = sort { $a->[1] <=> $b->[1] || $rank{$a->[2]} <=> $rank{$b->[2]} || $a->[3] cmp $b->[3] } grep { $_->[0] eq $village && $_->[1] <= $until } @causes;
	for my $i (0 .. $#mine) {
		my $c = $mine[$i];
		for my $d (@deeds) {
			next if $d->{first} > $c->[1] || $d->{last} < $c->[1] || ($d->{subject} ne $c->[2] && $d->{subject} ne $c->[5]);
			push @left, sub { $award->($d, $c) } if !$award->($d, $c);
		}
		$again->() if $i == $#mine || $mine[$i + 1][1] != $c->[1];
	}
}
