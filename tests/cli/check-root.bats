#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154,SC2016 # output and status are those of bats
bats_require_minimum_version 1.5.0
load common

# What `lorica check --root --manifest` says, word by word: [init-uncovered]
# [unlisted] [second-name] [manifest-stale] [manifest-refused].

# so OUT [OPTION]...: a library of no use
so() {
	local out=$1
	shift
	echo "const char *name_${RANDOM}_$RANDOM = \"$out\";" >so.c
	"${CC:-cc}" -nostdlib -shared -fPIC -o "$out" so.c -Wl,-soname,"${out##*/}" "$@"
}

# An init that is a link to a program, which needs a loader and three libraries in three
# kinds of places. Nothing here ever runs.
setup_file() {
	common_setup_file
	certificate keys/stranger.crt
	mkdir -p root/{sbin,bin,etc,lib/arch,usr/lib/init,usr/lib/plugins} out
	so root/lib/arch/libthree.so
	so root/lib/libone.so -Lroot/lib/arch -Wl,--no-as-needed -lthree
	so root/usr/lib/plugins/libtwo.so
	so root/lib/arch/ld-test.so
	ln -s arch/ld-test.so root/lib/ld-test.so
	echo 'void _start(void) { for (;;); }' >start.c
	"${CC:-cc}" -nostdlib -o root/usr/lib/init/start start.c -Wl,--dynamic-linker=/lib/ld-test.so \
		-Wl,--no-as-needed -Lroot/lib -lone -Lroot/usr/lib/plugins -ltwo \
		-Wl,-rpath,'$ORIGIN/../plugins' -Wl,--allow-shlib-undefined -Wl,-rpath-link,root/lib/arch
	ln -s /usr/lib/init/start root/sbin/init
	printf '#!/bin/sh\n' >root/bin/script
	echo 'no code' >root/etc/text
	"$LORICA" -q manifest root --name rootfs --epoch 2 -o rootfs.unsigned
}

setup() {
	common_setup
}

# list FILE [OPTION]...: a manifest of root, as the options say
list() {
	local out=$1
	shift
	"$LORICA" -q manifest root --name rootfs --epoch 2 "$@" -o "$out"
}

# wrap FILE KEY OUT
wrap() {
	openssl cms -sign -binary -nodetach -noattr -nocerts -md sha256 -outform DER \
		-signer "keys/$2.crt" -inkey "keys/$2.crt.key" -in "$1" -out "$3"
}

# says TEXT ARGUMENT...: this warning and no other, at the default of exec
says() {
	local text=$1
	shift
	run_split "$LORICA" check "$@" gateway.lorica
	echo "$output$stderr"
	[ "$status" -eq 0 ]
	[ "$stderr" = "gateway.lorica:4:14: warning: $text"$'\nexec default deny {\n             ^~~~' ]
}

# silent ARGUMENT...
silent() {
	run_split "$LORICA" check --strict "$@" gateway.lorica
	echo "$output$stderr"
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
}

# init_needs TEXT: what init-uncovered says of rootfs.unsigned
init_needs() {
	says "'root' would not start: no manifest lists what '/sbin/init' needs: $1 [init-uncovered]" \
		-W no-all -W init-uncovered --root root -m rootfs.unsigned
}

@test "check --root: a manifest of the whole tree, signed or not, leaves nothing to say" {
	silent --root root --manifest rootfs.unsigned
	wrap rootfs.unsigned field rootfs.stmt
	silent --root root -m rootfs.stmt
	silent --root=root/ --manifest=rootfs.stmt
	# A manifest alone can be refused, and nothing else.
	silent -m rootfs.unsigned
}

@test "check --root: with no manifest nothing starts" {
	says "no manifest is given that lists '/sbin/init' of 'root' [init-uncovered]" --root root
	rm root/sbin/init
	cp root/usr/lib/init/start root/bin/sh
	says "no manifest is given that lists '/bin/sh' of 'root' [init-uncovered]" --root root
	sed -i 's/ enforce / audit /' gateway.lorica
	silent --root root
}

@test "check --root: init, its loader, and libraries of its libraries" {
	for file in usr/lib/init/start lib/arch/ld-test.so lib/libone.so usr/lib/plugins/libtwo.so \
		lib/arch/libthree.so; do
		list rootfs.unsigned --exclude "/$file"
		init_needs "'/$file'"
	done
	list rootfs.unsigned --exclude 'lib*.so' --exclude start
	init_needs "'/usr/lib/init/start', '/lib/libone.so', '/usr/lib/plugins/libtwo.so' and 1 more"
	# It is the content that counts.
	printf x >>root/lib/libone.so
	list rootfs.unsigned
	printf x >>root/lib/libone.so
	init_needs "'/lib/libone.so' (changed)"
}

@test "check --root: an init that is a script needs its interpreter" {
	rm root/sbin/init
	printf '#! /bin/tool -x\n' >root/sbin/init
	ln -s ../usr/lib/init/start root/bin/tool
	list rootfs.unsigned --exclude libthree.so
	init_needs "'/lib/arch/libthree.so'"
	list rootfs.unsigned --exclude start
	init_needs "'/usr/lib/init/start'"
	list rootfs.unsigned --exclude init
	# --exclude init leaves out the directory of that name too.
	init_needs "'/sbin/init', '/usr/lib/init/start'"
}

@test "check --root: the places of init, in the order of the kernel" {
	list rootfs.unsigned --exclude start
	for link in etc/init bin/init bin/sh; do
		rm root/sbin/init 2>/dev/null || rm root/etc/init 2>/dev/null || rm root/bin/init
		ln -s /usr/lib/init/start "root/$link"
		run_split "$LORICA" check --root root -m rootfs.unsigned gateway.lorica
		contains "$stderr" "no manifest lists what '/$link' needs: '/usr/lib/init/start' [init-uncovered]"
	done
	rm root/bin/sh
	says "no tree has an init, so none was looked for in the manifests [init-uncovered]" \
		-W no-all -W init-uncovered --root root -m rootfs.unsigned
	# The init of one tree is enough.
	mkdir other
	cp -r "$BATS_FILE_TMPDIR/root" .
	"$LORICA" -q manifest root --name rootfs --epoch 2 -o rootfs.unsigned
	silent --root other --root root -m rootfs.unsigned
}

@test "check --root: links lead around in the tree, never out of it" {
	cp root/usr/lib/init/start outside
	for target in ../../outside /../outside "$PWD/outside" loop nothing ../bin; do
		ln -sfn "$target" root/sbin/init
		ln -sfn init root/sbin/loop
		says "no tree has an init, so none was looked for in the manifests [init-uncovered]" \
			--root root -m rootfs.unsigned
	done
	ln -sfn ../../../../usr/./lib/../lib/init//start root/sbin/init
	silent --root root -m rootfs.unsigned
	mv root/usr/lib root/usr/moved
	ln -s moved root/usr/lib
	list rootfs.unsigned
	silent --root root -m rootfs.unsigned
	list rootfs.unsigned --exclude libtwo.so
	init_needs "'/usr/moved/plugins/libtwo.so'"
}

@test "check --root: a library of another architecture is not the one" {
	mkdir root/usr/local root/usr/local/lib
	mv root/lib/arch/libthree.so root/usr/local/lib
	cp root/usr/local/lib/libthree.so root/lib
	printf '\377\377' | dd of=root/lib/libthree.so bs=1 seek=18 conv=notrunc status=none
	list rootfs.unsigned --exclude /usr/local/lib/libthree.so
	init_needs "'/usr/local/lib/libthree.so'"
	list rootfs.unsigned --exclude /lib/libthree.so
	silent -W no-unlisted --root root -m rootfs.unsigned
}

@test "check --root: a library in a place that only the loader's configuration knows" {
	mkdir -p root/opt/odd root/opt/even
	mv root/lib/libone.so root/opt/odd/libone.so.1.2
	ln -s libone.so.1.2 root/opt/odd/libone.so
	so root/opt/even/unlike.so
	so root/opt/odd/alike.so
	list rootfs.unsigned --exclude 'libone*'
	init_needs "'/opt/odd/libone.so.1.2'"
	# What is nowhere is not for a policy to mend.
	rm -r root/opt
	list rootfs.unsigned
	silent --root root -m rootfs.unsigned
}

@test "check --root: a broken init is judged, whatever is in it" {
	size=$(stat -c %s root/usr/lib/init/start)
	for ((at = 16; at < 1200; at += 13)); do
		cp "$BATS_FILE_TMPDIR/root/usr/lib/init/start" root/usr/lib/init/start
		printf '\377\377\377\177' | dd of=root/usr/lib/init/start bs=1 seek=$at conv=notrunc status=none
		run "$LORICA" check --root root -m rootfs.unsigned gateway.lorica
		[ "$status" -eq 0 ]
		contains "$output" "(changed)"
		truncate -s $((size * at / 1200)) root/usr/lib/init/start
		run "$LORICA" check --root root -m rootfs.unsigned gateway.lorica
		[ "$status" -eq 0 ]
	done
	: >root/usr/lib/init/start
	init_needs "'/usr/lib/init/start' (changed)"
	list rootfs.unsigned
	init_needs "'/usr/lib/init/start' (no code)"
}

@test "check --root: only enforce and default deny can keep init from starting" {
	list rootfs.unsigned --exclude start
	sed -i 's/ enforce / audit /' gateway.lorica
	says "1 file of code in 'root' is in no manifest: '/usr/lib/init/start' [unlisted]" \
		--root root -m rootfs.unsigned
	sed -i 's/ audit / enforce /; s/default deny/default allow/' gateway.lorica
	silent --root root -m rootfs.unsigned
}

@test "check --root: code that is in no manifest" {
	printf '#!/bin/sh\n# a\n' >root/bin/a
	says "1 file of code in 'root' is in no manifest: '/bin/a' [unlisted]" --root root -m rootfs.unsigned
	for name in b c d e; do printf '#!/bin/sh\n# %s\n' $name >root/bin/$name; done
	says "5 files of code in 'root' are in no manifest: '/bin/a', '/bin/b', '/bin/c' and 2 more [unlisted]" \
		--root root -m rootfs.unsigned
	rm root/bin/[abc]
	echo >>root/bin/script
	says "3 files of code in 'root' are in no manifest: '/bin/d', '/bin/e', '/bin/script' (changed) [unlisted]" \
		-W no-manifest-stale --root root -m rootfs.unsigned
	# A second manifest may have the rest.
	"$LORICA" -q manifest root --name more --epoch 2 -o more.unsigned
	silent -W no-manifest-stale --root root -m rootfs.unsigned -m more.unsigned
	# What is no code needs no manifest, even if another file of that kind is in one.
	list rootfs.unsigned --all
	echo more >root/etc/more
	silent --root root -m rootfs.unsigned
}

@test "check --root: without default deny only modules need a manifest" {
	sed -i 's/default deny/default allow/' gateway.lorica
	printf '#!/bin/sh\n# a\n' >root/bin/a
	silent --root root -m rootfs.unsigned
	printf '\x1f\x8bgz' >root/lib/one.ko.gz
	run_split "$LORICA" check --root root -m rootfs.unsigned gateway.lorica
	[ "${stderr_lines[0]}" = "gateway.lorica:4:14: warning: 1 kernel module in 'root' is in no manifest: '/lib/one.ko.gz' [unlisted]" ]
	printf '\x1f\x8bgz2' >root/lib/two.ko.gz
	run_split "$LORICA" check --root root -m rootfs.unsigned gateway.lorica
	[ "${stderr_lines[0]}" = "gateway.lorica:4:14: warning: 2 kernel modules in 'root' are in no manifest: '/lib/one.ko.gz', '/lib/two.ko.gz' [unlisted]" ]
}

@test "check --root: a name that was left out, and runs by another" {
	cp root/bin/script root/bin/box
	cp root/bin/script root/bin/nc
	list rootfs.unsigned --exclude nc
	says "1 name in 'root' is in no manifest, and runs all the same: '/bin/nc' (listed as '/bin/box') [second-name]" \
		--root root -m rootfs.unsigned
	ln root/bin/script root/bin/wget
	says "2 names in 'root' are in no manifest, and run all the same: '/bin/nc' (listed as '/bin/box'), '/bin/wget' (listed as '/bin/box') [second-name]" \
		--root root -m rootfs.unsigned
	# Two names that are both listed are nobody's mistake, and a symbolic link is no file.
	list rootfs.unsigned
	silent --root root -m rootfs.unsigned
	rm root/bin/nc
	ln -s box root/bin/nc
	list rootfs.unsigned
	silent --root root -m rootfs.unsigned
}

@test "check --root: what a manifest lists and no tree has" {
	rm root/bin/script
	says "manifest 'rootfs.unsigned' lists 1 file that no tree has: '/bin/script' [manifest-stale]" \
		--root root -m rootfs.unsigned
	for name in a b c d; do printf '#!/bin/sh\n# %s\n' $name >root/bin/$name; done
	list rootfs.unsigned
	rm root/bin/[abc]
	printf '#!/bin/sh\n# new\n' >root/bin/d
	says "manifest 'rootfs.unsigned' lists 4 files that no tree has: '/bin/a', '/bin/b', '/bin/c' and 1 more [manifest-stale]" \
		-W no-unlisted --root root -m rootfs.unsigned
	list other.unsigned --exclude '[abc]'
	printf '#!/bin/sh\n# newer\n' >root/bin/d
	says "manifest 'other.unsigned' lists 1 file that no tree has: '/bin/d' (changed) [manifest-stale]" \
		-W no-unlisted --root root -m other.unsigned
	# It may be in another tree, or have another name there.
	list rootfs.unsigned
	mkdir other
	mv root/bin/d other/renamed
	silent -W no-second-name --root root --root other -m rootfs.unsigned
	# What is no code is looked for when somebody listed it.
	mv other/renamed root/bin/d
	list rootfs.unsigned --all
	silent --root root -m rootfs.unsigned
	rm root/etc/text
	says "manifest 'rootfs.unsigned' lists 1 file that no tree has: '/etc/text' [manifest-stale]" \
		--root root -m rootfs.unsigned
}

@test "check --root: a manifest of fs-verity digests" {
	for option in --fsverity --fsverity-only; do
		list rootfs.unsigned $option
		silent --root root -m rootfs.unsigned
		# One file, whether it has one entry or two.
		mv root/bin/script .
		says "manifest 'rootfs.unsigned' lists 1 file that no tree has: '/bin/script' [manifest-stale]" \
			--root root -m rootfs.unsigned
		printf '#!/bin/sh\n# other\n' >root/bin/script
		says "1 file of code in 'root' is in no manifest: '/bin/script' (changed) [unlisted]" \
			-W no-manifest-stale --root root -m rootfs.unsigned
		mv script root/bin/
		cp root/bin/script root/bin/copy
		says "1 name in 'root' is in no manifest, and runs all the same: '/bin/copy' (listed as '/bin/script') [second-name]" \
			--root root -m rootfs.unsigned
		rm root/bin/copy
	done
}

@test "check --root: a manifest that the device would refuse" {
	wrap rootfs.unsigned stranger rootfs.stmt
	says "manifest 'rootfs.stmt' is refused: no key signed it whose manifests are allowed [manifest-refused]" \
		-m rootfs.stmt
	# A key of the policy, but not one of a rule.
	sed -i 's/ vendor, field/ field/' gateway.lorica
	wrap rootfs.unsigned vendor rootfs.stmt
	says "manifest 'rootfs.stmt' is refused: no key signed it whose manifests are allowed [manifest-refused]" \
		-m rootfs.stmt
	# A changed content under the signature of the right one.
	wrap rootfs.unsigned field rootfs.stmt
	silent -m rootfs.stmt
	at=$(grep -abo '/bin/script' rootfs.stmt | cut -d: -f1)
	printf X | dd of=rootfs.stmt bs=1 seek=$((at + 10)) conv=notrunc status=none
	says "manifest 'rootfs.stmt' is refused: no key signed it whose manifests are allowed [manifest-refused]" \
		-m rootfs.stmt
}

@test "check --root: a refused manifest lists nothing" {
	wrap rootfs.unsigned stranger rootfs.stmt
	run_split "$LORICA" check --root root -m rootfs.stmt gateway.lorica
	contains "$stderr" "no manifest lists what '/sbin/init' needs: '/usr/lib/init/start', "
	contains "$stderr" "6 files of code in 'root' are in no manifest: "
	[ "$(grep -c ': warning: ' <<<"$stderr")" -eq 3 ]
}

@test "check --root: manifests of two keys that list one path" {
	list one.unsigned
	wrap one.unsigned vendor one.stmt
	printf '#!/bin/sh\n# other\n' >root/bin/script
	"$LORICA" -q manifest root --name other --epoch 2 -o two.unsigned
	wrap two.unsigned field two.stmt
	run_split "$LORICA" check -W no-all -W manifest-refused -m one.stmt -m two.stmt gateway.lorica
	[ "$status" -eq 0 ]
	[[ ${stderr_lines[0]} == "gateway.lorica:4:14: warning: manifest 'two.stmt' is refused: it lists '/"*"', as 'one.stmt' of another key does [manifest-refused]" ]] ||
		{ echo "$stderr"; return 1; }
	# Of one key they may.
	wrap two.unsigned vendor two.stmt
	silent -m one.stmt -m two.stmt
}

@test "check --root: an epoch below that of the policy" {
	list rootfs.unsigned --epoch 1
	run_split "$LORICA" check -m rootfs.unsigned gateway.lorica
	[ "$stderr" = "gateway.lorica:2:31: warning: manifest 'rootfs.unsigned' is refused: its epoch 1 is below that of the policy [manifest-refused]
policy gateway serial 7 epoch 2 enforce    # a comment
                              ^" ]
	list rootfs.unsigned --epoch 3
	silent -m rootfs.unsigned
}

@test "check --root: two manifests of one name" {
	cp rootfs.unsigned second.unsigned
	says "manifest 'second.unsigned' has the name 'rootfs', as 'rootfs.unsigned' has: a device keeps one of them [manifest-refused]" \
		-m rootfs.unsigned -m second.unsigned
	"$LORICA" -q manifest root --name second --epoch 2 -o second.unsigned
	silent -m rootfs.unsigned -m second.unsigned
}

@test "check --root: a policy without a rule, or without the section" {
	sed -i '/allow manifest/d; s/default deny/default allow/; s/for manifest$/for policy/' gateway.lorica
	run_split "$LORICA" check -m rootfs.unsigned -W no-no-modules gateway.lorica
	[ "${stderr_lines[0]}" = "gateway.lorica:4:14: warning: manifest 'rootfs.unsigned' is of no use: no rule allows a manifest [manifest-refused]" ]
	sed -i '/^exec/,/^}/d' gateway.lorica
	run_split "$LORICA" check --root root -m rootfs.unsigned -W no-no-modules -W no-unmanaged gateway.lorica
	[ "$status" -eq 0 ]
	[ "${stderr_lines[0]}" = "gateway.lorica:2:1: warning: manifest 'rootfs.unsigned' is of no use: no rule allows a manifest [manifest-refused]" ]
	[ "$(grep -c ': warning: ' <<<"$stderr")" -eq 1 ]
}

@test "check --root: these are warnings like others" {
	rm root/bin/script
	run_split "$LORICA" check --strict --root root -m rootfs.unsigned gateway.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" ": error: manifest 'rootfs.unsigned' lists 1 file"
	silent -W no-manifest-stale --root root -m rootfs.unsigned
	run_split "$LORICA" check -j --root root -m rootfs.unsigned gateway.lorica
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	json 'd["ok"] is True and d["warnings"] == 1 and d["diagnostics"][0]["kind"] == "manifest-stale"'
	json 'd["diagnostics"][0]["start"] == {"line": 4, "column": 14, "offset": 98}'
	run_split "$LORICA" check -j --strict --root root -m rootfs.unsigned gateway.lorica
	[ "$status" -eq 3 ]
	json 'd["ok"] is False and d["errors"] == 1'
	run_split "$LORICA" check -q --root root -m rootfs.unsigned gateway.lorica
	[ -z "$stderr" ]
}

@test "check --root: what a file is called cannot talk to the terminal" {
	printf '#!/bin/sh\n# a\n' >"root/bin/"$'a\033[31m\\'
	says "1 file of code in 'root' is in no manifest: '/bin/a\\x1b[31m\\x5c' [unlisted]" \
		--root root -m rootfs.unsigned
}

@test "check --root: what cannot be read, and what is no manifest" {
	run_split "$LORICA" check --root nowhere gateway.lorica
	[ "$status" -eq 1 ]
	[ "$stderr" = "lorica: cannot open 'nowhere': No such file or directory" ]
	run_split "$LORICA" check --root gateway.lorica gateway.lorica
	[ "$status" -eq 1 ]
	[ "$stderr" = "lorica: cannot open 'gateway.lorica': Not a directory" ]
	run_split "$LORICA" check -m nowhere gateway.lorica
	[ "$status" -eq 1 ]
	contains "$stderr" "'nowhere'"
	run_split "$LORICA" check -m gateway.lorica gateway.lorica
	[ "$status" -eq 3 ]
	contains "$stderr" "'gateway.lorica' is refused: "
	run_split "$LORICA" check -m gateway.stmt gateway.lorica
	[ "$status" -eq 3 ]
	[ "$stderr" = "lorica: 'gateway.stmt' is a policy, not a manifest" ]
	run_split "$LORICA" check -m /dev/null gateway.lorica
	[ "$status" -eq 3 ]
}

@test "check --root: a policy with errors is not held against anything" {
	sed -i 's/vendor, field/vendor, filed/' gateway.lorica
	run_split "$LORICA" check --root nowhere -m nowhere gateway.lorica
	[ "$status" -eq 3 ]
	[ "$(grep -c ': error: ' <<<"$stderr")" -eq 1 ]
	[[ $stderr != *nowhere* ]]
}
