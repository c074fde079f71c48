// SPDX-License-Identifier: GPL-2.0-only
/*
 * For tests alone: what somebody does who is in the kernel. /proc/lorica-tamper
 * takes the name of an act, which is done, or "undo", which takes the last one
 * back. Reading it lists the acts that can be done here.
 *
 * Memory is written by a second mapping of its page, so that no permission is
 * touched. Registers are changed on the last CPU, which does nothing else until
 * they are what they were: no other program runs there that could fall over them.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm/unistd.h>

/* A probe by name is given its address before it is refused for not being code. */
static u8 *find(const char *name)
{
	struct kprobe probe = { .symbol_name = name, .flags = KPROBE_FLAG_DISABLED };

	if (!register_kprobe(&probe)) {
		u8 *address = (u8 *)probe.addr;

		unregister_kprobe(&probe);
		return address;
	}
	return (u8 *)probe.addr;
}

/* In the image of the kernel, which is read-only wherever it is mapped. */
static int poke(u8 *at, const void *bytes, size_t n)
{
	struct page *page = virt_to_page(lm_alias(at));
	u8 *map = vmap(&page, 1, VM_MAP, PAGE_KERNEL);

	if (!map)
		return -ENOMEM;
	memcpy(map + offset_in_page(at), bytes, n);
	vunmap(map);
	return 0;
}

/* What undo has to put back. */
static struct {
	u8 *at;
	size_t n;
	u8 bytes[16];
} poked;

static int swap_bytes(u8 *at, const void *bytes, size_t n)
{
	if (!at)
		return -ENOENT;
	poked.at = at;
	poked.n = n;
	memcpy(poked.bytes, at, n);
	return poke(at, bytes, n);
}

static int flip_byte(u8 *at, u8 bits)
{
	u8 byte;

	if (!at)
		return -ENOENT;
	byte = *at ^ bits;
	return swap_bytes(at, &byte, 1);
}

static int put_back(void)
{
	return poke(poked.at, poked.bytes, poked.n);
}

/* A text that /proc/version shows. */
static int change_rodata(void)
{
	return flip_byte(find("linux_proc_banner"), 0x20);
}

/* Written at boot alone, and still true with another bit. */
static int change_ro_after_init(void)
{
	return flip_byte(find("rodata_enabled"), 2);
}

/* An entry that is put there twice: what is at 0 is done for @number. */
static int change_table(const char *name, int number)
{
	void **table = (void **)find(name);

	return table ? swap_bytes((u8 *)&table[number], &table[0], sizeof(table[0])) : -ENOENT;
}

static int change_syscall(void)
{
	return change_table("sys_call_table", __NR_personality);
}

/* Registers: @change and @restore run on the CPU that is held. */
static struct task_struct *holder;
static DECLARE_COMPLETION(held);
static bool let_go;

struct registers {
	void (*change)(void);
	void (*restore)(void);
};

static int hold(void *which)
{
	const struct registers *r = which;

	preempt_disable();
	r->change();
	complete(&held);
	while (!READ_ONCE(let_go))
		cpu_relax();
	r->restore();
	preempt_enable();
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static int change_registers(const struct registers *r)
{
	holder = kthread_create(hold, (void *)r, "lorica-tamper");
	if (IS_ERR(holder))
		return PTR_ERR(holder);
	kthread_bind(holder, cpumask_last(cpu_online_mask));
	WRITE_ONCE(let_go, false);
	reinit_completion(&held);
	wake_up_process(holder);
	wait_for_completion(&held);
	return 0;
}

static int restore_registers(void)
{
	WRITE_ONCE(let_go, true);
	return kthread_stop(holder);
}

#define REGISTERS(name)                                                              \
	static int hold_##name(void)                                                 \
	{                                                                            \
		static const struct registers r = { change_##name, restore_##name }; \
                                                                                     \
		return change_registers(&r);                                         \
	}

#ifdef CONFIG_X86_64
#include <asm/desc.h>
#include <asm/msr.h>
#include <asm/special_insns.h>

static int change_syscall32(void)
{
	return change_table("ia32_sys_call_table", 136); /* personality */
}

/* That of a vector which no device has: its stack is another one. */
static int change_gate(void)
{
	u8 *table = find("idt_table");

	return table ? flip_byte(table + 0xce * sizeof(gate_desc) + 4, 1) : -ENOENT;
}

static unsigned long saved;

static void put_cr0(unsigned long value)
{
	asm volatile("mov %0, %%cr0" : : "r"(value) : "memory");
}

static void put_cr4(unsigned long value)
{
	asm volatile("mov %0, %%cr4" : : "r"(value) : "memory");
}

static void change_wp(void)
{
	saved = read_cr0();
	put_cr0(saved & ~X86_CR0_WP);
}

static void restore_wp(void)
{
	put_cr0(saved);
}
REGISTERS(wp)

static void clear_cr4(unsigned long bit)
{
	saved = __read_cr4();
	put_cr4(saved & ~bit);
}

static void restore_cr4(void)
{
	put_cr4(saved);
}

static void change_smep(void)
{
	clear_cr4(X86_CR4_SMEP);
}
#define restore_smep restore_cr4
REGISTERS(smep)

static void change_smap(void)
{
	clear_cr4(X86_CR4_SMAP);
}
#define restore_smap restore_cr4
REGISTERS(smap)

static void change_umip(void)
{
	clear_cr4(X86_CR4_UMIP);
}
#define restore_umip restore_cr4
REGISTERS(umip)

/* No program runs here meanwhile, so that what it would jump to does not matter. */
#define MSR_ACT(name, msr, to)           \
	static void change_##name(void)  \
	{                                \
		rdmsrl(msr, saved);      \
		wrmsrl(msr, (to));       \
	}                                \
	static void restore_##name(void) \
	{                                \
		wrmsrl(msr, saved);      \
	}                                \
	REGISTERS(name)

MSR_ACT(lstar, MSR_LSTAR, saved + 16)
MSR_ACT(cstar, MSR_CSTAR, saved + 16)
MSR_ACT(star, MSR_STAR, saved ^ 1ULL << 48)
MSR_ACT(sfmask, MSR_SYSCALL_MASK, saved & ~X86_EFLAGS_AC)
MSR_ACT(sysenter, MSR_IA32_SYSENTER_EIP, saved + 16)
MSR_ACT(sce, MSR_EFER, saved & ~1ULL)

static struct desc_ptr saved_idt;
static gate_desc other_idt[256] __aligned(PAGE_SIZE);

static void change_idtr(void)
{
	struct desc_ptr other = { .size = sizeof(other_idt) - 1,
				  .address = (unsigned long)other_idt };

	store_idt(&saved_idt);
	memcpy(other_idt, (void *)saved_idt.address, sizeof(other_idt));
	asm volatile("lidt %0" : : "m"(other));
}

static void restore_idtr(void)
{
	asm volatile("lidt %0" : : "m"(saved_idt));
}
REGISTERS(idtr)
#endif

#ifdef CONFIG_ARM64
#include <asm/sysreg.h>

/* Of the last vector, for 32-bit programs, behind its instructions. */
static int change_vector(void)
{
	u8 *table = find("vectors");

	return table ? flip_byte(table + 2048 - 4, 1) : -ENOENT;
}

static u64 saved;

static void flip_sctlr(u64 bit)
{
	saved = read_sysreg(sctlr_el1);
	write_sysreg(saved ^ bit, sctlr_el1);
	isb();
}

static void restore_sctlr(void)
{
	write_sysreg(saved, sctlr_el1);
	isb();
}

static void change_sa(void)
{
	flip_sctlr(BIT(3));
}
#define restore_sa restore_sctlr
REGISTERS(sa)

static void change_span(void)
{
	flip_sctlr(BIT(23));
}
#define restore_span restore_sctlr
REGISTERS(span)

static void change_wxn(void)
{
	flip_sctlr(BIT(19));
}
#define restore_wxn restore_sctlr
REGISTERS(wxn)

/* Tables of one's own, with the same in them. */
static u8 other_pgd[PAGE_SIZE] __aligned(PAGE_SIZE);
static u64 other_ttbr;

static void change_ttbr1(void)
{
	saved = read_sysreg(ttbr1_el1);
	write_sysreg((saved & ~GENMASK_ULL(47, 1)) | other_ttbr, ttbr1_el1);
	isb();
}

static void restore_ttbr1(void)
{
	write_sysreg(saved, ttbr1_el1);
	isb();
}

static int hold_ttbr1(void)
{
	static const struct registers r = { change_ttbr1, restore_ttbr1 };
	u8 *pgd = find("swapper_pg_dir");

	if (!pgd)
		return -ENOENT;
	memcpy(other_pgd, pgd, sizeof(other_pgd));
	other_ttbr = page_to_phys(vmalloc_to_page(other_pgd));
	return change_registers(&r);
}
#endif

static const struct act {
	const char *name;
	int (*act)(void);
	int (*undo)(void);
	const char *needs; /* a symbol that not every kernel has */
} acts[] = {
	{ "rodata", change_rodata, put_back },
	{ "ro-after-init", change_ro_after_init, put_back },
	{ "syscall", change_syscall, put_back },
#ifdef CONFIG_X86_64
	{ "syscall32", change_syscall32, put_back, "ia32_sys_call_table" },
	{ "gate", change_gate, put_back },
	{ "wp", hold_wp, restore_registers },
	{ "smep", hold_smep, restore_registers },
	{ "smap", hold_smap, restore_registers },
	{ "umip", hold_umip, restore_registers },
	{ "lstar", hold_lstar, restore_registers },
	{ "cstar", hold_cstar, restore_registers },
	{ "star", hold_star, restore_registers },
	{ "sfmask", hold_sfmask, restore_registers },
	{ "sysenter", hold_sysenter, restore_registers },
	{ "sce", hold_sce, restore_registers },
	{ "idtr", hold_idtr, restore_registers },
#endif
#ifdef CONFIG_ARM64
	{ "vector", change_vector, put_back },
	{ "sa", hold_sa, restore_registers },
	{ "span", hold_span, restore_registers },
	{ "wxn", hold_wxn, restore_registers },
	{ "ttbr1", hold_ttbr1, restore_registers },
#endif
};

static DEFINE_MUTEX(lock);
static const struct act *done; /* under lock */

static int undo(void)
{
	int ret = done ? done->undo() : 0;

	done = NULL;
	return ret;
}

static int act(const char *name)
{
	size_t i;
	int ret;

	for (i = 0; i < ARRAY_SIZE(acts); i++)
		if (!strcmp(name, acts[i].name))
			break;
	if (i == ARRAY_SIZE(acts))
		return -EINVAL;
	if (done)
		return -EBUSY;
	ret = acts[i].act();
	if (!ret)
		done = &acts[i];
	return ret;
}

static ssize_t write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	char word[32];
	int ret;

	if (len >= sizeof(word))
		return -EINVAL;
	if (copy_from_user(word, buf, len))
		return -EFAULT;
	word[len] = '\0';
	strim(word);
	mutex_lock(&lock);
	ret = strcmp(word, "undo") ? act(word) : undo();
	mutex_unlock(&lock);
	return ret ?: len;
}

static int show(struct seq_file *m, void *v)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(acts); i++)
		if (!acts[i].needs || find(acts[i].needs))
			seq_printf(m, "%s\n", acts[i].name);
	return 0;
}

static int open(struct inode *inode, struct file *file)
{
	return single_open(file, show, NULL);
}

static const struct proc_ops ops = {
	.proc_open = open,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
	.proc_write = write,
};

static int __init tamper_init(void)
{
	return proc_create("lorica-tamper", 0600, NULL, &ops) ? 0 : -ENOMEM;
}

static void __exit tamper_exit(void)
{
	remove_proc_entry("lorica-tamper", NULL);
	undo();
}

module_init(tamper_init);
module_exit(tamper_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Changes a running kernel, for tests");
