// SPDX-License-Identifier: GPL-2.0-only
/*
 * The readers of configuration that lorica audit has: the first byte chooses
 * one, the rest is what an attacker has written. What a reader hands out lies
 * inside of what it was given, and every reader comes to an end.
 */
#include "fuzz.h"

#include "userspace/audit/cmdline.h"
#include "userspace/audit/conf_account.h"
#include "userspace/audit/conf_mount.h"
#include "userspace/audit/conf_mqtt.h"
#include "userspace/audit/conf_nft.h"
#include "userspace/audit/conf_pairs.h"
#include "userspace/audit/conf_pam.h"
#include "userspace/audit/conf_sshd.h"
#include "userspace/audit/conf_web.h"
#include "userspace/audit/elf_look.h"
#include "userspace/audit/kconfig.h"
#include "userspace/audit/lorica.h"
#include "userspace/audit/pem.h"
#include "userspace/audit/profile.h"
#include "userspace/audit/socket.h"
#include "userspace/lib/arena.h"
#include "userspace/lib/utf8.h"

static struct arena arena;

static void inside(struct str text, struct str part)
{
	if (!part.n)
		return;
	fuzz_assert(part.p >= text.p && part.p + part.n <= text.p + text.n);
	fuzz_touch(part.p, part.n);
}

static void accounts(struct str text)
{
	struct lines lines = { .rest = text };
	struct account a;
	struct shadow s;
	struct str line;
	const char *method;

	while (lines_next(&lines, &line)) {
		if (!account_parse(line, &a)) {
			inside(line, a.name);
			inside(line, a.shell);
		}
		if (shadow_parse(line, &s))
			continue;
		inside(line, s.name);
		hash_judge(s.hash, &method);
		fuzz_assert(*method);
	}
}

static void pairs_of(struct str text, enum pair_form form)
{
	struct pairs pairs = { .form = form, .lines = { .rest = text } };
	struct pair pair = { 0 };
	u32 line = 0;

	while (pairs_next(&pairs, &pair)) {
		inside(text, pair.key);
		inside(text, pair.value);
		inside(text, pair.section);
		fuzz_assert(pair.line > line);
		line = pair.line;
	}
}

static void words(struct str text)
{
	pairs_of(text, PAIR_WORDS);
}

static void equals(struct str text)
{
	pairs_of(text, PAIR_EQUALS);
}

static void pam(struct str text)
{
	struct lines lines = { .rest = text };
	struct pam_line l = { 0 };
	struct str line, value;

	while (lines_next_used(&lines, &line, "#")) {
		if (pam_split(line, &l))
			continue;
		inside(line, l.control);
		inside(line, l.module);
		inside(line, l.args);
		if (pam_arg(&l, "deny", &value))
			inside(line, value);
	}
}

static void sshd(struct str text)
{
	struct lines lines = { .rest = text };
	struct str line, key, value;

	while (lines_next_used(&lines, &line, "#"))
		if (sshd_split(line, &key, &value)) {
			inside(line, key);
			inside(line, value);
		}
}

static void mqtt(struct str text)
{
	struct lines lines = { .rest = text };
	struct mqtt_listener at = { 0 };
	struct mqtt m = { 0 };
	struct str line, key;

	while (lines_next_used(&lines, &line, "#")) {
		str_word(&line, &key);
		mqtt_line(&m, &arena, key, str_trim(line), &at);
	}
	mqtt_end(&m);
}

static void nft(struct str text)
{
	struct nft n;

	fuzz_assert(nft_read(text, &n) == !n.wrong);
	fuzz_assert(!n.input_drops || n.line);
}

static void web(struct str text)
{
	struct web_reader in = { .rest = text, .line = 1 };
	struct web_words w;
	size_t i;

	while (web_next(&in, &w))
		for (i = 0; i < w.nr; i++)
			inside(text, w.word[i]);
	fuzz_assert(in.wrong || !in.rest.n);
}

static void mounts(struct str text)
{
	struct lines lines = { .rest = text };
	struct mount_line m;
	struct str line;

	while (lines_next_used(&lines, &line, "#")) {
		if (!fstab_parse(line, &m))
			inside(line, m.where);
		if (!mountinfo_parse(line, &m))
			inside(line, m.what);
		mount_is_storage(m.type);
	}
}

static void sockets(struct str text)
{
	struct lines lines = { .rest = text };
	struct socket_line s;
	struct str line;

	while (lines_next(&lines, &line)) {
		socket_parse(line, true, &s);
		socket_parse(line, false, &s);
	}
}

static void kernel(struct str text)
{
	struct str value;
	u32 line;

	kconfig_value(text, "A", &value, &line);
	fuzz_touch(value.p, value.n);
	if (cmdline_value(text, "a", &value))
		inside(text, value);
}

static void elf(struct str data)
{
	struct elf_look look;

	if (elf_look(data, &look))
		elf_look_wrong(&look);
}

static void pem(struct str data)
{
	struct pem_cert cert;

	pem_is_key(data);
	pem_is_cert(data);
	pem_read_cert(data, 1795000000, &cert);
}

static void status(struct str text)
{
	struct str value;

	if (lorica_status_value(text, "policy", &value))
		inside(text, value);
	lorica_hook_proved(text, "a");
}

static void profile(struct str text)
{
	const struct profile_entry *e;
	struct profile p;
	u32 line = 0;

	if (profile_parse(&p, &arena, text, &line)) {
		fuzz_assert(line);
		return;
	}
	for (e = p.entries; e; e = e->next)
		fuzz_assert(e->control != CTL_NONE && e->control <= NR_CONTROLS);
}

/* What comes out can be shown on a terminal, whatever goes in. */
static void shown(struct str text)
{
	const char *clean = clean_text(&arena, text.p, text.n);
	size_t n, len = strlen(clean);

	for (; len; clean += n, len -= n) {
		n = utf8_char(clean, len);
		fuzz_assert(n && !utf8_hidden(clean, n));
	}
}

static void (*const readers[])(struct str text) = {
	accounts, words,   equals, pam, sshd, mqtt,   nft,     web,
	mounts,	  sockets, kernel, elf, pem,  status, profile, shown,
};

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	u8 *copy;

	if (!len)
		return 0;
	copy = fuzz_copy(data + 1, len - 1);
	readers[data[0] % ARRAY_SIZE(readers)]((struct str){ (char *)copy, len - 1 });
	free(copy);
	arena_free(&arena);
	return 0;
}
