// SPDX-License-Identifier: GPL-2.0-only
/* Updates: RAUC, SWUpdate, and when they run. */
#include "check.h"
#include "conf_pairs.h"
#include "service.h"
#include "userspace/lib/arena.h"

static const char rauc_conf[] = "/etc/rauc/system.conf";
static const char swupdate_conf[] = "/etc/swupdate.cfg";

/* key = "value"; wherever it stands: libconfig has groups, and each key has one meaning. */
static bool swupdate_value(struct probe *p, struct result *r, const char *key, struct pair *pair)
{
	const struct tree_file *f;
	struct lines lines = { 0 };
	struct str line, name;

	memset(pair, 0, sizeof(*pair));
	if (!probe_text(p, r, swupdate_conf, &f) || !f)
		return false;
	lines.rest = f->text;
	while (lines_next_used(&lines, &line, "#/")) {
		struct str rest = line;

		if (line.p[line.n - 1] == ';')
			rest.n--;
		str_field(&rest, '=', &name);
		if (!rest.p || !str_is(str_trim(name), key))
			continue;
		*pair = (struct pair){ .file = f,
				       .line = lines.nr,
				       .text = line,
				       .value = str_unquote(str_trim(rest)) };
		return true;
	}
	return false;
}

static bool rauc_value(struct probe *p, struct result *r, const char *section, const char *key,
		       struct pair *pair)
{
	memset(pair, 0, sizeof(*pair));
	return pairs_find(p, r, rauc_conf, PAIR_EQUALS, section, key, pair) && pair->file;
}

/* Says what to say when there is neither. */
static bool has_agent(struct probe *p, struct result *r, bool *is_rauc)
{
	static const char *const others[] = { "/etc/mender/mender.conf", "/etc/ostree",
					      "/usr/bin/fwupdmgr",
					      "/etc/apt/apt.conf.d/20auto-upgrades" };
	size_t i;

	*is_rauc = tree_has(&p->tree, rauc_conf);
	if (*is_rauc || tree_has(&p->tree, swupdate_conf))
		return true;
	for (i = 0; i < ARRAY_SIZE(others); i++) {
		if (!tree_has(&p->tree, others[i]))
			continue;
		say(r, AUDIT_MANUAL, "%s is there; what it says is not known here", others[i]);
		show_seen(r, others[i], PROVES_PERSISTENT, "is there");
		return false;
	}
	say(r, AUDIT_FAIL, "there is no agent for updates: no RAUC, SWUpdate, Mender or the like");
	return false;
}

static void agent(struct probe *p, struct result *r)
{
	const struct tree_file *f;
	bool is_rauc;

	if (!has_agent(p, r, &is_rauc))
		return;
	if (!probe_text(p, r, is_rauc ? rauc_conf : swupdate_conf, &f))
		return;
	show(r, f, 0, str_of(is_rauc ? "RAUC" : "SWUpdate"));
	say(r, AUDIT_PASS, "%s is configured", is_rauc ? "RAUC" : "SWUpdate");
}

/* [slot.rootfs.0], [slot.rootfs.1]: two of one class that can be booted. */
static void slots(struct probe *p, struct result *r)
{
	struct pairs pairs = { .form = PAIR_EQUALS };
	const struct tree_file *f;
	struct pair pair = { 0 };
	bool is_rauc;
	u32 nr = 0;

	if (!has_agent(p, r, &is_rauc))
		return;
	if (!is_rauc) {
		say(r, AUDIT_MANUAL, "SWUpdate: its sw-description tells, not its configuration");
		return;
	}
	if (!probe_text(p, r, rauc_conf, &f))
		return;
	pairs.lines.rest = f->text;
	while (pairs_next(&pairs, &pair))
		if (str_starts(pair.section, "slot.") && str_is(pair.key, "bootname")) {
			show(r, f, pair.line, pair.text);
			nr++;
		}
	if (nr >= 2)
		say(r, AUDIT_PASS, "%u slots can be booted", nr);
	else
		say(r, AUDIT_FAIL, "%u slots can be booted: there is nothing to fall back to", nr);
	if (!nr)
		show(r, f, 0, str_of("no bootname"));
}

/* Names in it start at its directory. */
static bool has_keyring(struct probe *p, struct result *r, const char *base, struct str name)
{
	const char *path = arena_printf(p->arena, "%s%.*s", name.n && name.p[0] == '/' ? "" : base,
					STR_ARG(name));
	const struct tree_file *f = tree_file(&p->tree, path);

	if (f->err) {
		say(r, AUDIT_FAIL, "the keyring %s: %s", path, tree_why(f->err));
		return false;
	}
	show(r, f, 0, str_of("keyring"));
	if (f->st.st_mode & 022 || f->st.st_uid) {
		say(r, AUDIT_FAIL, "others than root may change the keyring %s", path);
		return false;
	}
	return f->text.n;
}

static void signed_updates(struct probe *p, struct result *r)
{
	struct pair pair;
	bool is_rauc;

	if (!has_agent(p, r, &is_rauc))
		return;
	if (is_rauc ? !rauc_value(p, r, "keyring", "path", &pair) :
		      !swupdate_value(p, r, "public-key-file", &pair)) {
		say(r, AUDIT_FAIL,
		    is_rauc ? "system.conf names no [keyring] path" :
			      "swupdate.cfg names no public-key-file");
		show(r, tree_file(&p->tree, is_rauc ? rauc_conf : swupdate_conf), 0,
		     str_of("no keyring"));
		return;
	}
	show(r, pair.file, pair.line, pair.text);
	if (has_keyring(p, r, is_rauc ? "/etc/rauc/" : "/etc/", pair.value))
		say(r, AUDIT_PASS, "updates are verified with %.*s", STR_ARG(pair.value));
	else
		say(r, AUDIT_FAIL, "the keyring is empty");
}

static void revocation(struct probe *p, struct result *r)
{
	struct pair pair;
	bool is_rauc;

	if (!has_agent(p, r, &is_rauc))
		return;
	if (!is_rauc) {
		say(r, AUDIT_FAIL, "SWUpdate looks at no revocation list");
		show(r, tree_file(&p->tree, swupdate_conf), 0, str_of(""));
		return;
	}
	if (!rauc_value(p, r, "keyring", "check-crl", &pair)) {
		say(r, AUDIT_FAIL, "check-crl is not set");
		show(r, tree_file(&p->tree, rauc_conf), 0, str_of("no check-crl"));
		return;
	}
	show(r, pair.file, pair.line, pair.text);
	say(r, str_is(pair.value, "true") ? AUDIT_PASS : AUDIT_FAIL, "check-crl is %.*s",
	    STR_ARG(pair.value));
}

static void encrypted(struct probe *p, struct result *r)
{
	struct pair pair;
	bool is_rauc;

	if (!has_agent(p, r, &is_rauc))
		return;
	if (is_rauc ? !rauc_value(p, r, "encryption", "key", &pair) :
		      !swupdate_value(p, r, "aes-key-file", &pair)) {
		say(r, AUDIT_FAIL, "no key to decrypt an update with");
		show(r, tree_file(&p->tree, is_rauc ? rauc_conf : swupdate_conf), 0,
		     str_of("no key"));
		return;
	}
	show(r, pair.file, pair.line, pair.text);
	say(r, AUDIT_PASS, "updates can be encrypted");
}

static void transport(struct probe *p, struct result *r)
{
	static const char *const files[] = { "/etc/swupdate.cfg",
					     "/etc/rauc-hawkbit-updater/config.conf",
					     "/etc/hawkbit/config.conf" };
	const struct tree_file *f;
	struct lines lines;
	struct str line;
	bool is_seen = false;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(files); i++) {
		if (!probe_text(p, r, files[i], &f))
			return;
		lines = (struct lines){ 0 };
		if (f)
			lines.rest = f->text;
		while (f && lines_next_used(&lines, &line, "#")) {
			bool is_bad = str_has(line, "http://") || str_has(line, "ftp://") ||
				      (str_starts(line, "ssl") && str_ends(line, "false"));

			if (!is_bad && !str_has(line, "https://") && !str_starts(line, "ssl"))
				continue;
			is_seen = true;
			show(r, f, lines.nr, line);
			if (is_bad)
				say(r, AUDIT_FAIL, "%s:%u is not encrypted or not verified",
				    f->path, lines.nr);
		}
	}
	if (is_seen)
		say(r, AUDIT_PASS, "updates come by HTTPS");
	else
		say(r, AUDIT_MANUAL,
		    "no configuration that is known here says where updates come from");
}

static bool is_updater(const char *name)
{
	static const char *const starts[] = { "rauc-hawkbit-updater",
					      "swupdate",
					      "mender",
					      "apt-daily-upgrade",
					      "fwupd-refresh",
					      "rpm-ostreed-automatic",
					      "dnf-automatic",
					      "unattended-upgrades",
					      "casync",
					      "systemd-sysupdate" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(starts); i++)
		if (!strncmp(name, starts[i], strlen(starts[i])))
			return true;
	return false;
}

static void schedule(struct probe *p, struct result *r)
{
	struct service *services, *s;

	if (!services_read(p, r, &services))
		return;
	for (s = services; s; s = s->next) {
		if (!is_updater(s->name))
			continue;
		service_show(r, s);
		say(r, AUDIT_PASS, "%s looks for updates", s->name);
		return;
	}
	say(r, AUDIT_FAIL, "nothing that is started looks for updates");
}

/* clang-format off */
static const struct check checks[] = {
	{ "update.agent", "RAUC or SWUpdate is configured", CHECK_FILES, agent, { CTL_1_3_1, CTL_6_2_1 } },
	{ "update.slots", "two slots of RAUC have a bootname", CHECK_FILES, slots, { CTL_6_2_2 } },
	{ "update.signed", "RAUC [keyring] path, or SWUpdate public-key-file; a file that root alone may change",
	  CHECK_FILES, signed_updates, { CTL_1_3_5, CTL_6_2_1 } },
	{ "update.crl", "RAUC [keyring] check-crl=true", CHECK_FILES, revocation, { CTL_5_2 } },
	{ "update.encrypted", "RAUC [encryption] key, or SWUpdate aes-key-file", CHECK_FILES, encrypted, { CTL_1_3_3 } },
	{ "update.transport", "https:// and ssl on in the configuration of the agent", CHECK_FILES, transport,
	  { CTL_1_3_4 } },
	{ "update.schedule", "a unit that looks for updates is started", CHECK_FILES, schedule, { CTL_1_3_7 } },
};
/* clang-format on */

const struct check_section checks_update = { checks, ARRAY_SIZE(checks) };
