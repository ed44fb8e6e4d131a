#!/bin/sh
# What make install puts where, and the Debian package made of it.
# scripts/try-package installs it, which takes a machine of its own.
# shellcheck source=tests/lib.sh disable=SC1091,SC2154,SC2016
. "${0%/*}/lib.sh"
only sqlite 'what is installed is the same for both'
unsanitized 'what is installed is not built so'
cd "$tmp" || exit
unset MAKEFLAGS MFLAGS MAKELEVEL 2>/dev/null || :
umask 077			# as careful people have it
build=$(dirname "$(command -v nbr)")
mkdir build root
cp -a "$build"/nbr* "$build/cmd" "$build/lib" "$build/libnbr.a" "$build/locale" build
[ ! -e "$build/defs" ] || cp -a "$build/defs" build
make() { command make -s -C "$top" B="$tmp/build" DESTDIR="$tmp/root" "$@"; }

# tool NAME CHECK: it is there; else the check is left out, or has failed.
tool() {
	command -v "$1" >/dev/null && return
	if [ -n "${CI-}" ]; then is "$2" 0 '' echo "$1 is missing"; else skip "$1 is missing" "$2"; fi
	return 1
}

# ---- make install ----

cd "$top" || exit
{
	for c in cmd/*.c; do
		p=${c#cmd/} p=${p%.c}
		echo "bin/$p" "share/bash-completion/completions/$p" "share/fish/vendor_completions.d/$p.fish"
	done
	for m in man/*.[1-8] man/zh_CN/*.[1-8]; do
		[ ! -e "$m" ] || echo "$m" | sed 's|^man/\(.*\.\(.\)\)$|share/man/man\2/\1|; s|man\(.\)/zh_CN/|zh_CN/man\1/|'
	done
	echo lib/nbr/accounts lib/nbr/nightly lib/nbr/post-wecom lib/nbr/post-dingtalk lib/nbr/post.sh
	echo lib/systemd/system/nbr-nightly.service lib/systemd/system/nbr-nightly.timer
	echo share/doc/nbr/examples/cron share/doc/nbr/examples/nightly.conf share/doc/nbr/examples/sudoers
	echo share/zsh/site-functions/_nbr share/locale/zh_CN/LC_MESSAGES/nbr.mo
	(cd lib/data && find . -type f) | sed 's|^\.|share/nbr|'
} | tr ' ' '\n' | sort >"$tmp/listed"
cd "$tmp" || exit
is 'make install' 0 '' make install
(cd root/usr/local && find . ! -type d) | sed 's|^\./||' | sort >there
same 'all that there is, and nothing else' listed there
is 'everybody may read it, and nobody write it' 0 '' find root/usr ! -type l \( ! -perm -444 -o -perm /022 \)
is 'programs may be run' 0 '' find root/usr/local/bin root/usr/local/lib/nbr -type f ! -perm -111 ! -name post.sh
is 'completion is what nbr says' 0 '' sh -c 'nbr completion bash | cmp - root/usr/local/share/bash-completion/completions/nbr-db &&
	nbr completion fish | cmp - root/usr/local/share/fish/vendor_completions.d/nbr-db.fish &&
	nbr completion zsh | cmp - root/usr/local/share/zsh/site-functions/_nbr'
is 'a program finds what was installed' 0 'zh_CN' sh -c 'strings root/usr/local/bin/nbr | grep -qx /usr/local/share/locale && ls root/usr/local/share/locale'
is 'once more' 0 '' make install
is 'make uninstall' 0 '' make uninstall
is '... leaves nothing' 0 '' find root ! -type d
is '... once more' 0 '' make uninstall

# ---- the package ----

package() { B=$tmp/build CFLAGS='-O2 -g' LDFLAGS='' "$top/scripts/package" "$1"; }
mkdir one two
tool dpkg-shlibdeps 'a package' || { done_testing; exit; }
is 'a package' 0 '' package one
version=$(sed -n '1s/.*(\(.*\)).*/\1/p' "$top/scripts/debian/changelog")
deb=one/nbr_${version}_$(dpkg --print-architecture).deb
is 'it says its version' 0 "$version" dpkg-deb -f "$deb" Version
is 'so do the programs' 0 "nbr (nbr) $version" sh -c 'dpkg-deb -x "$0" x && x/usr/bin/nbr --version | head -n 1' "$deb"
package two
is 'made again it has the same bytes' 0 '' sh -c 'cmp one/*.deb two/*.deb'
is 'it needs the libraries that its programs are linked with' 0 "$(for p in x/usr/bin/*; do readelf -d "$p"; done |
	sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | sort -u | while read -r lib; do
		dpkg -S "*/$lib" | grep "gnu/$lib\$" | sed 's/:.*//'; done | sort -u)" \
	sh -c 'dpkg-deb -f "$0" Depends | tr , "\n" | sed "s/^ *//; s/ (.*//" | grep -v -x -e adduser -e tzdata | sort -u' "$deb"
is 'all is root'\''s' 0 'root/root' sh -c 'dpkg-deb -c "$0" | awk "{ print \$2 }" | sort -u' "$deb"
is 'modes' 0 '-r--r-----
-rw-r--r--
-rwxr-xr-x
drwxr-xr-x
lrwxrwxrwx' sh -c 'dpkg-deb -c "$0" | cut -c 1-10 | sort -u' "$deb"
is 'what an administrator edits' 0 '/etc/nbr/nightly.conf
/etc/sudoers.d/nbr' dpkg-deb -I "$deb" conffiles
is 'digests of all else' 0 '' sh -c 'dpkg-deb --ctrl-tarfile "$0" | tar -xO ./md5sums >sums && cd x && md5sum --quiet -c ../sums &&
	find . -type f ! -path "./etc/*" | sed "s|^\./||" | sort >../files && sed "s/^.{34}//" -E ../sums | sort | cmp - ../files' "$deb"
find x/usr/share/man -name '*.gz' -exec gunzip {} +
is 'it tells its own places' 1 '' grep -r /usr/local x/etc x/lib x/usr/share x/usr/lib
same 'settings are those of the tree' "$top/scripts/system/nightly.conf" x/etc/nbr/nightly.conf
is 'what the settings show is what holds without them' 0 '' sh -c 'sed -n "s/^#\([A-Z]*=[a-z0-9/-]*\)$/\1/p" x/etc/nbr/nightly.conf | grep -v "^KEY=\|^SIGNERS=" |
	while read -r set; do grep -q "\(^\| \)$set\( \|\$\)" x/usr/lib/nbr/nightly || echo "$set"; done'
# It formats every page again, which make lint does; scripts/try-package lets it.
if tool lintian 'lintian finds nothing'; then
	is 'lintian finds nothing' 0 '' lintian --allow-root -X documentation/manual --fail-on error,warning "$deb"
fi
sed "s|/usr/lib|$tmp/x/usr/lib|" x/lib/systemd/system/nbr-nightly.service >nbr-nightly.service
cp x/lib/systemd/system/nbr-nightly.timer .
if tool systemd-analyze 'units'; then
	says 'units' 0 '' systemd-analyze verify --man=no ./nbr-nightly.service ./nbr-nightly.timer
	is 'the service may do little: 1.1 of 10' 0 '' sh -c 'systemd-analyze security --offline=true --threshold=11 ./nbr-nightly.service >/dev/null'
fi
if tool visudo 'sudoers'; then
	is 'sudoers' 0 '' visudo -q -c -f x/etc/sudoers.d/nbr
fi
is 'clerks run the programs, but not those of the administrator' 0 'nbr nbr-access nbr-db nbr-xlsx' sh -c 'ls x/usr/bin | while read -r p; do
	grep -q "/usr/bin/$p\(,\|$\)" x/etc/sudoers.d/nbr || echo "$p"; done | paste -sd " "'

# ---- the copy for auditors ----

umask 022
mkdir audit
printf 'STATE=%s/state REPORTS=%s/reports BACKUPS=%s/backups AUDIT=%s/audit\n' "$tmp" "$tmp" "$tmp" "$tmp" >night.conf
nbr-db init --town 430121106 --name 春华镇
nbr-rule import x/usr/share/nbr/rulebook-example.csv
nbr-calendar import x/usr/share/nbr/calendar-cn.csv
NBR_NIGHTLY=$tmp/night.conf; export NBR_NIGHTLY
is 'a night makes it' 0 '440' sh -c 'x/usr/lib/nbr/nightly && stat -c %a audit/nbr.db'
is '... with its digest' 0 'nbr.db: OK' sh -c 'cd audit && sha256sum -c nbr.db.sha256'
is '... anew each night' 0 '' sh -c 'cp audit/nbr.db first && nbr-db set household_min 4 && NBR_TODAY=2026-03-11 x/usr/lib/nbr/nightly && ! cmp -s first audit/nbr.db'
done_testing
