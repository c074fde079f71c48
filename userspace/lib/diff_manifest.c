// SPDX-License-Identifier: GPL-2.0-only
#include "diff.h"

#include <stdio.h>

#include "input.h"
#include "json.h"
#include "show.h"
#include "words.h"

/* The entries of one manifest that have one digest: they follow one another. */
struct run {
	const struct lorica_manifest *manifest;
	u32 start;
	u32 end;
};

static void next_run(struct run *r)
{
	const struct lorica_digest *d = r->manifest->digests;

	r->start = r->end;
	if (r->start == r->manifest->nr)
		return;
	do {
		r->end++;
	} while (r->end < r->manifest->nr &&
		 !memcmp(d[r->start].digest, d[r->end].digest, sizeof(d->digest)));
}

static bool is_empty(const struct run *r)
{
	return r->start == r->end;
}

/* Below 0 when the digest of @a comes first; what is over comes last. */
static int order(const struct run *a, const struct run *b)
{
	if (is_empty(a) || is_empty(b))
		return (int)is_empty(a) - (int)is_empty(b);
	return memcmp(a->manifest->digests[a->start].digest, b->manifest->digests[b->start].digest,
		      sizeof(b->manifest->digests->digest));
}

static const char *path_of(const struct run *r, u32 i)
{
	return lorica_manifest_path(r->manifest, &r->manifest->digests[i]);
}

/* Where the entries go: the title comes with the first one. */
struct out {
	struct json *j;
	const char *title;
	bool some;
};

static void put(struct out *out, const struct run *r, u32 i, const char *sign)
{
	const struct lorica_digest *d = &r->manifest->digests[i];

	if (!out->j) {
		if (!out->some)
			printf("%s:\n", out->title);
		printf("  %s", sign);
		show_digest(d);
		printf("  %s  ", words_name(&words_file_kind, d->kind));
		show_path(path_of(r, i));
		putchar('\n');
	} else {
		json_open(out->j, NULL, '{');
		json_hex(out->j, words_name(&words_tier, d->tier), d->digest, sizeof(d->digest));
		json_text(out->j, "kind", words_name(&words_file_kind, d->kind));
		json_text(out->j, "path", path_of(r, i));
		if (*sign)
			json_text(out->j, "in", *sign == '-' ? "a" : "b");
		json_close(out->j, '}');
	}
	out->some = true;
}

static void put_run(struct out *out, const struct run *r)
{
	u32 i;

	for (i = r->start; i < r->end; i++)
		put(out, r, i, "");
}

/* What @r has of one digest and @other has not; both are sorted by path. */
static void put_other_names(struct out *out, const struct run *r, const struct run *other,
			    const char *sign)
{
	u32 i, k = other->start;
	int which;

	for (i = r->start; i < r->end; i++) {
		for (which = 1; k < other->end; k++) {
			which = strcmp(path_of(r, i), path_of(other, k));
			if (which <= 0)
				break;
		}
		if (k == other->end || which ||
		    r->manifest->digests[i].kind != other->manifest->digests[k].kind ||
		    r->manifest->digests[i].tier != other->manifest->digests[k].tier)
			put(out, r, i, sign);
	}
}

enum pass {
	ALLOWED,
	DENIED,
	RELISTED,
	NR_PASSES,
};

static const struct {
	const char *name;
	const char *title;
} passes[NR_PASSES] = {
	[ALLOWED] = { "allowed", "becomes allowed" },
	[DENIED] = { "denied", "becomes denied" },
	[RELISTED] = { "relisted", "has other names" },
};

static void one_digest(enum pass pass, struct out *out, const struct run *a, const struct run *b,
		       int which)
{
	if (pass == ALLOWED && which > 0)
		put_run(out, b);
	if (pass == DENIED && which < 0)
		put_run(out, a);
	if (pass == RELISTED && !which) {
		put_other_names(out, a, b, "- ");
		put_other_names(out, b, a, "+ ");
	}
}

static bool run_pass(enum pass pass, const struct input *a, const struct input *b, struct json *j)
{
	struct run x = { .manifest = &a->manifest }, y = { .manifest = &b->manifest };
	struct out out = { .j = j, .title = passes[pass].title };

	if (j)
		json_open(j, passes[pass].name, '[');
	next_run(&x);
	next_run(&y);
	while (!is_empty(&x) || !is_empty(&y)) {
		int which = order(&x, &y);

		one_digest(pass, &out, &x, &y, which);
		if (which <= 0)
			next_run(&x);
		if (which >= 0)
			next_run(&y);
	}
	if (j)
		json_close(j, ']');
	return out.some;
}

bool diff_manifest(const struct input *a, const struct input *b, struct json *j)
{
	bool some = false;
	enum pass i;

	for (i = 0; i < NR_PASSES; i++)
		some |= run_pass(i, a, b, j);
	return some;
}
