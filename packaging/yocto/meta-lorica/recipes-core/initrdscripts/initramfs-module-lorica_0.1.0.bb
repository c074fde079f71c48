# SPDX-License-Identifier: GPL-2.0-only
SUMMARY = "initramfs-framework: seal the system first"
SECTION = "base"

require recipes-kernel/lorica/lorica-source.inc
# What it pulls in is the kernel's.
PACKAGE_ARCH = "${MACHINE_ARCH}"

SRC_URI += "file://initramfs/lorica-boot.sh file://lorica file://lorica_rootfs"

do_configure[noexec] = "1"
do_compile[noexec] = "1"

# 0- sorts before 00-debug and 01-udev: nothing of the framework comes before the seal.
do_install() {
	install -D -m 0644 ${S}/initramfs/lorica-boot.sh ${D}/scripts/lorica-boot.sh
	install -D -m 0755 ${S}/lorica ${D}/init.d/0-lorica
	install -D -m 0755 ${S}/lorica_rootfs ${D}/init.d/91-lorica_rootfs
}

FILES:${PN} = "/scripts /init.d"
RDEPENDS:${PN} = "initramfs-framework-base lorica-device lorica-module"
