# SPDX-License-Identifier: GPL-2.0-only
# Lorica. `make help` lists the targets.

-include userspace/sources.mk
include userspace/sources-sign.mk
include userspace/sources-device.mk
include userspace/sources-audit.mk

VERSION := 0.1.0
O ?= build

PREFIX ?= /usr/local
SBINDIR ?= $(PREFIX)/sbin
MANDIR ?= $(PREFIX)/share/man
SCHEMADIR ?= $(PREFIX)/share/lorica/schema
BASHCOMPDIR ?= $(PREFIX)/share/bash-completion/completions
POLICYDIR ?= $(PREFIX)/share/lorica
ZSHCOMPDIR ?= $(PREFIX)/share/zsh/site-functions

# Kernel side: Yocto sets KERNEL_SRC, others KDIR.
KDIR ?= $(or $(KERNEL_SRC),/lib/modules/$(shell uname -r)/build)
LORICA_ANCHOR ?=
ANCHOR_PATH = $(if $(LORICA_ANCHOR),$(abspath $(LORICA_ANCHOR)))

# User space side.
CLANG ?= clang
BPFTOOL ?= $(firstword $(wildcard /usr/sbin/bpftool) bpftool)
PKG_CONFIG ?= pkg-config
CFLAGS ?= -O2 -g
WARN := -std=gnu11 -Wall -Wextra -Werror -Wshadow -Wmissing-prototypes -Wstrict-prototypes
CPPFLAGS += -D_GNU_SOURCE -DLORICA_VERSION='"$(VERSION)"' -I. -I$(O)/bpf -I$(O)/controls

# The one binary for an initramfs is static; ARM64 cross builds set these.
DEVICE_CC ?= $(CC)
DEVICE_OUT ?= $(O)/device
DEVICE_CFLAGS ?= -Os
# Empty where libraries come as shared ones only: Yocto, Buildroot.
DEVICE_STATIC ?= -static
DEVICE_LIBS ?= -lbpf -lelf -lz -lseccomp

TOOL_ALL := $(sort $(TOOL_SRCS) $(SIGN_SRCS) $(AUDIT_SRCS) $(DEVICE_SRCS) $(COMMON_SRCS) $(PURE_SRCS))
TOOL_OBJS := $(TOOL_ALL:%.c=$(O)/tool/%.o)
DEVICE_ALL := $(sort $(DEVICE_SRCS) $(DEVICE_SHARED) $(COMMON_SRCS))
DEVICE_OBJS := $(DEVICE_ALL:%.c=$(DEVICE_OUT)/%.o)

Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),,@printf '  %-7s %s\n' '$(1)' '$(2)';)

.PHONY: all help tool device bpf modules modules_install install install-device install-initramfs-hook
.PHONY: install-initramfs-tools install-apt install-rauc install-dkms install-image-tools install-dracut
.PHONY: install-dracut-module install-mkinitcpio deb clean in-tree
all: tool device

help:
	@echo 'make demo                 boot a VM and see Lorica at work'
	@echo 'make check                run every test'
	@echo 'make [all]                the lorica command and its static form for an initramfs'
	@echo 'make modules              lorica.ko: KDIR=DIR (or KERNEL_SRC) and LORICA_ANCHOR=CERT'
	@echo 'make in-tree              the module into a kernel tree, as security/lorica: LORICA_KERNEL_TREE=DIR'
	@echo 'make modules_install      INSTALL_MOD_PATH as in the kernel'
	@echo 'make install              DESTDIR, PREFIX'
	@echo 'make install-initramfs-tools  what puts Lorica into the initramfs of Debian: DESTDIR, PREFIX'
	@echo 'make install-dracut       the same for dracut; install-mkinitcpio for mkinitcpio'
	@echo 'make install-apt          what loads manifests before apt unpacks: DESTDIR'
	@echo 'make install-rauc         what loads the manifests of a bundle before RAUC installs it: DESTDIR'
	@echo 'make install-dkms         the source of the module for DKMS: DESTDIR'
	@echo 'make install-image-tools  what image builds call: DESTDIR, PREFIX'
	@echo 'make deb                  packages for Debian 12, in $(O)/deb'
	@echo 'make check-packaging      the packages: made twice, looked at, built by DKMS, installed and purged'
	@echo 'make check-host lint fuzz check-kunit check-qemu bench   parts of check'
	@echo 'make clean'

# ---- kernel module ---------------------------------------------------------

modules modules_install:
	$(MAKE) -C $(KDIR) M=$(CURDIR) LORICA_ANCHOR=$(ANCHOR_PATH) $@

in-tree:
	$(Q)packaging/kernel/in-tree.sh "$(LORICA_KERNEL_TREE)"

# ---- BPF programs: CO-RE, once for each architecture ------------------------

BPF_ARCH ?= $(shell uname -m | sed -e 's/x86_64/x86/' -e 's/aarch64/arm64/')
MULTIARCH ?= $(shell $(CC) -print-multiarch 2>/dev/null)
BPF_SYSINC ?= $(addprefix -isystem /usr/include/,$(MULTIARCH))

bpf: $(O)/bpf/lorica.skel.h

# BTF names source files; the folder of a build must not get into a program.
$(O)/bpf/lorica.bpf.o: $(wildcard bpf/*.c bpf/*.h)
	$(call say,BPF,$@)mkdir -p $(@D) && $(CLANG) -g -O2 -target bpf -D__TARGET_ARCH_$(BPF_ARCH) \
		$(BPF_SYSINC) -Ibpf -ffile-prefix-map=$(CURDIR)=. -Wall -Wextra -Wno-unused-parameter -Werror -c bpf/lorica.bpf.c -o $@.tmp
	$(Q)$(BPFTOOL) gen object $@ $@.tmp && rm $@.tmp

$(O)/bpf/lorica.skel.h: $(O)/bpf/lorica.bpf.o
	$(call say,SKEL,$@)$(BPFTOOL) gen skeleton $< name lorica_bpf > $@

# ---- the catalogue of controls ---------------------------------------------

CONTROLS := $(O)/controls/controls_ids.inc $(O)/controls/controls_rows.inc

$(CONTROLS): $(O)/controls/controls_%.inc: controls/controls.tsv controls/generate.sh
	$(call say,GEN,$@)mkdir -p $(@D) && controls/generate.sh $< $* > $@.tmp && mv $@.tmp $@

# ---- the command ------------------------------------------------------------

tool: $(O)/lorica $(O)/completion/lorica.bash $(O)/completion/_lorica
device: $(DEVICE_OUT)/lorica

$(O)/lorica: $(TOOL_OBJS)
	$(call say,LD,$@)$(CC) $(LDFLAGS) -o $@ $^ -lcrypto -larchive -pthread -lbpf -lelf -lz -lseccomp

$(DEVICE_OUT)/lorica: $(DEVICE_OBJS)
	$(call say,LD,$@)$(DEVICE_CC) $(DEVICE_STATIC) -Wl,--gc-sections -s -o $@ $^ $(DEVICE_LDFLAGS) $(DEVICE_LIBS) \
		2>$@.log || { cat $@.log; false; }

# Completion knows what the command knows: it is made from the command's own table. A cross build names one
# that runs on this machine.
HOST_LORICA ?= $(O)/lorica
$(O)/completion/lorica.bash $(O)/completion/_lorica: $(O)/lorica $(wildcard userspace/completion/*)
	$(call say,GEN,$@)mkdir -p $(@D) && userspace/completion/generate.sh $(HOST_LORICA) \
		$(if $(filter %/_lorica,$@),zsh,bash) > $@.tmp && mv $@.tmp $@

# The BPF programs are made here, not by the make below: two of them would write the same files at once.
.PHONY: device-arm64
device-arm64: $(O)/bpf/lorica.skel.h
	$(Q)sysroot=$$(scripts/sysroot.sh arm64) && $(MAKE) --no-print-directory device DEVICE_OUT=$(O)/device-arm64 \
		DEVICE_CC="aarch64-linux-gnu-gcc -isystem $$sysroot/usr/include -isystem $$sysroot/usr/include/aarch64-linux-gnu" \
		DEVICE_LDFLAGS="-L$$sysroot/usr/lib/aarch64-linux-gnu"

$(O)/tool/%.o: %.c | $(O)/bpf/lorica.skel.h $(CONTROLS)
	$(call say,CC,$<)mkdir -p $(@D) && $(CC) $(WARN) $(CPPFLAGS) $(CFLAGS) -pthread -MMD -MP -c $< -o $@

$(DEVICE_OUT)/%.o: %.c | $(O)/bpf/lorica.skel.h
	$(call say,CC,$< (device))mkdir -p $(@D) && $(DEVICE_CC) $(WARN) $(CPPFLAGS) -DLORICA_DEVICE_ONLY \
		$(DEVICE_CFLAGS) -ffunction-sections -fdata-sections -MMD -MP -c $< -o $@

-include $(TOOL_OBJS:.o=.d) $(DEVICE_OBJS:.o=.d)

install: tool
	install -D -m 0755 $(O)/lorica $(DESTDIR)$(SBINDIR)/lorica
	install -D -m 0644 $(O)/completion/lorica.bash $(DESTDIR)$(BASHCOMPDIR)/lorica
	install -D -m 0644 $(O)/completion/_lorica $(DESTDIR)$(ZSHCOMPDIR)/_lorica
	for m in userspace/man/*.[58]; do \
		install -D -m 0644 $$m $(DESTDIR)$(MANDIR)/man$${m##*.}/$${m##*/}; done
	install -D -m 0644 -t $(DESTDIR)$(SCHEMADIR) policy/schema/*.json
	for p in profiles lib; do \
		install -d $(DESTDIR)$(POLICYDIR)/$$p && \
		install -m 0644 policy/$$p/*.lorica $(DESTDIR)$(POLICYDIR)/$$p/ || exit 1; done

# What image builds call, and the policies to begin with.
install-image-tools:
	install -D -m 0755 packaging/image/lorica-image.sh $(DESTDIR)$(POLICYDIR)/image/lorica-image.sh
	install -D -m 0755 packaging/kernel/check-kernel-config.sh $(DESTDIR)$(POLICYDIR)/kernel/check-kernel-config.sh
	install -D -m 0644 packaging/kernel/lorica.cfg $(DESTDIR)$(POLICYDIR)/kernel/lorica.cfg

install-device: device
	install -D -m 0755 $(DEVICE_OUT)/lorica $(DESTDIR)$(PREFIX)/lib/lorica/lorica

# Not a part of install: with the hook in place no image is made without a signed policy.
INITRAMFS_TOOLS := /usr/share/initramfs-tools
install-initramfs-tools: install-device install-initramfs-hook
install-initramfs-hook:
	install -D -m 0644 initramfs/lorica-boot.sh $(DESTDIR)$(INITRAMFS_TOOLS)/scripts/lorica-boot.sh
	install -D -m 0755 initramfs/initramfs-tools/hooks/lorica $(DESTDIR)$(INITRAMFS_TOOLS)/hooks/lorica
	for when in init-top local-top; do \
		install -D -m 0755 initramfs/initramfs-tools/scripts/$$when/lorica \
			$(DESTDIR)$(INITRAMFS_TOOLS)/scripts/$$when/lorica || exit 1; done

# As for initramfs-tools: with it in place no image is made without a signed policy.
DRACUTDIR ?= /usr/lib/dracut
install-dracut: install-device install-dracut-module
install-dracut-module:
	install -D -m 0755 -t $(DESTDIR)$(DRACUTDIR)/modules.d/90lorica initramfs/dracut/90lorica/*.sh
	install -D -m 0644 initramfs/lorica-boot.sh $(DESTDIR)$(DRACUTDIR)/modules.d/90lorica/lorica-boot.sh

MKINITCPIODIR ?= /usr/lib/initcpio
install-mkinitcpio: install-device
	install -D -m 0644 initramfs/mkinitcpio/install/lorica $(DESTDIR)$(MKINITCPIODIR)/install/lorica
	install -D -m 0644 initramfs/mkinitcpio/hooks/lorica $(DESTDIR)$(MKINITCPIODIR)/hooks/lorica
	install -D -m 0644 initramfs/lorica-boot.sh $(DESTDIR)/usr/lib/lorica/lorica-boot.sh

UNITDIR ?= /usr/lib/systemd/system
install-apt:
	install -D -m 0644 packaging/apt/90lorica $(DESTDIR)/etc/apt/apt.conf.d/90lorica
	install -D -m 0755 packaging/apt/stage-manifests $(DESTDIR)/usr/lib/lorica/stage-manifests
	install -D -m 0644 packaging/systemd/lorica-manifests.service \
		$(DESTDIR)$(UNITDIR)/lorica-manifests.service

# One handler under two names, which it goes by.
install-rauc:
	install -D -m 0755 packaging/rauc/stage-bundle $(DESTDIR)/usr/lib/lorica/rauc-post-install
	ln -sf rauc-post-install $(DESTDIR)/usr/lib/lorica/rauc-pre-install

# What DKMS copies and builds: no tests, and nothing that only a checkout needs.
DKMSDIR := /usr/src/lorica-$(VERSION)
install-dkms:
	install -d $(DESTDIR)$(DKMSDIR)/kernel/uapi
	install -m 0644 Kbuild $(DESTDIR)$(DKMSDIR)/
	install -m 0644 kernel/*.[chS] kernel/Kbuild $(DESTDIR)$(DKMSDIR)/kernel/
	install -m 0644 kernel/uapi/*.h $(DESTDIR)$(DKMSDIR)/kernel/uapi/
	install -m 0755 packaging/dkms/dkms-build scripts/btf-of-bzimage.sh $(DESTDIR)$(DKMSDIR)/
	sed 's/#MODULE_VERSION#/$(VERSION)/' packaging/dkms/dkms.conf > $(DESTDIR)$(DKMSDIR)/dkms.conf

deb:
	$(Q)packaging/deb.sh $(O)/deb

clean:
	rm -rf $(O)
	find kernel \( -name '*.o' -o -name '*.ko' -o -name '*.mod' -o -name '*.mod.c' -o -name '.*.cmd' \
		-o -name anchor.der \) -delete
	rm -f .*.cmd Module.symvers modules.order *.mod *.o

include tests/tests.mk
