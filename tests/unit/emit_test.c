// SPDX-License-Identifier: GPL-2.0-only
/* Text to statement, statement to text, and back. */
#include "tap.h"

#include "fixture.h"
#include "kernel/policy_decode.h"
#include "userspace/lib/emit.h"
#include "userspace/lib/stmt_build.h"

static const char *const texts[] = {
	"syntax 1\npolicy p serial 1 epoch 0 audit\n",
	"syntax 1\nexec default allow {}\npolicy p audit epoch 0 serial 18446744073709551615\n",
	"syntax 1\npolicy p serial 1 epoch 9 enforce on-fail shell valid-from 2026-01-01 "
	"valid-until 9999-12-31 device "
	"ABCDEF0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789\n"
	"keys {\n\tz x509 \"k z\\\"\\\\\" for retire, policy\n\tA x509 \"b\" for manifest\n"
	"\ta-1 x509 \"c\" for manifest, exec, unlock\n}\n"
	"exec default deny {\n\tallow manifest a-1\n\tallow manifest A\n}\n",
	"syntax 1\npolicy $name serial $n epoch $n audit valid-until $until device $id\n"
	"define name = p\ndefine n = 7\ndefine until = 2026-01-01\n"
	"define id = ABCDEF0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789\n"
	"define more = { $team, other }\ndefine team = { in-b }\n"
	"include \"lib/a.lorica\"\nexec default deny {\n\tallow manifest other\n}\n"
	"keys {\n\tother x509 $crt for manifest\n}\ndefine crt = \"c\"\n",
	"syntax 1\npolicy p serial 1 epoch 0 audit\nkeys {\n\tb x509 \"b\" for manifest\n"
	"\ta x509 \"c\" for manifest\n}\nexec default deny {\n\tallow manifest b\n"
	"\tallow manifest a, b under \"/z\", \"/opt\"\n\twritable-code deny except \"/opt\", \"/a\"\n"
	"\tfirmware allow\n\tbpf deny except \"/a\", \"/b\"\n"
	"\tkernel-helpers deny except \"/b\", \"/c\"\n"
	"\tinterpreter \"/c\", \"/b\" data under \"/x\", \"/d\"\n\tinterpreter \"/b\"\n"
	"\tinterpreter \"/i\"\n\tinterpreter \"/c\" data under \"/a\"\n}\n",
	"syntax 1\npolicy p serial 1 epoch 0 audit\nkeys {\n\tb x509 \"b\" for exec, manifest\n"
	"\ta x509 \"c\" for exec\n}\nexec default deny {\n\tallow signed b\n"
	"\tallow signed a under \"/z\", \"/opt\"\n\tallow manifest b\n}\n",
	"syntax 1\npolicy p serial 1 epoch 0 audit\ndefine r = "
	"ABCDEF0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789\n"
	"exec default deny {\n\tallow volume z verity $r\n\tallow volume a-1 verity "
	"1bcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789 under \"/z\", \"/opt\"\n}\n",
};

/* Of the last text: neither constants nor files are left. */
static const char flat[] =
	"syntax 1\n"
	"policy p serial 7 epoch 7 audit on-fail halt device "
	"abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789 "
	"valid-until 2026-01-01T23:59:59Z\n"
	"\n"
	"keys {\n"
	"\tin-b x509 \"lib/b\" sha256 "
	"6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c for manifest\n"
	"\tother x509 \"c\" sha256 "
	"6363636363636363636363636363636363636363636363636363636363636363 for manifest\n"
	"\tz x509 \"k z\\\"\\\\\" sha256 "
	"6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b for policy\n"
	"}\n"
	"\n"
	"exec default deny {\n\tallow manifest in-b\n\tallow manifest other\n}\n";

static const char canonical[] =
	"syntax 1\n"
	"policy p serial 1 epoch 9 enforce on-fail shell device "
	"abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789 "
	"valid-from 2026-01-01T00:00:00Z valid-until 9999-12-31T23:59:59Z\n"
	"\n"
	"keys {\n"
	"\tA x509 \"b\" sha256 6262626262626262626262626262626262626262626262626262626262626262"
	" for manifest\n"
	"\ta-1 x509 \"c\" sha256 6363636363636363636363636363636363636363636363636363636363636363"
	" for manifest, exec, unlock\n"
	"\tz x509 \"k z\\\"\\\\\" sha256 "
	"6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b for policy, retire\n"
	"}\n"
	"\n"
	"exec default deny {\n\tallow manifest A\n\tallow manifest a-1\n}\n";

/* Zeroed on failure. */
static struct lorica_bytes compile_bytes(const char *text, size_t len)
{
	struct lorica_bytes bytes = { 0 };
	char *copy = strndup(text, len);
	struct compile c;
	size_t n = 0;
	u8 *data;

	if (fixture_compile(&c, copy, len) && !emit_policy(&c.sema, &data, &n))
		bytes = (struct lorica_bytes){ data, n };
	compile_free(&c);
	free(copy);
	return bytes;
}

static bool open_up(struct lorica_bytes bytes, struct lorica_policy *policy)
{
	struct lorica_stmt_view view;

	return !lorica_stmt_decode(bytes.data, bytes.len, &view) &&
	       !lorica_policy_decode(&view, policy);
}

static void round_trip(size_t i)
{
	struct lorica_bytes one = compile_bytes(texts[i], strlen(texts[i])), two;
	struct lorica_policy policy;

	if (!ok(one.data && open_up(one, &policy), "text %zu compiles", i))
		return;
	two = compile_bytes((const char *)policy.text.data, policy.text.len);
	ok(two.len == one.len && !memcmp(one.data, two.data, one.len),
	   "text %zu: its canonical text gives the same bytes", i);
	free((u8 *)one.data);
	free((u8 *)two.data);
}

static void flattened(void)
{
	struct lorica_bytes bytes = compile_bytes(texts[3], strlen(texts[3]));
	struct lorica_policy p;

	if (!ok(open_up(bytes, &p), "decodes"))
		return;
	ok(p.text.len == strlen(flat) && !memcmp(p.text.data, flat, p.text.len),
	   "files and constants are in the canonical text");
	free((u8 *)bytes.data);
}

static void tables(void)
{
	struct lorica_bytes bytes = compile_bytes(texts[2], strlen(texts[2]));
	struct lorica_policy p;

	if (!ok(open_up(bytes, &p), "decodes"))
		return;
	ok(p.text.len == strlen(canonical) && !memcmp(p.text.data, canonical, p.text.len),
	   "the canonical text");
	ok(p.rec->mode == LORICA_MODE_ENFORCE && p.rec->on_fail == LORICA_ON_FAIL_SHELL &&
		   p.rec->exec_default == LORICA_DEFAULT_DENY,
	   "the record");
	ok(p.nr_keys == 3 && !strcmp((char *)p.keys[0].name, "A") &&
		   !strcmp((char *)p.keys[2].name, "z"),
	   "keys by name");
	ok(le32_to_cpu(p.keys[2].purposes) == (LORICA_PURPOSE_POLICY | LORICA_PURPOSE_RETIRE),
	   "purposes");
	ok(lorica_policy_cert(&p, 1).len == 1 && *lorica_policy_cert(&p, 1).data == 'c',
	   "certificates");
	ok(p.nr_exec == 2 && p.exec[0].ref == 0 && p.exec[1].ref == 1, "rules by key");
	free((u8 *)bytes.data);
}

/*
 * A flipped bit gives what the decoders refuse, or another policy, but never
 * one that makes them read out of bounds: the sanitizers look at that.
 */
static void flips(void)
{
	struct lorica_bytes bytes = compile_bytes(texts[2], strlen(texts[2]));
	struct lorica_policy policy;
	size_t i, refused = 0;
	u8 *copy = malloc(bytes.len);
	u32 k, sum = 0;

	for (i = 0; i < bytes.len * 8; i++) {
		memcpy(copy, bytes.data, bytes.len);
		copy[i / 8] ^= 1 << i % 8;
		if (!open_up((struct lorica_bytes){ copy, bytes.len }, &policy)) {
			refused++;
			continue;
		}
		for (k = 0; k < policy.nr_keys; k++)
			sum += lorica_policy_cert(&policy, k).data[0];
	}
	ok(refused && sum, "%zu of %zu flips are refused", refused, i);
	free(copy);
	free((u8 *)bytes.data);
}

/* The text of a statement must not name files of the machine that looks at it. */
static void includes_nothing(void)
{
	static const char text[] = "syntax 1\ninclude \"x\"\npolicy p serial 1 epoch 0 audit\n";
	struct compile c = {
		.source = { .name = "t", .text = text, .len = strlen(text) },
		.loader = { .load = fixture_load },
	};
	char *said;

	ok(!compile_run(&c), "without files nothing can be included");
	said = fixture_diags(&c);
	ok(strstr(said, "'x' cannot be read: the text of a statement includes no files"),
	   "and that is said");
	free(said);
	compile_free(&c);
}

static void builder(void)
{
	static const struct lorica_policy_rec rec = { .mode = LORICA_MODE_AUDIT };
	struct stmt_build *b = stmt_build_new(LORICA_TYPE_POLICY, "n", 1, 0);
	size_t len, len2;
	u8 *one, *two;

	ok(!stmt_build_section(b, LORICA_SECTION_TEXT, "x", 1), "a section");
	ok(stmt_build_section(b, LORICA_SECTION_TEXT, "y", 1) == -EINVAL, "the same one again");
	ok(stmt_build_section(b, 0, "y", 1) == -EINVAL, "id 0");
	ok(stmt_build_section(b, LORICA_NR_SECTION_IDS, "y", 1) == -EINVAL, "an id beyond");
	ok(stmt_build_section(b, LORICA_SECTION_EXEC, "y", (size_t)LORICA_MAX_STATEMENT + 1) ==
		   -E2BIG,
	   "too large");
	ok(stmt_build_section(b, LORICA_SECTION_EXEC, "y", LORICA_MAX_STATEMENT) == -E2BIG,
	   "too large in all");
	ok(stmt_build_finish(b, &one, &len) == LORICA_R_SECTION_MISSING, "a section misses");
	stmt_build_section(b, LORICA_SECTION_POLICY, &rec, sizeof(rec));
	ok(!stmt_build_section(b, LORICA_SECTION_KEYS, "", 0), "an empty section is left out");
	ok(!stmt_build_finish(b, &one, &len), "complete");
	stmt_build_free(b);

	b = stmt_build_new(LORICA_TYPE_POLICY, "n", 1, 0);
	stmt_build_section(b, LORICA_SECTION_POLICY, &rec, sizeof(rec));
	stmt_build_section(b, LORICA_SECTION_TEXT, "x", 1);
	stmt_build_finish(b, &two, &len2);
	ok(len == len2 && !memcmp(one, two, len), "the order of the calls does not count");
	stmt_build_section(b, LORICA_SECTION_DIGESTS, "x", 1);
	free(two);
	ok(stmt_build_finish(b, &two, &len) == LORICA_R_SECTION_UNKNOWN, "a foreign section");
	stmt_build_free(b);
	free(one);

	b = stmt_build_new(LORICA_TYPE_MANIFEST, "abcdefghijabcdefghijabcdefghij12345", 1, 0);
	ok(stmt_build_finish(b, &one, &len) == LORICA_R_CONTENT, "a name that is too long");
	stmt_build_free(b);
	b = stmt_build_new(LORICA_TYPE_MANIFEST, "n", 0, 0);
	ok(stmt_build_finish(b, &one, &len) == LORICA_R_CONTENT, "serial 0");
	stmt_build_free(b);
	stmt_build_free(NULL);
}

int main(void)
{
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		round_trip(i);
	flattened();
	tables();
	flips();
	includes_nothing();
	builder();
	return tap_done();
}
