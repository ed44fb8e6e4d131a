#!/bin/sh
# Delimited texts of tests/data: each is read as its JSON says, or refused.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"

only sqlite 'no database is asked'

# csv-spectrum has JSON of its own: the first row names the members.
objects() {
	jq -sS 'if .[0].refused then .[0].refused
		else [.[1:][].cells] | .[0] as $names | [.[1:][] | [$names, .] | transpose | map({(.[0]): .[1]}) | add] end' "$1"
}

for file in "$top"/tests/data/csv-spectrum/csvs/*.csv; do
	name=${file##*/}
	name=${name%.csv}
	set -- "$file"
	want=$top/tests/data/csv-spectrum/json/$name.json
	case $name in
	# Its bytes are a Han character in GB18030 as well, so nbr wants it named.
	utf8) set -- -i utf-8 "$file" ;;
	# Two characters of it were lost by whoever saved it.
	location_coordinates) echo '"mojibake"' >"$tmp/refused"; want=$tmp/refused ;;
	esac
	csv-json "$@" >"$tmp/rows" || echo '{"failed":true}' >"$tmp/rows"
	objects "$tmp/rows" >"$tmp/got"
	jq -S . "$want" >"$tmp/want"
	same "csv-spectrum: $name" "$tmp/want" "$tmp/got"
done

for file in "$top"/tests/data/csv/*.csv; do
	name=${file##*/}
	csv-json "$file" >"$tmp/got" || echo failed >>"$tmp/got"
	same "${name%.csv}" "${file%.csv}.json" "$tmp/got"
done

done_testing
