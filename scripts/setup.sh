#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Install what building and testing needs (Debian 12). Calls apt-get only when something is missing.
#   setup.sh           install
#   setup.sh --check   print what is missing, fail if anything is
set -eu

packages=(
	# building: module, BPF programs, tools, both architectures
	gcc make libc6-dev clang llvm bpftool dwarves libbpf-dev libelf-dev zlib1g-dev libssl-dev
	libseccomp-dev libarchive-dev pkg-config gcc-aarch64-linux-gnu libc6-dev-arm64-cross
	# the kernel that KUnit runs on
	bc bison flex cpio kmod xz-utils zstd gzip bzip2 rsync python3
	# booting
	qemu-system-x86 qemu-system-arm qemu-utils e2fsprogs util-linux openssl
	# measured boot: firmware, a TPM, boot loaders, and a second opinion on the log
	ovmf swtpm swtpm-tools tpm2-tools mtools grub-efi-amd64-bin grub-common systemd-boot-efi valgrind
	# volumes, and other file systems that code may be on
	cryptsetup-bin squashfs-tools erofs-utils btrfs-progs f2fs-tools xfsprogs dosfstools
	# checking
	sparse clang-format shellcheck bats codespell cppcheck libclang-rt-14-dev mandoc perl file
	fsverity
	# a token to sign with, and signatures of files
	softhsm2 libengine-pkcs11-openssl ima-evm-utils attr
	# packages
	debhelper dh-dkms dkms lintian
	# updates: RAUC, and the bus that it is called by
	rauc dbus-daemon
	# schemas, and the completion of another shell
	python3-jsonschema zsh
)

missing=()
for p in "${packages[@]}"; do
	status=$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null) || status=
	[ "$status" = installed ] || missing+=("$p")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "${1:-}" = --check ]; then
	printf '%s\n' "${missing[@]}"
	exit 1
fi

as_root=()
if [ "$(id -u)" != 0 ]; then
	as_root=(sudo)
fi
printf '  %-7s %s\n' INSTALL "${missing[*]}" >&2
# Stale lists are the usual reason for a failing install; fresh ones cost time, so they come second.
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends)
if ! "${install[@]}" "${missing[@]}" >/dev/null 2>&1; then
	"${as_root[@]}" apt-get update -qq >/dev/null
	"${install[@]}" "${missing[@]}" >/dev/null
fi
