#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output, stderr and status are those of bats
bats_require_minimum_version 1.5.0

# What image builds share: lorica-image.sh, and the check of a kernel's configuration. Trees, keys, policies and
# statements are real; the modules are files with a certificate inside.

load common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	mkdir keys
	certificate keys/anchor.crt
	certificate keys/vendor.crt
	certificate keys/other.crt
	cat >gateway.lorica <<-'EOT'
	syntax 1
	policy gateway serial 3 epoch 2 enforce
	keys {
	  vendor x509 "keys/vendor.crt" for manifest
	}
	exec default deny {
	  allow manifest vendor
	}
	EOT
	mkdir -p rootfs/lib/modules/6.12.0/updates rootfs/sbin rootfs/etc/lorica
	{ head -c 3000 /dev/zero; openssl x509 -in keys/anchor.crt -outform DER; echo tail; } \
		>rootfs/lib/modules/6.12.0/updates/lorica.ko
	# Of this machine, so that it is a program like any other; static, so that it needs no library.
	cp "$(find "$TOP/build/device/lorica" /bin/busybox -type f 2>/dev/null | head -n 1)" rootfs/sbin/init 2>/dev/null ||
		printf '#!/sbin/init\n' >rootfs/sbin/init
	chmod 755 rootfs/sbin/init
	mkdir -p initramfs/scripts
	printf '#!/sbin/init\n' >initramfs/init
	chmod 755 initramfs/init
}

setup() {
	common_setup
	image=$TOP/packaging/image/lorica-image.sh
	export LORICA
	keys=(--anchor keys/anchor.crt --anchor-key keys/anchor.crt.key --vendor keys/vendor.crt --vendor-key keys/vendor.crt.key)
}

# build [ARGUMENT...]: the whole, with what is wrong in the arguments.
build() { run "$image" --policy gateway.lorica "${keys[@]}" --out out "$@"; }

# stops TEXT [ARGUMENT...]: it fails, its last line is for people and has TEXT, and it leaves no statement.
stops() {
	local text=$1
	shift
	build "$@"
	echo "$output"
	[ "$status" = 1 ]
	[[ ${lines[-1]} == "lorica: "*"$text"* ]]
	! ls out/*.stmt 2>/dev/null
}

@test "image: what it makes is what a device takes" {
	build rootfs=rootfs initramfs=initramfs
	echo "$output"
	[ "$status" = 0 ]
	"$LORICA" verify out/policy.stmt -a keys/anchor.crt
	for name in rootfs initramfs; do
		"$LORICA" verify out/$name.stmt -a keys/anchor.crt -p out/policy.stmt >says
		grep -qx "name $name" says
		# That of the policy, when nobody says another.
		grep -qx 'epoch 2' says
	done
	"$LORICA" show out/rootfs.stmt >list 2>/dev/null
	grep -q "$(sha256sum rootfs/sbin/init | cut -d ' ' -f 1)" list
	[ ! -e rootfs/etc/lorica/policy.stmt ]
}

@test "image: the same trees and keys give the same bytes, wherever they lie" {
	mkdir -p rootfs/usr/share/lorica/policy.d
	printf 'syntax 1\nnet default deny { "/sbin/init" listen tcp 80 }\n' >rootfs/usr/share/lorica/policy.d/web.lorica
	build rootfs=rootfs
	[ "$status" = 0 ]
	mkdir elsewhere
	cp -r gateway.lorica keys rootfs elsewhere/
	cd elsewhere
	build rootfs="$PWD/rootfs"
	[ "$status" = 0 ]
	cmp ../out/policy.stmt out/policy.stmt
	cmp ../out/rootfs.stmt out/rootfs.stmt
}

@test "image: fragments of packages, and of the command line" {
	mkdir -p rootfs/usr/share/lorica/policy.d more/keys
	printf 'syntax 1\nnet default deny { "/sbin/init" listen tcp 80 }\n' >rootfs/usr/share/lorica/policy.d/web.lorica
	cp keys/other.crt more/keys/
	printf 'syntax 1\nkeys { apps x509 "keys/other.crt" for manifest }\nexec { allow manifest apps }\n' >more/apps.lorica
	build --fragment more/apps.lorica rootfs=rootfs
	echo "$output"
	[ "$status" = 0 ]
	"$LORICA" show out/policy.stmt >text 2>/dev/null
	grep -q 'listen tcp 80' text
	grep -q 'allow manifest apps' text
	! grep -q "$PWD" text
}

@test "image: a fragment that does not compile stops the build" {
	mkdir -p rootfs/usr/share/lorica/policy.d
	printf 'syntax 1\nexec default allow {}\n' >rootfs/usr/share/lorica/policy.d/open.lorica
	stops 'does not compile' rootfs=rootfs
	printf 'syntax 1\n' >rootfs/usr/share/lorica/policy.d/open.lorica
	mkdir more
	printf 'syntax 1\n' >more/open.lorica
	stops "two policy fragments are called 'open.lorica'" --fragment more/open.lorica rootfs=rootfs
	stops "no policy fragment 'none': set --fragment" --fragment none rootfs=rootfs
}

@test "image: policy and manifests made apart" {
	run "$image" --only policy --policy gateway.lorica "${keys[@]}" --out pol
	echo "$output"
	[ "$status" = 0 ]
	[ ! -e pol/rootfs.stmt ]
	run "$image" --only manifests "${keys[@]}" --signed-policy pol/policy.stmt --serial 9 --epoch 4 --out out rootfs=rootfs
	echo "$output"
	[ "$status" = 0 ]
	[ ! -e out/policy.stmt ]
	"$LORICA" verify out/rootfs.stmt -a keys/anchor.crt -p pol/policy.stmt >says
	grep -qx 'serial 9' says
	grep -qx 'epoch 4' says
	run "$image" --only manifests "${keys[@]}" --out none rootfs=rootfs
	[ "$status" = 1 ]
	[[ $output == *"no signed policy 'none/policy.stmt': set --signed-policy"* ]]
}

@test "image: what is not set is named, in the words of who calls" {
	local what option yocto buildroot value
	while read -r what option yocto buildroot; do
		for value in '' none; do
			stops "set $option" "$option" "$value" rootfs=rootfs
			stops "set $yocto" --names yocto "$option" "$value" rootfs=rootfs
			stops "set $buildroot" --names buildroot "$option" "$value" rootfs=rootfs
		done
	done <<-'EOT'
	policy --policy LORICA_POLICY BR2_PACKAGE_LORICA_POLICY
	anchor --anchor LORICA_ANCHOR BR2_PACKAGE_LORICA_ANCHOR
	anchor-key --anchor-key LORICA_ANCHOR_KEY BR2_PACKAGE_LORICA_ANCHOR_KEY
	vendor --vendor LORICA_VENDOR BR2_PACKAGE_LORICA_VENDOR
	vendor-key --vendor-key LORICA_VENDOR_KEY BR2_PACKAGE_LORICA_VENDOR_KEY
	EOT
	stops 'set --serial to one' --serial seven rootfs=rootfs
	stops 'set --epoch to one' --epoch -1 rootfs=rootfs
}

@test "image: keys that do not belong together" {
	stops '--anchor-key has to be the key of --anchor' --anchor-key keys/other.crt.key rootfs=rootfs
	stops '--vendor-key has to be the key of --vendor' --vendor-key keys/other.crt.key rootfs=rootfs
	# A pair that the policy does not know.
	stops "the policy refuses the manifest 'rootfs': name --vendor in it" \
		--vendor keys/other.crt --vendor-key keys/other.crt.key rootfs=rootfs
	# Below the policy, a device refuses it.
	stops "the policy refuses the manifest 'rootfs'" --epoch 1 rootfs=rootfs
	cat keys/anchor.crt.key >>keys/anchor.crt
	stops "has a private key in it: set --anchor" rootfs=rootfs
	echo nothing >keys/anchor.crt
	stops "is no certificate: set --anchor" rootfs=rootfs
}

@test "image: a module that trusts somebody else" {
	local ko=rootfs/lib/modules/6.12.0/updates/lorica.ko
	openssl x509 -in keys/other.crt -outform DER >$ko
	stops 'was built with another trust anchor' rootfs=rootfs
	rm $ko
	stops 'no lorica.ko in rootfs' rootfs=rootfs
	openssl x509 -in keys/anchor.crt -outform DER >mine.ko
	build --module mine.ko rootfs=rootfs
	[ "$status" = 0 ]
	stops "no module 'none'" --module none rootfs=rootfs
}

@test "image: a policy with a usb section wants the module for USB" {
	local usb=rootfs/lib/modules/6.12.0/updates/lorica_usb.ko
	# Without a rule there is a section as well.
	echo 'usb default deny { }' >>gateway.lorica
	stops 'the policy has a usb section and no lorica_usb.ko is in rootfs initramfs' rootfs=rootfs initramfs=initramfs
	# Not one of that name.
	touch rootfs/lib/modules/6.12.0/updates/not_lorica_usb.ko
	stops 'no lorica_usb.ko is in rootfs:' rootfs=rootfs
	: >$usb
	stops "no module '$usb'" rootfs=rootfs
	echo usb >$usb
	build rootfs=rootfs
	echo "$output"
	[ "$status" = 0 ]
	mv $usb .
	stops "no module 'none/lorica_usb.ko'" --module none/lorica_usb.ko rootfs=rootfs
	build --module lorica_usb.ko rootfs=rootfs
	[ "$status" = 0 ]
	# It does not stand in for the other one.
	mv rootfs/lib/modules/6.12.0/updates/lorica.ko .
	stops 'no lorica.ko in rootfs' --module lorica_usb.ko rootfs=rootfs
	build --module lorica_usb.ko --module lorica.ko rootfs=rootfs
	[ "$status" = 0 ]
	mv lorica.ko rootfs/lib/modules/6.12.0/updates/

	# A fragment may bring the section, and a build of manifests has only the signed policy.
	sed -i '/^usb/d' gateway.lorica
	mkdir more
	printf 'syntax 1\nusb default deny {\n  allow class hub\n}\n' >more/plugs.lorica
	stops 'no lorica_usb.ko is in rootfs:' --fragment more/plugs.lorica rootfs=rootfs
	run "$image" --only policy --policy gateway.lorica --fragment more/plugs.lorica "${keys[@]}" --out pol
	[ "$status" = 0 ]
	run "$image" --only manifests "${keys[@]}" --signed-policy pol/policy.stmt --out out rootfs=rootfs
	[ "$status" = 1 ]
	[[ ${lines[-1]} == *'no lorica_usb.ko is in rootfs:'* ]]

	# A kernel without USB has none.
	kernel_config
	build --kernel-config config --fragment more/plugs.lorica rootfs=rootfs
	[ "$status" = 0 ]
	echo CONFIG_USB=m >>config
	stops 'no lorica_usb.ko is in rootfs:' --kernel-config config --fragment more/plugs.lorica rootfs=rootfs
}

@test "image: packed modules are looked into, and warned of" {
	xz rootfs/lib/modules/6.12.0/updates/lorica.ko
	build rootfs=rootfs
	echo "$output"
	[ "$status" = 0 ]
	[[ $output == *"warning: modules are packed"* ]]
	openssl x509 -in keys/other.crt -outform DER | xz >rootfs/lib/modules/6.12.0/updates/lorica.ko.xz
	stops 'was built with another trust anchor' rootfs=rootfs
}

@test "image: a private key in the image" {
	cp keys/vendor.crt.key rootfs/etc/lorica/
	stops "'rootfs/etc/lorica/vendor.crt.key' is a private key inside the image" rootfs=rootfs
}

@test "image: a policy that does not compile, and a tree that is none" {
	echo 'exec default deny { allow manifest nobody }' >>gateway.lorica
	stops "the policy 'gateway.lorica' does not compile" rootfs=rootfs
	stops "no tree 'away'" rootfs=away
}

@test "image: a build that stops leaves no statement of the one before" {
	build rootfs=rootfs
	[ "$status" = 0 ]
	[ -e out/rootfs.stmt ]
	stops 'another trust anchor' --module keys/vendor.crt rootfs=rootfs
}

@test "image: wrong usage" {
	for args in '' 'rootfs' 'policy=rootfs' '../x=rootfs' '--bogus x rootfs=rootfs' 'rootfs=rootfs --names debian' \
		'rootfs=rootfs --only keys' 'rootfs=rootfs rootfs=initramfs' 'rootfs=rootfs --out'; do
		# shellcheck disable=SC2086 # words
		build $args
		echo "$args: $output"
		[ "$status" = 2 ]
	done
	run "$image" rootfs=rootfs
	[ "$status" = 2 ]
}

@test "image: a kernel that cannot enforce" {
	kernel_config
	build --kernel-config config rootfs=rootfs
	[ "$status" = 0 ]
	sed -i '/^CONFIG_BPF_LSM=/d' config
	stops "has no CONFIG_BPF_LSM: set CONFIG_BPF_LSM=y" --kernel-config config rootfs=rootfs
	stops "no kernel configuration 'away'" --kernel-config away rootfs=rootfs
}

# A .config with what the fragment sets, as merge_config.sh leaves it.
kernel_config() {
	{
		echo '# Linux/x86 6.12.117 Kernel Configuration'
		grep -E '^(CONFIG_|# CONFIG_.* is not set)' "$TOP/packaging/kernel/lorica.cfg"
		# It is selected by what the fragment sets.
		echo CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS=y
	} >config
}

# lacks TEXT [ARGUMENT...]
lacks() {
	local text=$1
	shift
	run "$TOP/packaging/kernel/check-kernel-config.sh" "$@" config
	echo "$output"
	[ "$status" = 4 ]
	[ "${#lines[@]}" = 1 ]
	[[ $output == "lorica: kernel configuration 'config' "*"$text"* ]]
}
passes() {
	run "$TOP/packaging/kernel/check-kernel-config.sh" "$@" config
	echo "$output"
	[ "$status" = 0 ]
	[ -z "$output" ]
}

@test "kernel config: the fragment has all that the check wants" {
	kernel_config
	passes
}

@test "kernel config: each option that is missing, or a module where it must not be one" {
	local option
	for option in MODULES BPF_SYSCALL BPF_JIT BPF_LSM FUNCTION_TRACER DYNAMIC_FTRACE_WITH_DIRECT_CALLS DEBUG_INFO_BTF \
		DEBUG_INFO_BTF_MODULES SECURITYFS SECCOMP_FILTER KEYS SYSTEM_DATA_VERIFICATION CRYPTO_RSA CRYPTO_SHA256; do
		kernel_config
		sed -i "s/^CONFIG_$option=y/# CONFIG_$option is not set/" config
		lacks "has no CONFIG_$option: set CONFIG_$option=y"
	done
	kernel_config
	sed -i 's/^CONFIG_SYSTEM_DATA_VERIFICATION=y/CONFIG_SYSTEM_DATA_VERIFICATION=m/' config
	lacks 'has no CONFIG_SYSTEM_DATA_VERIFICATION'
	kernel_config
	sed -i 's/^CONFIG_CRYPTO_RSA=y/CONFIG_CRYPTO_RSA=m/' config
	passes
}

@test "kernel config: who starts BPF LSM" {
	kernel_config
	sed -i 's/^CONFIG_LSM=.*/CONFIG_LSM="lockdown,yama"/' config
	lacks "does not start BPF LSM: add ',bpf' to CONFIG_LSM, which is 'lockdown,yama'"
	passes --cmdline 'quiet lsm=lockdown,bpf'
	# A name that only looks like it.
	lacks 'does not start BPF LSM' --cmdline 'lsm=lockdown,bpfilter'
	kernel_config
	lacks "add ',bpf' to lsm= of the command line, which is 'yama'" --cmdline 'lsm=bpf lsm=yama'
}

@test "kernel config: versions and machines" {
	kernel_config
	sed -i 's,^# Linux/.*,# Linux/arm64 6.1.100 Kernel Configuration,' config
	lacks 'is of arm64 6.1, where BPF LSM cannot attach: take Linux 6.4 or later'
	sed -i 's,^# Linux/.*,# Linux/arm64 6.4.0 Kernel Configuration,' config
	passes
	sed -i 's,^# Linux/.*,# Linux/x86 5.15.1 Kernel Configuration,' config
	lacks 'is of Linux 5.15: take Linux 6.1 or later'
	sed -i 's,^# Linux/.*,# Linux/riscv 6.12.1 Kernel Configuration,' config
	lacks 'is of riscv: Lorica is for x86-64 and arm64'
}

@test "kernel config: what nobody has tried" {
	local option
	for option in PREEMPT_RT CFI_CLANG CFI; do
		kernel_config
		echo "CONFIG_$option=y" >>config
		lacks "has CONFIG_$option, which is not tried"
		passes --untried
	done
}

@test "kernel config: wrong usage" {
	for args in '' 'a b' '--bogus config' '--cmdline'; do
		# shellcheck disable=SC2086 # words
		run "$TOP/packaging/kernel/check-kernel-config.sh" $args
		[ "$status" = 2 ]
	done
	run "$TOP/packaging/kernel/check-kernel-config.sh" none
	[ "$status" = 1 ]
}
