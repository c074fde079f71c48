// SPDX-License-Identifier: GPL-2.0-only
/* Logs, and what makes one device another than the next. */
#include "check.h"
#include "conf_pairs.h"
#include "service.h"
#include "userspace/lib/arena.h"

static bool has_journald(struct probe *p)
{
	return tree_has(&p->tree, "/usr/lib/systemd/systemd-journald") ||
	       tree_has(&p->tree, "/lib/systemd/systemd-journald");
}

/* With Storage=auto the directory decides. */
static void persistent(struct probe *p, struct result *r)
{
	static const char *const daemons[] = { "rsyslog.service", "syslog-ng.service",
					       "syslog.service", "busybox-syslogd.service",
					       "syslogd" };
	bool is_dir = tree_has(&p->tree, "/var/log/journal");
	struct pair pair;
	size_t i;

	if (!pairs_find_conf(p, r, "systemd/journald.conf", "Journal", "Storage", &pair))
		return;
	if (pair.file)
		show(r, pair.file, pair.line, pair.text);
	if (has_journald(p) && ((pair.file && str_is_like(pair.value, "persistent")) ||
				(is_dir && (!pair.file || str_is_like(pair.value, "auto"))))) {
		if (is_dir)
			show_seen(r, "/var/log/journal", PROVES_PERSISTENT, "is there");
		say(r, AUDIT_PASS, "the journal is kept across boots");
		return;
	}
	for (i = 0; i < ARRAY_SIZE(daemons); i++)
		if (service_enabled(p, r, daemons[i])) {
			say(r, AUDIT_PASS, "%s writes logs to /var/log", daemons[i]);
			return;
		}
	say(r, AUDIT_FAIL,
	    has_journald(p) ? "the journal is lost at each boot, and no syslog daemon is started" :
			      "there is no journal, and no syslog daemon is started");
}

/* omfwd over TLS, in the old and the new form; or @@ and no TLS. */
static void look_at_rsyslog(struct result *r, const struct tree_file *f, bool *is_remote,
			    bool *is_tls)
{
	struct lines lines = { .rest = f->text };
	struct str line;

	while (lines_next_used(&lines, &line, "#")) {
		bool remote = str_has(line, "type=\"omfwd\"") || str_has(line, " @@") ||
			      str_has(line, "\t@@") || str_has(line, " @") || str_has(line, "\t@");
		bool tls = str_has(line, "gtls") || str_has(line, "ossl") ||
			   str_has(line, "StreamDriverMode=\"1\"") ||
			   str_starts(line, "$ActionSendStreamDriverMode 1");

		*is_remote |= remote;
		*is_tls |= tls;
		if (remote || tls)
			show(r, f, lines.nr, line);
	}
}

static void remote(struct probe *p, struct result *r)
{
	bool is_remote = false, is_tls = false;
	const struct tree_file *f;
	struct names parts;
	struct pair pair;
	size_t i;

	if (!probe_text(p, r, "/etc/rsyslog.conf", &f) ||
	    !probe_list(p, r, "/etc/rsyslog.d", ".conf", &parts))
		return;
	if (f)
		look_at_rsyslog(r, f, &is_remote, &is_tls);
	for (i = 0; i < parts.nr; i++) {
		if (!probe_text(p, r, parts.name[i], &f))
			return;
		if (f)
			look_at_rsyslog(r, f, &is_remote, &is_tls);
	}
	if (!pairs_find_conf(p, r, "systemd/journal-upload.conf", "Upload", "URL", &pair))
		return;
	if (pair.file && pair.value.n) {
		show(r, pair.file, pair.line, pair.text);
		is_remote = true;
		is_tls |= str_starts(pair.value, "https://");
	}
	if (!is_remote)
		say(r, AUDIT_FAIL, "logs are sent nowhere: who has the device has its logs");
	else
		say(r, is_tls ? AUDIT_PASS : AUDIT_FAIL,
		    is_tls ? "logs are sent over TLS" : "logs are sent without TLS");
}

static void log_mode(struct probe *p, struct result *r)
{
	struct names names;
	struct stat st;
	size_t i;
	u32 nr = 0;

	if (!probe_list(p, r, "/var/log", "", &names))
		return;
	for (i = 0; i < names.nr; i++) {
		const char *name = strrchr(names.name[i], '/') + 1;

		/* Log-ins are written by programs of the group utmp. */
		if (tree_stat(&p->tree, names.name[i], &st) || !S_ISREG(st.st_mode) ||
		    !strcmp(name, "wtmp") || !strcmp(name, "btmp") || !strcmp(name, "lastlog"))
			continue;
		nr++;
		if (!(st.st_mode & 022))
			continue;
		say(r, AUDIT_FAIL, "others than its owner may write to %s", names.name[i]);
		show_seen(r, names.name[i], PROVES_PERSISTENT, "mode %04o", st.st_mode & 07777);
	}
	if (!r->nr_evidence)
		show_seen(r, "/var/log", PROVES_PERSISTENT, "%u files", nr);
	say(r, AUDIT_PASS, "only their owners write to %u logs", nr);
}

/* An image is copied; what has to differ must not be in it. */
static void machine_id(struct probe *p, struct result *r)
{
	const struct tree_file *f;
	struct str id;

	if (!probe_text(p, r, "/etc/machine-id", &f))
		return;
	if (!f) {
		say(r, AUDIT_NOTAPPLICABLE, "there is no /etc/machine-id");
		return;
	}
	id = str_trim((struct str){ f->text.p, strcspn(f->text.p, "\n") });
	show(r, f, 1, id.n == 32 ? str_of("an id") : id);
	if (!id.n || str_is(id, "uninitialized"))
		say(r, AUDIT_PASS, "each device makes its own");
	else
		say(r, AUDIT_FAIL, "all devices from this image would have one id");
}

static void host_keys(struct probe *p, struct result *r)
{
	static const char *const dirs[] = { "/etc/ssh", "/etc/dropbear" };
	struct names names;
	size_t d, i;
	u32 nr = 0;

	for (d = 0; d < ARRAY_SIZE(dirs); d++) {
		if (!probe_list(p, r, dirs[d], "_key", &names))
			return;
		for (i = 0; i < names.nr; i++, nr++) {
			say(r, AUDIT_FAIL, "all devices from this image would have the key %s",
			    names.name[i]);
			show_seen(r, names.name[i], PROVES_PERSISTENT, "is there");
		}
	}
	if (!nr)
		show_seen(r, "/etc/ssh", PROVES_PERSISTENT, "no host key");
	say(r, AUDIT_PASS, "each device makes its own host keys");
}

/* clang-format off */
static const struct check checks[] = {
	{ "log.persistent", "Storage=persistent of journald, or /var/log/journal; or a syslog daemon", CHECK_FILES,
	  persistent, { CTL_7_1_1, CTL_7_2_3 } },
	{ "log.remote", "rsyslog or systemd-journal-upload sends logs over TLS", CHECK_FILES, remote,
	  { CTL_7_2_3 } },
	{ "log.mode", "logs in /var/log are written by their owners alone", CHECK_FILES, log_mode, { CTL_7_2_3 } },
	{ "identity.machine-id", "the image has no machine-id", CHECK_IMAGE, machine_id, { CTL_7_2_9 } },
	{ "identity.host-keys", "the image has no host keys of SSH", CHECK_IMAGE, host_keys, { CTL_7_2_9 } },
};
/* clang-format on */

const struct check_section checks_operation = { checks, ARRAY_SIZE(checks) };
