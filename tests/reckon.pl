# The ledger reckoned again from its plain rows, beside nbr: reckon.pl, in a directory
# with rows of the tables, tabs apart:
#	entry	village seq at day actor kind account points balance reason ref note hash, in order
#	account	village account balance earned spent entries last
#	chain	village seq hash at
# Writes what is wrong: links, hashes, numbers, clocks, balances, kinds, sums, heads.
use strict;
use warnings;
use Digest::SHA 'sha256_hex';
my (%prev, %seq, %at, %balance, %sum, %kind, %ref);
sub day { $_[0] =~ s/^(....)(..)(..)$/$1-$2-$3/r }
sub utc { my @t = gmtime $_[0]; sprintf '%04d-%02d-%02dT%02d:%02d:%02dZ', $t[5] + 1900, $t[4] + 1, @t[3, 2, 1, 0] }
sub wrong { print "@_\n" }
open my $f, '<', 'entry' or die;
while (<$f>) {
	chomp;
	my ($v, $seq, $at, $day, $actor, $kind, $account, $points, $balance, $reason, $ref, $note, $hash) = split /\t/, $_, -1;
	my $who = "$v\t$account";
	my $prev = $prev{$v} // sha256_hex("nbr1-genesis|$v/points\n");
	my $line = join '|', 'nbr1', $seq, $prev, utc($at), day($day), $actor, $kind, $account, $points, $balance, $reason, $ref, $note;
	wrong("$v $seq hash") if sha256_hex("$line\n") ne $hash;
	wrong("$v $seq number") if $seq != ($seq{$v} // 0) + 1;
	wrong("$v $seq clock") if $at < ($at{$v} // 0);
	wrong("$v $seq balance") if $balance != ($balance{$who} // 0) + $points || $balance < 0;
	wrong("$v $seq ref") if $ref{"$v $ref"}++;
	wrong("$v $seq fields") if $line =~ /[^ -~]/ || $actor !~ /^[a-z0-9._-]{1,32}$/ || ($line =~ tr/|//) != 12;
	my $of = $kind eq 'reverse' && $ref =~ /^reverse:(\d+)$/ ? $kind{"$v $1"} // "" : $kind;
	wrong("$v $seq kind") if $of !~ /^(award|deduct|redeem|return)$/;
	$kind{"$v $seq"} = $kind;
	my $s = $sum{$who} //= [ 0, 0, 0, 0, 0 ];
	$s->[0] += $points;
	$s->[$of =~ /^re(deem|turn)$/ ? 2 : 1] += $of =~ /^re(deem|turn)$/ ? -$points : $points;
	$s->[3]++;
	$s->[4] = $seq;
	($prev{$v}, $seq{$v}, $at{$v}, $balance{$who}) = ($hash, $seq, $at, $balance);
}
open $f, '<', 'account' or die;
while (<$f>) {
	chomp;
	my ($v, $account, @have) = split /\t/;
	wrong("account $v $account: @have") if "@have" ne join ' ', @{delete $sum{"$v\t$account"} // []};
}
wrong("no account $_") for sort keys %sum;
open $f, '<', 'chain' or die;
while (<$f>) {
	chomp;
	my ($v, $seq, $hash, $at) = split /\t/;
	wrong("chain $v") if $seq && ($seq != $seq{$v} || $hash ne $prev{$v} || $at != $at{$v});
	delete $seq{$v};
}
wrong("no chain $_") for sort keys %seq;
