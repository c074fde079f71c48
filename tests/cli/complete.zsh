#!/bin/zsh -f
# SPDX-License-Identifier: GPL-2.0-only
# What zsh completes a line to, one candidate a line: complete.zsh DIR LINE.
# DIR has the file _lorica. Completion works in an interactive shell only, so
# one is started on a pseudo-terminal, and its compadd prints what it adds.
emulate -L zsh
zmodload zsh/zpty || exit 1

zpty it zsh -f -i
run() { zpty -w it "$1" }
run "PROMPT= RPROMPT= ; unsetopt beep prompt_cr prompt_sp; fpath=(${(q)1} \$fpath)"
run 'autoload -Uz compinit; compinit -u -D'
run 'zstyle ":completion:*" list-prompt ""; zstyle ":completion:*" menu no; LISTMAX=10000'
run 'compadd() {
	if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
	local -a hits; builtin compadd -A hits "$@"
	for hit in $hits; do print -r -- "<<$hit>>"; done
	builtin compadd "$@"
}'
run 'finish() { print "==end"; exit }; comppostfuncs=(finish)'
run 'bindkey "^I" complete-word; print ready-now'
zpty -r it out '*ready-now*ready-now*'
zpty -w -n it "$2"$'\t'
zpty -r it out '*==end*' || exit 1
print -r -- $out | sed -n 's/.*<<\([^<>]*\)>>.*/\1/p' | sort -u
