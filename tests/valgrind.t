#!/bin/sh
# A sample of commands under valgrind: no invalid access, nothing leaked.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"

if ! command -v valgrind >/dev/null; then
	echo '1..0 # SKIP valgrind is not installed'
	exit
fi
unsanitized 'the programs are built with the address sanitizer'

# clean NAME STATUS COMMAND...
clean() {
	name=$1 want=$2; shift 2
	n=$((n + 1))
	valgrind -q --read-inline-info=no --vgdb=no --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite \
		"$@" >"$tmp/out" 2>"$tmp/err" </dev/null; got=$?
	if [ "$got" = "$want" ]; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		{ echo "status $got, wanted $want"; cat "$tmp/err"; } | sed 's/^/# /'
	fi
}

cat >"$tmp/areas.csv" <<'AREAS'
area,name
430121106002,金鼎山社区
430121106002.01,第一片
430121106002.01.01,第一组
430121106002.01.01.01,鼎盛屋场
AREAS
cat >"$tmp/roster.csv" <<'ROSTER'
户编号,区域代码,户主姓名,姓名,与户主关系,身份证号码,类别,特殊群体
430121106002010001,430121106002.01.01.01,张三,张三,户主,430199198503121239,红,独居
430121106002010001,430121106002.01.01.01,张三,李四,配偶,430199198503121247,,
430121106002010002,430121106002.01.01.01,龙?,龙?,户主,430199198503121230,蓝,富
ROSTER
clean init 0 nbr-db init --town 430121106 --name 春华镇
clean 'a rulebook' 0 nbr-rule import "$top/lib/data/rulebook-example.csv"
clean 'a calendar' 0 nbr-calendar import "$top/lib/data/calendar-cn.csv"
clean 'areas' 0 nbr-area import "$tmp/areas.csv"
clean 'a chief' 0 nbr-chief elect --name 刘洋 -A 鼎盛屋场
clean 'a roster with faults' 3 nbr-household import "$tmp/roster.csv" -r "$tmp/rejects.csv"
# On a server what the driver does, not once more what stands above it.
if [ "$engine" != sqlite ]; then
	clean 'a list' 0 nbr-household list -H
	clean 'a question' 0 nbr-db query 'SELECT count(*) AS n FROM household'
	clean 'an error' 8 nbr-area list -D "$(db_at none)"
	done_testing
	exit
fi
clean 'a change' 0 nbr-household classify 010001 -k yellow --on 2026-03-12 --reason 好转
clean 'a visit' 0 nbr-visit log 010001 --result 平安
clean 'a table' 0 nbr-household list -F table -s head
clean 'JSON' 0 nbr-visit list -F json
clean 'the due list' 0 nbr-visit-due --within 30 -F csv
clean 'its reasons' 0 nbr-visit-due --among 010001 --why
clean 'the report' 0 nbr-report daily -F md
clean 'a wrong option' 2 nbr-area list --areas
clean 'an area that is none' 5 nbr-area show 九木村
clean 'a check' 0 nbr-db check
done_testing
