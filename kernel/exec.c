// SPDX-License-Identifier: GPL-2.0-only
#include "exec.h"

#include <linux/atomic.h>
#include <linux/fs.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/seq_file.h>

#include "active.h"
#include "blacklist.h"
#include "event.h"
#include "hash.h"
#include "limits.h"
#include "refusal.h"
#include "revoked.h"
#include "seal.h"
#include "signed.h"
#include "volume.h"
#include "wx.h"

/* How often each kind of evidence allowed something; remembered verdicts do not count. */
static struct {
	const char *name;
	atomic64_t count;
} allowed[] = {
	[LORICA_TIER_SIGNATURE] = { "signature" },
	[LORICA_TIER_SHA256] = { "sha256" },
	[LORICA_TIER_FSVERITY] = { "fsverity" },
	[LORICA_TIER_VOLUME] = { "volume" },
};

void lorica_exec_show(struct seq_file *m)
{
	int i;

	for (i = LORICA_TIER_SIGNATURE; i < ARRAY_SIZE(allowed); i++)
		seq_printf(m, "allowed %s %lld\n", allowed[i].name,
			   atomic64_read(&allowed[i].count));
}

/* The tail tells more than the head when a path does not fit. */
static void copy_tail(char *buf, size_t size, const char *path)
{
	if (path && strlen(path) >= size)
		path += strlen(path) - (size - 1);
	strscpy(buf, path ?: "", size);
}

const char *lorica_exec_name(const u8 *digest, char *buf, size_t size)
{
	const struct lorica_active *a;
	const char *path = NULL;

	rcu_read_lock();
	a = lorica_active_get();
	if (a && digest)
		lorica_active_digest(a, digest, LORICA_TIER_SHA256, false, &path);
	copy_tail(buf, size, path);
	rcu_read_unlock();
	return buf;
}

const char *lorica_exec_label(const struct lorica_slot *self, char *buf, size_t size)
{
	const struct lorica_active *a;
	struct lorica_spot spot;
	const char *path = NULL;
	bool on_volume = lorica_volume_self(&spot);

	rcu_read_lock();
	a = lorica_active_get();
	if (a && on_volume && lorica_match_volume(&a->policy, spot.root, spot.path))
		path = spot.path;
	else if (a && lorica_evidence_tier(self))
		lorica_active_digest(a, self->digest, lorica_evidence_tier(self), false, &path);
	copy_tail(buf, size, path);
	rcu_read_unlock();
	lorica_volume_spot_end(&spot);
	return buf;
}

/*
 * What the policy in force says of a file by its place, or by its digest; what
 * is sealed adds to it.
 */
struct ruling {
	struct lorica_decision decision;
	enum lorica_tier tier; /* the strongest evidence that was looked at */
	bool managed;
	u64 generation;
	struct lorica_stance stance;
};

static void rule_on(struct ruling *r, const struct lorica_spot *spot, const u8 *digest,
		    enum lorica_tier tier, enum lorica_event_type type)
{
	const struct lorica_exec_facts facts = {
		.sealed_module = type == LORICA_EVENT_MODULE && lorica_sealed(),
	};
	/* Outside of the read-side section: it may sleep. The bytes of a module come where nothing may. */
	enum lorica_reason blacklisted = digest && type != LORICA_EVENT_MODULE ?
						 lorica_blacklist_check(digest) :
						 LORICA_OK;
	const struct lorica_active *a;
	const char *path;

	rcu_read_lock();
	a = lorica_active_get();
	if (a) {
		r->generation = a->generation;
		r->stance = lorica_refusal_stance(a);
		r->managed = lorica_match_managed(&a->policy, &facts);
		r->tier = max(r->tier, tier);
		if (spot)
			r->decision = lorica_active_volume(a, spot, facts.sealed_module);
		else if (tier)
			r->decision = lorica_active_digest(a, digest, tier, facts.sealed_module,
							   &path);
	}
	rcu_read_unlock();
	if (blacklisted) {
		r->decision.allow = false;
		r->decision.reason = blacklisted;
	}
}

/* Does the policy revoke any content at all? */
static bool revokes_content(void)
{
	const struct lorica_active *a;
	bool any;

	rcu_read_lock();
	a = lorica_active_get();
	any = a && lorica_revoked_any(&a->policy, LORICA_REVOKED_DIGEST);
	rcu_read_unlock();
	return any;
}

static bool is_revoked_digest(const u8 *digest)
{
	const struct lorica_active *a;
	bool revoked;

	rcu_read_lock();
	a = lorica_active_get();
	revoked = a && lorica_match_revoked(&a->policy, LORICA_REVOKED_DIGEST, digest);
	rcu_read_unlock();
	return revoked;
}

/*
 * What proves a file without its content says nothing of what is revoked, so
 * then it has to be read after all. It cannot change: each page is verified,
 * of a file with fs-verity once it is held.
 */
static bool is_revoked_file(struct ruling *r, struct file *file)
{
	u8 digest[32];

	if (!revokes_content())
		return false;
	if (!lorica_hash_file(file, digest) && !is_revoked_digest(digest) &&
	    !lorica_blacklist_check(digest))
		return false;
	r->decision.allow = false;
	return true;
}

/* True when a volume's rule allows the file, which nobody has to read then. */
static bool is_allowed_by_volume(struct ruling *r, struct file *file, enum lorica_event_type type)
{
	struct lorica_spot spot;

	/* The bytes of a module are judged where nothing may sleep. */
	if (lorica_volume_spot(&spot, file, type == LORICA_EVENT_MODULE))
		rule_on(r, &spot, NULL, LORICA_TIER_VOLUME, type);
	lorica_volume_spot_end(&spot);
	return r->decision.allow && r->decision.reason == LORICA_R_VOLUME;
}

static int refuse(const struct ruling *r, enum lorica_event_type type, enum lorica_reason reason,
		  struct file *file, const u8 *digest, const struct lorica_slot *self)
{
	return lorica_refusal_add(
		&(struct lorica_report){
			.type = type,
			.reason = reason,
			.file = file,
			.digest = digest,
			.tier = r->tier,
		},
		&r->stance, self);
}

/*
 * Who maps a file that he may only read must keep nobody from writing to it,
 * before it is known to be code. execve holds off writers itself.
 */
static bool may_hold_off(struct file *file, enum lorica_event_type type)
{
	int err;

	if (type == LORICA_EVENT_EXEC)
		return true;
	err = file_permission(file, MAY_WRITE);
	return !err || err == -EROFS;
}

/* The strongest evidence first, as it costs least. What it does not allow is hashed. */
static enum lorica_reason look(struct ruling *r, struct lorica_proof *proof,
			       const struct lorica_measured *measured, enum lorica_event_type type)
{
	enum lorica_reason reason;

	if (lorica_evidence_fsverity(proof, measured)) {
		rule_on(r, NULL, proof->digest, proof->tier, type);
		/* Held before it is read: pages from before need not have been verified. */
		if (r->decision.allow) {
			reason = lorica_evidence_hold(proof);
			if (!reason && !is_revoked_file(r, proof->file))
				return r->decision.reason;
			r->decision.allow = false;
			if (reason)
				return reason;
		}
	}
	reason = lorica_evidence_hash(proof, r->stance.enforce && may_hold_off(proof->file, type));
	if (reason)
		return reason;
	/* Again: a policy that came in between may enforce what the last did not. */
	do {
		rule_on(r, NULL, proof->digest, proof->tier, type);
	} while (r->decision.reason == LORICA_R_NOT_LISTED &&
		 !lorica_signed_decide(proof->file, proof->digest, r->generation, &r->decision));
	return r->decision.reason;
}

/* In audit mode nothing is pinned; what fs-verity has of a file costs nobody anything. */
static enum lorica_reason hold(struct ruling *r, struct lorica_proof *proof)
{
	if (!r->stance.enforce && proof->tier == LORICA_TIER_SHA256)
		return LORICA_OK;
	return lorica_evidence_hold(proof);
}

/* What decided, which need not be the strongest that was looked at. */
static void count(const struct ruling *r, const struct lorica_proof *proof)
{
	enum lorica_tier tier = r->decision.reason == LORICA_R_SIGNED ? LORICA_TIER_SIGNATURE :
									proof->tier;

	atomic64_inc(&allowed[tier].count);
}

static enum lorica_hook hook_of(enum lorica_event_type type)
{
	switch (type) {
	case LORICA_EVENT_EXEC:
		return LORICA_HOOK_BPRM_CHECK_SECURITY;
	case LORICA_EVENT_SCRIPT:
		return LORICA_HOOK_FILE_OPEN;
	default:
		return LORICA_HOOK_MMAP_FILE;
	}
}

/*
 * Does what this file would make executable without a hook count? Of a program it does. A
 * library is mapped piece by piece by who loads it, and each piece is asked for; but the
 * program interpreter of an ELF file is mapped by execve, like the program. It gets no stack.
 */
static enum lorica_reason unasked(enum lorica_reason memory, enum lorica_event_type type)
{
	if (type == LORICA_EVENT_EXEC)
		return memory;
	return type == LORICA_EVENT_MMAP && current->in_execve && memory == LORICA_R_ANONYMOUS ?
		       memory :
		       LORICA_OK;
}

int lorica_exec_check(struct file *file, struct lorica_slot *slot, const struct lorica_slot *self,
		      const struct lorica_measured *measured, enum lorica_event_type type)
{
	struct ruling r = {};
	struct lorica_proof proof;
	enum lorica_reason reason, wrong, stack = LORICA_OK;

	if (lorica_seal_canary(hook_of(type)))
		return -LORICA_CANARY_ERRNO;
	rule_on(&r, NULL, NULL, LORICA_TIER_NONE, type);
	if (!r.managed)
		return 0;
	if (is_allowed_by_volume(&r, file, type) && !is_revoked_file(&r, file)) {
		stack = lorica_wx_exec(file, NULL, LORICA_TIER_NONE);
		if (!stack)
			lorica_evidence_volume(slot, r.generation);
		else if (unasked(stack, type))
			return refuse(&r, type, stack, file, NULL, self);
		atomic64_inc(&allowed[LORICA_TIER_VOLUME].count);
		return 0;
	}
	reason = lorica_evidence_begin(&proof, file, slot);
	if (!reason)
		reason = look(&r, &proof, measured, type);
	if (r.decision.allow) {
		wrong = hold(&r, &proof);
		stack = lorica_wx_exec(file, proof.digest, proof.tier);
		if (!wrong)
			wrong = unasked(stack, type);
		if (wrong) {
			reason = wrong;
			r.decision.allow = false;
		}
	}
	/* One verdict is remembered for both: no mapping may let a later execve pass. */
	lorica_evidence_end(&proof, r.generation, r.decision.allow && !stack);
	if (r.decision.allow) {
		count(&r, &proof);
		return 0;
	}
	/* A digest that the decision was not made on need not be that of the content. */
	return refuse(&r, type, reason, file, reason == r.decision.reason ? proof.digest : NULL,
		      self);
}

int lorica_exec_check_known(struct file *file, const struct lorica_slot *self)
{
	struct ruling r = {};

	if (lorica_seal_canary(LORICA_HOOK_FILE_MPROTECT))
		return -LORICA_CANARY_ERRNO;
	rule_on(&r, NULL, NULL, LORICA_TIER_NONE, LORICA_EVENT_MPROTECT);
	if (!r.managed)
		return 0;
	return refuse(&r, LORICA_EVENT_MPROTECT, LORICA_R_UNVERIFIED, file, NULL, self);
}

int lorica_exec_check_module(struct file *file, bool whole, const struct lorica_slot *self)
{
	struct ruling r = {};

	if (lorica_seal_canary(LORICA_HOOK_KERNEL_READ_FILE))
		return -LORICA_CANARY_ERRNO;
	rule_on(&r, NULL, NULL, LORICA_TIER_NONE, LORICA_EVENT_MODULE);
	if (!r.managed)
		return 0;
	if (whole) {
		/* Here may sleep what may not when the bytes are there. */
		is_allowed_by_volume(&r, file, LORICA_EVENT_EXEC);
		return 0;
	}
	return refuse(&r, LORICA_EVENT_MODULE, LORICA_R_UNVERIFIED, file, NULL, self);
}

int lorica_exec_check_module_content(struct file *file, const void *data, loff_t size,
				     const struct lorica_slot *self)
{
	enum lorica_reason reason;
	struct ruling r = {};
	bool by_volume;
	u8 digest[32];

	if (lorica_seal_canary(LORICA_HOOK_KERNEL_POST_READ_FILE))
		return -LORICA_CANARY_ERRNO;
	rule_on(&r, NULL, NULL, LORICA_TIER_NONE, LORICA_EVENT_MODULE);
	if (!r.managed)
		return 0;
	by_volume = is_allowed_by_volume(&r, file, LORICA_EVENT_MODULE);
	if (by_volume && !revokes_content())
		return 0;
	if (size > LORICA_MAX_MODULE)
		return refuse(&r, LORICA_EVENT_MODULE, LORICA_R_TOO_LARGE, file, NULL, self);
	if (lorica_hash_data(data, size, digest))
		return refuse(&r, LORICA_EVENT_MODULE, LORICA_R_NO_MEMORY, file, NULL, self);
	if (by_volume && !is_revoked_digest(digest))
		return 0;
	rule_on(&r, NULL, digest, LORICA_TIER_SHA256, LORICA_EVENT_MODULE);
	if (r.decision.allow)
		return 0;
	reason = r.decision.reason;
	return refuse(&r, LORICA_EVENT_MODULE, reason, file, digest, self);
}
