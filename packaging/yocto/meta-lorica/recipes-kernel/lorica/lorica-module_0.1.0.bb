# SPDX-License-Identifier: GPL-2.0-only
SUMMARY = "Lorica's kernel module"
DESCRIPTION = "Enforces one signed policy: which code may run, and which ports, devices and debug interfaces are open."
SECTION = "kernel/modules"

require lorica-source.inc
inherit module

# The top Makefile includes the lists of the command's sources.
SRC_URI += "file://tests/tests.mk file://packaging/kernel file://userspace/sources.mk file://userspace/sources-sign.mk \
            file://userspace/sources-device.mk file://userspace/sources-audit.mk"

# pahole gives the module its BTF; without it no BPF program can call the module.
DEPENDS += "pahole-native"

# Without it make would build the command as well.
MAKE_TARGETS = "modules"
EXTRA_OEMAKE += "LORICA_ANCHOR=${LORICA_ANCHOR}"
do_compile[file-checksums] += "${@(d.getVar('LORICA_ANCHOR') or '') + ':False' if d.getVar('LORICA_ANCHOR') else ''}"

# Here and not when the recipe is parsed: who builds other images of the same layers has nothing to set.
do_configure:prepend() {
	if [ -z "${LORICA_ANCHOR}" ]; then
		bbfatal "lorica: no trust anchor: set LORICA_ANCHOR to the absolute path of the certificate that signs policies"
	fi
	if [ ! -s "${LORICA_ANCHOR}" ]; then
		bbfatal "lorica: no trust anchor '${LORICA_ANCHOR}': set LORICA_ANCHOR to a file that exists"
	fi
	if grep -q 'PRIVATE KEY' "${LORICA_ANCHOR}"; then
		bbfatal "lorica: '${LORICA_ANCHOR}' has a private key in it: set LORICA_ANCHOR to the certificate alone"
	fi
	sh ${S}/packaging/kernel/check-kernel-config.sh ${LORICA_KERNEL_CHECK} ${STAGING_KERNEL_BUILDDIR}/.config ||
		bbfatal "lorica: this kernel cannot enforce: add 'lorica' to DISTRO_FEATURES, or set what the lines above say"
	for file in vmlinux tools/bpf/resolve_btfids/resolve_btfids; do
		if [ ! -e "${STAGING_KERNEL_BUILDDIR}/$file" ]; then
			bbfatal "lorica: no '$file' of the kernel: add 'lorica' to DISTRO_FEATURES, or have its recipe leave that file"
		fi
	done
}

# A module without BTF loads as well, and the boot fails.
do_install:append() {
	for ko in $(find ${D} -name 'lorica.ko'); do
		for section in .BTF .BTF_ids; do
			${READELF} -SW $ko | grep -q " $section " ||
				bbfatal "lorica: the module came out without $section: look for BTF in log.do_compile"
		done
	done
}

# Options of check-kernel-config.sh: --cmdline, --untried.
LORICA_KERNEL_CHECK ?= ""

# The recipe itself brings lorica.ko and lorica_usb.ko, which are split into packages of their own.
RPROVIDES:${PN} += "kernel-module-lorica"
COMPATIBLE_HOST = "(x86_64|aarch64).*-linux"
