/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LORICA_LIB_EVENTLOG_WORDS_H
#define LORICA_LIB_EVENTLOG_WORDS_H

#include "kernel/shim.h"

/* Types of events whose data has a form that is read here; the TCG's numbers. */
enum eventlog_type {
	EV_POST_CODE = 0x1,
	EV_NO_ACTION = 0x3,
	EV_EVENT_TAG = 0x6,
	EV_S_CRTM_CONTENTS = 0x7,
	EV_IPL = 0xd,
	EV_EFI_VARIABLE_DRIVER_CONFIG = 0x80000001,
	EV_EFI_VARIABLE_BOOT = 0x80000002,
	EV_EFI_BOOT_SERVICES_APPLICATION = 0x80000003,
	EV_EFI_BOOT_SERVICES_DRIVER = 0x80000004,
	EV_EFI_RUNTIME_SERVICES_DRIVER = 0x80000005,
	EV_EFI_GPT_EVENT = 0x80000006,
	EV_EFI_ACTION = 0x80000007,
	EV_EFI_PLATFORM_FIRMWARE_BLOB = 0x80000008,
	EV_EFI_PLATFORM_FIRMWARE_BLOB2 = 0x8000000a,
	EV_EFI_VARIABLE_BOOT2 = 0x8000000c,
	EV_EFI_VARIABLE_AUTHORITY = 0x800000e0,
};

/**
 * eventlog_type_name - the TCG's name of a type of event
 * @type: any number
 *
 * Return: a static string such as "EV_IPL", NULL when there is none.
 */
const char *eventlog_type_name(u32 type);

/**
 * eventlog_type_is_new - is it a type that tpm2_eventlog 5.4 has no name for?
 * @type: any number
 *
 * Return: true for those, and for those that nobody has a name for.
 */
bool eventlog_type_is_new(u32 type);

/**
 * eventlog_alg_name - the name of a hash algorithm, as the kernel writes it
 * @alg: the TCG's number
 *
 * Return: a static string such as "sha256", NULL when there is none.
 */
const char *eventlog_alg_name(u16 alg);

/**
 * eventlog_alg_named - the number of an algorithm that can be replayed
 * @name: such as "sha256"
 *
 * Return: the TCG's number, 0 when there is none.
 */
u16 eventlog_alg_named(const char *name);

#endif
