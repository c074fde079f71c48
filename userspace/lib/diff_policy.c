// SPDX-License-Identifier: GPL-2.0-only
#include "diff.h"

#include <inttypes.h>

#include "arena.h"
#include "changes.h"
#include "grant.h"
#include "input.h"
#include "kernel/policy_exec.h"
#include "value.h"
#include "words.h"

static const char *number(struct arena *arena, u64 value)
{
	return arena_printf(arena, "%" PRIu64, value);
}

static const char *date(struct arena *arena, u64 seconds)
{
	char text[VALUE_DATE];

	if (!seconds)
		return NULL;
	return value_date_print(seconds, text) ? arena_string(arena, text, VALUE_DATE - 1) :
						 number(arena, seconds);
}

static const char *name(const struct lorica_stmt_view *view, struct arena *arena)
{
	(void)arena;
	return view->name;
}

static const char *serial(const struct lorica_stmt_view *view, struct arena *arena)
{
	return number(arena, view->serial);
}

static const char *epoch(const struct lorica_stmt_view *view, struct arena *arena)
{
	return number(arena, view->epoch);
}

static const char *device(const struct lorica_stmt_view *view, struct arena *arena)
{
	char *hex;
	size_t i;

	if (!view->device)
		return NULL;
	hex = arena_alloc(arena, 2 * sizeof(view->head->device) + 1);
	for (i = 0; i < sizeof(view->head->device); i++)
		sprintf(hex + 2 * i, "%02x", view->device[i]);
	return hex;
}

static const char *valid_from(const struct lorica_stmt_view *view, struct arena *arena)
{
	return date(arena, view->valid_from);
}

static const char *valid_until(const struct lorica_stmt_view *view, struct arena *arena)
{
	return date(arena, view->valid_until);
}

static const struct {
	const char *what;
	const char *(*text)(const struct lorica_stmt_view *view, struct arena *arena);
} head[] = {
	{ "name", name },     { "serial", serial },	    { "epoch", epoch },
	{ "device", device }, { "valid-from", valid_from }, { "valid-until", valid_until },
};

void diff_head(struct changes *c, const struct input *a, const struct input *b)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(head); i++)
		changes_compare(c, CHANGE_HEAD, head[i].what, head[i].text(&a->view, c->arena),
				head[i].text(&b->view, c->arena));
}

/* The bytes of struct lorica_policy_rec, each with the words of the language for it. */
static const struct {
	enum change_group group;
	const char *what;
	const struct words *words;
	size_t offset;
} fields[] = {
	{ CHANGE_HEAD, "mode", &words_mode, offsetof(struct lorica_policy_rec, mode) },
	{ CHANGE_HEAD, "on-fail", &words_on_fail, offsetof(struct lorica_policy_rec, on_fail) },
	{ CHANGE_SECTIONS, "exec default", &words_default,
	  offsetof(struct lorica_policy_rec, exec_default) },
	{ CHANGE_SECTIONS, "writable-code", &words_default,
	  offsetof(struct lorica_policy_rec, writable_code) },
	{ CHANGE_SECTIONS, "writable-code where the kernel cannot do all of it", &words_degrade,
	  offsetof(struct lorica_policy_rec, may_degrade) },
	{ CHANGE_SECTIONS, "firmware", &words_default,
	  offsetof(struct lorica_policy_rec, firmware) },
	{ CHANGE_SECTIONS, "boot on-fail", &words_boot, offsetof(struct lorica_policy_rec, boot) },
	{ CHANGE_SECTIONS, "bpf", &words_default, offsetof(struct lorica_policy_rec, bpf) },
	{ CHANGE_SECTIONS, "net default", &words_default, offsetof(struct lorica_policy_rec, net) },
	{ CHANGE_SECTIONS, "usb default", &words_default, offsetof(struct lorica_policy_rec, usb) },
	{ CHANGE_SECTIONS, "kernel-helpers", &words_default,
	  offsetof(struct lorica_policy_rec, helpers) },
	{ CHANGE_SECTIONS, "on-revoked", &words_on_revoked,
	  offsetof(struct lorica_policy_rec, on_revoked) },
};

static const char *field(const struct input *in, size_t i)
{
	return words_name(fields[i].words, ((const u8 *)in->policy.rec)[fields[i].offset]);
}

static u8 flags_of(const struct input *in, u32 volume)
{
	u32 i;

	for (i = 0; i < in->policy.nr_exec; i++)
		if (in->policy.exec[i].kind == LORICA_EXEC_VOLUME &&
		    in->policy.exec[i].ref == volume)
			return in->policy.exec[i].flags;
	return 0;
}

/* What becomes of a volume that both policies name where the kernel cannot hold it. */
static void diff_volumes(struct changes *c, const struct input *a, const struct input *b)
{
	u32 i, k;

	for (i = 0; i < b->policy.nr_volumes; i++) {
		k = lorica_policy_volume(&a->policy, b->policy.volumes[i].root_hash);
		if (k == LORICA_NO_VOLUME)
			continue;
		changes_compare(c, CHANGE_SECTIONS,
				arena_printf(c->arena,
					     "volume '%s' where the kernel cannot hold it",
					     (const char *)b->policy.volumes[i].name),
				words_name(&words_degrade, flags_of(a, k)),
				words_name(&words_degrade, flags_of(b, i)));
	}
}

void diff_policy(struct changes *c, const struct input *a, const struct input *b)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fields); i++)
		changes_compare(c, fields[i].group, fields[i].what, field(a, i), field(b, i));
	diff_keys(c, a, b);
	diff_volumes(c, a, b);
	grant_compare(c, a, b);
	diff_interpreters(c, a, b);
	diff_revoked(c, a, b);
	diff_net(c, a, b);
	diff_usb(c, a, b);
	diff_boot(c, a, b);
	diff_integrity(c, a, b);
}
