// SPDX-License-Identifier: GPL-2.0-only
/* The ways in: PAM, and recovery. */
#include "check.h"
#include "cmdline.h"
#include "conf_pairs.h"
#include "conf_pam.h"
#include "service.h"
#include "userspace/lib/arena.h"

enum { MIN_LENGTH = 12, MAX_TRIES = 5 };

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
};
/* clang-format on */

const struct check_section checks_login = { checks, ARRAY_SIZE(checks) };
