# SPDX-License-Identifier: GPL-2.0-only
SUMMARY = "Compile, sign, load and explain Lorica's policies"
DESCRIPTION = "The command with all verbs, and the form without those of the desk for devices and initramfs."
SECTION = "admin"

require recipes-kernel/lorica/lorica-source.inc

SRC_URI += "file://bpf file://userspace file://controls file://policy file://packaging/image file://packaging/kernel \
            file://tests/tests.mk"

DEPENDS = "openssl libarchive libbpf elfutils zlib libseccomp clang-native bpftool-native"
# Completion is made from what the command says of itself.
DEPENDS:append:class-target = " lorica-native"
DEPENDS:append:class-nativesdk = " lorica-native"

inherit pkgconfig bash-completion

# As libbpf has it.
PACKAGE_ARCH = "${MACHINE_ARCH}"

# Headers for the BPF programs. Those of the kernel the build machine has itself, Debian's with asm/ apart.
LORICA_SYSINC = "-isystem ${STAGING_INCDIR}"
LORICA_SYSINC:append:class-native = " -isystem /usr/include/$(${BUILD_CC} -print-multiarch)"

HOST_LORICA = "${B}/build/lorica"
HOST_LORICA:class-target = "${STAGING_SBINDIR_NATIVE}/lorica"
HOST_LORICA:class-nativesdk = "${STAGING_SBINDIR_NATIVE}/lorica"

# A newer compiler may know more warnings: they are for who develops Lorica.
lorica_make() {
	oe_runmake PREFIX=${prefix} SBINDIR=${sbindir} BPFTOOL=bpftool CLANG=clang BPF_ARCH=${BPF_ARCH} \
		BPF_SYSINC="${LORICA_SYSINC}" WARN="-std=gnu11 -Wall -Wextra" HOST_LORICA=${HOST_LORICA} \
		DEVICE_STATIC= DEVICE_CFLAGS="${CFLAGS}" DEVICE_LDFLAGS="${LDFLAGS}" "$@"
}
BPF_ARCH = "${@{'x86_64': 'x86', 'aarch64': 'arm64'}.get(d.getVar('HOST_ARCH'), 'none')}"

do_compile() {
	lorica_make tool device
}

do_install() {
	lorica_make DESTDIR=${D} install install-device install-image-tools
}

PACKAGES =+ "${PN}-device ${PN}-image"
SUMMARY:${PN}-device = "The form of the command that boots and loads"
FILES:${PN}-device = "${prefix}/lib/lorica"
SUMMARY:${PN}-image = "What image builds call"
FILES:${PN}-image = "${datadir}/lorica/image ${datadir}/lorica/kernel"
RDEPENDS:${PN}-image = "bash coreutils"
FILES:${PN} += "${datadir}/lorica ${datadir}/zsh"

# make strips it, since it is made for an initramfs.
INSANE_SKIP:${PN}-device = "already-stripped"

COMPATIBLE_HOST = "(x86_64|aarch64).*-linux"
BBCLASSEXTEND = "native nativesdk"
