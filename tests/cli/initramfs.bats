#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154,SC2317,SC2329 # what is sourced calls these functions

# What initramfs/lorica-boot.sh does with each exit status of `lorica boot`, with
# every program in it replaced: nothing here mounts, loads or switches off.

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	sed 's,/dev/console,console,g' "$BATS_TEST_DIRNAME/../../initramfs/lorica-boot.sh" >boot.sh
	touch console
}

# after STATUS: what becomes of the device when `lorica boot` ends so
after() (
	set +e # as in an initramfs
	. ./boot.sh
	mount() { :; }
	modprobe() { return "${no_module:-0}"; }
	status=$1
	lorica() { return "$status"; }
	sh() { printf 'shell, '; }
	# The real one writes to /proc/sysrq-trigger.
	lorica_off() {
		echo "off: $1"
		exit 0
	}
	lorica_start
	echo goes on
)

@test "initramfs: goes on after 0 and nothing else" {
	[ "$(after 0)" = 'goes on' ]
	for status in 1 2 3 4 5 7 64 126 127 137 139 255; do
		[ "$(after $status)" = 'off: boot refused' ]
	done
}

@test "initramfs: a shell after 6 alone, and off when it ends" {
	after 6
	[ "$(cat console)" = 'shell, ' ]
	[ "$(after 6)" = 'off: boot refused' ]
	: >console
	panic=10 after 6
	[ ! -s console ]
	after 5
	[ ! -s console ]
}

@test "initramfs: off when the module does not load" {
	[ "$(no_module=1 after 0)" = 'off: cannot load the module' ]
}

# starts: what is loaded, and what `lorica boot` is called with
starts() (
	set +e
	sed -i 's,/etc/lorica/,etc/,g' boot.sh
	. ./boot.sh
	mount() { :; }
	modprobe() {
		echo "modprobe $*"
		[ "$2" != missing ]
	}
	lorica() { echo "lorica $*"; }
	lorica_start
)

@test "initramfs: what is loaded before the policy" {
	mkdir etc
	touch etc/policy.stmt etc/rootfs.stmt
	lorica='lorica boot --policy etc/policy.stmt --manifest etc/rootfs.stmt'
	[ "$(starts)" = "modprobe lorica
$lorica" ]
	# What does not load ends nothing.
	printf '# TPM\n\nmissing\n  tpm_tis  # or tpm_crb\n' >etc/modules
	[ "$(starts)" = "modprobe lorica
modprobe -q missing
modprobe -q tpm_tis
$lorica" ]
}

@test "initramfs: the file with the smallest epoch" {
	mkdir etc
	touch etc/policy.stmt
	echo '/boot/with space/epoch' >etc/epoch-file
	[ "$(starts | tail -n 1)" = 'lorica boot --policy etc/policy.stmt --epoch-file /boot/with space/epoch' ]
	# An empty one names none; the policy says what becomes of that.
	: >etc/epoch-file
	[ "$(starts | tail -n 1)" = 'lorica boot --policy etc/policy.stmt --epoch-file ' ]
	rm etc/epoch-file
	[ "$(starts | tail -n 1)" = 'lorica boot --policy etc/policy.stmt' ]
}
