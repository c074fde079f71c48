// SPDX-License-Identifier: GPL-2.0-only
/*
 * A policy text, through the whole compiler. What compiles has to compile
 * again, from its canonical text, to the same bytes.
 */
#include "fuzz.h"

#include "kernel/policy_decode.h"
#include "userspace/lib/compile.h"
#include "userspace/lib/emit.h"
#include "userspace/lib/json.h"

static FILE *nowhere;

/* Every path has one and the same certificate; a path with '!' has none. */
static enum key_cert_wrong load(void *context, struct arena *arena, const char *path,
				struct key_cert *cert, const char **why)
{
	static const u8 der[] = { 0x30, 0x03, 0x02, 0x01, 0x00 };

	(void)context;
	(void)arena;
	if (strchr(path, '!')) {
		*why = "is not here";
		return KEY_CERT_UNREADABLE;
	}
	cert->der = der;
	cert->len = sizeof(der);
	memset(cert->sha256, 0xa5, sizeof(cert->sha256));
	cert->not_before = path[0] == '<' ? INT32_MAX : 0;
	cert->not_after = path[0] == '>' ? 1 : INT32_MAX;
	return KEY_CERT_OK;
}

/* A statement for free(), NULL when the text does not compile. */
static u8 *compile(const char *text, size_t len, size_t *out_len)
{
	struct compile c = {
		.source = { .name = "fuzz", .text = text, .len = len },
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

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	struct lorica_stmt_view view;
	struct lorica_policy policy;
	char *text = malloc(len + 1);
	size_t one_len, two_len;
	u8 *one, *two;

	if (!nowhere)
		nowhere = fopen("/dev/null", "w");
	memcpy(text, data, len);
	text[len] = '\0';
	one = compile(text, len, &one_len);
	free(text);
	if (!one)
		return 0;
	fuzz_assert(!lorica_stmt_decode(one, one_len, &view));
	fuzz_assert(!lorica_policy_decode(&view, &policy));
	text = strndup((const char *)policy.text.data, policy.text.len);
	fuzz_assert(strlen(text) == policy.text.len);
	two = compile(text, policy.text.len, &two_len);
	fuzz_assert(two && one_len == two_len && !memcmp(one, two, one_len));
	free(text);
	free(one);
	free(two);
	return 0;
}
