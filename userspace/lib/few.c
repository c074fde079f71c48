// SPDX-License-Identifier: GPL-2.0-only
#include "few.h"

#include "arena.h"
#include "path_text.h"

void few_add(struct few *few, const char *path, const char *note)
{
	char text[PATH_TEXT];

	if (few->nr++ >= FEW_SHOWN)
		return;
	few->text = arena_printf(few->arena, "%s%s'%s'%s%s%s", few->text ? few->text : "",
				 few->text ? ", " : "", path_text(path, text), note ? " (" : "",
				 note ? note : "", note ? ")" : "");
}

const char *few_text(const struct few *few)
{
	if (few->nr <= FEW_SHOWN)
		return few->text;
	return arena_printf(few->arena, "%s and %zu more", few->text, few->nr - FEW_SHOWN);
}
