# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# In the place of /scripts/lorica-boot.sh: two loaders start at the same moment, with the same
# statements. A third comes with a newer policy, so that it gets as far as the hooks. What they said
# and how they ended is left in /dev, which moves to the root file system.
. /scripts/lorica-boot-one.sh

# loader NAME ARGUMENT...
loader() {
	name=$1
	shift
	lorica boot "$@" >"/dev/loaders/$name" 2>&1
	echo $? >"/dev/loaders/$name.status"
}

# Built-in words only: a policy in force may refuse the busybox of an initramfs, until its manifest is loaded.
in_force() {
	while read -r what name _; do
		[ "$what $name" != "$1" ] || return 0
	done </sys/kernel/security/lorica/status
	return 1
}

lorica_start() {
	mount -t securityfs -o nosuid,nodev,noexec securityfs /sys/kernel/security
	modprobe lorica || lorica_off 'cannot load the module'
	mkdir /dev/loaders
	loader first --policy /etc/lorica/policy.stmt --manifest /etc/lorica/manifest.stmt &
	loader second --policy /etc/lorica/policy.stmt --manifest /etc/lorica/manifest.stmt &
	until in_force 'policy test'; do :; done
	loader third --policy /etc/lorica/newer.stmt
	wait
	in_force 'sealed yes' || lorica_off 'two loaders, and no seal'
}
