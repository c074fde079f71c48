// SPDX-License-Identifier: GPL-2.0-only
#include "device.h"

#include <crypto/sha2.h>
#include <linux/dmi.h>
#include <linux/of.h>
#include <linux/string.h>

static u8 device_id[SHA256_DIGEST_SIZE];
static bool have_id;

static void take(const char *prefix, const char *value)
{
	char text[128];
	int len = snprintf(text, sizeof(text), "%s%s", prefix, value);

	/* A cut value could be shared by two devices. */
	if (len >= sizeof(text))
		return;
	sha256(text, len, device_id);
	have_id = true;
}

void lorica_device_init(void)
{
	const char *uuid = dmi_get_system_info(DMI_PRODUCT_UUID);
	const char *serial;

	/* All-zero and all-one UUIDs mean "not set" (SMBIOS 3.6, 7.2.1). */
	if (uuid && strcmp(uuid, "00000000-0000-0000-0000-000000000000") &&
	    strcasecmp(uuid, "ffffffff-ffff-ffff-ffff-ffffffffffff"))
		take("dmi:", uuid);
	else if (of_root && !of_property_read_string(of_root, "serial-number", &serial))
		take("dt:", serial);
}

const u8 *lorica_device_id(void)
{
	return have_id ? device_id : NULL;
}
