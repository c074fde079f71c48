#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Makes C out of the catalogue: generate.sh CONTROLS.TSV ids|rows. A line that is not as
# controls/README.md has it ends the build.
set -eu

awk -F '\t' -v what="$2" '
function wrong(text) {
	printf "%s:%d: %s\n", FILENAME, NR, text > "/dev/stderr"
	bad = 1
	exit 1
}

function quoted(s) {
	gsub(/\\/, "\\\\\\\\", s)
	gsub(/"/, "\\\\\"", s)
	return "\"" s "\""
}

/^#/ { next }
!head {
	if ($0 != "id\ttitle\tclass\tmechanism\trest\trefs")
		wrong("this is not the head of the catalogue")
	head = 1
	next
}
{
	if (NF != 6)
		wrong(NF " fields, 6 are needed")
	if ($1 !~ /^[1-9][0-9]*(\.[1-9][0-9]*)*$/)
		wrong("\"" $1 "\" is not an id")
	if ($1 in seen)
		wrong("a second " $1)
	parent = $1
	if (!sub(/\.[0-9]+$/, "", parent))
		parent = ""
	if (parent != "" && !(parent in seen))
		wrong("no " parent " in front of " $1)
	if ($2 == "" || $3 !~ /^[KUBOH]$/ || $4 == "")
		wrong($1 " needs a title, a class (K, U, B, O, H) and a mechanism")
	seen[$1] = ++nr
	name = $1
	gsub(/\./, "_", name)
	if (what == "ids")
		printf "\tCTL_%s = %d,\n", name, nr
	else
		printf "\t{ \"%s\", %s,\n\t  %s,\n\t  %s,\n\t  %s, \x27%s\x27, %d },\n", $1, quoted($2), quoted($4), \
			quoted($5), quoted($6), $3, parent == "" ? 0 : seen[parent]
}
END {
	if (!bad && what == "ids")
		printf "\tNR_CONTROLS = %d,\n", nr
}' "$1"
