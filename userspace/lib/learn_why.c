// SPDX-License-Identifier: GPL-2.0-only
#include "learn_why.h"

#include "kernel/reason.h"
#include "learn.h"
#include "userspace/cmd.h"

static const char sealed[] = "the seal decides, whatever a policy says";

/* Types that no section manages. For the others the reason says all. */
/* clang-format off */
static const char *const by_type[] = {
	[LORICA_EVENT_REJECTED] = "a statement is accepted or refused as it is",
	[LORICA_EVENT_SEAL_REFUSED] = "the seal needs every hook, whatever a policy says",
	[LORICA_EVENT_KEXEC] = sealed,
	[LORICA_EVENT_BPF] = sealed,
	[LORICA_EVENT_UNLOAD] = sealed,
	[LORICA_EVENT_LOCKDOWN] = sealed,
	[LORICA_EVENT_LABEL] = sealed,
	[LORICA_EVENT_KERNEL_READ] = sealed,
	[LORICA_EVENT_POKE] = "who reaches into another process is a debugger, or an attacker",
};

static const struct {
	enum lorica_reason reason;
	const char *text;
} advice[] = {
	{ LORICA_R_WRITER, "have it replaced by rename, not written in place; learn again" },
	{ LORICA_R_UNREADABLE, "look at the file, and at what it lies on" },
	{ LORICA_R_UNVERIFIED, "it has to be executable from the start, to be checked then" },
	{ LORICA_R_FROM_MEMORY, "install kernel modules uncompressed, so that they are loaded from a file" },
	{ LORICA_R_SEALED, "do it in the initramfs before the seal, or do without" },
	{ LORICA_R_OWN_OBJECT, "find out who did it" },
	{ LORICA_R_PROG_TYPE, "do without that program" },
	{ LORICA_R_NO_MEMORY, "the device was short of memory: learn again" },
	{ LORICA_R_NO_PATH, "make it a file on a disk" },
	{ LORICA_R_FILE_SYSTEM, "move it to one that does, such as ext4 or squashfs" },
	{ LORICA_R_TOO_LARGE, "make it smaller" },
	{ LORICA_R_POKE, "if the device needs that debugger, except it from writable-code by hand" },
	{ LORICA_R_NET_DENIED, "a rule of the base denies it: change that by hand, if it is wrong" },
	{ LORICA_R_NET_ADDRESS, "mend the program: no address was where one has to be" },
	{ LORICA_R_USB_NO_RULE, "look at the device, and write a rule of 'usb' for it by hand" },
	{ LORICA_R_USB_DENIED, "a rule of the base denies it: change that by hand, if it is wrong" },
	{ LORICA_R_USB_TOO_MANY, "raise 'at most' by hand, if so many devices belong there" },
	{ LORICA_R_USB_REFUSED, "see what is said of the device itself" },
	{ LORICA_R_PART, "if the device needs that driver, write 'firmware allow' by hand" },
	{ LORICA_R_EXEC_STACK, "link it with -z noexecstack, or except it from writable-code by hand" },
};
/* clang-format on */

static enum lorica_reason reason_of(const char *name)
{
	enum lorica_reason reason;

	/* The numbers have gaps. */
	for (reason = LORICA_R_MANIFEST; reason <= LORICA_R_RODATA_CHANGED; reason++)
		if (!strcmp(lorica_reason_name(reason), name))
			return reason;
	return LORICA_OK;
}

int learn_why_nothing(struct learn *l, struct learn_item *item)
{
	enum lorica_reason reason = reason_of(item->key.reason);
	size_t i;

	(void)l;
	item->outcome = LEARN_REFUSED;
	if (item->key.type < ARRAY_SIZE(by_type))
		item->why = by_type[item->key.type];
	if (!item->why)
		item->why = reason ? lorica_reason_text(reason) :
				     "it was refused for a reason that this command does not know";
	for (i = 0; i < ARRAY_SIZE(advice); i++)
		if (reason == advice[i].reason)
			item->advice = advice[i].text;
	return EXIT_OK;
}
