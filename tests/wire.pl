#!/usr/bin/perl
# wire.pl DIR old - a PostgreSQL of long ago, at a socket in DIR
# wire.pl DIR web - a server of another kind
# wire.pl DIR shut - one that hangs up
# wire.pl DIR cut SERVER - the one in SERVER, through a line that breaks once, as
#     soon as a COMMIT has been sent
use strict;
use warnings;
use IO::Select;
use IO::Socket::UNIX;

my ($dir, $kind, $server) = @ARGV;
my $door = IO::Socket::UNIX->new(Local => "$dir/.s.PGSQL.5432", Listen => 9) or die "$dir: $!";
my $cut = 0;
$SIG{PIPE} = 'IGNORE';

sub message {
	my ($type, $body) = @_;
	return $type . pack('N', 4 + length $body) . $body;
}

sub relay {
	my ($client) = @_;
	my $behind = IO::Socket::UNIX->new(Peer => "$server/.s.PGSQL.5432") or return;
	my $either = IO::Select->new($client, $behind);

	for (;;) {
		for my $from ($either->can_read) {
			return unless sysread $from, my $bytes, 65536;
			syswrite $from == $client ? $behind : $client, $bytes;
			return if $from == $client && !$cut && ($cut = $bytes =~ /COMMIT\0/);
		}
	}
}

while (my $client = $door->accept) {
	if ($kind eq 'cut') {
		relay($client);
		next;
	}
	next if $kind eq 'shut' || !sysread $client, my $startup, 65536;
	syswrite $client, $kind eq 'web' ? "HTTP/1.1 400 Bad Request\r\n\r\n"
	    : message('R', pack 'N', 0) . message('S', "server_version\0009.6.24\0")
	    . message('S', "server_encoding\0UTF8\0") . message('K', pack 'NN', 1, 1) . message('Z', 'I');
	sysread $client, my $rest, 65536;
}
