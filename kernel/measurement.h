/* SPDX-License-Identifier: GPL-2.0-only */
/* What is in force, told to IMA's measurement list. */
#ifndef LORICA_MEASUREMENT_H
#define LORICA_MEASUREMENT_H

struct lorica_active;
struct lorica_loaded;
struct seq_file;

/**
 * lorica_measurement_add - put a statement that came into force into the list
 * @active: what is in force
 * @loaded: its policy, or one of its manifests
 *
 * When IMA measures critical data, it extends PCR 10; no other PCR changes.
 * What the list has it is not given again. Context: the lock of the active
 * state is held; may sleep.
 */
void lorica_measurement_add(const struct lorica_active *active, const struct lorica_loaded *loaded);

/**
 * lorica_measurement_seal - the same for all that is in force, at the seal
 * @active: what is in force
 *
 * Before the seal the module can go and come again, so what the list then says
 * need not be in force any more. What it says of a sealed system is.
 */
void lorica_measurement_seal(const struct lorica_active *active);

/**
 * lorica_measurement_show - the lines of `status` that speak of the list
 * @m: where to
 *
 * Context: the lock of the active state is held.
 */
void lorica_measurement_show(struct seq_file *m);

#endif
