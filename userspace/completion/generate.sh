#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Makes the completion of a shell out of the command table, as the command
# itself prints it: generate.sh LORICA bash|zsh. The lines of the template
# NAME.in stay, and @...@ alone on a line stands for what is made here.
set -eu

lorica=$1 shell=$2
here=$(cd "$(dirname "$0")" && pwd)

# The verbs with their summaries, then each help text behind a line "= VERB".
table() {
	help=$("$lorica" help)
	warnings=$("$lorica" check -W help)
	verbs=$("$lorica" --complete)
	printf '%s\n' "$help" | sed -n 's/^  \([a-z][a-z-]*\) *\(.*\)/+ \1 \2/p'
	printf '%s\n' "$warnings" | sed 's/^\([a-z-]*\).*/W \1/'
	for verb in $verbs; do
		help=$("$lorica" help "$verb")
		printf '= %s\n%s\n' "$verb" "$help"
	done
}

# A command that dies on the way must not give half a script.
text=$(table)
printf '%s\n' "$text" | awk -v shell="$shell" -v template="$here/lorica.$shell.in" '
# What may stand in the place of a word in capitals: files, dirs, or nothing that we know.
function kind_of(verb, option, word) {
	if (verb == "check" && option == "--warn")
		return "all no-all help" warnings
	if (verb == "check" && option == "--format")
		return "json text"
	if (verb == "keygen" && option == "--bits")
		return "3072 4096"
	if (verb == "eventlog" && option == "--alg")
		return "sha1 sha256 sha384 sha512"
	if (word ~ /^(DIR|ROOTFS|TREE)$/)
		return "dirs"
	if (word ~ /^(NAME|N|HEX|BITS|DAYS|GLOB|LIST|PATH=FILE|CONTROL)$/)
		return "nothing"
	return "files"
}

# What an operand of a kind is called.
function label(kind) {
	return kind == "files" ? "file" : kind == "dirs" ? "directory" : "name"
}

# The operands are what the first line of a help text has beside options.
function operand_of(line, words, i, n) {
	gsub(/--?[A-Za-z-]+ [A-Z]+/, "", line)
	n = split(line, words, /[^A-Z]+/)
	for (i = 1; i <= n; i++)
		if (length(words[i]) > 1 && words[i] != "OPTION")
			return kind_of("", "", words[i])
	return "none"
}

function add_option(line, word) {
	nr++
	letter[nr] = match(line, /^  -[A-Za-z], /) ? substr(line, 3, 2) : ""
	match(line, /--[a-z-]+/)
	long[nr] = substr(line, RSTART, RLENGTH)
	line = substr(line, RSTART + RLENGTH)
	of[nr] = verb
	value[nr] = "flag"
	if (match(line, /^ [A-Z][A-Z=]*/)) {
		word = substr(line, 2, RLENGTH - 1)
		metavar[nr] = word
		value[nr] = kind_of(verb, long[nr], word)
		line = substr(line, RLENGTH + 1)
	}
	sub(/^ +/, "", line)
	text[nr] = line
	options[verb] = options[verb] (options[verb] ? " " : "") long[nr]
}

/^[+] / { n_verbs++; name[n_verbs] = $2; summary[$2] = substr($0, 4 + length($2)); next }
/^W / { warnings = warnings " " $2 " no-" $2; next }
/^= / { verb = $2; fresh = 1; last = 0; next }
fresh { sub(/^usage: lorica [a-z-]+ /, ""); operand[verb] = operand_of($0); fresh = 0; next }
/^  (-[A-Za-z], )?--/ { add_option($0); last = 1; next }
/^          / && last { sub(/^ +/, ""); text[nr] = text[nr] " " $0; next }
{ last = 0 }

# ---- bash

function bash_verbs(i, all) {
	for (i = 1; i <= n_verbs; i++)
		all = all (i > 1 ? " " : "") name[i]
	printf "\tlocal verbs=\"%s\"\n", all
}

function bash_options(i) {
	for (i = 1; i <= n_verbs; i++)
		if (options[name[i]])
			printf "\t%s) words=\"%s\" ;;\n", name[i], options[name[i]]
}

function bash_words(kind) {
	if (kind == "files")
		return "compgen -f -- \"$word\""
	if (kind == "dirs")
		return "compgen -d -- \"$word\""
	return "compgen -W \"" kind "\" -- \"$word\""
}

function bash_values(i) {
	for (i = 1; i <= nr; i++) {
		if (value[i] == "flag")
			continue
		printf "\t%s:%s%s)", of[i], long[i], letter[i] ? " | " of[i] ":" letter[i] : ""
		if (value[i] == "nothing")
			print " ;;"
		else
			printf "\n\t\tmapfile -t COMPREPLY < <(%s)\n\t\t;;\n", bash_words(value[i])
	}
}

function bash_operands(i) {
	for (i = 1; i <= n_verbs; i++)
		if (operand[name[i]] == "dirs")
			printf "\t%s) mapfile -t COMPREPLY < <(compgen -d -- \"$word\") ;;\n", name[i]
		else if (operand[name[i]] ~ /^no/)
			printf "\t%s) ;;\n", name[i]
}

# ---- zsh

# The first clause of a text, for a place between single quotes and brackets.
function brief(s) {
	sub(/[:;].*/, "", s)
	gsub(/\047/, "", s)
	gsub(/\[/, "\\[", s)
	gsub(/\]/, "\\]", s)
	return s
}

function zsh_action(kind) {
	if (kind == "files")
		return "_files"
	if (kind == "dirs")
		return "_files -/"
	return kind == "nothing" ? " " : "(" kind ")"
}

function zsh_verbs(i) {
	for (i = 1; i <= n_verbs; i++)
		printf "\t\t\047%s:%s\047\n", name[i], brief(summary[name[i]])
}

function zsh_options(v, i, all, spec) {
	for (i = 1; i <= nr; i++) {
		if (of[i] != v)
			continue
		all = text[i] ~ /may be repeated/ ? "*" : letter[i] ? "(" letter[i] " " long[i] ")" : ""
		spec = "[" brief(text[i]) "]"
		if (value[i] != "flag")
			spec = spec ":" tolower(metavar[i]) ":" zsh_action(value[i])
		printf " \\\n\t\t\t\047%s%s%s%s\047", all, long[i], value[i] == "flag" ? "" : "=", spec
		if (letter[i])
			printf " \\\n\t\t\t\047%s%s%s%s\047", all, letter[i], value[i] == "flag" ? "" : "+", spec
	}
}

function zsh_cases(i) {
	for (i = 1; i <= n_verbs; i++) {
		if (name[i] == "help")
			continue
		printf "\t%s)\n\t\t_arguments -s $globals", name[i]
		zsh_options(name[i])
		if (operand[name[i]] == "none")
			print ""
		else
			printf " \\\n\t\t\t\047*:%s:%s\047\n", label(operand[name[i]]), zsh_action(operand[name[i]])
		print "\t\t;;"
	}
}

END {
	while ((getline line < template) > 0) {
		if (line == "@VERBS@")
			shell == "bash" ? bash_verbs() : zsh_verbs()
		else if (line == "@OPTIONS@")
			bash_options()
		else if (line == "@VALUES@")
			bash_values()
		else if (line == "@OPERANDS@")
			bash_operands()
		else if (line == "@CASES@")
			zsh_cases()
		else
			print line
	}
}'
