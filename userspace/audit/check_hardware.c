// SPDX-License-Identifier: GPL-2.0-only
/* What the hardware gives, and storage that can be carried away. */
#include "check.h"
#include "conf_mount.h"
#include "userspace/lib/arena.h"

static void tpm(struct probe *p, struct result *r)
{
	const struct tree_file *version;

	if (!probe_text(p, r, "/sys/class/tpm/tpm0/tpm_version_major", &version))
		return;
	if (!version) {
		say(r, AUDIT_FAIL, "there is no TPM that the kernel knows");
		show_seen(r, "/sys/class/tpm/tpm0", PROVES_RUNNING, "is not there");
		return;
	}
	show(r, version, 1, str_trim((struct str){ version->text.p, 1 }));
	if (!str_starts(version->text, "2"))
		say(r, AUDIT_FAIL, "the TPM has version 1.2");
	if (!tree_has(&p->tree, "/sys/class/tpm/tpm0/pcr-sha256"))
		say(r, AUDIT_FAIL, "the TPM has no bank of SHA-256");
	if (!tree_has(&p->tree, "/sys/kernel/security/tpm0/binary_bios_measurements"))
		say(r, AUDIT_FAIL, "the kernel has no event log");
	say(r, AUDIT_PASS, "TPM 2.0 with SHA-256 and an event log");
}

/* One paragraph for each algorithm. */
static void self_tests(struct probe *p, struct result *r)
{
	struct lines lines = { 0 };
	const struct tree_file *f;
	struct str line, key, name = { 0 };
	u32 nr = 0;

	if (!probe_text(p, r, "/proc/crypto", &f))
		return;
	if (!f) {
		say(r, AUDIT_ERROR, "there is no /proc/crypto");
		return;
	}
	lines.rest = f->text;
	while (lines_next(&lines, &line)) {
		if (!str_field(&line, ':', &key) || !line.p)
			continue;
		key = str_trim(key);
		line = str_trim(line);
		if (str_is(key, "driver"))
			name = line;
		if (!str_is(key, "selftest"))
			continue;
		nr++;
		if (str_is(line, "passed"))
			continue;
		say(r, AUDIT_FAIL, "%.*s: self-test %.*s", STR_ARG(name), STR_ARG(line));
		show(r, f, lines.nr, name);
	}
	if (!r->nr_evidence)
		show(r, f, 0, str_of("selftest: passed"));
	if (nr)
		say(r, AUDIT_PASS, "the self-tests of %u algorithms have passed", nr);
	else
		say(r, AUDIT_ERROR, "/proc/crypto tells of no self-test");
}

/* The uuid of a mapping begins with who made it. */
static bool is_crypt_device(struct probe *p, struct str dev)
{
	const struct tree_file *f = tree_file(&p->tree,
					      arena_printf(p->arena, "/sys/dev/block/%.*s/dm/uuid",
							   STR_ARG(dev)));

	return !f->err && str_starts(f->text, "CRYPT-");
}

static void encrypted_now(struct probe *p, struct result *r)
{
	const struct tree_file *f;
	struct lines lines = { 0 };
	struct mount_line m;
	struct str line;
	const char *wrong;
	u32 nr = 0;

	if (!probe_text(p, r, "/proc/self/mountinfo", &f))
		return;
	if (!f) {
		say(r, AUDIT_ERROR, "there is no /proc/self/mountinfo");
		return;
	}
	lines.rest = f->text;
	while (lines_next_used(&lines, &line, "")) {
		wrong = mountinfo_parse(line, &m);
		if (wrong) {
			say(r, AUDIT_ERROR, "%s:%u: %s", f->path, lines.nr, wrong);
			continue;
		}
		if (!mount_is_storage(m.type) || !str_in(m.options, ',', "rw"))
			continue;
		nr++;
		if (is_crypt_device(p, m.dev))
			continue;
		say(r, AUDIT_FAIL, "%.*s is writable and not encrypted", STR_ARG(m.where));
		show(r, f, lines.nr, line);
	}
	if (!r->nr_evidence)
		show(r, f, 0, str_of(arena_printf(p->arena, "%u writable file systems", nr)));
	say(r, AUDIT_PASS, "each of %u writable file systems is on dm-crypt", nr);
}

/* Does crypttab make this mapping? */
static bool is_mapped(struct probe *p, struct result *r, struct str what)
{
	const struct tree_file *f;
	struct lines lines = { 0 };
	struct str line, name;

	if (!str_starts(what, "/dev/mapper/") || !probe_text(p, r, "/etc/crypttab", &f) || !f)
		return false;
	what.p += strlen("/dev/mapper/");
	what.n -= strlen("/dev/mapper/");
	lines.rest = f->text;
	while (lines_next_used(&lines, &line, "#")) {
		if (!str_word(&line, &name) || name.n != what.n || memcmp(name.p, what.p, name.n))
			continue;
		show(r, f, lines.nr, name);
		return true;
	}
	return false;
}

static void encrypted_later(struct probe *p, struct result *r)
{
	const struct tree_file *f;
	struct lines lines = { 0 };
	struct mount_line m;
	struct str line;
	const char *wrong;
	u32 nr = 0;

	if (!probe_text(p, r, "/etc/fstab", &f))
		return;
	if (!f) {
		say(r, AUDIT_MANUAL, "there is no /etc/fstab that tells what is mounted");
		return;
	}
	lines.rest = f->text;
	while (lines_next_used(&lines, &line, "#")) {
		wrong = fstab_parse(line, &m);
		if (wrong) {
			say(r, AUDIT_ERROR, "%s:%u: %s", f->path, lines.nr, wrong);
			show(r, f, lines.nr, line);
			continue;
		}
		if (!mount_is_storage(m.type) || str_in(m.options, ',', "ro"))
			continue;
		nr++;
		show(r, f, lines.nr, line);
		if (!is_mapped(p, r, m.what))
			say(r, AUDIT_FAIL, "%.*s is writable, and no mapping of crypttab",
			    STR_ARG(m.where));
	}
	if (nr)
		say(r, AUDIT_PASS, "each of %u writable file systems is a mapping of crypttab", nr);
	else
		say(r, AUDIT_MANUAL, "/etc/fstab has no file system that is writable");
}

static void encrypted(struct probe *p, struct result *r)
{
	if (p->tree.running)
		encrypted_now(p, r);
	else
		encrypted_later(p, r);
}

/* clang-format off */
static const struct check checks[] = {
	{ "hardware.tpm", "a TPM 2.0 with a bank of SHA-256, and its event log", CHECK_RUNNING, tpm,
	  { CTL_1_4_3, CTL_1_4_7 } },
	{ "hardware.self-tests", "each algorithm of /proc/crypto has passed its self-test", CHECK_RUNNING, self_tests,
	  { CTL_1_4_6 } },
	{ "storage.encrypted", "each writable file system is on dm-crypt; in a tree: fstab and crypttab say so",
	  CHECK_FILES, encrypted, { CTL_3_6, CTL_4_4, CTL_6_5_1_1 } },
};
/* clang-format on */

const struct check_section checks_hardware = { checks, ARRAY_SIZE(checks) };
