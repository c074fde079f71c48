// SPDX-License-Identifier: GPL-2.0-only
/*
 * A policy text, through the whole compiler. What compiles has to compile
 * again, from its canonical text, to the same bytes.
 *
 * A line "#file PATH" begins another file, which can be included.
 */
#include "fuzz.h"

#include <errno.h>

#include "kernel/policy_decode.h"
#include "userspace/lib/compile.h"
#include "userspace/lib/emit.h"
#include "userspace/lib/json.h"

static FILE *nowhere;

/* Every path has a certificate of its own, all with one digest; a path with '!' has none. */
static enum key_cert_wrong load(void *context, struct arena *arena, const char *path,
				struct key_cert *cert, const char **why)
{
	u8 der[] = { 0x30, 0x06, 0x02, 0x04, 0, 0, 0, 0 };
	u32 hash = 2166136261;
	const char *p;

	(void)context;
	if (strchr(path, '!')) {
		*why = "is not here";
		return KEY_CERT_UNREADABLE;
	}
	for (p = path; *p; p++)
		hash = (hash ^ (u8)*p) * 16777619;
	memcpy(der + 4, &hash, sizeof(hash));
	cert->der = (u8 *)arena_string(arena, (char *)der, sizeof(der));
	cert->len = sizeof(der);
	memset(cert->sha256, 0xa5, sizeof(cert->sha256));
	cert->not_before = path[0] == '<' ? INT32_MAX : 0;
	cert->not_after = path[0] == '>' ? 1 : INT32_MAX;
	cert->has_key_id = path[0] != '.';
	cert->key_id = path[0] == '~';
	return KEY_CERT_OK;
}

enum { MAX_FILES = 32 };

/* The files of one input, each a heap block of its own, so that a step out of it shows. */
struct files {
	struct source list[MAX_FILES];
	unsigned int nr;
	unsigned int reads;
};

static int find(void *context, struct arena *arena, struct source *source)
{
	const struct files *files = context;
	unsigned int i;

	(void)arena;
	source->name = source->path;
	for (i = 1; i < files->nr; i++) {
		source->id = files->list[i].name;
		if (!strcmp(files->list[i].name, source->path))
			return 0;
	}
	return -ENOENT;
}

static int read_one(void *context, struct arena *arena, struct source *source)
{
	struct files *files = context;
	unsigned int i;

	(void)arena;
	/* Each file is read once, however often it is included. */
	fuzz_assert(files->reads++ < files->nr);
	for (i = 1; strcmp(files->list[i].name, source->path);)
		i++;
	if (source->path[0] == '!')
		return -EFBIG;
	source->text = files->list[i].text;
	source->len = files->list[i].len;
	return 0;
}

static char *copy(const char *text, size_t len)
{
	char *to = malloc(len + 1);

	memcpy(to, text, len);
	to[len] = '\0';
	return to;
}

/* Takes an input apart at its "#file" lines. */
static void split(struct files *files, const char *text, size_t len)
{
	static const char mark[] = "\n#file ";
	const char *end = text + len, *next, *line;
	const char *name = "fuzz";
	size_t n = 4;

	for (; text; text = next) {
		next = files->nr < MAX_FILES - 1 ? memmem(text, end - text, mark, strlen(mark)) :
						   NULL;
		files->list[files->nr++] = (struct source){
			.name = copy(name, n),
			.text = copy(text, (next ? next + 1 : end) - text),
			.len = (next ? next + 1 : end) - text,
		};
		if (!next)
			break;
		name = next + strlen(mark);
		line = memchr(name, '\n', end - name) ?: end;
		n = line - name;
		next = line;
	}
}

static void forget(struct files *files)
{
	while (files->nr--) {
		free((char *)files->list[files->nr].name);
		free((char *)files->list[files->nr].text);
	}
}

/* A statement for free(), NULL when the text does not compile. */
static u8 *compile(struct files *files, size_t *out_len)
{
	struct compile c = {
		.source = files->list[0],
		.reader = { find, read_one, files },
		.loader = { .load = load },
		.now = 1795521600,
	};
	struct json j;
	u8 *out = NULL;

	if (compile_run(&c))
		fuzz_assert(!emit_policy(&c.sema, &out, out_len));
	else
		fuzz_assert(c.diags.list);
	diag_print(&c.diags, nowhere, true, false);
	json_start(&j, nowhere);
	json_open(&j, NULL, '{');
	diag_json(&c.diags, &j);
	json_close(&j, '}');
	compile_free(&c);
	return out;
}

/* The canonical text of a statement; it includes nothing. */
static struct files canonical(const u8 *data, size_t len)
{
	struct files files = { .nr = 1 };
	struct lorica_stmt_view view;
	struct lorica_policy policy;

	fuzz_assert(!lorica_stmt_decode(data, len, &view));
	fuzz_assert(!lorica_policy_decode(&view, &policy));
	files.list[0].name = copy("canonical", 9);
	files.list[0].text = copy((const char *)policy.text.data, policy.text.len);
	files.list[0].len = policy.text.len;
	fuzz_assert(strlen(files.list[0].text) == policy.text.len);
	return files;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	struct files files = { 0 };
	size_t one_len, two_len;
	u8 *one, *two;

	if (!nowhere)
		nowhere = fopen("/dev/null", "w");
	if (!len)
		return 0;
	split(&files, (const char *)data, len);
	one = compile(&files, &one_len);
	forget(&files);
	if (!one)
		return 0;
	files = canonical(one, one_len);
	two = compile(&files, &two_len);
	fuzz_assert(two && one_len == two_len && !memcmp(one, two, one_len));
	forget(&files);
	free(one);
	free(two);
	return 0;
}
