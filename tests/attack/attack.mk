# SPDX-License-Identifier: GPL-2.0-only
# The attack program and its payloads, for one architecture:
#
#	make -f tests/attack/attack.mk OUT=dir [CROSS=aarch64-linux-gnu-] [KDIR=headers]
#
# $(OUT)/root is the tree that goes to the root of the target's file system:
# lorica-attack, attack/signed, attack/late, attack/verity and attack/unsigned. The manifest is
# made with the latter three left out; attack/late and attack/verity have one of
# their own, which a probe and a scenario load. The module is built only when KDIR is given.

ATTACK := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
CROSS ?=
CC := $(CROSS)gcc
OUT ?= build/attack
ROOT := $(OUT)/root
UNSIGNED := $(ROOT)/attack/unsigned
SIGNED := $(ROOT)/attack/signed
LATE := $(ROOT)/attack/late
SEALED := $(ROOT)/attack/verity

ATTACK_CFLAGS := -O2 -g -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror
ATTACK_SRC := $(sort $(wildcard $(ATTACK)/*.c))

ATTACK_FILES := $(ROOT)/usr/sbin/lorica-attack \
	$(addprefix $(UNSIGNED)/,prog tiny dyn lib.so script.sh evil.py) \
	$(addprefix $(SIGNED)/,prog tiny dlopener victim.so jit nojit execstack bpf nobpf xbss xinterp quota helper nohelper good.sh good.py net rpath runpath) \
	$(LATE)/prog $(addprefix $(SEALED)/,prog victim.so dlopener)
ifneq ($(KDIR),)
ATTACK_FILES += $(UNSIGNED)/module.ko
endif

.PHONY: attack
attack: $(ATTACK_FILES)

$(ROOT)/usr/sbin/lorica-attack: $(ATTACK_SRC) $(wildcard $(ATTACK)/*.h)
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -pthread -o $@ $(ATTACK_SRC)

$(UNSIGNED)/prog: $(ATTACK)/payload/prog.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -s -DWORD='"EVIL"' -o $@ $<

$(SIGNED)/prog: $(ATTACK)/payload/prog.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -s -DWORD='"SIGNED"' -DPADDING=65536 -o $@ $<

# Another length, and so another digest.
$(LATE)/prog: $(ATTACK)/payload/prog.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -s -DWORD='"SIGNED"' -DPADDING=131072 -o $@ $<

$(SEALED)/prog: $(ATTACK)/payload/prog.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -s -DWORD='"SIGNED"' -DPADDING=262144 -o $@ $<

$(SEALED)/victim.so: $(ATTACK)/payload/victim.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -shared -fPIC -Wl,--build-id=0x6c6f72696361 -o $@ $<

$(SEALED)/dlopener: $(ATTACK)/payload/dlopener.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -Wl,--build-id=0x6c6f72696361 -o $@ $< -ldl

TINY_CFLAGS := $(ATTACK_CFLAGS) -static -s -nostdlib -ffreestanding -fno-stack-protector \
	-fno-asynchronous-unwind-tables -Wl,--build-id=none

$(UNSIGNED)/tiny: $(ATTACK)/payload/tiny.c
	@mkdir -p $(@D)
	$(CC) $(TINY_CFLAGS) -DEVIL=1 -o $@ $<

$(SIGNED)/tiny: $(ATTACK)/payload/tiny.c
	@mkdir -p $(@D)
	$(CC) $(TINY_CFLAGS) -DEVIL=0 -DPADDING=4096 -o $@ $<

$(UNSIGNED)/dyn: $(ATTACK)/payload/dyn.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -o $@ $<

$(SIGNED)/dlopener: $(ATTACK)/payload/dlopener.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -o $@ $< -ldl

$(SIGNED)/jit: $(ATTACK)/payload/jit.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -s -DWORD='"SIGNED"' -o $@ $<

$(SIGNED)/nojit: $(ATTACK)/payload/jit.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -s -DWORD='"EVIL"' -o $@ $<

$(SIGNED)/helper: $(ATTACK)/payload/prog.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -s -DWORD='"HELPER"' -o $@ $<

# Listed like the other one; only the policy does not name it.
$(SIGNED)/nohelper: $(ATTACK)/payload/prog.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -s -DWORD='"EVIL"' -DPADDING=2048 -o $@ $<

$(SIGNED)/bpf: $(ATTACK)/payload/bpfload.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -s -DWORD='"SIGNED"' -o $@ $<

$(SIGNED)/nobpf: $(ATTACK)/payload/bpfload.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -s -DWORD='"EVIL"' -o $@ $<

$(SIGNED)/net: $(ATTACK)/payload/net.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -s -o $@ $<

# A file that could be one of quotas: its size is a multiple of 40.
$(SIGNED)/quota: $(ATTACK)/payload/prog.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -s -DWORD='"SIGNED"' -DPADDING=32768 -o $@.tmp $<
	truncate -s %40 $@.tmp
	@mv $@.tmp $@

# Lazy: a constructor would run although the library has not the function.
$(SIGNED)/rpath $(SIGNED)/runpath: $(SIGNED)/%: $(ATTACK)/payload/rpath.c $(SIGNED)/victim.so
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -o $@ $< -L$(SIGNED) -l:victim.so -Wl,-z,lazy -Wl,-rpath,'$$ORIGIN' \
		-Wl,$(if $(filter rpath,$*),--disable-new-dtags,--enable-new-dtags)

# Two pages more in memory than in the file, in the highest segment that has PF_X.
$(SIGNED)/xbss: $(ATTACK)/payload/xbss.c $(ATTACK)/payload/stretch.py
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -no-pie -s -Wl,--section-start=.xhigh=0x70000000 -o $@.tmp $<
	$(ATTACK)/payload/stretch.py $@.tmp
	@mv $@.tmp $@

$(SIGNED)/xinterp: $(ATTACK)/payload/xinterp.c $(ATTACK)/payload/stretch.py
	@mkdir -p $(@D)
	$(CC) $(TINY_CFLAGS) -no-pie -Wl,--section-start=.xhigh=0x70000000 -o $@.tmp $<
	$(ATTACK)/payload/stretch.py $@.tmp
	@mv $@.tmp $@

$(SIGNED)/execstack: $(ATTACK)/payload/prog.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -static -s -Wl,-z,execstack -DWORD='"EVIL"' -DPADDING=1024 -o $@ $<

$(UNSIGNED)/lib.so: $(ATTACK)/payload/lib.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -shared -fPIC -o $@ $<

$(SIGNED)/victim.so: $(ATTACK)/payload/victim.c
	@mkdir -p $(@D)
	$(CC) $(ATTACK_CFLAGS) -shared -fPIC -o $@ $<

$(UNSIGNED)/script.sh: $(ATTACK)/payload/script.sh
	@mkdir -p $(@D)
	install -m 755 $< $@

$(UNSIGNED)/evil.py $(SIGNED)/good.py $(SIGNED)/good.sh: $(ROOT)/attack/%: $(ATTACK)/payload/script.sh
	@mkdir -p $(@D)
	@case $@ in \
	*evil.py) echo "print('EVIL')" ;; \
	*good.py) echo "print('SIGNED')" ;; \
	*) echo 'echo SIGNED' ;; \
	esac >$@

# Kbuild writes beside its sources: give it a copy of its own.
$(UNSIGNED)/module.ko: $(ATTACK)/payload/module.c $(ATTACK)/payload/Kbuild
	@mkdir -p $(@D) $(OUT)/module
	cp $^ $(OUT)/module/
	$(MAKE) -C $(KDIR) M=$(abspath $(OUT)/module) $(if $(CROSS),CROSS_COMPILE=$(CROSS)) \
		$(if $(findstring aarch64,$(CROSS)),ARCH=arm64) modules
	cp $(OUT)/module/module.ko $@
