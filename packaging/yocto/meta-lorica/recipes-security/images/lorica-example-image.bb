# SPDX-License-Identifier: GPL-2.0-only
SUMMARY = "A small image under a policy of Lorica"
LICENSE = "GPL-2.0-only"

# The module is in the initramfs. It is here as well so that the build sees which anchor it has.
IMAGE_INSTALL = "packagegroup-core-boot lorica lorica-module ${CORE_IMAGE_EXTRA_INSTALL}"
IMAGE_LINGUAS = ""

inherit core-image lorica-image

IMAGE_ROOTFS_SIZE ?= "8192"
COMPATIBLE_HOST = "(x86_64|aarch64).*-linux"
