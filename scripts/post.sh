# What post-wecom and post-dingtalk share; read by them.
# shellcheck shell=sh
set -eu
me=${0##*/}

fail() {
	status=$1
	shift
	echo "$me: $*" >&2
	exit "$status"
}

# settings VARIABLE FILE: a file that only its owner reads, for the address is the key.
settings() {
	[ ! -e "$1" ] || [ -r "$1" ] || fail 8 "$1: $(id -un) cannot read it; chown $(id -un) $1"
	[ -r "$1" ] || fail 8 "$1: cannot be read; it holds the robot's address: see nbr-nightly(7)"
	case $(stat -L -c %a "$1") in
	*00) ;;
	*) fail 8 "$1: others can read it; chmod 600 $1" ;;
	esac
}

# message: standard input, whole; nothing is no message.
message() {
	content=$(cat; echo .)
	content=${content%.}
	[ -n "$content" ] || fail 2 'nothing to post on standard input'
}

# post CONFIG: the body on standard input, to the address in a curl configuration on
# descriptor 3. The robot answers 200 whatever happened, so its errcode decides: -1 is
# busy, and so is a dead line; what was refused would be refused again.
post() {
	body=$(cat)
	try=1
	config=$(cat <&3)
	while :; do
		line=0
		reply=$(printf '%s' "$body" | curl -sS --max-time "${NBR_POST_TIMEOUT:-20}" -H 'Content-Type: application/json' --data-binary @- -K /dev/fd/3 3<<-EOF 2>&1
		$config
		EOF
		) || line=$?
		code=$(printf '%s' "$reply" | jq -r '.errcode // empty' 2>/dev/null) || code=
		if [ $line = 0 ] && [ "$code" = 0 ]; then
			return
		fi
		if [ $line = 0 ] && [ -n "$code" ] && [ "$code" != -1 ]; then
			break
		fi
		[ $try -lt 3 ] || break
		try=$((try + 1))
		sleep "${NBR_POST_PAUSE:-5}"
	done
	# The reply may quote the address.
	reply=$(printf '%s' "$reply" | tr '\n' ' ' | sed 's/\(key\|access_token\|sign\)=[^&" ]*/\1=…/g; s/^curl: //' | cut -c 1-300)
	case $code in
	'' | -1) fail 7 "not posted, tried $try times: ${reply:-no reply}" ;;
	45009 | 410100 | 130101) fail 7 "not posted, too many messages a minute: $reply" ;;
	*) fail 8 "refused: $reply" ;;
	esac
}
