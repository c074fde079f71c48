// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "active.h"

#include <crypto/sha2.h>
#include <linux/err.h>
#include <linux/key.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>

#include "boot.h"
#include "device.h"
#include "envelope.h"
#include "event.h"
#include "gate.h"
#include "integrity.h"
#include "measurement.h"
#include "overlap.h"
#include "policy_exec.h"
#include "policy_interpreter.h"
#include "reason.h"
#include "revoked.h"
#include "rollback.h"
#include "seal.h"
#include "serials.h"
#include "sweep.h"
#include "trust.h"
#include "usb.h"
#include "volume.h"
#include "interpreter.h"

static DEFINE_MUTEX(load_lock); /* one change at a time */
static struct lorica_active __rcu *active;
static struct lorica_serials serials; /* load_lock */
static u64 nr_rejected; /* load_lock */
static enum lorica_reason last_reject; /* load_lock */

u64 lorica_generation;

const struct lorica_active *lorica_active_get(void)
{
	return rcu_dereference(active);
}

static struct lorica_active *mine(void)
{
	return rcu_dereference_protected(active, lockdep_is_held(&load_lock));
}

static void loaded_free(struct lorica_loaded *loaded)
{
	if (!loaded)
		return;
	kvfree(loaded->manifest.index);
	kvfree(loaded->content);
	kfree(loaded);
}

static void keyrings_put(struct lorica_active *a)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(a->keyrings); i++) {
		key_put(a->keys[i]);
		key_put(a->keyrings[i]);
	}
}

/*
 * Finds the key that signed: the anchor (@key is -1) or one of the policy's.
 * A signature that is broken under its own key ends the search; only an
 * unknown signer goes on to the next keyring.
 */
static enum lorica_reason find_signer(const struct lorica_active *a,
				      const struct lorica_envelope *envelope,
				      const struct lorica_loaded *loaded, int *key)
{
	enum lorica_reason reason = LORICA_R_ENVELOPE;
	u8 *cms = kmalloc(LORICA_DETACHED_SIZE, GFP_KERNEL);
	size_t len;
	u32 i;

	if (!cms)
		return LORICA_R_MEMORY;
	*key = -1;
	len = lorica_envelope_detach(envelope, cms);
	if (len)
		reason = lorica_trust_verify(lorica_trust_anchor(), cms, len, loaded->content,
					     loaded->len);
	for (i = 0; reason == LORICA_R_UNKNOWN_SIGNER && a && i < a->policy.nr_keys; i++) {
		reason = lorica_trust_verify(a->keyrings[i], cms, len, loaded->content,
					     loaded->len);
		*key = i;
	}
	kfree(cms);
	return reason;
}

static enum lorica_reason check_moment(const struct lorica_active *a,
				       const struct lorica_loaded *loaded)
{
	const struct lorica_stmt_view *view = &loaded->view;
	u64 serial = 0, epoch = a ? a->policy_stmt->view.epoch : 0;
	enum lorica_reason reason;
	u32 i;

	reason = lorica_stmt_now(view, lorica_device_id(), ktime_get_real_seconds());
	if (reason)
		return reason;
	if (view->type == LORICA_TYPE_POLICY && a)
		serial = a->policy_stmt->view.serial;
	for (i = 0; view->type == LORICA_TYPE_MANIFEST && a && i < a->nr_manifests; i++) {
		const struct lorica_loaded *other = a->manifests[i];

		if (strcmp(other->view.name, view->name))
			continue;
		/* Nobody takes away what another signer says. */
		if (memcmp(other->signer, loaded->signer, sizeof(other->signer)))
			return LORICA_R_NAME_TAKEN;
		serial = other->view.serial;
	}
	reason = lorica_stmt_newer(view, serial, epoch);
	/* What is old in this boot already is told so. */
	if (!reason && view->epoch < lorica_rollback_epoch())
		reason = LORICA_R_ROLLBACK;
	if (reason || view->type != LORICA_TYPE_MANIFEST)
		return reason;
	/* And newer than what is no longer in force. */
	return lorica_serials_check(&serials, view, loaded->signer, loaded->sha256);
}

/* The purposes of the anchor are fixed: it signs policies and nothing else. */
static u32 purposes_of(const struct lorica_active *a, int key)
{
	return key < 0 ? LORICA_PURPOSE_POLICY : le32_to_cpu(a->policy.keys[key].purposes);
}

/* From bytes of user space to a statement that may be put in force. */
static enum lorica_reason verify(const struct lorica_active *a, const u8 *data, size_t len,
				 struct lorica_loaded *loaded)
{
	struct lorica_envelope envelope;
	enum lorica_reason reason;
	int key;

	reason = lorica_envelope_open(data, len, &envelope);
	if (reason)
		return reason;
	/* A copy: the decoders ask for alignment, and it outlives the write. */
	loaded->len = envelope.content.len;
	/* By the page: kvmalloc() would round a manifest up to a power of two. */
	loaded->content = vmalloc(loaded->len);
	if (!loaded->content)
		return LORICA_R_MEMORY;
	memcpy(loaded->content, envelope.content.data, loaded->len);
	reason = find_signer(a, &envelope, loaded, &key);
	if (reason)
		return reason;
	reason = lorica_stmt_decode(loaded->content, loaded->len, &loaded->view);
	if (reason)
		return reason;
	if (!(purposes_of(a, key) & lorica_stmt_purpose(loaded->view.type)))
		return LORICA_R_WRONG_PURPOSE;
	if (key >= 0)
		memcpy(loaded->signer, a->cert_sha256[key], sizeof(loaded->signer));
	sha256(loaded->content, loaded->len, loaded->sha256);
	return check_moment(a, loaded);
}

static enum lorica_reason open_keys(struct lorica_active *a)
{
	u32 i;

	for (i = 0; i < a->policy.nr_keys; i++) {
		struct lorica_bytes cert = lorica_policy_cert(&a->policy, i);
		char name[16 + LORICA_MAX_NAME];
		struct key *ring;

		snprintf(name, sizeof(name), ".lorica:%s", a->policy.keys[i].name);
		ring = lorica_trust_keyring(name, cert.data, cert.len, &a->keys[i]);
		if (IS_ERR(ring))
			return PTR_ERR(ring) == -ENOMEM ? LORICA_R_MEMORY : LORICA_R_KEY;
		a->keyrings[i] = ring;
		sha256(cert.data, cert.len, a->cert_sha256[i]);
	}
	return LORICA_OK;
}

/* Adds a manifest under the key of the policy whose certificate signed it. */
static enum lorica_reason adopt(struct lorica_active *a, struct lorica_loaded *manifest)
{
	u32 i;

	for (i = 0; i < a->policy.nr_keys; i++) {
		if (memcmp(a->cert_sha256[i], manifest->signer, sizeof(manifest->signer)) ||
		    !(le32_to_cpu(a->policy.keys[i].purposes) & LORICA_PURPOSE_MANIFEST))
			continue;
		if (lorica_match_revoked_manifest(&a->policy, i, &manifest->view))
			return LORICA_R_MANIFEST_REVOKED;
		a->manifests[a->nr_manifests] = manifest;
		a->manifest_key[a->nr_manifests++] = i;
		return LORICA_OK;
	}
	return LORICA_R_WRONG_PURPOSE;
}

/* Without room for it, what runs of it is not looked for. */
static void drop(struct lorica_active *a, struct lorica_loaded *manifest)
{
	if (a->nr_dropped < ARRAY_SIZE(a->dropped))
		a->dropped[a->nr_dropped++] = manifest;
}

/* A path belongs to one key, or what a program is would hang on the order of loading. */
static enum lorica_reason check_overlap(const struct lorica_active *a, u32 from)
{
	u32 i, j;

	for (i = from; i < a->nr_manifests; i++) {
		for (j = 0; j < i; j++) {
			const struct lorica_claim x = { &a->manifests[i]->manifest,
							a->manifest_key[i] };
			const struct lorica_claim y = { &a->manifests[j]->manifest,
							a->manifest_key[j] };
			const char *path = lorica_overlap(&a->policy, &x, &y);

			if (!path)
				continue;
			pr_notice("manifests %s and %s of two keys both list %s\n",
				  a->manifests[i]->view.name, a->manifests[j]->view.name, path);
			return LORICA_R_OVERLAP;
		}
	}
	return LORICA_OK;
}

/* Is a manifest in force, or dropped and still looked for? */
static bool has(const struct lorica_active *a, const struct lorica_loaded *manifest)
{
	u32 i;

	for (i = 0; a && i < a->nr_manifests; i++)
		if (a->manifests[i] == manifest)
			return true;
	for (i = 0; a && i < a->nr_dropped; i++)
		if (a->dropped[i] == manifest)
			return true;
	return false;
}

/* Frees what @old had and @now has not, once no reader can see it. */
static void retire(struct lorica_active *old, const struct lorica_active *now)
{
	u32 i;

	if (!old)
		return;
	synchronize_rcu();
	for (i = 0; i < old->nr_manifests; i++)
		if (!has(now, old->manifests[i]))
			loaded_free(old->manifests[i]);
	for (i = 0; i < old->nr_dropped; i++)
		if (!has(now, old->dropped[i]))
			loaded_free(old->dropped[i]);
	if (!now || now->policy_stmt != old->policy_stmt) {
		keyrings_put(old);
		loaded_free(old->policy_stmt);
	}
	kfree(old);
}

static void publish(struct lorica_active *now)
{
	struct lorica_active *old = mine();

	now->generation = lorica_generation + 1;
	if (!old || old->policy_stmt != now->policy_stmt)
		now->policy_generation = now->generation;
	rcu_assign_pointer(active, now);
	/* After the pointer: a verdict of the new generation used the new state. */
	smp_store_release(&lorica_generation, now->generation);
	retire(old, now);
}

/* What this kernel cannot do is refused, unless the rule says that it may degrade. */
static enum lorica_reason check_kernel(const struct lorica_policy *policy)
{
	if (lorica_policy_needs_gates(policy) && !lorica_gate_ready())
		return LORICA_R_HOOKS_MISSING;
	if (policy->rec->net && !lorica_gate_holds_routes())
		return LORICA_R_HOOKS_MISSING;
	if (policy->nr_volumes && !lorica_volume_ready() && lorica_policy_needs_volumes(policy))
		return LORICA_R_NO_VERITY;
	/* Before the seal lorica_active_seal() asks. */
	if (policy->rec->usb && lorica_sealed() && !lorica_usb_hold())
		return LORICA_R_NO_USB;
	return lorica_integrity_prepare(policy);
}

static void show_degraded(struct seq_file *m, const struct lorica_policy *policy)
{
	if (policy->rec->writable_code && !lorica_gate_ready())
		seq_puts(m, "degraded writable-code\n");
	if (policy->nr_volumes && !lorica_volume_is_ready())
		seq_puts(m, "degraded volumes\n");
	if (lorica_integrity_degraded(policy))
		seq_puts(m, "degraded integrity\n");
}

static enum lorica_reason install_policy(struct lorica_loaded *loaded)
{
	const struct lorica_active *old = mine();
	struct lorica_active *now;
	enum lorica_reason reason;
	u32 i;

	now = kzalloc(sizeof(*now), GFP_KERNEL);
	if (!now)
		return LORICA_R_MEMORY;
	now->policy_stmt = loaded;
	reason = lorica_policy_decode(&loaded->view, &now->policy);
	if (!reason)
		reason = open_keys(now);
	if (!reason && lorica_seal_missing(&now->policy))
		reason = LORICA_R_HOOKS_MISSING;
	if (!reason)
		reason = check_kernel(&now->policy);
	if (reason) {
		keyrings_put(now);
		kfree(now);
		return reason;
	}
	/* A manifest stays in force only under a key that the new policy names. */
	for (i = 0; old && i < old->nr_manifests; i++)
		if (old->manifests[i]->view.epoch < loaded->view.epoch ||
		    adopt(now, old->manifests[i]))
			drop(now, old->manifests[i]);
	/* What the last policy dropped may not have been looked for yet. */
	for (i = 0; old && i < old->nr_dropped; i++)
		drop(now, old->dropped[i]);
	reason = check_overlap(now, 0);
	if (reason) {
		keyrings_put(now);
		kfree(now);
		return reason;
	}
	lorica_interpreter_adopt(old ? &old->policy : NULL, &now->policy);
	publish(now);
	lorica_sweep_start();
	lorica_usb_recheck();
	lorica_integrity_wake();
	return LORICA_OK;
}

static enum lorica_reason install_manifest(struct lorica_loaded *loaded)
{
	const struct lorica_active *old = mine();
	struct lorica_active *now;
	enum lorica_reason reason;
	u32 *index;
	u32 i;

	if (!old)
		return LORICA_R_NO_POLICY;
	reason = lorica_manifest_decode(&loaded->view, &loaded->manifest);
	if (reason)
		return reason;
	index = kvmalloc(lorica_manifest_index_size(&loaded->manifest), GFP_KERNEL);
	now = kmemdup(old, sizeof(*old), GFP_KERNEL);
	if (!index || !now) {
		kvfree(index);
		kfree(now);
		return LORICA_R_MEMORY;
	}
	now->nr_manifests = 0;
	for (i = 0; i < old->nr_manifests; i++)
		if (strcmp(old->manifests[i]->view.name, loaded->view.name))
			adopt(now, old->manifests[i]);
	if (now->nr_manifests == LORICA_MAX_MANIFESTS)
		reason = LORICA_R_TOO_MANY;
	else
		reason = adopt(now, loaded);
	if (!reason)
		reason = check_overlap(now, now->nr_manifests - 1);
	if (reason) {
		kvfree(index);
		kfree(now);
		return reason;
	}
	lorica_manifest_index(&loaded->manifest, index);
	lorica_serials_note(&serials, &loaded->view, loaded->signer, loaded->sha256);
	publish(now);
	return LORICA_OK;
}

static void report(enum lorica_reason reason, const struct lorica_loaded *loaded)
{
	const struct lorica_active *a = mine();
	/* A name is told only when the signature over it was good. */
	const char *name = loaded->view.name ? loaded->view.name : "";

	lorica_event_add(&(struct lorica_report){
		.type = reason ? LORICA_EVENT_REJECTED : LORICA_EVENT_LOADED,
		.verdict = reason ? LORICA_VERDICT_DENY : LORICA_VERDICT_ALLOW,
		.reason = reason,
		.code = -lorica_reason_errno(reason),
		.rule = ~0U,
		.policy_serial = a ? a->policy_stmt->view.serial : 0,
		.object = name,
	});
	if (reason) {
		nr_rejected++;
		last_reject = reason;
		pr_notice_ratelimited("statement %s refused: %s\n", name,
				      lorica_reason_text(reason));
	} else {
		pr_info("%s %s serial %llu epoch %llu is in force\n",
			loaded->view.type == LORICA_TYPE_POLICY ? "policy" : "manifest", name,
			loaded->view.serial, loaded->view.epoch);
	}
}

enum lorica_reason lorica_active_load(const u8 *data, size_t len)
{
	struct lorica_loaded *loaded;
	enum lorica_reason reason;

	loaded = kzalloc(sizeof(*loaded), GFP_KERNEL);
	if (!loaded)
		return LORICA_R_MEMORY;
	mutex_lock(&load_lock);
	reason = verify(mine(), data, len, loaded);
	if (!reason)
		reason = loaded->view.type == LORICA_TYPE_POLICY ? install_policy(loaded) :
								   install_manifest(loaded);
	report(reason, loaded);
	/* Under the same lock, so that no seal can go on before the verdict. */
	if (!reason && loaded->view.type == LORICA_TYPE_POLICY)
		lorica_boot_judge(&mine()->policy, loaded->view.serial);
	if (!reason)
		lorica_measurement_add(mine(), loaded);
	mutex_unlock(&load_lock);
	if (reason)
		loaded_free(loaded);
	return reason;
}

int lorica_active_min_epoch(enum lorica_rollback from, u64 epoch)
{
	int ret = -EBUSY;

	mutex_lock(&load_lock);
	if (!mine()) {
		lorica_rollback_tell(from, epoch);
		ret = 0;
	}
	mutex_unlock(&load_lock);
	return ret;
}

enum lorica_reason lorica_active_seal(void)
{
	enum lorica_reason reason = LORICA_R_NO_POLICY;

	mutex_lock(&load_lock);
	if (mine())
		reason = lorica_boot_may_seal(&mine()->policy);
	if (!reason && mine()->policy.rec->usb && !lorica_usb_hold())
		reason = LORICA_R_NO_USB;
	if (!reason)
		reason = lorica_seal_close(lorica_seal_needs(&mine()->policy));
	if (!reason)
		lorica_measurement_seal(mine());
	mutex_unlock(&load_lock);
	return reason;
}

void lorica_active_forget(void)
{
	struct lorica_active *old, *now;

	mutex_lock(&load_lock);
	old = mine();
	/* A policy that came in between has a look of its own to come. */
	if (old && old->nr_dropped && lorica_sweep_is_done()) {
		now = kmemdup(old, sizeof(*old), GFP_KERNEL);
		if (now) {
			/* No verdict depends on it: the generation stays. */
			now->nr_dropped = 0;
			rcu_assign_pointer(active, now);
			retire(old, now);
		}
	}
	mutex_unlock(&load_lock);
}

bool lorica_active_dropped(const struct lorica_active *a, const u8 *digest)
{
	u32 i;

	for (i = 0; i < a->nr_dropped; i++)
		if (lorica_manifest_lookup(&a->dropped[i]->manifest, digest, LORICA_TIER_SHA256))
			return true;
	return false;
}

bool lorica_active_lists_fsverity(const struct lorica_active *a)
{
	u32 i;

	for (i = 0; i < a->nr_manifests; i++)
		if (a->manifests[i]->manifest.nr_fsverity)
			return true;
	return false;
}

struct lorica_decision lorica_active_digest(const struct lorica_active *a, const u8 *digest,
					    enum lorica_tier tier, bool sealed_module,
					    const char **path)
{
	struct lorica_exec_facts facts = {
		.sealed_module = sealed_module,
		.revoked = lorica_match_revoked(&a->policy, LORICA_REVOKED_DIGEST, digest),
	};
	u32 i;

	*path = NULL;
	for (i = 0; i < a->nr_manifests; i++) {
		const struct lorica_manifest *m = &a->manifests[i]->manifest;
		const struct lorica_digest *d = lorica_manifest_lookup(m, digest, tier);

		for (; d; d = lorica_manifest_next(m, d)) {
			const char *listed = lorica_manifest_path(m, d);
			u64 rules = lorica_match_manifest(&a->policy, a->manifest_key[i], listed);

			facts.rules |= rules;
			if (rules && !*path)
				*path = listed;
		}
	}
	return lorica_match_exec(&a->policy, &facts);
}

struct lorica_decision lorica_active_volume(const struct lorica_active *a,
					    const struct lorica_spot *spot, bool sealed_module)
{
	const struct lorica_exec_facts facts = {
		.rules = lorica_match_volume(&a->policy, spot->root, spot->path),
		.sealed_module = sealed_module,
		.revoked = lorica_match_revoked(&a->policy, LORICA_REVOKED_VOLUME, spot->root),
	};

	return lorica_match_exec(&a->policy, &facts);
}

/* Every name that a program has, whether its content is revoked or not. */
static void each_path(const struct lorica_active *a, const struct lorica_spot *spot,
		      const u8 *digest, enum lorica_tier tier,
		      void (*each)(void *context, const char *path), void *context)
{
	u32 i;

	if (spot && lorica_match_volume(&a->policy, spot->root, spot->path)) {
		if (spot->path)
			each(context, spot->path);
		return;
	}
	for (i = 0; tier && i < a->nr_manifests; i++) {
		const struct lorica_manifest *m = &a->manifests[i]->manifest;
		const struct lorica_digest *d = lorica_manifest_lookup(m, digest, tier);

		for (; d; d = lorica_manifest_next(m, d)) {
			const char *path = lorica_manifest_path(m, d);

			if (lorica_match_manifest(&a->policy, a->manifest_key[i], path))
				each(context, path);
		}
	}
}

void lorica_active_paths(const struct lorica_active *a, const struct lorica_spot *spot,
			 const u8 *digest, enum lorica_tier tier,
			 void (*each)(void *context, const char *path), void *context)
{
	/* One that runs on has no more than others have. */
	if (tier && lorica_match_revoked(&a->policy, LORICA_REVOKED_DIGEST, digest))
		tier = LORICA_TIER_NONE;
	each_path(a, spot, digest, tier, each, context);
}

/* What the policy says of one name of a program, added to the others. */
struct flags {
	const struct lorica_policy *policy;
	u32 flags;
};

static void add_flags(void *context, const char *path)
{
	struct flags *f = context;

	f->flags |= lorica_policy_program(f->policy, path);
}

u32 lorica_active_flags(const struct lorica_active *a, const struct lorica_spot *spot,
			const u8 *digest, enum lorica_tier tier)
{
	struct flags f = { .policy = &a->policy };

	if (a->policy.nr_programs)
		lorica_active_paths(a, spot, digest, tier, add_flags, &f);
	return f.flags;
}

struct records {
	const struct lorica_policy *policy;
	u64 records;
};

static void add_records(void *context, const char *path)
{
	struct records *r = context;

	r->records |= lorica_interpreter_records(r->policy, path);
}

u64 lorica_active_interpreter(const struct lorica_active *a, const struct lorica_spot *spot,
			      const u8 *digest, enum lorica_tier tier)
{
	struct records r = { .policy = &a->policy };

	/* To be one takes rights away: it stays one when it is revoked and runs on. */
	if (a->policy.nr_interpreters)
		each_path(a, spot, digest, tier, add_records, &r);
	return r.records;
}

static void show_loaded(struct seq_file *m, const char *what, const struct lorica_loaded *loaded)
{
	seq_printf(m, "%s %s serial %llu epoch %llu sha256 %*phN\n", what, loaded->view.name,
		   loaded->view.serial, loaded->view.epoch, (int)sizeof(loaded->sha256),
		   loaded->sha256);
}

void lorica_active_show(struct seq_file *m)
{
	static const char *const defaults[] = { "not-managed", "deny", "allow" };
	const struct lorica_active *a;
	u32 i;

	mutex_lock(&load_lock);
	a = mine();
	if (a) {
		seq_printf(m, "mode %s\n",
			   a->policy.rec->mode == LORICA_MODE_ENFORCE ? "enforce" : "audit");
		show_loaded(m, "policy", a->policy_stmt);
		for (i = 0; i < a->nr_manifests; i++) {
			show_loaded(m, "manifest", a->manifests[i]);
			seq_printf(m, "manifest_entries %s %u\n", a->manifests[i]->view.name,
				   a->manifests[i]->manifest.nr);
			seq_printf(m, "manifest_fsverity %s %u\n", a->manifests[i]->view.name,
				   a->manifests[i]->manifest.nr_fsverity);
		}
		lorica_volume_show(m, &a->policy);
		seq_printf(m, "exec %s\n", defaults[a->policy.rec->exec_default]);
		seq_printf(m, "writable_code %s\n", defaults[a->policy.rec->writable_code]);
		seq_printf(m, "firmware %s\n", defaults[a->policy.rec->firmware]);
		seq_printf(m, "bpf %s\n", defaults[a->policy.rec->bpf]);
		seq_printf(m, "net %s\n", defaults[a->policy.rec->net]);
		seq_printf(m, "net_rules %u\n", a->policy.nr_net);
		seq_printf(m, "usb %s\n", defaults[a->policy.rec->usb]);
		seq_printf(m, "interpreters %u\n", a->policy.nr_interpreters);
		seq_printf(m, "kernel_helpers %s\n", defaults[a->policy.rec->helpers]);
		lorica_boot_show(m, &a->policy);
		lorica_integrity_show(m, &a->policy);
		seq_printf(m, "on_fail %s\n",
			   a->policy.rec->on_fail == LORICA_ON_FAIL_SHELL ? "shell" : "halt");
		seq_printf(m, "revoked %u\n", a->policy.nr_revoked);
		seq_printf(m, "on_revoked %s\n",
			   a->policy.rec->on_revoked == LORICA_ON_REVOKED_KILL ? "kill" : "report");
		show_degraded(m, &a->policy);
	} else {
		seq_puts(m, "mode none\n");
	}
	lorica_rollback_show(m);
	lorica_measurement_show(m);
	seq_printf(m, "rejected %llu\n", nr_rejected);
	seq_printf(m, "last_reject %s\n", lorica_reason_name(last_reject));
	mutex_unlock(&load_lock);
}

void lorica_active_exit(void)
{
	struct lorica_active *old;

	mutex_lock(&load_lock);
	old = mine();
	RCU_INIT_POINTER(active, NULL);
	WRITE_ONCE(lorica_generation, 0);
	retire(old, NULL);
	mutex_unlock(&load_lock);
}
