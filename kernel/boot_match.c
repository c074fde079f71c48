// SPDX-License-Identifier: GPL-2.0-only
#include "boot_match.h"

#include "cmdline.h"
#include "policy_boot.h"

enum {
	PCR_SECURE_BOOT = 7,
	HEX = 2 * 32 + 1,
};

/* Of the UEFI_VARIABLE_DATA of the variable SecureBoot of EFI_GLOBAL_VARIABLE with the value 1. */
static const u8 secure_boot_on[32] = {
	0xcc, 0xfc, 0x4b, 0xb3, 0x28, 0x88, 0xa3, 0x45, 0xbc, 0x8a, 0xea,
	0xda, 0xba, 0x55, 0x2b, 0x62, 0x7d, 0x99, 0x34, 0x8c, 0x76, 0x76,
	0x81, 0xab, 0x31, 0x41, 0xf5, 0xb0, 0x1e, 0x40, 0xa4, 0x0e,
};

/* The values of one PCR, or the digests of its events. */
struct group {
	const struct lorica_boot_rule *first;
	u32 nr;
};

static size_t min_size(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The next thing that is wrong; NULL when there is no room to say what. */
static struct lorica_boot_finding *add_finding(struct lorica_boot_verdict *v,
					       enum lorica_reason reason, const u8 *seen)
{
	struct lorica_boot_finding *f;

	if (!v->nr)
		v->reason = reason;
	if (v->nr++ >= LORICA_MAX_BOOT_FINDINGS)
		return NULL;
	f = &v->finding[v->nr - 1];
	f->reason = reason;
	f->has_seen = seen;
	if (seen)
		memcpy(f->seen, seen, sizeof(f->seen));
	return f;
}

static void print_hex(const u8 *digest, char *text)
{
	static const char digits[] = "0123456789abcdef";
	int i;

	for (i = 0; i < 32; i++) {
		text[2 * i] = digits[digest[i] >> 4];
		text[2 * i + 1] = digits[digest[i] & 15];
	}
	text[2 * i] = '\0';
}

/* Behind what is written already: what the group would have accepted. */
static void tell_expected(struct lorica_boot_finding *f, const struct group *g)
{
	size_t len = strlen(f->what);
	char hex[HEX];

	print_hex(g->first->digest, hex);
	if (g->nr > 1)
		snprintf(f->what + len, sizeof(f->what) - len, " expected %s or %u more", hex,
			 g->nr - 1);
	else
		snprintf(f->what + len, sizeof(f->what) - len, " expected %s", hex);
}

/* What stands on a command line may have control characters, and ends up in lines of text. */
static void make_plain(char *text)
{
	for (; *text; text++)
		if ((u8)*text < ' ' || *text == 0x7f)
			*text = '?';
}

static struct group next_group(const struct lorica_policy *policy, u32 at)
{
	const struct lorica_boot_rule *rules = policy->boot;
	struct group g = { .first = &rules[at], .nr = 1 };

	while (at + g.nr < policy->nr_boot && rules[at + g.nr].kind == rules[at].kind &&
	       rules[at + g.nr].pcr == rules[at].pcr)
		g.nr++;
	return g;
}

static bool accepts(const struct group *g, const u8 *digest)
{
	u32 i;

	for (i = 0; i < g->nr; i++)
		if (!memcmp(g->first[i].digest, digest, sizeof(g->first[i].digest)))
			return true;
	return false;
}

static u32 pcrs_of(const struct lorica_policy *policy)
{
	u32 i, pcrs = 0;

	for (i = 0; i < policy->nr_boot; i++)
		if (policy->boot[i].kind == LORICA_BOOT_PCR ||
		    policy->boot[i].kind == LORICA_BOOT_EVENT)
			pcrs |= 1U << policy->boot[i].pcr;
	if (policy->rec->boot_flags & LORICA_BOOT_SECURE_BOOT)
		pcrs |= 1U << PCR_SECURE_BOOT;
	return pcrs;
}

/* Returns the error of a log that cannot be followed to its end, with the byte in @v->log. */
static enum lorica_eventlog_error replay_log(const struct lorica_boot_facts *facts,
					     struct lorica_boot_verdict *v)
{
	enum lorica_eventlog_error error;
	u32 i;

	error = lorica_eventlog_open(&v->log, facts->log, facts->log_len);
	if (error)
		return error;
	for (i = 0; i < v->log.nr_algs; i++)
		if (v->log.algs[i].id == LORICA_ALG_SHA256)
			break;
	if (i == v->log.nr_algs)
		return lorica_eventlog_wrong(&v->log, 0, LORICA_EVENTLOG_ALGORITHM);
	v->bank.alg = LORICA_ALG_SHA256;
	v->bank.size = 32;
	return lorica_replay_log(&v->log, &v->bank, 1, &facts->hash);
}

static void check_pcrs(const struct lorica_policy *policy, const struct lorica_boot_facts *facts,
		       struct lorica_boot_verdict *v)
{
	struct lorica_boot_finding *f;
	struct group g;
	u32 i;

	for (i = 0; i < policy->nr_boot; i += g.nr) {
		g = next_group(policy, i);
		if (g.first->kind != LORICA_BOOT_PCR || accepts(&g, facts->pcr[g.first->pcr]))
			continue;
		f = add_finding(v, LORICA_R_BOOT_PCR, facts->pcr[g.first->pcr]);
		if (!f)
			continue;
		snprintf(f->what, sizeof(f->what), "pcr %u", g.first->pcr);
		tell_expected(f, &g);
	}
}

/* Are the digests of this PCR those that the TPM was extended with? */
static void check_replay(u32 pcrs, const struct lorica_boot_facts *facts,
			 struct lorica_boot_verdict *v)
{
	struct lorica_boot_finding *f;
	char hex[HEX];
	u32 pcr;

	for (pcr = 0; pcr < LORICA_MAX_PCRS; pcr++) {
		if (!(pcrs & 1U << pcr) || !memcmp(v->bank.pcr[pcr], facts->pcr[pcr], 32))
			continue;
		f = add_finding(v, LORICA_R_BOOT_REPLAY, facts->pcr[pcr]);
		if (!f)
			continue;
		print_hex(v->bank.pcr[pcr], hex);
		snprintf(f->what, sizeof(f->what), "pcr %u of the log is %s", pcr, hex);
	}
}

/* The type of an event is not what was extended, so it makes no difference here. */
static void check_group(const struct group *g, struct lorica_boot_verdict *v)
{
	struct lorica_boot_finding *f;
	struct lorica_measurement m;
	u32 seen = 0;

	lorica_eventlog_rewind(&v->log);
	while (!lorica_eventlog_next(&v->log, &m)) {
		const u8 *digest = lorica_eventlog_digest(&m, LORICA_ALG_SHA256);

		if (!digest || m.pcr != g->first->pcr)
			continue;
		seen++;
		if (accepts(g, digest))
			continue;
		f = add_finding(v, LORICA_R_BOOT_EVENT, digest);
		if (!f)
			continue;
		snprintf(f->what, sizeof(f->what), "event %u pcr %u", m.nr, m.pcr);
		tell_expected(f, g);
	}
	if (seen)
		return;
	f = add_finding(v, LORICA_R_BOOT_NO_EVENT, NULL);
	if (!f)
		return;
	snprintf(f->what, sizeof(f->what), "event pcr %u", g->first->pcr);
	tell_expected(f, g);
}

static void check_events(const struct lorica_policy *policy, struct lorica_boot_verdict *v)
{
	struct group g;
	u32 i;

	for (i = 0; i < policy->nr_boot; i += g.nr) {
		g = next_group(policy, i);
		if (g.first->kind == LORICA_BOOT_EVENT)
			check_group(&g, v);
	}
}

/*
 * The firmware measures the variable before anything else in PCR 7. Behind that
 * a program that it started could add any event.
 */
static void check_secure_boot(struct lorica_boot_verdict *v)
{
	struct lorica_boot_finding *f;
	struct lorica_measurement m;
	const u8 *digest = NULL;

	lorica_eventlog_rewind(&v->log);
	while (!lorica_eventlog_next(&v->log, &m)) {
		if (m.pcr == PCR_SECURE_BOOT)
			digest = lorica_eventlog_digest(&m, LORICA_ALG_SHA256);
		if (digest)
			break;
	}
	if (digest && !memcmp(digest, secure_boot_on, sizeof(secure_boot_on)))
		return;
	f = add_finding(v, LORICA_R_BOOT_SECURE_BOOT, digest);
	if (f)
		snprintf(f->what, sizeof(f->what), "secure-boot on");
}

static void check_tpm(const struct lorica_policy *policy, const struct lorica_boot_facts *facts,
		      struct lorica_boot_verdict *v)
{
	bool is_required = policy->rec->boot_flags & LORICA_BOOT_TPM;
	u32 pcrs = pcrs_of(policy);
	enum lorica_eventlog_error error;
	struct lorica_boot_finding *f;

	if (!pcrs && !is_required)
		return;
	if (!facts->has_tpm) {
		if (!is_required) {
			v->reason = LORICA_R_BOOT_NO_TPM;
			return;
		}
		f = add_finding(v, LORICA_R_BOOT_TPM_MISSING, NULL);
		if (f)
			snprintf(f->what, sizeof(f->what), "tpm required");
		return;
	}
	/* One that answers nothing is none. */
	if (!facts->read || pcrs & ~facts->read) {
		f = add_finding(v, LORICA_R_BOOT_TPM_ERROR, NULL);
		if (f)
			snprintf(f->what, sizeof(f->what), "tpm");
		return;
	}
	if (!pcrs)
		return;
	check_pcrs(policy, facts, v);
	if (!facts->log) {
		f = add_finding(v, LORICA_R_BOOT_NO_LOG, NULL);
		if (f)
			snprintf(f->what, sizeof(f->what), "log");
		return;
	}
	error = replay_log(facts, v);
	if (error) {
		f = add_finding(v, LORICA_R_BOOT_LOG, NULL);
		if (f)
			snprintf(f->what, sizeof(f->what), "log %s at byte %zu",
				 lorica_eventlog_error_name(error), v->log.error_at);
		return;
	}
	/* Where the replay fails the events prove nothing, but may tell what differs. */
	check_replay(pcrs, facts, v);
	check_events(policy, v);
	if (policy->rec->boot_flags & LORICA_BOOT_SECURE_BOOT)
		check_secure_boot(v);
}

static void tell_word(struct lorica_boot_verdict *v, enum lorica_reason reason, const char *rule,
		      const char *word, const struct lorica_param *seen)
{
	struct lorica_boot_finding *f = add_finding(v, reason, NULL);
	int len;

	if (!f)
		return;
	len = snprintf(f->what, sizeof(f->what), "cmdline %s \"%.40s\"", rule, word);
	if (seen)
		snprintf(f->what + len, sizeof(f->what) - len, " seen %.*s%s%.*s",
			 (int)min_size(seen->name_len, 40), seen->name, seen->value ? "=" : "",
			 (int)min_size(seen->value_len, 40), seen->value ? seen->value : "");
	make_plain(f->what);
}

/* A denied word without a value denies the parameter in every form. */
static bool is_denied(const struct lorica_param *param, const struct lorica_param *word)
{
	return word->value ? lorica_cmdline_is(param, word) : lorica_cmdline_same_name(param, word);
}

static void check_denied(const char *word, const char *line, struct lorica_boot_verdict *v)
{
	const struct lorica_param denied = lorica_cmdline_word(word);
	struct lorica_cmdline reader = lorica_cmdline_start(line);
	struct lorica_param param;

	/* Also behind "--": who reads it there may not know what "--" means. */
	while (lorica_cmdline_next(&reader, &param))
		if (is_denied(&param, &denied))
			tell_word(v, LORICA_R_BOOT_WORD, "deny", word, &param);
}

/* Is a value of a parameter one of those that are required of it? */
static bool is_required(const struct lorica_policy *policy, const struct lorica_param *param)
{
	u32 i;

	for (i = 0; i < policy->nr_boot; i++) {
		struct lorica_param word;

		if (policy->boot[i].kind != LORICA_BOOT_REQUIRE)
			continue;
		word = lorica_cmdline_word(lorica_boot_word(policy, &policy->boot[i]));
		if (lorica_cmdline_is(param, &word))
			return true;
	}
	return false;
}

/* It has to be there, and no word may set the parameter to something else. */
static void check_required(const struct lorica_policy *policy, const char *word, const char *line,
			   struct lorica_boot_verdict *v)
{
	const struct lorica_param required = lorica_cmdline_word(word);
	struct lorica_cmdline reader = lorica_cmdline_start(line);
	struct lorica_param param;
	bool is_there = false;

	while (lorica_cmdline_next(&reader, &param)) {
		if (reader.is_for_init || !lorica_cmdline_same_name(&param, &required))
			continue;
		is_there |= lorica_cmdline_is(&param, &required);
		if (!is_required(policy, &param))
			tell_word(v, LORICA_R_BOOT_WORD, "require", word, &param);
	}
	if (!is_there)
		tell_word(v, LORICA_R_BOOT_NO_WORD, "require", word, NULL);
}

static void check_cmdline(const struct lorica_policy *policy, const char *line,
			  struct lorica_boot_verdict *v)
{
	bool is_listed = false, has_list = false, has_rule = false;
	struct lorica_boot_finding *f;
	u32 i;

	for (i = 0; i < policy->nr_boot; i++) {
		const char *word = lorica_boot_word(policy, &policy->boot[i]);

		if (!word)
			continue;
		has_rule = true;
		if (!line)
			break;
		switch (policy->boot[i].kind) {
		case LORICA_BOOT_REQUIRE:
			check_required(policy, word, line, v);
			break;
		case LORICA_BOOT_DENY:
			check_denied(word, line, v);
			break;
		default:
			has_list = true;
			is_listed |= !strcmp(word, line);
		}
	}
	if (has_rule && !line) {
		f = add_finding(v, LORICA_R_BOOT_NO_CMDLINE, NULL);
		if (f)
			snprintf(f->what, sizeof(f->what), "cmdline");
	}
	if (!has_list || is_listed)
		return;
	f = add_finding(v, LORICA_R_BOOT_CMDLINE, NULL);
	if (!f)
		return;
	snprintf(f->what, sizeof(f->what), "cmdline seen %.100s", line);
	make_plain(f->what);
}

static void check_rollback(const struct lorica_policy *policy,
			   const struct lorica_boot_facts *facts, struct lorica_boot_verdict *v)
{
	enum lorica_rollback wanted = LORICA_ROLLBACK_NONE;
	struct lorica_boot_finding *f;

	if (policy->rec->boot_flags & LORICA_BOOT_ROLLBACK_FILE)
		wanted = LORICA_ROLLBACK_FILE;
	if (policy->rec->boot_flags & LORICA_BOOT_ROLLBACK_TPM)
		wanted = LORICA_ROLLBACK_TPM;
	if (facts->rollback >= wanted)
		return;
	f = add_finding(v, LORICA_R_BOOT_NO_COUNTER, NULL);
	if (f)
		snprintf(f->what, sizeof(f->what), "rollback %s",
			 wanted == LORICA_ROLLBACK_TPM ? "tpm" : "file");
}

void lorica_boot_check(const struct lorica_policy *policy, const struct lorica_boot_facts *facts,
		       struct lorica_boot_verdict *v)
{
	memset(v, 0, sizeof(*v));
	v->reason = LORICA_R_BOOT_OK;
	check_tpm(policy, facts, v);
	check_cmdline(policy, facts->cmdline, v);
	check_rollback(policy, facts, v);
}

bool lorica_boot_passed(const struct lorica_boot_verdict *v)
{
	return !v->nr;
}
