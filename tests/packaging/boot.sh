#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The examples for boot loaders: a unified kernel image with systemd's stub, a FIT image by U-Boot's mkimage. The tools are
# unpacked from Debian's packages, not installed. Prints TAP.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../.." && pwd -P)
build=${LORICA_BUILD:-$top/build}
out=$build/packaging/boot
rm -rf "$out"
mkdir -p "$out/debs" "$out/tools" "$out/keys"
(cd "$out/debs" && apt-get -o APT::Sandbox::User=root -q download systemd-boot-efi u-boot-tools device-tree-compiler \
	libfdt1 libyaml-0-2 >log 2>&1) || { echo '1..0 # SKIP cannot get the tools'; exit 0; }
for deb in "$out"/debs/*.deb; do dpkg -x "$deb" "$out/tools"; done
export PATH=$out/tools/usr/bin:$PATH
LD_LIBRARY_PATH=$(dirname "$(find "$out/tools" -name 'libfdt.so.1')")
export LD_LIBRARY_PATH
cd "$out"

n=0 bad=0
check() {
	local what=$1 status=0
	shift
	n=$((n + 1))
	"$@" >log 2>&1 || status=$?
	if [ $status = 0 ]; then
		echo "ok $n - $what"
	else
		bad=1
		echo "not ok $n - $what"
		tail -n 20 log | sed 's/^/# /'
	fi
}
# fails TEXT COMMAND...
fails() {
	local text=$1
	shift
	! "$@" >says 2>&1 && cat says && grep -qF "$text" says
}

kernel=$("$top/scripts/kernels.sh" amd64-6.12)/vmlinuz
stub=$out/tools/usr/lib/systemd/boot/efi/linuxx64.efi.stub
echo initramfs | gzip -n >initramfs.cpio.gz
uki() { "$top/packaging/boot/uki.sh" --kernel "$kernel" --initrd initramfs.cpio.gz --stub "$stub" "$@"; }
section() { objcopy -O binary --only-section=".$1" uki.efi section && cmp "$2" section; }
# The firmware maps sections by their addresses: none may reach into the next.
apart() {
	objdump -h uki.efi | awk 'NF == 7 && $1 ~ /^[0-9]+$/ { print $4, $3 }' | sort | {
		end=0
		while read -r at size; do
			[ $((16#$at)) -ge $end ] || exit 1
			end=$((16#$at + 16#$size))
		done
	}
}
measured() {
	"$build/lorica" measure --kernel uki.efi >"$1" && grep -q 'event pcr 4 sha256' "$1"
}
differs() { uki --cmdline 'ro quiet' --out uki.efi && measured second && ! cmp first second; }

check 'uki: it is made' uki --cmdline 'console=ttyS0 ro' --out uki.efi
printf 'console=ttyS0 ro' >cmdline
check 'uki: the kernel is in it' section linux "$kernel"
check 'uki: the initramfs is in it' section initrd initramfs.cpio.gz
check 'uki: the command line is in it' section cmdline cmdline
check 'uki: sections do not overlap' apart
check 'uki: lorica measure reads it' measured first
check 'uki: another command line is another measurement' differs
check 'uki: no command line' fails 'no command line: say --cmdline' uki --out none.efi
check 'uki: no kernel' fails "no file 'none'" uki --kernel none --cmdline ro --out none.efi
check 'uki: half a key' fails 'a signature needs --key and --cert' uki --cmdline ro --key none --out none.efi
check 'uki: what fails leaves nothing' test ! -e none.efi

openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=boot -keyout keys/boot.key -out keys/boot.crt 2>/dev/null
head -c 100000 "$kernel" | gzip -n >Image.gz
echo '/dts-v1/; / { };' | dtc -O dtb -o board.dtb 2>/dev/null
cp board.dtb u-boot.dtb
cp "$top/packaging/boot/lorica.its" .
fit() { mkimage -f lorica.its -k keys -K u-boot.dtb -r fit.itb; }
required() { [ "$(fdtget u-boot.dtb /signature/key-boot required)" = conf ]; }
signed() { [ "$(fdtget fit.itb /configurations/lorica/signature sign-images)" = 'kernel ramdisk fdt' ]; }
check 'fit: it is made' fit
check 'fit: the configuration is signed, with all its parts' signed
check 'fit: U-Boot takes no other' required
rm initramfs.cpio.gz fit.itb
check 'fit: without an initramfs there is none' fails initramfs.cpio.gz fit
echo "1..$n"
exit $bad
