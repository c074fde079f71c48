// SPDX-License-Identifier: GPL-2.0-only
#include "lorica.h"

#include <errno.h>

#include "kernel/reason.h"
#include "profile.h"
#include "userspace/lib/cert.h"
#include "userspace/lib/trust.h"

static const char status_path[] = "/sys/kernel/security/lorica/status";
static const char policy_path[] = "/etc/lorica/policy.stmt";

bool lorica_status_value(struct str status, const char *key, struct str *value)
{
	struct lines lines = { .rest = status };
	struct str line, word;

	while (lines_next(&lines, &line)) {
		if (!str_word(&line, &word) || !str_is(word, key))
			continue;
		*value = str_trim(line);
		return true;
	}
	return false;
}

bool lorica_hook_proved(struct str status, const char *hook)
{
	struct lines lines = { .rest = status };
	struct str line, word;

	while (lines_next(&lines, &line)) {
		if (!str_word(&line, &word) || !str_is(word, "hook") || !str_word(&line, &word) ||
		    !str_is(word, hook))
			continue;
		return str_is(str_trim(line), "attached proved");
	}
	return false;
}

static bool is_status(struct str status, const char *key, const char *want)
{
	struct str value;

	return lorica_status_value(status, key, &value) && str_is(value, want);
}

static bool from_module(struct probe *p, struct result *r, struct lorica_facts *facts)
{
	const struct tree_file *f;
	struct str value, word;

	if (!probe_text(p, r, status_path, &f))
		return false;
	if (!f) {
		say(r, AUDIT_FAIL, "the module is not loaded: %s is not there", status_path);
		show_seen(r, status_path, PROVES_RUNNING, "is not there");
		return false;
	}
	facts->file = f;
	facts->status = f->text;
	facts->enforce = is_status(f->text, "mode", "enforce");
	facts->exec_deny = is_status(f->text, "exec", "deny");
	facts->writable_code_deny = is_status(f->text, "writable_code", "deny");
	facts->bpf_deny = is_status(f->text, "bpf", "deny");
	/* policy NAME serial N epoch N sha256 HEX */
	if (lorica_status_value(f->text, "policy", &value)) {
		show(r, f, 0, value);
		str_word(&value, &word);
		str_word(&value, &word);
		if (str_word(&value, &word))
			str_number(word, &facts->serial);
	} else {
		show(r, f, 0, str_of("no policy"));
	}
	if (!is_status(f->text, "sealed", "yes"))
		say(r, AUDIT_FAIL, "the policy is not sealed");
	return true;
}

static bool open_policy(struct probe *p, struct result *r, const struct tree_file *f,
			struct lorica_facts *facts)
{
	struct trust trust = { 0 };
	struct trust_stmt stmt = { 0 };
	X509 *anchor = cert_load(p->profile->anchor);
	enum lorica_reason reason;

	if (!anchor) {
		say(r, AUDIT_ERROR, "the anchor %s cannot be read", p->profile->anchor);
		return false;
	}
	reason = trust_start(&trust, anchor);
	if (!reason)
		reason = trust_open(&trust, (const u8 *)f->text.p, f->text.n, &stmt);
	if (!reason && stmt.view.type != LORICA_TYPE_POLICY)
		reason = LORICA_R_WRONG_PURPOSE;
	if (!reason) {
		const struct lorica_policy_rec *rec = stmt.policy.rec;

		facts->enforce = rec->mode == LORICA_MODE_ENFORCE;
		facts->exec_deny = rec->exec_default == LORICA_DEFAULT_DENY;
		facts->writable_code_deny = rec->writable_code == LORICA_DEFAULT_DENY;
		facts->bpf_deny = rec->bpf == LORICA_DEFAULT_DENY;
		facts->serial = stmt.view.serial;
	} else {
		say(r, AUDIT_FAIL, "%s: %s", policy_path, lorica_reason_text(reason));
	}
	show(r, f, 0,
	     str_of(reason ? "a policy that is refused" : "a policy signed by the anchor"));
	trust_close(&stmt);
	trust_end(&trust);
	/* What the anchor has signed is so after a reboot, or the device does not come up. */
	if (!reason && r->nr_shown) {
		r->evidence[r->nr_shown - 1].proves |= PROVES_AFTER_REBOOT;
		r->proves |= PROVES_AFTER_REBOOT;
	}
	return !reason;
}

static bool from_tree(struct probe *p, struct result *r, struct lorica_facts *facts)
{
	const struct tree_file *f = tree_file(&p->tree, policy_path);

	facts->file = f;
	if (f->err == -ENOENT) {
		say(r, AUDIT_FAIL, "there is no %s", policy_path);
		return false;
	}
	if (f->err) {
		say(r, AUDIT_ERROR, "cannot read %s: %s", policy_path, tree_why(f->err));
		return false;
	}
	if (!p->profile || !p->profile->anchor) {
		say(r, AUDIT_ERROR, "%s: the profile names no anchor to verify it with",
		    policy_path);
		show(r, f, 0, str_of("not verified"));
		return false;
	}
	return open_policy(p, r, f, facts);
}

bool lorica_facts(struct probe *p, struct result *r, struct lorica_facts *facts)
{
	memset(facts, 0, sizeof(*facts));
	return p->tree.running ? from_module(p, r, facts) : from_tree(p, r, facts);
}
