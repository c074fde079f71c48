/* SPDX-License-Identifier: GPL-2.0-only */
/* Control registers that no sound kernel changes, and what they point at. */
#ifndef LORICA_CPU_STATE_H
#define LORICA_CPU_STATE_H

#include <linux/types.h>

enum { LORICA_MAX_CPU_REGISTERS = 16 };

/**
 * struct lorica_cpu_register - one of them
 * @name: as the manual of the architecture has it
 * @mask: the bits that stay; the others change with the task
 * @is_address: where in the kernel something lies is not for the log
 */
struct lorica_cpu_register {
	const char *name;
	u64 mask;
	bool is_address;
};

extern const struct lorica_cpu_register lorica_cpu_registers[];
extern const unsigned int lorica_nr_cpu_registers;

/**
 * struct lorica_cpu_state - the registers of one CPU
 * @known: a bit for each that it has
 * @value: masked, by index into lorica_cpu_registers
 */
struct lorica_cpu_state {
	u32 known;
	u64 value[LORICA_MAX_CPU_REGISTERS];
};

/**
 * lorica_cpu_state_read - read the registers of a CPU
 * @cpu: which
 * @state: filled
 *
 * The CPU is interrupted for it, for a few microseconds. Context: may sleep, with
 * cpus_read_lock().
 *
 * Return: 0, -ENXIO when it is off.
 */
int lorica_cpu_state_read(unsigned int cpu, struct lorica_cpu_state *state);

/**
 * lorica_cpu_vectors - where this CPU goes with an exception or an interrupt
 * @len: set to the bytes of the table
 * @chunk: set to the bytes of one entry of it
 *
 * Context: any.
 *
 * Return: the table, as the CPU has it; NULL when this architecture has none.
 */
const void *lorica_cpu_vectors(size_t *len, u32 *chunk);

#endif
