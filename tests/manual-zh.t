#!/bin/sh
# The Chinese manual tells what the English one does: the same options, names, examples
# and numbers, place by place. What programs know of themselves is made by the same scripts.
# shellcheck disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
only sqlite 'a manual is the same on every engine'
unsanitized 'a manual is the same for all of them'
cd "$tmp" || exit
zh=$top/man/zh_CN
skeleton() { perl "$top/tests/manual-skeleton.pl" "$@"; }
section() { sed -n "/^\\.Sh $2/,/^\\.Sh 参见/{/^\\.Sh/!p;}" "$zh/$1"; }

is 'the same pages' 0 "$(cd "$top/man" && echo *.[157])" sh -c 'cd "$1" && echo *' sh "$zh"
for page in "$top"/man/*.[157]; do
	name=${page##*/}
	skeleton "$page" >english
	skeleton "$zh/$name" >chinese
	same "$name tells the same" english chinese
	is "$name can be broken into lines" 0 '' skeleton -r "$zh/$name"
done
is 'they tell something' 0 'It Cm undo Ar
It Fl Fl keep Ar
Sh NAME' sh -c 'perl "$1" "$2" | grep -x -e "It Cm undo Ar" -e "It Fl Fl keep Ar" -e "Sh NAME" | sort' sh "$top/tests/manual-skeleton.pl" "$zh/nbr-db.1"

for page in "$zh"/*.1; do
	name=${page##*/} name=${name%.1}
	is "$name is for what --help says" 0 "$(NBR_LANG=zh "$name" --help | sed -n '/^$/{n;p;q;}')" sed -n 's/^\.Nd //p' "$page"
done

NBR_LANG=zh "$top/scripts/manual-errors" >have
section nbr-errors.7 代码 >said
same 'every code is in nbr-errors(7)' have said
sed -n 's/^	X([A-Z]*, [A-Z_]*, "\([^"]*\)", "\([^"]*\)".*/\1 \2/p' "$top/lib/figure.h" >have
sed -n '/BEGIN FIGURES/,/END FIGURES/{/^\.It Li /{s///;N;s/\n/ /;s/：.*//p;};}' "$zh/nbr-report.1" >said
same 'figures are called what reports call them' have said
NBR_LANG=zh "$top/scripts/manual-columns" >have
section nbr-records.5 列 >said
same 'every column is in nbr-records(5)' have said

mkdir bin && cat >bin/man <<'END' && chmod 755 bin/man && PATH=$tmp/bin:$PATH
#!/bin/sh
[ "$3" != nbr-nosuch ] && echo "$LC_ALL $*"
END
is 'help shows the Chinese page' 0 'C.UTF-8 -L zh_CN.UTF-8 nbr-order' nbr help order --lang zh
is 'or the English one' 0 'C.UTF-8 -L C.UTF-8 nbr-visit-due' env LANG=zh_CN.UTF-8 NBR_LANG=en nbr help visit due
is 'where there is none the program says it in Chinese' 0 '用法：' sh -c 'mv bin/man bin/none; printf "#!/bin/sh\nexit 16\n" >bin/man; chmod 755 bin/man; nbr help --lang zh order | sed -n 1p'
done_testing
