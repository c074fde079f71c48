# SPDX-License-Identifier: GPL-2.0-only
require ${@bb.utils.contains('DISTRO_FEATURES', 'lorica', 'lorica-kernel.inc', '', d)}
