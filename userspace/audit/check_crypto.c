// SPDX-License-Identifier: GPL-2.0-only
/* Keys and certificates of the device. */
#include <errno.h>

#include "check.h"
#include "pem.h"
#include "userspace/lib/arena.h"

enum { MIN_SECURITY = 112, SOON = 30 };

/* Where services keep their own; not the bundle of public authorities. */
static const char *const dirs[] = {
	"/etc/ssl/private",    "/etc/ssl/lorica",      "/etc/ssh",
	"/etc/mosquitto",      "/etc/mosquitto/certs", "/etc/mosquitto/ca_certificates",
	"/etc/nginx",	       "/etc/nginx/ssl",       "/etc/nginx/certs",
	"/etc/lighttpd",       "/etc/lighttpd/certs",  "/etc/rauc",
	"/etc/swupdate",       "/etc/openvpn",	       "/etc/ipsec.d/private",
	"/etc/wpa_supplicant", "/etc/pki/tls/private", "/etc/wireguard",
};

/* The next file that can be read; directories and other things are passed over. */
static const struct tree_file *next_file(struct probe *p, struct result *r, struct names *files,
					 size_t *dir, size_t *i)
{
	const struct tree_file *f;

	for (;;) {
		while (*i == files->nr) {
			if (*dir == ARRAY_SIZE(dirs))
				return NULL;
			*i = 0;
			probe_list(p, r, dirs[(*dir)++], "", files);
		}
		f = tree_file(&p->tree, files->name[(*i)++]);
		if (!f->err)
			return f;
		if (f->err != -EISDIR && f->err != -ENODEV && f->err != -ENOENT)
			say(r, AUDIT_ERROR, "cannot read %s: %s", f->path, tree_why(f->err));
	}
}

static bool is_private(const struct tree_file *f)
{
	return pem_is_key(f->text) ||
	       (!strncmp(f->path, "/etc/wireguard/", 15) && str_has(f->text, "PrivateKey"));
}

static void key_modes(struct probe *p, struct result *r)
{
	const struct tree_file *f;
	struct names files = { 0 };
	size_t dir = 0, i = 0;
	u32 nr = 0;

	while ((f = next_file(p, r, &files, &dir, &i))) {
		if (!is_private(f))
			continue;
		nr++;
		/* A group of the service may read it. */
		if (f->st.st_mode & 037) {
			say(r, AUDIT_FAIL, "others may read %s (mode %04o)", f->path,
			    f->st.st_mode & 07777);
			show(r, f, 0,
			     str_of(arena_printf(p->arena, "mode %04o", f->st.st_mode & 07777)));
		} else if (nr == 1) {
			show(r, f, 0, str_of("a private key"));
		}
	}
	if (nr)
		say(r, AUDIT_PASS, "only their owner reads %u private keys", nr);
	else
		say(r, AUDIT_NOTAPPLICABLE, "no private key where services keep them");
}

static void cert_dates(struct probe *p, struct result *r)
{
	const struct tree_file *f;
	struct names files = { 0 };
	struct pem_cert cert;
	size_t dir = 0, i = 0;
	u32 nr = 0;

	while ((f = next_file(p, r, &files, &dir, &i))) {
		if (!pem_is_cert(f->text))
			continue;
		nr++;
		if (!pem_read_cert(f->text, p->now, &cert))
			say(r, AUDIT_ERROR, "%s is no certificate that can be read", f->path);
		else if (cert.days < 0)
			say(r, AUDIT_FAIL, "%s has ended", f->path);
		else if (cert.days < SOON)
			say(r, AUDIT_FAIL, "%s ends in %ld days", f->path, cert.days);
		else if (cert.early)
			say(r, AUDIT_FAIL, "%s is not good yet", f->path);
		show(r, f, 0, str_of(arena_printf(p->arena, "%ld days are left", cert.days)));
	}
	if (nr)
		say(r, AUDIT_PASS, "%u certificates are good for %d days and more", nr, SOON);
	else
		say(r, AUDIT_NOTAPPLICABLE, "no certificate where services keep them");
}

static void cert_strength(struct probe *p, struct result *r)
{
	const struct tree_file *f;
	struct names files = { 0 };
	struct pem_cert cert;
	size_t dir = 0, i = 0;
	u32 nr = 0;

	while ((f = next_file(p, r, &files, &dir, &i))) {
		if (!pem_is_cert(f->text))
			continue;
		nr++;
		if (!pem_read_cert(f->text, p->now, &cert))
			say(r, AUDIT_ERROR, "%s is no certificate that can be read", f->path);
		else if (cert.bits < MIN_SECURITY)
			say(r, AUDIT_FAIL, "%s: its key has %d bits of security", f->path,
			    cert.bits);
		else if (cert.old_digest && !cert.self_signed)
			say(r, AUDIT_FAIL, "%s is signed with MD5 or SHA-1", f->path);
		show(r, f, 0, str_of(arena_printf(p->arena, "%d bits of security", cert.bits)));
	}
	if (nr)
		say(r, AUDIT_PASS, "the keys of %u certificates are strong", nr);
	else
		say(r, AUDIT_NOTAPPLICABLE, "no certificate where services keep them");
}

/* clang-format off */
static const struct check checks[] = {
	{ "keys.mode", "private keys of services are read by their owner, or a group, alone", CHECK_FILES, key_modes,
	  { CTL_1_6_1 } },
	{ "certs.dates", "certificates of services are good for 30 days and more", CHECK_FILES, cert_dates,
	  { CTL_1_6_1 } },
	{ "certs.strength", "RSA of 2048 bits, P-256 or better; signed with SHA-256 or better", CHECK_FILES,
	  cert_strength, { CTL_1_6_4 } },
};
/* clang-format on */

const struct check_section checks_crypto = { checks, ARRAY_SIZE(checks) };
