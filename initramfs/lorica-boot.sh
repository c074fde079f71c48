# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Sourced in an initramfs, by lorica-init and by the script for initramfs-tools: start Lorica, or do
# what the signed policy says. It is /scripts/lorica-boot.sh there. Sourcing runs nothing.

# The CPU's own SHA-256, whichever the kernel has: the generic code is several times slower.
# shellcheck disable=SC2034 # for those who source this
lorica_sha256='sha256_ssse3 sha2-ce sha256-arm64'

# lorica_off WHY: never returns.
lorica_off() {
	echo "lorica: $1, switching off" >/dev/console
	sleep 1
	poweroff -f
	# A policy in force may refuse that program; this needs none.
	echo o >/proc/sysrq-trigger
	# Neither worked. The end of process 1 is a kernel panic; the end of another would let the boot go on.
	[ $$ != 1 ] || exit 1
	while :; do sleep 1; done
}

# lorica_start: returns only on a sealed system.
lorica_start() {
	mount -t securityfs -o nosuid,nodev,noexec securityfs /sys/kernel/security
	modprobe lorica || lorica_off 'cannot load the module'
	# What the policy asks for, and the kernel has as modules: the driver of the TPM. One that does not load shows
	# in what the policy says.
	if [ -e /etc/lorica/modules ]; then
		while read -r module _; do
			case $module in '' | '#'*) continue ;; esac
			modprobe -q "$module"
		done </etc/lorica/modules
	fi
	set -- --policy /etc/lorica/policy.stmt
	# Where `rollback file` has its file. Who names one has mounted what it lies on.
	if [ -e /etc/lorica/epoch-file ]; then
		epoch_file=
		read -r epoch_file </etc/lorica/epoch-file
		set -- "$@" --epoch-file "$epoch_file"
	fi
	for statement in /etc/lorica/*.stmt; do
		[ "$statement" = /etc/lorica/policy.stmt ] || set -- "$@" --manifest "$statement"
	done
	lorica boot "$@"
	case $? in
	0) return 0 ;;
	# The signed policy says: on-fail shell. Where panic= forbids shells (initramfs-tools), it still does.
	6) [ -n "${panic:-}" ] || sh </dev/console >/dev/console 2>&1 ;;
	esac
	lorica_off 'boot refused'
}
