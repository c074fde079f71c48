/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_SEMA_H
#define LORICA_LIB_SEMA_H

#include <stdbool.h>
#include <time.h>

#include "ast.h"
#include "key_cert.h"
#include "kernel/limits.h"
#include "kernel/policy_net.h"
#include "kernel/policy_decode.h"

struct diags;
struct sources;

struct sema_key {
	const struct ast_key *ast;
	struct key_cert cert;
};

/**
 * struct sema_rule - one rule of the blob
 * @ast: the line it comes from
 * @ref: index of its key, or of its volume
 * @under: the directory, NULL: everywhere
 */
struct sema_rule {
	const struct ast_rule *ast;
	unsigned int ref;
	const struct ast_word *under;
};

/* What the policy says of one program; @flags is enum lorica_program_flags. */
struct sema_program {
	const struct ast_path *ast;
	uint32_t flags;
};

/**
 * struct sema_interpreter - one record of what interpreters read
 * @program: the interpreter
 * @data: directory, NULL: it has none
 * @place: where both are said
 */
struct sema_interpreter {
	const struct ast_word *program;
	const struct ast_word *data;
	struct span place;
};

/**
 * struct sema_revoked - one record of what is revoked
 * @ast: where it comes from
 * @ref: of a manifest, index of its key
 */
struct sema_revoked {
	const struct ast_revoked *ast;
	unsigned int ref;
};

/* One rule for USB devices, as in the blob. */
struct sema_usb_rule {
	const struct ast_usb_rule *ast;
	struct lorica_usb_rule rule;
};

/**
 * struct sema_net_rule - one record of the net section
 * @program: its path, NULL: every program
 * @line: that it comes from
 * @file: in which that stands
 * @span: where it comes from
 * @decides: for some port, which no narrower rule has
 * @rule: the record, but for its program
 */
struct sema_net_rule {
	const char *program;
	const struct ast_net_rule *line;
	const struct source *file;
	struct span span;
	bool decides;
	struct lorica_net_rule rule;
};

/**
 * struct sema - a policy that means something
 * @policy: its header, all mandatory clauses given
 * @exec: its exec sections, NULL when there are none
 * @keys: by name, as in the blob
 * @nr_keys: their number
 * @exec_default: LORICA_DEFAULT_UNMANAGED without an exec section
 * @volumes: by name, as in the blob; the first rule in the text that names each
 * @nr_volumes: their number
 * @rules: sorted as in the blob, each once
 * @nr_rules: their number
 * @allow_manifest: by index into @keys: manifests of this key are allowed
 * @is_used: by index into @keys: a rule names it
 * @writable_code: LORICA_DEFAULT_DENY when the exec section says so
 * @bpf: the same
 * @helpers: the same
 * @firmware: LORICA_DEFAULT_ALLOW when it says so
 * @programs: sorted by path, each once
 * @nr_programs: their number
 * @interpreters: sorted as in the blob, each once
 * @nr_interpreters: their number
 * @revoked: sorted as in the blob, each once
 * @nr_revoked: their number
 * @boot: LORICA_BOOT_UNMANAGED without a boot section
 * @boot_flags: enum lorica_boot_flags
 * @boot_rules: sorted as in the blob, each once
 * @nr_boot_rules: their number
 * @integrity: the integrity sections, NULL when there are none
 * @watches: by kind, as in the blob, each once
 * @nr_watches: their number
 * @on_revoked: what becomes of a running program that is revoked
 * @net_default: LORICA_DEFAULT_UNMANAGED without a net section
 * @net_section: the net sections, NULL when there are none
 * @net: sorted as in the blob, ports apart
 * @nr_net: their number
 * @net_written: the same before ports were taken apart: all that the lines stand for
 * @nr_net_written: their number
 * @usb_default: LORICA_DEFAULT_UNMANAGED without a usb section
 * @usb_section: the usb sections, NULL when there are none
 * @usb_rules: sorted as in the blob, each once
 * @nr_usb_rules: their number
 * @usb: the same rules and their strings, as the blob has them; nothing else is set
 */
struct sema {
	const struct ast_policy *policy;
	const struct ast_exec *exec;
	struct sema_key keys[LORICA_MAX_KEYS];
	unsigned int nr_keys;
	enum lorica_default exec_default;
	const struct ast_rule *volumes[LORICA_MAX_VOLUMES];
	unsigned int nr_volumes;
	struct sema_rule *rules;
	unsigned int nr_rules;
	bool allow_manifest[LORICA_MAX_KEYS];
	bool is_used[LORICA_MAX_KEYS];
	enum lorica_default writable_code;
	enum lorica_default bpf;
	enum lorica_default helpers;
	enum lorica_default firmware;
	struct sema_program *programs;
	unsigned int nr_programs;
	struct sema_interpreter *interpreters;
	unsigned int nr_interpreters;
	struct sema_revoked *revoked;
	unsigned int nr_revoked;
	enum lorica_on_revoked on_revoked;
	enum lorica_default net_default;
	const struct ast_net *net_section;
	struct sema_net_rule *net;
	unsigned int nr_net;
	const struct sema_net_rule *net_written;
	unsigned int nr_net_written;
	enum lorica_default usb_default;
	const struct ast_usb *usb_section;
	struct sema_usb_rule *usb_rules;
	unsigned int nr_usb_rules;
	struct lorica_policy usb;
	enum lorica_boot boot;
	uint8_t boot_flags;
	const struct ast_boot_rule **boot_rules;
	unsigned int nr_boot_rules;
	const struct ast_integrity *integrity;
	const struct ast_watch *watches[LORICA_NR_WATCHES];
	unsigned int nr_watches;
};

/**
 * sema_check - judge a policy
 * @ast: what was parsed, whole or not
 * @loader: fetches the certificates
 * @now: seconds since 1970, for warnings about dates
 * @diags: where errors are reported
 * @arena: for the certificates
 * @sema: filled; good for sema users only when @diags has no error
 */
void sema_check(const struct ast *ast, const struct key_cert_loader *loader, time_t now,
		struct diags *diags, struct arena *arena, struct sema *sema);

/**
 * sema_keys - judge the keys section; for sema_check()
 * @keys: the section
 * @loader: fetches the certificates
 * @now: seconds since 1970
 * @diags: where errors are reported
 * @arena: for the certificates
 * @sema: gets its keys
 */
void sema_keys(const struct ast_keys *keys, const struct key_cert_loader *loader, time_t now,
	       struct diags *diags, struct arena *arena, struct sema *sema);

/**
 * sema_rules - judge the rules that allow
 * @exec: the section
 * @diags: where errors are reported
 * @arena: for the table
 * @sema: has its keys and volumes, gets its rules
 */
void sema_rules(const struct ast_exec *exec, struct diags *diags, struct arena *arena,
		struct sema *sema);

/**
 * sema_volumes - judge the volumes that rules name; before sema_rules()
 * @exec: the section
 * @diags: where errors are reported
 * @sema: gets its volumes
 */
void sema_volumes(const struct ast_exec *exec, struct diags *diags, struct sema *sema);

/**
 * sema_programs - judge the programs that rules name
 * @exec: the section
 * @diags: where errors are reported
 * @arena: for the table
 * @sema: gets its programs
 */
void sema_programs(const struct ast_exec *exec, struct diags *diags, struct arena *arena,
		   struct sema *sema);

/**
 * sema_is_program - is a path good as the name of a program?
 * @path: as a rule has it
 * @diags: where it is reported that it is not
 *
 * Return: true for an absolute path without a wildcard.
 */
bool sema_is_program(const struct ast_word *path, struct diags *diags);

/**
 * sema_net - judge the net section
 * @ast: all files
 * @diags: where errors are reported
 * @arena: for the table
 * @sema: gets its rules for the network
 */
void sema_net(const struct ast *ast, struct diags *diags, struct arena *arena, struct sema *sema);

/**
 * sema_net_settle - make the table of the net section anew
 * @all: rules of which none contradicts another; sorted here
 * @nr: their number
 * @arena: for the table
 * @sema: gets it
 */
void sema_net_settle(struct sema_net_rule *all, unsigned int nr, struct arena *arena,
		     struct sema *sema);

/**
 * sema_interpreters - judge the interpreters that rules name
 * @exec: the section
 * @diags: where errors are reported
 * @arena: for the table
 * @sema: gets its interpreters
 */
void sema_interpreters(const struct ast_exec *exec, struct diags *diags, struct arena *arena,
		       struct sema *sema);

/**
 * sema_revoked - judge what is revoked
 * @exec: the section
 * @diags: where errors are reported
 * @arena: for the table
 * @sema: has its keys, gets what is revoked
 */
void sema_revoked(const struct ast_exec *exec, struct diags *diags, struct arena *arena,
		  struct sema *sema);

/**
 * sema_net_lint - find lines of the net section that change nothing
 * @sema: without errors
 * @diags: gets warnings
 */
void sema_net_lint(const struct sema *sema, struct diags *diags);

/**
 * sema_usb_lint - find rules of the usb section that change nothing
 * @sema: without errors
 * @diags: gets warnings
 * @arena: for their texts
 */
void sema_usb_lint(const struct sema *sema, struct diags *diags, struct arena *arena);

/**
 * sema_boot_lines - hold whole command lines against what is said of their words
 * @sema: has its boot rules
 * @diags: gets contradictions
 */
void sema_boot_lines(const struct sema *sema, struct diags *diags);

/**
 * sema_boot_lint - find what says nothing, and what halts a device on an ordinary day
 * @sema: without errors
 * @diags: gets warnings
 */
void sema_boot_lint(const struct sema *sema, struct diags *diags);

/**
 * sema_interpreters_lint - find directories inside of others
 * @sema: without errors
 * @diags: gets warnings
 */
void sema_interpreters_lint(const struct sema *sema, struct diags *diags);

/**
 * sema_usb - judge the usb sections
 * @ast: that has some
 * @diags: where errors are reported
 * @arena: for the tables
 * @sema: gets the rules
 */
void sema_usb(const struct ast *ast, struct diags *diags, struct arena *arena, struct sema *sema);

/**
 * sema_boot - judge what is expected of the boot
 * @ast: the tree, with a boot section
 * @diags: where errors are reported
 * @arena: for the table
 * @sema: gets what is expected
 */
void sema_boot(const struct ast *ast, struct diags *diags, struct arena *arena, struct sema *sema);

/**
 * sema_integrity - judge what is watched of the running kernel
 * @ast: the tree, with an integrity section
 * @diags: where errors are reported
 * @sema: gets what is watched
 */
void sema_integrity(const struct ast *ast, struct diags *diags, struct sema *sema);

/**
 * sema_integrity_lint - what stops a device that nobody attacks
 * @sema: judged without an error
 * @diags: where it is reported
 */
void sema_integrity_lint(const struct sema *sema, struct diags *diags);

/**
 * sema_find_key - look up a key that a rule names
 * @sema: has its keys
 * @name: of the key
 * @diags: where it is reported that there is none, with the one that was probably meant
 *
 * Return: its index, -1 and a report when there is no such key.
 */
int sema_find_key(const struct sema *sema, const struct ast_word *name, struct diags *diags);

/**
 * sema_same_file - do two places stand in one file?
 * @sources: all files
 * @a: one place; for the value of a constant, where the constant stands
 * @b: the other
 *
 * Fragments that know nothing of each other may have a rule in common.
 */
bool sema_same_file(const struct sources *sources, struct span a, struct span b);

/**
 * sema_path_inside - does a path stay below the directory it starts from?
 * @path: not empty
 *
 * Return: false for an absolute path and for one with a ".." part.
 */
bool sema_path_inside(const char *path);

#endif
