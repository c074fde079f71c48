// SPDX-License-Identifier: GPL-2.0-only
/* Interfaces for people and programs: the web, its errors, and the time. */
#include "check.h"
#include "conf_pairs.h"
#include "conf_web.h"
#include "service.h"
#include "sysctl.h"

/* Others serve the web as well: what is not known is for people. */
static bool has_web(struct probe *p, struct result *r, struct web *web)
{
	static const char *const others[] = { "/etc/lighttpd/lighttpd.conf",
					      "/etc/apache2/apache2.conf", "/etc/caddy/Caddyfile",
					      "/usr/sbin/uhttpd" };
	size_t i;

	if (!web_read(p, r, web))
		return false;
	if (web->exists)
		return true;
	for (i = 0; i < ARRAY_SIZE(others); i++) {
		if (!tree_has(&p->tree, others[i]))
			continue;
		say(r, AUDIT_MANUAL, "%s is there; what it says is not known here", others[i]);
		show_seen(r, others[i], PROVES_PERSISTENT, "is there");
		return false;
	}
	say(r, AUDIT_MANUAL, "there is no nginx; the profile can say that nothing serves the web");
	return false;
}

static void web_tls(struct probe *p, struct result *r)
{
	const struct web_server *s;
	struct web web;

	if (!has_web(p, r, &web))
		return;
	for (s = web.servers; s; s = s->next) {
		show(r, s->file, s->line, str_of(s->plain ? "server without TLS" : "server"));
		if (s->plain && (!s->redirects || s->has_content))
			say(r, AUDIT_FAIL, "%s:%u: a server without TLS does more than redirect",
			    s->file->path, s->line);
	}
	if (!r->nr_evidence)
		show(r, tree_file(&p->tree, "/etc/nginx/nginx.conf"), 0, str_of("no server"));
	say(r, AUDIT_PASS, "each server has TLS, or redirects to it");
}

static void web_tls_version(struct probe *p, struct result *r)
{
	struct web web;

	if (!has_web(p, r, &web))
		return;
	show(r, tree_file(&p->tree, "/etc/nginx/nginx.conf"), 0, str_of("ssl_protocols"));
	if (web.old_tls)
		say(r, AUDIT_FAIL, "ssl_protocols allows what is older than TLS 1.2");
	else if (!web.protocols)
		say(r, AUDIT_FAIL, "ssl_protocols is not set: older releases allow TLS 1.0");
	say(r, AUDIT_PASS, "TLS 1.2 or later");
}

static void web_limit(struct probe *p, struct result *r)
{
	struct web web;

	if (!has_web(p, r, &web))
		return;
	show(r, tree_file(&p->tree, "/etc/nginx/nginx.conf"), 0, str_of("limit_req"));
	say(r, web.limit_req ? AUDIT_PASS : AUDIT_FAIL,
	    web.limit_req ? "requests are limited" : "neither limit_req nor limit_conn is set");
}

static void web_quiet(struct probe *p, struct result *r)
{
	struct web web;

	if (!has_web(p, r, &web))
		return;
	show(r, tree_file(&p->tree, "/etc/nginx/nginx.conf"), 0, str_of("server_tokens"));
	say(r, web.tokens_off ? AUDIT_PASS : AUDIT_FAIL,
	    web.tokens_off ? "errors do not tell the version" :
			     "server_tokens is not off: errors tell the version");
}

static void core_dumps(struct probe *p, struct result *r)
{
	static const struct sysctl_want wants[] = { { "fs.suid_dumpable", 0, 0, 0 } };

	if (sysctl_judge(p, r, wants, ARRAY_SIZE(wants)))
		say(r, AUDIT_PASS, "programs with privileges leave no core dump");
}

static void time_sync(struct probe *p, struct result *r)
{
	static const char *const names[] = { "systemd-timesyncd.service",
					     "chrony.service",
					     "chronyd.service",
					     "ntp.service",
					     "ntpd.service",
					     "ntpsec.service",
					     "openntpd.service",
					     "sntp.service",
					     "ntpd",
					     "sntp" };
	struct service *services, *s;
	size_t i;

	if (!services_read(p, r, &services))
		return;
	for (s = services; s; s = s->next)
		for (i = 0; i < ARRAY_SIZE(names); i++) {
			if (strcmp(s->name, names[i]))
				continue;
			service_show(r, s);
			say(r, AUDIT_PASS, "%s sets the clock", s->name);
			return;
		}
	say(r, AUDIT_FAIL, "nothing that is started sets the clock");
}

/* clang-format off */
static const struct check checks[] = {
	{ "web.tls", "each server of nginx that others reach has TLS, or redirects to https", CHECK_FILES, web_tls,
	  { CTL_1_7_1_3, CTL_1_7_6, CTL_1_7_3_4 } },
	{ "web.tls-version", "ssl_protocols TLSv1.2 TLSv1.3", CHECK_FILES, web_tls_version, { CTL_1_7_6 } },
	{ "web.limit", "limit_req or limit_conn", CHECK_FILES, web_limit, { CTL_1_7_1_2, CTL_1_7_5 } },
	{ "web.quiet", "server_tokens off", CHECK_FILES, web_quiet, { CTL_1_7_4 } },
	{ "kernel.core-dumps", "fs.suid_dumpable is 0", CHECK_FILES, core_dumps, { CTL_1_7_4 } },
	{ "time.sync", "a client of NTP is started", CHECK_FILES, time_sync, { CTL_1_7_8 } },
};
/* clang-format on */

const struct check_section checks_interface = { checks, ARRAY_SIZE(checks) };
