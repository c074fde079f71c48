// SPDX-License-Identifier: GPL-2.0-only
#include "diff.h"

#include <string.h>

#include "arena.h"
#include "changes.h"
#include "input.h"
#include "text_usb.h"

static void tell(struct changes *c, enum change_group group, const char *text, bool is_report)
{
	static const char *const reports[CHANGE_NR_GROUPS] = {
		[CHANGE_ALLOWED] = " (audit: no longer reported)",
		[CHANGE_DENIED] = " (audit: reported from now on)",
	};

	changes_add(c, group, "usb",
		    arena_printf(c->arena, "%s%s", text, is_report ? reports[group] : ""), NULL);
}

static const char *rule_of(struct changes *c, const struct input *in, u32 i)
{
	return text_usb_string(&in->policy, &in->policy.usb[i], c->arena);
}

static bool has(struct changes *c, const struct input *in, const char *rule)
{
	u32 i;

	for (i = 0; i < in->policy.nr_usb; i++)
		if (!strcmp(rule_of(c, in, i), rule))
			return true;
	return false;
}

/* May a device be used that no rule speaks of? */
static bool is_open(const struct input *in)
{
	return in->policy.rec->usb != LORICA_DEFAULT_DENY;
}

/* What the rules say that @one has and @other has not. */
static void rules(struct changes *c, const struct input *one, const struct input *other,
		  enum change_group allows, enum change_group denies, bool is_report)
{
	u32 i;

	for (i = 0; i < one->policy.nr_usb; i++) {
		bool allow = one->policy.usb[i].verdict == LORICA_DEFAULT_ALLOW;
		const char *rule = rule_of(c, one, i);

		/* Where all others are allowed as well, a rule that allows changes nothing. */
		if (has(c, other, rule) ||
		    (allow && other->policy.rec->usb == LORICA_DEFAULT_UNMANAGED))
			continue;
		tell(c, allow ? allows : denies,
		     arena_printf(c->arena, "USB devices of the rule '%s'", rule), is_report);
	}
}

void diff_usb(struct changes *c, const struct input *a, const struct input *b)
{
	static const char others[] = "USB devices that no rule speaks of";
	bool both = a->policy.rec->mode == LORICA_MODE_AUDIT &&
		    b->policy.rec->mode == LORICA_MODE_AUDIT;

	if (is_open(a) && !is_open(b))
		tell(c, CHANGE_DENIED, others, both);
	else if (!is_open(a) && is_open(b))
		tell(c, CHANGE_ALLOWED, others, both);
	rules(c, b, a, CHANGE_ALLOWED, CHANGE_DENIED, both);
	rules(c, a, b, CHANGE_DENIED, CHANGE_ALLOWED, both);
}
