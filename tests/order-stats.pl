#!/usr/bin/perl
# order-stats.pl make CALENDAR TIMES SQL HISTORIES - a made-up year of a town's orders, so
# many times over: as rows of the tables, and as histories to import those that can be
# order-stats.pl expect CALENDAR ORDERS EVENTS POSTS FILE <QUESTIONS - what nbr-order says
# of exported orders and events, computed another way: a clock is a start, an end and the
# holds between; times are added up, state by state. A question is a line, overdue or
# stats and NAME=VALUE, tabs apart; the answer to the Nth goes to FILE.N.
use strict;
use warnings;
use utf8;
use Time::Local 'timegm';
use open ':std', ':encoding(UTF-8)';

my $zone = 8 * 3600;		# Shanghai has no summer time
my $never = 253402300799;
my %rung = (town => 3, village => 4, piece => 5, group => 6, neighbourhood => 7);
my %level = reverse %rung;

sub day { int(($_[0] + $zone) / 86400) }		# days since 1970, there
sub midnight { $_[0] * 86400 - $zone }			# when it begins
sub last_second { midnight($_[0] + 1) - 1 }
my %date;
sub date { $date{$_[0]} //= do { my @t = gmtime($_[0] * 86400); sprintf '%04d-%02d-%02d', $t[5] + 1900, $t[4] + 1, $t[3] } }
my %day_of;
sub day_of { $day_of{$_[0]} //= do { my ($y, $m, $d) = split /-/, $_[0]; timegm(0, 0, 0, $d, $m - 1, $y) / 86400 } }
sub shown { my @t = gmtime($_[0] + $zone); sprintf '%sT%02d:%02d:%02d+08:00', date(day($_[0])), @t[2, 1, 0] }
sub moment { my ($d, $h, $m, $s) = $_[0] =~ /^(.{10})T(..):(..):?(..)?/ or die "moment $_[0]"; midnight(day_of($d)) + $h * 3600 + $m * 60 + ($s // 0) }

# The rules, which order-stats.t tells nbr: kind, level, clock, number, unit, shift,
# first and last day. The first that fits rules.
my @rules = (
	[ 'need-town', 'need', 3, 'finish', 7, 'workday' ],
	[ 'need-take', 'need', 0, 'take', 2, 'workhour' ],
	[ 'need-answer', 'need', 0, 'answer', 0, 'day', 0, '', '2026-06-30' ],
	[ 'need-answer', 'need', 0, 'answer', 1, 'workday', 0, '2026-07-01' ],
	[ 'need-finish', 'need', 0, 'finish', 3, 'workday' ],
	[ 'talk-finish', 'deliberation', 0, 'finish', 15, 'day', 1 ],
	[ 'hazard-take', 'hazard', 0, 'take', 1, 'hour' ],
	[ 'hazard-finish', 'hazard', 0, 'finish', 24, 'hour' ],
	[ 'group-finish', '', 6, 'finish', 48, 'hour', 1 ],
	[ 'all-answer', '', 0, 'answer', 2, 'day' ],
);
my @service = ([ 8.5 * 3600, 12 * 3600 ], [ 14 * 3600, 17.5 * 3600 ]);
my %listed;

sub calendar {
	open my $f, '<', $_[0] or die;
	while (<$f>) { my ($d, $kind) = split /,/; $listed{$d} = $kind }
}

my %working;
sub workday {
	my ($d) = @_;
	return $working{$d} //= ($listed{date($d)} // (($d + 3) % 7 < 5 ? 'workday' : 'weekend')) eq 'workday' ? 1 : 0;
}
sub next_workday { my ($d) = @_; 1 until workday(++$d); $d }
sub closing { midnight($_[0]) + $service[-1][1] }

# Seconds of service so far, from the first day of a time before all orders.
my $first = day_of('2025-01-01');
my @before = (0);
sub served_by {
	my ($t) = @_;
	my $d = day($t);
	while (@before <= $d - $first) {
		my $sum = $before[-1];
		if (workday($first + @before - 1)) { $sum += $_->[1] - $_->[0] for @service }
		push @before, $sum;
	}
	my $sum = $before[$d - $first];
	return $sum unless workday($d);
	my $second = $t - midnight($d);
	for (@service) {
		my ($from, $to) = @$_;
		$sum += ($second < $to ? $second : $to) - $from if $second > $from;
	}
	return $sum;
}
sub served { my ($from, $to) = @_; served_by($to) - served_by($from) }

# The first moment by which so much service has passed.
sub serve {
	my ($from, $seconds) = @_;
	my ($want, $hi) = (served_by($from) + $seconds, $from);
	$hi += 86400 while served_by($hi) < $want;
	my $lo = $hi > $from ? $hi - 86400 : $from;
	while ($lo < $hi) {
		my $mid = int(($lo + $hi) / 2);
		if (served_by($mid) >= $want) { $hi = $mid } else { $lo = $mid + 1 }
	}
	return $lo;
}

sub shifted { my ($r, $t) = @_; !$r->[6] || workday(day($t)) ? $t : last_second(next_workday(day($t))) }

sub rule {
	my ($kind, $level, $clock, $day) = @_;
	for (@rules) {
		my ($k, $l, $c, $first, $last) = @$_[1, 2, 3, 7, 8];
		return $_ if $c eq $clock && ($k eq '' || $k eq $kind) && ($l == 0 || $l == $level)
		    && $day ge ($first // '') && $day le ($last || '9999');
	}
	return undef;
}

# When a clock runs out that had these holds.
sub due {
	my ($r, $start, @holds) = @_;
	my ($n, $unit, $d, $due) = (@$r[4, 5], day($start));
	if ($unit eq 'hour') { $due = shifted($r, $start + $n * 3600) }
	elsif ($unit eq 'workhour') { $due = serve($start, $n * 3600) }
	elsif ($unit eq 'day') { $due = shifted($r, last_second($d + $n)) }
	else {
		$d = next_workday($d) if !workday($d) || $start > closing($d);
		$d = next_workday($d) for 1 .. $n;
		$due = closing($d);
	}
	for (@holds) {
		my ($from, $to) = @$_;
		next if $from > $due;
		if ($unit eq 'hour') { $due = shifted($r, $due + $to - $from) }
		elsif ($unit eq 'workhour') { my $s = served($from, $to); $due = serve($due, $s) if $s > 0; $due = $to if $due < $to }
		elsif ($unit eq 'day') { my $days = day($to) - day($from); $due = shifted($r, last_second(day($due) + $days)) if $days }
		else {
			my $d = day($due);
			for (day($from) .. day($to)) { $d = next_workday($d) if workday($_) && closing($_) >= $from && closing($_) < $to }
			$due = closing($d);
		}
	}
	return $due;
}

# What events say: state, level, chief, .. and clocks, each { rule, start, due, end }.
sub replay {
	my ($kind, @events) = @_;
	my %o = (kind => $kind, clocks => [], chief => 0, score => 0, map { $_ => 0 } qw(reopened escalated skipped));
	my (%running, @holds, $held_since);
	my $stop = sub {
		my ($clock, $at) = @_;
		my $c = delete $running{$clock} or return;
		my $end = $held_since // $at;
		# A hold that goes on still is none for the question whether it was late.
		$c->{late} = due($c->{rule}, $c->{start}, grep { $_->[0] >= $c->{start} } @holds) < $end;
	};
	my $start = sub {
		my ($clock, $at) = @_;
		$stop->($clock, $at);
		my $r = rule($kind, $o{level}, $clock, date(day($at))) or return;
		push @{ $o{clocks} }, $running{$clock} = { clock => $clock, rule => $r, start => $at };
	};
	my $open = sub {
		my ($at) = @_;
		$o{state} = 'open';
		$o{chief} = 0;
		$start->('take', $at);
		$start->('answer', $at) unless $o{answered};
		$start->('finish', $at);
	};
	for (@events) {
		my ($step, $at, $level, $chief, $score) = @$_;
		my $was = $o{state} // '';
		$o{active} += $at - $o{last} if $was eq 'open' || $was eq 'taken';
		$o{last} = $at;
		$o{level} = $level;
		if ($step eq 'post') { $o{posted} = $at; $open->($at) }
		elsif ($step eq 'skip') { $o{skipped}++; $open->($at) }
		elsif ($step eq 'escalate') { $o{escalated}++; $open->($at) }
		elsif ($step eq 'take') { $stop->('take', $at); @o{qw(state chief)} = ('taken', $chief) }
		elsif ($step eq 'release') { @o{qw(state chief)} = ('open', 0); $start->('take', $at) }
		elsif ($step eq 'hold') { $o{before} = $was; $o{state} = 'held'; $held_since = $at }
		elsif ($step eq 'resume') { push @holds, [ $held_since, $at ]; undef $held_since; $o{state} = $o{before} }
		elsif ($step eq 'confirm') { @o{qw(state score)} = ('confirmed', $score) }
		elsif ($step eq 'reopen') { $o{reopened}++; $o{score} = 0; delete $o{closed}; $open->($at) }
		if (($step eq 'answer' || $step eq 'finish') && !$o{answered}) {
			$o{answered} = $at;
			$o{answer_time} = $o{active};
			$stop->('answer', $at);
		}
		if ($step eq 'finish' || $step eq 'cancel') {
			$stop->($_, $at) for keys %running;
			undef $held_since;
			$o{state} = $step eq 'finish' ? 'done' : 'cancelled';
			$o{closed} = $at;
			$o{finish_time} = $o{active};
		}
		$o{since} = $at if $step ne 'answer' && $step ne 'note';
	}
	for my $c (values %running) {
		$c->{due} = due($c->{rule}, $c->{start}, grep { $_->[0] >= $c->{start} } @holds);
	}
	$o{running} = [ sort { $a->{due} <=> $b->{due} || index('take answer finish', $a->{clock}) <=> index('take answer finish', $b->{clock}) } values %running ];
	$o{held_since} = $held_since;
	return \%o;
}

sub late {
	my ($o, $at) = @_;
	$at = $o->{held_since} if defined $o->{held_since} && $o->{held_since} < $at;
	return (grep { $_->{late} } @{ $o->{clocks} }) + grep { $_->{due} < $at } @{ $o->{running} };
}

# The clock that ran out first of those that run.
sub first_late {
	my ($o, $at) = @_;
	my $c = $o->{running}[0];
	return $o->{state} ne 'held' && $c && $c->{due} < $at ? $c : undef;
}

# --- the year

my $seed = 20260310;
sub rnd { $seed = $seed * 16807 % 2147483647; $seed % $_[0] }

my %after = (
	open => [ (('take') x 12), 'escalate', 'escalate', 'hold', 'cancel', 'answer', 'answer', 'note', '' ],
	taken => [ (('finish') x 12), (('answer') x 4), 'hold', 'hold', 'release', 'escalate', 'cancel', 'note', '' ],
	held => [ (('resume') x 12), 'answer', 'answer', 'cancel', '' ],
	done => [ (('confirm') x 10), 'reopen', '', '', '', '' ],
	confirmed => [ 'reopen', ('') x 12 ],
	cancelled => [ 'reopen', ('') x 7 ],
);

sub walk {
	my ($at, $level, $chiefs) = @_;
	my @events = [ 'post', $at, $level, 0, 0 ];
	my ($state, $before) = 'open';
	while ($level > 4 && rnd(9) == 0) { push @events, [ 'skip', $at, --$level, 0, 0 ] }
	while (@events < 40) {
		my $chance = rnd(20);
		$at += 1 + ($chance < 10 ? rnd(7200) : $chance < 16 ? rnd(86400) : $chance < 19 ? rnd(5 * 86400) : rnd(20 * 86400));
		my $steps = $after{$state};
		my $step = $steps->[rnd(scalar @$steps)] or last;
		next if $step eq 'escalate' && $level == 3;
		$level-- if $step eq 'escalate';
		push @events, [ $step, $at, $level, $step eq 'take' && $level > 4 ? 1 + rnd($chiefs) : 0, $step eq 'confirm' ? (0, 2, 3, 4, 5, 5)[rnd(6)] : 0 ];
		($before, $state) = ($state, 'held'), next if $step eq 'hold';
		$state = { take => 'taken', finish => 'done', confirm => 'confirmed', reopen => 'open', release => 'open',
		    resume => $before, escalate => 'open', cancel => 'cancelled' }->{$step} // $state;
	}
	return @events;
}

my $sql;

sub rows {
	my ($table, @rows) = @_;
	while (my @some = splice @rows, 0, 500) {
		print $sql "INSERT INTO $table VALUES ", join(', ', map { '(' . join(', ', map { /^-?\d+$/ ? $_ : "'$_'" } @$_) . ')' } @some), ";\n";
	}
}

# The cells of a history, moments by their names; none when they cannot say all of it.
sub history {
	my (@events) = @_;
	my %cell = (level => $level{$events[-1][2]}, chief => 0, score => '');
	for (@events) {
		my ($step, $at, undef, $chief, $score) = @$_;
		my $name = { post => 'posted', escalate => 'escalated', take => 'taken', answer => 'answered', finish => 'finished',
		    confirm => 'confirmed', cancel => 'cancelled' }->{$step} or return;
		return if $cell{$name};
		$cell{$name} = shown($at);
		$cell{chief} = $chief if $chief;
		$cell{score} = $score if $score;
	}
	return \%cell;
}

sub place { my ($v, $sub) = @_; my $id = $v; $id .= ".$_" for grep { $_ > 0 } sprintf('%06d', $sub) =~ /../g; $id }

sub make {
	my ($calendar, $times, $rows, $histories) = @_;
	my (@area, @chief, @post, @order, @event, %count);
	calendar($calendar);
	open $sql, '>', $rows or die;
	open my $csv, '>', $histories or die;
	# Of more orders: as many villages as the sample town has, each with 84 areas.
	my $large = $times > 1;
	my @villages = 430121106201 .. ($large ? 430121106209 : 430121106204);
	my @subs = $large ? map { my $p = $_ * 10000; $p, map { my $g = $p + $_ * 100; $g, map { $g + $_ } 1 .. 4 } 1 .. 4 } 1 .. 4
	    : (10000, 20000, 10100, 10200, 20100, 10101, 10102, 10201, 20101);
	my @hoods = (0, $large ? @subs : (10000, 10100, 10101, 10102, 10200, 10201, 20101));
	my $chiefs = $large ? 60 : 5;
	push @area, [ 430121106000, 0, 3, '春华镇', 20200101, 99991231, 1 ];
	for my $v (@villages, 430121106299) {		# the last one has no order
		my $n = $v % 100;
		push @area, [ $v, 0, 4, "村$n", 20200101, 99991231, 1 ];
		for (@subs) {
			my $level = $_ % 10000 == 0 ? 5 : $_ % 100 == 0 ? 6 : 7;
			push @area, [ $v, $_, $level, "${level}级$_", 20200101, 99991231, 1 ];
		}
		push @chief, map [ $v, $_, "长$n$_", '', '', '', 1 ], 1 .. $chiefs;
		# The neighbourhood 10102 has nobody from July on, the group 10200 and its own never.
		push @post, [ $v, 10101, 1, 20200101, 99991231, 0, '', 1 ], [ $v, 10102, 2, 20200101, 20260630, 0, '', 1 ],
		    [ $v, 10100, 3, 20200101, 99991231, 0, '', 1 ], [ $v, 10000, 4, 20200101, 99991231, 0, '', 1 ], [ $v, 20101, 5, 20200101, 99991231, 0, '', 1 ];
		# Half of the others have somebody, each half of them for a part of the year.
		my $chief = 5;
		push @post, map [ $v, $_, ++$chief, 20200101, $chief % 2 ? 99991231 : 20260901, 0, '', 1 ],
		    grep { $_ > 20101 && rnd(2) } $large ? @subs[21 .. $#subs] : ();
	}
	print $csv "kind,title,area,level,chief,posted,escalated,taken,answered,finished,confirmed,cancelled,score\n";
	my %kinds = (need => 210, deliberation => 60, hazard => 40, dispute => 30);
	for my $kind (sort keys %kinds) {
		for my $i (1 .. $kinds{$kind} * $times) {
			my $v = $villages[rnd(10) % @villages];
			my $hood = $hoods[rnd(scalar @hoods)];
			my $day = day_of('2025-12-10') + rnd(386);
			my $posted = midnight($day) + (rnd(5) ? 7 * 3600 + rnd(12 * 3600) : rnd(86400));
			my @events = walk($posted, $hood == 0 ? 4 : $hood % 10000 == 0 ? 5 : $hood % 100 == 0 ? 6 : 7, $chiefs);
			if (my $h = history(@events)) {
				print $csv join(',', $kind, "$kind$i", place($v, $hood), $h->{level}, $h->{chief} ? chief_id($v, $h->{chief}) : '',
				    map { $_ // '' } @$h{qw(posted escalated taken answered finished confirmed cancelled score)}), "\n";
				next;
			}
			my $o = replay($kind, @events);
			(my $no = date($day)) =~ tr/-//d;
			$no = $no * 1000000 + ++$count{"$v $day"};
			push @order, [ $v, $no, $kind, $hood, rnd(3) ? 0 : 1 + rnd(9), "$kind$i", '', '', '', $posted, $o->{state}, $o->{since},
			    $o->{closed} // 0, $o->{level}, $o->{chief}, $o->{answered} // 0, $o->{score},
			    $o->{state} eq 'held' || !@{ $o->{running} } ? $never : $o->{running}[0]{due}, scalar @events, 1 ];
			my $n = 0;
			push @event, map [ $v, $no, ++$n, @$_, '', '', 1 ], @events;
		}
	}
	print $sql "BEGIN;\nDELETE FROM area;\nDELETE FROM village WHERE village > 0;\n";
	rows('village (village)', map [ $_ ], 430121106000, @villages, 430121106299);
	rows('area', @area);
	rows('chief', @chief);
	rows('post', @post);
	rows('work_order (village, no, kind, hood, household, title, detail, person, ref, posted, state, since, closed, level, chief, answered, score, due, step, run)', @order);
	rows('order_event', @event);
	print $sql "COMMIT;\n";
	close $sql;
	close $csv;
}

# --- what is expected

sub records {
	open my $f, '<', $_[0] or die;
	chomp(my @lines = <$f>);
	my @names = split /\t/, shift @lines;
	return map { my %r; @r{@names} = map { $_ // '' } (split /\t/, $_, -1)[0 .. $#names]; \%r } @lines;
}

my %names = (need => '需求', deliberation => '议事', hazard => '隐患', dispute => '纠纷');
sub area_name { my ($v, $sub) = $_[0] =~ /^(\d+)(.*)/; $sub =~ tr/.//d; $sub = substr($sub . '000000', 0, 6) + 0
	; $sub == 0 ? '村' . $v % 100 : ($sub % 10000 == 0 ? 5 : $sub % 100 == 0 ? 6 : 7) . "级$sub" }
sub chief_id { sprintf '%s-C%02d', @_ }
sub chief_name { my ($v, $n) = $_[0] =~ /(\d\d)-C0*(\d+)$/ or return ''; '长' . ($v + 0) . $n }

sub share { my ($part, $whole, $in) = @_; $whole ? int($part * ($in // 1000) / $whole) : '' }

sub rank {
	my ($percent, @times) = @_;
	@times = sort { $a <=> $b } @times;
	return '' unless @times;
	my $n = $percent * @times / 100;
	$n = int($n) + 1 if $n > int($n);
	return int($times[$n - 1] / 60);
}

my @columns = qw(by name posted answered answered_same_day finished finished_same_day in_time late settled_group settled_village
    settled_town escalated skipped reopened cancelled confirmed scored satisfied open held overdue overdue_day overdue_three_days
    overdue_week overdue_longer score_mean answer_median answer_ninetieth finish_median finish_ninetieth answered_same_day_permille
    finished_same_day_permille in_time_permille group_permille village_permille satisfied_permille);

# Each number, from the lists of what it counts.
sub numbers {
	my ($by, $name, $posted, $open, $at) = @_;
	my @valid = grep { $_->{state} ne 'cancelled' } @$posted;
	my @answered = grep { $_->{answered} } @valid;
	my @finished = grep { $_->{state} eq 'done' || $_->{state} eq 'confirmed' } @valid;
	my @late = grep { $_->{late} } @valid;
	my @in_time = grep { !$_->{late} } @finished;
	my @scored = grep { $_->{score} } @finished;
	my %n = (by => $by, name => $name, posted => scalar @$posted, cancelled => @$posted - @valid);
	my $sum = 0;
	$sum += $_->{score} for @scored;
	$n{$_->[0]} = $_->[1] for [ answered => scalar @answered ], [ finished => scalar @finished ], [ late => scalar @late ],
	    [ in_time => scalar @in_time ], [ scored => scalar @scored ];
	$n{answered_same_day} = grep { day($_->{answered}) == day($_->{posted}) } @answered;
	$n{finished_same_day} = grep { day($_->{closed}) == day($_->{posted}) } @finished;
	$n{settled_group} = grep { $_->{level} >= 6 } @finished;
	$n{settled_village} = grep { $_->{level} >= 4 } @finished;
	$n{settled_town} = @finished - $n{settled_village};
	for my $how (qw(escalated skipped reopened)) { $n{$how} = grep { $_->{$how} } @valid }
	$n{confirmed} = grep { $_->{state} eq 'confirmed' } @finished;
	$n{satisfied} = grep { $_->{score} > 3 } @scored;
	$n{open} = @$open;
	$n{held} = grep { $_->{state} eq 'held' } @$open;
	my @age = map { ($at - $_->{due}) / 86400 } grep { $_ } map { $_->{first_late} } @$open;
	$n{overdue} = @age;
	$n{overdue_day} = grep { $_ <= 1 } @age;
	$n{overdue_three_days} = grep { $_ > 1 && $_ <= 3 } @age;
	$n{overdue_week} = grep { $_ > 3 && $_ <= 7 } @age;
	$n{overdue_longer} = grep { $_ > 7 } @age;
	$n{score_mean} = share($sum, scalar @scored, 100);
	@n{qw(answer_median answer_ninetieth)} = map { rank($_, map { $_->{answer_time} } @answered) } 50, 90;
	@n{qw(finish_median finish_ninetieth)} = map { rank($_, map { $_->{finish_time} } @finished) } 50, 90;
	$n{answered_same_day_permille} = share($n{answered_same_day}, scalar @valid);
	$n{finished_same_day_permille} = share($n{finished_same_day}, scalar @valid);
	$n{in_time_permille} = share(scalar @in_time, @in_time + @late);
	$n{group_permille} = share($n{settled_group}, scalar @finished);
	$n{village_permille} = share($n{settled_village}, scalar @finished);
	$n{satisfied_permille} = share($n{satisfied}, scalar @scored);
	return join("\t", @n{@columns}) . "\n";
}

sub week {
	my $thursday = $_[0] - ($_[0] + 3) % 7 + 3;
	my ($year) = date($thursday) =~ /^(\d+)/;
	return sprintf '%d-W%02d', $year, 1 + int(($thursday - day_of("$year-01-01")) / 7);
}

my (%events, %holder, @orders);

sub read_all {
	my ($calendar, $orders, $events, $posts) = @_;
	calendar($calendar);
	for (records($events)) {
		my ($serial) = $_->{chief} =~ /C0*(\d+)$/;
		push @{ $events{$_->{order}} }, [ $_->{step}, moment($_->{at}), $rung{$_->{level}}, $serial // 0, $_->{score} || 0 ];
	}
	for (records($posts)) {
		my ($first, $last) = map { s/(....)(..)(..)/$1-$2-$3/r } @$_{qw(first last)};
		push @{ $holder{"$_->{village} $_->{sub}"} }, [ $_->{chief}, $first, $last ];
	}
	@orders = records($orders);
	$_->{key} = sprintf '%s %s %06d', split /-O?/, $_->{order} for @orders;
	@orders = sort { $a->{key} cmp $b->{key} } @orders;
}

# All orders as they stood at a moment, of what was known at one.
sub stand {
	my ($at, $known) = @_;
	my @told;
	for my $r (@orders) {
		my @known = grep { $_->[1] <= $known } @{ $events{$r->{order}} } or next;
		my $o = replay($r->{kind}, @known);
		@$o{qw(order title area)} = @$r{qw(order title area)};
		($o->{village}) = $r->{order} =~ /^(\d+)/;
		$o->{who} = $o->{chief} ? chief_id($o->{village}, $o->{chief}) : '';
		$o->{late} = late($o, $at);
		$o->{first_late} = first_late($o, $at);
		push @told, $o;
	}
	return \@told;
}

my %stood;

sub expect {
	my ($what, %q) = @_;
	my $at = moment($q{at});
	my @told = @{ $stood{$q{at}}{$q{known} // ''} //= stand($at, $q{known} ? moment($q{known}) : $never) };
	@told = grep { index($_->{area}, $q{area}) == 0 } @told if $q{area};
	@told = grep { $_->{kind} eq $q{kind} } @told if $q{kind};
	@told = grep { $_->{level} == $rung{$q{level}} } @told if $q{level};
	return overdue($at, \%q, @told) if $what eq 'overdue';
	@told = grep { $_->{who} eq $q{chief} } @told if $q{chief};
	stats($at, \%q, @told);
}

sub holder {
	my ($place, $day) = @_;
	my ($at) = grep { $day ge $_->[1] && $day le $_->[2] } @{ $holder{$place} // [] };
	return $at ? $at->[0] : 0;
}

sub overdue {
	my ($at, $q, @told) = @_;
	print join("\t", qw(order clock rule due hours days kind title area area_name level chief chief_name status late)), "\n";
	for my $o (@told) {
		my $c = $o->{first_late} or next;
		my $who = $o->{who};
		# From the area at its level up, the first post that somebody holds.
		if ($o->{state} eq 'open') {
			my @sub = $o->{area} =~ /\.(..)/g;
			for my $n (reverse 1 .. $o->{level} - 4) {
				my $sub = join('', @sub[0 .. $n - 1], ('00') x (3 - $n)) + 0;
				$who ||= ($_ = holder("$o->{village} $sub", date(day($at)))) ? chief_id($o->{village}, $_) : '';
			}
		}
		next if $q->{chief} && $who ne $q->{chief};
		my $s = $at - $c->{due};
		print join("\t", $o->{order}, $c->{clock}, $c->{rule}[0], shown($c->{due}), int($s / 3600), int($s / 86400), $o->{kind}, $o->{title},
		    $o->{area}, area_name($o->{area}), $level{$o->{level}}, $who, chief_name($who), $o->{state}, $o->{late}), "\n";
	}
}

sub stats {
	my ($at, $q, @told) = @_;
	my ($since, $until) = (midnight(day_of($q->{since})), last_second(day_of($q->{until})));
	my $by = $q->{by} // '';
	my (%posted, %open, %order);
	for (split / /, $q->{areas} // '') { $order{$_} = $_ }
	for my $o (@told) {
		my $in = $o->{posted} >= $since && $o->{posted} <= $until;
		my $day = date(day($o->{posted}));
		my ($key, $order) = $by eq 'area' ? substr($o->{area}, 0, 12 + 3 * $q->{depth}) : $by eq 'level' ? ($level{$o->{level}}, -$o->{level} + 9)
		    : $by eq 'kind' ? $o->{kind} : $by eq 'chief' ? ($o->{who} || 'none', $o->{who} || ' ') : $by eq 'day' ? $day
		    : $by eq 'week' ? week(day($o->{posted})) : $by eq 'month' ? substr($day, 0, 7) : $by eq 'year' ? substr($day, 0, 4) : '';
		my $period = $by =~ /^(day|week|month|year)$/;
		next if $o->{closed} && !$in;
		for (' all', $key eq '' || ($period && !$in) ? () : $key) {
			$order{$_} = $_ eq ' all' ? '' : $order // $key;
			push @{ $posted{$_} }, $o if $in;
			push @{ $open{$_} }, $o unless $o->{closed};
		}
	}
	$order{' all'} = '';
	print join("\t", @columns), "\n";
	for (sort { $order{$a} cmp $order{$b} } keys %order) {
		my $name = $_ eq ' all' ? '' : $by eq 'area' ? area_name($_) : $by eq 'kind' ? $names{$_} : $by eq 'chief' ? chief_name($_) : '';
		print numbers($_ eq ' all' ? 'all' : $_, $name, $posted{$_} // [], $open{$_} // [], $at);
	}
}

my $verb = shift // '';
if ($verb eq 'make') { make(@ARGV) }
elsif ($verb eq 'expect') {
	read_all(splice @ARGV, 0, 4);
	while (<STDIN>) {
		chomp;
		my ($what, @with) = split /\t/;
		open my $answer, '>', "$ARGV[0].$." or die;
		select $answer;
		expect($what, map { split /=/, $_, 2 } @with);
		close $answer;
	}
}
