/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A policy as it was written: what parse.c makes and sema.c judges. All of
 * it lives in one arena; lists are in the order of the text.
 */
#ifndef LORICA_LIB_AST_H
#define LORICA_LIB_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/uapi/lorica.h"
#include "source.h"
#include "value_net.h"
#include "value_port.h"

struct constants;

struct ast_word {
	const char *text;
	struct span span;
};

enum ast_clause {
	AST_SERIAL,
	AST_EPOCH,
	AST_MODE,
	AST_ON_FAIL,
	AST_DEVICE,
	AST_VALID_FROM,
	AST_VALID_UNTIL,
	AST_NR_CLAUSES,
};

/**
 * struct ast_policy - the policy line
 * @span: the word `policy`
 * @name: of the policy
 * @broken: part of the line was skipped, so a clause may only seem to miss
 * @clause: where each clause stands, all zero when it does not
 * @value: spans of their values
 * @serial: as the clause says
 * @epoch: as the clause says
 * @valid_from: seconds since 1970, 0: no bound
 * @valid_until: seconds since 1970, 0: no bound
 * @device: SHA-256 device id, all zero: any
 * @mode: as the clause says
 * @on_fail: as the clause says
 */
struct ast_policy {
	struct span span;
	struct ast_word name;
	bool broken;
	struct span clause[AST_NR_CLAUSES];
	struct span value[AST_NR_CLAUSES];
	uint64_t serial;
	uint64_t epoch;
	uint64_t valid_from;
	uint64_t valid_until;
	uint8_t device[32];
	enum lorica_mode mode;
	enum lorica_on_fail on_fail;
};

/**
 * struct ast_key - one line of `keys`
 * @next: of the list
 * @name: of the key
 * @path: of the certificate
 * @broken: the rest of the line was skipped
 * @pinned: @pin is good
 * @pin: SHA-256 of the DER
 * @pin_span: where it stands
 * @purposes: enum lorica_purpose bits
 */
struct ast_key {
	struct ast_key *next;
	struct ast_word name;
	struct ast_word path;
	bool broken;
	bool pinned;
	uint8_t pin[32];
	struct span pin_span;
	uint32_t purposes;
};

/* The keys sections of all files. */
struct ast_keys {
	struct span span;
	struct ast_key *list;
	struct ast_key **tail;
};

/* A path that a rule names: of a program, or of a directory. */
struct ast_path {
	struct ast_path *next;
	struct ast_word path;
};

/* `required` or `may-degrade` behind a rule; @span is all zero when neither stands there. */
struct ast_degrade {
	bool may;
	struct span span;
};

/**
 * struct ast_interpreter - one line `interpreter`
 * @next: of the list
 * @programs: that it names, at least one
 * @data: directories, NULL: none
 */
struct ast_interpreter {
	struct ast_interpreter *next;
	struct ast_path *programs;
	struct ast_path *data;
};

/**
 * struct ast_rule - one line of `exec` that allows, for one of its keys or its volume
 * @next: of the list
 * @kind: what it allows
 * @key: whose; for LORICA_EXEC_VOLUME the name of the volume
 * @root_hash: of a volume
 * @root_span: where it stands
 * @under: directories that it is limited to, shared with the other keys of the
 *	line; NULL: everywhere
 * @degrade: of a volume, what becomes of it on a kernel that cannot hold it
 */
struct ast_rule {
	struct ast_rule *next;
	enum lorica_exec_kind kind;
	struct ast_word key;
	uint8_t root_hash[32];
	struct span root_span;
	struct ast_path *under;
	struct ast_degrade degrade;
};

/* What a revoked manifest is known by beside its name. */
struct ast_revoked_manifest {
	struct ast_word key;
	uint64_t below;
};

/**
 * struct ast_revoked - something that is revoked
 * @next: of the list
 * @kind: what it is
 * @span: where
 * @manifest: of a manifest, else NULL
 * @id: digest or root hash; of a manifest its name, NUL padded
 *
 * There may be a million of them, so it holds no text.
 */
struct ast_revoked {
	struct ast_revoked *next;
	enum lorica_revoked_kind kind;
	struct span span;
	const struct ast_revoked_manifest *manifest;
	uint8_t id[32];
};

/**
 * struct ast_exec - the exec sections of all files
 * @span: the first word `exec`
 * @value: LORICA_DEFAULT_UNMANAGED when there is none, or the text is wrong there
 * @value_span: where the default first stands
 * @broken: a line was skipped, so a rule may only seem to miss
 * @default_broken: a default was skipped, so it may only seem to miss
 * @rules: the list
 * @tail: its end
 * @writable: where `writable-code deny` first stands
 * @degrade: of it, what becomes of it on a kernel that cannot do all of it
 * @excepted: programs that it excepts, in all files
 * @excepted_tail: its end
 * @revoked: what is revoked, in all files
 * @revoked_tail: its end
 * @nr_revoked: entries of it
 * @on_revoked: LORICA_ON_REVOKED_REPORT when no line says it
 * @on_revoked_span: where it first stands
 * @firmware: where `firmware allow` first stands
 * @bpf: where `bpf deny` first stands
 * @loaders: programs that it excepts, in all files
 * @loaders_tail: its end
 * @no_helpers: where `kernel-helpers deny` first stands
 * @helpers: programs that it excepts, in all files
 * @helpers_tail: its end
 * @interpreters: the list
 * @interpreters_tail: its end
 */
struct ast_exec {
	struct span span;
	enum lorica_default value;
	struct span value_span;
	bool broken;
	bool default_broken;
	struct ast_rule *rules;
	struct ast_rule **tail;
	struct span writable;
	struct ast_degrade degrade;
	struct ast_path *excepted;
	struct ast_path **excepted_tail;
	struct ast_revoked *revoked;
	struct ast_revoked **revoked_tail;
	unsigned int nr_revoked;
	enum lorica_on_revoked on_revoked;
	struct span on_revoked_span;
	struct span firmware;
	struct span bpf;
	struct ast_path *loaders;
	struct ast_path **loaders_tail;
	struct span no_helpers;
	struct ast_path *helpers;
	struct ast_path **helpers_tail;
	struct ast_interpreter *interpreters;
	struct ast_interpreter **interpreters_tail;
};

/* A value in a list of a rule of `net`: what of it counts hangs on the list. */
struct ast_net_value {
	struct ast_net_value *next;
	struct ast_word word;
	uint8_t number; /* protocol, or family */
	struct value_ports ports;
	struct value_net address;
};

/**
 * struct ast_net_rule - one line of `net`
 * @next: of the list
 * @span: the word that tells what may be done
 * @denies: the line begins with `deny`
 * @programs: NULL: every program
 * @act: what may be done
 * @numbers: protocols; of LORICA_NET_SOCKET families
 * @ports: of LORICA_NET_SOCKET none
 * @addresses: NULL: any
 * @at: where they begin
 */
struct ast_net_rule {
	struct ast_net_rule *next;
	struct span span;
	bool denies;
	struct ast_path *programs;
	enum lorica_net_act act;
	struct ast_net_value *numbers;
	struct ast_net_value *ports;
	struct ast_net_value *addresses;
	struct span at;
};

/**
 * struct ast_net - the net sections of all files
 * @span: the first word `net`
 * @value: LORICA_DEFAULT_UNMANAGED when there is none, or the text is wrong there
 * @value_span: where the default first stands
 * @default_broken: a default was skipped, so it may only seem to miss
 * @rules: the list
 * @tail: its end
 */
struct ast_net {
	struct span span;
	enum lorica_default value;
	struct span value_span;
	bool default_broken;
	struct ast_net_rule *rules;
	struct ast_net_rule **tail;
};

/**
 * struct ast_usb_rule - one line of `usb`
 * @next: of the list
 * @span: the verdict, which begins it
 * @rule: as the statement has it, but for the strings
 * @serial: NULL text when it does not matter
 * @name: of the product, the same
 * @manufacturer: the same
 * @port: the same
 */
struct ast_usb_rule {
	struct ast_usb_rule *next;
	struct span span;
	struct lorica_usb_rule rule;
	struct ast_word serial;
	struct ast_word name;
	struct ast_word manufacturer;
	struct ast_word port;
};

/**
 * struct ast_usb - the usb sections of all files
 * @span: the first word `usb`
 * @value: LORICA_DEFAULT_UNMANAGED when there is none, or the text is wrong there
 * @value_span: where the default first stands
 * @default_broken: a default was skipped, so it may only seem to miss
 * @rules: the list
 * @tail: its end
 * @nr: entries of it
 */
struct ast_usb {
	struct span span;
	enum lorica_default value;
	struct span value_span;
	bool default_broken;
	struct ast_usb_rule *rules;
	struct ast_usb_rule **tail;
	unsigned int nr;
};

/**
 * struct ast_boot_rule - one value of a line of `boot`
 * @next: of the list
 * @kind: what it says
 * @span: where
 * @pcr: of a value and of an event
 * @word: of the command line, or all of it; else NULL
 * @digest: a value of the PCR, or the digest of an event
 */
struct ast_boot_rule {
	struct ast_boot_rule *next;
	enum lorica_boot_kind kind;
	struct span span;
	uint8_t pcr;
	const char *word;
	uint8_t digest[32];
};

/**
 * struct ast_boot - the boot sections of all files
 * @span: the first word `boot`
 * @value: LORICA_BOOT_UNMANAGED when no file says it, or the text is wrong there
 * @value_span: where it first stands
 * @broken: something was skipped, so it may only seem to miss
 * @rules: the list
 * @tail: its end
 * @nr: entries of it
 * @secure_boot: where `secure-boot on` first stands
 * @tpm: where `tpm required` first stands
 * @rollback: where `rollback` first stands
 * @rollback_from: the best that one of them asks for
 */
struct ast_boot {
	struct span span;
	enum lorica_boot value;
	struct span value_span;
	bool broken;
	struct ast_boot_rule *rules;
	struct ast_boot_rule **tail;
	unsigned int nr;
	struct span secure_boot;
	struct span tpm;
	struct span rollback;
	enum lorica_rollback rollback_from;
};

/**
 * struct ast_watch - one thing that a line of `integrity` watches
 * @next: of the list
 * @kind: what
 * @span: where it stands
 * @response: 0 when the rest of the line was skipped
 * @flags: enum lorica_watch_flags
 */
struct ast_watch {
	struct ast_watch *next;
	enum lorica_watch_kind kind;
	struct span span;
	enum lorica_response response;
	uint8_t flags;
};

/**
 * struct ast_integrity - the integrity sections of all files
 * @span: the first word `integrity`
 * @every: seconds, 0 when no file says it
 * @every_span: where it first stands
 * @budget: millionths of a CPU, 0 when no file says it
 * @budget_span: where it first stands
 * @broken: something was skipped, so it may only seem to miss
 * @watches: the list
 * @tail: its end
 */
struct ast_integrity {
	struct span span;
	uint32_t every;
	struct span every_span;
	uint32_t budget;
	struct span budget_span;
	bool broken;
	struct ast_watch *watches;
	struct ast_watch **tail;
};

/**
 * struct ast - all files together
 * @end: of the main file, where something that misses is reported
 * @foreign: no text, or in another version of the language: nothing was read
 * @partial: a file is missing, and who knows what is in it
 * @broken: something was skipped, so a section may only seem to miss
 * @constants: what `define` says
 * @policy: NULL when there is none
 * @keys: NULL when there is none
 * @exec: NULL when there is none
 * @net: NULL when there is none
 * @usb: NULL when there is none
 * @boot: NULL when there is none
 * @integrity: NULL when there is none
 */
struct ast {
	struct span end;
	bool foreign;
	bool partial;
	bool broken;
	struct constants *constants;
	struct ast_policy *policy;
	struct ast_keys *keys;
	struct ast_exec *exec;
	struct ast_net *net;
	struct ast_usb *usb;
	struct ast_boot *boot;
	struct ast_integrity *integrity;
};

#endif
