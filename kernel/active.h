/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_ACTIVE_H
#define LORICA_ACTIVE_H

#include <linux/types.h>

#include "limits.h"
#include "manifest.h"
#include "match.h"
#include "policy_decode.h"

struct key;
struct lorica_spot;
struct seq_file;

/**
 * struct lorica_loaded - a statement that is in force, and the bytes it is in
 * @content: verified content, freed with kvfree() when the last user is gone
 * @len: bytes of @content
 * @sha256: of @content
 * @signer: SHA-256 of the signing certificate, all zero for the anchor
 * @view: points into @content
 * @manifest: for a manifest, with its index
 */
struct lorica_loaded {
	void *content;
	size_t len;
	u8 sha256[32];
	u8 signer[32];
	struct lorica_stmt_view view;
	struct lorica_manifest manifest;
};

/**
 * struct lorica_active - everything that decisions are made from
 * @generation: grows with each replacement; verdicts of another are void
 * @policy_generation: @generation when the policy came; manifests do not change it
 * @policy_stmt: the policy's statement, never NULL
 * @policy: decoded @policy_stmt
 * @keyrings: one for each key of @policy
 * @keys: the one key in each of them
 * @cert_sha256: of each key's certificate
 * @nr_manifests: entries of @manifests and @manifest_key
 * @manifests: the manifests in force
 * @manifest_key: which key of @policy signed each
 * @nr_dropped: entries of @dropped
 * @dropped: manifests that were in force until a policy dropped them, for as long as
 *	the look for what runs of them takes
 *
 * Immutable once published. Readers hold rcu_read_lock().
 */
struct lorica_active {
	u64 generation;
	u64 policy_generation;
	struct lorica_loaded *policy_stmt;
	struct lorica_policy policy;
	struct key *keyrings[LORICA_MAX_KEYS];
	struct key *keys[LORICA_MAX_KEYS];
	u8 cert_sha256[LORICA_MAX_KEYS][32];
	u32 nr_manifests;
	struct lorica_loaded *manifests[LORICA_MAX_MANIFESTS];
	u8 manifest_key[LORICA_MAX_MANIFESTS];
	u32 nr_dropped;
	struct lorica_loaded *dropped[LORICA_MAX_MANIFESTS];
};

/* Generation of the active policy; 0 while there is none. */
extern u64 lorica_generation;

/**
 * lorica_active_get - what is in force
 *
 * Context: inside rcu_read_lock().
 *
 * Return: NULL before the first policy.
 */
const struct lorica_active *lorica_active_get(void);

/**
 * lorica_active_load - check a signed statement and put it in force
 * @data: the envelope
 * @len: its bytes
 *
 * Everything is checked before anything changes; readers see the old state or
 * the new one. Reports the outcome as an event. Context: may sleep.
 *
 * Return: LORICA_OK or why not.
 */
enum lorica_reason lorica_active_load(const u8 *data, size_t len);

/**
 * lorica_active_min_epoch - tell the smallest epoch that a policy may have
 * @from: where it was read: LORICA_ROLLBACK_FILE or LORICA_ROLLBACK_TPM
 * @epoch: it
 *
 * Context: may sleep.
 *
 * Return: 0, -EBUSY: a policy is in force, so nobody asks any more.
 */
int lorica_active_min_epoch(enum lorica_rollback from, u64 epoch);

/**
 * lorica_active_seal - put the seal on over the policy in force
 *
 * Under the same lock as a change of policy, so no policy can come between
 * the look at what it needs and the seal.
 *
 * Return: LORICA_R_NO_POLICY; LORICA_R_NO_USB (the policy has a usb section, and
 * nobody watches the bus); LORICA_R_BOOT, when the policy wants no seal over this
 * boot; or as lorica_seal_close().
 */
enum lorica_reason lorica_active_seal(void);

/**
 * lorica_active_forget - the look for revoked programs has ended
 *
 * Frees the dropped manifests, unless a policy that came meanwhile wants another
 * look. Context: may sleep.
 */
void lorica_active_forget(void);

/**
 * lorica_active_dropped - did a manifest list this content that a policy has dropped?
 * @active: from lorica_active_get()
 * @digest: SHA-256
 *
 * Whether something else allows it is another question.
 *
 * Return: true when one did, and the look for what runs of it has not ended.
 */
bool lorica_active_dropped(const struct lorica_active *active, const u8 *digest);

/**
 * lorica_active_lists_fsverity - does a manifest in force list fs-verity digests?
 * @active: from lorica_active_get()
 *
 * Return: true when the SHA-256 of a file with fs-verity does not tell all.
 */
bool lorica_active_lists_fsverity(const struct lorica_active *active);

/**
 * lorica_active_digest - is a digest listed, and what does the policy say?
 * @active: from lorica_active_get()
 * @digest: 32 bytes
 * @tier: what it is the digest of
 * @sealed_module: it is that of a kernel module, and the seal is on
 * @path: set to the manifest path, NULL when no rule takes one
 *
 * Return: the exec section's decision.
 */
struct lorica_decision lorica_active_digest(const struct lorica_active *active, const u8 *digest,
					    enum lorica_tier tier, bool sealed_module,
					    const char **path);

/**
 * lorica_active_volume - what does the policy say of a file on a volume?
 * @active: from lorica_active_get()
 * @spot: where it lies
 * @sealed_module: it is a kernel module, and the seal is on
 *
 * Return: the exec section's decision, without what manifests say.
 */
struct lorica_decision lorica_active_volume(const struct lorica_active *active,
					    const struct lorica_spot *spot, bool sealed_module);

/**
 * lorica_active_paths - the names that a program has
 * @active: from lorica_active_get()
 * @spot: where on a volume it lies, NULL: on none
 * @digest: 32 bytes
 * @tier: what it is the digest of, LORICA_TIER_NONE: there is none
 * @each: gets @context and each of them
 * @context: first argument of @each
 *
 * On a volume of the policy a program is its place, elsewhere its digest, which
 * can be listed under several paths; a key says nothing of programs elsewhere
 * than its rules let it. What is revoked has no name.
 */
void lorica_active_paths(const struct lorica_active *active, const struct lorica_spot *spot,
			 const u8 *digest, enum lorica_tier tier,
			 void (*each)(void *context, const char *path), void *context);

/**
 * lorica_active_flags - what the policy says of a program, however it is known
 * @active: from lorica_active_get()
 * @spot: where on a volume it lies, NULL: on none
 * @digest: 32 bytes
 * @tier: what it is the digest of, LORICA_TIER_NONE: there is none
 *
 * On a volume of the policy a program is its place, elsewhere its digest.
 *
 * Return: enum lorica_program_flags.
 */
u32 lorica_active_flags(const struct lorica_active *active, const struct lorica_spot *spot,
			const u8 *digest, enum lorica_tier tier);

/**
 * lorica_active_interpreter - what the policy says of a program as an interpreter
 * @active: from lorica_active_get()
 * @spot: where on a volume it lies, NULL: on none
 * @digest: 32 bytes
 * @tier: what it is the digest of, LORICA_TIER_NONE: there is none
 *
 * Unlike what a program may do, this holds for one that is revoked, too.
 *
 * Return: as lorica_interpreter_records(), for all its paths.
 */
u64 lorica_active_interpreter(const struct lorica_active *active, const struct lorica_spot *spot,
			      const u8 *digest, enum lorica_tier tier);

/**
 * lorica_active_show - the lines of `status` that speak of statements
 * @m: where to
 */
void lorica_active_show(struct seq_file *m);

/** lorica_active_exit - drop everything; no hook runs any more */
void lorica_active_exit(void);

#endif
