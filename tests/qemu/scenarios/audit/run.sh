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

# drafted SERIAL PROGRAMS: what `lorica learn --running` drafts has this serial, comes from the one
# before it, and permits these files and no others
drafted() {
	lorica-full -j learn --running -m /audit/manifest.stmt -o /tmp/draft.lorica >/tmp/draft.json &&
		python3 drafts.py /tmp/draft.json "$@"
}

# differs WANTED STATEMENT: `lorica diff --running` has this exit status
differs() {
	lorica-full diff --running "$2"
	[ $? = "$1" ]
}

# explained LINE [ARGUMENT...]: what the running policy says of an event
explained() {
	allowed "explain --running: $1" sh -c '
		line=$1
		shift
		said=$(lorica-full -q explain --running -m /audit/manifest.stmt "$@") || exit
		echo "$said"
		[ "$said" = "$line" ]' sh "$@"
}

# shows STATEMENT: `lorica show --running` says what `lorica show` says of the file
shows() {
	running=$(lorica-full show --running) && file=$(lorica-full show "$1") &&
		echo "$running" | grep -q '^policy audited serial ' && [ "$running" = "$file" ]
}

plan 39

ours=/audit/initramfs/etc/lorica/policy.stmt
allowed 'show --running is the policy of the initramfs' shows $ours
refused '  and not another one' shows /audit/weaker.stmt
allowed 'diff --running: the same' differs 0 $ours
allowed 'diff --running: a weaker policy' differs 1 /audit/weaker.stmt
allowed '  which allows memory to become code' sh -c 'lorica-full diff --running /audit/weaker.stmt | grep -q writable-code'

refused_with EACCES 'an unsigned program' /attack/unsigned/prog
explained 'exec /attack/unsigned/prog: deny: in no manifest that the policy allows' exec /attack/unsigned/prog
allowed 'a listed program' /attack/signed/prog
explained 'exec /attack/signed/prog: allow: listed in a signed manifest' exec /attack/signed/prog
audited pass lorica.code
refused 'reading /dev/mem' head -c 1 /dev/mem
audited pass lorica.memory
allowed 'memory that can be written' python3 -c 'import mmap; mmap.mmap(-1, 4096, prot=3)'
refused 'memory that can be written and run' python3 -c 'import mmap; mmap.mmap(-1, 4096, prot=7)'
explained 'writable-code: deny: memory without a file cannot become executable' writable-code by /usr/bin/python3
audited pass lorica.runtime
allowed 'learn --running: what was refused is not learnt' drafted 6
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
explained "writable-code: allow: not managed" writable-code by /usr/bin/python3
allowed 'show --running is that one now' shows /audit/weaker.stmt
refused '  and no longer the first' shows $ours
allowed 'diff --running: the same' differs 0 /audit/weaker.stmt
allowed 'diff --running: the first one' differs 1 $ours

allowed 'a policy that only reports' lorica load /audit/reports.stmt
allowed 'an unsigned program' /attack/unsigned/prog
explained 'exec /attack/unsigned/prog: audit: in no manifest that the policy allows' exec /attack/unsigned/prog
allowed 'learn --running: what was reported is learnt' drafted 8 /attack/unsigned/prog
allowed '  in a draft that goes on with the running policy' grep -qx 'policy audited serial 8 epoch 1 audit on-fail halt' /tmp/draft.lorica
