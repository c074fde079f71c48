// SPDX-License-Identifier: GPL-2.0-only
#include "words.h"

#include "kernel/uapi/lorica.h"

#define TABLE(name) const struct words words_##name = { name, sizeof(name) / sizeof(name[0]) }

static const struct word mode[] = {
	{ "enforce", LORICA_MODE_ENFORCE },
	{ "audit", LORICA_MODE_AUDIT },
};
TABLE(mode);

static const struct word on_fail[] = {
	{ "halt", LORICA_ON_FAIL_HALT },
	{ "shell", LORICA_ON_FAIL_SHELL },
};
TABLE(on_fail);

static const struct word default_[] = {
	{ "deny", LORICA_DEFAULT_DENY },
	{ "allow", LORICA_DEFAULT_ALLOW },
};
const struct words words_default = { default_, sizeof(default_) / sizeof(default_[0]) };

/* In the order that canonical text lists them. */
/* clang-format off */
static const struct word purpose[] = {
	{ "policy", LORICA_PURPOSE_POLICY },
	{ "manifest", LORICA_PURPOSE_MANIFEST },
	{ "exec", LORICA_PURPOSE_EXEC },
	{ "unlock", LORICA_PURPOSE_UNLOCK },
	{ "retire", LORICA_PURPOSE_RETIRE },
};
/* clang-format on */
TABLE(purpose);
_Static_assert(LORICA_PURPOSE_ALL == (1 << sizeof(purpose) / sizeof(purpose[0])) - 1,
	       "a purpose without a word");

/* What an exec rule begins with; the numbers mean nothing. */
static const struct word exec_rule[] = {
	{ "allow", 0 },	 { "writable-code", 1 }, { "firmware", 2 },	  { "bpf", 3 },
	{ "revoke", 4 }, { "on-revoked", 5 },	 { "kernel-helpers", 6 }, { "interpreter", 7 },
};
TABLE(exec_rule);

/* Of the bits of enum lorica_may_degrade, and of enum lorica_exec_flags. */
static const struct word degrade[] = {
	{ "required", 0 },
	{ "may-degrade", 1 },
};
TABLE(degrade);

static const struct word exec_kind[] = {
	{ "manifest", LORICA_EXEC_MANIFEST },
	{ "volume", LORICA_EXEC_VOLUME },
	{ "signed", LORICA_EXEC_SIGNED },
};
TABLE(exec_kind);

static const struct word revoked[] = {
	{ "digest", LORICA_REVOKED_DIGEST },
	{ "manifest", LORICA_REVOKED_MANIFEST },
	{ "volume", LORICA_REVOKED_VOLUME },
};
TABLE(revoked);

static const struct word on_revoked[] = {
	{ "report", LORICA_ON_REVOKED_REPORT },
	{ "kill", LORICA_ON_REVOKED_KILL },
};
TABLE(on_revoked);

static const struct word net_act[] = {
	{ "listen", LORICA_NET_LISTEN },
	{ "connect", LORICA_NET_CONNECT },
};
TABLE(net_act);

static const struct word net_proto[] = {
	{ "tcp", LORICA_NET_TCP },
	{ "udp", LORICA_NET_UDP },
};
TABLE(net_proto);

static const struct word boot[] = {
	{ "log", LORICA_BOOT_LOG },
	{ "halt", LORICA_BOOT_HALT },
};
TABLE(boot);

/* What a boot rule begins with; the numbers mean nothing. */
static const struct word boot_rule[] = {
	{ "pcr", 0 },	      { "event", 1 }, { "cmdline", 2 },
	{ "secure-boot", 3 }, { "tpm", 4 },   { "rollback", 5 },
};
TABLE(boot_rule);

static const struct word rollback[] = {
	{ "tpm", LORICA_ROLLBACK_TPM },
	{ "file", LORICA_ROLLBACK_FILE },
};
TABLE(rollback);

static const struct word boot_words[] = {
	{ "require", LORICA_BOOT_REQUIRE },
	{ "deny", LORICA_BOOT_DENY },
	{ "exact", LORICA_BOOT_EXACT },
};
TABLE(boot_words);

/* clang-format off */
static const struct word watch[] = {
	{ "cpu", LORICA_WATCH_CPU },
	{ "vectors", LORICA_WATCH_VECTORS },
	{ "syscalls", LORICA_WATCH_SYSCALLS },
	{ "rodata", LORICA_WATCH_RODATA },
};
/* clang-format on */
TABLE(watch);
_Static_assert(LORICA_NR_WATCHES == 1 + sizeof(watch) / sizeof(watch[0]), "a watch without a word");

static const struct word response[] = {
	{ "log", LORICA_RESPONSE_LOG },
	{ "halt", LORICA_RESPONSE_HALT },
	{ "panic", LORICA_RESPONSE_PANIC },
};
TABLE(response);

/* clang-format off */
static const struct word file_kind[] = {
	{ "elf", LORICA_FILE_ELF },
	{ "library", LORICA_FILE_LIBRARY },
	{ "script", LORICA_FILE_SCRIPT },
	{ "module", LORICA_FILE_MODULE },
	{ "other", LORICA_FILE_OTHER },
	{ "firmware", LORICA_FILE_FIRMWARE },
};
/* clang-format on */
TABLE(file_kind);

/* clang-format off */
static const struct word tier[] = {
	{ "none", LORICA_TIER_NONE },
	{ "signature", LORICA_TIER_SIGNATURE },
	{ "sha256", LORICA_TIER_SHA256 },
	{ "fsverity", LORICA_TIER_FSVERITY },
	{ "volume", LORICA_TIER_VOLUME },
};
/* clang-format on */
TABLE(tier);

/* clang-format off */
static const struct word event_type[] = {
	{ "loaded", LORICA_EVENT_LOADED },
	{ "rejected", LORICA_EVENT_REJECTED },
	{ "sealed", LORICA_EVENT_SEALED },
	{ "exec", LORICA_EVENT_EXEC },
	{ "mmap", LORICA_EVENT_MMAP },
	{ "mprotect", LORICA_EVENT_MPROTECT },
	{ "module", LORICA_EVENT_MODULE },
	{ "kexec", LORICA_EVENT_KEXEC },
	{ "bpf", LORICA_EVENT_BPF },
	{ "unload", LORICA_EVENT_UNLOAD },
	{ "lockdown", LORICA_EVENT_LOCKDOWN },
	{ "label", LORICA_EVENT_LABEL },
	{ "seal-refused", LORICA_EVENT_SEAL_REFUSED },
	{ "kernel-read", LORICA_EVENT_KERNEL_READ },
	{ "writable-code", LORICA_EVENT_WRITABLE_CODE },
	{ "poke", LORICA_EVENT_POKE },
	{ "volume", LORICA_EVENT_VOLUME },
	{ "revoked", LORICA_EVENT_REVOKED },
	{ "firmware", LORICA_EVENT_FIRMWARE },
	{ "net-socket", LORICA_EVENT_NET_SOCKET },
	{ "net-listen", LORICA_EVENT_NET_LISTEN },
	{ "net-accept", LORICA_EVENT_NET_ACCEPT },
	{ "net-connect", LORICA_EVENT_NET_CONNECT },
	{ "usb", LORICA_EVENT_USB },
	{ "usb-use", LORICA_EVENT_USB_USE },
	{ "kernel-helper", LORICA_EVENT_HELPER },
	{ "script", LORICA_EVENT_SCRIPT },
	{ "boot", LORICA_EVENT_BOOT },
	{ "integrity", LORICA_EVENT_INTEGRITY },
};
/* clang-format on */
TABLE(event_type);

static const struct word verdict[] = {
	{ "allow", LORICA_VERDICT_ALLOW },
	{ "deny", LORICA_VERDICT_DENY },
	{ "audit", LORICA_VERDICT_AUDIT },
};
TABLE(verdict);

const char *words_name(const struct words *words, uint32_t value)
{
	size_t i;

	for (i = 0; i < words->n; i++)
		if (words->list[i].value == value)
			return words->list[i].name;
	return NULL;
}
