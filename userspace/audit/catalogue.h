/* SPDX-License-Identifier: GPL-2.0-only */
/* The controls, from controls/controls.tsv, which the build turns into C. */
#ifndef LORICA_AUDIT_CATALOGUE_H
#define LORICA_AUDIT_CATALOGUE_H

#include <stdbool.h>

#include "kernel/shim.h"

/* CTL_1_8_3_13 is 1.8.3.13; a check that names a control that there is not does not compile. */
enum control_id {
	CTL_NONE = 0,
#include "controls_ids.inc"
};

/**
 * struct control - one row of the catalogue
 * @id: as 1.8.3.13
 * @title: what it asks for
 * @mechanism: how it is answered
 * @rest: what its checks do not see; not empty: when they all pass, a person has to look on
 * @refs: where it is asked for, with "; " between them
 * @class: K enforced in the kernel, U checked on the device, B at build time, O by documents, H a heading
 * @parent: the control above it, CTL_NONE at the top
 */
struct control {
	const char *id;
	const char *title;
	const char *mechanism;
	const char *rest;
	const char *refs;
	char class;
	u16 parent;
};

/**
 * control_row - look up a control
 * @id: CTL_*, not CTL_NONE
 *
 * Return: its row.
 */
const struct control *control_row(u16 id);

/**
 * control_find - look up a control by what people call it
 * @name: as 1.8.3.13
 *
 * Return: CTL_*, CTL_NONE when there is none.
 */
u16 control_find(const char *name);

/**
 * control_is_below - is a control the other one, or below it?
 * @id: CTL_*
 * @above: CTL_*
 *
 * Return: true when it is.
 */
bool control_is_below(u16 id, u16 above);

/**
 * control_has_standard - does a standard ask for a control?
 * @row: of the control
 * @standard: index below NR_STANDARDS
 *
 * Return: true when @refs of the control name it.
 */
bool control_has_standard(const struct control *row, unsigned int standard);

enum { NR_STANDARDS = 8 };

/**
 * struct standard - a document that asks for controls
 * @key: for attributes of HTML
 * @name: as references begin
 */
struct standard {
	const char *key;
	const char *name;
};

extern const struct standard standards[NR_STANDARDS];

#endif
