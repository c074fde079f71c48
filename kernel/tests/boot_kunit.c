// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../boot_match.h"
#include "../policy_boot.h"
#include "build.h"
#include "eventlog_build.h"

/* Each bit counts, and the order; see eventlog_kunit.c. */
static int mix(void *ctx, u16 alg, const u8 *data, size_t len, u8 *digest)
{
	u8 sum[32] = {};
	size_t k;

	if (ctx || alg != LORICA_ALG_SHA256)
		return -EIO;
	for (k = 0; k < len; k++)
		sum[k % 32] = (u8)(sum[k % 32] * 5 + data[k] + 1);
	memcpy(digest, sum, sizeof(sum));
	return 0;
}

static const u8 secure_boot[32] = {
	0xcc, 0xfc, 0x4b, 0xb3, 0x28, 0x88, 0xa3, 0x45, 0xbc, 0x8a, 0xea,
	0xda, 0xba, 0x55, 0x2b, 0x62, 0x7d, 0x99, 0x34, 0x8c, 0x76, 0x76,
	0x81, 0xab, 0x31, 0x41, 0xf5, 0xb0, 0x1e, 0x40, 0xa4, 0x0e,
};

enum { VARIABLE = (int)0x80000001, MAX_RULES = 16, APP = (int)0x80000003 };
enum { NAMED = 1 << 4 | 1 << 7 | 1 << 9 }; /* PCRs that the sample speaks of */

/* A policy, and a boot that it is content with, both open to damage. */
struct sample {
	struct lorica_policy_rec rec;
	struct lorica_boot_rule rules[MAX_RULES];
	u32 nr;
	char words[64];
	u32 words_len;
	struct build b;
	struct lorica_stmt_view view;
	struct lorica_policy policy;
	struct log_build log;
	size_t digest_at[8]; /* of the event, in the log */
	u8 data[4096];
	struct lorica_boot_facts facts;
	struct lorica_boot_verdict verdict;
};

static struct lorica_boot_rule *add_rule(struct sample *s, u8 kind, u8 pcr, const u8 *digest)
{
	struct lorica_boot_rule *rule = &s->rules[s->nr++];

	rule->kind = kind;
	rule->pcr = pcr;
	rule->word = cpu_to_le32(LORICA_NO_STRING);
	if (digest)
		memcpy(rule->digest, digest, 32);
	return rule;
}

static void add_word(struct sample *s, u8 kind, const char *word)
{
	add_rule(s, kind, 0, NULL)->word = cpu_to_le32(s->words_len);
	strcpy(s->words + s->words_len, word);
	s->words_len += strlen(word) + 1;
}

/* An event with a digest of SHA-256 alone; Returns where it is. */
static size_t put_event(struct sample *s, u32 pcr, u32 type, const u8 *digest)
{
	static const u16 sha256_only[] = { LORICA_ALG_SHA256, 0 };
	size_t at = s->log.len + 14;

	log_event(&s->log, pcr, type, sha256_only, "what", 4);
	if (digest)
		memcpy(s->log.data + at, digest, 32);
	return at;
}

static void make_log(struct sample *s)
{
	log_start(&s->log);
	s->digest_at[0] = put_event(s, 7, VARIABLE, secure_boot);
	s->digest_at[1] = put_event(s, 4, APP, NULL);
	s->digest_at[2] = put_event(s, 5, EV_SEPARATOR, NULL);
	s->digest_at[3] = put_event(s, 4, APP, NULL);
	s->digest_at[4] = put_event(s, 9, 6, NULL);
	s->digest_at[5] = put_event(s, 7, EV_SEPARATOR, NULL);
}

static u8 *digest_of(struct sample *s, int event)
{
	return s->log.data + s->digest_at[event];
}

/* What the log of the sample leads to becomes the TPM's. */
static void replay_into_tpm(struct sample *s)
{
	static const struct lorica_replay_hash hash = { .hash = mix };
	struct lorica_eventlog *log = &s->verdict.log;
	struct lorica_pcr_bank *bank = &s->verdict.bank;
	u32 pcr;

	bank->alg = LORICA_ALG_SHA256;
	bank->size = 32;
	if (lorica_eventlog_open(log, s->log.data, s->log.len) ||
	    lorica_replay_log(log, bank, 1, &hash))
		return;
	for (pcr = 0; pcr < LORICA_MAX_PCRS; pcr++)
		memcpy(s->facts.pcr[pcr], bank->pcr[pcr], 32);
}

static int by_digest(const u8 *a, const u8 *b)
{
	return memcmp(a, b, 32);
}

static struct sample *sample_new(struct kunit *test)
{
	static const u8 other[32] = { 0xff, 0xff, 0xff };
	struct sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	const u8 *first, *second;

	KUNIT_ASSERT_TRUE(test, s != NULL);
	make_log(s);
	s->facts.hash.hash = mix;
	s->facts.has_tpm = true;
	s->facts.read = 0xffff & ~BIT(10);
	s->facts.log = s->log.data;
	s->facts.log_len = s->log.len;
	s->facts.cmdline = "console=ttyS0 a-b=1 quiet -- x";
	replay_into_tpm(s);

	s->rec.mode = LORICA_MODE_ENFORCE;
	s->rec.boot = LORICA_BOOT_HALT;
	s->rec.boot_flags = LORICA_BOOT_TPM | LORICA_BOOT_SECURE_BOOT;
	add_rule(s, LORICA_BOOT_PCR, 4, s->facts.pcr[4]);
	add_rule(s, LORICA_BOOT_PCR, 4, other);
	add_rule(s, LORICA_BOOT_PCR, 9, s->facts.pcr[9]);
	first = digest_of(s, 1);
	second = digest_of(s, 3);
	if (by_digest(first, second) > 0) {
		first = second;
		second = digest_of(s, 1);
	}
	add_rule(s, LORICA_BOOT_EVENT, 4, first);
	add_rule(s, LORICA_BOOT_EVENT, 4, second);
	add_rule(s, LORICA_BOOT_EVENT, 9, digest_of(s, 4));
	add_word(s, LORICA_BOOT_REQUIRE, "a_b=1");
	add_word(s, LORICA_BOOT_DENY, "init=");
	add_word(s, LORICA_BOOT_REQUIRE, "quiet");
	/* Words are in their order, rules by their kind. */
	s->rules[8] = s->rules[7];
	s->rules[7] = s->rules[6];
	s->rules[7].word = cpu_to_le32(12);
	return s;
}

static enum lorica_reason decode(struct sample *s)
{
	int n = 2 + !!s->nr + !!s->words_len, i = 0;
	enum lorica_reason reason;

	build_start(&s->b, LORICA_TYPE_POLICY, n);
	build_add(&s->b, i++, LORICA_SECTION_POLICY, &s->rec, sizeof(s->rec));
	if (s->nr)
		build_add(&s->b, i++, LORICA_SECTION_BOOT, s->rules, s->nr * sizeof(s->rules[0]));
	build_add(&s->b, i++, LORICA_SECTION_TEXT, "syntax 1\n", 9);
	if (s->words_len)
		build_add(&s->b, i++, LORICA_SECTION_BOOT_WORDS, s->words, s->words_len);
	reason = lorica_stmt_decode(s->b.data, s->b.len, &s->view);
	return reason ? reason : lorica_policy_decode(&s->view, &s->policy);
}

static enum lorica_reason judge(struct sample *s)
{
	enum lorica_reason reason = decode(s);

	if (reason)
		return reason;
	lorica_boot_check(&s->policy, &s->facts, &s->verdict);
	return s->verdict.reason;
}

static void is_content_with_the_sample(struct kunit *test)
{
	struct sample *s = sample_new(test);

	KUNIT_ASSERT_EQ(test, decode(s), LORICA_OK);
	KUNIT_EXPECT_EQ(test, s->policy.nr_boot, 9);
	KUNIT_EXPECT_EQ(test, judge(s), LORICA_R_BOOT_OK);
	KUNIT_EXPECT_TRUE(test, lorica_boot_passed(&s->verdict));
}

static void damage_section_gone(struct sample *s)
{
	s->rec.boot = LORICA_BOOT_UNMANAGED;
}

static void damage_flags_alone(struct sample *s)
{
	damage_section_gone(s);
	s->nr = 0;
	s->words_len = 0;
}

static void damage_nothing_expected(struct sample *s)
{
	s->rec.boot_flags = 0;
	s->nr = 0;
	s->words_len = 0;
}

static void damage_words_alone(struct sample *s)
{
	s->nr = 0;
}

static void damage_on_fail(struct sample *s)
{
	s->rec.boot = LORICA_BOOT_HALT + 1;
}

static void damage_flags(struct sample *s)
{
	s->rec.boot_flags |= LORICA_BOOT_ALL + 1;
}

static void damage_two_stores(struct sample *s)
{
	s->rec.boot_flags |= LORICA_BOOT_ROLLBACK_TPM | LORICA_BOOT_ROLLBACK_FILE;
}

static void damage_reserved(struct sample *s)
{
	s->rules[0].reserved[1] = 1;
}

static void damage_rec_unused(struct sample *s)
{
	s->rec.reserved[1] = 1;
}

static void damage_kind_zero(struct sample *s)
{
	s->rules[0].kind = 0;
}

static void damage_kind(struct sample *s)
{
	s->rules[8].kind = LORICA_BOOT_EXACT + 1;
}

static void damage_pcr_ima(struct sample *s)
{
	s->rules[2].pcr = 10;
}

static void damage_pcr_debug(struct sample *s)
{
	s->rules[2].pcr = 16;
}

static void damage_pcr_of_word(struct sample *s)
{
	s->rules[8].pcr = 1;
}

static void damage_word_of_pcr(struct sample *s)
{
	s->rules[2].word = 0;
}

static void damage_no_word(struct sample *s)
{
	s->rules[8].word = cpu_to_le32(LORICA_NO_STRING);
}

static void damage_word_inside(struct sample *s)
{
	s->rules[6].word = cpu_to_le32(1);
}

static void damage_word_behind(struct sample *s)
{
	s->rules[8].word = cpu_to_le32(s->words_len);
}

static void damage_word_digest(struct sample *s)
{
	s->rules[8].digest[31] = 1;
}

static void damage_word_blank(struct sample *s)
{
	s->words[2] = ' ';
}

static void damage_word_control(struct sample *s)
{
	s->words[4] = '\n';
}

static void damage_word_empty(struct sample *s)
{
	s->words[0] = '\0';
}

static void damage_word_unterminated(struct sample *s)
{
	s->words[s->words_len - 1] = 'x';
}

static void damage_words_order(struct sample *s)
{
	s->words[0] = 'z';
}

static void damage_word_unnamed(struct sample *s)
{
	s->nr--;
}

static void damage_twice(struct sample *s)
{
	s->rules[5] = s->rules[4];
}

static void damage_order(struct sample *s)
{
	struct lorica_boot_rule rule = s->rules[3];

	s->rules[3] = s->rules[4];
	s->rules[4] = rule;
}

static const struct {
	const char *name;
	void (*damage)(struct sample *s);
	enum lorica_reason reason;
} damages[] = {
	{ "rules without a section", damage_section_gone, LORICA_R_CONTENT },
	{ "flags without a section", damage_flags_alone, LORICA_R_CONTENT },
	{ "nothing expected", damage_nothing_expected, LORICA_R_CONTENT },
	{ "words without rules", damage_words_alone, LORICA_R_CONTENT },
	{ "on-fail", damage_on_fail, LORICA_R_CONTENT },
	{ "flags", damage_flags, LORICA_R_RESERVED },
	{ "two stores", damage_two_stores, LORICA_R_CONTENT },
	{ "reserved", damage_reserved, LORICA_R_RESERVED },
	{ "unused byte of the record", damage_rec_unused, LORICA_R_RESERVED },
	{ "kind 0", damage_kind_zero, LORICA_R_CONTENT },
	{ "kind", damage_kind, LORICA_R_CONTENT },
	{ "PCR 10", damage_pcr_ima, LORICA_R_CONTENT },
	{ "PCR 16", damage_pcr_debug, LORICA_R_CONTENT },
	{ "PCR of a word", damage_pcr_of_word, LORICA_R_CONTENT },
	{ "word of a PCR", damage_word_of_pcr, LORICA_R_CONTENT },
	{ "no word", damage_no_word, LORICA_R_CONTENT },
	{ "inside a word", damage_word_inside, LORICA_R_CONTENT },
	{ "behind the words", damage_word_behind, LORICA_R_CONTENT },
	{ "digest of a word", damage_word_digest, LORICA_R_CONTENT },
	{ "blank in a name", damage_word_blank, LORICA_R_CONTENT },
	{ "control character", damage_word_control, LORICA_R_CONTENT },
	{ "empty word", damage_word_empty, LORICA_R_CONTENT },
	{ "word without an end", damage_word_unterminated, LORICA_R_CONTENT },
	{ "order of words", damage_words_order, LORICA_R_ORDER },
	{ "word of no rule", damage_word_unnamed, LORICA_R_CONTENT },
	{ "a rule twice", damage_twice, LORICA_R_ORDER },
	{ "order of rules", damage_order, LORICA_R_ORDER },
};

static void refuses_each_damage(struct kunit *test)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(damages); i++) {
		struct sample *s = sample_new(test);

		damages[i].damage(s);
		KUNIT_EXPECT_EQ_MSG(test, decode(s), damages[i].reason, "%s", damages[i].name);
	}
}

static void refuses_sizes(struct kunit *test)
{
	struct sample *s = sample_new(test);
	struct lorica_bytes section[LORICA_NR_SECTION_IDS] = {};
	struct lorica_policy policy = { .rec = &s->rec };

	section[LORICA_SECTION_BOOT].data = (const u8 *)s->rules;
	section[LORICA_SECTION_BOOT].len = sizeof(s->rules[0]) + 1;
	KUNIT_EXPECT_EQ(test, lorica_policy_boot_decode(section, &policy), LORICA_R_TABLE);
	section[LORICA_SECTION_BOOT].len = (LORICA_MAX_BOOT_RULES + 1) * sizeof(s->rules[0]);
	KUNIT_EXPECT_EQ(test, lorica_policy_boot_decode(section, &policy), LORICA_R_LIMIT);
	section[LORICA_SECTION_BOOT].len = sizeof(s->rules[0]);
	section[LORICA_SECTION_BOOT_WORDS].data = (const u8 *)s->words;
	section[LORICA_SECTION_BOOT_WORDS].len = LORICA_MAX_BOOT_WORDS + 1;
	KUNIT_EXPECT_EQ(test, lorica_policy_boot_decode(section, &policy), LORICA_R_LIMIT);
}

static void wrong_no_tpm(struct sample *s)
{
	s->facts.has_tpm = false;
}

static void wrong_tpm_silent(struct sample *s)
{
	s->facts.read = 0;
}

static void wrong_tpm_partly(struct sample *s)
{
	s->facts.read &= ~BIT(7);
}

static void wrong_no_log(struct sample *s)
{
	s->facts.log = NULL;
}

static void wrong_log_empty(struct sample *s)
{
	s->facts.log_len = 0;
}

static void wrong_log_cut(struct sample *s)
{
	s->facts.log_len--;
}

static void wrong_log_hash(struct sample *s)
{
	s->facts.hash.ctx = s;
}

static void wrong_log_other_bank(struct sample *s)
{
	/* The Spec ID event announces something else than SHA-256. */
	s->log.data[32 + 28 + 2 * 4] = 0x12;
}

static void wrong_pcr(struct sample *s)
{
	s->rules[2].digest[0] ^= 1;
}

static void wrong_tpm_value(struct sample *s)
{
	s->facts.pcr[7][31] ^= 0x80;
}

static void wrong_event_left_out(struct sample *s)
{
	s->facts.log_len = s->log.ends[s->log.nr - 2];
}

static void wrong_event(struct sample *s)
{
	s->rules[5].digest[7] ^= 1;
}

/* A log that leads to the TPM's PCRs, with one program more than the policy knows. */
static void wrong_event_more(struct sample *s)
{
	put_event(s, 4, APP, NULL);
	s->facts.log_len = s->log.len;
	replay_into_tpm(s);
	s->rules[0].digest[0] = 0;
	memcpy(s->rules[0].digest, s->facts.pcr[4], 32);
}

static void wrong_no_event(struct sample *s)
{
	s->rules[5].pcr = 11;
}

static void wrong_secure_boot(struct sample *s)
{
	digest_of(s, 0)[0] ^= 1;
	replay_into_tpm(s);
}

/* The right event, behind one that came first. */
static void wrong_secure_boot_late(struct sample *s)
{
	log_start(&s->log);
	put_event(s, 7, EV_SEPARATOR, NULL);
	put_event(s, 7, VARIABLE, secure_boot);
	s->facts.log_len = s->log.len;
	s->nr = 0;
	s->words_len = 0;
	replay_into_tpm(s);
}

static void wrong_no_cmdline(struct sample *s)
{
	s->facts.cmdline = NULL;
}

static void wrong_word(struct sample *s)
{
	s->facts.cmdline = "a-b=1 quiet \"init=/bin/sh\"";
}

static void wrong_word_for_init(struct sample *s)
{
	s->facts.cmdline = "a-b=1 quiet -- init=/bin/sh";
}

static void wrong_no_word(struct sample *s)
{
	s->facts.cmdline = "a_b=1 quieter";
}

static void wrong_word_behind(struct sample *s)
{
	s->facts.cmdline = "a_b=1 -- quiet";
}

/* The kernel takes the last one. */
static void wrong_value_too(struct sample *s)
{
	s->facts.cmdline = "a_b=1 quiet a-b=2";
}

static void wrong_line(struct sample *s)
{
	memset(s->rules, 0, sizeof(s->rules));
	s->nr = 0;
	s->words_len = 0;
	add_word(s, LORICA_BOOT_EXACT, "quiet");
	s->facts.cmdline = "quiet ";
}

static void wrong_no_counter(struct sample *s)
{
	s->rec.boot_flags |= LORICA_BOOT_ROLLBACK_TPM;
}

static void wrong_file(struct sample *s)
{
	wrong_no_counter(s);
	s->facts.rollback = LORICA_ROLLBACK_FILE;
}

static void wrong_no_file(struct sample *s)
{
	s->rec.boot_flags |= LORICA_BOOT_ROLLBACK_FILE;
}

static const struct {
	const char *name;
	void (*wrong)(struct sample *s);
	enum lorica_reason reason;
	const char *what;
} wrongs[] = {
	{ "no TPM", wrong_no_tpm, LORICA_R_BOOT_TPM_MISSING, "tpm required" },
	{ "a TPM that tells nothing", wrong_tpm_silent, LORICA_R_BOOT_TPM_ERROR, "tpm" },
	{ "a TPM without PCR 7", wrong_tpm_partly, LORICA_R_BOOT_TPM_ERROR, "tpm" },
	{ "no log", wrong_no_log, LORICA_R_BOOT_NO_LOG, "log" },
	{ "an empty log", wrong_log_empty, LORICA_R_BOOT_LOG, "log empty" },
	{ "a cut log", wrong_log_cut, LORICA_R_BOOT_LOG, "log data at byte" },
	{ "no hash", wrong_log_hash, LORICA_R_BOOT_LOG, "log hash at byte" },
	{ "a log of other banks", wrong_log_other_bank, LORICA_R_BOOT_LOG, "log algorithm" },
	{ "another value", wrong_pcr, LORICA_R_BOOT_PCR, "pcr 9 expected" },
	{ "another PCR in the TPM", wrong_tpm_value, LORICA_R_BOOT_REPLAY, "pcr 7 of the log is" },
	{ "an event left out", wrong_event_left_out, LORICA_R_BOOT_REPLAY, "pcr 7 of the log" },
	{ "another event", wrong_event, LORICA_R_BOOT_EVENT, "event 5 pcr 9 expected" },
	{ "one event more", wrong_event_more, LORICA_R_BOOT_EVENT, "event 7 pcr 4" },
	{ "no event", wrong_no_event, LORICA_R_BOOT_NO_EVENT, "event pcr 11 expected" },
	{ "Secure Boot off", wrong_secure_boot, LORICA_R_BOOT_SECURE_BOOT, "secure-boot on" },
	{ "Secure Boot told late", wrong_secure_boot_late, LORICA_R_BOOT_SECURE_BOOT,
	  "secure-boot" },
	{ "no command line", wrong_no_cmdline, LORICA_R_BOOT_NO_CMDLINE, "cmdline" },
	{ "a denied word", wrong_word, LORICA_R_BOOT_WORD,
	  "cmdline deny \"init=\" seen init=/bin/sh" },
	{ "a denied word for init", wrong_word_for_init, LORICA_R_BOOT_WORD, "cmdline deny" },
	{ "a missing word", wrong_no_word, LORICA_R_BOOT_NO_WORD, "cmdline require \"quiet\"" },
	{ "a word for init alone", wrong_word_behind, LORICA_R_BOOT_NO_WORD,
	  "cmdline require \"quiet\"" },
	{ "a second value", wrong_value_too, LORICA_R_BOOT_WORD,
	  "cmdline require \"a_b=1\" seen a-b=2" },
	{ "another line", wrong_line, LORICA_R_BOOT_CMDLINE, "cmdline seen quiet " },
	{ "no counter", wrong_no_counter, LORICA_R_BOOT_NO_COUNTER, "rollback tpm" },
	{ "a file for a counter", wrong_file, LORICA_R_BOOT_NO_COUNTER, "rollback tpm" },
	{ "no file", wrong_no_file, LORICA_R_BOOT_NO_COUNTER, "rollback file" },
};

static void tells_what_is_wrong(struct kunit *test)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(wrongs); i++) {
		struct sample *s = sample_new(test);

		wrongs[i].wrong(s);
		KUNIT_EXPECT_EQ_MSG(test, judge(s), wrongs[i].reason, "%s", wrongs[i].name);
		KUNIT_EXPECT_FALSE_MSG(test, lorica_boot_passed(&s->verdict), "%s", wrongs[i].name);
		KUNIT_EXPECT_TRUE_MSG(test,
				      !strncmp(s->verdict.finding[0].what, wrongs[i].what,
					       strlen(wrongs[i].what)),
				      "%s: %s", wrongs[i].name, s->verdict.finding[0].what);
	}
}

static void has_a_lower_tier(struct kunit *test)
{
	struct sample *s = sample_new(test);

	s->facts.has_tpm = false;
	s->rec.boot_flags = 0;
	KUNIT_EXPECT_EQ(test, judge(s), LORICA_R_BOOT_NO_TPM);
	KUNIT_EXPECT_TRUE(test, lorica_boot_passed(&s->verdict));
	/* The command line is judged all the same. */
	s->facts.cmdline = "a_b=1";
	KUNIT_EXPECT_EQ(test, judge(s), LORICA_R_BOOT_NO_WORD);
	KUNIT_EXPECT_FALSE(test, lorica_boot_passed(&s->verdict));
}

static void takes_a_place_that_is_as_good(struct kunit *test)
{
	struct sample *s = sample_new(test);

	s->rec.boot_flags |= LORICA_BOOT_ROLLBACK_FILE;
	s->facts.rollback = LORICA_ROLLBACK_FILE;
	KUNIT_EXPECT_EQ(test, judge(s), LORICA_R_BOOT_OK);
	s->facts.rollback = LORICA_ROLLBACK_TPM;
	KUNIT_EXPECT_EQ(test, judge(s), LORICA_R_BOOT_OK);
	s->rec.boot_flags ^= LORICA_BOOT_ROLLBACK_FILE | LORICA_BOOT_ROLLBACK_TPM;
	KUNIT_EXPECT_EQ(test, judge(s), LORICA_R_BOOT_OK);
	/* Without a TPM only the command line is judged, and this. */
	s->facts.has_tpm = false;
	s->facts.rollback = LORICA_ROLLBACK_NONE;
	s->rec.boot_flags = LORICA_BOOT_ROLLBACK_TPM;
	KUNIT_EXPECT_EQ(test, judge(s), LORICA_R_BOOT_NO_COUNTER);
	KUNIT_EXPECT_FALSE(test, lorica_boot_passed(&s->verdict));
}

static void tells_no_more_than_it_has_room_for(struct kunit *test)
{
	static char line[512];
	struct sample *s = sample_new(test);
	int i;

	line[0] = '\0';
	for (i = 0; i < 30; i++)
		strcat(line, "init=\1 ");
	s->facts.cmdline = line;
	KUNIT_EXPECT_EQ(test, judge(s), LORICA_R_BOOT_NO_WORD);
	KUNIT_EXPECT_EQ(test, s->verdict.nr, 32);
	/* Nothing unprintable comes out. */
	KUNIT_EXPECT_STREQ(test, s->verdict.finding[2].what, "cmdline deny \"init=\" seen init=?");
}

static void no_cut_of_the_log_passes(struct kunit *test)
{
	struct sample *s = sample_new(test);
	size_t len = s->facts.log_len;

	KUNIT_ASSERT_EQ(test, judge(s), LORICA_R_BOOT_OK);
	for (s->facts.log_len = 0; s->facts.log_len < len; s->facts.log_len++) {
		/* A block of its own, so that a sanitiser sees who reads past it. */
		u8 *copy = kunit_kmalloc(test, s->facts.log_len + 1, GFP_KERNEL);

		KUNIT_ASSERT_TRUE(test, copy != NULL);
		memcpy(copy + 1, s->log.data, s->facts.log_len);
		s->facts.log = copy + 1;
		judge(s);
		KUNIT_EXPECT_FALSE_MSG(test, lorica_boot_passed(&s->verdict), "%zu",
				       s->facts.log_len);
		kunit_kfree(test, copy);
	}
}

/* Of each event in a PCR that the policy speaks of: which one, and which digest of SHA-256. */
static size_t essence(const u8 *data, size_t len, u8 *out)
{
	struct lorica_eventlog log;
	struct lorica_measurement m;
	size_t n = 0;

	if (lorica_eventlog_open(&log, data, len))
		return 0;
	while (!lorica_eventlog_next(&log, &m)) {
		const u8 *digest = lorica_eventlog_digest(&m, LORICA_ALG_SHA256);

		if (!digest || !(NAMED & 1U << m.pcr))
			continue;
		memcpy(out + n, &m.pcr, sizeof(m.pcr));
		memcpy(out + n + 4, digest, 32);
		n += 36;
	}
	return n;
}

static void no_flip_in_the_log_passes(struct kunit *test)
{
	struct sample *s = sample_new(test);
	u8 *was = kunit_kzalloc(test, 1024, GFP_KERNEL),
	   *is = kunit_kzalloc(test, 1024, GFP_KERNEL);
	size_t bit, len, passed = 0, all_bits = s->facts.log_len * 8;

	KUNIT_ASSERT_TRUE(test, was && is);
	KUNIT_ASSERT_EQ(test, judge(s), LORICA_R_BOOT_OK);
	len = essence(s->log.data, s->log.len, was);
	for (bit = 0; bit < all_bits; bit++) {
		bool is_same;

		s->log.data[bit / 8] ^= 1 << bit % 8;
		lorica_boot_check(&s->policy, &s->facts, &s->verdict);
		is_same = essence(s->log.data, s->log.len, is) == len && !memcmp(was, is, len);
		/* Data is a remark; what nothing vouches for nothing is believed of. */
		KUNIT_EXPECT_TRUE_MSG(test, is_same || !lorica_boot_passed(&s->verdict), "bit %zu",
				      bit);
		passed += lorica_boot_passed(&s->verdict);
		s->log.data[bit / 8] ^= 1 << bit % 8;
	}
	KUNIT_EXPECT_GT(test, all_bits - passed, 5 * 36 * 8);
}

static void no_two_events_change_places(struct kunit *test)
{
	struct sample *s = sample_new(test);
	u8 one[32];

	memcpy(one, digest_of(s, 1), 32);
	memcpy(digest_of(s, 1), digest_of(s, 3), 32);
	memcpy(digest_of(s, 3), one, 32);
	KUNIT_EXPECT_EQ(test, judge(s), LORICA_R_BOOT_REPLAY);
}

static struct kunit_case boot_cases[] = {
	KUNIT_CASE(is_content_with_the_sample),
	KUNIT_CASE(refuses_each_damage),
	KUNIT_CASE(refuses_sizes),
	KUNIT_CASE(tells_what_is_wrong),
	KUNIT_CASE(has_a_lower_tier),
	KUNIT_CASE(takes_a_place_that_is_as_good),
	KUNIT_CASE(tells_no_more_than_it_has_room_for),
	KUNIT_CASE(no_cut_of_the_log_passes),
	KUNIT_CASE(no_flip_in_the_log_passes),
	KUNIT_CASE(no_two_events_change_places),
	{},
};

static struct kunit_suite boot_suite = {
	.name = "lorica_boot",
	.test_cases = boot_cases,
};

kunit_test_suite(boot_suite);
