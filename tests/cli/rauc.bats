#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output, stderr and status are those of bats
bats_require_minimum_version 1.5.0

# The handlers of RAUC, called as RAUC 1.8 calls them: without arguments, with the bundle's mount point
# in the environment. The command that loads is one that only says what it was called with.

setup() {
	TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	cd "$BATS_TEST_TMPDIR" || return
	make -s -C "$TOP" install-rauc DESTDIR="$PWD/root"
	mkdir -p bundle/lorica bin state
	# What is a node of the kernel, and a command that a device has, is of this directory here.
	for name in rauc-pre-install rauc-post-install; do
		sed -e "s,/sys/kernel/security/lorica/load,$PWD/node," \
			-e 's,/usr/local/lib/lorica/lorica /usr/lib/lorica/lorica ,,' "root/usr/lib/lorica/$name" >"bin/$name"
		chmod +x "bin/$name"
	done
	touch node bundle/manifest.raucm bundle/rootfs.ext4
	loader 0
	PATH=$PWD/bin:$PATH
	export LORICA_STATE=$PWD/state RAUC_BUNDLE_MOUNT_POINT=$PWD/bundle
}

# loader STATUS
loader() {
	printf '#!/bin/sh\necho "$*" >>"%s/calls"\nexit %s\n' "$PWD" "$1" >bin/lorica
	chmod +x bin/lorica
}

# stmt NAME TEXT: a manifest in the bundle.
stmt() { echo "$2" >"bundle/lorica/$1.stmt"; }

@test "rauc: before the slots are written the manifests are loaded, and none is kept" {
	stmt a first
	stmt b second
	rauc-pre-install
	[ "$(cat calls)" = "load --if-newer $PWD/bundle/lorica/a.stmt
load --if-newer $PWD/bundle/lorica/b.stmt" ]
	[ -z "$(ls -A state)" ]
}

@test "rauc: after that they are kept for the next boot, and not loaded again" {
	stmt a first
	rauc-post-install
	[ ! -e calls ]
	[ "$(cat state/manifests/a.stmt)" = first ]
	[ "$(ls -A state/manifests)" = a.stmt ]
	stmt a later
	rauc-post-install
	[ "$(cat state/manifests/a.stmt)" = later ]
}

@test "rauc: what the kernel refuses ends the installation at the first one" {
	stmt a first
	stmt b second
	loader 3
	run rauc-pre-install
	[ "$status" = 1 ]
	[ "$output" = "lorica: 'a.stmt' is not in force, so the bundle is not installed" ]
	[ "$(wc -l <calls)" = 1 ]
	[ -z "$(ls -A state)" ]
}

@test "rauc: a manifest that cannot be kept is a failed installation, and the old one stays" {
	stmt a first
	rauc-post-install
	rm bundle/lorica/a.stmt
	mkdir bundle/lorica/a.stmt
	run rauc-post-install
	[ "$status" != 0 ]
	[ "$(cat state/manifests/a.stmt)" = first ]
}

@test "rauc: a bundle without manifests, and a system without Lorica" {
	rauc-pre-install
	rauc-post-install
	[ ! -e calls ]
	[ -z "$(ls -A state)" ]
	stmt a first
	rm node
	loader 3
	rauc-pre-install
	[ ! -e calls ]
	rauc-post-install
	[ -e state/manifests/a.stmt ]
}

@test "rauc: the older name of the mount point, and none" {
	stmt a first
	unset RAUC_BUNDLE_MOUNT_POINT
	RAUC_UPDATE_SOURCE=$PWD/bundle rauc-pre-install
	[ "$(cat calls)" = "load --if-newer $PWD/bundle/lorica/a.stmt" ]
	for handler in rauc-pre-install rauc-post-install; do
		run "$handler"
		[ "$status" = 1 ]
		[[ $output == 'lorica: this is a handler of RAUC'* ]]
	done
}

# RAUC itself mounts bundles, so this needs root and a loop device.
needs_rauc() {
	local what
	[ "$(id -u)" = 0 ] || skip 'not root'
	for what in rauc dbus-run-session mksquashfs unshare; do
		command -v "$what" >/dev/null || skip "no $what"
	done
	mkdir -p trial mnt
	mksquashfs trial trial.img -quiet -no-progress >/dev/null
	unshare -m mount -o loop,ro trial.img mnt 2>/dev/null || skip 'no loop device'
}

# device: a system with two slots, of which the first is booted, and a bundle for the other.
device() {
	openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=bundles -days 30 -keyout bundle.key -out bundle.crt 2>/dev/null
	rm bundle/manifest.raucm
	head -c 65536 /dev/urandom >bundle/rootfs.ext4
	printf '[update]\ncompatible=test\nversion=1\n[bundle]\nformat=plain\n[image.rootfs]\nfilename=rootfs.ext4\n' \
		>bundle/manifest.raucm
	rauc bundle --cert=bundle.crt --key=bundle.key bundle app.raucb >/dev/null 2>&1
	truncate -s 65536 slot0 slot1
	cat >system.conf <<-END
		[system]
		compatible=test
		bootloader=noop
		mountprefix=$PWD/mnt
		statusfile=$PWD/rauc.status
		[keyring]
		path=$PWD/bundle.crt
		[handlers]
		pre-install=$PWD/bin/rauc-pre-install
		post-install=$PWD/bin/rauc-post-install
		[slot.rootfs.0]
		device=$PWD/slot0
		type=raw
		bootname=A
		[slot.rootfs.1]
		device=$PWD/slot1
		type=raw
		bootname=B
	END
	cat >install.sh <<-'END'
		export DBUS_STARTER_BUS_TYPE=session DBUS_SYSTEM_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS"
		rauc --conf="$PWD/system.conf" --override-boot-slot=A service >service.log 2>&1 3>&- &
		service=$!
		n=0
		until rauc status >/dev/null 2>&1 || [ $n = 100 ]; do
			n=$((n + 1))
			sleep 0.1
		done
		status=0
		rauc install "$PWD/app.raucb" || status=$?
		kill $service
		exit $status
	END
}

# A mount namespace of its own, and a bus of its own.
install_bundle() { timeout 60 unshare -m dbus-run-session -- sh install.sh; }

@test "rauc: RAUC installs a bundle whose manifest is taken" {
	needs_rauc
	stmt app first
	device
	run install_bundle
	[ "$status" = 0 ]
	[[ $(cat calls) == "load --if-newer "*/lorica/app.stmt ]]
	cmp slot1 bundle/rootfs.ext4
	[ "$(cat state/manifests/app.stmt)" = first ]
}

@test "rauc: RAUC writes no slot when the kernel refuses the manifest" {
	needs_rauc
	stmt app first
	device
	loader 3
	run install_bundle
	[ "$status" != 0 ]
	[ -s calls ]
	[[ $(cat service.log) == *"'app.stmt' is not in force, so the bundle is not installed"* ]]
	cmp slot1 slot0
	[ -z "$(ls -A state)" ]
}
