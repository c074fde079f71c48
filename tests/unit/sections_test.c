// SPDX-License-Identifier: GPL-2.0-only
/*
 * A policy with every section. The order of its text means nothing, its
 * canonical text gives the same bytes, and a byte that is another one gives
 * what is refused, or a policy that holds what the fuzzer asks of one.
 */
#include "tap.h"

#include "fixture.h"
#include "tests/fuzz/fuzz_policy.c"
#include "userspace/lib/emit.h"

enum { SHUFFLES = 200, MOST = 24 };

#define ONE "1f02000000000000000000000000000000000000000000000000000000000001"
#define TWO "1f02000000000000000000000000000000000000000000000000000000000002"

static const struct {
	const char *head;
	const char *lines[MOST];
} sections[] = {
	{ "keys",
	  { "v x509 \"v\" for policy, manifest", "s x509 \"s\" for exec, unlock",
	    "r x509 \"r\" for retire" } },
	{ "exec default deny",
	  { "allow manifest v", "allow signed s under \"/opt\", \"/a b\"",
	    "allow volume sys verity " ONE " may-degrade",
	    "allow volume app verity " TWO " under \"/app\"",
	    "writable-code deny except \"/usr/bin/node\", \"/b\" may-degrade",
	    "bpf deny except \"/b\"", "kernel-helpers deny except \"/sbin/modprobe\"",
	    "firmware allow", "interpreter \"/bin/sh\", \"/b\" data under \"/lib/x\", \"/etc\"",
	    "interpreter \"/bin/lua\"", "revoke digest " TWO ", " ONE,
	    "revoke manifest v m below 7",
	    "revoke volume 2f02000000000000000000000000000000000000000000000000000000000001",
	    "on-revoked kill" } },
	{ "net default deny",
	  { "\"/b\", \"/bin/ssh\" listen tcp 22, 80-90",
	    "any connect tcp, udp 53 to 10.0.0.0/8, fd00::/8", "deny any connect tcp 1-1000",
	    "any connect tcp 443", "deny \"/b\" raw", "\"/b\" packet", "any family can, vsock" } },
	{ "usb default deny",
	  { "allow class hub", "allow 0403:6001 serial \"A1\" port \"1.2\" at most 2 until seal",
	    "deny class hid, 08:06", "allow 1d6b:* product \"a\" manufacturer \"b\" after seal",
	    "allow port \"hc.0/2.*\" interfaces ff:ff:ff" } },
	{ "boot on-fail halt",
	  { "pcr 0, 4 sha256 " ONE ", " TWO, "event pcr 4 sha256 " ONE,
	    "cmdline require \"lockdown=integrity\"", "cmdline deny \"init=\", \"x\"",
	    "cmdline exact \"lockdown=integrity quiet\"", "secure-boot on", "tpm required" } },
	{ "integrity every 30s budget 0.1%",
	  { "watch rodata, syscalls on-change log may-degrade",
	    "watch cpu on-change panic required", "watch vectors on-change halt" } },
};

static u64 state = 88172645463325252ULL;

static unsigned int any(unsigned int below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 20) % below;
}

static void shuffle(unsigned int *order, unsigned int n, bool random)
{
	unsigned int i, k, swap;

	for (i = 0; i < n; i++)
		order[i] = i;
	for (i = n; random && i > 1; i--) {
		k = any(i);
		swap = order[i - 1];
		order[i - 1] = order[k];
		order[k] = swap;
	}
}

/* For free(). */
static char *write_policy(bool random)
{
	unsigned int section[ARRAY_SIZE(sections)], line[MOST], i, k, n;
	char *text = NULL;
	size_t len;
	FILE *to = open_memstream(&text, &len);

	fprintf(to, "syntax 1\npolicy p serial 3 epoch 2 enforce on-fail shell\n");
	shuffle(section, ARRAY_SIZE(sections), random);
	for (i = 0; i < ARRAY_SIZE(sections); i++) {
		const char *const *lines = sections[section[i]].lines;

		fprintf(to, "%s {\n", sections[section[i]].head);
		for (n = 0; n < MOST && lines[n]; n++)
			;
		shuffle(line, n, random);
		for (k = 0; k < n; k++)
			fprintf(to, "\t%s\n", lines[line[k]]);
		fprintf(to, "}\n");
	}
	fclose(to);
	return text;
}

/* For free(); NULL, and told of, when it does not compile. */
static u8 *compile_text(const char *text, size_t *len)
{
	struct compile c;
	u8 *data = NULL;

	if (fixture_compile(&c, text, strlen(text))) {
		emit_policy(&c.sema, &data, len);
	} else {
		char *said = fixture_diags(&c);

		printf("# %s\n", said);
		free(said);
	}
	compile_free(&c);
	return data;
}

static bool open_up(const u8 *data, size_t len, struct lorica_stmt_view *view,
		    struct lorica_policy *policy)
{
	return !lorica_stmt_decode(data, len, view) && !lorica_policy_decode(view, policy);
}

static void order_means_nothing(const u8 *blob, size_t len)
{
	unsigned int i = 0;
	bool same = true;

	for (; i < SHUFFLES && same; i++) {
		char *text = write_policy(true);
		size_t n;
		u8 *other = compile_text(text, &n);

		same = other && n == len && !memcmp(other, blob, len);
		free(other);
		free(text);
	}
	ok(same, "%u orders of the text give the same bytes", i);
}

static void round_trip(const u8 *blob, size_t len, const struct lorica_policy *policy)
{
	char *text = strndup((const char *)policy->text.data, policy->text.len);
	size_t n;
	u8 *again = compile_text(text, &n);

	ok(again && n == len && !memcmp(again, blob, len),
	   "its canonical text gives the same bytes");
	free(again);
	free(text);
}

/* Of the text, which no table hangs on, each bit is turned; elsewhere a byte has every other value. */
static void every_byte(const u8 *blob, size_t len, const struct lorica_bytes *text)
{
	size_t i, tried = 0, refused = 0;
	u8 *copy = malloc(len);
	unsigned int value;

	memcpy(copy, blob, len);
	for (i = 0; i < len; i++) {
		bool in_text = blob + i >= text->data && blob + i < text->data + text->len;

		for (value = 1; value < 256; value = in_text ? 2 * value : value + 1) {
			struct lorica_stmt_view view;
			struct lorica_policy policy;

			copy[i] = blob[i] ^ value;
			tried++;
			if (open_up(copy, len, &view, &policy))
				decoded(&policy);
			else
				refused++;
		}
		copy[i] = blob[i];
	}
	free(copy);
	ok(refused && refused < tried, "%zu of %zu other bytes are refused, the rest is valid",
	   refused, tried);
}

int main(void)
{
	char *text = write_policy(false);
	struct lorica_stmt_view view;
	struct lorica_policy policy;
	size_t len, i, missing = 0;
	u8 *blob = compile_text(text, &len);

	free(text);
	if (!ok(blob && open_up(blob, len, &view, &policy), "it compiles"))
		return tap_done();
	/* A section that the fuzzer knows has to be in the policy above. */
	for (i = 0; i < ARRAY_SIZE(ids); i++)
		if (!view.section[ids[i]].len) {
			printf("# section %u is not in it\n", ids[i]);
			missing++;
		}
	ok(!missing, "it has every section");
	order_means_nothing(blob, len);
	round_trip(blob, len, &policy);
	every_byte(blob, len, &view.section[LORICA_SECTION_TEXT]);
	free(blob);
	return tap_done();
}
