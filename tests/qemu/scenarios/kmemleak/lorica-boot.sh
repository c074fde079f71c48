# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# In the place of /scripts/lorica-boot.sh: load, replace, refuse and remove everything once without
# the seal, and look for leaks. Then start as usual. After the seal debugfs cannot be opened any
# more, so the scanner stays open as descriptor 9, for the scenario to use.
. /scripts/lorica-boot-one.sh
eval "$(sed -n '/^lorica_start()/,/^}/p' /scripts/lorica-boot-one.sh | sed 's/^lorica_start/seal_as_usual/')"

lorica_start() {
	mount -t debugfs -o nosuid,nodev,noexec debugfs /sys/kernel/debug
	mount -t securityfs -o nosuid,nodev,noexec securityfs /sys/kernel/security
	leaks=/sys/kernel/debug/kmemleak
	# Objects that the kernel's own start leaves behind are not ours.
	echo scan >$leaks
	echo clear >$leaks
	modprobe lorica || lorica_off 'cannot load the module'
	for statement in policy manifest newer newer policy; do
		lorica -q load /etc/lorica/$statement.stmt
	done
	head -c 1000 /etc/lorica/manifest.stmt >/dev/cut
	lorica -q load /dev/cut
	lorica status >/dev/unsealed
	rmmod lorica || lorica_off 'cannot remove the module'
	# Twice with a pause: a pointer may be in a register during one scan.
	echo scan >$leaks
	sleep 6
	echo scan >$leaks
	cat $leaks >/dev/leaks-removed || echo 'the scanner does not answer' >/dev/leaks-removed
	echo clear >$leaks
	exec 9<>$leaks
	umount /sys/kernel/security
	mkdir /tmp
	mv /etc/lorica/newer.stmt /tmp
	seal_as_usual
}
