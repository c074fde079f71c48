# SPDX-License-Identifier: GPL-2.0-only
# `make prepare` builds resolve_btfids for a kernel with BTF, which needs libelf.
DEPENDS:append = "${@bb.utils.contains('DISTRO_FEATURES', 'lorica', ' elfutils-native zlib-native', '', d)}"
