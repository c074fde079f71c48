# SPDX-License-Identifier: GPL-2.0-only
SUMMARY = "An initramfs that seals the system before it mounts the root file system"
LICENSE = "GPL-2.0-only"

# A shell for people is not in it: no initramfs-module-debug.
PACKAGE_INSTALL = "initramfs-framework-base initramfs-module-lorica initramfs-module-udev initramfs-module-rootfs \
	lorica-module lorica-device ${VIRTUAL-RUNTIME_base-utils} udev base-passwd ${ROOTFS_BOOTSTRAP_INSTALL}"
PACKAGE_EXCLUDE = "kernel-image-*"

IMAGE_FEATURES = ""
IMAGE_LINGUAS = ""
IMAGE_NAME_SUFFIX ?= ""
IMAGE_FSTYPES = "${INITRAMFS_FSTYPES}"
IMAGE_ROOTFS_SIZE = "8192"
IMAGE_ROOTFS_EXTRA_SPACE = "0"

inherit core-image lorica-image

LORICA_MANIFEST = "initramfs"
LORICA_POLICY_IMAGE ?= "lorica-example-image"

COMPATIBLE_HOST = "(x86_64|aarch64).*-linux"
