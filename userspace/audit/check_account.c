// SPDX-License-Identifier: GPL-2.0-only
/* Accounts and their passwords: passwd, shadow and login.defs. */
#include "check.h"
#include "conf_account.h"
#include "conf_pairs.h"
#include "userspace/lib/arena.h"

/* A line of shadow, in the order of the file. Its hash is in no report. */
typedef void shadow_fn(struct probe *p, struct result *r, const struct tree_file *f, u32 line,
		       const struct shadow *s);

static void show_hash(struct probe *p, struct result *r, const struct tree_file *f, u32 line,
		      const struct shadow *s)
{
	const char *method, *text;

	hash_judge(s->hash, &method);
	text = arena_printf(p->arena, "%.*s: %s", STR_ARG(s->name), method);
	show(r, f, line, str_of(text));
}

/* Returns how many accounts there are, 0 when all was said already. */
static u32 each_shadow(struct probe *p, struct result *r, shadow_fn *fn)
{
	const struct tree_file *f;
	struct lines lines = { 0 };
	const char *wrong;
	struct shadow s;
	struct str line;
	u32 nr = 0;

	if (!probe_text(p, r, "/etc/shadow", &f))
		return 0;
	if (!f) {
		if (tree_has(&p->tree, "/etc/passwd"))
			say(r, AUDIT_FAIL, "/etc/passwd is there and no /etc/shadow");
		else
			say(r, AUDIT_ERROR,
			    "no /etc/shadow and no /etc/passwd: is this the root of a system?");
		return 0;
	}
	lines.rest = f->text;
	while (lines_next(&lines, &line)) {
		wrong = shadow_parse(line, &s);
		if (wrong) {
			say(r, AUDIT_ERROR, "%s:%u: %s", f->path, lines.nr, wrong);
			show(r, f, lines.nr, str_of(wrong));
			continue;
		}
		nr++;
		fn(p, r, f, lines.nr, &s);
	}
	if (!nr)
		say(r, AUDIT_ERROR, "%s has no account", f->path);
	else if (!r->nr_evidence)
		show(r, f, 0, str_of(arena_printf(p->arena, "%u accounts", nr)));
	return nr;
}

static void find_empty(struct probe *p, struct result *r, const struct tree_file *f, u32 line,
		       const struct shadow *s)
{
	if (s->hash.n)
		return;
	say(r, AUDIT_FAIL, "%.*s has no password", STR_ARG(s->name));
	show_hash(p, r, f, line, s);
}

/* passwd may have the hash itself, and the field may be empty there. */
static void empty_in_passwd(struct probe *p, struct result *r)
{
	const struct tree_file *f;
	struct lines lines = { 0 };
	struct account a;
	struct str line;
	const char *wrong;

	if (!probe_text(p, r, "/etc/passwd", &f) || !f)
		return;
	lines.rest = f->text;
	while (lines_next(&lines, &line)) {
		wrong = account_parse(line, &a);
		if (wrong)
			say(r, AUDIT_ERROR, "%s:%u: %s", f->path, lines.nr, wrong);
		else if (!a.password.n)
			say(r, AUDIT_FAIL, "%.*s has no password in /etc/passwd", STR_ARG(a.name));
		else
			continue;
		show(r, f, lines.nr, a.name.p && !wrong ? a.name : str_of(wrong ? wrong : ""));
	}
}

static void empty_password(struct probe *p, struct result *r)
{
	u32 nr = each_shadow(p, r, find_empty);

	empty_in_passwd(p, r);
	if (nr)
		say(r, AUDIT_PASS, "none of %u accounts has an empty password", nr);
}

static void find_weak(struct probe *p, struct result *r, const struct tree_file *f, u32 line,
		      const struct shadow *s)
{
	const char *method;
	enum hash_kind kind = hash_judge(s->hash, &method);

	if (kind == HASH_STRONG || kind == HASH_NO_LOGIN || kind == HASH_EMPTY)
		return;
	say(r, AUDIT_FAIL, "the password of %.*s is kept as %s", STR_ARG(s->name), method);
	show_hash(p, r, f, line, s);
}

static void strong_hash(struct probe *p, struct result *r)
{
	u32 nr = each_shadow(p, r, find_weak);

	if (nr)
		say(r, AUDIT_PASS, "no password of %u accounts is kept by a weak method", nr);
}

/* Names that images are shipped with; who knows the image knows them. */
static bool is_common(struct str name)
{
	static const char *const names[] = {
		"admin",   "administrator", "alpine", "debian",	  "default",  "device", "dietpi",
		"guest",   "iot",	    "odroid", "operator", "orangepi", "pi",	"service",
		"support", "sysadmin",	    "tech",   "test",	  "ubnt",     "ubuntu", "user",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (str_is_like(name, names[i]))
			return true;
	return str_is(name, "root");
}

static void find_default(struct probe *p, struct result *r, const struct tree_file *f, u32 line,
			 const struct shadow *s)
{
	const char *method;
	enum hash_kind kind = hash_judge(s->hash, &method);

	if (!is_common(s->name) || kind == HASH_NO_LOGIN || (s->has_changed && !s->changed))
		return;
	/* A device that runs may have had its password changed; an image has not. */
	say(r, p->tree.running ? AUDIT_MANUAL : AUDIT_FAIL, "%.*s has a password%s",
	    STR_ARG(s->name),
	    p->tree.running ? ": is it the one of the image?" : " that each device will have");
	show_hash(p, r, f, line, s);
}

static void default_password(struct probe *p, struct result *r)
{
	u32 nr = each_shadow(p, r, find_default);

	if (nr)
		say(r, AUDIT_PASS,
		    "no account that is commonly shipped has a password, or it must be changed");
}

static void second_root(struct probe *p, struct result *r)
{
	const struct tree_file *f;
	struct lines lines = { 0 };
	struct account a;
	struct str line;
	const char *wrong;
	u32 nr = 0;

	if (!probe_text(p, r, "/etc/passwd", &f))
		return;
	if (!f) {
		say(r, AUDIT_ERROR, "no /etc/passwd: is this the root of a system?");
		return;
	}
	lines.rest = f->text;
	while (lines_next(&lines, &line)) {
		wrong = account_parse(line, &a);
		nr++;
		if (wrong)
			say(r, AUDIT_ERROR, "%s:%u: %s", f->path, lines.nr, wrong);
		else if (!a.uid && !str_is(a.name, "root"))
			say(r, AUDIT_FAIL, "%.*s has user number 0", STR_ARG(a.name));
		else
			continue;
		show(r, f, lines.nr, line);
	}
	if (!r->nr_evidence)
		show(r, f, 0, str_of(arena_printf(p->arena, "%u accounts", nr)));
	say(r, AUDIT_PASS, "root alone of %u accounts has user number 0", nr);
}

/* What pam_unix(8) or login.defs(5) makes new hashes with. */
static void new_hash(struct probe *p, struct result *r)
{
	static const char *const good[] = { "yescrypt", "gost_yescrypt", "blowfish",
					    "sha512",	"bcrypt",	 "argon2" };
	struct pair pair = { 0 };
	size_t i;

	if (!pairs_find_words(p, r, "/etc/login.defs", "ENCRYPT_METHOD", &pair))
		return;
	if (!pair.file) {
		say(r, tree_has(&p->tree, "/etc/login.defs") ? AUDIT_FAIL : AUDIT_NOTAPPLICABLE,
		    tree_has(&p->tree, "/etc/login.defs") ?
			    "/etc/login.defs does not say ENCRYPT_METHOD" :
			    "no /etc/login.defs");
		return;
	}
	show(r, pair.file, pair.line, pair.text);
	for (i = 0; i < ARRAY_SIZE(good) && !str_is_like(pair.value, good[i]);)
		i++;
	say(r, i < ARRAY_SIZE(good) ? AUDIT_PASS : AUDIT_FAIL, "ENCRYPT_METHOD is %.*s",
	    STR_ARG(pair.value));
}

static void find_ageless(struct probe *p, struct result *r, const struct tree_file *f, u32 line,
			 const struct shadow *s)
{
	const char *method;

	if (hash_judge(s->hash, &method) == HASH_NO_LOGIN ||
	    (s->has_max && s->max && s->max <= 365))
		return;
	say(r, AUDIT_FAIL, "the password of %.*s is good for ever, or more than a year",
	    STR_ARG(s->name));
	show_hash(p, r, f, line, s);
}

static void password_age(struct probe *p, struct result *r)
{
	struct pair pair = { 0 };
	u64 days;
	u32 nr;

	if (!pairs_find_words(p, r, "/etc/login.defs", "PASS_MAX_DAYS", &pair))
		return;
	if (pair.file)
		show(r, pair.file, pair.line, pair.text);
	if (!pair.file)
		say(r, AUDIT_FAIL, "/etc/login.defs does not say PASS_MAX_DAYS");
	else if (!str_number(pair.value, &days) || !days || days > 365)
		say(r, AUDIT_FAIL, "PASS_MAX_DAYS is %.*s", STR_ARG(pair.value));
	nr = each_shadow(p, r, find_ageless);
	if (nr)
		say(r, AUDIT_PASS, "passwords end within a year");
}

/* passwd(1) needs the bit, or nobody but root can change anything. */
static void can_change(struct probe *p, struct result *r)
{
	static const char *const tools[] = { "/usr/bin/passwd", "/bin/passwd" };
	struct stat st;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tools); i++) {
		if (tree_stat(&p->tree, tools[i], &st))
			continue;
		show_seen(r, tools[i], PROVES_PERSISTENT, "mode %04o, owner %u", st.st_mode & 07777,
			  st.st_uid);
		if (S_ISREG(st.st_mode) && st.st_mode & S_ISUID && st.st_mode & 0111 && !st.st_uid)
			say(r, AUDIT_PASS, "%s can change passwords", tools[i]);
		else
			say(r, AUDIT_FAIL, "%s cannot change the password of a user", tools[i]);
		return;
	}
	say(r, AUDIT_FAIL, "there is no passwd(1) to change a password with");
}

/* clang-format off */
static const struct check checks[] = {
	{ "accounts.empty-password", "no account has an empty password field", CHECK_FILES, empty_password,
	  { CTL_1_8_3_13 } },
	{ "accounts.second-root", "root alone has user number 0", CHECK_FILES, second_root,
	  { CTL_1_8_3_13 } },
	{ "accounts.default-password", "no commonly shipped account has a password, unless its change is forced",
	  CHECK_FILES, default_password, { CTL_1_8_3_13, CTL_1_7_1_1, CTL_1_9 } },
	{ "accounts.hash", "yescrypt, scrypt, bcrypt, argon2id or SHA-512 with its salt, or no password",
	  CHECK_FILES, strong_hash, { CTL_1_8_3_14, CTL_7_2_1_1 } },
	{ "accounts.new-hash", "ENCRYPT_METHOD YESCRYPT, SHA512 or BCRYPT", CHECK_FILES, new_hash,
	  { CTL_1_8_3_14, CTL_7_2_1_1 } },
	{ "accounts.password-age", "PASS_MAX_DAYS and each password at most 365 days", CHECK_FILES, password_age,
	  { CTL_1_8_3_6 } },
	{ "accounts.change", "passwd(1) is there, with its setuid bit", CHECK_FILES, can_change,
	  { CTL_1_8_3_7, CTL_1_7_1_5 } },
};
/* clang-format on */

const struct check_section checks_account = { checks, ARRAY_SIZE(checks) };
