// SPDX-License-Identifier: GPL-2.0-only
/* The ways in: PAM, OpenSSH, dropbear, and recovery. */
#include "check.h"
#include "cmdline.h"
#include "conf_pairs.h"
#include "conf_pam.h"
#include "conf_sshd.h"
#include "service.h"
#include "userspace/lib/arena.h"

enum { MIN_LENGTH = 12, MAX_TRIES = 5, MAX_SSH_TRIES = 4 };

/* Those through which a person comes in. */
static const char *const log_ins[] = { "login", "sshd", "su", "common-auth", "system-auth" };

static bool has_pam(struct probe *p, struct result *r)
{
	if (tree_has(&p->tree, "/etc/pam.d"))
		return true;
	say(r, AUDIT_FAIL, "there is no /etc/pam.d: nothing limits what log-in accepts");
	return false;
}

/* A number that an argument of the module says, or else its file; -1 when both are silent. */
static bool setting(struct probe *p, struct result *r, const struct pam_line *line,
		    const char *conf, const char *name, long *number)
{
	struct pair pair = { 0 };
	struct str value;
	bool is_minus;
	u64 n;

	*number = -1;
	if (pam_arg(line, name, &value)) {
		show(r, line->file, line->line, line->text);
	} else {
		if (!pairs_find_conf(p, r, conf, NULL, name, &pair))
			return false;
		if (!pair.file)
			return true;
		value = pair.value;
		show(r, pair.file, pair.line, pair.text);
	}
	/* A word alone switches it on. */
	if (!value.n) {
		*number = 1;
		return true;
	}
	is_minus = value.p[0] == '-';
	value.p += is_minus;
	value.n -= is_minus;
	if (!str_number(value, &n) || n > INT32_MAX) {
		say(r, AUDIT_ERROR, "%s is '%.*s', not a number", name, STR_ARG(value));
		return false;
	}
	*number = is_minus ? -(long)n - 1 : (long)n;
	return true;
}

static void quality_of(struct probe *p, struct result *r, const struct pam_line *line)
{
	static const char conf[] = "security/pwquality.conf";
	long length, dictionary;

	show(r, line->file, line->line, line->text);
	if (!setting(p, r, line, conf, "minlen", &length) ||
	    !setting(p, r, line, conf, "dictcheck", &dictionary))
		return;
	if (length < 0)
		say(r, AUDIT_FAIL, "minlen is not set: 8 is the default");
	else if (length < MIN_LENGTH)
		say(r, AUDIT_FAIL, "minlen is %ld", length);
	if (!dictionary)
		say(r, AUDIT_FAIL, "dictcheck is off");
	say(r, AUDIT_PASS, "pam_pwquality asks for %ld characters", length);
}

static void quality(struct probe *p, struct result *r)
{
	static const char *const services[] = { "passwd", "common-password", "system-auth" };
	const struct pam_line *line;
	struct pam_stack stack;
	size_t i;

	if (!has_pam(p, r))
		return;
	for (i = 0; i < ARRAY_SIZE(services); i++) {
		if (!pam_read(p, r, services[i], &stack))
			return;
		line = pam_module(&stack, "password", "pam_pwquality.so");
		if (line) {
			quality_of(p, r, line);
			return;
		}
		line = pam_module(&stack, "password", "pam_passwdqc.so");
		if (line) {
			show(r, line->file, line->line, line->text);
			say(r, AUDIT_PASS, "pam_passwdqc judges new passwords");
			return;
		}
	}
	say(r, AUDIT_FAIL, "no pam_pwquality or pam_passwdqc judges new passwords");
}

static void lockout_of(struct probe *p, struct result *r, const char *service,
		       const struct pam_line *line)
{
	bool is_faillock = str_is(line->module, "pam_faillock.so");
	long deny;

	show(r, line->file, line->line, line->text);
	if (!setting(p, r, line, is_faillock ? "security/faillock.conf" : "security/no.conf",
		     "deny", &deny))
		return;
	/* pam_faillock has 3 by default, pam_tally2 never denies. */
	if (deny < 0)
		deny = is_faillock ? 3 : 0;
	if (deny < 1 || deny > MAX_TRIES)
		say(r, AUDIT_FAIL, "%s: deny is %ld", service, deny);
	else
		say(r, AUDIT_PASS, "%s locks after %ld tries", service, deny);
}

static void lockout(struct probe *p, struct result *r)
{
	const struct pam_line *line;
	struct pam_stack stack;
	bool is_any = false;
	size_t i;

	if (!has_pam(p, r))
		return;
	for (i = 0; i < ARRAY_SIZE(log_ins); i++) {
		if (!pam_read(p, r, log_ins[i], &stack))
			return;
		if (!stack.exists || !strcmp(log_ins[i], "su"))
			continue;
		is_any = true;
		line = pam_module(&stack, "auth", "pam_faillock.so");
		if (!line)
			line = pam_module(&stack, "auth", "pam_tally2.so");
		if (line) {
			lockout_of(p, r, log_ins[i], line);
			continue;
		}
		say(r, AUDIT_FAIL, "%s: no pam_faillock in its auth stack", log_ins[i]);
		if (stack.lines)
			show(r, stack.lines->file, 0, str_of("no pam_faillock"));
	}
	if (!is_any)
		say(r, AUDIT_FAIL, "no service of /etc/pam.d locks after wrong tries");
}

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

/* Words of the command line that open a shell before anybody has logged in. */
static bool opens_shell(struct str word)
{
	static const char *const words[] = {
		"rd.break",
		"rd.shell",
		"rd.shell=1",
		"systemd.debug_shell",
		"systemd.debug-shell",
		"systemd.debug_shell=1",
		"systemd.debug-shell=1",
		"init=/bin/sh",
		"init=/bin/bash",
		"init=/bin/ash",
		"init=/usr/bin/sh",
		"init=/usr/bin/bash",
		"rdinit=/bin/sh",
		"SYSTEMD_SULOGIN_FORCE=1",
		"systemd.setenv=SYSTEMD_SULOGIN_FORCE=1",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (str_is(word, words[i]))
			return true;
	return false;
}

static void recovery(struct probe *p, struct result *r)
{
	struct cmdline line = { 0 };
	struct str rest, word;

	while (cmdline_next(p, r, &line)) {
		for (rest = line.text; str_word(&rest, &word);)
			if (opens_shell(word)) {
				say(r, AUDIT_FAIL, "%.*s on the command line", STR_ARG(word));
				show(r, line.file, line.line, word);
			}
	}
	if (service_enabled(p, r, "debug-shell.service"))
		say(r, AUDIT_FAIL, "debug-shell.service is enabled");
	if (line.nr)
		say(r, AUDIT_PASS, "no command line opens a shell");
	else
		say(r, AUDIT_MANUAL, "no command line of the kernel is known");
}

/* clang-format off */
static const struct check checks[] = {
	{ "login.quality", "pam_pwquality with minlen of 12 or more and dictcheck, or pam_passwdqc", CHECK_FILES, quality,
	  { CTL_1_8_3_1, CTL_1_7_1_1, CTL_7_2_1_1 } },
	{ "login.lockout", "pam_faillock in each auth stack, with deny from 1 to 5", CHECK_FILES, lockout,
	  { CTL_1_8_3_15, CTL_1_7_1_2 } },
	{ "login.recovery", "no shell by the command line, and no debug-shell.service", CHECK_FILES, recovery,
	  { CTL_1_8_3_5, CTL_1_8_3_16 } },
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

const struct check_section checks_login = { checks, ARRAY_SIZE(checks) };
