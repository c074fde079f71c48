// SPDX-License-Identifier: GPL-2.0-only
#include "serials.h"

/* Its index; that behind the last when there is none. */
static u32 find_serial(const struct lorica_serials *serials, const struct lorica_stmt_view *view,
		       const u8 *signer)
{
	const struct lorica_serial *e = serials->entry;
	u32 i;

	for (i = 0; i < serials->nr; i++)
		if (!memcmp(e[i].name, view->head->name, sizeof(e->name)) &&
		    !memcmp(e[i].signer, signer, sizeof(e->signer)))
			break;
	return i;
}

enum lorica_reason lorica_serials_check(const struct lorica_serials *serials,
					const struct lorica_stmt_view *view, const u8 *signer,
					const u8 *sha256)
{
	u32 i = find_serial(serials, view, signer);
	const struct lorica_serial *e;

	if (i == serials->nr)
		return i < LORICA_MAX_SERIALS ? LORICA_OK : LORICA_R_TOO_MANY;
	e = &serials->entry[i];
	if (view->serial < e->serial)
		return LORICA_R_SERIAL_OLD;
	if (view->serial == e->serial && memcmp(e->sha256, sha256, sizeof(e->sha256)))
		return LORICA_R_SERIAL_SAME;
	return LORICA_OK;
}

void lorica_serials_note(struct lorica_serials *serials, const struct lorica_stmt_view *view,
			 const u8 *signer, const u8 *sha256)
{
	u32 i = find_serial(serials, view, signer);
	struct lorica_serial *e;

	if (i == LORICA_MAX_SERIALS)
		return;
	e = &serials->entry[i];
	memcpy(e->name, view->head->name, sizeof(e->name));
	memcpy(e->signer, signer, sizeof(e->signer));
	memcpy(e->sha256, sha256, sizeof(e->sha256));
	e->serial = view->serial;
	if (i == serials->nr)
		serials->nr++;
}
