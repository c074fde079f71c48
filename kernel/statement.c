// SPDX-License-Identifier: GPL-2.0-only
#include "statement.h"

#include "limits.h"

#define S(id) BIT(LORICA_SECTION_##id)

static const struct {
	u32 purpose;
	unsigned long required;
	unsigned long allowed;
} types[] = {
	[LORICA_TYPE_POLICY] = {
		.purpose = LORICA_PURPOSE_POLICY,
		.required = S(POLICY) | S(TEXT),
		.allowed = S(POLICY) | S(KEYS) | S(CERTS) | S(EXEC) | S(PROGRAMS) | S(STRINGS) |
			   S(VOLUMES) | S(REVOKED) | S(INTERPRETERS) | S(NET) | S(USB) | S(BOOT) | S(TEXT) | S(USB_STRINGS) | S(BOOT_WORDS) |
			   S(INTEGRITY),
	},
	[LORICA_TYPE_MANIFEST] = {
		.purpose = LORICA_PURPOSE_MANIFEST,
		.required = 0,	/* an image may have no code that needs listing */
		.allowed = S(DIGESTS) | S(PATHS),
	},
};

#undef S

bool lorica_all_zero(const u8 *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (p[i])
			return false;
	return true;
}

static size_t align8(size_t n)
{
	return (n + 7) & ~(size_t)7;
}

static bool name_char(u8 c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '_' || c == '-';
}

bool lorica_name_ok(const u8 *name)
{
	size_t n = 0;

	while (n < LORICA_MAX_NAME && name_char(name[n]))
		n++;
	return n > 0 && n < LORICA_MAX_NAME && lorica_all_zero(name + n, LORICA_MAX_NAME - n);
}

u32 lorica_stmt_purpose(u16 type)
{
	return type < ARRAY_SIZE(types) ? types[type].purpose : 0;
}

static enum lorica_reason decode_head(const u8 *data, size_t len, struct lorica_stmt_view *view)
{
	const struct lorica_stmt *head = (const void *)data;

	if (len < sizeof(*head))
		return LORICA_R_TRUNCATED;
	if (memcmp(head->magic, LORICA_MAGIC, sizeof(head->magic)))
		return LORICA_R_MAGIC;
	if (le16_to_cpu(head->abi) != LORICA_ABI)
		return LORICA_R_ABI;
	view->type = le16_to_cpu(head->type);
	if (!lorica_stmt_purpose(view->type))
		return LORICA_R_TYPE;
	if (le32_to_cpu(head->length) > len)
		return LORICA_R_TRUNCATED;
	if (le32_to_cpu(head->length) < len)
		return LORICA_R_TRAILING;
	if (head->flags || !lorica_all_zero(head->reserved, sizeof(head->reserved)))
		return LORICA_R_RESERVED;
	if (le16_to_cpu(head->nsections) > LORICA_MAX_SECTIONS)
		return LORICA_R_LIMIT;
	/* Serial 0 stands for "none active", so no statement may have it. */
	if (!lorica_name_ok(head->name) || !head->serial)
		return LORICA_R_CONTENT;

	view->head = head;
	view->serial = le64_to_cpu(head->serial);
	view->epoch = le64_to_cpu(head->epoch);
	view->valid_from = le64_to_cpu(head->valid_from);
	view->valid_until = le64_to_cpu(head->valid_until);
	view->device = lorica_all_zero(head->device, sizeof(head->device)) ? NULL : head->device;
	view->name = (const char *)head->name;
	return LORICA_OK;
}

static enum lorica_reason decode_sections(const u8 *data, size_t len, struct lorica_stmt_view *view)
{
	const struct lorica_section *table = (const void *)(data + sizeof(struct lorica_stmt));
	u16 i, n = le16_to_cpu(view->head->nsections);
	size_t end = sizeof(struct lorica_stmt) + n * sizeof(*table);
	unsigned long seen = 0;
	u32 last = 0;

	if (end > len)
		return LORICA_R_TRUNCATED;
	for (i = 0; i < n; i++) {
		u32 id = le32_to_cpu(table[i].id);
		size_t offset = le32_to_cpu(table[i].offset);
		size_t length = le32_to_cpu(table[i].length);

		if (table[i].reserved)
			return LORICA_R_RESERVED;
		if (id <= last || offset != end || !length)
			return LORICA_R_TABLE;
		if (length > len - end || align8(length) > len - end)
			return LORICA_R_TRUNCATED;
		if (id >= LORICA_NR_SECTION_IDS || !(types[view->type].allowed & BIT(id)))
			return LORICA_R_SECTION_UNKNOWN;
		end = offset + align8(length);
		if (!lorica_all_zero(data + offset + length, end - offset - length))
			return LORICA_R_RESERVED;
		view->section[id].data = data + offset;
		view->section[id].len = length;
		seen |= BIT(id);
		last = id;
	}
	if (end != len)
		return LORICA_R_TRAILING;
	if (types[view->type].required & ~seen)
		return LORICA_R_SECTION_MISSING;
	return LORICA_OK;
}

enum lorica_reason lorica_stmt_decode(const void *data, size_t len, struct lorica_stmt_view *view)
{
	enum lorica_reason reason;

	memset(view, 0, sizeof(*view));
	reason = decode_head(data, len, view);
	if (reason)
		return reason;
	return decode_sections(data, len, view);
}

enum lorica_reason lorica_stmt_now(const struct lorica_stmt_view *view, const u8 *device, u64 now)
{
	if (view->device && !device)
		return LORICA_R_NO_DEVICE_ID;
	if (view->device && memcmp(view->device, device, sizeof(view->head->device)))
		return LORICA_R_OTHER_DEVICE;
	if (view->valid_from && now < view->valid_from)
		return LORICA_R_NOT_YET_VALID;
	if (view->valid_until && now > view->valid_until)
		return LORICA_R_EXPIRED;
	return LORICA_OK;
}

enum lorica_reason lorica_stmt_newer(const struct lorica_stmt_view *view, u64 serial, u64 epoch)
{
	if (view->epoch < epoch)
		return LORICA_R_EPOCH_OLD;
	if (view->serial == serial)
		return LORICA_R_SERIAL_SAME;
	if (view->serial < serial)
		return LORICA_R_SERIAL_OLD;
	return LORICA_OK;
}
