#!/bin/sh
# Reports are posted to group chats, and what went wrong is said.
# shellcheck source=tests/lib.sh disable=SC2016
. "${0%/*}/lib.sh"
only sqlite 'no database has to do with it'
cd "$tmp" || exit
PATH=$top/scripts:$PATH

mkdir -m 700 server
perl "$top/tests/chat-server.pl" "$tmp/server" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$tmp"' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	[ -e server/port ] && break
	perl -e 'select undef, undef, undef, .1'
done
at=http://127.0.0.1:$(cat server/port)
(umask 077 && echo "$at/wecom?key=k1" >wecom && echo "$at/dingtalk?access_token=t1" >dingtalk)
NBR_WECOM=$tmp/wecom NBR_DINGTALK=$tmp/dingtalk NBR_POST_PAUSE=0
export NBR_WECOM NBR_DINGTALK NBR_POST_PAUSE
wecom() { post-wecom <"$1"; }
dingtalk() { post-dingtalk <"$1"; }
mood() { echo "$*" >server/mood; }
taken() { cat server/taken; rm -f server/taken; }

printf '# 春华镇 日报\n> "逾期": **3** \\n\n' >message
is 'posted, silently' 0 '' wecom message
taken >got
same 'as it was, to the byte' message got
is 'to the other' 0 '' dingtalk message
taken >got
same '... as well' message got
echo S3C+/= >server/secret
says 'a signature is asked for' 8 'post-dingtalk: refused: {"errcode":310000,"errmsg":"sign not match"}' dingtalk message
echo S3C+/= >>dingtalk
is '... and made' 0 '' dingtalk message
taken >/dev/null

mood busy 2
is 'a busy robot is asked again' 0 '' wecom message
is '... and takes it once' 0 "$(cat message)" taken
mood busy 9
says 'but not for ever' 7 'post-wecom: not posted, tried 3 times: {"errcode":-1,"errmsg":"system error"}' wecom message
mood slow
is 'one that is slow' 7 '' sh -c 'NBR_POST_TIMEOUT=1 post-wecom <message'
mood junk
is 'one whose line is broken' 7 '' wecom message
mood ''
rm -f server/taken
is 'a wrong key' 8 '' sh -c 'sed s/k1/k2/ wecom >other; chmod 600 other; NBR_WECOM=other post-wecom <message 2>words; s=$?; grep -q 93000 words && ! grep k2 words || s=1; exit $s'
is 'a dead port' 7 '' sh -c 'echo "http://127.0.0.1:9/wecom?key=k1" >dead; chmod 600 dead; NBR_WECOM=dead post-wecom <message 2>words; s=$?; ! grep -q k1 words || s=1; exit $s'
head -c 4096 /dev/zero | tr '\0' x >most
is 'as long as it may be' 0 '' wecom most
echo x >>most
says 'longer' 8 'post-wecom: a message has 4096 bytes at most; nbr-report -F wecom cuts it' wecom most
says 'nothing' 2 'post-wecom: nothing to post on standard input' wecom /dev/null
chmod 644 wecom
says 'a key that others can read' 8 "post-wecom: $tmp/wecom: others can read it; chmod 600 $tmp/wecom" wecom message
chmod 600 wecom
if [ "$(id -u)" = 0 ]; then
	chmod 755 .
	says 'one that its user cannot read' 8 "post-wecom: $tmp/wecom: nobody cannot read it; chown nobody $tmp/wecom" \
		setpriv --reuid 65534 --regid 65534 --clear-groups "$top/scripts/post-wecom"
fi
is 'no settings' 8 '' sh -c 'NBR_WECOM=nowhere post-wecom <message'
i=0
while post-dingtalk <message 2>words; do
	i=$((i + 1))
	[ $i -lt 30 ] || break
done
is 'too many a minute: the rest is for later' 0 'post-dingtalk: not posted, too many messages a minute' sh -c 'cut -d: -f 1,2 words'
is 'the address is on no command line' 1 '' sh -c 'strace -f -qq -s 200 -e trace=execve post-wecom <message 2>&1 >/dev/null | grep -e k1 -e 127.0.0.1'

done_testing
