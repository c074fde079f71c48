// SPDX-License-Identifier: GPL-2.0-only
#include "emit.h"

#include <stdio.h>
#include <stdlib.h>

#include "emit_boot.h"
#include "emit_integrity.h"
#include "kernel/policy_decode.h"
#include "sema.h"
#include "stmt_build.h"
#include "string_pool.h"
#include "text.h"

/* The bodies of the sections, until stmt_build_finish() has copied them. */
struct bodies {
	struct lorica_policy_rec rec;
	struct lorica_key_rec keys[LORICA_MAX_KEYS];
	struct lorica_exec_rule exec[LORICA_MAX_EXEC_RULES];
	u8 certs[LORICA_MAX_KEYS * LORICA_MAX_CERT];
	u32 certs_len;
	struct lorica_volume volumes[LORICA_MAX_VOLUMES];
	struct lorica_interpreter interpreters[LORICA_MAX_INTERPRETERS];
	struct lorica_program *programs;
	struct lorica_revoked *revoked;
	struct lorica_net_rule *net;
	struct string_pool strings;
	struct lorica_boot_rule boot[LORICA_MAX_BOOT_RULES];
	struct string_pool boot_words;
	struct emit_integrity integrity;
	size_t integrity_len;
	char *text;
	size_t text_len;
};

static void fill_keys(const struct sema *sema, struct bodies *b)
{
	u32 i;

	for (i = 0; i < sema->nr_keys; i++) {
		const struct sema_key *key = &sema->keys[i];
		const char *name = key->ast->name.text;

		memcpy(b->keys[i].name, name, strnlen(name, LORICA_MAX_NAME));
		b->keys[i].purposes = cpu_to_le32(key->ast->purposes);
		b->keys[i].cert_offset = cpu_to_le32(b->certs_len);
		b->keys[i].cert_length = cpu_to_le32(key->cert.len);
		memcpy(b->certs + b->certs_len, key->cert.der, key->cert.len);
		b->certs_len += key->cert.len;
	}
}

static void fill_volumes(const struct sema *sema, struct bodies *b)
{
	u32 i;

	for (i = 0; i < sema->nr_volumes; i++) {
		const struct ast_rule *rule = sema->volumes[i];

		memcpy(b->volumes[i].name, rule->key.text,
		       strnlen(rule->key.text, LORICA_MAX_NAME));
		memcpy(b->volumes[i].root_hash, rule->root_hash, sizeof(rule->root_hash));
	}
}

static void fill_exec(const struct sema *sema, struct bodies *b)
{
	u32 i;

	for (i = 0; i < sema->nr_rules; i++) {
		const struct sema_rule *rule = &sema->rules[i];

		b->exec[i].kind = rule->ast->kind;
		b->exec[i].ref = rule->ref;
		if (rule->ast->kind == LORICA_EXEC_VOLUME && sema->volumes[rule->ref]->degrade.may)
			b->exec[i].flags = LORICA_EXEC_MAY_DEGRADE;
		b->exec[i].under = string_pool_offset(&b->strings,
						      rule->under ? rule->under->text : NULL);
	}
}

static enum lorica_reason fill_programs(const struct sema *sema, struct bodies *b)
{
	u32 i;

	b->programs = calloc(sema->nr_programs + 1, sizeof(b->programs[0]));
	if (!b->programs)
		return LORICA_R_MEMORY;
	for (i = 0; i < sema->nr_programs; i++) {
		b->programs[i].path = string_pool_offset(&b->strings,
							 sema->programs[i].ast->path.text);
		b->programs[i].flags = cpu_to_le32(sema->programs[i].flags);
	}
	return LORICA_OK;
}

static void fill_interpreters(const struct sema *sema, struct bodies *b)
{
	u32 i;

	for (i = 0; i < sema->nr_interpreters; i++) {
		const struct sema_interpreter *r = &sema->interpreters[i];

		b->interpreters[i].program = string_pool_offset(&b->strings, r->program->text);
		b->interpreters[i].data = string_pool_offset(&b->strings,
							     r->data ? r->data->text : NULL);
	}
}

static enum lorica_reason fill_revoked(const struct sema *sema, struct bodies *b)
{
	u32 i;

	b->revoked = calloc(sema->nr_revoked + 1, sizeof(b->revoked[0]));
	if (!b->revoked)
		return LORICA_R_MEMORY;
	for (i = 0; i < sema->nr_revoked; i++) {
		const struct sema_revoked *revoked = &sema->revoked[i];

		b->revoked[i].kind = revoked->ast->kind;
		b->revoked[i].ref = revoked->ref;
		if (revoked->ast->manifest)
			b->revoked[i].below = cpu_to_le64(revoked->ast->manifest->below);
		memcpy(b->revoked[i].id, revoked->ast->id, sizeof(b->revoked[i].id));
	}
	return LORICA_OK;
}

static enum lorica_reason fill_net(const struct sema *sema, struct bodies *b)
{
	u32 i;

	b->net = calloc(sema->nr_net + 1, sizeof(b->net[0]));
	if (!b->net)
		return LORICA_R_MEMORY;
	for (i = 0; i < sema->nr_net; i++) {
		b->net[i] = sema->net[i].rule;
		b->net[i].program = string_pool_offset(&b->strings, sema->net[i].program);
	}
	return LORICA_OK;
}

/* All paths that any record names. */
static bool fill_strings(const struct sema *sema, struct bodies *b)
{
	u32 i;

	for (i = 0; i < sema->nr_rules; i++)
		if (sema->rules[i].under)
			string_pool_add(&b->strings, sema->rules[i].under->text);
	for (i = 0; i < sema->nr_programs; i++)
		string_pool_add(&b->strings, sema->programs[i].ast->path.text);
	for (i = 0; i < sema->nr_net; i++)
		if (sema->net[i].program)
			string_pool_add(&b->strings, sema->net[i].program);
	for (i = 0; i < sema->nr_interpreters; i++) {
		string_pool_add(&b->strings, sema->interpreters[i].program->text);
		if (sema->interpreters[i].data)
			string_pool_add(&b->strings, sema->interpreters[i].data->text);
	}
	return string_pool_finish(&b->strings);
}

static enum lorica_reason fill_text(const struct sema *sema, struct bodies *b)
{
	FILE *to = open_memstream(&b->text, &b->text_len);

	if (!to)
		return LORICA_R_MEMORY;
	text_print(sema, to);
	return fclose(to) ? LORICA_R_MEMORY : LORICA_OK;
}

static enum lorica_reason build(const struct sema *sema, const struct bodies *b, u8 **out,
				size_t *len)
{
	const struct ast_policy *policy = sema->policy;
	enum lorica_reason reason = LORICA_R_LIMIT;
	struct stmt_build *stmt;

	stmt = stmt_build_new(LORICA_TYPE_POLICY, policy->name.text, policy->serial, policy->epoch);
	if (!stmt)
		return LORICA_R_MEMORY;
	stmt_build_validity(stmt, policy->valid_from, policy->valid_until);
	stmt_build_device(stmt, policy->device);
	if (!stmt_build_section(stmt, LORICA_SECTION_POLICY, &b->rec, sizeof(b->rec)) &&
	    !stmt_build_section(stmt, LORICA_SECTION_KEYS, b->keys,
				sema->nr_keys * sizeof(b->keys[0])) &&
	    !stmt_build_section(stmt, LORICA_SECTION_CERTS, b->certs, b->certs_len) &&
	    !stmt_build_section(stmt, LORICA_SECTION_EXEC, b->exec,
				sema->nr_rules * sizeof(b->exec[0])) &&
	    !stmt_build_section(stmt, LORICA_SECTION_PROGRAMS, b->programs,
				sema->nr_programs * sizeof(b->programs[0])) &&
	    !stmt_build_section(stmt, LORICA_SECTION_STRINGS, b->strings.bytes, b->strings.len) &&
	    !stmt_build_section(stmt, LORICA_SECTION_VOLUMES, b->volumes,
				sema->nr_volumes * sizeof(b->volumes[0])) &&
	    !stmt_build_section(stmt, LORICA_SECTION_INTERPRETERS, b->interpreters,
				sema->nr_interpreters * sizeof(b->interpreters[0])) &&
	    !stmt_build_section(stmt, LORICA_SECTION_REVOKED, b->revoked,
				sema->nr_revoked * sizeof(b->revoked[0])) &&
	    !stmt_build_section(stmt, LORICA_SECTION_NET, b->net,
				sema->nr_net * sizeof(b->net[0])) &&
	    !stmt_build_section(stmt, LORICA_SECTION_USB, sema->usb.usb,
				sema->usb.nr_usb * sizeof(sema->usb.usb[0])) &&
	    !stmt_build_section(stmt, LORICA_SECTION_BOOT, b->boot,
				sema->nr_boot_rules * sizeof(b->boot[0])) &&
	    !stmt_build_section(stmt, LORICA_SECTION_TEXT, b->text, b->text_len) &&
	    !stmt_build_section(stmt, LORICA_SECTION_USB_STRINGS, sema->usb.usb_strings.data,
				sema->usb.usb_strings.len) &&
	    !stmt_build_section(stmt, LORICA_SECTION_BOOT_WORDS, b->boot_words.bytes,
				b->boot_words.len) &&
	    !stmt_build_section(stmt, LORICA_SECTION_INTEGRITY, &b->integrity, b->integrity_len))
		reason = stmt_build_finish(stmt, out, len);
	stmt_build_free(stmt);
	return reason;
}

static enum lorica_reason check(const u8 *data, size_t len)
{
	struct lorica_stmt_view view;
	struct lorica_policy policy;
	enum lorica_reason reason = lorica_stmt_decode(data, len, &view);

	return reason ? reason : lorica_policy_decode(&view, &policy);
}

enum lorica_reason emit_policy(const struct sema *sema, u8 **out, size_t *len)
{
	struct bodies *b = calloc(1, sizeof(*b));
	enum lorica_reason reason;

	if (!b)
		return LORICA_R_MEMORY;
	b->rec.mode = sema->policy->mode;
	b->rec.on_fail = sema->policy->on_fail;
	b->rec.exec_default = sema->exec_default;
	b->rec.writable_code = sema->writable_code;
	b->rec.on_revoked = sema->on_revoked;
	b->rec.firmware = sema->firmware;
	b->rec.bpf = sema->bpf;
	b->rec.helpers = sema->helpers;
	if (sema->exec && sema->exec->degrade.may)
		b->rec.may_degrade = LORICA_MAY_DEGRADE_WRITABLE_CODE;
	b->rec.net = sema->net_default;
	b->rec.usb = sema->usb_default;
	b->rec.boot = sema->boot;
	b->rec.boot_flags = sema->boot_flags;
	fill_keys(sema, b);
	fill_volumes(sema, b);
	b->integrity_len = emit_integrity(sema, &b->integrity);
	if (!fill_strings(sema, b) || !emit_boot(sema, b->boot, &b->boot_words)) {
		reason = LORICA_R_MEMORY;
		goto out;
	}
	fill_exec(sema, b);
	fill_interpreters(sema, b);
	reason = fill_programs(sema, b);
	if (!reason)
		reason = fill_revoked(sema, b);
	if (!reason)
		reason = fill_net(sema, b);
	if (!reason)
		reason = fill_text(sema, b);
	if (reason)
		goto out;
	reason = build(sema, b, out, len);
	if (reason)
		goto out;
	reason = check(*out, *len);
	if (reason)
		free(*out);
out:
	free(b->programs);
	free(b->revoked);
	free(b->net);
	string_pool_free(&b->strings);
	string_pool_free(&b->boot_words);
	free(b->text);
	free(b);
	return reason;
}
