#!/bin/sh
# Every message is there in Chinese, and what programs read is the same in both languages.
# shellcheck disable=SC1091,SC2154,SC2016
. "${0%/*}/lib.sh"
po=$top/lib/po/zh_CN.po
path=$(command -v nbr) && cd "$tmp" || exit

keys() { msgattrib --no-wrap --sort-output "$@" | sed -n '/^msgid/,/^msgstr/{/^msgstr/!p;}'; }

"$top/scripts/messages" >code.pot
keys code.pot >wanted
keys --translated --no-fuzzy --no-obsolete "$po" >had
same 'every message of the programs is translated, and no other' wanted had
is 'no translation is a guess, and none is left over' 0 '' \
    msgattrib --only-fuzzy "$po"
is 'none is obsolete' 0 '' msgattrib --only-obsolete "$po"
is 'formats agree' 0 '' msgfmt --check -o nbr.mo "$po"
is 'messages are written in English first' 1 '' env LC_ALL=C grep '[^ -~	]' code.pot

# Who starts a program from cron has no locale at all.
bare() { env -i PATH="$PATH" NBR_LOCALEDIR="${NBR_LOCALEDIR-}" NBR_DB="$NBR_DB" NBR_TODAY="$NBR_TODAY" "$@"; }
first_line() { "$@" 2>&1 | sed -n 1p; }

is 'help without a locale' 0 '用法：' first_line bare NBR_LANG=zh_CN nbr-area --help
is 'help in a locale that was never made' 0 '用法：' first_line bare LANG=zh_CN.UTF-8 nbr-area --help
is 'help by --lang' 0 '用法：' first_line bare nbr-area list --lang zh --help
is 'NBR_LANG goes before LANG' 0 'Usage:' first_line bare LANG=zh_CN.UTF-8 NBR_LANG=en nbr-area --help
is 'another language is English' 0 'Usage:' first_line bare LANG=fr_FR.UTF-8 nbr-area --help
says 'an error' 2 'nbr-area: 没有这个操作：lst；是不是 list？
    可用“nbr-area --help”查看用法。' bare NBR_LANG=zh_CN nbr-area lst
is 'an error of the database' 0 '那里没有数据库 [db-missing]' \
    sh -c 'nbr-area list --lang zh -D "$1" 2>&1 | sed -n "1s/.*: //p"' sh "$(db_at none)"

# Each program says in Chinese what it is for, and so does each verb and option.
for p in "${path%/*}"/nbr*; do
	if [ ! -x "$p" ] || [ -d "$p" ]; then continue; fi
	bare NBR_LANG=zh_CN "$p" --help
	for verb in $(bare NBR_LANG=en "$p" --help | awk '/^$/ { on = 0 } on && /^  [a-z]/ { print $1 } /^Verbs:/ { on = 1 }'); do
		bare NBR_LANG=zh_CN "$p" "$verb" --help
	done
done >help
is 'no verb and no option without Chinese' 0 '' \
    awk '/^[^ ]|^$/ { on = 0 } on && !/[^ -~]/ && !/^        /; /^(操作|选项)：/ { on = 1 }' help

nbr-db init --town 430121106 --name 春华镇 &&
    nbr-rule import "$top/lib/data/rulebook-example.csv" || exit
cat >areas.csv <<'CSV'
区域代码,名称
430121106205,大鱼塘村
430121106205.01,东片
430121106205.01.01,一组
430121106205.01.01.01,鼎盛屋场
CSV
cat >roster.csv <<'CSV'
户编号,区域代码,户主姓名,门牌号,人口数,类别,特殊群体
430121106205-H0001,430121106205.01.01.01,张三,1,3,红,低保
430121106205-H0002,430121106205.01.01.01,李四,2,4,绿,
CSV
nbr-area import areas.csv && nbr-household import roster.csv || exit

# shellcheck disable=SC2086
records() {
	for form in tsv csv jsonl; do
		for list in 'nbr-area list' 'nbr-rule list' 'nbr-household list' 'nbr-chief workload' nbr-visit-due 'nbr-report daily'; do
			$list --lang "$1" -F $form
		done
	done
}

records en >english
records zh >chinese
is 'they are not empty' 0 '' test -s english
same 'records are the same in both languages' english chinese

is 'headings of a table are Chinese' 0 '规则 种类' \
    sh -c 'nbr-rule list -F table --lang zh | sed -n 1p | awk "{ print \$1, \$2 }"'
done_testing
