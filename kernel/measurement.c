// SPDX-License-Identifier: GPL-2.0-only
#include "measurement.h"

#include <linux/errno.h>
#include <linux/ima.h>
#include <linux/seq_file.h>

#include "active.h"
#include "boot.h"
#include "record.h"
#include "seal.h"

/* Both under the lock of the active state. */
static u64 nr_listed;
static u64 nr_missed;

void lorica_measurement_add(const struct lorica_active *active, const struct lorica_loaded *loaded)
{
	const struct lorica_record record = {
		.view = &loaded->view,
		.sha256 = loaded->sha256,
		.mode = active->policy.rec->mode,
		.boot = lorica_boot_state(&active->policy),
		.sealed = lorica_sealed(),
	};
	char text[LORICA_RECORD_SIZE];
	size_t len = lorica_record_write(&record, text);
	int ret;

	ret = ima_measure_critical_data(LORICA_RECORD_LABEL, lorica_record_name(&loaded->view),
					text, len, false, NULL, 0);
	/* The list has each entry once; a module that came again tells some of them again. */
	if (!ret || ret == -EEXIST)
		nr_listed++;
	else
		nr_missed++;
}

void lorica_measurement_seal(const struct lorica_active *active)
{
	u32 i;

	lorica_measurement_add(active, active->policy_stmt);
	for (i = 0; i < active->nr_manifests; i++)
		lorica_measurement_add(active, active->manifests[i]);
}

void lorica_measurement_show(struct seq_file *m)
{
	seq_printf(m, "ima_records %llu\n", nr_listed);
	seq_printf(m, "ima_missed %llu\n", nr_missed);
}
