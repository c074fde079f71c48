#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output, stderr and status are those of bats
bats_require_minimum_version 1.5.0

# What packages run on a device: maintainer scripts, the hook of apt, the build of DKMS. Nothing is
# installed and nothing is compiled; tests/packaging/debian.sh does that.

setup() {
	TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	packaging=$TOP/packaging
	cd "$BATS_TEST_TMPDIR" || return
}

# A program that says what it was called with.
fake() {
	mkdir -p bin
	printf '#!/bin/sh\necho "%s $*" >>"%s"\nexit %s\n' "$1" "$PWD/calls" "${2:-0}" >"bin/$1"
	chmod +x "bin/$1"
	PATH=$PWD/bin:$PATH
}

# Headers of a kernel that has all there is to have, a certificate, and a pahole.
headers() {
	local option
	mkdir -p kdir/tools/bpf/resolve_btfids
	for option in BPF_LSM BPF_JIT DEBUG_INFO_BTF DEBUG_INFO_BTF_MODULES DYNAMIC_FTRACE_WITH_DIRECT_CALLS \
		SECURITYFS SYSTEM_DATA_VERIFICATION SECCOMP_FILTER; do
		echo "CONFIG_$option=y"
	done >kdir/.config
	touch kdir/vmlinux
	printf '#!/bin/sh\n' >kdir/tools/bpf/resolve_btfids/resolve_btfids
	chmod +x kdir/tools/bpf/resolve_btfids/resolve_btfids
	fake pahole
	openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=anchor -keyout anchor.key -out anchor.crt 2>/dev/null
	export LORICA_ANCHOR=$PWD/anchor.crt LORICA_VMLINUZ=$PWD/none
}

check() { run "$packaging/dkms/dkms-build" --check 6.1.0-test "$PWD/kdir"; }

# refuses TEXT: one line that says what is missing, one that says what to do.
refuses() {
	check
	[ "$status" = 1 ]
	[ "${#lines[@]}" = 2 ]
	[[ ${lines[0]} == "lorica: "*"$1"* ]]
	[[ ${lines[1]} == "   what to do: "* ]]
}

@test "dkms: nothing is missing" {
	headers
	check
	[ "$status" = 0 ]
	[ -z "$output" ]
	openssl x509 -in anchor.crt -outform DER -out anchor.der
	LORICA_ANCHOR=$PWD/anchor.der check
	[ "$status" = 0 ]
}

@test "dkms: no anchor, no build" {
	headers
	LORICA_ANCHOR=$PWD/away refuses "no trust anchor '$PWD/away', so no module for 6.1.0-test"
	[[ ${lines[1]} == *"dkms autoinstall -k 6.1.0-test"* ]]
	: >anchor.crt
	refuses 'no trust anchor'
}

@test "dkms: what is no anchor" {
	headers
	cat anchor.key >>anchor.crt
	refuses 'has a private key in it'
	echo certificate >anchor.crt
	refuses 'is no certificate'
}

@test "dkms: a kernel that cannot enforce" {
	headers
	for option in BPF_LSM BPF_JIT DEBUG_INFO_BTF DEBUG_INFO_BTF_MODULES DYNAMIC_FTRACE_WITH_DIRECT_CALLS \
		SECURITYFS SYSTEM_DATA_VERIFICATION SECCOMP_FILTER; do
		cp kdir/.config config
		sed -i "s/^CONFIG_$option=y/# CONFIG_$option is not set/" kdir/.config
		refuses "kernel 6.1.0-test has no CONFIG_$option"
		mv config kdir/.config
	done
	rm kdir/.config
	refuses "no '$PWD/kdir/.config'"
	[[ ${lines[1]} == *linux-headers-6.1.0-test* ]]
}

@test "dkms: headers without what BTF needs" {
	headers
	rm kdir/vmlinux
	refuses "have no vmlinux, and there is no '$PWD/none'"
	touch image
	LORICA_VMLINUZ=$PWD/image check
	[ "$status" = 0 ]
	rm kdir/tools/bpf/resolve_btfids/resolve_btfids
	LORICA_RESOLVE_BTFIDS=$PWD/none LORICA_VMLINUZ=$PWD/image refuses 'have no resolve_btfids'
}

@test "dkms: wrong usage" {
	run "$packaging/dkms/dkms-build" 6.1.0-test
	[ "$status" = 2 ]
	run "$packaging/dkms/dkms-build" --check
	[ "$status" = 2 ]
}

@test "dkms: the package has each file that the module is made of" {
	local file part src=out/usr/src/lorica-$(sed -n 's/^VERSION := //p' "$TOP/Makefile")
	make -s -C "$TOP" install-dkms DESTDIR="$PWD/out"
	for file in $(sed -n 's/^lorica-\(y\|pure\) [:+]*= //p' "$src/kernel/Kbuild" | tr ' ' '\n' | grep '\.o$'); do
		[ -e "$src/kernel/${file%.o}.c" ] || [ -e "$src/kernel/${file%.o}.S" ] || { echo "no source of $file"; false; }
	done
	while read -r file part; do
		[ -e "$(dirname "$src/kernel/$file")/$part" ] || { echo "$file includes $part"; false; }
	done < <(cd "$src/kernel" && find . -name '*.[ch]' -exec grep -HoP '^#include "\K[^"]+' {} + | tr : ' ')
	! grep -q '#MODULE_VERSION#' "$src/dkms.conf"
	[ -x "$src/dkms-build" ]
	[ -x "$src/btf-of-bzimage.sh" ]
}

@test "btf-of-bzimage: what is no kernel image" {
	head -c 4096 /dev/zero >zero
	run "$TOP/scripts/btf-of-bzimage.sh" zero out
	[ "$status" = 1 ]
	[[ $output == *"'zero' is no x86 kernel image"* ]]
	# The magic number and nothing behind it.
	printf HdrS | dd of=zero bs=1 seek=514 conv=notrunc status=none
	run "$TOP/scripts/btf-of-bzimage.sh" zero out
	[ "$status" = 1 ]
	[[ $output == *"unknown compression"* ]]
	run "$TOP/scripts/btf-of-bzimage.sh" none out
	[ "$status" = 1 ]
	[ ! -e out ]
}

@test "debian: the changelog has the version of the tree" {
	[ "$(dpkg-parsechangelog -l "$packaging/debian/changelog" -S Version)" = "$(sed -n 's/^VERSION := //p' "$TOP/Makefile")" ]
}

@test "debian: lorica-initramfs is not installed without a signed policy" {
	mkdir -p root/etc/lorica
	DPKG_ROOT=$PWD/root run sh "$packaging/debian/lorica-initramfs.preinst" install
	[ "$status" = 1 ]
	[[ $output == *"no signed policy /etc/lorica/policy.stmt"* ]]
	: >root/etc/lorica/policy.stmt
	DPKG_ROOT=$PWD/root run sh "$packaging/debian/lorica-initramfs.preinst" install
	[ "$status" = 1 ]
	echo x >root/etc/lorica/policy.stmt
	DPKG_ROOT=$PWD/root run sh "$packaging/debian/lorica-initramfs.preinst" install
	[ "$status" = 0 ]
	rm root/etc/lorica/policy.stmt
	# An upgrade mends things; mkinitramfs will tell what is missing.
	DPKG_ROOT=$PWD/root run sh "$packaging/debian/lorica-initramfs.preinst" upgrade 0.1.0
	[ "$status" = 0 ]
}

@test "debian: purge removes what the package wrote, and no signed policy" {
	mkdir -p root/var/lib/lorica/manifests root/etc/lorica
	touch root/var/lib/lorica/manifests/a.stmt root/etc/lorica/policy.stmt
	DPKG_ROOT=$PWD/root sh "$packaging/debian/lorica-apt.postrm" remove
	[ -e root/var/lib/lorica/manifests/a.stmt ]
	DPKG_ROOT=$PWD/root sh "$packaging/debian/lorica-apt.postrm" purge
	[ ! -e root/var/lib/lorica ]
	[ -e root/etc/lorica/policy.stmt ]
}

# The command in 90lorica, and no other of this machine, as apt would run it with another path for the script.
apt_hook() {
	local command
	command=$(APT_CONFIG=/dev/null apt-config -c "$packaging/apt/90lorica" dump --format '%f=%v%n' DPkg::Pre-Install-Pkgs |
		sed -n "/stage-manifests/{s,/usr/lib/lorica/stage-manifests,$1,g; s/^DPkg::Pre-Install-Pkgs::=//p}")
	[[ $command == *"$1"* ]] || return 9
	# apt would be killed by SIGPIPE, so all of its list has to be read.
	set -o pipefail
	seq -f /var/cache/apt/archives/app_%.0f_arm64.deb 100000 | sh -c "$command"
}

@test "apt: the hook outlives its script" {
	run apt_hook "$PWD/none"
	[ "$status" = 0 ]
	printf '#!/bin/sh\ncat >/dev/null\nexit 7\n' >script
	chmod +x script
	run apt_hook "$PWD/script"
	[ "$status" = 7 ]
}

# stage NODE ARGUMENT...: stage-manifests of a system whose node is NODE.
stage() {
	sed -e "s,/sys/kernel/security/lorica/load,$1," -e 's,/usr/local/lib/lorica/lorica /usr/lib/lorica/lorica ,,' \
		"$packaging/apt/stage-manifests" >stage.sh
	shift
	mkdir -p state/incoming state/manifests
	LORICA_STATE=$PWD/state sh stage.sh "$@" </dev/null
}

@test "stage-manifests: what the kernel takes is kept for the next boot" {
	fake lorica
	mkdir -p state/incoming
	touch state/incoming/a.stmt state/incoming/b.stmt node
	stage node
	[ "$(cat calls)" = "lorica load --if-newer $PWD/state/incoming/a.stmt
lorica load --if-newer $PWD/state/incoming/b.stmt" ]
	[ "$(ls state/manifests)" = 'a.stmt
b.stmt' ]
	[ -z "$(ls state/incoming)" ]
	rm calls
	stage node boot
	[ "$(cat calls)" = "lorica load --if-newer $PWD/state/manifests/a.stmt $PWD/state/manifests/b.stmt" ]
}

@test "stage-manifests: what the kernel refuses stops apt and stays" {
	fake lorica 3
	mkdir -p state/incoming
	touch state/incoming/a.stmt node
	run stage node
	[ "$status" = 1 ]
	[[ $output == *"a.stmt' is not in force, so its package is not installed"* ]]
	[ -e state/incoming/a.stmt ]
	[ -z "$(ls state/manifests)" ]
	cp state/incoming/a.stmt state/manifests/
	run stage node boot
	[ "$status" = 3 ]
}

@test "stage-manifests: nothing to do" {
	fake lorica 3
	touch node
	stage node
	stage node boot
	touch state/incoming/a.stmt
	# Without Lorica, or while an image is built, the manifest waits.
	stage none
	[ -e state/incoming/a.stmt ]
	[ ! -e calls ]
}
