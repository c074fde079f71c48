# SPDX-License-Identifier: GPL-2.0-only
# What `make check` and `make demo` are made of.

KERNELS ?= amd64-6.12 amd64-6.1 arm64-6.12
SCENARIOS ?= enforce attack interpreter two-loaders signed fsverity verity revoke net usb integrity
FUZZ_SECONDS ?= 30

.PHONY: check demo setup check-host check-unit check-kunit-host check-policies check-cli fuzz fuzz-targets
.PHONY: lint check-kunit check-qemu check-packaging guests races bench

setup:
	$(Q)scripts/setup.sh

check: setup
	$(Q)tests/check.sh

demo: setup
	$(Q)tests/demo.sh

# The parts print TAP; tests/check.sh counts it.
check-host: check-unit check-kunit-host check-policies check-cli

HOST_TEST_CFLAGS := -std=gnu11 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
	-Wall -Wextra -Wno-clobbered -Werror -D_GNU_SOURCE -I. -I$(O)/controls -Itests/kunit-host

KUNIT_HOST := $(patsubst kernel/tests/%.c,$(O)/kunit-host/%,$(wildcard kernel/tests/*_kunit.c))
$(O)/kunit-host/%: kernel/tests/%.c $(wildcard kernel/*.c kernel/*.h kernel/tests/*.h tests/kunit-host/kunit/*)
	@mkdir -p $(@D) && $(CC) $(HOST_TEST_CFLAGS) -o $@ $< kernel/tests/pure.c

check-kunit-host: $(KUNIT_HOST)
	@bad=0; for t in $(KUNIT_HOST); do \
		$$t >$$t.ktap || { bad=1; grep '^ *#' $$t.ktap; }; sed -n 's/^    //p' $$t.ktap; done; exit $$bad

# An archive: a test takes from it what it needs, and no main() or globals.
TEST_SRCS := $(filter-out userspace/lorica.c $(DEVICE_SRCS) userspace/cmd_%.c,$(TOOL_ALL))
$(O)/san/%.o: %.c | $(CONTROLS)
	@mkdir -p $(@D) && $(CC) $(HOST_TEST_CFLAGS) -MMD -MP -pthread -c $< -o $@
$(O)/san/lib.a: $(TEST_SRCS:%.c=$(O)/san/%.o)
	@rm -f $@ && ar rcs $@ $^
-include $(TEST_SRCS:%.c=$(O)/san/%.d)

UNIT_TESTS := $(patsubst tests/unit/%_test.c,$(O)/unit/%,$(wildcard tests/unit/*_test.c))
$(O)/unit/%: tests/unit/%_test.c $(O)/san/lib.a $(wildcard tests/unit/*.[ch])
	@mkdir -p $(@D) && $(CC) $(HOST_TEST_CFLAGS) -o $@ $< tests/unit/ebnf.c $(O)/san/lib.a -lcrypto -lz -pthread

check-unit: $(UNIT_TESTS)
	@for t in $(UNIT_TESTS); do $$t || exit 1; done

check-policies: tool
	@LORICA=$(CURDIR)/$(O)/lorica tests/policies/run.sh

check-cli: tool
	@LORICA=$(CURDIR)/$(O)/lorica bats --tap tests/cli

check-packaging: tool device
	@tests/packaging/debian.sh
	@tests/packaging/dracut.sh
	@tests/packaging/boot.sh

# ---- fuzzing -----------------------------------------------------------------

FUZZERS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_CFLAGS := -std=gnu11 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
	-D_GNU_SOURCE -I. -I$(O)/controls
$(O)/fuzz/obj/%.o: %.c | $(CONTROLS)
	@mkdir -p $(@D) && $(CLANG) $(FUZZ_CFLAGS) -fsanitize=fuzzer-no-link -MMD -MP -pthread -c $< -o $@
$(O)/fuzz/lib.a: $(TEST_SRCS:%.c=$(O)/fuzz/obj/%.o)
	@rm -f $@ && ar rcs $@ $^
-include $(TEST_SRCS:%.c=$(O)/fuzz/obj/%.d)
$(O)/fuzz/%: tests/fuzz/%.c $(O)/fuzz/lib.a tests/fuzz/fuzz.h
	@mkdir -p $(@D) && $(CLANG) $(FUZZ_CFLAGS) -fsanitize=fuzzer -o $@ $< $(O)/fuzz/lib.a -lcrypto -lz -pthread

fuzz-targets: $(FUZZERS:%=$(O)/fuzz/%)
fuzz: tool fuzz-targets
	@tests/fuzz/run.sh $(O)/fuzz $(FUZZ_SECONDS)

lint: tool
	@tests/lint.sh

# ---- in QEMU -----------------------------------------------------------------

guests: tool device device-arm64
	$(Q)for k in $(KERNELS); do tests/qemu/guest.sh $$k || exit 1; done

check-qemu: guests
	$(Q)tests/qemu/run.sh $(addprefix -k ,$(KERNELS)) $(SCENARIOS)

# The races of the attacks for as long as nobody waits for them: a quarter of an hour each at most,
# and so on one kernel unless somebody asks for others.
ROUNDS ?= 100000
RACE_KERNELS = $(if $(filter file,$(origin KERNELS)),amd64-6.12,$(KERNELS))
races: tool device $(if $(filter arm64-%,$(RACE_KERNELS)),device-arm64)
	$(Q)for k in $(RACE_KERNELS); do tests/qemu/guest.sh $$k || exit 1; done
	$(Q)tests/qemu/run.sh $(addprefix -k ,$(RACE_KERNELS)) -t 14400 \
		-a 'attack.probes=race attack.rounds=$(ROUNDS)' attack
	@grep race $(RACE_KERNELS:%=$(O)/qemu/%/attack/verdict.tap)

check-kunit:
	$(Q)tests/qemu/run.sh -k kunit kunit

bench: tool device
	$(Q)tests/bench/run.sh
	$(Q)tests/qemu/guest.sh amd64-6.12 && tests/qemu/run.sh -1 -k amd64-6.12 verity-cost
	@sed -n 's/^# //p' $(O)/qemu/amd64-6.12/verity-cost/verdict.tap
