// SPDX-License-Identifier: GPL-2.0-only
#include "ruling_exec.h"

#include <stdio.h>
#include <unistd.h>

#include "desk.h"
#include "hash_pool.h"
#include "kernel/revoked.h"
#include "ruling_signed.h"
#include "userspace/cmd.h"
#include "words.h"

/* Where nothing is managed, no file is looked at. */
static const enum lorica_reason open_nothing[] = { LORICA_OK };

/* What kernel/evidence.c finds out about a file before the matcher is asked. */
static const enum lorica_reason open_file[] = {
	LORICA_R_WRITER,      LORICA_R_UNREADABLE, LORICA_R_NO_PATH,   LORICA_R_NOT_REGULAR,
	LORICA_R_FILE_SYSTEM, LORICA_R_TOO_LARGE,  LORICA_R_NO_MEMORY, LORICA_OK,
};

/* Of firmware too; a driver may ask for a part of it. */
static const enum lorica_reason open_firmware[] = {
	LORICA_R_PART,
	LORICA_R_TOO_LARGE,
	LORICA_R_NO_MEMORY,
	LORICA_OK,
};

/* Of a module the kernel's own copy is hashed. */
static const enum lorica_reason open_module[] = {
	LORICA_R_UNVERIFIED,
	LORICA_R_TOO_LARGE,
	LORICA_R_NO_MEMORY,
	LORICA_OK,
};

static int cannot_read(const struct desk *desk, const char *path, const char *why)
{
	fprintf(stderr, "lorica %s: cannot read '%s' in '%s': %s\n", desk->verb, path,
		desk->root.name, why);
	return EXIT_FAILED;
}

static bool lists_fsverity(const struct desk *desk)
{
	u32 i, k;

	for (i = 0; i < desk->nr_manifests; i++)
		for (k = 0; k < desk->manifests[i].in.manifest.nr; k++)
			if (desk->manifests[i].in.manifest.digests[k].tier == LORICA_TIER_FSVERITY)
				return true;
	return false;
}

static int hash(struct desk *desk, struct ruling *r)
{
	struct walk_file name = { .path = (char *)r->event.path };
	struct hash_job job = { .files = &name, .nr = 1, .fsverity = lists_fsverity(desk) };
	int fd = root_open_inside(&desk->root, r->event.path), err;

	if (fd < 0)
		return cannot_read(desk, r->event.path, strerror(-fd));
	err = hash_pool_file(fd, &job, true);
	close(fd);
	if (err == -EINVAL)
		return cannot_read(desk, r->event.path, "not a regular file");
	if (err == -ESTALE)
		return cannot_read(desk, r->event.path, "it changed meanwhile");
	if (err)
		return cannot_read(desk, r->event.path, strerror(-err));
	memcpy(r->event.digest, job.sha256, sizeof(job.sha256));
	memcpy(r->event.verity, job.verity, sizeof(job.verity));
	r->event.has_digest = true;
	r->event.has_verity = job.fsverity;
	r->source = RULING_HASHED;
	return EXIT_OK;
}

/* False when a manifest before has listed the path with another content. */
static bool take_listed(struct ruling_event *e, const struct lorica_digest *d)
{
	bool is_verity = d->tier == LORICA_TIER_FSVERITY;
	bool *has = is_verity ? &e->has_verity : &e->has_digest;
	u8 *digest = is_verity ? e->verity : e->digest;

	if (*has && memcmp(digest, d->digest, sizeof(d->digest)))
		return false;
	memcpy(digest, d->digest, sizeof(d->digest));
	*has = true;
	return true;
}

/* Without a tree, a path is what the manifests say it is. */
static int look_up(struct desk *desk, struct ruling *r)
{
	u32 i, k;

	for (i = 0; i < desk->nr_manifests; i++) {
		const struct lorica_manifest *m = &desk->manifests[i].in.manifest;

		for (k = 0; k < m->nr; k++) {
			const struct lorica_digest *d = &m->digests[k];

			if (strcmp(lorica_manifest_path(m, d), r->event.path))
				continue;
			if (!take_listed(&r->event, d)) {
				fprintf(stderr,
					"lorica %s: the manifests list '%s' with different contents; a root tells which it has\n",
					desk->verb, r->event.path);
				return EXIT_FAILED;
			}
			r->source = RULING_LISTED;
		}
	}
	return EXIT_OK;
}

int ruling_exec_digest(struct desk *desk, struct ruling *r)
{
	int ret = EXIT_OK;

	if (r->event.has_digest || r->event.has_verity)
		r->source = RULING_GIVEN;
	else if (r->event.path && desk->has_root)
		ret = hash(desk, r);
	else if (r->event.path)
		ret = look_up(desk, r);
	return ret;
}

const struct lorica_digest *ruling_exec_entry(const struct desk_manifest *m, const struct ruling *r,
					      enum lorica_tier tier)
{
	const struct ruling_event *e = &r->event;

	if (tier == LORICA_TIER_SHA256)
		return e->has_digest ? lorica_manifest_lookup(&m->in.manifest, e->digest, tier) :
				       NULL;
	/* These are judged by their bytes in the kernel's memory, which have no fs-verity. */
	if (!e->has_verity || e->type == LORICA_EVENT_MODULE || e->type == LORICA_EVENT_FIRMWARE)
		return NULL;
	return lorica_manifest_lookup(&m->in.manifest, e->verity, tier);
}

/* As lorica_active_digest() does it in the kernel, with the same look-up. */
static struct lorica_exec_facts gather(const struct desk *desk, struct ruling *r,
				       enum lorica_tier tier)
{
	struct lorica_exec_facts facts = {
		.sealed_module = r->event.type == LORICA_EVENT_MODULE,
		.revoked = r->event.has_digest &&
			   lorica_match_revoked(&desk->policy.policy, LORICA_REVOKED_DIGEST,
						r->event.digest),
		.firmware = r->event.type == LORICA_EVENT_FIRMWARE,
	};
	const struct lorica_policy *policy = &desk->policy.policy;
	u32 i;

	/* Of firmware the kernel sees the bytes and not where they lay. */
	if (desk->volume != LORICA_NO_VOLUME && r->event.path && !facts.firmware)
		facts.rules |= lorica_match_volume(policy, policy->volumes[desk->volume].root_hash,
						   r->event.path);
	for (i = 0; i < desk->nr_manifests; i++) {
		const struct desk_manifest *m = &desk->manifests[i];
		const struct lorica_digest *d = ruling_exec_entry(m, r, tier);

		for (; d; d = lorica_manifest_next(&m->in.manifest, d)) {
			const char *path = lorica_manifest_path(&m->in.manifest, d);

			facts.rules |= lorica_match_manifest(policy, m->key, path);
			if (!r->kind)
				r->kind = d->kind;
		}
	}
	return facts;
}

static struct ruling_rule rule_of(struct desk *desk, u32 i)
{
	const struct sema_rule *judged = &desk->policy.text.c.sema.rules[i];
	const char *kind = words_name(&words_exec_kind, judged->ast->kind);
	const char *key = judged->ast->key.text;
	struct ruling_rule rule = { 0 };

	rule.text = arena_printf(&desk->arena, "allow %s %s", kind, key);
	if (judged->under)
		rule.text = arena_printf(&desk->arena, "%s under \"%s\"", rule.text,
					 judged->under->text);
	ruling_place(desk, judged->under ? judged->under->span : judged->ast->key.span, &rule);
	return rule;
}

static struct ruling_rule default_of(struct desk *desk)
{
	const struct sema *sema = &desk->policy.text.c.sema;
	struct ruling_rule rule = { .text = "no 'exec' section" };

	if (!sema->exec)
		return rule;
	rule.text = arena_printf(&desk->arena, "exec default %s",
				 words_name(&words_default, sema->exec_default));
	ruling_place(desk, sema->exec->value_span, &rule);
	return rule;
}

static struct ruling_rule revoked_of(struct desk *desk, const u8 *digest)
{
	const struct sema *sema = &desk->policy.text.c.sema;
	struct ruling_rule rule = { 0 };
	char hex[2 * 32 + 1];
	u32 i = 0, k;

	while (sema->revoked[i].ast->kind != LORICA_REVOKED_DIGEST ||
	       memcmp(sema->revoked[i].ast->id, digest, sizeof(sema->revoked[i].ast->id)))
		i++;
	for (k = 0; k < 32; k++)
		sprintf(hex + 2 * k, "%02x", digest[k]);
	rule.text = arena_printf(&desk->arena, "revoke digest %s", hex);
	ruling_place(desk, sema->revoked[i].ast->span, &rule);
	return rule;
}

/* The exception from `default deny`, NULL text: there is none, or it is no firmware. */
static struct ruling_rule exception_of(struct desk *desk, const struct lorica_exec_facts *facts)
{
	struct ruling_rule rule = {};

	if (!facts->firmware || desk->policy.policy.rec->firmware != LORICA_DEFAULT_ALLOW)
		return rule;
	rule.text = "firmware allow";
	ruling_place(desk, desk->policy.text.c.sema.exec->firmware, &rule);
	return rule;
}

/* A manifest of this key that lists it, under whatever path. */
static const char *listed_as(const struct desk *desk, const struct ruling *r, u32 key)
{
	u32 i;

	for (i = 0; i < desk->nr_manifests; i++) {
		const struct desk_manifest *m = &desk->manifests[i];
		const struct lorica_digest *d = NULL;

		if (m->key == key)
			d = ruling_exec_entry(m, r, LORICA_TIER_SHA256) ?:
				    ruling_exec_entry(m, r, LORICA_TIER_FSVERITY);
		if (d)
			return lorica_manifest_path(&m->in.manifest, d);
	}
	return NULL;
}

static const char *why_volume_lost(struct desk *desk, const struct ruling *r,
				   const struct lorica_exec_facts *facts, u32 rule)
{
	u32 volume = desk->policy.policy.exec[rule].ref;
	const char *name = (const char *)desk->policy.policy.volumes[volume].name;

	if (facts->rules >> rule & 1)
		return "another rule allows it too, and one rule is enough";
	if (facts->firmware)
		return "firmware is judged by its bytes, wherever they lie";
	if (desk->volume == LORICA_NO_VOLUME)
		return arena_printf(&desk->arena, "nobody said that it lies on volume '%s'", name);
	if (desk->volume != volume)
		return arena_printf(&desk->arena, "it lies on another volume than '%s'", name);
	return r->event.path ? "it lies elsewhere on the volume" : "its place is not known";
}

static const char *why_rule_lost(struct desk *desk, const struct ruling *r,
				 const struct lorica_exec_facts *facts, u32 rule)
{
	u32 key = desk->policy.policy.exec[rule].ref, i = 0;
	const char *name = (const char *)desk->policy.policy.keys[key].name;
	const char *path = listed_as(desk, r, key);

	if (desk->policy.policy.exec[rule].kind == LORICA_EXEC_SIGNED)
		return ruling_signed_why(desk, r, rule);
	if (facts->revoked && path)
		return arena_printf(&desk->arena,
				    "a manifest of '%s' lists it, but what is revoked never runs",
				    name);
	if (facts->rules >> rule & 1)
		return arena_printf(&desk->arena,
				    "a manifest of '%s' lists it too, and one rule is enough",
				    name);
	if (path)
		return arena_printf(&desk->arena, "a manifest of '%s' lists it as '%s'", name,
				    path);
	while (i < desk->nr_manifests && desk->manifests[i].key != key)
		i++;
	if (i == desk->nr_manifests)
		return arena_printf(&desk->arena, "no manifest of '%s' was given", name);
	return arena_printf(&desk->arena, "no manifest of '%s' lists %s", name,
			    r->event.has_digest || r->event.has_verity ? "its digest" : "its path");
}

static void add_lost(struct ruling *r, struct ruling_rule rule, const char *why)
{
	rule.why = why;
	r->lost[r->nr_lost++] = rule;
}

/* Says which line of the policy spoke, and why the others did not. */
static void explain(struct desk *desk, struct ruling *r, const struct lorica_exec_facts *facts)
{
	const struct ruling_rule exception = exception_of(desk, facts);
	const struct lorica_policy *policy = &desk->policy.policy;
	bool by_rule = r->decision.rule != ~0U;
	u32 i;

	if (by_rule)
		r->decided_by = rule_of(desk, r->decision.rule);
	else if (facts->revoked)
		r->decided_by = revoked_of(desk, r->event.digest);
	else if (exception.text)
		r->decided_by = exception;
	else if (facts->sealed_module && policy->rec->exec_default != LORICA_DEFAULT_DENY)
		r->decided_by.text = "the seal: without a manifest no kernel module loads";
	else
		r->decided_by = default_of(desk);
	/* Without a section the seal still asks of modules, and what is revoked stays so. */
	r->unmanaged = r->decision.reason == LORICA_R_DEFAULT && !desk->policy.text.c.sema.exec;
	for (i = 0; i < policy->nr_exec; i++)
		if (i != r->decision.rule)
			add_lost(r, rule_of(desk, i),
				 policy->exec[i].kind == LORICA_EXEC_VOLUME ?
					 why_volume_lost(desk, r, facts, i) :
					 why_rule_lost(desk, r, facts, i));
	if (by_rule || facts->revoked)
		add_lost(r, default_of(desk), "a rule decided");
	else if (exception.text)
		add_lost(r, default_of(desk), "it does not cover firmware, which the rule excepts");
	else if (facts->sealed_module && policy->rec->exec_default != LORICA_DEFAULT_DENY)
		add_lost(r, default_of(desk), "it does not cover kernel modules after the seal");
}

int ruling_script(struct desk *desk, struct ruling *r)
{
	if (desk->policy.policy.nr_interpreters)
		return ruling_exec(desk, r);
	r->decision = (struct lorica_decision){ true, LORICA_R_DEFAULT, ~0U };
	r->decided_by.text = "no 'interpreter' rule";
	r->unmanaged = true;
	r->open = open_nothing;
	return EXIT_OK;
}

int ruling_exec(struct desk *desk, struct ruling *r)
{
	struct lorica_exec_facts facts;
	int ret = ruling_exec_digest(desk, r);

	if (ret)
		return ret;
	facts = gather(desk, r, LORICA_TIER_SHA256);
	r->decision = lorica_match_exec(&desk->policy.policy, &facts);
	/* In the kernel it comes first; here it shows what depends on it. */
	if (!r->decision.allow) {
		facts = gather(desk, r, LORICA_TIER_FSVERITY);
		r->decision = lorica_match_exec(&desk->policy.policy, &facts);
		r->sealed = r->decision.allow;
	}
	if (!r->decision.allow && !facts.sealed_module && !facts.firmware && !facts.revoked)
		ret = ruling_signed(desk, r);
	if (ret)
		return ret;
	if (!lorica_match_managed(&desk->policy.policy, &facts))
		r->open = open_nothing;
	else if (facts.firmware)
		r->open = open_firmware;
	else
		r->open = facts.sealed_module ? open_module : open_file;
	explain(desk, r, &facts);
	return EXIT_OK;
}
