/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_MATCH_H
#define LORICA_MATCH_H

#include "policy_decode.h"

/**
 * struct lorica_exec_facts - what is known of a file that is to be code
 * @rules: bit n: the evidence that rule n asks for is there
 * @sealed_module: it is a kernel module, and the seal is on
 * @revoked: the policy, or the kernel, revokes its content
 * @firmware: it is firmware for a device
 */
struct lorica_exec_facts {
	u64 rules;
	bool sealed_module;
	bool revoked;
	bool firmware;
};

/**
 * struct lorica_decision - what a section says
 * @allow: the verdict, before the mode is looked at
 * @reason: LORICA_R_MANIFEST, LORICA_R_VOLUME, LORICA_R_SIGNED, LORICA_R_DEFAULT,
 *	LORICA_R_NOT_LISTED or LORICA_R_REVOKED
 * @rule: index of the rule that allowed, ~0: the default decided
 */
struct lorica_decision {
	bool allow;
	enum lorica_reason reason;
	u32 rule;
};

/**
 * lorica_match_under - is a path below a directory?
 * @path: absolute, NUL terminated
 * @dir: absolute, without a slash at its end
 *
 * Return: true also when they are equal: a directory can be given as a file.
 */
bool lorica_match_under(const char *path, const char *dir);

/**
 * lorica_match_manifest - which rules take what a manifest lists?
 * @policy: a decoded policy
 * @key: index of the key that signed the manifest
 * @path: that the manifest has for the file, NUL terminated
 *
 * Return: bit n: rule n does. For lorica_exec_facts.
 */
u64 lorica_match_manifest(const struct lorica_policy *policy, u32 key, const char *path);

/**
 * lorica_match_signed - which rules take files that a key signed?
 * @policy: a decoded policy
 * @key: index of the key
 *
 * Return: bit n: rule n does, when the file lies where it says. For
 * lorica_exec_facts.
 */
u64 lorica_match_signed(const struct lorica_policy *policy, u32 key);

/**
 * lorica_match_volume - which rules take a file of a volume?
 * @policy: a decoded policy
 * @root: root hash of the volume, 32 bytes
 * @path: of the file inside the volume, NUL terminated; NULL: it has none
 *
 * Return: bit n: rule n does. For lorica_exec_facts.
 */
u64 lorica_match_volume(const struct lorica_policy *policy, const u8 *root, const char *path);

/**
 * lorica_match_managed - does the policy decide about code at all?
 * @policy: a decoded policy
 * @facts: @sealed_module and @firmware count
 *
 * Return: false when everything is allowed, so that no file has to be read.
 */
bool lorica_match_managed(const struct lorica_policy *policy,
			  const struct lorica_exec_facts *facts);

/**
 * lorica_match_exec - may this file be code?
 * @policy: a decoded policy
 * @facts: what evidence the file has
 *
 * What is revoked is refused whatever else there is.
 *
 * Return: the decision; a policy without an exec section allows all but
 * kernel modules after the seal.
 */
struct lorica_decision lorica_match_exec(const struct lorica_policy *policy,
					 const struct lorica_exec_facts *facts);

#endif
