// SPDX-License-Identifier: GPL-2.0-only
/* Rules of `exec` about files that carry their signature with them. */
#include "ruling_signed.h"

#include <stdio.h>
#include <unistd.h>

#include "desk.h"
#include "kernel/reason.h"
#include "signed_file.h"
#include "userspace/cmd.h"

static int cannot_read(const struct desk *desk, const char *path, int err)
{
	fprintf(stderr, "lorica %s: cannot read the signature of '%s' in '%s': %s\n", desk->verb,
		path, desk->root.name, strerror(err));
	return EXIT_FAILED;
}

static bool is_asked_for(const struct lorica_policy *policy)
{
	u32 i;

	for (i = 0; i < policy->nr_exec; i++)
		if (policy->exec[i].kind == LORICA_EXEC_SIGNED)
			return true;
	return false;
}

/* The directory of a rule is one of the device, and @path a place in its tree. */
static bool is_in_place(const struct lorica_policy *policy, u32 rule, const char *path)
{
	const char *under = lorica_policy_string(policy, policy->exec[rule].under);

	return !under || lorica_match_under(path, under);
}

/* The rules of a key that signed the file, or why there are none. */
static enum lorica_reason find_rules(const struct lorica_policy *policy, u32 key, const char *path,
				     u64 *rules)
{
	u64 bits = lorica_match_signed(policy, key);
	u32 i;

	if (!bits)
		return LORICA_R_SIG_PURPOSE;
	for (i = 0; i < policy->nr_exec; i++)
		if (bits >> i & 1 && is_in_place(policy, i, path))
			*rules |= (u64)1 << i;
	return *rules ? LORICA_OK : LORICA_R_SIG_PLACE;
}

/* In the order of the kernel: a key that may not sign code is not asked whether it did. */
static enum lorica_reason ask_key(const struct desk *desk, u32 key, const struct signed_file *file,
				  const u8 *sha256)
{
	const struct lorica_policy *policy = &desk->policy.policy;
	enum lorica_reason reason = signed_file_verify(file, desk->trust.certs[key], sha256);

	if (reason == LORICA_R_SIG_WRONG && !lorica_match_signed(policy, key))
		return LORICA_R_SIG_PURPOSE;
	return reason;
}

static enum lorica_reason ask(const struct desk *desk, struct ruling *r,
			      const struct signed_file *file, u64 *rules)
{
	enum lorica_reason reason = LORICA_R_SIG_KEY, one;
	u32 i;

	for (i = 0; i < desk->policy.policy.nr_keys; i++) {
		one = ask_key(desk, i, file, r->event.digest);
		if (one == LORICA_R_SIG_KEY)
			continue;
		if (!one) {
			r->is_signed = true;
			r->signer = i;
			one = find_rules(&desk->policy.policy, i, r->real, rules);
		}
		reason = one;
	}
	return *rules ? LORICA_OK : reason;
}

int ruling_signed(struct desk *desk, struct ruling *r)
{
	struct lorica_exec_facts facts = { 0 };
	struct signed_file file;
	int fd, err;

	if (r->source != RULING_HASHED || !is_asked_for(&desk->policy.policy))
		return EXIT_OK;
	err = root_follow(&desk->root, r->event.path, r->real);
	if (err)
		return cannot_read(desk, r->event.path, -err);
	fd = root_open_inside(&desk->root, r->event.path);
	if (fd < 0)
		return cannot_read(desk, r->event.path, -fd);
	r->decision.reason = signed_file_read(fd, &file);
	close(fd);
	if (!r->decision.reason)
		r->decision.reason = ask(desk, r, &file, &facts.rules);
	if (facts.rules)
		r->decision = lorica_match_exec(&desk->policy.policy, &facts);
	r->is_asked = true;
	r->rules = facts.rules;
	return EXIT_OK;
}

const char *ruling_signed_why(struct desk *desk, const struct ruling *r, u32 rule)
{
	u32 key = desk->policy.policy.exec[rule].ref;
	const char *name = (const char *)desk->policy.policy.keys[key].name;

	if (r->event.type == LORICA_EVENT_MODULE)
		return "the signature of a file does not count for kernel modules";
	if (r->event.type == LORICA_EVENT_FIRMWARE)
		return "the signature of a file does not count for firmware";
	if (r->decision.reason == LORICA_R_MANIFEST)
		return "a manifest lists it, so its signature is not asked for";
	if (!r->is_asked)
		return arena_printf(&desk->arena,
				    "without a root it is not known whether '%s' signed the file",
				    name);
	if (r->rules >> rule & 1)
		return "one rule is enough";
	if (r->is_signed && r->signer == key)
		return arena_printf(&desk->arena, "'%s' signed it, but '%s' is not there", name,
				    r->real);
	if (r->is_signed || r->decision.reason == LORICA_R_SIG_KEY)
		return "another key signed it";
	if (r->decision.reason == LORICA_R_NOT_LISTED)
		return "the file has no signature";
	return lorica_reason_text(r->decision.reason);
}
