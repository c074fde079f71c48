// SPDX-License-Identifier: GPL-2.0-only
#include "show.h"

#include <stdio.h>

#include <openssl/evp.h>

#include "arena.h"
#include "extract.h"
#include "json.h"
#include "kernel/policy_boot.h"
#include "recheck.h"
#include "text_usb.h"
#include "unmanaged.h"
#include "userspace/cmd.h"
#include "words.h"

static void json_key(const struct recheck *r, u32 i, struct json *j)
{
	const struct lorica_key_rec *key = &r->policy->keys[i];
	struct lorica_bytes cert = lorica_policy_cert(r->policy, i);
	u8 digest[32];
	size_t k;

	EVP_Digest(cert.data, cert.len, digest, NULL, EVP_sha256(), NULL);
	json_open(j, NULL, '{');
	json_text(j, "name", (const char *)key->name);
	json_text(j, "path", r->c.sema.keys[i].ast->path.text);
	json_hex(j, "sha256", digest, sizeof(digest));
	json_open(j, "purposes", '[');
	for (k = 0; k < words_purpose.n; k++)
		if (le32_to_cpu(key->purposes) & words_purpose.list[k].value)
			json_text(j, NULL, words_purpose.list[k].name);
	json_close(j, ']');
	json_close(j, '}');
}

/* What all programs but those with @flag are refused. */
static void json_deny(const struct lorica_policy *policy, const char *name, u8 value,
		      enum lorica_program_flags flag, bool may_degrade, struct json *j)
{
	u32 i;

	if (value != LORICA_DEFAULT_DENY) {
		json_text(j, name, NULL);
		return;
	}
	json_open(j, name, '{');
	json_text(j, "default", words_name(&words_default, value));
	json_open(j, "except", '[');
	for (i = 0; i < policy->nr_programs; i++)
		if (le32_to_cpu(policy->programs[i].flags) & flag)
			json_text(j, NULL,
				  (const char *)policy->strings.data +
					  le32_to_cpu(policy->programs[i].path));
	json_close(j, ']');
	json_bool(j, "may_degrade", may_degrade);
	json_close(j, '}');
}

/* The key that signs, or the volume. */
static void json_whose(const struct lorica_policy *policy, const struct lorica_exec_rule *rule,
		       struct json *j)
{
	const struct lorica_volume *v;

	if (rule->kind != LORICA_EXEC_VOLUME) {
		json_text(j, "key", (const char *)policy->keys[rule->ref].name);
		return;
	}
	v = &policy->volumes[rule->ref];
	json_text(j, "volume", (const char *)v->name);
	json_hex(j, "root_hash", v->root_hash, sizeof(v->root_hash));
	json_bool(j, "may_degrade", rule->flags & LORICA_EXEC_MAY_DEGRADE);
}

static void json_revoked(const struct lorica_policy *policy, struct json *j)
{
	u32 i;

	json_open(j, "revoked", '[');
	for (i = 0; i < policy->nr_revoked; i++) {
		const struct lorica_revoked *r = &policy->revoked[i];

		json_open(j, NULL, '{');
		json_text(j, "kind", words_name(&words_revoked, r->kind));
		if (r->kind == LORICA_REVOKED_MANIFEST) {
			json_text(j, "key", (const char *)policy->keys[r->ref].name);
			json_text(j, "name", (const char *)r->id);
			json_u64(j, "below", le64_to_cpu(r->below));
		} else {
			json_hex(j, "hash", r->id, sizeof(r->id));
		}
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void json_exec(const struct lorica_policy *policy, struct json *j)
{
	u32 i;

	if (policy->rec->exec_default == LORICA_DEFAULT_UNMANAGED) {
		json_text(j, "exec", NULL);
		return;
	}
	json_open(j, "exec", '{');
	json_text(j, "default", words_name(&words_default, policy->rec->exec_default));
	json_open(j, "allow", '[');
	for (i = 0; i < policy->nr_exec; i++) {
		const struct lorica_exec_rule *rule = &policy->exec[i];

		json_open(j, NULL, '{');
		json_text(j, "kind", words_name(&words_exec_kind, rule->kind));
		json_whose(policy, rule, j);
		json_text(j, "under", lorica_policy_string(policy, rule->under));
		json_close(j, '}');
	}
	json_close(j, ']');
	json_deny(policy, "writable_code", policy->rec->writable_code, LORICA_PROGRAM_WRITABLE_CODE,
		  policy->rec->may_degrade & LORICA_MAY_DEGRADE_WRITABLE_CODE, j);
	json_text(j, "firmware", words_name(&words_default, policy->rec->firmware));
	json_deny(policy, "bpf", policy->rec->bpf, LORICA_PROGRAM_BPF, false, j);
	json_deny(policy, "kernel_helpers", policy->rec->helpers, LORICA_PROGRAM_HELPER, false, j);
	show_interpreters_json(policy, j);
	json_revoked(policy, j);
	json_text(j, "on_revoked", words_name(&words_on_revoked, policy->rec->on_revoked));
	json_close(j, '}');
}

/* Each rule in the words of the language: it has a dozen members that are mostly not given. */
static void json_usb(const struct recheck *r, struct json *j)
{
	struct arena arena = { 0 };
	u32 i;

	if (r->policy->rec->usb == LORICA_DEFAULT_UNMANAGED) {
		json_text(j, "usb", NULL);
		return;
	}
	json_open(j, "usb", '{');
	json_text(j, "default", words_name(&words_default, r->policy->rec->usb));
	json_open(j, "rules", '[');
	for (i = 0; i < r->policy->nr_usb; i++)
		json_text(j, NULL, text_usb_string(r->policy, &r->policy->usb[i], &arena));
	json_close(j, ']');
	json_close(j, '}');
	arena_free(&arena);
}

/* The values of one PCR, or the digests of its events, which follow one another. */
static void json_boot_pcrs(const struct lorica_policy *policy, u8 kind, const char *name,
			   struct json *j)
{
	const struct lorica_boot_rule *rule = policy->boot, *end = rule + policy->nr_boot;

	json_open(j, name, '[');
	while (rule < end) {
		u8 pcr = rule->pcr;

		if (rule->kind != kind) {
			rule++;
			continue;
		}
		json_open(j, NULL, '{');
		json_number(j, "pcr", pcr);
		json_open(j, "sha256", '[');
		for (; rule < end && rule->kind == kind && rule->pcr == pcr; rule++)
			json_hex(j, NULL, rule->digest, sizeof(rule->digest));
		json_close(j, ']');
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void json_boot(const struct lorica_policy *policy, struct json *j)
{
	const struct lorica_policy_rec *rec = policy->rec;
	size_t k;
	u32 i;

	if (rec->boot == LORICA_BOOT_UNMANAGED) {
		json_text(j, "boot", NULL);
		return;
	}
	json_open(j, "boot", '{');
	json_text(j, "on_fail", words_name(&words_boot, rec->boot));
	json_boot_pcrs(policy, LORICA_BOOT_PCR, "pcrs", j);
	json_boot_pcrs(policy, LORICA_BOOT_EVENT, "events", j);
	json_open(j, "cmdline", '{');
	for (k = 0; k < words_boot_words.n; k++) {
		json_open(j, words_boot_words.list[k].name, '[');
		for (i = 0; i < policy->nr_boot; i++)
			if (policy->boot[i].kind == words_boot_words.list[k].value)
				json_text(j, NULL, lorica_boot_word(policy, &policy->boot[i]));
		json_close(j, ']');
	}
	json_close(j, '}');
	json_bool(j, "secure_boot", rec->boot_flags & LORICA_BOOT_SECURE_BOOT);
	json_bool(j, "tpm_required", rec->boot_flags & LORICA_BOOT_TPM);
	json_text(j, "rollback",
		  rec->boot_flags & LORICA_BOOT_ROLLBACK_TPM  ? "tpm" :
		  rec->boot_flags & LORICA_BOOT_ROLLBACK_FILE ? "file" :
								NULL);
	json_close(j, '}');
}

/* Everything but the paths and the text comes from the tables. */
static void print_json(const struct input *s, const struct recheck *r)
{
	const struct lorica_policy *policy = r->policy;
	struct json j;
	u32 i;

	json_start(&j, stdout);
	json_open(&j, NULL, '{');
	show_head(s, &j);
	json_text(&j, "mode", words_name(&words_mode, policy->rec->mode));
	json_text(&j, "on_fail", words_name(&words_on_fail, policy->rec->on_fail));
	json_open(&j, "keys", '[');
	for (i = 0; i < policy->nr_keys; i++)
		json_key(r, i, &j);
	json_close(&j, ']');
	json_exec(policy, &j);
	show_net_json(policy, &j);
	json_usb(r, &j);
	json_boot(policy, &j);
	show_integrity_json(policy, &j);
	unmanaged_json(&r->c.sema, &j);
	json_string(&j, "text", (const char *)policy->text.data, policy->text.len);
	json_close(&j, '}');
}

static int extract_certs(const struct recheck *r, const char *dir)
{
	u32 i;

	for (i = 0; i < r->policy->nr_keys; i++) {
		const char *path = r->c.sema.keys[i].ast->path.text;
		struct lorica_bytes cert = lorica_policy_cert(r->policy, i);
		int err = extract_file(dir, path, cert.data, cert.len);

		if (!err)
			continue;
		if (err == -EXDEV)
			fprintf(stderr, "lorica show: '%s' would lead out of '%s': not written\n",
				path, dir);
		else
			fprintf(stderr, "lorica show: cannot write '%s' below '%s': %s\n", path,
				dir, strerror(-err));
		return EXIT_FAILED;
	}
	return EXIT_OK;
}

static void say_unmanaged(const struct sema *sema)
{
	const struct unmanaged *u;

	for (u = unmanaged_next(sema, NULL); u; u = unmanaged_next(sema, u))
		fprintf(stderr, "lorica show: %s is not managed: %s\n", u->section, u->effect);
}

/* Paths in an included text are relative to it; those of the canonical text are not. */
static bool settle(struct recheck *own, const struct input *s)
{
	return recheck_policy(own, s->path, s->data, s->len, &s->policy);
}

int show_policy(const struct input *s, const char *extract)
{
	bool is_text = !s->text.policy;
	struct recheck own = { 0 };
	const struct recheck *r = is_text ? &own : &s->text;
	int ret = EXIT_OK;

	if (is_text && !settle(&own, s)) {
		fprintf(stderr, "lorica show: '%s' has no canonical text\n", s->path);
		ret = EXIT_REJECTED;
	} else if (extract) {
		ret = extract_certs(r, extract);
	}
	if (ret == EXIT_OK && globals.json)
		print_json(s, r);
	else if (ret == EXIT_OK)
		fwrite(s->policy.text.data, 1, s->policy.text.len, stdout);
	if (ret == EXIT_OK && !globals.json && !globals.quiet)
		say_unmanaged(&r->c.sema);
	if (is_text)
		recheck_free(&own);
	return ret;
}
