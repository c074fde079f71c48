// SPDX-License-Identifier: GPL-2.0-only
#include "catalogue.h"

#include "str.h"

static const struct control rows[] = {
#include "controls_rows.inc"
};

_Static_assert(ARRAY_SIZE(rows) == NR_CONTROLS, "one row for each id");

const struct standard standards[NR_STANDARDS] = {
	{ "enisa", "ENISA" },	{ "etsi", "ETSI EN 303 645" },
	{ "owasp", "OWASP" },	{ "nistir", "NISTIR 8259" },
	{ "iec", "IEC 62443" }, { "iisf", "IISF" },
	{ "csa", "CSA" },	{ "iso", "ISO 27001" },
};

const struct control *control_row(u16 id)
{
	return &rows[id - 1];
}

u16 control_find(const char *name)
{
	u16 id;

	for (id = 1; id <= NR_CONTROLS; id++)
		if (!strcmp(control_row(id)->id, name))
			return id;
	return CTL_NONE;
}

bool control_is_below(u16 id, u16 above)
{
	for (; id != CTL_NONE; id = control_row(id)->parent)
		if (id == above)
			return true;
	return false;
}

bool control_has_standard(const struct control *row, unsigned int standard)
{
	struct str rest = str_of(row->refs), ref;

	while (str_field(&rest, ';', &ref))
		if (str_starts(str_trim(ref), standards[standard].name))
			return true;
	return false;
}
