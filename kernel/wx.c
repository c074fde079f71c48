// SPDX-License-Identifier: GPL-2.0-only
#include "wx.h"

#include <linux/elf.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "active.h"
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

/*
 * Memory behind the code of a segment, that is in no file: the kernel makes it
 * executable like the rest. Nobody may write there, but a userfaultfd fills it.
 */
static bool has_exec_memory(u64 flags, u64 in_file, u64 in_memory)
{
	return flags & PF_X && in_memory > in_file;
}

/*
 * What execve would make executable without a hook. Where the program has no
 * PT_GNU_STACK, 64-bit ABIs give a plain stack, i386 does not.
 */
static enum lorica_reason find_exec_memory(struct file *file)
{
	union {
		struct elf64_hdr e64;
		struct elf32_hdr e32;
	} head;
	union {
		struct elf64_phdr p64[HEADERS];
		struct elf32_phdr p32[HEADERS];
	} ph;
	bool wide, found = false;
	loff_t at;
	int i, k, n, nr;
	ssize_t got;

	at = 0;
	got = kernel_read(file, &head, sizeof(head), &at);
	/* What cannot be read now, execve may have read before. */
	if (got < 0)
		return LORICA_R_EXEC_STACK;
	if (got != sizeof(head) || memcmp(head.e32.e_ident, ELFMAG, SELFMAG))
		return LORICA_OK;
	wide = head.e32.e_ident[EI_CLASS] == ELFCLASS64;
	nr = wide ? head.e64.e_phnum : head.e32.e_phnum;
	for (i = 0; i < nr; i += n) {
		ssize_t size = wide ? sizeof(ph.p64[0]) : sizeof(ph.p32[0]);

		n = min_t(int, nr - i, HEADERS);
		at = (wide ? head.e64.e_phoff : head.e32.e_phoff) + i * size;
		if (kernel_read(file, &ph, n * size, &at) != n * size)
			return LORICA_R_EXEC_STACK;
		for (k = 0; k < n; k++) {
			switch (wide ? ph.p64[k].p_type : ph.p32[k].p_type) {
			case PT_LOAD:
				if (wide ? has_exec_memory(ph.p64[k].p_flags, ph.p64[k].p_filesz,
							   ph.p64[k].p_memsz) :
					   has_exec_memory(ph.p32[k].p_flags, ph.p32[k].p_filesz,
							   ph.p32[k].p_memsz))
					return LORICA_R_ANONYMOUS;
				break;
			case PT_GNU_STACK:
				/* Of several the kernel takes the last, and no linker makes several. */
				if ((wide ? ph.p64[k].p_flags : ph.p32[k].p_flags) & PF_X)
					return LORICA_R_EXEC_STACK;
				found = true;
				break;
			}
		}
	}
	return wide || found ? LORICA_OK : LORICA_R_EXEC_STACK;
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
