#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the audit says of the kernel is so: each pass stands beside the act that is refused, and when
# the policy changes the answer does.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

# audited STATUS CHECK [OPTION...]: a check has this status
audited() {
	audited_status=$1 audited_check=$2
	shift 2
	allowed "audit: $audited_check is $audited_status${1:+, $*}" sh -c '
		status=$1 check=$2
		shift 2
		lorica-full -j audit "$@" 1.4.1 1.9 3 6.5.1 7 >/tmp/audit.json
		python3 says.py /tmp/audit.json "$check" "$status"' sh "$audited_status" "$audited_check" "$@"
}

plan 19

refused_with EACCES 'an unsigned program' /attack/unsigned/prog
audited pass lorica.code
refused 'reading /dev/mem' head -c 1 /dev/mem
audited pass lorica.memory
allowed 'memory that can be written' python3 -c 'import mmap; mmap.mmap(-1, 4096, prot=3)'
refused 'memory that can be written and run' python3 -c 'import mmap; mmap.mmap(-1, 4096, prot=7)'
audited pass lorica.runtime
refused 'a statement with a serial that was' lorica load /audit/initramfs/etc/lorica/policy.stmt
audited pass lorica.change
audited pass lorica.policy
audited pass lorica.events

# One value of sysctl is not the policy's, and it is seen.
write_to /proc/sys/kernel/sysrq 438
audited fail lorica.debug
write_to /proc/sys/kernel/sysrq 0
write_to /proc/sys/kernel/perf_event_paranoid 3
audited pass lorica.debug

# The same by the signed policy of the initramfs, and without its anchor.
audited pass lorica.runtime --root /audit/initramfs --profile /audit/profile
audited error lorica.runtime --root /audit/initramfs

allowed 'a later policy, with less in it' lorica load /audit/weaker.stmt
allowed 'memory that can be written and run' python3 -c 'import mmap; mmap.mmap(-1, 4096, prot=7)'
audited fail lorica.runtime
audited pass lorica.code
