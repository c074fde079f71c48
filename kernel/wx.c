// SPDX-License-Identifier: GPL-2.0-only
#include "wx.h"

#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "active.h"
#include "elf_memory.h"
#include "event.h"
#include "refusal.h"
#include "seal.h"
#include "volume.h"

/* What the policy in force says to a program; without @spot and @tier it is unknown. */
struct ruling {
	bool managed;
	bool excepted;
	struct lorica_stance stance;
};

static struct ruling rule_on(const struct lorica_spot *spot, const u8 *digest,
			     enum lorica_tier tier)
{
	const struct lorica_active *a;
	struct ruling r = {};

	rcu_read_lock();
	a = lorica_active_get();
	if (a) {
		r.managed = a->policy.rec->writable_code == LORICA_DEFAULT_DENY;
		r.stance = lorica_refusal_stance(a);
		if (r.managed)
			r.excepted = lorica_active_flags(a, spot, digest, tier) &
				     LORICA_PROGRAM_WRITABLE_CODE;
	}
	rcu_read_unlock();
	return r;
}

/* About the program that acts. */
static struct ruling rule_on_self(const struct lorica_slot *self)
{
	struct ruling r = rule_on(NULL, NULL, LORICA_TIER_NONE);
	struct lorica_spot spot;

	/* Where it is takes memory and a walk; most policies do not ask. */
	if (!r.managed)
		return r;
	r = rule_on(lorica_volume_self(&spot) ? &spot : NULL, self->digest,
		    lorica_evidence_tier(self));
	lorica_volume_spot_end(&spot);
	return r;
}

static int refuse(const struct ruling *r, enum lorica_event_type type, enum lorica_reason reason,
		  struct file *file, const char *object, const struct lorica_slot *self)
{
	return lorica_refusal_add(
		&(struct lorica_report){
			.type = type,
			.reason = reason,
			.file = file,
			.object = object,
		},
		&r->stance, self);
}

static int check(enum lorica_reason reason, struct file *file, const char *object,
		 const struct lorica_slot *self)
{
	const struct ruling r = rule_on_self(self);

	if (!r.managed || r.excepted)
		return 0;
	return refuse(&r, LORICA_EVENT_WRITABLE_CODE, reason, file, object, self);
}

int lorica_wx_mmap(struct file *file, bool writable, const struct lorica_slot *self)
{
	if (!file)
		return check(LORICA_R_ANONYMOUS, NULL, "mmap", self);
	return writable ? check(LORICA_R_WRITABLE, file, NULL, self) : 0;
}

/*
 * A private mapping that has anonymous pages was written to, or shares its
 * bookkeeping with one that was: its pages need not be the file's.
 */
int lorica_wx_mprotect(struct vm_area_struct *vma, bool writable, const struct lorica_slot *self)
{
	if (!vma->vm_file)
		return check(LORICA_R_ANONYMOUS, NULL, "mprotect", self);
	if (writable)
		return check(LORICA_R_WRITABLE, vma->vm_file, NULL, self);
	return vma->anon_vma ? check(LORICA_R_WRITTEN, vma->vm_file, NULL, self) : 0;
}

/* Most programs have no more headers than fit; each read costs a thousand instructions. */
enum { HEADERS = 8 };

/* False when a header cannot be read. What cannot be read now, execve may have read before. */
static bool add_headers(struct file *file, const struct lorica_elf *elf,
			struct lorica_elf_memory *memory)
{
	u8 buf[HEADERS * LORICA_ELF_WIDE_ENTRY];
	const u32 size = lorica_elf_entry(elf);
	u32 i, k, n;

	for (i = 0; i < elf->nr; i += n) {
		loff_t at = elf->offset + (u64)i * size;

		n = min_t(u32, elf->nr - i, HEADERS);
		if (kernel_read(file, buf, n * size, &at) != n * size)
			return false;
		for (k = 0; k < n; k++)
			lorica_elf_add(elf, buf + k * size, memory);
	}
	return true;
}

/* What the kernel would make executable without a hook when it loads this file. */
static enum lorica_reason find_exec_memory(struct file *file)
{
	enum lorica_reason reason = LORICA_OK;
	u8 head[LORICA_ELF_HEAD] = {};
	struct lorica_elf elf;
	loff_t at = 0;
	int wide;

	if (kernel_read(file, head, sizeof(head), &at) < 0)
		return LORICA_R_ANONYMOUS;
	for (wide = 0; wide < 2; wide++) {
		struct lorica_elf_memory memory = {};

		if (!lorica_elf_open(head, wide, &elf))
			continue;
		if (!add_headers(file, &elf, &memory))
			return LORICA_R_ANONYMOUS;
		if (memory.behind_code)
			return LORICA_R_ANONYMOUS;
		if (lorica_elf_stack(&elf, &memory))
			reason = LORICA_R_EXEC_STACK;
	}
	return reason;
}

enum lorica_reason lorica_wx_exec(struct file *file, const u8 *digest, enum lorica_tier tier)
{
	struct lorica_spot spot;
	struct ruling r;

	r = rule_on(lorica_volume_spot(&spot, file, true) ? &spot : NULL, digest, tier);
	lorica_volume_spot_end(&spot);
	return r.managed && !r.excepted ? find_exec_memory(file) : LORICA_OK;
}

int lorica_wx_trace(enum lorica_hook hook, struct task_struct *other,
		    const struct lorica_slot *self)
{
	char object[TASK_COMM_LEN + 16];
	struct ruling r;

	if (lorica_seal_canary(hook))
		return -LORICA_CANARY_ERRNO;
	r = rule_on_self(self);
	if (!r.managed || r.excepted)
		return 0;
	snprintf(object, sizeof(object), "%s %d", other->comm, task_tgid_nr(other));
	return refuse(&r, LORICA_EVENT_POKE, LORICA_R_POKE, NULL, object, self);
}

int lorica_wx_gate(enum lorica_event_type type, enum lorica_reason reason, const char *object)
{
	const struct ruling r = rule_on(NULL, NULL, LORICA_TIER_NONE);

	return r.managed ? refuse(&r, type, reason, NULL, object, NULL) : 0;
}
