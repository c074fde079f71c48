#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Module of dracut: put the loader, the module and the signed statements into the image. No image is better than
# one that cannot seal: whatever is missing here ends dracut.
# shellcheck disable=SC2154 # the variables are those of dracut

# missing WHAT REMEDY
missing() {
	dfatal "lorica: $1"
	dfatal "lorica: what to do: $2"
	exit 1
}

# It is in each image once it is installed, with --no-hostonly as well.
check() { return 0; }

depends() {
	echo base
	return 0
}

installkernel() {
	local module
	# shellcheck source=initramfs/lorica-boot.sh
	. "$moddir/lorica-boot.sh"
	# Not only what this machine has loaded.
	hostonly='' instmods lorica
	[ -n "$(find "$initdir/lib/modules/$kernel/" "$initdir/usr/lib/modules/$kernel/" -name 'lorica.ko*' 2>/dev/null)" ] || missing "no lorica.ko for kernel $kernel" \
		"build it against that kernel, 'make modules modules_install KDIR=...', and run 'depmod $kernel'"
	# With the USB core. A policy without a usb section does without it.
	hostonly='' instmods -o lorica_usb
	for module in $lorica_sha256; do
		hostonly='' instmods -o "$module"
	done
	# What is loaded before the policy: a driver of the TPM.
	if [ -e "$dracutsysrootdir/etc/lorica/modules" ]; then
		while read -r module _; do
			case $module in '' | '#'*) continue ;; esac
			hostonly='' instmods -o "$module"
		done <"$dracutsysrootdir/etc/lorica/modules"
	fi
}

install() {
	local etc=$dracutsysrootdir/etc/lorica file loader stmt
	[ -s "$etc/policy.stmt" ] ||
		missing "no signed policy $etc/policy.stmt" 'compile and sign it (lorica-compile(8), lorica-sign(8))'
	for stmt in "$etc"/*.stmt; do
		inst_simple "$stmt" "/etc/lorica/${stmt##*/}" || missing "cannot copy $stmt" 'make it readable'
	done
	for file in modules epoch-file; do
		[ ! -e "$etc/$file" ] || inst_simple "$etc/$file" "/etc/lorica/$file" || missing "cannot copy $etc/$file" 'make it readable'
	done
	# The static form, if it is there: what brings no libraries has none to be listed.
	for loader in /usr/local/lib/lorica/lorica /usr/lib/lorica/lorica /usr/local/sbin/lorica /usr/sbin/lorica ''; do
		[ ! -x "$dracutsysrootdir$loader" ] || break
	done
	[ -n "$loader" ] || missing 'no lorica command' "run 'make install-device' or 'make install'"
	inst "$loader" /sbin/lorica || missing "cannot copy $loader" 'install its libraries, or the form without any'
	inst_multiple mount modprobe sleep poweroff || missing 'no mount, modprobe, sleep or poweroff' 'install them'
	inst_simple "$moddir/lorica-boot.sh" /scripts/lorica-boot.sh
	# The first hook there is, before udev and long before a disk is looked at.
	inst_hook cmdline 00 "$moddir/lorica-seal.sh"
}
