#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The log of this boot leads to the PCRs of the TPM. Both come to the host, where others judge too.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

log=/sys/kernel/security/tpm0/binary_bios_measurements
tpm=/sys/class/tpm/tpm0
tool=/tmp/tool
files=/tmp/files
mkdir -p $tool $files

# The disk with the full command and its libraries.
find_tool() {
	for disk in /dev/vd[b-z]; do
		mount -t ext4 -o ro "$disk" $tool 2>/dev/null || continue
		[ ! -x $tool/lorica ] || return 0
		umount $tool
	done
	return 1
}

lorica() {
	$tool/ld.so --library-path $tool $tool/lorica "$@"
}

collect() {
	cat $log >$files/log
	cp /proc/cmdline $files/cmdline
	for bank in $tpm/pcr-*; do
		mkdir "$files/${bank##*/}"
		for pcr in "$bank"/*; do
			cat "$pcr" >"$files/${bank##*/}/${pcr##*/}"
		done
	done
}

# no_is_4 COMMAND...: the exit status of a comparison that says no
no_is_4() {
	status=0
	"$@" || status=$?
	[ $status = 4 ]
}

plan 8
allowed 'the kernel has an event log' test -r $log
allowed 'and the PCRs of four banks' test -r $tpm/pcr-sha1/0 -a -r $tpm/pcr-sha256/0 -a -r $tpm/pcr-sha384/0 -a -r $tpm/pcr-sha512/0
allowed 'the command is at hand' find_tool
allowed 'the log leads to these PCRs' lorica eventlog --running --verify-pcrs
allowed 'log and PCRs are copied' collect
allowed 'the copy leads to them too' lorica eventlog -q --pcrs $files $files/log
sed 's/^./x/;y/0123456789ABCDEFx/123456789ABCDEF00/' $files/pcr-sha384/7 >$files/7
mv $files/pcr-sha384/7 $files/good
mv $files/7 $files/pcr-sha384/7
allowed 'not to another PCR 7' no_is_4 lorica eventlog -q --pcrs $files $files/log
mv $files/good $files/pcr-sha384/7
allowed 'they come to the host' bring $files
