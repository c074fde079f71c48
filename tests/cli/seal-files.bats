#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
# What can be tested without a file system that has fs-verity; the scenario fsverity does the rest.
bats_require_minimum_version 1.5.0
load common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	mkdir -p tree/bin
	printf '#!/bin/sh\n' >tree/bin/script
	"$LORICA" -q manifest tree --fsverity -o both
	"$LORICA" -q manifest tree -o plain
	certificate key.crt
	"$LORICA" sign both --key key.crt.key --cert key.crt -o both.stmt
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
	[ "$(stat -f -c %T /dev/shm)" = tmpfs ] || skip "/dev/shm is no tmpfs"
	there=$(mktemp -d /dev/shm/lorica-test.XXXXXX)
	cp -r tree/bin "$there"
}

teardown() {
	[ -z "$there" ] || rm -rf "$there"
}

@test "seal-files: a file system without fs-verity" {
	for m in both both.stmt; do
		run_split "$LORICA" seal-files --root "$there" -m $m
		[ "$status" -eq 1 ]
		[ "$stderr" = "lorica seal-files: cannot seal '/bin/script': its file system has no fs-verity (ext4: mkfs.ext4 -O verity)" ]
		[ "$output" = 'lorica seal-files: 0 sealed, 0 were before, 1 failed' ]
	done
	run_split "$LORICA" seal-files "$there/bin/script"
	[ "$status" -eq 1 ]
	run_split "$LORICA" -j seal-files --root "$there" -m both
	[ "$status" -eq 1 ]
	json 'd["failed"] == 1 and d["sealed"] == 0 and d["files"][0]["path"] == "/bin/script"'
	json 'd["files"][0]["result"] == "failed" and "fsverity" not in d["files"][0]'
}

@test "seal-files: a manifest without fs-verity digests has nothing to seal" {
	run_split "$LORICA" seal-files --root "$there" -m plain
	[ "$status" -eq 0 ]
	[ "$output" = 'lorica seal-files: 0 sealed, 0 were before, 0 failed' ]
	[ -z "$stderr" ]
}

@test "seal-files: what is not there, and what is no regular file" {
	rm "$there/bin/script"
	run_split "$LORICA" seal-files --root "$there" -m both
	[ "$status" -eq 1 ]
	contains "$stderr" "cannot seal '/bin/script': No such file or directory"
	mkdir "$there/bin/script"
	run_split "$LORICA" seal-files --root "$there" -m both
	[ "$status" -eq 1 ]
	contains "$stderr" "cannot seal '/bin/script': not a regular file"
	rmdir "$there/bin/script"
	# Nothing outside of the root is sealed.
	ln -s "$PWD/tree/bin/script" "$there/bin/script"
	run_split "$LORICA" seal-files --root "$there" -m both
	[ "$status" -eq 1 ]
	contains "$stderr" "cannot seal '/bin/script': Too many levels of symbolic links"
}

@test "seal-files: what is no manifest" {
	head -c 100 both >cut
	run_split "$LORICA" seal-files --root "$there" -m cut
	[ "$status" -eq 3 ]
	contains "$stderr" "'cut' is no manifest: "
	head -c 100 both.stmt >cut
	run_split "$LORICA" seal-files --root "$there" -m cut
	[ "$status" -eq 3 ]
	# A tier that this version does not know.
	python3 - <<-'END'
		data = bytearray(open('plain', 'rb').read())
		at = 128 + 2 * 16 + 37
		assert data[at] == 2
		for tier in 0, 1, 4:
		    data[at] = tier
		    open('tier-%d' % tier, 'wb').write(data)
	END
	for tier in 0 1 4; do
		run_split "$LORICA" seal-files --root "$there" -m tier-$tier
		[ "$status" -eq 3 ]
		contains "$stderr" 'a field has a value outside its range'
		run_split "$LORICA" show tier-$tier
		[ "$status" -eq 3 ]
	done
}

@test "seal-files: wrong calls" {
	run_split "$LORICA" seal-files
	[ "$status" -eq 2 ]
	contains "$stderr" 'needs -m MANIFEST, or a FILE'
	run_split "$LORICA" seal-files --root nowhere -m both
	[ "$status" -eq 1 ]
	contains "$stderr" "cannot open 'nowhere': No such file or directory"
	run_split "$LORICA" seal-files -m nowhere
	[ "$status" -eq 1 ]
	contains "$stderr" "cannot read 'nowhere': No such file or directory"
	run_split "$LORICA" seal-files --what
	[ "$status" -eq 2 ]
}
