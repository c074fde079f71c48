# SPDX-License-Identifier: GPL-2.0-only
# The command is linked with it, on the build machine as well.
BBCLASSEXTEND = "native nativesdk"
# The features are those of the distribution, not of the build machine.
REQUIRED_DISTRO_FEATURES:class-native = ""
REQUIRED_DISTRO_FEATURES:class-nativesdk = ""
