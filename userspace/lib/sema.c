// SPDX-License-Identifier: GPL-2.0-only
#include "sema.h"

#include <string.h>

#include "arena.h"
#include "constant.h"
#include "diag.h"
#include "sources.h"
#include "unmanaged.h"
#include "words.h"

static const struct {
	enum ast_clause clause;
	const char *what;
} mandatory[] = {
	{ AST_SERIAL, "'serial NUMBER'" },
	{ AST_EPOCH, "'epoch NUMBER'" },
	{ AST_MODE, "'enforce' or 'audit'" },
};

static bool given(const struct ast_policy *policy, enum ast_clause clause)
{
	return policy->value[clause].end;
}

static void check_validity(const struct ast_policy *policy, time_t now, struct diags *diags)
{
	enum ast_clause i;

	for (i = AST_VALID_FROM; i <= AST_VALID_UNTIL; i++)
		if (given(policy, i))
			diag_report(diags, DIAG_NEEDS_CLOCK, policy->clause[i],
				    "a device without a trusted clock refuses this policy, or accepts it at any time");
	if (!policy->valid_until)
		return;
	if (policy->valid_from > policy->valid_until) {
		diag_report(diags, DIAG_EMPTY_VALIDITY, policy->value[AST_VALID_UNTIL],
			    "the policy ends before it begins");
		diag_related(diags, policy->value[AST_VALID_FROM], "it begins here");
	} else if (policy->valid_until < (uint64_t)now) {
		diag_report(diags, DIAG_VALIDITY_OVER, policy->value[AST_VALID_UNTIL],
			    "this date is over, so no device with a clock accepts the policy");
	}
}

static void check_header(const struct ast *ast, time_t now, struct diags *diags)
{
	static const uint8_t zero[sizeof(ast->policy->device)];
	const struct ast_policy *policy = ast->policy;
	size_t i;

	if (!policy) {
		if (!ast->broken && !ast->partial)
			diag_report(diags, DIAG_MISSING_POLICY, ast->end,
				    "there is no 'policy NAME serial NUMBER epoch NUMBER enforce|audit' line");
		return;
	}
	for (i = 0; i < sizeof(mandatory) / sizeof(mandatory[0]); i++)
		if (!policy->broken && !policy->clause[mandatory[i].clause].end)
			diag_report(diags, DIAG_MISSING_CLAUSE, policy->span,
				    "the policy line needs %s", mandatory[i].what);
	if (given(policy, AST_SERIAL) && !policy->serial)
		diag_report(diags, DIAG_ZERO_SERIAL, policy->value[AST_SERIAL],
			    "serials begin with 1");
	if (given(policy, AST_DEVICE) && !memcmp(policy->device, zero, sizeof(zero)))
		diag_report(diags, DIAG_ZERO_DEVICE, policy->value[AST_DEVICE],
			    "a device id of zeros is no device; without this clause the policy is for all");
	check_validity(policy, now, diags);
}

bool sema_same_file(const struct sources *sources, struct span a, struct span b)
{
	struct span written;

	sources_used(sources, &a, &written);
	sources_used(sources, &b, &written);
	return sources_find(sources, a.start) == sources_find(sources, b.start);
}

static const char by_digest[] = "programs are known by digests that nobody computes else";

/* @rule means nothing beside `default allow`. */
static void needs_deny(const struct ast_exec *exec, const struct span *rule, const char *what,
		       const char *why, struct diags *diags)
{
	if (!rule->end || exec->value != LORICA_DEFAULT_ALLOW)
		return;
	diag_report(diags, DIAG_CONTRADICTION, *rule, "%s: %s", what, why);
	diag_related(diags, exec->value_span, "'default allow' stands here");
}

static void check_exec(const struct ast *ast, struct diags *diags, struct arena *arena,
		       struct sema *sema)
{
	const struct ast_exec *exec = ast->exec;

	if (!exec)
		return;
	sema->exec_default = exec->value;
	sema->writable_code = exec->writable.end ? LORICA_DEFAULT_DENY : LORICA_DEFAULT_UNMANAGED;
	sema->bpf = exec->bpf.end ? LORICA_DEFAULT_DENY : LORICA_DEFAULT_UNMANAGED;
	sema->helpers = exec->no_helpers.end ? LORICA_DEFAULT_DENY : LORICA_DEFAULT_UNMANAGED;
	sema->firmware = exec->firmware.end ? LORICA_DEFAULT_ALLOW : LORICA_DEFAULT_UNMANAGED;
	sema->on_revoked = exec->on_revoked;
	sema_programs(exec, diags, arena, sema);
	sema_interpreters(exec, diags, arena, sema);
	needs_deny(exec, &exec->writable, "'writable-code deny' needs 'default deny'", by_digest,
		   diags);
	needs_deny(exec, &exec->bpf, "'bpf deny' needs 'default deny'", by_digest, diags);
	needs_deny(exec, &exec->no_helpers, "'kernel-helpers deny' needs 'default deny'", by_digest,
		   diags);
	if (exec->interpreters)
		needs_deny(exec, &exec->interpreters->programs->path.span,
			   "'interpreter' needs 'default deny'", by_digest, diags);
	needs_deny(exec, &exec->firmware, "'firmware allow' needs 'default deny'",
		   "any firmware loads without it", diags);
	needs_deny(exec, exec->revoked ? &exec->revoked->span : &exec->on_revoked_span,
		   "revoking needs 'default deny'",
		   "else no file is hashed, and one more byte in it is a way around", diags);
	if (!exec->value && !exec->default_broken && !ast->partial)
		diag_report(diags, DIAG_MISSING_DEFAULT, exec->span,
			    "no 'exec' section says 'default deny' or 'default allow'");
	if (!ast->partial && (ast->keys || !ast->broken)) {
		sema_volumes(exec, diags, sema);
		sema_rules(exec, diags, arena, sema);
		sema_revoked(exec, diags, arena, sema);
	}
	if (exec->value == LORICA_DEFAULT_DENY && !exec->rules && !exec->broken && !ast->partial &&
	    ast->policy && ast->policy->mode == LORICA_MODE_ENFORCE)
		diag_report(diags, DIAG_NOTHING_RUNS, exec->value_span,
			    "nothing could run, not even init: enforce, default deny and no allow rule");
}

/* No default covers modules: after the seal the kernel asks the manifests alone. */
static void check_modules(const struct ast *ast, const struct sema *sema, struct diags *diags)
{
	const struct ast_exec *exec = ast->exec;
	unsigned int i = 0;

	while (i < sema->nr_keys && !sema->allow_manifest[i])
		i++;
	if (ast->policy->mode == LORICA_MODE_ENFORCE && i == sema->nr_keys)
		diag_report(diags, DIAG_NO_MODULES, exec ? exec->value_span : ast->policy->span,
			    "no kernel module loads after the seal: only one in a manifest or on a volume does, and no rule allows one");
}

/* An exception that widens what a device takes is worth a line of its own. */
static void check_firmware(const struct ast_exec *exec, struct diags *diags)
{
	if (exec && exec->firmware.end)
		diag_report(diags, DIAG_ANY_FIRMWARE, exec->firmware,
			    "any firmware loads, whatever it is: a manifest could list that of /lib/firmware");
}

/* A file begins with 0. */
static void check_rollback(const struct ast *ast, const struct sema *sema, struct diags *diags)
{
	if (ast->policy->epoch || !(sema->boot_flags & LORICA_BOOT_ROLLBACK_TPM))
		return;
	diag_report(diags, DIAG_ROLLBACK_EPOCH, ast->boot->rollback,
		    "the counter in a TPM begins with 1 or more, and a policy below it is refused at boot: epoch 0 is");
}

/* A file of constants may have more of them than one policy needs. */
static void check_constants(const struct ast *ast, struct diags *diags)
{
	const struct constant *constant;

	for (constant = ast->constants->list; constant; constant = constant->next)
		if (!constant->used && constant->name.span.start < ast->end.start)
			diag_report(diags, DIAG_CONSTANT_UNUSED, constant->name.span,
				    "nothing uses '$%s'", constant->name.text);
}

/* What a key signs by itself uses it; these two purposes need a rule. */
static void check_use(const struct sema *sema, struct diags *diags)
{
	static const uint32_t by_rule = LORICA_PURPOSE_MANIFEST | LORICA_PURPOSE_EXEC;
	unsigned int i;

	for (i = 0; i < sema->nr_keys; i++) {
		const struct ast_key *key = sema->keys[i].ast;

		if (!key->broken && !(key->purposes & ~by_rule) && !sema->is_used[i])
			diag_report(diags, DIAG_KEY_UNUSED, key->name.span, "no rule uses key '%s'",
				    key->name.text);
	}
}

/* Among errors it would be noise, and may not even be true. */
static void check_unmanaged(const struct sema *sema, struct diags *diags)
{
	const struct unmanaged *u;

	for (u = unmanaged_next(sema, NULL); u; u = unmanaged_next(sema, u))
		diag_report(diags, DIAG_UNMANAGED, sema->policy->span, "%s is not managed: %s",
			    u->section, u->effect);
}

void sema_check(const struct ast *ast, const struct key_cert_loader *loader, time_t now,
		struct diags *diags, struct arena *arena, struct sema *sema)
{
	memset(sema, 0, sizeof(*sema));
	sema->policy = ast->policy;
	sema->exec = ast->exec;
	if (ast->foreign)
		return;
	check_header(ast, now, diags);
	if (ast->keys)
		sema_keys(ast->keys, loader, now, diags, arena, sema);
	check_exec(ast, diags, arena, sema);
	sema_net(ast, diags, arena, sema);
	if (ast->usb)
		sema_usb(ast, diags, arena, sema);
	if (ast->boot)
		sema_boot(ast, diags, arena, sema);
	if (ast->integrity)
		sema_integrity(ast, diags, sema);
	/* Too many keys or errors, and some rules were not looked at. */
	if (diags->count[DIAG_ERROR])
		return;
	check_unmanaged(sema, diags);
	check_use(sema, diags);
	check_modules(ast, sema, diags);
	check_firmware(ast->exec, diags);
	check_rollback(ast, sema, diags);
	check_constants(ast, diags);
	sema_net_lint(sema, diags);
	sema_usb_lint(sema, diags, arena);
	sema_boot_lint(sema, diags);
	sema_integrity_lint(sema, diags);
	sema_interpreters_lint(sema, diags);
}
