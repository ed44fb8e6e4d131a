# shellcheck shell=sh
# What the tests of points share, beside lib.sh.
# shellcheck source=tests/lib.sh disable=SC1091
. "${0%/*}/lib.sh"
v=430121106205 w=430121106206

# small_town [AREA,NAME...]: two villages, with more areas, and four chiefs: 陈明 of a
# piece is $v-C01, 刘洋 of a group in it C02, 易子春 of a neighbourhood in that C03,
# 毛贵祥 of the other village's piece $w-C01.
small_town() {
	nbr-db init --town 430121106 --name 春华镇 &&
	printf '%s\n' area,name 430121106,春华镇 $v,龙王庙村 $v.01,东片 $v.01.01,一组 $v.01.01.01,谢家屋场 \
		$w,大鱼塘村 $w.01,大片 "$@" | nbr-area import - &&
	printf '%s,2024-03-22\n' 陈明,$v.01 刘洋,$v.01.01 易子春,$v.01.01.01 毛贵祥,$w.01 |
		sed '1i name,area,elected' | nbr-chief import -
}

# reckon: what is wrong with chains and accounts, reckoned from the plain rows.
reckon() {
	sql 'SELECT village, seq, at, day, actor, kind, account, points, balance, reason, ref, note, hash FROM entry ORDER BY village, seq' >entry
	sql 'SELECT village, account, balance, earned, spent, entries, last FROM account ORDER BY village, account' >account
	sql 'SELECT village, seq, hash, at FROM chain ORDER BY village' >chain
	perl "$top/tests/reckon.pl"
}
