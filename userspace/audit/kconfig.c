// SPDX-License-Identifier: GPL-2.0-only
#include "kconfig.h"

#include <sys/utsname.h>
#include <zlib.h>

#include "userspace/lib/arena.h"

enum { MAX_CONFIG = 4 << 20 };

void kconfig_value(struct str text, const char *name, struct str *value, u32 *line)
{
	struct lines lines = { .rest = text };
	struct str now, key;

	*value = (struct str){ "n", 1 };
	*line = 0;
	while (lines_next_used(&lines, &now, "")) {
		struct str rest = now;

		if (str_starts(now, "# CONFIG_") && str_ends(now, " is not set")) {
			rest = (struct str){ now.p + 9, now.n - 9 - 11 };
			if (!str_is(rest, name))
				continue;
			*value = (struct str){ "n", 1 };
			*line = lines.nr;
		} else if (str_starts(now, "CONFIG_") && str_field(&rest, '=', &key) && rest.p) {
			key.p += 7;
			key.n -= 7;
			if (!str_is(key, name))
				continue;
			*value = str_unquote(rest);
			*line = lines.nr;
		}
	}
}

static bool unpack(struct probe *p, struct str packed, struct str *text)
{
	z_stream z = { .next_in = (Bytef *)packed.p, .avail_in = packed.n };
	char *out = arena_alloc(p->arena, MAX_CONFIG);
	int err;

	if (inflateInit2(&z, 16 + MAX_WBITS) != Z_OK)
		return false;
	z.next_out = (Bytef *)out;
	z.avail_out = MAX_CONFIG;
	err = inflate(&z, Z_FINISH);
	*text = (struct str){ out, MAX_CONFIG - z.avail_out };
	inflateEnd(&z);
	return err == Z_STREAM_END;
}

bool kconfig_find(struct probe *p, struct result *r, const struct tree_file **file,
		  struct str *text)
{
	struct utsname uts;
	struct names boot;
	size_t i;

	*file = NULL;
	if (p->tree.running) {
		*file = tree_file(&p->tree, "/proc/config.gz");
		if (!(*file)->err) {
			if (unpack(p, (*file)->text, text))
				return true;
			say(r, AUDIT_ERROR, "/proc/config.gz cannot be unpacked");
			return false;
		}
		*file = NULL;
		if (uname(&uts) ||
		    !probe_text(p, r, arena_printf(p->arena, "/boot/config-%s", uts.release), file))
			return false;
	} else {
		if (!probe_list(p, r, "/boot", "", &boot))
			return false;
		for (i = 0; i < boot.nr; i++)
			if (!strncmp(boot.name[i], "/boot/config-", 13) &&
			    !probe_text(p, r, boot.name[i], file))
				return false;
	}
	if (*file)
		*text = (*file)->text;
	return true;
}
