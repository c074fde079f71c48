// SPDX-License-Identifier: GPL-2.0-only
#include "hooks.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../cmd.h"
#include "lorica.skel.h"
#include "node.h"

#define PREFIX "lorica_"

static int talk(enum libbpf_print_level level, const char *fmt, va_list ap)
{
	if (level == LIBBPF_DEBUG && !globals.verbose)
		return 0;
	return vfprintf(stderr, fmt, ap);
}

static bool is_wanted(const char *wanted, const char *hook)
{
	size_t n = strlen(hook);
	const char *p;

	for (p = wanted; (p = strstr(p, hook)); p += n)
		if ((p == wanted || p[-1] == '\n') && (p[n] == '\n' || !p[n]))
			return true;
	return false;
}

static int attach_all(struct lorica_bpf *skel)
{
	struct bpf_program *prog;
	int n = 0, err;

	bpf_object__for_each_program(prog, skel->obj) {
		if (!bpf_program__autoload(prog))
			continue;
		n++;
	}
	err = lorica_bpf__attach(skel);
	return err ? err : n;
}

int hooks_attach(const char *wanted, struct lorica_bpf **skel)
{
	struct bpf_program *prog;
	struct lorica_bpf *s;
	int ret;

	libbpf_set_print(talk);
	libbpf_set_strict_mode(LIBBPF_STRICT_ALL);
	s = lorica_bpf__open();
	if (!s)
		return -errno;
	bpf_object__for_each_program(prog, s->obj) {
		const char *name = bpf_program__name(prog);

		bpf_program__set_autoload(prog, !strncmp(name, PREFIX, strlen(PREFIX)) &&
							is_wanted(wanted, name + strlen(PREFIX)));
	}
	ret = lorica_bpf__load(s);
	if (!ret && bpf_map_freeze(bpf_map__fd(s->maps.lorica_slots)))
		ret = -errno;
	if (!ret)
		ret = attach_all(s);
	if (ret < 0) {
		lorica_bpf__destroy(s);
		return ret;
	}
	*skel = s;
	return ret;
}

int hooks_hand_over(struct lorica_bpf *skel)
{
	int i, ret;

	for (i = 0; i < skel->skeleton->prog_cnt; i++) {
		struct bpf_link *link = *skel->skeleton->progs[i].link;
		char word[16];

		if (!link)
			continue;
		snprintf(word, sizeof(word), "%d", bpf_link__fd(link));
		ret = node_word("links", word);
		if (ret)
			return ret;
	}
	return 0;
}

void hooks_close(struct lorica_bpf *skel)
{
	lorica_bpf__destroy(skel);
}
