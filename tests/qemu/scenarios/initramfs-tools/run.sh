#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Behind Debian's own initramfs: sealed before the disk was there, and nothing of the initramfs refused.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

# after_seal WHAT REGEX: the kernel log has it, behind the line of the seal.
after_seal() {
	allowed "$1" sh -c 'dmesg | sed -n "/lorica: sealed/,\$p" | grep -Eq -- "$1"' sh "$2"
}

# udevd, or whatever else the initramfs started.
leftovers() {
	for exe in /proc/[0-9]*/exe; do
		case $(readlink "$exe") in *udevd* | *'(deleted)') ls -l "$exe" ;; esac
	done
}

plan 14

# Before anything is refused on purpose.
lorica events >/tmp/events
allowed 'there are events of the boot' grep -q ' sealed ' /tmp/events
refused 'nothing of the initramfs was refused' grep -E '(^| )deny ' /tmp/events
allowed 'status: sealed' sh -c 'lorica status | grep -qx "sealed yes"'
allowed 'status: both manifests' sh -c '[ "$(lorica status | grep -Ec "^manifest (rootfs|initramfs) ")" = 2 ]'
after_seal 'the disk came after the seal' 'virtio_blk .*\[vda\]'
after_seal 'the root file system came after the seal' 'EXT4-fs \(vda\): mounted'
allowed 'udevd loaded its driver from the initramfs' grep -q '^virtio_blk ' /proc/modules
allowed 'the driver for SHA-256 is loaded' grep -q '^sha256_ssse3 ' /proc/modules
allowed 'no program of the initramfs is left' sh -c '[ -z "$1" ]' sh "$(leftovers)"

allowed 'a listed program runs' /attack/signed/prog
refused_with EACCES 'an unlisted one does not' /attack/unsigned/prog
cp /usr/bin/true /tmp/copy
refused_with EACCES 'a copy of a listed one on tmpfs does not' /tmp/copy
refused 'an unlisted library does not load' python3 -c 'import ctypes; ctypes.CDLL("/attack/unsigned/lib.so")'
refused 'rmmod -f' rmmod -f lorica
