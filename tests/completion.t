#!/bin/sh
# What shells offer at the word that is typed: the programs say it themselves.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit

v=430121106205
nbr-db init --town 430121106 --name 春华镇 &&
nbr-rule import "$top/lib/data/rulebook-example.csv" &&
nbr-area import - <<X || exit
area,name
$v,龙王庙村
$v.01,第一片
$v.01.01,龙王屋场
430121106206,大鱼塘村
430121106206.01,第一片
430121106206.02,第二片
430121106207,\$(reboot)村
X

# What may be the last of the words; in alphabetical order where there are many.
words() { nbr --complete "$@" | cut -f 1; }
sorted() { words "$@" | LC_ALL=C sort | paste -sd ' ' -; }

# ---- from the database ----

is 'towns and villages' 0 '春华镇
大鱼塘村
龙王庙村' words nbr-order list -A ''
is 'names that one area has, with their level' 0 '龙王庙村	village
龙王屋场	group' nbr --complete nbr-order list -A 龙王
is 'in a path those that lie there' 0 '大鱼塘村/第一片
大鱼塘村/第二片' words nbr-order list -A 大鱼塘村/
is '... that begin so' 0 '--area=大鱼塘村/第二片' words nbr-order list --area=大鱼塘村/第二
is 'in none nothing' 0 '' words nbr-order list -A 无此地/
is 'codes, a level at a time' 0 "$v	龙王庙村
$v.01	第一片" nbr --complete nbr-area show $v
is '... and below' 0 "$v.01.01" words nbr-area show $v.01.
is 'a name that would be a command is not offered' 0 '430121106207' words nbr-area show 430121106207
long=$(awk 'BEGIN { for (i = 0; i < 198; i++) printf "名" }')
{
	echo area,name
	echo "430121106206.01.02,长组"
	awk 'BEGIN { for (i = 101; i < 1200; i++) if (i % 100) printf "430121106206.%02d.%02d,组%d\n", 10 + i / 100, i % 100, i }'
	awk 'BEGIN { for (i = 1; i < 12; i++) printf "430121106206.%02d,片%d\n", 10 + i, i }'
	echo "430121106206.01.02.03,末$long"
} | nbr-area import -
is 'what begins so of very many' 0 "末$long" words nbr-order list -A 末
is '... with the whole name' 0 "430121106206.01.02.03	末$long" nbr --complete nbr-area show 430121106206.01.02.0
is 'classes' 0 'green	绿户
red	红户
yellow	黄户' nbr --complete nbr-household list -k ''
is 'kinds of orders' 0 "$(sql "SELECT rule FROM rule WHERE kind = 'order' ORDER BY rule")" words nbr-order post --kind ''
is '... of activities' 0 "$(sql "SELECT rule FROM rule WHERE kind = 'activity' ORDER BY rule")" words nbr-activity add --kind ''
is 'an order of a matter' 0 "$(sql "SELECT rule FROM rule WHERE kind = 'order' ORDER BY rule")" words nbr-activity issue A1 --post --kind ''
is 'tags' 0 "$(sql "SELECT rule FROM rule WHERE kind = 'tag' ORDER BY rule")" words nbr-household tag 42 --tag ''
is 'rules that begin so' 0 "$(sql "SELECT rule FROM rule WHERE rule LIKE 'red%' ORDER BY rule")" words nbr rule show red
sql "UPDATE rule SET last = 20260101 WHERE rule = 'red'"
is 'that hold today' 0 'green
yellow' words nbr-household list -k ''
is 'of the database that is named' 0 '' words nbr-order list -D "$(db_at none)" -A ''
is 'of the database that is named, later' 0 "" words nbr-order list --db="$(db_at none)" -A ''
says 'where there is none nothing is said' 0 '' nbr --complete nbr-order list -D "$(db_at none)" -A ''
[ "$engine" = sqlite ] || { done_testing; exit; }

# ---- from the tables of the programs: those that --help prints ----

if sanitized; then
	skip 'asks each program dozens of times' 'verbs, options and their values are those of --help'
else
# values OPTION <help: the words behind the last colon, of lines that were folded.
values() {
	awk -v option="--$1=" '
	/^  (-., |    )--/ { in_it = index($0, option) > 0; if (in_it) sub(/.*--[a-z-]*=[^ ]* */, "") }
	/^$/ { in_it = 0 }
	in_it { sub(/^ */, ""); text = text (text ? " " : "") $0 }
	END { if (sub(/.*: /, "", text)) { gsub(",", "", text); print text } }'
}
for c in "$top"/cmd/nbr-*.c; do
	p=${c##*/} p=${p%.c}
	"$p" --help | sed -n "/^Verbs:/,/^\$/s/^  \\([a-z][a-z-]*\\) .*/\\1/p" | uniq >verbs
	[ ! -s verbs ] || words "$p" '' | cmp -s - verbs || echo "$p"
	[ -s verbs ] || echo >verbs
	while read -r verb; do
		"$p" ${verb:+"$verb"} --help >help
		sed -n '/^Options/,/^$/s/^  -\(.\), --\([a-z-]*\).*/-\1 --\2/p; s/^      --\([a-z-]*\).*/--\1/p' help | tr ' ' '\n' >wanted
		words "$p" ${verb:+"$verb"} - | cmp -s - wanted || echo "$p $verb"
		for option in status level unit format encoding; do
			[ "$p" = nbr-order ] || [ $option != format ] || continue
			grep -qx -e --$option wanted || continue
			values $option <help >list
			words "$p" ${verb:+"$verb"} --$option '' | paste -sd ' ' - | grep . | cmp -s - list || echo "$p $verb --$option: $(cat list)"
		done
	done <verbs
done >differ
: >empty
same 'verbs, options and their values are those of --help' empty differ
fi

is 'states of an order' 0 'cancelled confirmed done held open taken unsettled' sorted nbr-order list -t ''
is '... of an activity' 0 'closed open' sorted nbr-activity list -t ''
is '... of a matter' 0 'agreed dropped failed open raised' sorted nbr-activity issues -t ''
is '... it may get' 0 'agreed dropped failed' sorted nbr-activity settle -t ''
is '... of what everybody may read' 0 'final provisional' sorted nbr-report public points -t ''
is '... which is orders too' 0 'unsettled' sorted nbr-report public orders -t ''
is 'forms of a page' 0 'csv dingtalk html json jsonl md table tsv wecom' sorted nbr-report daily -F ''
is 'forms of a journal' 0 'csv json jsonl ledger md table tsv' sorted nbr-points history -F ''
is 'languages' 0 'en zh' sorted nbr help --lang ''
is 'what orders are counted by' 0 'area chief day kind level month week year' sorted nbr-order stats --by ''
is 'what is stored with other words' 0 'error skip update' sorted nbr-household import -u ''
is 'kinds of visits' 0 'door message phone' sorted nbr-visit log 42 --kind ''
is 'what a verb without records stores' 0 'day event hour month monthday weekday workday workhour' sorted nbr-rule add x --unit ''
is 'columns' 0 "$(nbr-visit-due -C help | cut -f 1 | LC_ALL=C sort | paste -sd ' ' -)" sorted nbr-visit-due -C ''
is '... of the verb that its operand tells' 0 "$(nbr-report public points -C help | cut -f 1)" words nbr-report public points -C ''
is '... of steps' 0 "$(nbr-order show x --events -C help | cut -f 1)" words nbr-order show --events -C ''
is 'after a comma' 0 'order,-due' words nbr-order overdue -s order,-due
is 'what stands for itself' 0 'duty ban need deliberation' sh -c 'nbr --complete nbr-report lists "" | cut -f 1 | paste -sd " " -'
is 'with what it is for' 0 '--stock	how many there are at first' nbr --complete nbr-goods add --st
is '... in Chinese' 0 "--stock	$(NBR_LANG=zh nbr-goods add --help | sed -n 's/.*--stock=N *//p')" env NBR_LANG=zh nbr --complete nbr-goods add --st

# ---- how words are typed ----

is 'with an equals sign' 0 '--format=json
--format=jsonl' words nbr-order list --format=j
is '... as bash parts it' 0 'json
jsonl' words nbr-order list --format = j
is '... with nothing behind it yet' 0 'en
zh' words nbr-order list --lang =
is 'behind a letter' 0 '-Fjson
-Fjsonl' words nbr-order list -Fj
is 'behind several' 0 '-HFjson
-HFjsonl' words nbr-order list -HFj
is 'a letter by itself' 0 '-F' words nbr-order list -F
is 'a value that looks like an option' 0 'csv' words nbr-order list -A -x -F cs
is 'after -- no options' 0 '' words nbr-area list -- -F
is 'operands that are all there' 0 '' words nbr-report lists duty ''
is 'no such verb' 0 '' words nbr-order lst ''
is 'nothing at all' 0 "$(words nbr-order '')" words nbr-order
is 'a path to the program' 0 'list' words /usr/bin/nbr-order li
is 'through nbr' 0 'restore' words nbr db re
is 'a name of two words' 0 '--overdue
--output
--on' words nbr visit due --o
is 'what goes on with a program, and what with its verb' 0 'coverage due import list log template void' sorted nbr visit ''
is 'programs and verbs' 0 'calendar chief completion config' sorted nbr c
is 'help of one' 0 'order' words nbr help ord
is 'no program' 1 '' nbr --complete nbr-nosuch ''
mkdir bin
printf '#!/bin/sh\necho "$@" >>%s/asked\n' "$tmp" >bin/nbr-mine
chmod 755 bin/nbr-mine
PATH=$PATH:$tmp/bin nbr --complete nbr mine x >said
is "anybody's program is not run" 1 '' test -e asked
is 'a file' 1 '' nbr --complete nbr-order import ''
is '... for an option' 1 '' nbr --complete nbr-order list -o ''
is '... behind an equals sign' 1 '' nbr --complete nbr-order list --output=
is '... or a directory' 1 '' nbr --complete nbr-db backup ''
is 'no file where none is read' 0 '' nbr --complete nbr-order stats ''
is 'to a full disk' 8 '' sh -c 'nbr --complete nbr-order "" >/dev/full'

# Each takes milliseconds; of ten nobody waits for the last, on whatever machine.
is 'quick' 0 '' timeout 5 sh -c 'for i in 0 1 2 3 4 5 6 7 8 9; do nbr --complete nbr order list -A 大鱼塘村/ >/dev/null; done'

# ---- in shells ----

for s in bash zsh fish; do
	is "completion for $s" 0 '' sh -c "nbr completion $s >script.$s && [ -s script.$s ]"
done
is 'completion for none' 2 '' nbr completion csh
is 'completion to a full disk' 8 '' sh -c 'nbr completion bash >/dev/full'

touch roster.csv
bashed() { bash --norc -c '. ./script.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _nbr; printf "%s\n" "${COMPREPLY[@]}"' - "$@"; }
is 'bash: verbs' 0 'snapshot' bashed nbr-db sn
is 'bash: through nbr' 0 'restore' bashed nbr db re
is 'bash: values' 0 'json
jsonl' bashed nbr-order list --format = j
is 'bash: what has no description' 0 '春华镇' bashed nbr-order list -A 春
is 'bash: it is asked for all programs' 0 "$(for c in "$top"/cmd/*.c; do basename "$c" .c; done | sort | sed 's/.*/_nbr/')" \
    bash --norc -c '. ./script.bash; for c in '"$top"'/cmd/*.c; do complete -p "$(basename "$c" .c)" | cut -d " " -f 3; done'

# shells SHELL NAME: it is there; in CI it is.
shells() {
	command -v "$1" >/dev/null && return
	if [ "${CI-}" = 1 ]; then is "$1 is there" 0 '' false; else skip "$1 is not installed" "$1"; fi
	return 1
}
if shells zsh; then
	# Its own pieces print what they are given.
	zshed() {
		zsh -f -c 'setopt extendedglob; compdef() { : }; . ./script.zsh
		compadd() { print -rl -- ${(P)@[-1]}; print -rl -- ${(P)3} >shown; }
		compset() { [[ $1 != -P || $PREFIX != ${~2}* ]] || PREFIX=${PREFIX#*=}; }
		_files() { print -r -- files $PREFIX; }
		words=("$@") CURRENT=$# PREFIX=$words[-1]
		_nbr' zsh "$@"
	}
	is 'zsh: verbs' 0 'snapshot' zshed nbr-db sn
	is 'zsh: with what they are for' 0 "snapshot                 $(nbr --complete nbr-db snap | cut -f 2)" cat shown
	is 'zsh: values, in quotes too' 0 '--format=json
--format=jsonl' zshed nbr-order "'list'" --format=j
	is 'zsh: files' 0 'files ro' zshed nbr-household import ro
	is 'zsh: files of an option' 0 'files ro' zshed nbr-household import --rejects=ro
	is 'zsh: it is asked for all programs' 0 '_nbr _nbr' \
	    zsh -f -c 'autoload -U compinit; compinit -D -u; . ./script.zsh; print $_comps[nbr] $_postpatcomps[nbr-*]'
	mkdir functions && cp script.zsh functions/_nbr
	is 'zsh: ... from a directory of functions' 0 '_nbr _nbr' \
	    zsh -f -c 'fpath=(./functions $fpath); autoload -U compinit; compinit -D -u; print $_comps[nbr] $_postpatcomps[nbr-*]'
fi
if shells fish; then
	fished() { HOME=$tmp fish --no-config -c 'source script.fish; complete -C $argv[1]' "$1" | cut -f 1; }
	is 'fish: verbs' 0 'snapshot' fished 'nbr-db sn'
	is 'fish: with what they are for' 0 "$(nbr --complete nbr-db snap)" \
	    env HOME="$tmp" fish --no-config -c 'source script.fish; complete -C "nbr-db sn"'
	is 'fish: values' 0 '--format=json
--format=jsonl' fished 'nbr order list --format=j'
	is 'fish: areas' 0 '春华镇' fished 'nbr-order list -A 春'
	is 'fish: files' 0 'roster.csv' fished 'nbr-household import ro'
	is 'fish: files of an option' 0 '--rejects=roster.csv' fished 'nbr-household import --rejects=ro'
fi
done_testing
