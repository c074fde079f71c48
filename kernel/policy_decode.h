/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_POLICY_DECODE_H
#define LORICA_POLICY_DECODE_H

#include "statement.h"

enum { LORICA_NO_VOLUME = 0xffff };
enum { LORICA_NR_REVOKED_KINDS = LORICA_REVOKED_VOLUME + 1 };

/**
 * struct lorica_policy - a decoded policy, pointing into its statement
 * @rec: mode and defaults
 * @keys: @nr_keys records, by name
 * @nr_keys: at most LORICA_MAX_KEYS
 * @certs: DER of all keys, end to end
 * @exec: @nr_exec rules
 * @nr_exec: at most LORICA_MAX_EXEC_RULES
 * @volumes: @nr_volumes records, by name
 * @nr_volumes: at most LORICA_MAX_VOLUMES
 * @programs: @nr_programs records, by path
 * @nr_programs: at most LORICA_MAX_PROGRAMS
 * @interpreters: @nr_interpreters records, by program and directory
 * @nr_interpreters: at most LORICA_MAX_INTERPRETERS
 * @revoked: @nr_revoked records, by kind, id and key
 * @nr_revoked: at most LORICA_MAX_REVOKED
 * @revoked_end: of each kind, behind its last record, where that of the next begins
 * @net: @nr_net rules, sorted
 * @nr_net: at most LORICA_MAX_NET_RULES
 * @net_denied: what some rule denies to a certain program: a bit of each enum lorica_net_act
 * @usb: @nr_usb rules, the most specific ones first
 * @nr_usb: at most LORICA_MAX_USB_RULES
 * @usb_strings: what they compare
 * @boot: @nr_boot rules, by kind, PCR, word and digest
 * @nr_boot: at most LORICA_MAX_BOOT_RULES
 * @boot_words: words and command lines that they name
 * @integrity: how often the kernel is looked at, NULL without an integrity section
 * @watches: @nr_watches records, by kind
 * @nr_watches: below LORICA_NR_WATCHES
 * @strings: paths that rules and programs name
 * @text: canonical text, not NUL terminated
 */
struct lorica_policy {
	const struct lorica_policy_rec *rec;
	const struct lorica_key_rec *keys;
	u32 nr_keys;
	struct lorica_bytes certs;
	const struct lorica_exec_rule *exec;
	u32 nr_exec;
	const struct lorica_volume *volumes;
	u32 nr_volumes;
	const struct lorica_program *programs;
	u32 nr_programs;
	const struct lorica_interpreter *interpreters;
	u32 nr_interpreters;
	const struct lorica_revoked *revoked;
	u32 nr_revoked;
	u32 revoked_end[LORICA_NR_REVOKED_KINDS];
	const struct lorica_net_rule *net;
	u32 nr_net;
	u32 net_denied;
	const struct lorica_usb_rule *usb;
	u32 nr_usb;
	struct lorica_bytes usb_strings;
	const struct lorica_boot_rule *boot;
	u32 nr_boot;
	struct lorica_bytes boot_words;
	const struct lorica_integrity *integrity;
	const struct lorica_watch *watches;
	u32 nr_watches;
	struct lorica_bytes strings;
	struct lorica_bytes text;
};

/**
 * lorica_policy_decode - check and open the sections of a policy
 * @view: a decoded statement of type LORICA_TYPE_POLICY
 * @policy: filled on success; points into the statement
 *
 * Return: LORICA_OK, or LORICA_R_TABLE (a section is not a whole number of
 * records), LIMIT, RESERVED, CONTENT, ORDER or SECTION_MISSING (keys without
 * certificates).
 */
enum lorica_reason lorica_policy_decode(const struct lorica_stmt_view *view,
					struct lorica_policy *policy);

/**
 * lorica_policy_cert - the certificate of a key
 * @policy: a decoded policy
 * @key: below @policy->nr_keys
 *
 * Return: its DER, inside the statement.
 */
struct lorica_bytes lorica_policy_cert(const struct lorica_policy *policy, u32 key);

/**
 * lorica_policy_string - the path that a record names
 * @policy: a decoded policy
 * @offset: as the record has it
 *
 * Return: NUL terminated, inside the statement; NULL for LORICA_NO_STRING.
 */
const char *lorica_policy_string(const struct lorica_policy *policy, __le32 offset);

/**
 * lorica_policy_is_string - does a path begin here?
 * @policy: with its strings
 * @offset: as a record has it, not LORICA_NO_STRING
 *
 * Return: true when the record may name it.
 */
bool lorica_policy_is_string(const struct lorica_policy *policy, __le32 offset);

#endif
