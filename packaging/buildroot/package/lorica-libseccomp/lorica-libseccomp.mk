################################################################################
#
# lorica-libseccomp
#
################################################################################

# Buildroot has libseccomp for the target alone, and the host's lorica is linked
# with it. The same source and version.
LORICA_LIBSECCOMP_VERSION = $(LIBSECCOMP_VERSION)
LORICA_LIBSECCOMP_SOURCE = libseccomp-$(LIBSECCOMP_VERSION).tar.gz
LORICA_LIBSECCOMP_SITE = $(LIBSECCOMP_SITE)
LORICA_LIBSECCOMP_DL_SUBDIR = libseccomp
LORICA_LIBSECCOMP_LICENSE = LGPL-2.1
LORICA_LIBSECCOMP_LICENSE_FILES = LICENSE

HOST_LORICA_LIBSECCOMP_DEPENDENCIES = host-gperf

$(eval $(host-autotools-package))
