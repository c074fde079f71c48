// SPDX-License-Identifier: GPL-2.0-only
#include "watch.h"

#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/unistd.h>

#include "cpu_state.h"
#include "region.h"
#include "symbol.h"

enum { WHAT = 96 }; /* bytes of the words for a change */

static struct lorica_region vectors[1], syscalls[2], rodata[1];

/* By number; those that were off when all others were learnt are compared with these. */
static struct lorica_cpu_state *cpus;
static u32 *cpus_changed; /* a bit for each register that was told of */

static int learn_vectors(void)
{
	size_t len;
	u32 chunk;
	const void *table = lorica_cpu_vectors(&len, &chunk);

	return lorica_region_learn(&vectors[0], "vector", table, len, chunk);
}

static int learn_table(struct lorica_region *region, const char *name, size_t entries)
{
	return lorica_region_learn(region, name, lorica_symbol(name), entries * sizeof(void *),
				   sizeof(void *));
}

static int learn_syscalls(void)
{
	int ret = learn_table(&syscalls[0], "sys_call_table", NR_syscalls);

	/* Not every kernel runs 32-bit programs. */
#if defined(CONFIG_X86_64) && defined(CONFIG_IA32_EMULATION)
	if (!ret && lorica_symbol("ia32_sys_call_table"))
		ret = learn_table(&syscalls[1], "ia32_sys_call_table", IA32_NR_syscalls);
#elif defined(CONFIG_ARM64) && defined(CONFIG_COMPAT) && defined(__NR_compat_syscalls)
	if (!ret && lorica_symbol("compat_sys_call_table"))
		ret = learn_table(&syscalls[1], "compat_sys_call_table", __NR_compat_syscalls);
#endif
	return ret;
}

static int learn_rodata(void)
{
	const char *start = lorica_symbol("__start_rodata"), *end = lorica_symbol("__end_rodata");

	if (!start || start >= end)
		return -EINVAL;
	return lorica_region_learn(&rodata[0], "rodata", start,
				   round_down(end - start, sizeof(u64)), LORICA_REGION_CHUNK);
}

static int learn_cpus(void)
{
	unsigned int cpu;
	int ret = 0;

	if (!lorica_cpu_registers[0].mask)
		return -EINVAL;
	cpus = kcalloc(nr_cpu_ids, sizeof(cpus[0]), GFP_KERNEL);
	cpus_changed = kcalloc(nr_cpu_ids, sizeof(cpus_changed[0]), GFP_KERNEL);
	if (!cpus || !cpus_changed)
		return -ENOMEM;
	cpus_read_lock();
	for (cpu = 0; !ret && cpu < nr_cpu_ids; cpu++)
		if (cpu_online(cpu))
			ret = lorica_cpu_state_read(cpu, &cpus[cpu]);
	cpus_read_unlock();
	return ret;
}

/* One that came later has to be as one of those that were there. */
static bool is_as_before(unsigned int cpu, unsigned int reg, const struct lorica_cpu_state *now)
{
	unsigned int i;

	if (cpus[cpu].known)
		return !((cpus[cpu].known ^ now->known) & BIT(reg)) &&
		       cpus[cpu].value[reg] == now->value[reg];
	for (i = 0; i < nr_cpu_ids; i++)
		if (cpus[i].known && !((cpus[i].known ^ now->known) & BIT(reg)) &&
		    cpus[i].value[reg] == now->value[reg])
			return true;
	return false;
}

static void tell_register(const struct lorica_look *look, unsigned int cpu, unsigned int reg,
			  u64 now)
{
	const struct lorica_cpu_register *r = &lorica_cpu_registers[reg];
	char what[WHAT];

	if (r->is_address || !cpus[cpu].known)
		snprintf(what, sizeof(what), "cpu %u %s", cpu, r->name);
	else
		snprintf(what, sizeof(what), "cpu %u %s was 0x%llx is 0x%llx", cpu, r->name,
			 cpus[cpu].value[reg], now);
	look->told(look->context, LORICA_R_CPU_CHANGED, what);
}

static u32 look_at_cpu(unsigned int cpu, const struct lorica_look *look)
{
	struct lorica_cpu_state now;
	u32 changed = 0;
	unsigned int reg;
	int ret;

	cpus_read_lock();
	ret = lorica_cpu_state_read(cpu, &now);
	cpus_read_unlock();
	/* It was switched off meanwhile; when it is on again it is looked at. */
	if (ret)
		return 0;
	for (reg = 0; reg < lorica_nr_cpu_registers; reg++) {
		if (is_as_before(cpu, reg, &now)) {
			cpus_changed[cpu] &= ~BIT(reg);
			continue;
		}
		changed++;
		if (!(cpus_changed[cpu] & BIT(reg)))
			tell_register(look, cpu, reg, now.value[reg]);
		cpus_changed[cpu] |= BIT(reg);
	}
	return changed;
}

static u32 look_at_cpus(const struct lorica_look *look)
{
	unsigned int i, start = get_random_u32() % nr_cpu_ids;
	u32 changed = 0;

	for (i = 0; i < nr_cpu_ids; i++) {
		unsigned int cpu = (start + i) % nr_cpu_ids;

		if (!cpu_online(cpu))
			continue;
		changed += look_at_cpu(cpu, look);
		if (look->rest(look->context))
			break;
	}
	return changed;
}

static void tell_piece(const struct lorica_look *look, const struct lorica_region *region, u32 i,
		       enum lorica_reason reason)
{
	size_t offset = (size_t)i * region->chunk;
	char what[WHAT];

	/* Of a table the entry; of what has none, the page, and the variable that it begins in. */
	if (region->chunk < LORICA_REGION_CHUNK)
		snprintf(what, sizeof(what), "%s %u", region->name, i);
	else
		snprintf(what, sizeof(what), "%s +0x%zx %ps", region->name, offset,
			 region->start + offset);
	look->told(look->context, reason, what);
}

static u32 look_at_region(struct lorica_region *region, enum lorica_reason reason,
			  const struct lorica_look *look)
{
	u32 i, start;

	if (!region->nr)
		return 0;
	/* Nobody can put things back in time who does not know where the look is. */
	start = get_random_u32() % region->nr;
	for (i = 0; i < region->nr; i++) {
		u32 piece = (start + i) % region->nr;
		bool is_new;

		lorica_region_check(region, piece, &is_new);
		if (is_new)
			tell_piece(look, region, piece, reason);
		if (look->rest(look->context))
			break;
	}
	return lorica_region_changed(region);
}

/* clang-format off */
static struct watch {
	const char *name;
	int (*learn)(void);
	enum lorica_reason reason;
	struct lorica_region *regions;
	unsigned int nr_regions;
	bool is_learnt;
} watches[LORICA_NR_WATCHES] = {
	[LORICA_WATCH_CPU] = { "cpu", learn_cpus },
	[LORICA_WATCH_VECTORS] = { "vectors", learn_vectors, LORICA_R_VECTORS_CHANGED,
				   vectors, ARRAY_SIZE(vectors) },
	[LORICA_WATCH_SYSCALLS] = { "syscalls", learn_syscalls, LORICA_R_SYSCALLS_CHANGED,
				    syscalls, ARRAY_SIZE(syscalls) },
	[LORICA_WATCH_RODATA] = { "rodata", learn_rodata, LORICA_R_RODATA_CHANGED,
				  rodata, ARRAY_SIZE(rodata) },
};
/* clang-format on */

static void forget(struct watch *watch)
{
	unsigned int i;

	for (i = 0; i < watch->nr_regions; i++)
		lorica_region_forget(&watch->regions[i]);
	if (watch->nr_regions)
		return;
	kfree(cpus);
	kfree(cpus_changed);
	cpus = NULL;
	cpus_changed = NULL;
}

int lorica_watch_learn(enum lorica_watch_kind kind)
{
	struct watch *watch = &watches[kind];
	int ret;

	if (watch->is_learnt)
		return 0;
	ret = watch->learn();
	if (ret) {
		forget(watch);
		return ret == -ENOMEM ? ret : -EOPNOTSUPP;
	}
	/* Pairs with the acquire in lorica_watch_learnt(): all of it is there. */
	smp_store_release(&watch->is_learnt, true);
	return 0;
}

bool lorica_watch_learnt(enum lorica_watch_kind kind)
{
	/* Pairs with the release in lorica_watch_learn(). */
	return smp_load_acquire(&watches[kind].is_learnt);
}

u32 lorica_watch_look(enum lorica_watch_kind kind, const struct lorica_look *look)
{
	const struct watch *watch = &watches[kind];
	unsigned int i;
	u32 changed = 0;

	if (!watch->nr_regions)
		return look_at_cpus(look);
	for (i = 0; i < watch->nr_regions; i++)
		changed += look_at_region(&watch->regions[i], watch->reason, look);
	return changed;
}

const char *lorica_watch_name(enum lorica_watch_kind kind)
{
	return watches[kind].name;
}

void lorica_watch_forget(void)
{
	int kind;

	for (kind = 1; kind < LORICA_NR_WATCHES; kind++) {
		forget(&watches[kind]);
		watches[kind].is_learnt = false;
	}
}
