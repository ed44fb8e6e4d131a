#!/bin/sh
# A few seconds of scripts/soak, or SOAK; by itself it takes a minute on each engine.
# shellcheck source=tests/lib.sh disable=SC1091,SC2154
. "${0%/*}/lib.sh"
soak() {
	"$top/scripts/soak" "${SOAK-3}" 50 "$engine" >"$tmp/soaked"
	status=$?
	sed 's/^[A-Za-z]* *//; s/[0-9.]* s: [1-9][0-9]* commands/T s: N commands/; s/[1-9][0-9]* refused/N refused/; s/[0-9]* a second, [1-9][0-9]* entries/N a second, N entries/' "$tmp/soaked"
	return $status
}
is 'fifty writers at once' 0 '50 writers, T s: N commands, N refused, 0 failed, N a second, N entries of points' soak
sed 's/^/# /' "$tmp/soaked"
done_testing
