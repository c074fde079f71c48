// SPDX-License-Identifier: GPL-2.0-only
/* Encryption on the way: TLS, SSH, and what is not encrypted at all. */
#include "check.h"
#include "conf_pairs.h"
#include "conf_sshd.h"
#include "service.h"
#include "socket.h"
#include "userspace/lib/arena.h"

/* A value of openssl.cnf: [SECTION] KEY; sections lead to each other by name. */
static bool openssl_value(struct probe *p, struct result *r, const char *section, const char *key,
			  struct pair *pair)
{
	struct pairs pairs = { .form = PAIR_EQUALS };
	const struct tree_file *f;
	struct pair now = { 0 };

	memset(pair, 0, sizeof(*pair));
	if (!probe_text(p, r, "/etc/ssl/openssl.cnf", &f) || !f)
		return false;
	pairs.lines.rest = f->text;
	now.file = f;
	while (pairs_next(&pairs, &now))
		if (str_is(str_trim(now.section), section) && str_is(now.key, key))
			*pair = now;
	return pair->file;
}

static bool is_new_tls(struct str version)
{
	return str_is(version, "TLSv1.2") || str_is(version, "TLSv1.3");
}

/* DEFAULT@SECLEVEL=2:kRSA+AES128 */
static bool has_level(struct str ciphers)
{
	const char *at = ciphers.n ? memmem(ciphers.p, ciphers.n, "SECLEVEL=", 9) : NULL;

	return at && at + 9 < ciphers.p + ciphers.n && at[9] >= '2' && at[9] <= '5';
}

static void openssl_conf(struct probe *p, struct result *r)
{
	static const char *const way[] = { "openssl_conf", "ssl_conf", "system_default" };
	struct pair pair = { 0 };
	const char *section = "";
	const struct tree_file *f;
	size_t i;

	if (!probe_text(p, r, "/etc/ssl/openssl.cnf", &f))
		return;
	if (!f) {
		say(r, AUDIT_NOTAPPLICABLE, "there is no /etc/ssl/openssl.cnf");
		return;
	}
	for (i = 0; i < ARRAY_SIZE(way); i++) {
		if (!openssl_value(p, r, section, way[i], &pair)) {
			say(r, AUDIT_FAIL, "no %s in [%s]: nothing sets a lowest version", way[i],
			    *section ? section : "default");
			show(r, f, 0, str_of(way[i]));
			return;
		}
		section = arena_string(p->arena, pair.value.p, pair.value.n);
	}
	if (!openssl_value(p, r, section, "MinProtocol", &pair) || !is_new_tls(pair.value))
		say(r, AUDIT_FAIL, "MinProtocol is %.*s", pair.file ? (int)pair.value.n : 7,
		    pair.file ? pair.value.p : "not set");
	show(r, f, pair.line, pair.file ? pair.text : str_of("no MinProtocol"));
	if (!openssl_value(p, r, section, "CipherString", &pair) || !has_level(pair.value))
		say(r, AUDIT_FAIL, "CipherString does not ask for SECLEVEL=2");
	show(r, f, pair.line, pair.file ? pair.text : str_of("no CipherString"));
	say(r, AUDIT_PASS, "TLS 1.2 or later, security level 2 or higher");
}

/* Directories of libraries, with one for each architecture. */
static void old_libraries(struct probe *p, struct result *r, const char *dir, u32 *nr, bool below)
{
	static const char *const old[] = { "libssl.so.0", "libssl.so.1", "libmbedtls.so.1",
					   "libgnutls.so.2", "libssl.so.10" };
	struct names names;
	size_t i, o;

	if (!probe_list(p, r, dir, "", &names))
		return;
	for (i = 0; i < names.nr; i++) {
		const char *name = strrchr(names.name[i], '/') + 1;

		if (below && strstr(name, "-linux-") && !strstr(name, ".so"))
			old_libraries(p, r, names.name[i], nr, false);
		for (o = 0; o < ARRAY_SIZE(old); o++)
			if (!strncmp(name, old[o], strlen(old[o]))) {
				say(r, AUDIT_FAIL, "%s gets no updates any more", names.name[i]);
				show_seen(r, names.name[i], PROVES_PERSISTENT, "is there");
				break;
			}
		if (!strncmp(name, "libssl.so.", 10) || !strncmp(name, "libmbedtls.so.", 14) ||
		    !strncmp(name, "libgnutls.so.", 13) || !strncmp(name, "libwolfssl.so.", 14)) {
			if (!(*nr)++)
				show_seen(r, names.name[i], PROVES_PERSISTENT, "is there");
		}
	}
}

static void tls_library(struct probe *p, struct result *r)
{
	static const char *const dirs[] = { "/usr/lib", "/usr/lib64", "/lib", "/lib64" };
	size_t i;
	u32 nr = 0;

	for (i = 0; i < ARRAY_SIZE(dirs); i++)
		old_libraries(p, r, dirs[i], &nr, true);
	if (nr)
		say(r, AUDIT_PASS, "no library for TLS is of a series that has ended");
	else
		say(r, AUDIT_NOTAPPLICABLE, "there is no library for TLS that is known here");
}

static bool is_weak(struct str name)
{
	static const char *const parts[] = { "3des",
					     "-cbc",
					     "arcfour",
					     "blowfish",
					     "cast128",
					     "hmac-md5",
					     "hmac-sha1",
					     "umac-64",
					     "group1-sha1",
					     "group14-sha1",
					     "group-exchange-sha1",
					     "ssh-dss",
					     "hmac-ripemd" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		if (str_has(name, parts[i]))
			return true;
	return str_is(name, "ssh-rsa") || str_has(name, "*");
}

static void weak_in(struct result *r, const struct sshd *sshd, const char *key,
		    const char *by_default)
{
	const struct sshd_option *o = sshd_global(sshd, key);
	struct str list, name;

	if (!o) {
		if (by_default)
			say(r, AUDIT_FAIL, "%s is not set: the default has %s", key, by_default);
		return;
	}
	show(r, o->file, o->line, o->text);
	list = o->value;
	/* '-' takes away; '+' and '^' leave the default in place. */
	if (list.n && list.p[0] == '-')
		return;
	if (list.n && (list.p[0] == '+' || list.p[0] == '^')) {
		if (by_default)
			say(r, AUDIT_FAIL, "%s keeps the default, which has %s", key, by_default);
		list.p++;
		list.n--;
	}
	while (str_field(&list, ',', &name))
		if (is_weak(str_trim(name)))
			say(r, AUDIT_FAIL, "%s allows %.*s", key, STR_ARG(str_trim(name)));
}

static void ssh_crypto(struct probe *p, struct result *r)
{
	struct sshd sshd;

	if (!sshd_read(p, r, &sshd))
		return;
	if (!sshd.exists) {
		say(r, AUDIT_NOTAPPLICABLE, "there is no OpenSSH server");
		return;
	}
	weak_in(r, &sshd, "Ciphers", NULL);
	weak_in(r, &sshd, "MACs", "hmac-sha1 and umac-64");
	weak_in(r, &sshd, "KexAlgorithms", NULL);
	weak_in(r, &sshd, "HostKeyAlgorithms", NULL);
	if (!r->nr_evidence)
		show(r, tree_file(&p->tree, "/etc/ssh/sshd_config"), 0, str_of("no MACs"));
	say(r, AUDIT_PASS, "no cipher, MAC or key exchange that is known to be weak");
}

static bool is_plaintext(const char *name)
{
	static const char *const names[] = {
		"telnet",     "telnetd",  "in.telnetd", "utelnetd",  "inetutils-telnetd",
		"rsh",	      "rshd",	  "in.rshd",	"rlogin",    "rlogind",
		"in.rlogind", "rexec",	  "rexecd",	"in.rexecd", "ftpd",
		"in.ftpd",    "vsftpd",	  "proftpd",	"pure-ftpd", "tftp",
		"tftpd",      "in.tftpd", "tftpd-hpa",	"fingerd",   "in.fingerd",
		"talkd",      "in.talkd", "rpcbind",	"ypserv"
	};
	struct str stem = str_of(name), field;
	size_t i;

	str_field(&stem, '.', &field);
	/* telnet.socket, telnet@.service: what stands in front of the kind */
	if (str_starts(str_of(name), "in."))
		field = str_of(name);
	if (field.n && memchr(field.p, '@', field.n))
		field.n = strcspn(field.p, "@");
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (str_is(field, names[i]) || !strcmp(name, names[i]))
			return true;
	return false;
}

static void plaintext_services(struct probe *p, struct result *r)
{
	struct service *services, *s;
	u32 nr = 0;

	if (!services_read(p, r, &services))
		return;
	for (s = services; s; s = s->next) {
		nr++;
		if (!is_plaintext(s->name))
			continue;
		say(r, AUDIT_FAIL, "%s is started", s->name);
		service_show(r, s);
	}
	if (nr && !r->nr_evidence)
		service_show(r, services);
	if (nr)
		say(r, AUDIT_PASS, "none of %u services is telnet, FTP, TFTP or the r commands",
		    nr);
	else
		say(r, AUDIT_MANUAL,
		    "no list of services is known: no units, scripts, inetd or inittab");
}

static void plaintext_sockets(struct probe *p, struct result *r)
{
	static const u16 ports[] = { 20,  21,  23,  69,	  80,	161,  502,
				     512, 513, 514, 1883, 5683, 8080, 47808 };
	struct socket_table table;
	struct socket_line s;
	u32 nr = 0;
	size_t i;

	for (socket_start(&table); socket_next(p, r, &table, &s);) {
		nr++;
		if (s.is_local)
			continue;
		for (i = 0; i < ARRAY_SIZE(ports); i++) {
			if (s.port != ports[i] && (s.is_listening || s.peer != ports[i]))
				continue;
			say(r, AUDIT_FAIL, "%s port %u is %s", table.name,
			    s.port == ports[i] ? s.port : s.peer,
			    s.is_listening ? "open to others" : "in use");
			show(r, table.file, s.line, s.text);
		}
	}
	if (nr && !r->nr_evidence)
		show(r, table.seen, 0, str_of("no port of that kind"));
	say(r, AUDIT_PASS, "none of %u sockets uses a port for plain text beyond this device", nr);
}

/* clang-format off */
static const struct check checks[] = {
	{ "tls.openssl-conf", "MinProtocol TLSv1.2 or later and SECLEVEL 2 or higher as the default of OpenSSL",
	  CHECK_FILES, openssl_conf, { CTL_1_1_5, CTL_1_2_3, CTL_1_6_4 } },
	{ "tls.library", "no library for TLS of a series that has ended", CHECK_FILES, tls_library, { CTL_1_1_4 } },
	{ "ssh.crypto", "no CBC, 3DES, RC4, MD5, SHA-1 or 64 bit MAC in Ciphers, MACs, KexAlgorithms, HostKeyAlgorithms",
	  CHECK_FILES, ssh_crypto, { CTL_1_1_5, CTL_1_2_3, CTL_1_6_4 } },
	{ "services.plaintext", "telnet, FTP, TFTP, the r commands and the like are not started", CHECK_FILES,
	  plaintext_services, { CTL_1_1_1, CTL_1_1_2, CTL_1_1_7, CTL_1_2_3, CTL_1_2_4 } },
	{ "net.plaintext", "no socket beyond this device on a port for plain text", CHECK_RUNNING, plaintext_sockets,
	  { CTL_1_1_1, CTL_1_1_2, CTL_1_1_7, CTL_1_2_3 } },
};
/* clang-format on */

const struct check_section checks_transport = { checks, ARRAY_SIZE(checks) };
