// SPDX-License-Identifier: GPL-2.0-only
#include "conf_mqtt.h"

#include "userspace/lib/arena.h"

enum { MAX_DEPTH = 8 };

static bool is_loopback(struct str address)
{
	return str_starts(address, "127.") || str_is(address, "::1") ||
	       str_is(address, "localhost");
}

void mqtt_end(struct mqtt *mqtt)
{
	if (mqtt->in_bridge && mqtt->bridge_password && !mqtt->bridge_tls)
		mqtt->open_bridge = true;
	mqtt->in_bridge = mqtt->bridge_password = mqtt->bridge_tls = false;
}

static void add_listener(struct mqtt *mqtt, struct arena *arena, struct str value,
			 const struct mqtt_listener *at)
{
	struct mqtt_listener *l = arena_alloc(arena, sizeof(*l));
	struct str address;

	*l = *at;
	l->anonymous = -1;
	str_word(&value, &l->port);
	/* Port 0 with a path is a socket of this device. */
	l->is_local = str_is(l->port, "0");
	if (str_word(&value, &address))
		l->is_local |= is_loopback(address);
	l->next = mqtt->listeners;
	mqtt->listeners = l;
	mqtt->current = l;
}

/* What belongs to the listener above it, or to all of them. */
static void set(struct mqtt_listener *l, struct str key, struct str value)
{
	if (str_is(key, "certfile"))
		l->certfile = value.n;
	else if (str_is(key, "psk_hint") || str_is(key, "psk_file"))
		l->psk = value.n;
	else if (str_is(key, "cafile") || str_is(key, "capath"))
		l->cafile = value.n;
	else if (str_is(key, "require_certificate"))
		l->require_certificate = str_is(value, "true");
	else if (str_is(key, "tls_version"))
		l->old_tls = str_is(value, "tlsv1") || str_is(value, "tlsv1.1");
	else if (str_is(key, "allow_anonymous"))
		l->anonymous = str_is(value, "true");
	else if (str_is(key, "password_file") || str_is(key, "plugin") ||
		 str_is(key, "auth_plugin"))
		l->passwords = value.n;
	else if (str_is(key, "bind_interface"))
		l->is_local |= str_is(value, "lo");
	if (str_is(key, "acl_file") || str_is(key, "plugin") || str_is(key, "auth_plugin"))
		l->acl = value.n;
}

static bool is_right(struct str key)
{
	return str_is(key, "allow_anonymous") || str_is(key, "password_file") ||
	       str_is(key, "acl_file") || str_is(key, "plugin") || str_is(key, "auth_plugin") ||
	       str_is(key, "psk_file");
}

void mqtt_line(struct mqtt *mqtt, struct arena *arena, struct str key, struct str value,
	       const struct mqtt_listener *at)
{
	if (str_is(key, "per_listener_settings")) {
		mqtt->per_listener = str_is(value, "true");
	} else if (str_is(key, "listener")) {
		mqtt_end(mqtt);
		add_listener(mqtt, arena, value, at);
	} else if (str_is(key, "port")) {
		mqtt_end(mqtt);
		add_listener(mqtt, arena, value, at);
	} else if (str_is(key, "connection")) {
		mqtt_end(mqtt);
		mqtt->in_bridge = true;
	} else if (mqtt->in_bridge) {
		mqtt->bridge_password |= str_is(key, "remote_password") || str_is(key, "password");
		mqtt->bridge_tls |= str_is(key, "bridge_cafile") || str_is(key, "bridge_capath") ||
				    str_is(key, "bridge_psk");
	} else if (mqtt->current && (!is_right(key) || mqtt->per_listener)) {
		set(mqtt->current, key, value);
	} else {
		set(&mqtt->global, key, value);
	}
}

static bool read_one(struct probe *p, struct result *r, struct mqtt *mqtt, const char *path)
{
	struct mqtt_listener at = { 0 };
	struct lines lines = { 0 };
	struct str rest, key;
	struct names parts;
	bool good = true;
	size_t i;

	if (!probe_text(p, r, path, &at.file))
		return false;
	if (!at.file)
		return true;
	if (mqtt->depth++ == MAX_DEPTH) {
		say(r, AUDIT_ERROR, "%s: files include each other more than %d deep", path,
		    MAX_DEPTH);
		return false;
	}
	mqtt->exists = true;
	lines.rest = at.file->text;
	while (good && lines_next_used(&lines, &at.text, "#")) {
		at.line = lines.nr;
		rest = at.text;
		str_word(&rest, &key);
		rest = str_trim(rest);
		if (!str_is(key, "include_dir")) {
			mqtt_line(mqtt, p->arena, key, rest, &at);
			continue;
		}
		good = probe_list(p, r, arena_string(p->arena, rest.p, rest.n), ".conf", &parts);
		for (i = 0; good && i < parts.nr; i++)
			good = read_one(p, r, mqtt, parts.name[i]);
	}
	mqtt->depth--;
	return good;
}

bool mqtt_read(struct probe *p, struct result *r, struct mqtt *mqtt)
{
	bool good;

	memset(mqtt, 0, sizeof(*mqtt));
	mqtt->global.anonymous = -1;
	good = read_one(p, r, mqtt, "/etc/mosquitto/mosquitto.conf");
	mqtt_end(mqtt);
	return good;
}
