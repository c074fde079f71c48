// SPDX-License-Identifier: GPL-2.0-only
#include "text.h"

#include <inttypes.h>
#include <string.h>

#include "sema.h"
#include "text_usb.h"
#include "value.h"
#include "words.h"

void text_hex(const uint8_t *digest, FILE *to)
{
	static const char digits[] = "0123456789abcdef";
	char text[2 * VALUE_DIGEST];
	size_t i;

	for (i = 0; i < VALUE_DIGEST; i++) {
		text[2 * i] = digits[digest[i] >> 4];
		text[2 * i + 1] = digits[digest[i] & 15];
	}
	fwrite(text, 1, sizeof(text), to);
}

void text_quoted(const char *text, FILE *to)
{
	putc('"', to);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putc('\\', to);
		putc(*text, to);
	}
	putc('"', to);
}

static void date(const char *word, uint64_t seconds, FILE *to)
{
	char text[VALUE_DATE];

	if (seconds && value_date_print(seconds, text))
		fprintf(to, " %s %s", word, text);
}

static void header(const struct ast_policy *policy, FILE *to)
{
	fprintf(to, "policy %s serial %" PRIu64 " epoch %" PRIu64 " %s on-fail %s",
		policy->name.text, policy->serial, policy->epoch,
		words_name(&words_mode, policy->mode), words_name(&words_on_fail, policy->on_fail));
	if (policy->value[AST_DEVICE].end) {
		fputs(" device ", to);
		text_hex(policy->device, to);
	}
	date("valid-from", policy->valid_from, to);
	date("valid-until", policy->valid_until, to);
	putc('\n', to);
}

static void key(const struct sema_key *key, FILE *to)
{
	const char *before = "";
	size_t i;

	fprintf(to, "\t%s x509 ", key->ast->name.text);
	text_quoted(key->ast->path.text, to);
	fputs(" sha256 ", to);
	text_hex(key->cert.sha256, to);
	fputs(" for ", to);
	for (i = 0; i < words_purpose.n; i++) {
		if (!(key->ast->purposes & words_purpose.list[i].value))
			continue;
		fprintf(to, "%s%s", before, words_purpose.list[i].name);
		before = ", ";
	}
	putc('\n', to);
}

static void rule(const struct sema_rule *rule, FILE *to)
{
	fprintf(to, "\tallow %s %s", words_name(&words_exec_kind, rule->ast->kind),
		rule->ast->key.text);
	if (rule->ast->kind == LORICA_EXEC_VOLUME) {
		fputs(" verity ", to);
		text_hex(rule->ast->root_hash, to);
	}
	if (rule->under) {
		fputs(" under ", to);
		text_quoted(rule->under->text, to);
	}
	if (rule->ast->degrade.may)
		fputs(" may-degrade", to);
	putc('\n', to);
}

/* With one more path, each byte of it escaped, a line is still below SOURCES_MAX_LINE. */
enum { LONG_LINE = 8000 };

/* An act that all programs but those with @flag are refused. */
static void deny(const struct sema *sema, const char *act, enum lorica_program_flags flag,
		 const char *end, FILE *to)
{
	const char *before = " except ";
	size_t len = 0;
	unsigned int i;

	fprintf(to, "\t%s deny", act);
	for (i = 0; i < sema->nr_programs; i++) {
		if (!(sema->programs[i].flags & flag))
			continue;
		fputs(before, to);
		text_quoted(sema->programs[i].ast->path.text, to);
		len += 2 * strlen(sema->programs[i].ast->path.text) + 4;
		before = len > LONG_LINE ? ",\n\t\t" : ", ";
		len = len > LONG_LINE ? 0 : len;
	}
	fprintf(to, "%s\n", end);
}

/* A line for each program. */
static void interpreters(const struct sema *sema, FILE *to)
{
	const char *last = NULL;
	unsigned int i;

	for (i = 0; i < sema->nr_interpreters; i++) {
		const struct sema_interpreter *r = &sema->interpreters[i];
		bool is_first = !last || strcmp(last, r->program->text);

		if (is_first) {
			fputs(last ? "\n\tinterpreter " : "\tinterpreter ", to);
			text_quoted(r->program->text, to);
		}
		last = r->program->text;
		if (!r->data)
			continue;
		fputs(is_first ? " data under " : ",\n\t\t", to);
		text_quoted(r->data->text, to);
	}
	if (last)
		putc('\n', to);
}

static void revoked_manifests(const struct sema *sema, FILE *to)
{
	unsigned int i;

	for (i = 0; i < sema->nr_revoked; i++) {
		const struct ast_revoked_manifest *m = sema->revoked[i].ast->manifest;

		if (m)
			fprintf(to, "\trevoke manifest %s %.*s below %" PRIu64 "\n", m->key.text,
				LORICA_MAX_NAME, (const char *)sema->revoked[i].ast->id, m->below);
	}
}

/* One list, a line for each: a line of its own rule for each would not fit a statement. */
static void revoked_hashes(const struct sema *sema, enum lorica_revoked_kind kind, FILE *to)
{
	bool any = false;
	unsigned int i;

	for (i = 0; i < sema->nr_revoked; i++) {
		if (sema->revoked[i].ast->kind != kind)
			continue;
		if (any)
			fputs(",\n\t\t", to);
		else
			fprintf(to, "\trevoke %s ", words_name(&words_revoked, kind));
		text_hex(sema->revoked[i].ast->id, to);
		any = true;
	}
	if (any)
		putc('\n', to);
}

static void revoked(const struct sema *sema, FILE *to)
{
	revoked_hashes(sema, LORICA_REVOKED_DIGEST, to);
	revoked_manifests(sema, to);
	revoked_hashes(sema, LORICA_REVOKED_VOLUME, to);
	if (sema->on_revoked)
		fprintf(to, "\ton-revoked %s\n", words_name(&words_on_revoked, sema->on_revoked));
}

void text_print(const struct sema *sema, FILE *to)
{
	unsigned int i;

	fputs("syntax 1\n", to);
	header(sema->policy, to);
	if (sema->nr_keys) {
		fputs("\nkeys {\n", to);
		for (i = 0; i < sema->nr_keys; i++)
			key(&sema->keys[i], to);
		fputs("}\n", to);
	}
	if (sema->exec_default) {
		fprintf(to, "\nexec default %s {\n",
			words_name(&words_default, sema->exec_default));
		for (i = 0; i < sema->nr_rules; i++)
			rule(&sema->rules[i], to);
		if (sema->writable_code == LORICA_DEFAULT_DENY)
			deny(sema, "writable-code", LORICA_PROGRAM_WRITABLE_CODE,
			     sema->exec->degrade.may ? " may-degrade" : "", to);
		if (sema->firmware == LORICA_DEFAULT_ALLOW)
			fputs("\tfirmware allow\n", to);
		if (sema->bpf == LORICA_DEFAULT_DENY)
			deny(sema, "bpf", LORICA_PROGRAM_BPF, "", to);
		if (sema->helpers == LORICA_DEFAULT_DENY)
			deny(sema, "kernel-helpers", LORICA_PROGRAM_HELPER, "", to);
		interpreters(sema, to);
		revoked(sema, to);
		fputs("}\n", to);
	}
	text_net(sema, to);
	if (sema->usb_default) {
		fprintf(to, "\nusb default %s {\n", words_name(&words_default, sema->usb_default));
		for (i = 0; i < sema->usb.nr_usb; i++) {
			putc('\t', to);
			text_usb_rule(&sema->usb, &sema->usb.usb[i], to);
			putc('\n', to);
		}
		fputs("}\n", to);
	}
	text_boot(sema, to);
	text_integrity(sema, to);
}
