// SPDX-License-Identifier: GPL-2.0-only
/* The ways in from afar: OpenSSH and dropbear. */
#include "check.h"
#include "conf_pairs.h"
#include "conf_pam.h"
#include "conf_sshd.h"
#include "userspace/lib/arena.h"

enum { MAX_SSH_TRIES = 4 };

/* An SSH server that is there: true, with its configuration, or with dropbear alone. */
static bool has_sshd(struct probe *p, struct result *r, struct sshd *sshd)
{
	if (!sshd_read(p, r, sshd))
		return false;
	if (sshd->exists)
		return true;
	if (tree_has(&p->tree, "/usr/sbin/sshd"))
		say(r, AUDIT_ERROR, "there is an sshd and no /etc/ssh/sshd_config");
	else
		say(r, AUDIT_NOTAPPLICABLE, "there is no OpenSSH server");
	return false;
}

/* Everything that sets @key, in Match blocks too, has to be in @good; or the default. */
static void want(struct result *r, const struct sshd *sshd, const char *key, const char *good,
		 const char *by_default)
{
	const struct sshd_option *o;
	bool is_set = false;

	for (o = sshd->options; o; o = o->next) {
		if (!str_is_like(o->key, key))
			continue;
		/* The first one outside of Match blocks counts, as sshd has it. */
		if (!o->in_match && o != sshd_global(sshd, key))
			continue;
		is_set |= !o->in_match;
		show(r, o->file, o->line, o->text);
		if (!o->value.n ||
		    !str_in(str_of(good), ' ', arena_string(r->arena, o->value.p, o->value.n)))
			say(r, AUDIT_FAIL, "%s is %.*s%s", key, STR_ARG(o->value),
			    o->in_match ? " in a Match block" : "");
	}
	if (!is_set && !str_in(str_of(good), ' ', by_default))
		say(r, AUDIT_FAIL, "%s is not set: the default is %s", key, by_default);
}

static void sshd_passwords(struct probe *p, struct result *r)
{
	struct sshd sshd;

	if (!has_sshd(p, r, &sshd))
		return;
	want(r, &sshd, "PasswordAuthentication", "no", "yes");
	if (sshd_global(&sshd, "KbdInteractiveAuthentication") ||
	    !sshd_global(&sshd, "ChallengeResponseAuthentication"))
		want(r, &sshd, "KbdInteractiveAuthentication", "no", "yes");
	else
		want(r, &sshd, "ChallengeResponseAuthentication", "no", "yes");
	say(r, AUDIT_PASS, "only keys and certificates are taken");
}

static void sshd_root(struct probe *p, struct result *r)
{
	struct sshd sshd;

	if (!has_sshd(p, r, &sshd))
		return;
	want(r, &sshd, "PermitRootLogin",
	     "no prohibit-password without-password forced-commands-only", "prohibit-password");
	want(r, &sshd, "PermitEmptyPasswords", "no", "no");
	if (!r->nr_evidence)
		show(r, tree_file(&p->tree, "/etc/ssh/sshd_config"), 0,
		     str_of("the defaults hold"));
	say(r, AUDIT_PASS, "no empty passwords, and no password of root");
}

static void sshd_tries(struct probe *p, struct result *r)
{
	const struct sshd_option *o;
	struct sshd sshd;
	u64 n;

	if (!has_sshd(p, r, &sshd))
		return;
	for (o = sshd.options; o; o = o->next) {
		if (!str_is_like(o->key, "MaxAuthTries"))
			continue;
		show(r, o->file, o->line, o->text);
		if (!str_number(o->value, &n))
			say(r, AUDIT_ERROR, "MaxAuthTries is '%.*s'", STR_ARG(o->value));
		else if (!n || n > MAX_SSH_TRIES)
			say(r, AUDIT_FAIL, "MaxAuthTries is %.*s", STR_ARG(o->value));
	}
	if (!sshd_global(&sshd, "MaxAuthTries"))
		say(r, AUDIT_FAIL, "MaxAuthTries is not set: the default is 6");
	say(r, AUDIT_PASS, "at most %d tries in a connection", MAX_SSH_TRIES);
}

/* Two methods in each of the alternatives, or a module that asks for more than a password. */
static void second_factor(struct probe *p, struct result *r)
{
	static const char *const modules[] = { "pam_google_authenticator.so", "pam_u2f.so",
					       "pam_oath.so", "pam_duo.so", "pam_yubico.so" };
	const struct sshd_option *o;
	const struct pam_line *line;
	struct pam_stack stack;
	struct str rest, list;
	struct sshd sshd;
	size_t i;

	if (!has_sshd(p, r, &sshd) || !pam_read(p, r, "sshd", &stack))
		return;
	for (i = 0; i < ARRAY_SIZE(modules); i++) {
		line = pam_module(&stack, "auth", modules[i]);
		if (!line || str_is_like(line->control, "optional"))
			continue;
		show(r, line->file, line->line, line->text);
		say(r, AUDIT_PASS, "%s asks for a second factor", modules[i]);
		return;
	}
	o = sshd_global(&sshd, "AuthenticationMethods");
	if (!o) {
		say(r, AUDIT_FAIL, "AuthenticationMethods is not set: one method is enough");
		show(r, tree_file(&p->tree, "/etc/ssh/sshd_config"), 0,
		     str_of("no AuthenticationMethods"));
		return;
	}
	show(r, o->file, o->line, o->text);
	for (rest = o->value; str_word(&rest, &list);)
		if (!memchr(list.p, ',', list.n))
			say(r, AUDIT_FAIL, "%.*s alone is enough", STR_ARG(list));
	say(r, AUDIT_PASS, "two methods are needed");
}

/* Where distributions keep the arguments of dropbear. */
static void dropbear(struct probe *p, struct result *r)
{
	static const char *const files[] = { "/etc/default/dropbear", "/etc/conf.d/dropbear" };
	struct pairs pairs = { .form = PAIR_EQUALS };
	const struct tree_file *f = NULL;
	struct pair pair = { 0 };
	struct str word;
	bool is_keys_only = false;
	size_t i;

	if (!tree_has(&p->tree, "/usr/sbin/dropbear")) {
		say(r, AUDIT_NOTAPPLICABLE, "there is no dropbear");
		return;
	}
	for (i = 0; i < ARRAY_SIZE(files) && !f; i++)
		if (!probe_text(p, r, files[i], &f))
			return;
	if (f)
		pairs.lines.rest = f->text;
	while (f && pairs_next(&pairs, &pair)) {
		if (!str_is(pair.key, "DROPBEAR_EXTRA_ARGS") && !str_is(pair.key, "DROPBEAR_OPTS"))
			continue;
		show(r, f, pair.line, pair.text);
		while (str_word(&pair.value, &word))
			is_keys_only |= str_is(word, "-s");
	}
	if (is_keys_only)
		say(r, AUDIT_PASS, "dropbear takes no passwords (-s)");
	else
		say(r, AUDIT_FAIL, "dropbear takes passwords: no -s in its arguments");
}

/* clang-format off */
static const struct check checks[] = {
	{ "ssh.passwords", "PasswordAuthentication no, KbdInteractiveAuthentication no", CHECK_FILES, sshd_passwords,
	  { CTL_1_8_3_8 } },
	{ "ssh.root", "PermitRootLogin is not yes, PermitEmptyPasswords no", CHECK_FILES, sshd_root,
	  { CTL_1_8_3_13 } },
	{ "ssh.tries", "MaxAuthTries of 4 or less", CHECK_FILES, sshd_tries, { CTL_1_8_3_15 } },
	{ "ssh.second-factor", "two methods in AuthenticationMethods, or a PAM module for a second factor",
	  CHECK_FILES, second_factor, { CTL_1_8_3_2, CTL_1_8_3_4, CTL_7_2_1_2 } },
	{ "ssh.dropbear", "dropbear with -s", CHECK_FILES, dropbear, { CTL_1_8_3_8, CTL_1_8_3_13 } },
};
/* clang-format on */

const struct check_section checks_ssh = { checks, ARRAY_SIZE(checks) };
