#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only

# elf OUT CLASS ORDER TYPE [INTERP]: an ELF header with one program header
elf() {
	local size=64 phdr=56 p=3
	[ "$2" = 1 ] && size=52 phdr=32
	[ -n "$5" ] || p=1
	{
		printf '\x7fELF'; le 1 "$2"; le 1 "$3"; le 1 1; zeros 9
		num "$3" 2 "$4"; num "$3" 2 40; num "$3" 4 1
		if [ "$2" = 1 ]; then
			num "$3" 4 0; num "$3" 4 $size; num "$3" 4 0
		else
			num "$3" 8 0; num "$3" 8 $size; num "$3" 8 0
		fi
		num "$3" 4 0; num "$3" 2 $size; num "$3" 2 $phdr; num "$3" 2 1
		num "$3" 2 40; num "$3" 2 0; num "$3" 2 0
		num "$3" 4 $p; zeros $((phdr - 4))
		printf '%s' "$1"	# no two are the same
	} > "$1"
}

# num ORDER BYTES VALUE
num() {
	if [ "$1" = 1 ]; then
		le "$2" "$3"
	else
		zeros $(($2 - 2)); le 1 $(($3 >> 8)); le 1 $(($3 & 255))
	fi
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	load sign_common
	"${CC:-cc}" -O1 -o manifest_lookup -I"$TOP" "$BATS_TEST_DIRNAME/manifest_lookup.c" \
		"$TOP/kernel/statement.c" "$TOP/kernel/manifest.c" "$TOP/kernel/reason.c"
	mkdir -p root/{bin,lib/modules,etc,opt/deep/er}
	elf root/bin/exec 2 1 2
	elf root/bin/pie 2 1 3 interp
	elf root/bin/exec32 1 1 2
	elf root/bin/pie-be 2 2 3 interp
	elf root/bin/pie32-be 1 2 3 interp
	elf root/lib/lib.so 2 1 3
	elf root/lib/lib32-be.so 1 2 3
	elf root/lib/object.o 2 1 1
	elf root/lib/core 2 1 4
	elf root/lib/modules/a.ko 2 1 1
	printf '\xfd7zXZ\0xz' > root/lib/modules/b.ko.xz
	printf '\x28\xb5\x2f\xfdzst' > root/lib/modules/c.ko.zst
	printf '\x1f\x8bgz' > root/lib/modules/d.ko.gz
	printf '\x1f\x8bno module' > root/etc/data.gz
	echo 'not compressed' > root/lib/modules/e.ko.xz
	printf '#!/bin/sh\n' > root/opt/deep/er/script
	printf '#!' > root/opt/shortest
	printf '#' > root/opt/hash
	echo text > root/etc/text
	: > root/etc/empty
	ln -s ../bin/pie root/etc/link
	ln -s /etc root/opt/dir-link
	mkfifo root/etc/fifo
}

setup() {
	load sign_common
	cd "$BATS_FILE_TMPDIR" || return
	rm -rf out t
	mkdir t
}

manifest() {
	"$LORICA" manifest "$@"
}

# kinds STMT: "kind path" of every entry, by path
kinds() {
	./manifest_lookup "$1" < /dev/null | tr '\0' '\n' | cut -d' ' -f1,3- | sort -k2
}

@test "manifest: what is code, and of which kind" {
	manifest root -o out
	kinds out > got
	diff - got <<-EOF
		1 /bin/exec
		1 /bin/exec32
		1 /bin/pie
		1 /bin/pie-be
		1 /bin/pie32-be
		2 /lib/lib.so
		2 /lib/lib32-be.so
		4 /lib/modules/a.ko
		4 /lib/modules/b.ko.xz
		4 /lib/modules/c.ko.zst
		4 /lib/modules/d.ko.gz
		3 /opt/deep/er/script
		3 /opt/shortest
	EOF
}

@test "manifest: firmware is what lies where the kernel looks for it, packed or not" {
	rm -rf fw
	mkdir -p fw/{lib,usr/lib,opt/lib}/firmware/sub fw/lib/firmware2 fw/lib/modules
	echo plain > fw/lib/firmware/a.bin
	printf '\xfd7zXZ\0xz' > fw/usr/lib/firmware/sub/b.bin.xz
	printf '\x28\xb5\x2f\xfdzst' > fw/usr/lib/firmware/c.bin.zst
	(cd fw/lib/firmware && elf dsp.elf 1 1 2)
	printf '#!' > fw/lib/firmware/script
	echo data > fw/lib/firmware2/no
	echo data > fw/opt/lib/firmware/no
	manifest fw -o out
	kinds out > got
	diff - got <<-EOF
		6 /lib/firmware/a.bin
		6 /lib/firmware/dsp.elf
		6 /lib/firmware/script
		6 /usr/lib/firmware/c.bin.zst
		6 /usr/lib/firmware/sub/b.bin.xz
	EOF
	echo more > more.bin
	manifest fw --add /lib/firmware/d.bin=more.bin --add /etc/d.bin=more.bin -o out
	kinds out > got
	grep -qx '6 /lib/firmware/d.bin' got
	grep -qx '5 /etc/d.bin' got
	# The digest is that of the file as it lies there: the kernel asks before it unpacks.
	digest=$(sha256sum < fw/usr/lib/firmware/sub/b.bin.xz | cut -d' ' -f1)
	echo "$digest" | ./manifest_lookup out | tr '\0' '\n' | grep -q "$digest /usr/lib/firmware/sub/b.bin.xz"
	run manifest fw -o out
	[[ ${lines[0]} == *" 5 files (0 elf, 0 libraries, 0 scripts, 0 modules, 5 firmware, 0 other), "* ]]
}

@test "manifest: --all has every regular file, with sha256sum's digests" {
	manifest root --all -o out
	(cd root && find . -type f -print0 | xargs -0 sha256sum) | sed 's/ [ *]\.\// \//' | sort > want
	cut -d' ' -f1 < want | ./manifest_lookup out | tr '\0' '\n' | cut -d' ' -f2- | sort > got
	diff want got
}

@test "manifest: real files of this machine" {
	manifest /usr/bin -o out
	find /usr/bin -xdev -type f -exec sha256sum {} + | cut -d' ' -f1 | sort -u > want
	./manifest_lookup out < /dev/null | tr '\0' '\n' | cut -d' ' -f2 | sort -u > got
	[ -s got ]
	[ -z "$(comm -13 want got)" ]
	./manifest_lookup out < got > /dev/null
}

# verity TREE: what fsverity(1) says of each file, as `lorica show` would
verity() {
	(cd "$1" && find . -type f -print0 | xargs -0 fsverity digest) |
		sed 's/^sha256:\([0-9a-f]*\) \.\(.*\)/fsverity:\1 \2/' | sort
}

@test "manifest: --fsverity-only has the digests of fsverity(1)" {
	mkdir t/lib
	for n in 0 1 4095 4096 4097 524287 524288 524289 67108864 67108865; do
		head -c $n /dev/zero | openssl enc -aes-128-ctr -K 00 -iv 00 > t/lib/$n 2> /dev/null
	done
	manifest t --all --fsverity-only -o out
	verity t > want
	"$LORICA" show out | sed 's/  other  / /' | sort > got
	[ "$(wc -l < want)" = 10 ]
	diff want got
}

@test "manifest: --fsverity-only on real files of this machine" {
	mkdir -p t/bin
	find /usr/bin -xdev -maxdepth 1 -type f -size +64k | head -n 100 | xargs cp -t t/bin
	manifest t --fsverity-only --jobs 3 -o out
	"$LORICA" show out | cut -d' ' -f1 | sort -u > got
	[ "$(wc -l < got)" -gt 20 ]
	verity t | cut -d' ' -f1 | sort -u | comm -13 - got > wrong
	[ ! -s wrong ]
}

@test "manifest: --fsverity has both digests under one path" {
	manifest root --fsverity -o out
	manifest root --fsverity-only -o only
	manifest root -o plain
	"$LORICA" show plain > want
	# Modules are judged by the bytes in the kernel's memory.
	[ "$("$LORICA" show only | grep -vc '^fsverity:')" = 4 ]
	! "$LORICA" show only | grep -v '^fsverity:' | grep -v '  module  '
	"$LORICA" show only | grep '^fsverity:' >> want
	sort want | diff - <("$LORICA" show out | sort)
	[ "$(strings -a out | grep -c '^/bin/pie$')" = 1 ]
	"$LORICA" show -j only | python3 -c 'import json, sys; d = json.load(sys.stdin)["files"]
assert all(("fsverity" in f) != ("sha256" in f) for f in d)
assert sum("fsverity" in f for f in d) == 9'
}

@test "manifest: a digest is found in its tier alone" {
	manifest root --fsverity-only -o out
	"$LORICA" show out | sed -n 's/^fsverity:\([0-9a-f]*\).*/\1/p' | head -n 1 > digest
	[ -s digest ]
	! ./manifest_lookup out < digest
}

@test "manifest: --fsverity with equal files, hard links and --add" {
	cp root/bin/pie t/one
	ln t/one t/two
	cp root/bin/pie t/three
	manifest t --fsverity --add /four=root/bin/pie -o out
	[ "$("$LORICA" show out | cut -d' ' -f1 | sort -u | wc -l)" = 2 ]
	[ "$("$LORICA" show out | wc -l)" = 8 ]
	[ "$("$LORICA" show out | grep '^fsverity' | cut -d' ' -f5 | tr '\n' ' ')" = '/four /one /three /two ' ]
}

@test "manifest: the bytes do not depend on the threads" {
	manifest /usr/bin root --all --fsverity --jobs 1 -o one
	manifest /usr/bin root --all --fsverity --jobs 7 -o seven
	cmp one seven
	manifest /usr/bin root --all --jobs 1 -o one
	manifest /usr/bin root --all --jobs 7 -o seven
	cmp one seven
	manifest root /usr/bin --all --jobs 256 -o turned
	cmp one turned
}

@test "manifest: the summary, as text and as JSON" {
	run manifest root -o out
	[ "$status" -eq 0 ]
	[[ ${lines[0]} == "lorica: manifest 'rootfs': 13 files (5 elf, 2 libraries, 2 scripts, 4 modules, 0 firmware, 0 other), "* ]]
	[[ ${lines[1]} == *'skipped: 7 not code, 2 symbolic links, 1 special files, 0 mount points, 0 excluded, 0 unreadable' ]]
	command -v python3 > /dev/null || skip "no python3"
	manifest root -o out -j 2> /dev/null | python3 -c 'import json, sys; d = json.load(sys.stdin)
assert d["files"] == 13 and d["elf"] == 5 and d["skipped"]["symlinks"] == 2'
}

@test "manifest: to standard output, where no summary gets in" {
	manifest root -j -o - > piped 2> /dev/null
	manifest root -o out
	cmp piped out
}

@test "manifest: -q says nothing, -v says every file" {
	run manifest root -q -o out
	[ -z "$output" ]
	run manifest root -v -o out
	[[ $output == *$'script /opt/shortest\n'* ]]
}

@test "manifest: sign and verify take it" {
	make_key key
	manifest root -o out --name image --serial 3 --epoch 2 --device "$(printf 'Ab%.0s' {1..32})"
	"$LORICA" sign out --key key.key --cert key.crt -o signed
	policy p.stmt 1 0 "vendor:$P_MANIFEST:key.crt"
	make_key anchor
	by_openssl p.stmt anchor p
	run "$LORICA" verify signed --anchor anchor.crt --policy p
	[ "$status" -eq 0 ]
	[[ $output == *$'name image\nserial 3\nepoch 2\n'* ]]
	[[ $output == *"device $(printf 'ab%.0s' {1..32})"* ]]
	[[ $output == *'files 13'* ]]
}

@test "manifest: an empty tree is a manifest without sections" {
	manifest t -o out
	[ "$(stat -c %s out)" = 128 ]
	[ -z "$(kinds out)" ]
}

@test "manifest: hard links have one entry for each name" {
	cp root/bin/pie t/one
	ln t/one t/two
	ln root/lib/modules/a.ko t/three.o
	ln t/three.o t/four.ko
	manifest t -o out
	rm t/three.o t/four.ko
	[ "$(kinds out)" = $'4 /four.ko\n1 /one\n1 /two' ]
}

@test "manifest: equal files have one entry for each path, in order" {
	for name in c a b; do cp root/bin/pie t/$name; done
	manifest t -o out
	[ "$(./manifest_lookup out < /dev/null | tr '\0' '\n' | cut -d' ' -f3)" = $'/a\n/b\n/c' ]
}

@test "manifest: sparse files are hashed to their end" {
	cp root/bin/exec t/sparse
	truncate -s 100M t/sparse
	manifest t -o out
	sha256sum < t/sparse | cut -d' ' -f1 | ./manifest_lookup out > /dev/null
}

@test "manifest: names are kept byte for byte" {
	names=($'new\nline' $'tab\tand\x01' $'\xff\xfe' ' space ' "quote'\"" '-dash' 'b\slash' '*')
	for name in "${names[@]}"; do printf '#!%s' "$name" > "t/$name"; done
	manifest t -o out
	./manifest_lookup out < /dev/null | cut -z -d' ' -f3- | sort -z > got
	printf '/%s\0' "${names[@]}" | LC_ALL=C sort -z > want
	LC_ALL=C sort -z got | cmp - want
}

@test "manifest: broken ELF is no code, and breaks nothing" {
	for n in 4 15 16 17 20 40 51 63; do head -c $n root/bin/pie > t/cut-$n; done
	# The table of program headers behind the end, of wrong size, of no entries.
	cp root/bin/pie t/phoff; poke t/phoff 32 '\xff\xff\xff\xff\xff\xff\xff\xff'
	cp root/bin/pie t/phoff2; poke t/phoff2 33 '\x01'
	cp root/bin/pie t/phentsize; poke t/phentsize 54 '\x20'
	cp root/bin/pie t/phnum; poke t/phnum 56 '\x00\x00'
	cp root/bin/pie t/xnum; poke t/xnum 56 '\xff\xff'
	cp root/bin/pie t/many; poke t/many 56 '\x00\x40'
	cp root/bin/pie t/class; poke t/class 4 '\x03'
	cp root/bin/pie t/order; poke t/order 5 '\x00'
	cp root/bin/pie t/version; poke t/version 6 '\x02'
	manifest t -o out
	[ -z "$(kinds out)" ]
	manifest t --all -o out
	[ "$(kinds out | wc -l)" = 17 ]
}

@test "manifest: PT_INTERP far down a long table is found" {
	cp root/lib/lib.so t/long
	head -c $((56 * 300)) /dev/zero >> t/long
	poke t/long 56 '\x2c\x01'
	poke t/long $((64 + 56 * 299)) '\x03'
	manifest t -o out
	[ "$(kinds out)" = '1 /long' ]
}

@test "manifest: symbolic links lead nowhere" {
	ln -s /usr/bin t/dir
	ln -s /bin/sh t/sh
	ln -s .. t/up
	ln -s loop t/loop
	manifest t -o out
	[ -z "$(kinds out)" ]
}

@test "manifest: mount points are not entered, unless asked" {
	mkdir t/mnt
	touch t/file
	unshare -rm true 2> /dev/null || skip "no mount namespaces"
	run unshare -rm sh -c "mount --bind root t/mnt && mount --bind root/bin/pie t/file &&
		'$LORICA' manifest t -o out && '$LORICA' manifest t --cross-mounts -o crossed"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[1]} == *' 2 mount points'* ]]
	[ -z "$(kinds out)" ]
	[ "$(kinds crossed | wc -l)" = 14 ]
}

@test "manifest: --exclude by path, by name, by directory" {
	manifest root -o out --exclude '/bin/*' --exclude '*.xz' --exclude /opt --exclude lib/
	kinds out > got
	[ "$(cut -d' ' -f2 < got | tr '\n' ' ')" = \
		'/lib/lib.so /lib/lib32-be.so /lib/modules/a.ko /lib/modules/c.ko.zst /lib/modules/d.ko.gz ' ]
}

@test "manifest: --scripts takes what has no #!, as a script" {
	mkdir scripts
	echo 'print(1)' >scripts/a.py
	echo 'print(2)' >scripts/a.txt
	printf '\x7fELFpy' >scripts/b.py
	printf '#!/bin/sh\n' >scripts/c
	manifest scripts -o out
	[ "$(kinds out)" = '3 /c' ]
	manifest scripts -o out --scripts '*.py'
	[ "$(kinds out)" = $'3 /a.py\n3 /b.py\n3 /c' ]
	manifest scripts -o out --scripts '/a.*' --exclude '*.txt'
	[ "$(kinds out)" = $'3 /a.py\n3 /c' ]
	manifest root scripts -o out --scripts '*.py'
	kinds out | grep -q ' /bin/exec$'
	run "$LORICA" manifest scripts -o out --scripts
	[ "$status" -eq 2 ]
}

@test "manifest: a kernel without openat2 gives the same, and follows no link either" {
	cat > no-openat2.c <<-'EOF'
		#include <errno.h>
		long syscall(long number, ...)
		{
			(void)number;
			errno = ENOSYS;
			return -1;
		}
	EOF
	"${CC:-cc}" -shared -fPIC -o no-openat2.so no-openat2.c
	cp -a root t/root
	ln -s /usr/bin t/root/bin/dir
	manifest t/root -o out
	LD_PRELOAD=$PWD/no-openat2.so "$LORICA" --version | grep -q lorica ||
		skip "no LD_PRELOAD here"
	LD_PRELOAD=$PWD/no-openat2.so "$LORICA" manifest t/root -o t/old
	cmp out t/old
}

@test "manifest: several trees are one" {
	mkdir -p t/a t/b
	cp root/bin/pie t/a/same
	cp root/bin/pie t/b/same
	cp root/bin/exec t/a/only-a
	cp root/bin/exec32 t/b/only-b
	manifest t/a t/b -o out
	[ "$(kinds out)" = $'1 /only-a\n1 /only-b\n1 /same' ]
}

@test "manifest: one path with two contents is an error that names both" {
	mkdir -p t/a t/b
	cp root/bin/pie t/a/x
	cp root/bin/exec t/b/x
	echo before > out
	fails 1 "'/x' is not the same file in 't/" manifest t/a t/b -o out
	[[ $output == *"'t/a'"* && $output == *"'t/b'"* ]]
	[ "$(cat out)" = before ]
}

@test "manifest: --add lists a file from elsewhere, code or not" {
	manifest t -o out --add /usr/bin/new=root/bin/pie --add /etc/x=root/etc/text
	[ "$(kinds out)" = $'5 /etc/x\n1 /usr/bin/new' ]
	fails 1 "cannot read 'absent': No such file" manifest t -o out --add /x=absent
	fails 1 "'root/etc/fifo' is not a regular file" manifest t -o out --add /x=root/etc/fifo
	fails 1 "'/bin/pie' is not the same file in" manifest root -o out --add /bin/pie=root/bin/exec
}

@test "manifest: what cannot be read fails, and --keep-going does without it" {
	[ "$(id -u)" -ne 0 ] || command -v setpriv > /dev/null || skip "root reads everything"
	cp root/bin/pie t/good
	cp root/bin/exec t/secret
	mkdir t/closed
	chmod 000 t/secret t/closed
	chmod 755 . ..
	as=()
	[ "$(id -u)" -ne 0 ] || as=(setpriv --reuid 65534 --clear-groups \
		--bounding-set -all --inh-caps -all)
	cat "$LORICA" > lorica.bin && chmod 755 lorica.bin
	"${as[@]}" ./lorica.bin --version || skip "no other user can come here"
	run "${as[@]}" ./lorica.bin manifest t -o -
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"cannot read '/secret' in 't': Permission denied"* ]]
	[[ $output == *"cannot read '/closed' in 't': Permission denied"* ]]
	[[ $output == *'nothing was written'* ]]
	"${as[@]}" ./lorica.bin manifest t --keep-going -o - > out
	chmod 755 t/closed
	[ "$(kinds out)" = '1 /good' ]
}

@test "manifest: a file that changes while it is hashed is found" {
	{ printf '#!'; head -c 200000000 /dev/zero; } > t/busy
	(while [ -e t/busy ]; do printf x >> t/busy; sleep 0.01; done) &
	writer=$!
	run manifest t -o out
	rm -f t/busy
	wait $writer
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"cannot read '/busy' in 't': it changed meanwhile"* ]]
	[ ! -e out ]
}

@test "manifest: a tree deeper than the limit of open files" {
	p=t
	for ((i = 0; i < 200; i++)); do p=$p/d; done
	mkdir -p $p
	cp root/bin/pie $p/x
	(ulimit -n 32; "$LORICA" manifest t -o out --jobs 2)
	[ "$(kinds out | wc -l)" = 1 ]
}

@test "manifest: a path above the limit is reported" {
	name=$(printf 'n%.0s' {1..250})
	(
		cd t || exit
		for ((i = 0; i < 17; i++)); do mkdir "$name"; cd "$name" || exit; done
		echo '#!' > x
	)
	run manifest t -o out
	[ "$status" -eq 1 ]
	[[ $output == *'File name too long'* ]]
	[ ! -e out ]
}

@test "manifest: --dry-run writes nothing and needs no -o" {
	run manifest root -n
	[ "$status" -eq 0 ]
	run manifest root -n -o out
	[ "$status" -eq 0 ]
	[ ! -e out ]
}

@test "manifest: --from-tree is a tree by name" {
	mkdir -p second/opt
	printf '#!/bin/sh\necho second\n' >second/opt/second
	"$LORICA" -q manifest root second -o plain
	"$LORICA" -q manifest --from-tree root --from-tree second -o named
	cmp plain named
	"$LORICA" -q manifest second --from-tree root -o mixed
	cmp plain mixed
	"$LORICA" -q manifest --from-tree root -o one
	run cmp -s plain one
	[ "$status" -eq 1 ]
	fails 1 "cannot open 'absent': No such file or directory" manifest --from-tree absent -o out
	fails 1 "cannot open 'absent': No such file or directory" manifest root --from-tree absent -o out
	fails 2 'needs an argument' manifest -o out --from-tree
	[ ! -e out ]
}

@test "manifest: wrong calls" {
	fails 2 'takes at least one ROOTFS' manifest -o out
	fails 2 'needs -o OUT' manifest root
	fails 2 '--serial takes' manifest root -o out --serial 0
	fails 2 '--serial takes' manifest root -o out --serial 18446744073709551616
	fails 2 '--epoch takes' manifest root -o out --epoch -1
	fails 2 '--jobs takes' manifest root -o out --jobs 0
	fails 2 '--jobs takes' manifest root -o out --jobs 257
	fails 2 '--device takes' manifest root -o out --device abc
	fails 2 '--device takes' manifest root -o out --device "$(printf 'xy%.0s' {1..32})"
	fails 2 '--name is' manifest root -o out --name 'a b'
	fails 2 '--add takes' manifest root -o out --add relative=root/bin/pie
	fails 2 '--add takes' manifest root -o out --add /nothing
	fails 2 'no option --what' manifest root -o out --what
	fails 1 "cannot open 'absent': No such file or directory" manifest absent -o out
	fails 1 "cannot open 'root/bin/pie': Not a directory" manifest root/bin/pie -o out
	fails 1 "cannot write 'nowhere/out'" manifest root -o nowhere/out
	[ ! -e out ]
}
