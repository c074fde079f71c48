// SPDX-License-Identifier: GPL-2.0-only
#include "cpu_state.h"

#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/string.h>

#if defined(CONFIG_X86_64)
#include <asm/cpufeature.h>
#include <asm/desc.h>
#include <asm/msr.h>
#include <asm/processor-flags.h>
#include <asm/special_insns.h>

enum { CR0, CR4, EFER, STAR, LSTAR, CSTAR, SFMASK, SYSENTER_CS, SYSENTER_EIP, IDTR, IDT_LIMIT };

/* clang-format off */
const struct lorica_cpu_register lorica_cpu_registers[] = {
	[CR0] = { "CR0", X86_CR0_PE | X86_CR0_WP | X86_CR0_PG },
	[CR4] = { "CR4", X86_CR4_SMEP | X86_CR4_SMAP | X86_CR4_UMIP | BIT_ULL(23) /* CET */ },
	[EFER] = { "EFER", EFER_SCE | EFER_LME | EFER_LMA | EFER_NX },
	[STAR] = { "STAR", ~0ULL },
	[LSTAR] = { "LSTAR", ~0ULL, true },
	[CSTAR] = { "CSTAR", ~0ULL, true },
	[SFMASK] = { "SFMASK", ~0ULL },
	[SYSENTER_CS] = { "SYSENTER_CS", ~0ULL },
	[SYSENTER_EIP] = { "SYSENTER_EIP", ~0ULL, true },
	[IDTR] = { "IDTR", ~0ULL, true },
	[IDT_LIMIT] = { "IDT-LIMIT", ~0ULL },
};

static const struct {
	int reg;
	u32 msr;
} msrs[] = {
	{ EFER, MSR_EFER },
	{ STAR, MSR_STAR },
	{ LSTAR, MSR_LSTAR },
	{ CSTAR, MSR_CSTAR },
	{ SFMASK, MSR_SYSCALL_MASK },
	{ SYSENTER_CS, MSR_IA32_SYSENTER_CS },
	{ SYSENTER_EIP, MSR_IA32_SYSENTER_EIP },
};
/* clang-format on */

static void put(struct lorica_cpu_state *state, int reg, u64 value)
{
	state->value[reg] = value & lorica_cpu_registers[reg].mask;
	state->known |= BIT(reg);
}

static void read_here(void *to)
{
	struct lorica_cpu_state *state = to;
	struct desc_ptr idt;
	u64 value;
	int i;

	put(state, CR0, read_cr0());
	put(state, CR4, __read_cr4());
	for (i = 0; i < ARRAY_SIZE(msrs); i++)
		if (!rdmsrl_safe(msrs[i].msr, &value))
			put(state, msrs[i].reg, value);
	store_idt(&idt);
	put(state, IDTR, idt.address);
	put(state, IDT_LIMIT, idt.size);
}

const void *lorica_cpu_vectors(size_t *len, u32 *chunk)
{
	struct desc_ptr idt;

	/* There the table is the hypervisor's, and not to be read. */
	if (cpu_feature_enabled(X86_FEATURE_XENPV))
		return NULL;
	store_idt(&idt);
	*len = idt.size + 1;
	*chunk = sizeof(gate_desc);
	return (const void *)idt.address;
}

#elif defined(CONFIG_ARM64)
#include <asm/sysreg.h>

enum { SCTLR, VBAR, TCR, TTBR1 };

enum { VECTORS = 2048, VECTOR = 128 }; /* bytes, by the architecture */

/* clang-format off */
const struct lorica_cpu_register lorica_cpu_registers[] = {
	/* M, SA, WXN, SPAN; others switch features on for a task. */
	[SCTLR] = { "SCTLR_EL1", BIT_ULL(0) | BIT_ULL(3) | BIT_ULL(19) | BIT_ULL(23) },
	[VBAR] = { "VBAR_EL1", ~0ULL, true },
	/* T1SZ, EPD1, TG1: what the upper half of the addresses is. */
	[TCR] = { "TCR_EL1", GENMASK_ULL(21, 16) | BIT_ULL(23) | GENMASK_ULL(31, 30) },
	/* Without the ASID, which is that of the task. */
	[TTBR1] = { "TTBR1_EL1", GENMASK_ULL(47, 1), true },
};
/* clang-format on */

static void read_here(void *to)
{
	struct lorica_cpu_state *state = to;
	int i;

	state->value[SCTLR] = read_sysreg(sctlr_el1);
	state->value[VBAR] = read_sysreg(vbar_el1);
	state->value[TCR] = read_sysreg(tcr_el1);
	state->value[TTBR1] = read_sysreg(ttbr1_el1);
	for (i = 0; i < ARRAY_SIZE(lorica_cpu_registers); i++)
		state->value[i] &= lorica_cpu_registers[i].mask;
	state->known = BIT(ARRAY_SIZE(lorica_cpu_registers)) - 1;
}

const void *lorica_cpu_vectors(size_t *len, u32 *chunk)
{
	*len = VECTORS;
	*chunk = VECTOR;
	return (const void *)read_sysreg(vbar_el1);
}

#else
const struct lorica_cpu_register lorica_cpu_registers[] = { {} };

static void read_here(void *to)
{
}

const void *lorica_cpu_vectors(size_t *len, u32 *chunk)
{
	return NULL;
}
#endif

const unsigned int lorica_nr_cpu_registers = ARRAY_SIZE(lorica_cpu_registers);
static_assert(ARRAY_SIZE(lorica_cpu_registers) <= LORICA_MAX_CPU_REGISTERS);

int lorica_cpu_state_read(unsigned int cpu, struct lorica_cpu_state *state)
{
	memset(state, 0, sizeof(*state));
	return smp_call_function_single(cpu, read_here, state, true);
}
