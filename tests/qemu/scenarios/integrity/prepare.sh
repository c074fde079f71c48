#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: the usual device with policies that watch the kernel, and a module that
# changes it, signed as any other.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../../../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
kernel=$1 out=$2
guest=$build/qemu/$kernel
lorica=$build/lorica
keys=$build/keys
PATH=$PATH:/usr/sbin:/sbin

# How the scenario ends, and whether vectors are not watched from the start on.
case $kernel in
arm64-*) arch=arm64 loader=$build/device-arm64/lorica ;;
*) arch=amd64 loader=$build/device/lorica ;;
esac
case $kernel in
amd64-6.12) last=panic first='cpu, vectors, syscalls, rodata' ;;
amd64-6.1) last=halt first='cpu, syscalls, rodata' ;;
*) last=halt first='cpu, vectors, syscalls, rodata' ;;
esac
stock=$("$top/scripts/kernels.sh" "$kernel")
args=()
read -ra args <"$stock/make-args" || :

# statement NAME SERIAL MODE [PACE RULE...]: the usual policy, and what it watches
statement() {
	local text=$keys/$kernel-integrity-$1.lorica
	{
		sed -e "s/@SERIAL@/$2/" -e "s/@MODE@/$3/" "$top/tests/qemu/policy.lorica"
		if [ $# -gt 3 ]; then
			echo "integrity $4 {"
			printf '\t%s\n' "${@:5}"
			echo '}'
		fi
	} >"$text"
	"$lorica" -q compile "$text" -o "$out/$1.bin"
	"$lorica" -q sign "$out/$1.bin" --key "$keys/anchor.key" --cert "$keys/anchor.crt" -o "$out/$1.stmt"
}
# With these a pass is made when it is asked for, so that each finding has its act.
asked='every 1d budget 0.1%' often='every 1s budget 100%' share='every 1s budget 50%'
statement policy 5 enforce "$asked" "watch $first on-change log"
statement none 6 enforce
statement back 7 enforce "$asked" "watch $first on-change log"
statement late 8 enforce "$asked" 'watch cpu, vectors, syscalls, rodata on-change log'
statement degrade 9 enforce "$asked" 'watch cpu, syscalls, rodata on-change log' 'watch vectors on-change log may-degrade'
statement often 10 enforce "$often" "watch $first on-change log"
statement share 11 enforce "$share" "watch $first on-change log"
statement audit 12 audit "$asked" "watch $first on-change panic"
statement last 13 enforce "$often" 'watch cpu, rodata on-change log' "watch syscalls on-change $last"

rm -rf "$out/tamper" "$out/overlay" "$out/tree"
mkdir -p "$out/tamper" "$out/overlay/attack/tamper"
cp "$top"/tests/attack/tamper/{Kbuild,tamper.c} "$out/tamper/"
env -u MAKEFLAGS -u MFLAGS make -s -C "$stock/build" M="$out/tamper" "${args[@]}" modules >"$out/tamper.log" 2>&1 ||
	{ cat "$out/tamper.log" >&2; exit 1; }
cp "$out/tamper/tamper.ko" "$out/overlay/attack/tamper/"
"$lorica" -q manifest "$out/overlay" --name tamper --serial 1 --epoch 1 -o "$out/tamper.bin" 2>/dev/null
"$lorica" -q sign "$out/tamper.bin" --key "$keys/vendor.key" --cert "$keys/vendor.crt" -o "$out/tamper.stmt"

tree=$out/tree
cp -r "$guest/tree" "$tree"
cp -r "$out/overlay/." "$tree/"
cp "$out"/{none,back,late,degrade,often,share,audit,last}.stmt "$tree/attack/tamper/"
"$top/scripts/image.sh" "$arch" "$tree" "$out/root.img" 8
"$top/initramfs/mkinitramfs.sh" -k "$kernel" -m "$build/module/$kernel/kernel/lorica.ko" -l "$loader" \
	-o "$out/initrd.gz" "$out/policy.stmt" "$guest/statements/manifest.stmt" "$out/tamper.stmt"
