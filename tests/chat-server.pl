#!/usr/bin/perl
# chat-server.pl DIR - a robot's server on a free port: as 企业微信 (/wecom?key=) and
# 钉钉 (/dingtalk?access_token=) behave. Writes its port to DIR/port and each message
# taken to DIR/taken; what DIR/mood says it does instead: busy N (times), slow, junk.
use strict;
use warnings;
use Digest::SHA qw(hmac_sha256);
use IO::Socket::INET;
use JSON::PP;
use MIME::Base64;

my $dir = shift or die "usage: chat-server.pl DIR\n";
my $server = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1', ReuseAddr => 1) or die $!;
open my $port, '>', "$dir/port.new" or die $!;
print $port $server->sockport, "\n";
close $port;
rename "$dir/port.new", "$dir/port" or die $!;

sub mood {
	open my $in, '<', "$dir/mood" or return ('', 0);
	my ($word, $n) = split ' ', <$in> // '';
	return ($word // '', $n // 0);
}

sub set_mood {
	open my $out, '>', "$dir/mood" or die $!;
	print $out "@_\n";
}

my %sent;
sub answer {
	my ($path, $query, $body) = @_;
	my %q = map { my ($k, $v) = split /=/, $_, 2; ($k, $v) } split /&/, $query;
	my $m = eval { decode_json($body) } or return (47001, 'data format error');
	my ($word, $n) = mood();
	if ($word eq 'busy' && $n > 0) {
		set_mood('busy', $n - 1);
		return (-1, 'system error');
	}
	if ($path eq '/wecom') {
		return (93000, 'invalid webhook url') if ($q{key} // '') ne 'k1';
		return (40058, 'invalid Request Parameter') if $m->{msgtype} ne 'markdown' || length(my $c = $m->{markdown}{content} // '') == 0;
		my $bytes = $m->{markdown}{content};
		utf8::encode($bytes);
		return (40058, 'markdown.content exceed max length 4096') if length $bytes > 4096;
		return (45009, 'api freq out of limit') if ++$sent{wecom} > 20;
		return (0, 'ok', $bytes);
	}
	if ($path eq '/dingtalk') {
		return (300005, 'token is not exist') if ($q{access_token} // '') ne 't1';
		if (open my $in, '<', "$dir/secret") {
			chomp(my $secret = <$in>);
			my $want = encode_base64(hmac_sha256(($q{timestamp} // '') . "\n$secret", $secret), '');
			(my $got = $q{sign} // '') =~ s/%(..)/chr hex $1/ge;
			return (310000, 'sign not match') if $got ne $want;
		}
		my $bytes = $m->{markdown}{text} // '';
		utf8::encode($bytes);
		return (40035, 'missing parameter') if $bytes eq '' || ($m->{markdown}{title} // '') eq '';
		return (410100, 'send too fast') if ++$sent{dingtalk} > 20;
		return (0, 'ok', $bytes);
	}
	return (404, 'no such page');
}

$SIG{TERM} = sub { exit 0 };
while (my $c = $server->accept) {
	my ($length, $line) = (0, scalar <$c> // '');
	my ($target) = $line =~ /^POST (\S+)/;
	while (defined(my $head = <$c>)) {
		last if $head =~ /^\r?\n$/;
		$length = $1 if $head =~ /^content-length:\s*(\d+)/i;
	}
	my $body = '';
	read $c, $body, $length;
	my ($word) = mood();
	select undef, undef, undef, 3 if $word eq 'slow';
	my ($path, $query) = split /\?/, ($target // '/'), 2;
	my ($code, $words, $message) = answer($path, $query // '', $body);
	if (defined $message) {
		open my $out, '>>', "$dir/taken" or die $!;
		print $out $message;
	}
	my $reply = $word eq 'junk' ? '<html>502 Bad Gateway</html>' : JSON::PP->new->canonical->encode({ errcode => $code, errmsg => $words });
	print $c "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ", length $reply, "\r\n\r\n$reply";
	close $c;
}
