// SPDX-License-Identifier: GPL-2.0-only
#include "policy_boot.h"

#include "cmdline.h"
#include "limits.h"

/* What a kind of rule has; the others of its fields are zero. */
static const struct {
	bool pcr, word, digest;
} boot_kinds[] = {
	[LORICA_BOOT_PCR] = { .pcr = true, .digest = true },
	[LORICA_BOOT_EVENT] = { .pcr = true, .digest = true },
	[LORICA_BOOT_REQUIRE] = { .word = true },
	[LORICA_BOOT_DENY] = { .word = true },
	[LORICA_BOOT_EXACT] = { .word = true },
};

enum { NR_PCRS = 16, PCR_OF_IMA = 10 };

bool lorica_boot_pcr_ok(u32 pcr)
{
	return pcr < NR_PCRS && pcr != PCR_OF_IMA;
}

static bool is_plain(const char *text)
{
	for (; *text; text++)
		if ((u8)*text < ' ' || *text == 0x7f)
			return false;
	return true;
}

static enum lorica_reason decode_boot_words(const struct lorica_bytes *s,
					    struct lorica_policy *policy)
{
	const char *p = (const char *)s->data, *last = NULL;
	size_t room, len;

	if (s->len > LORICA_MAX_BOOT_WORDS)
		return LORICA_R_LIMIT;
	for (room = s->len; room; room -= len + 1) {
		len = strnlen(p, room < LORICA_MAX_CMDLINE ? room : LORICA_MAX_CMDLINE);
		if (len == LORICA_MAX_CMDLINE)
			return LORICA_R_LIMIT;
		if (len == room || !len || !is_plain(p))
			return LORICA_R_CONTENT;
		if (last && strcmp(last, p) >= 0)
			return LORICA_R_ORDER;
		last = p;
		p += len + 1;
	}
	policy->boot_words = *s;
	return LORICA_OK;
}

static bool is_boot_word(const struct lorica_policy *policy, u32 at)
{
	return at < policy->boot_words.len && (!at || !policy->boot_words.data[at - 1]);
}

const char *lorica_boot_word(const struct lorica_policy *policy,
			     const struct lorica_boot_rule *rule)
{
	if (rule->word == cpu_to_le32(LORICA_NO_STRING))
		return NULL;
	return (const char *)policy->boot_words.data + le32_to_cpu(rule->word);
}

static int compare_u32(u32 a, u32 b)
{
	return (a > b) - (a < b);
}

static int boot_order(const struct lorica_boot_rule *a, const struct lorica_boot_rule *b)
{
	int order = compare_u32(a->kind, b->kind);

	if (!order)
		order = compare_u32(a->pcr, b->pcr);
	if (!order)
		order = compare_u32(le32_to_cpu(a->word), le32_to_cpu(b->word));
	return order ? order : memcmp(a->digest, b->digest, sizeof(a->digest));
}

static enum lorica_reason check_boot_rule(const struct lorica_policy *policy,
					  const struct lorica_boot_rule *rule)
{
	u32 kind = rule->kind, word = le32_to_cpu(rule->word);

	if (!lorica_all_zero(rule->reserved, sizeof(rule->reserved)))
		return LORICA_R_RESERVED;
	if (!kind || kind >= ARRAY_SIZE(boot_kinds))
		return LORICA_R_CONTENT;
	if (boot_kinds[kind].pcr ? !lorica_boot_pcr_ok(rule->pcr) : rule->pcr)
		return LORICA_R_CONTENT;
	if (boot_kinds[kind].word ? !is_boot_word(policy, word) : word != LORICA_NO_STRING)
		return LORICA_R_CONTENT;
	if (!boot_kinds[kind].digest && !lorica_all_zero(rule->digest, sizeof(rule->digest)))
		return LORICA_R_CONTENT;
	if ((kind == LORICA_BOOT_REQUIRE || kind == LORICA_BOOT_DENY) &&
	    !lorica_cmdline_word_ok(lorica_boot_word(policy, rule)))
		return LORICA_R_CONTENT;
	return LORICA_OK;
}

/* A word that no rule names would be bytes that nobody looks at. */
static enum lorica_reason check_boot_words(const struct lorica_policy *policy)
{
	const char *words = (const char *)policy->boot_words.data;
	size_t at;
	u32 i;

	for (at = 0; at < policy->boot_words.len; at += strlen(words + at) + 1) {
		for (i = 0; i < policy->nr_boot; i++)
			if (le32_to_cpu(policy->boot[i].word) == at)
				break;
		if (i == policy->nr_boot)
			return LORICA_R_CONTENT;
	}
	return LORICA_OK;
}

enum lorica_reason lorica_policy_boot_decode(const struct lorica_bytes *section,
					     struct lorica_policy *policy)
{
	const struct lorica_bytes *s = &section[LORICA_SECTION_BOOT];
	const struct lorica_boot_rule *rules = (const void *)s->data;
	const struct lorica_policy_rec *rec = policy->rec;
	u32 i, n = s->len / sizeof(*rules);
	enum lorica_reason reason;

	if (rec->boot_flags & ~LORICA_BOOT_ALL)
		return LORICA_R_RESERVED;
	/* The TPM's is good enough for a file's, so one of them says it all. */
	if (rec->boot_flags & LORICA_BOOT_ROLLBACK_TPM &&
	    rec->boot_flags & LORICA_BOOT_ROLLBACK_FILE)
		return LORICA_R_CONTENT;
	/* To expect nothing and to be content would sound like a verdict. */
	if (rec->boot > LORICA_BOOT_HALT || !rec->boot != (!s->len && !rec->boot_flags))
		return LORICA_R_CONTENT;
	if (s->len % sizeof(*rules))
		return LORICA_R_TABLE;
	if (n > LORICA_MAX_BOOT_RULES)
		return LORICA_R_LIMIT;
	reason = decode_boot_words(&section[LORICA_SECTION_BOOT_WORDS], policy);
	for (i = 0; !reason && i < n; i++) {
		reason = check_boot_rule(policy, &rules[i]);
		if (!reason && i && boot_order(&rules[i - 1], &rules[i]) >= 0)
			reason = LORICA_R_ORDER;
	}
	if (reason)
		return reason;
	policy->boot = rules;
	policy->nr_boot = n;
	return check_boot_words(policy);
}
