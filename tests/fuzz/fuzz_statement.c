// SPDX-License-Identifier: GPL-2.0-only
/* The content of a statement, whole, as the module gets it from an envelope. */
#include "fuzz.h"

#include "kernel/envelope.h"
#include "kernel/manifest.h"
#include "kernel/policy_decode.h"
#include "kernel/reason.h"

static void decoded(const struct lorica_stmt_view *view, size_t len)
{
	static const u8 device[32] = { 1 };
	struct lorica_manifest manifest;
	struct lorica_policy policy;
	size_t i, sum = 0;

	fuzz_assert(strlen(view->name) > 0 && strlen(view->name) < sizeof(view->head->name));
	fuzz_assert(lorica_stmt_purpose(view->type) && view->serial);
	for (i = 0; i < LORICA_NR_SECTION_IDS; i++) {
		fuzz_assert(!view->section[i].data == !view->section[i].len);
		fuzz_touch(view->section[i].data, view->section[i].len);
		sum += view->section[i].len;
	}
	fuzz_assert(sum < len);
	lorica_stmt_now(view, device, view->valid_from);
	lorica_stmt_now(view, NULL, 0);
	fuzz_assert(lorica_stmt_newer(view, view->serial, 0) == LORICA_R_SERIAL_SAME);
	if (view->type == LORICA_TYPE_POLICY)
		lorica_policy_decode(view, &policy);
	else
		lorica_manifest_decode(view, &manifest);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	struct lorica_envelope parts;
	struct lorica_stmt_view view;
	enum lorica_reason reason;
	u8 *copy = fuzz_copy(data, len);

	if (!lorica_envelope_open(copy, len, &parts)) {
		fuzz_touch(parts.content.data, parts.content.len);
		fuzz_touch(parts.issuer.data, parts.issuer.len);
		fuzz_touch(parts.serial.data, parts.serial.len);
		fuzz_touch(parts.signature.data, parts.signature.len);
	}
	reason = lorica_stmt_decode(copy, len, &view);
	fuzz_assert(*lorica_reason_name(reason) && *lorica_reason_text(reason));
	if (reason)
		fuzz_assert(lorica_reason_errno(reason) < 0);
	else
		decoded(&view, len);
	free(copy);
	return 0;
}
