// SPDX-License-Identifier: GPL-2.0-only
#include "refusal.h"

#include <linux/errno.h>

#include "active.h"
#include "event.h"
#include "exec.h"
#include "reason.h"

enum { LABEL_SIZE = 128 };

struct lorica_stance lorica_refusal_stance(const struct lorica_active *a)
{
	return (struct lorica_stance){
		.enforce = a->policy.rec->mode == LORICA_MODE_ENFORCE,
		.serial = a->policy_stmt->view.serial,
	};
}

int lorica_refusal_add(const struct lorica_report *report, const struct lorica_stance *stance,
		       const struct lorica_slot *self)
{
	/* A reason without an errno is none to refuse for; never let it pass for that. */
	int err = lorica_reason_errno(report->reason) ?: -EACCES;
	struct lorica_report full = *report;
	char label[LABEL_SIZE] = "";

	full.verdict = stance->enforce ? LORICA_VERDICT_DENY : LORICA_VERDICT_AUDIT;
	full.code = report->code ?: -err;
	full.rule = report->has_rule ? report->rule : ~0U;
	full.policy_serial = stance->serial;
	full.label = self ? lorica_exec_label(self, label, sizeof(label)) : label;
	lorica_event_add(&full);
	return stance->enforce ? err : 0;
}
