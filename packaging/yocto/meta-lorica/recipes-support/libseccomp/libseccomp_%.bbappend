# SPDX-License-Identifier: GPL-2.0-only
# The command is linked with it, on the build machine as well.
BBCLASSEXTEND = "native nativesdk"
