// SPDX-License-Identifier: GPL-2.0-only
#include "eventlog_words.h"

#include "kernel/eventlog.h"
#include "words.h"

/* clang-format off */
static const struct word old_types[] = {
	{ "EV_PREBOOT_CERT", 0x0 },
	{ "EV_POST_CODE", EV_POST_CODE },
	{ "EV_UNUSED", 0x2 },
	{ "EV_NO_ACTION", EV_NO_ACTION },
	{ "EV_SEPARATOR", 0x4 },
	{ "EV_ACTION", 0x5 },
	{ "EV_EVENT_TAG", EV_EVENT_TAG },
	{ "EV_S_CRTM_CONTENTS", EV_S_CRTM_CONTENTS },
	{ "EV_S_CRTM_VERSION", 0x8 },
	{ "EV_CPU_MICROCODE", 0x9 },
	{ "EV_PLATFORM_CONFIG_FLAGS", 0xa },
	{ "EV_TABLE_OF_DEVICES", 0xb },
	{ "EV_COMPACT_HASH", 0xc },
	{ "EV_IPL", EV_IPL },
	{ "EV_IPL_PARTITION_DATA", 0xe },
	{ "EV_NONHOST_CODE", 0xf },
	{ "EV_NONHOST_CONFIG", 0x10 },
	{ "EV_NONHOST_INFO", 0x11 },
	{ "EV_OMIT_BOOT_DEVICE_EVENTS", 0x12 },
	{ "EV_EFI_VARIABLE_DRIVER_CONFIG", EV_EFI_VARIABLE_DRIVER_CONFIG },
	{ "EV_EFI_VARIABLE_BOOT", EV_EFI_VARIABLE_BOOT },
	{ "EV_EFI_BOOT_SERVICES_APPLICATION", EV_EFI_BOOT_SERVICES_APPLICATION },
	{ "EV_EFI_BOOT_SERVICES_DRIVER", EV_EFI_BOOT_SERVICES_DRIVER },
	{ "EV_EFI_RUNTIME_SERVICES_DRIVER", EV_EFI_RUNTIME_SERVICES_DRIVER },
	{ "EV_EFI_GPT_EVENT", EV_EFI_GPT_EVENT },
	{ "EV_EFI_ACTION", EV_EFI_ACTION },
	{ "EV_EFI_PLATFORM_FIRMWARE_BLOB", EV_EFI_PLATFORM_FIRMWARE_BLOB },
	{ "EV_EFI_HANDOFF_TABLES", 0x80000009 },
	{ "EV_EFI_PLATFORM_FIRMWARE_BLOB2", EV_EFI_PLATFORM_FIRMWARE_BLOB2 },
	{ "EV_EFI_HANDOFF_TABLES2", 0x8000000b },
	{ "EV_EFI_VARIABLE_BOOT2", EV_EFI_VARIABLE_BOOT2 },
	{ "EV_EFI_VARIABLE_AUTHORITY", EV_EFI_VARIABLE_AUTHORITY },
};

static const struct word new_types[] = {
	{ "EV_POST_CODE2", 0x13 },
	{ "EV_EFI_GPT_EVENT2", 0x8000000d },
	{ "EV_EFI_HCRTM_EVENT", 0x80000010 },
	{ "EV_EFI_SPDM_FIRMWARE_BLOB", 0x800000e1 },
	{ "EV_EFI_SPDM_FIRMWARE_CONFIG", 0x800000e2 },
	{ "EV_EFI_SPDM_DEVICE_POLICY", 0x800000e3 },
	{ "EV_EFI_SPDM_DEVICE_AUTHORITY", 0x800000e4 },
};

static const struct word algs[] = {
	{ "sha1", LORICA_ALG_SHA1 },
	{ "sha256", LORICA_ALG_SHA256 },
	{ "sha384", LORICA_ALG_SHA384 },
	{ "sha512", LORICA_ALG_SHA512 },
	{ "sm3_256", 0x0012 },
	{ "sha3_256", 0x0027 },
	{ "sha3_384", 0x0028 },
	{ "sha3_512", 0x0029 },
};
/* clang-format on */

static const struct words old_words = { old_types, ARRAY_SIZE(old_types) };
static const struct words new_words = { new_types, ARRAY_SIZE(new_types) };
static const struct words alg_words = { algs, ARRAY_SIZE(algs) };

const char *eventlog_type_name(u32 type)
{
	return words_name(&old_words, type) ?: words_name(&new_words, type);
}

bool eventlog_type_is_new(u32 type)
{
	return !words_name(&old_words, type);
}

const char *eventlog_alg_name(u16 alg)
{
	return words_name(&alg_words, alg);
}

u16 eventlog_alg_named(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(algs); i++)
		if (!strcmp(algs[i].name, name) && lorica_eventlog_known(algs[i].value))
			return algs[i].value;
	return 0;
}
