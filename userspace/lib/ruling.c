// SPDX-License-Identifier: GPL-2.0-only
/* Which section judges an event. What its rules say is in ruling_SECTION.c. */
#include "ruling.h"

#include "desk.h"
#include "ruling_exec.h"
#include "ruling_net.h"
#include "ruling_program.h"
#include "ruling_usb.h"
#include "userspace/cmd.h"

static const char told[] = "it tells what happened, and asks for no decision";
static const char sealed[] = "the seal decides, whatever the policy says";
static const char memory[] =
	"the 'writable-code' line decides, by the acting program and the state of its memory";
static const char loader[] =
	"the seal decides by the type of the program, and a 'bpf' line by the program that loads it";
static const char device[] =
	"the rules of 'usb' decide by what a device says of itself; `lorica devices` tells of those that are plugged in";
static const char booted[] =
	"the 'boot' section decides, by what the TPM and the kernel say of the boot";
static const char watched[] =
	"the 'integrity' section decides what becomes of it, by what it is that changed";
static const char remembered[] =
	"what the running kernel remembers of the file decides: a good verdict, or none";
static const char held[] = "a volume that the policy names and the kernel holds stays as it is";

/* What an event has to tell to be judged, when it does not always. */
enum needs { NOTHING, PROGRAM, DEVICE };

/*
 * Of each type of event either the section with its judge, or what decides without one. With
 * both, @outside is told when the event does not tell enough.
 */
/* clang-format off */
static const struct {
	const char *section;
	int (*judge)(struct desk *desk, struct ruling *ruling);
	enum needs needs;
	const char *outside;
} judges[] = {
	[LORICA_EVENT_LOADED] = { .outside = told },
	[LORICA_EVENT_REJECTED] = { .outside = told },
	[LORICA_EVENT_SEALED] = { .outside = told },
	[LORICA_EVENT_EXEC] = { "exec", ruling_exec },
	[LORICA_EVENT_MMAP] = { "exec", ruling_exec },
	[LORICA_EVENT_MPROTECT] = { .outside = remembered },
	[LORICA_EVENT_MODULE] = { "exec", ruling_exec },
	[LORICA_EVENT_KEXEC] = { .outside = sealed },
	[LORICA_EVENT_BPF] = { "exec", ruling_program, PROGRAM, loader },
	[LORICA_EVENT_UNLOAD] = { .outside = sealed },
	[LORICA_EVENT_LOCKDOWN] = { .outside = sealed },
	[LORICA_EVENT_LABEL] = { .outside = sealed },
	[LORICA_EVENT_SEAL_REFUSED] = { .outside = told },
	[LORICA_EVENT_KERNEL_READ] = { .outside = sealed },
	[LORICA_EVENT_WRITABLE_CODE] = { "exec", ruling_program, PROGRAM, memory },
	[LORICA_EVENT_POKE] = { .outside = memory },
	[LORICA_EVENT_VOLUME] = { .outside = held },
	[LORICA_EVENT_REVOKED] = { .outside = told },
	[LORICA_EVENT_USB] = { "usb", ruling_usb, DEVICE, device },
	[LORICA_EVENT_USB_USE] = { .outside = device },
	[LORICA_EVENT_FIRMWARE] = { "exec", ruling_exec },
	[LORICA_EVENT_NET_SOCKET] = { "net", ruling_net },
	[LORICA_EVENT_NET_LISTEN] = { "net", ruling_net },
	[LORICA_EVENT_NET_ACCEPT] = { "net", ruling_net },
	[LORICA_EVENT_NET_CONNECT] = { "net", ruling_net },
	[LORICA_EVENT_HELPER] = { "exec", ruling_helper },
	[LORICA_EVENT_SCRIPT] = { "exec", ruling_script },
	[LORICA_EVENT_BOOT] = { .outside = booted },
	[LORICA_EVENT_INTEGRITY] = { .outside = watched },
};
/* clang-format on */

void ruling_place(const struct desk *desk, struct span span, struct ruling_rule *rule)
{
	const struct sources *sources = &desk->policy.text.c.sources;
	struct span written;

	sources_used(sources, &span, &written);
	rule->source = sources_find(sources, span.start);
	rule->at = source_locate(rule->source, span.start - rule->source->base);
}

bool ruling_needs_object(enum lorica_event_type type)
{
	return judges[type].judge && judges[type].needs == NOTHING;
}

static bool is_judged(const struct ruling_event *event)
{
	switch (judges[event->type].needs) {
	case PROGRAM:
		return event->program;
	case DEVICE:
		return event->usb;
	default:
		return judges[event->type].judge;
	}
}

int ruling_make(struct desk *desk, const struct ruling_event *event, struct ruling *ruling)
{
	bool is_enforced = desk->policy.policy.rec->mode == LORICA_MODE_ENFORCE;
	int ret;

	memset(ruling, 0, sizeof(*ruling));
	ruling->event = *event;
	ruling->outside = judges[event->type].outside;
	if (!is_judged(event))
		return EXIT_OK;
	ruling->section = judges[event->type].section;
	ret = judges[event->type].judge(desk, ruling);
	ruling->verdict = ruling->decision.allow ? LORICA_VERDICT_ALLOW :
			  is_enforced		 ? LORICA_VERDICT_DENY :
						   LORICA_VERDICT_AUDIT;
	return ret;
}
