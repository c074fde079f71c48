################################################################################
#
# lorica
#
################################################################################

LORICA_VERSION = 0.1.0
# The tree that this br2-external is a part of.
LORICA_SITE = $(realpath $(BR2_EXTERNAL_LORICA_PATH)/../..)
LORICA_SITE_METHOD = local
LORICA_LICENSE = GPL-2.0
LORICA_LICENSE_FILES = COPYING
LORICA_OVERRIDE_SRCDIR_RSYNC_EXCLUSIONS = --exclude=/build --exclude=.git
HOST_LORICA_OVERRIDE_SRCDIR_RSYNC_EXCLUSIONS = $(LORICA_OVERRIDE_SRCDIR_RSYNC_EXCLUSIONS)

LORICA_DEPENDENCIES = \
	elfutils host-bpftool host-lorica host-pahole libbpf libseccomp zlib
HOST_LORICA_DEPENDENCIES = \
	host-bpftool host-elfutils host-libarchive host-libbpf \
	host-lorica-libseccomp host-openssl host-pkgconf host-zlib

LORICA_CLANG = $(call qstrip,$(BR2_PACKAGE_LORICA_CLANG))
LORICA_ANCHOR = $(call qstrip,$(BR2_PACKAGE_LORICA_ANCHOR))
LORICA_KERNEL_DIR = packaging/kernel

# The anchor's path has to be absolute: make runs in the kernel's directory.
LORICA_MODULE_MAKE_OPTS = LORICA_ANCHOR=$(LORICA_ANCHOR)

# The fragment is the one list of options.
LORICA_FRAGMENT = $(LORICA_SITE)/$(LORICA_KERNEL_DIR)/lorica.cfg
define LORICA_LINUX_CONFIG_FIXUPS
	$(foreach o,$(shell sed -n 's/^# \(CONFIG_[A-Z0-9_]*\) is not set/\1/p' $(LORICA_FRAGMENT)),\
		$(call KCONFIG_DISABLE_OPT,$(o))$(sep))
	$(foreach o,$(shell sed -n 's/^\(CONFIG_[A-Z0-9_]*\)=y/\1/p' $(LORICA_FRAGMENT)),\
		$(call KCONFIG_ENABLE_OPT,$(o))$(sep))
	$(call KCONFIG_SET_OPT,CONFIG_LSM,$(shell sed -n 's/^CONFIG_LSM=//p' $(LORICA_FRAGMENT)))
endef

# What is missing is told before anything is compiled.
define LORICA_CHECK
	$(Q)if [ -z "$(LORICA_ANCHOR)" ]; then \
		echo "lorica: no trust anchor: set BR2_PACKAGE_LORICA_ANCHOR" >&2; exit 1; \
	fi
	$(Q)if [ ! -s "$(LORICA_ANCHOR)" ]; then \
		echo "lorica: no trust anchor '$(LORICA_ANCHOR)': set BR2_PACKAGE_LORICA_ANCHOR to a file that exists" >&2; exit 1; \
	fi
	$(Q)if ! command -v $(LORICA_CLANG) >/dev/null; then \
		echo "lorica: no clang '$(LORICA_CLANG)' on this machine: set BR2_PACKAGE_LORICA_CLANG" >&2; exit 1; \
	fi
	$(Q)sh $(@D)/$(LORICA_KERNEL_DIR)/check-kernel-config.sh $(LINUX_DIR)/.config
endef
LORICA_PRE_BUILD_HOOKS += LORICA_CHECK

# A newer compiler may know more warnings: they are for who develops lorica.
LORICA_MAKE_OPTS = \
	PREFIX=/usr \
	CLANG=$(LORICA_CLANG) \
	BPFTOOL=$(HOST_DIR)/sbin/bpftool \
	WARN="-std=gnu11 -Wall -Wextra"

define LORICA_BUILD_CMDS
	$(TARGET_MAKE_ENV) $(TARGET_CONFIGURE_OPTS) $(MAKE) -C $(@D) device \
		$(LORICA_MAKE_OPTS) \
		BPF_ARCH=$(if $(BR2_x86_64),x86,arm64) \
		BPF_SYSINC="-isystem $(STAGING_DIR)/usr/include" \
		DEVICE_STATIC= DEVICE_CFLAGS="$(TARGET_CFLAGS)" \
		DEVICE_LDFLAGS="$(TARGET_LDFLAGS)"
endef

define LORICA_INSTALL_INIT
	$(INSTALL) -D -m 0755 $(LORICA_PKGDIR)/init $(TARGET_DIR)/init
endef

define LORICA_INSTALL_TARGET_CMDS
	$(INSTALL) -D -m 0755 $(@D)/build/device/lorica \
		$(TARGET_DIR)/usr/sbin/lorica
	$(INSTALL) -D -m 0644 $(@D)/initramfs/lorica-boot.sh \
		$(TARGET_DIR)/scripts/lorica-boot.sh
	$(LORICA_INSTALL_INIT)
endef

define HOST_LORICA_BUILD_CMDS
	$(HOST_MAKE_ENV) $(HOST_CONFIGURE_OPTS) $(MAKE) -C $(@D) tool \
		$(LORICA_MAKE_OPTS) \
		BPF_SYSINC="-isystem $(HOST_DIR)/include $(LORICA_HOST_SYSINC)"
endef

# Of the build machine: asm/types.h.
LORICA_HOST_SYSINC = -isystem /usr/include/$(shell $(HOSTCC) -print-multiarch)

define HOST_LORICA_INSTALL_CMDS
	$(HOST_MAKE_ENV) $(MAKE) -C $(@D) install install-image-tools \
		$(LORICA_MAKE_OPTS) PREFIX=$(HOST_DIR) SBINDIR=$(HOST_DIR)/bin
endef

$(eval $(kernel-module))
$(eval $(generic-package))
$(eval $(host-generic-package))
