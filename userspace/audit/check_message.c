// SPDX-License-Identifier: GPL-2.0-only
/* Messages between devices: the MQTT broker, its bridges, and secrets on their way. */
#include "check.h"
#include "conf_mqtt.h"
#include "userspace/lib/arena.h"

/* Without a listener mosquitto 2 is open to this device alone. */
#define NO_LISTENER "no listener: only this device reaches it"

/* Brokers that are there; those for this device alone need no TLS. */
static bool has_broker(struct probe *p, struct result *r, struct mqtt *mqtt)
{
	if (!mqtt_read(p, r, mqtt))
		return false;
	if (mqtt->exists)
		return true;
	say(r, AUDIT_NOTAPPLICABLE, "there is no mosquitto");
	return false;
}

static void mqtt_tls(struct probe *p, struct result *r)
{
	const struct mqtt_listener *l;
	struct mqtt mqtt;

	if (!has_broker(p, r, &mqtt))
		return;
	for (l = mqtt.listeners; l; l = l->next) {
		show(r, l->file, l->line, l->text);
		if (l->is_local)
			continue;
		if (!l->certfile && !l->psk)
			say(r, AUDIT_FAIL, "port %.*s speaks MQTT without TLS", STR_ARG(l->port));
		else if (l->old_tls)
			say(r, AUDIT_FAIL, "port %.*s speaks a TLS below 1.2", STR_ARG(l->port));
	}
	if (mqtt.open_bridge)
		say(r, AUDIT_FAIL, "a bridge sends its password without TLS");
	if (!r->nr_evidence)
		show(r, tree_file(&p->tree, "/etc/mosquitto/mosquitto.conf"), 0,
		     str_of("no listener"));
	say(r, AUDIT_PASS, "%s", mqtt.listeners ? "all that others reach speaks TLS" : NO_LISTENER);
}

static void mqtt_access(struct probe *p, struct result *r)
{
	const struct mqtt_listener *l, *rights;
	struct mqtt mqtt;

	if (!has_broker(p, r, &mqtt))
		return;
	for (l = mqtt.listeners; l; l = l->next) {
		rights = mqtt.per_listener ? l : &mqtt.global;
		show(r, l->file, l->line, l->text);
		if (rights->anonymous == 1)
			say(r, AUDIT_FAIL, "port %.*s takes clients without a name",
			    STR_ARG(l->port));
		else if (!rights->passwords && !l->require_certificate && !l->psk)
			say(r, AUDIT_FAIL, "port %.*s knows no clients: no password_file",
			    STR_ARG(l->port));
		if (!rights->acl)
			say(r, AUDIT_FAIL, "port %.*s has no acl_file: who is in may do all",
			    STR_ARG(l->port));
	}
	if (!r->nr_evidence)
		show(r, tree_file(&p->tree, "/etc/mosquitto/mosquitto.conf"), 0,
		     str_of("no listener"));
	say(r, AUDIT_PASS, "%s", mqtt.listeners ? "clients have names and rights" : NO_LISTENER);
}

static void mqtt_client_cert(struct probe *p, struct result *r)
{
	const struct mqtt_listener *l;
	struct mqtt mqtt;

	if (!has_broker(p, r, &mqtt))
		return;
	for (l = mqtt.listeners; l; l = l->next) {
		show(r, l->file, l->line, l->text);
		if (!l->is_local && !l->psk && !(l->require_certificate && l->cafile))
			say(r, AUDIT_FAIL, "port %.*s asks for no certificate", STR_ARG(l->port));
	}
	if (!r->nr_evidence)
		show(r, tree_file(&p->tree, "/etc/mosquitto/mosquitto.conf"), 0,
		     str_of("no listener"));
	say(r, AUDIT_PASS, "%s",
	    mqtt.listeners ? "clients prove who they are by certificate or key" : NO_LISTENER);
}

/* A secret is told of, and not shown. */
static void secrets(struct probe *p, struct result *r)
{
	static const char *const wifi[] = { "/etc/wpa_supplicant/wpa_supplicant.conf",
					    "/etc/wpa_supplicant.conf" };
	const struct tree_file *f;
	struct lines lines = { 0 };
	struct str line;
	struct mqtt mqtt;
	size_t i;

	if (!probe_text(p, r, "/etc/fstab", &f))
		return;
	if (f)
		lines.rest = f->text;
	while (f && lines_next_used(&lines, &line, "#"))
		if (str_has(line, "password=") || str_has(line, ",pass=")) {
			say(r, AUDIT_FAIL, "/etc/fstab:%u has a password", lines.nr);
			show(r, f, lines.nr, str_of("(a password)"));
		}
	for (i = 0; i < ARRAY_SIZE(wifi); i++) {
		if (!probe_text(p, r, wifi[i], &f))
			return;
		lines = (struct lines){ 0 };
		if (f)
			lines.rest = f->text;
		while (f && lines_next_used(&lines, &line, "#"))
			if (str_starts(line, "psk=\"") || str_starts(line, "password=\"")) {
				say(r, AUDIT_FAIL, "%s:%u has a secret in clear text", f->path,
				    lines.nr);
				show(r, f, lines.nr, str_of("(a secret)"));
			}
	}
	if (mqtt_read(p, r, &mqtt) && mqtt.open_bridge)
		say(r, AUDIT_FAIL, "a bridge of mosquitto sends its password without TLS");
	say(r, AUDIT_PASS, "no secret in fstab, wpa_supplicant.conf or a bridge of mosquitto");
}

/* clang-format off */
static const struct check checks[] = {
	{ "mqtt.tls", "each listener that others reach has certfile or psk, and TLS 1.2 or later", CHECK_FILES, mqtt_tls,
	  { CTL_1_6_2_1, CTL_1_1_1 } },
	{ "mqtt.access", "allow_anonymous is not true; password_file and acl_file", CHECK_FILES, mqtt_access,
	  { CTL_1_6_2_4, CTL_1_6_2_1 } },
	{ "mqtt.client-cert", "require_certificate true with cafile, or psk", CHECK_FILES, mqtt_client_cert,
	  { CTL_1_2_6 } },
	{ "secrets.clear", "no password in fstab, wpa_supplicant.conf or an unencrypted bridge", CHECK_FILES, secrets,
	  { CTL_1_2_4 } },
};
/* clang-format on */

const struct check_section checks_message = { checks, ARRAY_SIZE(checks) };
