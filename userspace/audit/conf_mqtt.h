/* SPDX-License-Identifier: GPL-2.0-only */
/* mosquitto.conf(5), with what it includes. */
#ifndef LORICA_AUDIT_CONF_MQTT_H
#define LORICA_AUDIT_CONF_MQTT_H

#include "check.h"

/**
 * struct mqtt_listener - where the broker can be reached
 * @next: one more
 * @file: where it stands
 * @line: from 1
 * @text: the whole line
 * @port: as written
 * @is_local: it is bound to this device alone
 * @certfile: it has a certificate, so it speaks TLS
 * @psk: it has keys that both sides know, so it speaks TLS
 * @cafile: it can judge the certificates of clients
 * @require_certificate: it does
 * @old_tls: it names a version below 1.2
 * @anonymous: who says no name may come in: 1, 0, -1 not said
 * @passwords: it has a file of names, or a plugin that knows them
 * @acl: it has a file of rights, or a plugin that knows them
 */
struct mqtt_listener {
	struct mqtt_listener *next;
	const struct tree_file *file;
	u32 line;
	struct str text;
	struct str port;
	bool is_local;
	bool certfile;
	bool psk;
	bool cafile;
	bool require_certificate;
	bool old_tls;
	int anonymous;
	bool passwords;
	bool acl;
};

/**
 * struct mqtt - a broker
 * @exists: there is a configuration
 * @global: what holds for all listeners, unless per_listener_settings
 * @per_listener: each listener has its own rights
 * @listeners: all of them
 * @open_bridge: a bridge that sends a password without TLS
 * @current: the listener that the reader is in
 * @bridge_password: the bridge that the reader is in has one
 * @bridge_tls: it speaks TLS
 * @in_bridge: the reader is in one
 * @depth: of includes
 */
struct mqtt {
	bool exists;
	struct mqtt_listener global;
	bool per_listener;
	struct mqtt_listener *listeners;
	bool open_bridge;
	struct mqtt_listener *current;
	bool bridge_password;
	bool bridge_tls;
	bool in_bridge;
	unsigned int depth;
};

/**
 * mqtt_line - take one line in
 * @mqtt: zeroed before the first
 * @arena: for listeners
 * @key: of the line
 * @value: of the line
 * @at: where it stands: @file, @line and @text
 */
void mqtt_line(struct mqtt *mqtt, struct arena *arena, struct str key, struct str value,
	       const struct mqtt_listener *at);

/**
 * mqtt_end - the last line was taken in
 * @mqtt: filled
 */
void mqtt_end(struct mqtt *mqtt);

/**
 * mqtt_read - read the configuration
 * @p: the probe
 * @r: gets an error for what cannot be read
 * @mqtt: filled
 *
 * Return: false after an error.
 */
bool mqtt_read(struct probe *p, struct result *r, struct mqtt *mqtt);

#endif
