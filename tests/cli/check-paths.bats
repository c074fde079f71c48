#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154,SC2016 # output and status are those of bats
bats_require_minimum_version 1.5.0
load common

# What `lorica check` says of the paths that rules name, and of trees that are the content of a
# volume, word by word: [path-unmatched] [shared-content] [init-uncovered] [unlisted].

HASH=1f02000000000000000000000000000000000000000000000000000000000001

setup_file() { common_setup_file; }

setup() {
	common_setup
	mkdir -p root/{bin,opt/field,usr/lib/app} root/etc
	printf '#!/bin/sh\n# box\n' >root/bin/box
	printf '#!/bin/sh\n# one\n' >root/bin/one
	ln -s box root/bin/nc
	ln -s usr/lib root/lib
}

# policy RULE...: gateway.lorica with these lines in exec, and no warning of its own
policy() {
	printf '%s\n' 'syntax 1' 'policy p serial 1 epoch 1 audit' \
		'keys {' '	vendor x509 "keys/vendor.crt" for manifest' '}' \
		'exec default deny {' '	allow manifest vendor' "$@" '}' >p.lorica
}

# says PLACE TEXT ARGUMENT...: this warning and no other
says() {
	local place=$1 text=$2
	shift 2
	run_split "$LORICA" check -W no-unmanaged -W no-key-unused "$@" p.lorica
	echo "$stderr"
	[ "$status" -eq 0 ]
	[ "${stderr_lines[0]}" = "p.lorica:$place: warning: $text" ]
	[ "$(grep -c ': warning: ' <<<"$stderr")" -eq 1 ]
}

# silent ARGUMENT...
silent() {
	run_split "$LORICA" check -W no-unmanaged -W no-key-unused --strict "$@" p.lorica
	echo "$stderr"
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
}

@test "check --root: a program that no tree has" {
	for rule in 'bpf deny except' 'kernel-helpers deny except' 'writable-code deny except' interpreter; do
		policy "	$rule \"/bin/one\""
		silent --root root
		policy "	$rule \"/bin/two\""
		column=$((${#rule} + 3))
		says "8:$column" "no tree has the program '/bin/two' [path-unmatched]" --root root
		# Without a tree nobody can tell.
		silent
	done
	policy '}' 'net default deny {' '	"/bin/one" listen tcp 22' '	"/bin/two", "/bin/one" raw'
	says 11:2 "no tree has the program '/bin/two' [path-unmatched]" --root root
	# What a manifest lists has its name by that.
	mkdir other
	printf '#!/bin/sh\n# two\n' >other/two
	mkdir other/bin
	mv other/two other/bin/
	"$LORICA" -q manifest other --name other --epoch 1 -o other.unsigned
	silent -W no-manifest-stale -W no-unlisted --root root -m other.unsigned
	silent --root root --root other
}

@test "check --root: a program that is a link to another one" {
	policy '	bpf deny except "/bin/nc"'
	says 8:18 "'/bin/nc' is a link to '/bin/box' in 'root': a program has the path that it has itself [path-unmatched]" \
		--root root
	policy '	bpf deny except "/bin/box"'
	silent --root root
}

@test "check --root: a program whose content has other names" {
	ln root/bin/box root/bin/wget
	cp root/bin/box root/bin/sh
	policy '	bpf deny except "/bin/box"'
	says 8:18 "what is said of '/bin/box' holds for '/bin/sh', '/bin/wget', too: the content is the same [shared-content]" \
		--root root
	for name in a b; do cp root/bin/box root/bin/$name; done
	policy '}' 'net default deny {' '	"/bin/wget" connect tcp 80'
	says 10:2 "what is said of '/bin/wget' holds for '/bin/a', '/bin/b', '/bin/box' and 1 more, too: the content is the same [shared-content]" \
		--root root
	policy '	bpf deny except "/bin/one"'
	silent --root root
}

@test "check --root: a directory that no tree has" {
	policy '	allow manifest vendor under "/opt", "/opt/filed"' && sed -i 7d p.lorica
	says 7:38 "no tree has the directory '/opt/filed' [path-unmatched]" -W no-shadowed-rule --root root
	policy '	allow manifest vendor under "/lib/app"' && sed -i 7d p.lorica
	says 7:30 "'/lib/app' is a link to '/usr/lib/app' in 'root': a directory has the path that it has itself [path-unmatched]" \
		--root root
	policy '	interpreter "/bin/box" data under "/usr/lib/app", "/srv"'
	says 8:52 "no tree has the directory '/srv' [path-unmatched]" --root root
	policy '	interpreter "/bin/box" data under "/usr/lib/app", "/etc"'
	silent --root root
}

@test "check --volume: files on a volume need no manifest" {
	policy "	allow volume sys verity $HASH" && sed -i 7d p.lorica
	silent --volume sys=root
	"$LORICA" -q check --root root p.lorica
	# Of a tree that is none, nothing changes.
	policy "	allow volume sys verity $HASH"
	mkdir other && "$LORICA" -q manifest root --name root --epoch 1 --exclude one -o root.unsigned
	says 6:14 "1 file of code in 'root' is in no manifest: '/bin/one' [unlisted]" --root root -m root.unsigned
	silent --volume sys=root -m root.unsigned
}

@test "check --volume: only below what the rule names" {
	policy "	allow volume sys verity $HASH under \"/opt\"" && sed -i 7d p.lorica
	cp root/bin/one root/opt/one
	echo '# more' >>root/opt/one
	says 6:14 "2 files of code in 'root' are in no manifest: '/bin/box', '/bin/one' [unlisted]" --volume sys=root
	policy "	allow volume sys verity $HASH under \"/op\"" && sed -i 7d p.lorica
	says 7:97 "no tree has the directory '/op' [path-unmatched]" -W no-unlisted --volume sys=root
	# The path is one inside of the volume, which another tree cannot tell.
	silent --root root
}

@test "check --volume: init on a volume" {
	mkdir root/sbin && printf '#!/bin/box\n' >root/sbin/init
	policy "	allow volume sys verity $HASH" && sed -i '7d; s/ audit$/ enforce/' p.lorica
	silent -W no-no-modules --volume sys=root
	says 6:14 "no manifest is given that lists '/sbin/init' of 'root' [init-uncovered]" -W no-no-modules --root root
	policy "	allow volume sys verity $HASH under \"/sbin\"" && sed -i '7d; s/ audit$/ enforce/' p.lorica
	says 6:14 "'root' would not start: no manifest lists what '/sbin/init' needs: '/bin/box' [init-uncovered]" \
		-W no-unlisted -W no-no-modules --volume sys=root
}

@test "check --volume: what it takes" {
	policy "	allow volume system verity $HASH"
	run_split "$LORICA" check --volume systen=root p.lorica
	[ "$status" -eq 2 ]
	[ "${stderr_lines[0]}" = "lorica check: the policy has no volume 'systen'; did you mean 'system'?" ]
	for word in system system= =root; do
		run_split "$LORICA" check --volume $word p.lorica
		[ "$status" -eq 2 ]
		[ "${stderr_lines[0]}" = "lorica check: --volume takes NAME=TREE, not '$word'" ]
	done
	run_split "$LORICA" check --volume system=nowhere p.lorica
	[ "$status" -eq 1 ]
	[ "$stderr" = "lorica: cannot open 'nowhere': No such file or directory" ]
}
