#!/bin/sh
# nbr-calendar. What the days of 2026 are stands in the State Council's notice.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"

head='day	weekday	kind	name	xun_first	service_day'

is 'a database' 0 '' nbr-db init --town 430121106 --name 春华镇
is 'nothing listed: Monday to Friday are worked' 0 '' nbr-calendar is workday --on 2026-02-16
is 'import' 0 '' nbr-calendar import "$top/lib/data/calendar-cn.csv"
nbr-db query 'SELECT * FROM calendar ORDER BY day' >"$tmp/before"
says 'import again: nothing new' 0 "nbr-calendar: $top/lib/data/calendar-cn.csv (UTF-8, headings in line 1): 108 read, 0 new, 0 changed, 108 as they were, 0 skipped, 0 set aside; 0 no records" \
    nbr-calendar import -v "$top/lib/data/calendar-cn.csv"
nbr-db query 'SELECT * FROM calendar ORDER BY day' >"$tmp/after"
same 'and nothing changed' "$tmp/before" "$tmp/after"

is 'the days around a feast' 0 "$head
2026-02-20	friday	holiday	春节	0	0
2026-02-21	saturday	holiday	春节	1	0
2026-02-22	sunday	holiday	春节	0	0
2026-02-23	monday	holiday	春节	0	0
2026-02-24	tuesday	workday		0	1
2026-02-25	wednesday	workday		0	0
2026-02-26	thursday	workday		0	0
2026-02-27	friday	workday		0	0
2026-02-28	saturday	workday	春节调休	0	0
2026-03-01	sunday	weekend		1	0" nbr-calendar list --since 2026-02-20 --until 2026-03-01
is 'the month, of a kind' 0 "$head
2026-03-01	sunday	weekend		1	0
2026-03-11	wednesday	workday		1	0
2026-03-21	saturday	weekend		1	0" nbr-calendar list xun-first
is 'service days leave out holidays' 0 'day
2026-02-03
2026-02-10
2026-02-24' nbr-calendar list service-day --on 2026-02-05 -C day
is 'to the end of the month' 0 'day
2026-03-28
2026-03-29' nbr-calendar list weekend --since 2026-03-23 -C day
is 'a range the wrong way round' 2 '' nbr-calendar list --since 2026-03-02 --until 2026-03-01

is 'today is a workday' 0 '' nbr-calendar is workday
is 'today is no holiday' 1 '' nbr-calendar is holiday
is 'a Saturday that is worked' 0 '' nbr-calendar is workday --on 2026-02-28
is 'and no weekend' 1 '' nbr-calendar is weekend --on 2026-02-28
is 'a holiday on a Tuesday' 0 '' nbr-calendar is holiday --on 2026-02-17
is 'is no service day' 1 '' nbr-calendar is service-day --on 2026-02-17
is 'the 1st' 0 '' nbr-calendar is month-first --on 2026-03-01
is 'the 31st is no first day of a xun' 1 '' nbr-calendar is xun-first --on 2026-03-31
is 'Tuesday' 0 '' nbr-calendar is tuesday
says 'a kind mistyped' 2 "nbr-calendar: no such kind of day: wrkday; did you mean workday?
    Try 'nbr-calendar is --help'." nbr-calendar is wrkday
is 'no kind' 2 '' nbr-calendar is

is 'the next holiday' 0 "$head
2026-04-04	saturday	holiday	清明节	0	0" nbr-calendar next holiday
is 'the next service day after a feast' 0 "$head
2026-02-24	tuesday	workday		0	1" nbr-calendar next service-day --on 2026-02-10
is 'the next xun is after today' 0 "$head
2026-03-21	saturday	weekend		1	0" nbr-calendar next xun-first --on 2026-03-11
is 'no holiday is known' 5 '' nbr-calendar next holiday --on 2027-03-01

cat >"$tmp/zh.csv" <<'END'
日期,类型,名称
2027年1月1日,放假,元旦
2027/1/2,节假日,元旦
2027-01-03,上班,
2027-01-09,调休,元旦
END
is 'Chinese words' 0 '' nbr-calendar import "$tmp/zh.csv"
is 'are kept in English' 0 'day,kind,name
2027-01-01,holiday,元旦
2027-01-02,holiday,元旦
2027-01-03,workday,' nbr-calendar list --since 2027-01-01 --until 2027-01-03 -C day,kind,name -F csv

printf 'day,kind,name\n2027-01-01,workday,\n2027-01-01,holiday,x\n2027-02-30,holiday,\n2027-02-01,weekend,\n' >"$tmp/bad.csv"
says 'all faults at once' 4 "nbr-calendar: $tmp/bad.csv:2: kind: workday: is stored already, with other values [exists]
nbr-calendar: $tmp/bad.csv:3: name: x: is stored already, with other values [exists]
nbr-calendar: $tmp/bad.csv:4: day: 2027-02-30: there is no such day [date-invalid]
nbr-calendar: $tmp/bad.csv:5: kind: weekend: is none of these words: holiday workday [word-unknown]" \
    sh -c 'nbr-calendar import "$1" 2>"$2"; s=$?; sed "/^    /d" "$2" >&2; exit $s' sh "$tmp/bad.csv" "$tmp/faults"
printf 'day,kind,name\n2027-01-03,holiday,元旦\n' >"$tmp/new.csv"
is 'update' 0 '' nbr-calendar import -u update "$tmp/new.csv"
is 'took the new value' 0 '' nbr-calendar is holiday --on 2027-01-03
printf 'day,kind,name\n2027-03-01,holiday,x\n2027-03-01,holiday,y\n' >"$tmp/twice.csv"
is 'a day twice in a file' 4 '' nbr-calendar import -u update "$tmp/twice.csv"
is 'a day of the week in Chinese' 0 '2026-03-01 星期日' sh -c 'nbr-calendar list --since 2026-03-01 --until 2026-03-01 -F table --lang zh -H -C day,weekday | tr -s " "'
is 'dry run' 0 '' sh -c 'printf "day,kind\n2027-04-01,holiday\n" | nbr-calendar import -n -'
is 'stored nothing' 1 '' nbr-calendar is holiday --on 2027-04-01
done_testing
