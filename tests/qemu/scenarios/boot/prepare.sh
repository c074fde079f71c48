#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# prepare.sh KERNEL OUTDIR: a disk with the module, the loader, the full command, and policies whose
# values `lorica measure` tells from IMAGE, INITRD and CMDLINE, which are going to be booted.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../../../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
kernel=$1 out=$2
keys=$build/keys
tree=$out/tool
lorica=$build/lorica
mkdir -p "$tree" "$out/policies"

# What guest.sh made. Others read it at this moment, so it is not made anew.
cp "$build/module/$kernel/kernel/lorica.ko" "$tree/"
llvm-strip --strip-debug "$tree/lorica.ko"
cp "$build/device/lorica" "$tree/loader"
cp "$lorica" "$(command -v evmctl)" "$tree/"
ldd "$lorica" "$tree/evmctl" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p' | sort -u | xargs -I{} cp -L {} "$tree/"
cp -L "$(ldd "$lorica" | sed -n 's/^\s*\(\/[^ ]*ld-linux[^ ]*\).*/\1/p')" "$tree/ld.so"

# policy NAME [SERIAL [EPOCH]]: a boot section on stdin, in a policy that opens a shell when anything else fails.
policy() {
	local text=$out/policies/$1.lorica
	{
		printf 'syntax 1\npolicy boot serial %d epoch %d enforce on-fail shell\n' "${2:-1}" "${3:-1}"
		cat
	} >"$text"
	"$lorica" -q compile "$text" -o "$text.bin"
	"$lorica" -q sign "$text.bin" --key "$keys/anchor.key" --cert "$keys/anchor.crt" -o "$tree/$1.stmt"
}

# The firmware of the emulator tells the kernel so where the initramfs is.
line="${GOLDEN_CMDLINE:-$CMDLINE} initrd=initrd"
initrd=${GOLDEN_INITRD:-$INITRD}
"$lorica" measure --cmdline "$line" --initrd "$initrd" --on-fail halt >"$tree/golden"
printf %s "$line" >"$tree/cmdline"
value() { sed -n "s/^	$1 sha256 \([0-9a-f]*\).*/\1/p" "$tree/golden"; }
pcr9=$(value 'pcr 9')
wrong=$(printf 'a5%.0s' {1..32})
initrd_digest=$(sha256sum <"$initrd" | cut -d' ' -f1)
cmdline_digest=$("$lorica" -j measure --cmdline "$line" | sed -n 's/.*"sha256": "\([0-9a-f]*\)".*/\1/p' | tail -n 1)
echo "$pcr9" >"$tree/pcr9"
echo "$initrd_digest" >"$tree/initrd-digest"

section() { printf 'boot on-fail halt {\n%s\n}\n' "$1"; }
serial=0
# probe NAME RULES: the next serial, so that one boot can load them all in this order.
probe() {
	serial=$((serial + 1))
	section "$2" | policy "$1" $serial
}
probe pcr-other "pcr 9 sha256 $wrong"
probe pcr-two "pcr 9 sha256 $wrong, $pcr9"
probe event-other "event pcr 9 sha256 $cmdline_digest, $wrong"
probe event-none "event pcr 8 sha256 $wrong"
probe word-denied 'cmdline deny "initrd="'
probe word-missing 'cmdline require "lockdown=integrity"'
probe word-other 'cmdline require "panic=0"'
probe line-other 'cmdline exact "quiet"'
probe secure-boot 'secure-boot on'
probe many "$(for i in {0..9} {11..15}; do echo "pcr $i sha256 $wrong"; done; echo 'cmdline deny "panic", "initrd"')"
serial=$((serial + 1))
{ echo 'boot on-fail log {'; echo "pcr 9 sha256 $wrong"; echo '}'; } | policy log-only $serial
serial=$((serial + 1))
policy good $serial <"$tree/golden"
serial=$((serial + 1))
policy good-again $serial <"$tree/golden"
probe held "event pcr 4 sha256 $wrong"
probe unbound "event pcr 4 sha256 $wrong"
probe no-tpm "pcr 9 sha256 $wrong
cmdline require \"panic=-1\"
cmdline exact \"$line\""
probe no-tpm-word "pcr 9 sha256 $pcr9
cmdline deny \"initrd\""
probe no-tpm-seal "pcr 9 sha256 $wrong"

# Each for a module that has seen none yet.
section 'rollback tpm' | policy epoch-1 1 1
section 'rollback tpm' | policy epoch-2 1 2
section 'rollback file' | policy epoch-2-file 1 2
section 'rollback tpm' | policy epoch-5000 1 5000
section "rollback tpm
pcr 9 sha256 $wrong" | policy epoch-2-other 1 2

"$lorica" measure --statement "$tree/good.stmt" --statement "$tree/no-tpm-seal.stmt" >"$tree/records"
sha256sum <"$out/policies/no-tpm-seal.lorica.bin" | cut -d' ' -f1 >"$tree/sealed-digest"

"$top/scripts/image.sh" amd64 "$tree" "$out/tool.img"
rm -rf "$tree"
