/* SPDX-License-Identifier: GPL-2.0-only */
/* What Lorica itself enforces: of the running module, or by the signed policy of a tree. */
#ifndef LORICA_AUDIT_LORICA_H
#define LORICA_AUDIT_LORICA_H

#include "check.h"

/**
 * struct lorica_facts - what is in force, or will be
 * @file: the module's status, or the signed policy
 * @status: text of the status; empty of a tree
 * @enforce: it refuses, and not only reports
 * @exec_deny: only listed or signed code runs
 * @writable_code_deny: memory that can be written does not become code
 * @bpf_deny: only listed programs load BPF programs
 * @serial: of the policy
 */
struct lorica_facts {
	const struct tree_file *file;
	struct str status;
	bool enforce;
	bool exec_deny;
	bool writable_code_deny;
	bool bpf_deny;
	u64 serial;
};

/**
 * lorica_facts - find out
 * @p: the probe
 * @r: gets a finding when there is no policy, or an error when it cannot be told
 * @facts: filled
 *
 * Return: false when all was said.
 */
bool lorica_facts(struct probe *p, struct result *r, struct lorica_facts *facts);

/**
 * lorica_status_value - look up a line of the status
 * @status: its text
 * @key: the first word
 * @value: the rest of the line
 *
 * Return: false when there is none.
 */
bool lorica_status_value(struct str status, const char *key, struct str *value);

/**
 * lorica_hook_proved - did a hook refuse when it was tried?
 * @status: text of the status
 * @hook: as bprm_check_security
 *
 * Return: true when it is attached and proved.
 */
bool lorica_hook_proved(struct str status, const char *hook);

#endif
