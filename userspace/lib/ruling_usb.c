// SPDX-License-Identifier: GPL-2.0-only
#include "ruling_usb.h"

#include "desk.h"
#include "kernel/usb_match.h"
#include "ruling.h"
#include "text_usb.h"
#include "userspace/cmd.h"
#include "words.h"

static const enum lorica_reason open_nothing[] = { LORICA_OK };

/* How many devices a rule allows by now only the kernel knows. */
static const enum lorica_reason open_count[] = { LORICA_R_USB_TOO_MANY, LORICA_OK };

_Static_assert((int)RULING_USB_LOST < (int)RULING_MAX_RULES, "and the default");

static struct ruling_rule rule_of(struct desk *desk, u32 i)
{
	const struct lorica_policy *policy = &desk->policy.policy;
	struct ruling_rule rule = {
		.text = text_usb_string(policy, &policy->usb[i], &desk->arena),
	};

	ruling_place(desk, desk->policy.text.c.sema.usb_rules[i].ast->span, &rule);
	return rule;
}

static struct ruling_rule default_of(struct desk *desk)
{
	const struct sema *sema = &desk->policy.text.c.sema;
	const struct ast_usb *usb = sema->usb_section;
	struct ruling_rule rule = { .text = "without a 'usb' section every device is used" };

	if (!sema->usb_default)
		return rule;
	rule.text = arena_printf(&desk->arena, "usb default %s",
				 words_name(&words_default, sema->usb_default));
	ruling_place(desk, usb->value_span, &rule);
	return rule;
}

int ruling_usb(struct desk *desk, struct ruling *r)
{
	const struct lorica_policy *policy = &desk->policy.policy;
	bool by_rule, matches;
	u32 i;

	r->by_device = true;
	r->open = open_nothing;
	r->unmanaged = !policy->rec->usb;
	if (r->unmanaged) {
		r->decision = (struct lorica_decision){ true, LORICA_R_DEFAULT, ~0U };
		r->decided_by = default_of(desk);
		return EXIT_OK;
	}
	r->decision = lorica_match_usb(policy, r->event.usb, NULL);
	by_rule = r->decision.rule != ~0U;
	r->decided_by = by_rule ? rule_of(desk, r->decision.rule) : default_of(desk);
	if (by_rule && policy->usb[r->decision.rule].at_most)
		r->open = open_count;
	for (i = 0; i < policy->nr_usb && r->nr_lost < RULING_USB_LOST; i++) {
		if (i == r->decision.rule)
			continue;
		matches = lorica_usb_matches(policy, &policy->usb[i], r->event.usb);
		r->lost[r->nr_lost] = rule_of(desk, i);
		r->lost[r->nr_lost++].why = matches ? "a more specific rule decides" :
						      "it does not speak of such a device";
	}
	if (by_rule) {
		r->lost[r->nr_lost] = default_of(desk);
		r->lost[r->nr_lost++].why = "a rule speaks of it";
	}
	return EXIT_OK;
}
