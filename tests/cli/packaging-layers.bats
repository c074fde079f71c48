#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output, stderr and status are those of bats
bats_require_minimum_version 1.5.0

# What Yocto, Buildroot and the kernel's own tree run of ours, without bitbake, Buildroot and kernel: the shell
# functions of class and recipe as they stand there, the post-build script, the script that fills a kernel tree.

load common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	mkdir keys
	certificate keys/anchor.crt
	certificate keys/vendor.crt
	printf '%s\n' 'syntax 1' 'policy gateway serial 3 epoch 2 enforce' \
		'keys { vendor x509 "keys/vendor.crt" for manifest }' 'exec default deny { allow manifest vendor }' >gateway.lorica
	mkdir -p tree/lib/modules/6.12.0/updates tree/sbin
	openssl x509 -in keys/anchor.crt -outform DER >tree/lib/modules/6.12.0/updates/lorica.ko
	printf '#!/sbin/init\n' >tree/sbin/init
	cp tree/sbin/init tree/init
	chmod 755 tree/sbin/init tree/init
	# Where the native package, and the host's, have them.
	make -s -C "$TOP" install-image-tools DESTDIR="$PWD/host" PREFIX=
	mkdir host/bin
	ln -s "$(realpath "$LORICA")" host/bin/lorica
}

setup() {
	common_setup
	layer=$TOP/packaging/yocto/meta-lorica
	buildroot=$TOP/packaging/buildroot
}

# shell_of FILE FUNCTION: its body; bitbake expands the same ${NAME} as the shell does here.
shell_of() {
	sed -n "/^\(fakeroot \)\{0,1\}$2() {\$/,/^}\$/{//d;p}" "$1" | sed 's/^\t//'
}

# bitbake FILE FUNCTION: runs it with the variables that are set.
bitbake() {
	{
		echo 'bbfatal() { echo "ERROR: $*"; exit 1; }'
		shell_of "$1" "$2"
	} >task.sh
	[ "$(wc -l <task.sh)" -gt 5 ] || return 9
	run bash -eu task.sh
	echo "$output"
}

# What local.conf, bitbake and the defaults of the class set.
image_variables() {
	export STAGING_SBINDIR_NATIVE=$PWD/host/bin STAGING_DATADIR_NATIVE=$PWD/host/share \
		IMAGE_ROOTFS=$PWD/tree sysconfdir=/etc PN=product LORICA_OUT=$PWD/out LORICA_SHARED=$PWD/shared \
		LORICA_POLICY=$PWD/gateway.lorica LORICA_ANCHOR=$PWD/keys/anchor.crt LORICA_ANCHOR_KEY=$PWD/keys/anchor.crt.key \
		LORICA_VENDOR=$PWD/keys/vendor.crt LORICA_VENDOR_KEY=$PWD/keys/vendor.crt.key LORICA_MANIFEST=rootfs \
		LORICA_SERIAL=4 LORICA_EPOCH='' LORICA_FRAGMENTS='' LORICA_POLICY_IMAGE='' LORICA_MODULE='' LORICA_OPTIONS=''
}
statements() { bitbake "$layer/classes-recipe/lorica-image.bbclass" do_lorica_statements; }

@test "yocto: an image is signed, and the initramfs takes its policy" {
	image_variables
	statements
	[ "$status" = 0 ]
	"$LORICA" verify tree/etc/lorica/rootfs.stmt -a keys/anchor.crt -p shared/product.stmt >says
	grep -qx 'serial 4' says
	# The policy is the initramfs's.
	[ ! -e tree/etc/lorica/policy.stmt ]
	rm tree/etc/lorica/rootfs.stmt
	LORICA_POLICY_IMAGE=product LORICA_MANIFEST=initramfs PN=initramfs statements
	[ "$status" = 0 ]
	cmp shared/product.stmt tree/etc/lorica/policy.stmt
	"$LORICA" verify tree/etc/lorica/initramfs.stmt -a keys/anchor.crt -p tree/etc/lorica/policy.stmt
}

@test "yocto: fragments, epoch, module and options get to where they belong" {
	image_variables
	printf 'syntax 1\nnet default deny { "/sbin/init" listen tcp 80 }\n' >web.lorica
	mv tree/lib/modules/6.12.0/updates/lorica.ko mine.ko
	LORICA_FRAGMENTS=$PWD/web.lorica LORICA_EPOCH=7 LORICA_MODULE=$PWD/mine.ko LORICA_OPTIONS='--manifest-option --all' statements
	[ "$status" = 0 ]
	"$LORICA" show shared/product.stmt 2>/dev/null | grep -q 'listen tcp 80'
	"$LORICA" verify tree/etc/lorica/rootfs.stmt -a keys/anchor.crt -p shared/product.stmt | grep -qx 'epoch 7'
}

@test "yocto: each variable that is not set stops the image" {
	local name
	for name in LORICA_POLICY LORICA_ANCHOR LORICA_ANCHOR_KEY LORICA_VENDOR LORICA_VENDOR_KEY; do
		image_variables
		export $name=
		statements
		[ "$status" = 1 ]
		[[ $output == *"lorica: no "*": set $name"* ]]
		[ ! -e tree/etc/lorica ]
	done
	# The other image was not built.
	image_variables
	LORICA_POLICY_IMAGE=product statements
	[ "$status" = 1 ]
	[[ $output == *"no signed policy '$PWD/shared/product.stmt': set LORICA_POLICY_IMAGE"* ]]
	[ ! -e tree/etc/lorica ]
}

module_variables() {
	export S=$TOP STAGING_KERNEL_BUILDDIR=$PWD/kernel LORICA_ANCHOR=$PWD/keys/anchor.crt LORICA_KERNEL_CHECK=''
	mkdir -p kernel/tools/bpf/resolve_btfids
	{
		grep '^CONFIG_' "$TOP/packaging/kernel/lorica.cfg"
		echo CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS=y
	} >kernel/.config
	touch kernel/vmlinux kernel/tools/bpf/resolve_btfids/resolve_btfids
}
configure() { bitbake "$layer/recipes-kernel/lorica/lorica-module_0.1.0.bb" do_configure:prepend; }

@test "yocto: what the module's recipe wants" {
	module_variables
	configure
	[ "$status" = 0 ]
	LORICA_ANCHOR='' configure
	[ "$status" = 1 ]
	[[ $output == *"no trust anchor: set LORICA_ANCHOR to"* ]]
	LORICA_ANCHOR=$PWD/none configure
	[ "$status" = 1 ]
	[[ $output == *"no trust anchor '$PWD/none': set LORICA_ANCHOR"* ]]
	cat keys/vendor.crt keys/vendor.crt.key >both
	LORICA_ANCHOR=$PWD/both configure
	[ "$status" = 1 ]
	[[ $output == *"has a private key in it: set LORICA_ANCHOR"* ]]
}

@test "yocto: a kernel that cannot enforce, or left too little" {
	module_variables
	rm kernel/vmlinux
	configure
	[ "$status" = 1 ]
	[[ $output == *"no 'vmlinux' of the kernel: add 'lorica' to DISTRO_FEATURES"* ]]
	module_variables
	rm kernel/tools/bpf/resolve_btfids/resolve_btfids
	configure
	[ "$status" = 1 ]
	[[ $output == *"no 'tools/bpf/resolve_btfids/resolve_btfids'"* ]]
	module_variables
	sed -i /CONFIG_BPF_LSM/d kernel/.config
	configure
	[ "$status" = 1 ]
	[[ $output == *"has no CONFIG_BPF_LSM: set CONFIG_BPF_LSM=y"* ]]
	module_variables
	echo CONFIG_PREEMPT_RT=y >>kernel/.config
	LORICA_KERNEL_CHECK=--untried configure
	[ "$status" = 0 ]
}

@test "yocto: each source that a recipe names is there" {
	local file
	for file in $(grep -rhoE 'file://[A-Za-z0-9_./-]+' "$layer" --include='*.bb' --include='*.inc' | sed 's,file://,,' | sort -u); do
		[ -e "$TOP/$file" ] || [ -e "$layer/recipes-core/initrdscripts/initramfs-module-lorica/$file" ] ||
			[ -e "$TOP/packaging/kernel/$file" ] || { echo "no $file"; false; }
	done
	grep -q "file://COPYING;md5=$(md5sum "$TOP/COPYING" | cut -d ' ' -f 1)" "$layer/recipes-kernel/lorica/lorica-source.inc"
}

# sources RECIPE: a tree of what it unpacks.
sources() {
	local file
	rm -rf unpacked
	for file in $(cat "$layer/recipes-kernel/lorica/lorica-source.inc" "$1" | grep -v '^LIC_FILES' |
		grep -oE 'file://[A-Za-z0-9_./-]+' | sed 's,file://,,'); do
		[ -e "$TOP/$file" ] || continue
		mkdir -p "unpacked/$(dirname "$file")"
		cp -r "$TOP/$file" "unpacked/$(dirname "$file")/"
	done
}

@test "yocto: what a recipe unpacks is enough for make" {
	sources "$layer/recipes-kernel/lorica/lorica-module_0.1.0.bb"
	mkdir kdir
	echo 'modules:' >kdir/Makefile
	make -n -C unpacked modules KDIR="$PWD/kdir" LORICA_ANCHOR=/none/anchor.crt
	sources "$layer/recipes-security/lorica/lorica_0.1.0.bb"
	make -n -C unpacked tool device install install-device install-image-tools DESTDIR=/none
}

@test "versions of the layers are that of the tree" {
	local version
	version=$(sed -n 's/^VERSION := //p' "$TOP/Makefile")
	[ "$(find "$layer" -name '*.bb' -name 'lorica*_*' | wc -l)" = "$(find "$layer" -name "lorica*_$version.bb" | wc -l)" ]
	[ -e "$layer/recipes-core/initrdscripts/initramfs-module-lorica_$version.bb" ]
	grep -qx "LORICA_VERSION = $version" "$buildroot/package/lorica/lorica.mk"
}

# A configuration of Buildroot, as it hands it to a post-build script.
buildroot_config() {
	export BR2_CONFIG=$PWD/config HOST_DIR=$PWD/host BASE_DIR=$PWD/output BR2_EXTERNAL_LORICA_PATH=$buildroot
	cp "$buildroot/package/lorica/init" tree/init
	cat >config <<-EOT
	BR2_PACKAGE_LORICA=y
	BR2_TARGET_ROOTFS_CPIO=y
	BR2_ROOTFS_POST_BUILD_SCRIPT="board/mine.sh \$(BR2_EXTERNAL_LORICA_PATH)/board/lorica/post-build.sh"
	BR2_PACKAGE_LORICA_POLICY="$PWD/gateway.lorica"
	BR2_PACKAGE_LORICA_ANCHOR="$PWD/keys/anchor.crt"
	BR2_PACKAGE_LORICA_ANCHOR_KEY="$PWD/keys/anchor.crt.key"
	BR2_PACKAGE_LORICA_VENDOR="$PWD/keys/vendor.crt"
	BR2_PACKAGE_LORICA_VENDOR_KEY="$PWD/keys/vendor.crt.key"
	BR2_PACKAGE_LORICA_FRAGMENTS=""
	BR2_PACKAGE_LORICA_SERIAL=5
	BR2_PACKAGE_LORICA_EPOCH=""
	BR2_PACKAGE_LORICA_OPTIONS=""
	EOT
}
post_build() {
	run "$buildroot/board/lorica/post-build.sh" "$PWD/tree"
	echo "$output"
}
# stops TEXT: one line at the end says it, and the target has no statement.
stops() {
	post_build
	[ "$status" = 1 ]
	[[ ${lines[-1]} == "lorica: "*"$1"* ]]
	! ls tree/etc/lorica/*.stmt 2>/dev/null
}

@test "buildroot: the target is signed" {
	buildroot_config
	post_build
	[ "$status" = 0 ]
	"$LORICA" verify tree/etc/lorica/policy.stmt -a keys/anchor.crt
	"$LORICA" verify tree/etc/lorica/rootfs.stmt -a keys/anchor.crt -p tree/etc/lorica/policy.stmt >says
	grep -qx 'serial 5' says
	"$LORICA" show tree/etc/lorica/rootfs.stmt 2>/dev/null | grep -q "$(sha256sum tree/init | cut -d ' ' -f 1)"
	# Again, as `make` does it: what is there already is not in the way.
	post_build
	[ "$status" = 0 ]
}

@test "buildroot: each symbol that is not set stops the build" {
	local name
	for name in POLICY ANCHOR ANCHOR_KEY VENDOR VENDOR_KEY; do
		buildroot_config
		sed -i "s/^BR2_PACKAGE_LORICA_$name=.*/BR2_PACKAGE_LORICA_$name=\"\"/" config
		stops ": set BR2_PACKAGE_LORICA_$name"
	done
	buildroot_config
	sed -i '/^BR2_PACKAGE_LORICA=/d' config
	stops 'set BR2_PACKAGE_LORICA'
}

@test "buildroot: an image that would not be sealed" {
	buildroot_config
	sed -i /BR2_TARGET_ROOTFS_CPIO/d config
	stops 'no initramfs is made: set BR2_TARGET_ROOTFS_CPIO'
	echo BR2_TARGET_ROOTFS_INITRAMFS=y >>config
	post_build
	[ "$status" = 0 ]
	printf '#!/bin/sh\nexec /sbin/init\n' >tree/init
	stops "init' does not start lorica"
	rm tree/init
	stops "init' does not start lorica"
}

@test "buildroot: what runs after the script would change what is signed" {
	buildroot_config
	sed -i 's,post-build.sh",post-build.sh board/late.sh",' config
	stops 'put it last in BR2_ROOTFS_POST_BUILD_SCRIPT'
}

# A kernel tree with no more than what the script looks at.
kernel_tree() {
	mkdir -p linux/security
	printf 'VERSION = %s\nPATCHLEVEL = %s\n' "${1:-6}" "${2:-12}" >linux/Makefile
	printf 'menu "Security options"\n\nsource "security/integrity/Kconfig"\n\nendmenu\n' >linux/security/Kconfig
	printf 'obj-$(CONFIG_KEYS)\t+= keys/\n' >linux/security/Makefile
	touch linux/Kbuild
}
in_tree() {
	run make -s -C "$TOP" in-tree LORICA_KERNEL_TREE="$1"
	echo "$output"
}

@test "in-tree: a kernel tree gets the module, once" {
	kernel_tree
	in_tree "$PWD/linux"
	[ "$status" = 0 ]
	cp -r linux first
	in_tree "$PWD/linux"
	[ "$status" = 0 ]
	diff -r first linux
	[ "$(grep -c lorica linux/security/Kconfig)" = 1 ]
	[ "$(grep -c lorica linux/security/Makefile)" = 1 ]
	# Inside of the menu.
	[ "$(tail -n 1 linux/security/Kconfig)" = endmenu ]
	for file in $(sed -n 's/^lorica-\(y\|pure\) [:+]*= //p' linux/security/lorica/Makefile | tr ' ' '\n' | grep '\.o$'); do
		[ -e "linux/security/lorica/${file%.o}.c" ] || [ -e "linux/security/lorica/${file%.o}.S" ] || { echo "no $file"; false; }
	done
	! grep -q 'set LORICA_ANCHOR' linux/security/lorica/Makefile
}

@test "in-tree: what is no kernel tree, or not for us" {
	in_tree ''
	[ "$status" = 2 ]
	[[ $output == *'no kernel tree: set LORICA_KERNEL_TREE'* ]]
	in_tree "$PWD"
	[[ $output == *"is no kernel tree, it has no Makefile: set LORICA_KERNEL_TREE"* ]]
	kernel_tree 5 15
	in_tree "$PWD/linux"
	[[ $output == *'is Linux 5.15: take 6.1 or later'* ]]
	[ ! -e linux/security/lorica ]
	kernel_tree
	mkdir linux/security/lorica
	touch linux/security/lorica/somebody.c
	in_tree "$PWD/linux"
	[[ $output == *"exists and is not from here"* ]]
	[ -e linux/security/lorica/somebody.c ]
}
