#!/bin/sh
# The examples of the manual do what they say: each line runs, page by page,
# on the community of 金鼎山 out of the sample town.
# shellcheck source=tests/lib.sh disable=SC1091,SC2154
. "${0%/*}/lib.sh"
only sqlite 'a manual has one example for both, and same.t compares them'
cd "$tmp" || exit
NBR_DATADIR=$top/lib/data; export NBR_DATADIR

village=430121106002
village_in files $village
cp "$top"/lib/data/*.csv files
for f in visits activities; do
	awk -v today="$NBR_TODAY" -v village=",$village" 'NR == 1 || ($0 < today && index($0, village))' \
	    in/$f.csv >files/$f.csv
done

nbr-db init --town 430121106 --name 春华镇 &&
nbr-calendar import files/calendar-cn.csv &&
nbr-rule import files/rulebook-example.csv &&
nbr-area import files/areas.csv &&
nbr-chief import files/chiefs.csv &&
nbr-household import files/roster.csv &&
nbr-visit import files/visits.csv &&
nbr-activity import files/activities.csv || exit

# They are the server's: another test may have made them.
[ "$engine" = sqlite ] || for login in office-jinding audit-county; do
	sql "CREATE ROLE \"$login\" LOGIN" 2>/dev/null
done

# The command lines of a page, each with the status its comment gives, else 0.
examples() {
	awk '
	/^\.\\" status [0-9]$/ { status = $3 }
	sub(/^\.Dl \$ /, "") {
		gsub(/\\\(dq/, "\"")
		gsub(/\\e/, "\\")
		print status + 0, $0
		status = 0
	}' "$1"
}

# runs PLACE STATUS LINE: what is typed ends so.
runs() {
	n=$((n + 1))
	(cd "$1" && sh -c "$3") >output 2>errors </dev/null
	got=$?
	if [ "$got" = "$2" ]; then
		echo "ok $n - $1: $3"
	else
		echo "not ok $n - $1: $3"
		{ echo "status $got, wanted $2"; cat output errors; } | sed 's/^/# /'
	fi
}

for page in "$top"/man/*.[157]; do
	name=${page##*/}
	mkdir "$name" "$name/backups" && cp files/* "$name" && db_copy nbr page || exit
	NBR_DB=$(db_at page)
	examples "$page" >lines
	while read -r want line; do
		case $engine:$line in
		sqlite:*nbr-access*)
			skip 'a file has no logins' "$name: $line"
			continue;;
		postgresql:*'nbr-db restore'*)
			skip 'a file is replaced' "$name: $line"
			continue;;
		esac
		runs "$name" "$want" "$line"
		case $line in
		*'--reason overdue'*) sh -c "$line" >>again 2>&1;;
		esac
	done <lines
	[ -n "${page##*.1}" ] || is "$name has examples" 0 '' test -s lines
done
same 'when nothing goes up the ladder cron has nothing to mail' /dev/null again

# Pages refer to pages that are there; what one speaks of it names at its end, in order,
# and nbr(7), which speaks of all of them.
perl -e '
my (%page, %told, %end);
for (@ARGV) {
	my ($name, $section) = m{([^/]*)\.(\d)$};
	my $here = \$end{"$name $section"};
	$page{"$name $section"} = 1;
	open my $f, "<", $_ or die "$_: $!\n";
	my $last = 0;
	while (<$f>) {
		$last = 1 if /^\.Sh SEE ALSO/;
		my ($to) = /^\.(?:It )?Xr (\S+ \d)/ or next;
		push @$$here, $to if $last;
		$told{"$name $section"}{$to} = 1 if !$last;
	}
}
for my $p (sort keys %page) {
	my @end = @{$end{$p} // []};
	my %named = map { $_ => 1 } @end;
	my @right = sort { (split / /, $a)[1] <=> (split / /, $b)[1] || $a cmp $b } @end;
	print "$p: not in order\n" if "@end" ne "@right";
	print "$p: no $_\n" for grep { /^nbr/ && !$page{$_} } @end, sort keys %{$told{$p}};
	print "$p: itself\n" if $named{$p};
	print "$p: not nbr(7)\n" if $p ne "nbr 7" && !$named{"nbr 7"};
	print "$p: $_ is not named at the end\n" for grep { /^nbr/ && $_ ne $p && !$named{$_} && $p ne "nbr 7" } sort keys %{$told{$p}};
	print "nbr(7) does not speak of $p\n" if $p ne "nbr 7" && !$told{"nbr 7"}{$p} && !(grep { $_ eq $p } @{$end{"nbr 7"}});
}' "$top"/man/*.[157] >faults
: >empty
same 'pages refer to each other' empty faults

# The tables are those of the database.
awk '$1 == "CREATE" && $2 == "TABLE" { printf "%s", $3; columns = 1; next }
	/^\)/ && columns { print ""; columns = 0 }
	columns && /^\t[a-z]/ { printf " %s", $1 }' "$top/lib/sql/0001-base.sql" >have
sed -n '/^\.Ss Tables/,/^\.El/p' "$top/man/nbr-db.1" | awk '
	/^\.It Li/ { table = $3 }
	table && /:$/ { getline; sub(/^\.Li/, table); print; table = "" }' >said
same 'nbr-db.1 lists all tables and columns' have said
is 'there are some' 0 '' test -s have

# So are those that a province spreads by village.
awk '$1 == "CREATE" && $2 == "TABLE" { table = $3 } /^\tvillage/ && table { print table; table = "" }' "$top/lib/sql/0001-base.sql" >have
sed -n '/^for t in village/,/do$/p' "$top/man/nbr-server.7" | tr -s ' ;' '\n' | sed '/^for$/d; /^t$/d; /^in$/d; /^do$/d; /^\\e$/d; /^$/d' >said
same 'nbr-server.7 spreads all of them' have said

# So do those of --help.
for p in nbr-activity nbr-order nbr-report; do
	mkdir "$p" && cp files/* "$p" && db_copy nbr help || exit
	NBR_DB=$(db_at help)
	"$p" --help | sed -n '/^Examples/,$s/^  \(nbr-\)/\1/p' >lines
	is "$p has examples" 0 '' test -s lines
	while read -r line; do
		runs "$p" 0 "$line"
	done <lines
done
done_testing
