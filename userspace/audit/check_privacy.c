// SPDX-License-Identifier: GPL-2.0-only
/* How long data is kept, and how a device is recognised. */
#include "check.h"
#include "conf_pairs.h"
#include "userspace/lib/arena.h"

static void retention(struct probe *p, struct result *r)
{
	const struct tree_file *f;
	struct lines lines = { 0 };
	struct pair pair;
	struct str line;

	if (!pairs_find_conf(p, r, "systemd/journald.conf", "Journal", "MaxRetentionSec", &pair))
		return;
	if (pair.file && pair.value.n && !str_is(pair.value, "0")) {
		show(r, pair.file, pair.line, pair.text);
		say(r, AUDIT_PASS, "the journal is kept for %.*s", STR_ARG(pair.value));
		return;
	}
	if (!probe_text(p, r, "/etc/logrotate.conf", &f))
		return;
	if (f)
		lines.rest = f->text;
	while (f && lines_next_used(&lines, &line, "#"))
		if (str_starts(line, "maxage ")) {
			show(r, f, lines.nr, line);
			say(r, AUDIT_PASS, "logs are kept for days: %.*s", STR_ARG(line));
			return;
		}
	if (pair.file)
		show(r, pair.file, pair.line, pair.text);
	say(r, AUDIT_FAIL, "neither MaxRetentionSec of journald nor maxage of logrotate is set");
}

/* One address for all networks makes a device known wherever it is. */
static void wifi_address(struct probe *p, struct result *r)
{
	static const char *const files[] = { "/etc/wpa_supplicant/wpa_supplicant.conf",
					     "/etc/wpa_supplicant.conf" };
	struct pair mac = { 0 }, pre = { 0 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(files); i++)
		if (!pairs_find(p, r, files[i], PAIR_EQUALS, NULL, "mac_addr", &mac) ||
		    !pairs_find(p, r, files[i], PAIR_EQUALS, NULL, "preassoc_mac_addr", &pre))
			return;
	if (!tree_has(&p->tree, files[0]) && !tree_has(&p->tree, files[1])) {
		say(r, AUDIT_NOTAPPLICABLE, "there is no wpa_supplicant.conf");
		return;
	}
	if (mac.file)
		show(r, mac.file, mac.line, mac.text);
	if (pre.file)
		show(r, pre.file, pre.line, pre.text);
	if (!mac.file || str_is(mac.value, "0"))
		say(r, AUDIT_FAIL, "mac_addr is not set: one address for all networks");
	if (!pre.file || str_is(pre.value, "0"))
		say(r, AUDIT_FAIL, "preassoc_mac_addr is not set: scans tell the address");
	say(r, AUDIT_PASS, "addresses are random");
}

/* clang-format off */
static const struct check checks[] = {
	{ "log.retention", "MaxRetentionSec of journald, or maxage of logrotate", CHECK_FILES, retention, { CTL_4_7 } },
	{ "wifi.address", "mac_addr and preassoc_mac_addr of wpa_supplicant are not 0", CHECK_FILES, wifi_address,
	  { CTL_4_8 } },
};
/* clang-format on */

const struct check_section checks_privacy = { checks, ARRAY_SIZE(checks) };
