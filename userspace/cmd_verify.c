// SPDX-License-Identifier: GPL-2.0-only
/* lorica verify: would a device with this anchor and this policy take it? */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cmd.h"
#include "lib/cert.h"
#include "lib/cms.h"
#include "lib/json.h"
#include "lib/option.h"
#include "lib/recheck.h"
#include "lib/refusal.h"
#include "lib/term.h"
#include "lib/trust.h"

enum { MAX_POLICIES = 16 };

struct request {
	const char *file;
	const char *anchor;
	struct option_list policies;
	bool reproduce;
};

/* clang-format off */
static const char *const section_names[LORICA_NR_SECTION_IDS] = {
	[LORICA_SECTION_POLICY] = "policy",
	[LORICA_SECTION_KEYS] = "keys",
	[LORICA_SECTION_CERTS] = "certs",
	[LORICA_SECTION_EXEC] = "exec",
	[LORICA_SECTION_PROGRAMS] = "programs",
	[LORICA_SECTION_STRINGS] = "strings",
	[LORICA_SECTION_VOLUMES] = "volumes",
	[LORICA_SECTION_REVOKED] = "revoked",
	[LORICA_SECTION_INTERPRETERS] = "interpreters",
	[LORICA_SECTION_NET] = "net",
	[LORICA_SECTION_USB] = "usb",
	[LORICA_SECTION_BOOT] = "boot",
	[LORICA_SECTION_TEXT] = "text",
	[LORICA_SECTION_DIGESTS] = "digests",
	[LORICA_SECTION_PATHS] = "paths",
	[LORICA_SECTION_USB_STRINGS] = "usb-strings",
	[LORICA_SECTION_BOOT_WORDS] = "boot-words",
	[LORICA_SECTION_INTEGRITY] = "integrity",
};
/* clang-format on */

/* What is told about a statement, before it is text or JSON. */
struct facts {
	const struct trust_stmt *stmt;
	const char *type;
	const char *signer;
	char *subject;
	u8 sha256[32];
	const bool *reproduced; /* NULL: nobody asked */
};

static void print_hex(const char *key, const u8 *data, size_t len)
{
	size_t i;

	printf("%s ", key);
	for (i = 0; i < len; i++)
		printf("%02x", data[i]);
	putchar('\n');
}

static void print_text(const struct facts *f)
{
	const struct lorica_stmt_view *view = &f->stmt->view;
	u32 id;

	printf("type %s\nname %s\n", f->type, view->name);
	printf("serial %llu\nepoch %llu\n", (unsigned long long)view->serial,
	       (unsigned long long)view->epoch);
	printf("length %zu\n", f->stmt->len);
	print_hex("sha256", f->sha256, sizeof(f->sha256));
	printf("signer %s\nsubject %s\n", f->signer, f->subject);
	if (view->valid_from)
		printf("valid-from %llu\n", (unsigned long long)view->valid_from);
	if (view->valid_until)
		printf("valid-until %llu\n", (unsigned long long)view->valid_until);
	if (view->device)
		print_hex("device", view->device, sizeof(view->head->device));
	if (view->type == LORICA_TYPE_MANIFEST)
		printf("files %u\nfsverity %u\n", f->stmt->manifest.nr,
		       f->stmt->manifest.nr_fsverity);
	if (f->reproduced)
		printf("reproduced %s\n", *f->reproduced ? "yes" : "no");
	for (id = 0; id < LORICA_NR_SECTION_IDS; id++)
		if (view->section[id].data)
			printf("section %s %u\n", section_names[id], view->section[id].len);
}

static void print_json(const struct facts *f, const char *file)
{
	const struct lorica_stmt_view *view = &f->stmt->view;
	struct json j;
	u32 id;

	json_start(&j, stdout);
	json_open(&j, NULL, '{');
	json_text(&j, "file", file);
	json_bool(&j, "accepted", true);
	json_text(&j, "type", f->type);
	json_text(&j, "name", view->name);
	json_u64(&j, "serial", view->serial);
	json_u64(&j, "epoch", view->epoch);
	json_number(&j, "length", f->stmt->len);
	json_hex(&j, "sha256", f->sha256, sizeof(f->sha256));
	json_text(&j, "signer", f->signer);
	json_text(&j, "subject", f->subject);
	if (view->valid_from)
		json_u64(&j, "valid-from", view->valid_from);
	if (view->valid_until)
		json_u64(&j, "valid-until", view->valid_until);
	if (view->device)
		json_hex(&j, "device", view->device, sizeof(view->head->device));
	if (view->type == LORICA_TYPE_MANIFEST) {
		json_number(&j, "files", f->stmt->manifest.nr);
		json_number(&j, "fsverity", f->stmt->manifest.nr_fsverity);
	}
	if (f->reproduced)
		json_bool(&j, "reproduced", *f->reproduced);
	json_open(&j, "sections", '{');
	for (id = 0; id < LORICA_NR_SECTION_IDS; id++)
		if (view->section[id].data)
			json_number(&j, section_names[id], view->section[id].len);
	json_close(&j, '}');
	json_close(&j, '}');
}

static int print(const struct request *req, const struct trust *trust,
		 const struct trust_stmt *stmt, const bool *reproduced)
{
	struct facts f = {
		.stmt = stmt,
		.reproduced = reproduced,
		.type = stmt->view.type == LORICA_TYPE_POLICY ? "policy" : "manifest",
		.signer = trust->names[stmt->signer],
		.subject = cert_subject(trust->certs[stmt->signer]),
	};

	if (!f.subject ||
	    !EVP_Digest(stmt->content, stmt->len, f.sha256, NULL, EVP_sha256(), NULL)) {
		fprintf(stderr, "lorica: cannot describe '%s': out of memory\n", req->file);
		free(f.subject);
		return EXIT_FAILED;
	}
	if (globals.json)
		print_json(&f, req->file);
	else if (!globals.quiet)
		print_text(&f);
	free(f.subject);
	return EXIT_OK;
}

/* What depends on the device and its clock is told, and left to the device. */
static void warn_of_moment(const struct request *req, const struct trust *trust,
			   const struct trust_stmt *stmt)
{
	u64 now = time(NULL);

	cert_warn_dates(trust->certs[stmt->signer], trust->names[stmt->signer]);
	if (stmt->view.valid_from && now < stmt->view.valid_from)
		fprintf(stderr, "lorica: warning: '%s' is not valid yet\n", req->file);
	if (stmt->view.valid_until && now > stmt->view.valid_until)
		fprintf(stderr, "lorica: warning: '%s' is not valid any more\n", req->file);
}

/* Looks into what nobody signed, for the sake of a better message alone. */
static bool looks_like_manifest(const u8 *env, size_t len)
{
	struct lorica_stmt_view view;
	u8 *content;
	bool yes;

	if (cms_content(env, len, &content, &len))
		return false;
	yes = !lorica_stmt_decode(content, len, &view) && view.type == LORICA_TYPE_MANIFEST;
	free(content);
	return yes;
}

static int open_stmt(const char *path, const struct trust *trust, struct trust_stmt *stmt)
{
	enum lorica_reason reason;
	size_t len;
	u8 *env;
	int ret;

	ret = refusal_read(path, &env, &len);
	if (ret)
		return ret;
	reason = trust_open(trust, env, len, stmt);
	if (reason && trust->nr == 1 && looks_like_manifest(env, len))
		fprintf(stderr,
			"lorica: '%s' is a manifest: its key is named in a policy; give --policy\n",
			path);
	free(env);
	if (reason == LORICA_R_MEMORY) {
		fprintf(stderr, "lorica: cannot check '%s': out of memory\n", path);
		return EXIT_FAILED;
	}
	return reason ? refusal_say(path, reason) : EXIT_OK;
}

/*
 * Puts the device into the state that it has with the policy active. The
 * anchor, which is all it trusts before, signs nothing but policies.
 */
static int load_policy(const char *path, struct trust *trust, struct trust_stmt *active)
{
	enum lorica_reason reason;
	int ret = open_stmt(path, trust, active);

	if (ret)
		return ret;
	if (active->view.type != LORICA_TYPE_POLICY) {
		fprintf(stderr, "lorica: '%s' is a manifest, not a policy\n", path);
		return EXIT_REJECTED;
	}
	reason = trust_add_policy(trust, active);
	return reason ? refusal_say(path, reason) : EXIT_OK;
}

/* Where in the statement a byte is. */
static const char *section_at(const struct trust_stmt *stmt, size_t offset)
{
	const struct lorica_stmt_view *view = &stmt->view;
	u32 id;

	for (id = 0; id < LORICA_NR_SECTION_IDS; id++)
		if (view->section[id].data && stmt->content + offset >= view->section[id].data &&
		    stmt->content + offset < view->section[id].data + view->section[id].len)
			return section_names[id];
	return "head";
}

/* People review the text, and the kernel obeys the tables. */
static bool reproduces(const struct request *req, const struct trust_stmt *stmt)
{
	struct recheck r;
	bool same = recheck_policy(&r, req->file, stmt->content, stmt->len, &stmt->policy);

	if (!same) {
		fprintf(stderr, "lorica: the text in '%s' is not what its tables say", req->file);
		if (diag_failed(&r.c.diags))
			fprintf(stderr, ": it does not compile\n");
		else
			fprintf(stderr, ": the first difference is in '%s'\n",
				section_at(stmt, r.differs));
		diag_print(&r.c.diags, stderr, term_color(stderr, globals.color), true);
	}
	recheck_free(&r);
	return same;
}

static int judge(const struct request *req, const struct trust *trust,
		 const struct trust_stmt *stmt)
{
	bool same;
	int ret;

	if (!req->reproduce)
		return print(req, trust, stmt, NULL);
	if (stmt->view.type != LORICA_TYPE_POLICY)
		return cmd_usage("verify", "'%s' is a manifest, which has no text to reproduce",
				 req->file);
	same = reproduces(req, stmt);
	ret = print(req, trust, stmt, &same);
	return ret || same ? ret : EXIT_REJECTED;
}

static int verify(const struct request *req, struct trust *trust)
{
	struct trust_stmt active[MAX_POLICIES] = { 0 }, stmt = { 0 };
	int ret = EXIT_OK;
	size_t i;

	for (i = 0; !ret && i < req->policies.nr; i++)
		ret = load_policy(req->policies.words[i], trust, &active[i]);
	if (!ret)
		ret = open_stmt(req->file, trust, &stmt);
	if (!ret) {
		warn_of_moment(req, trust, &stmt);
		ret = judge(req, trust, &stmt);
	}
	trust_close(&stmt);
	for (i = 0; i < MAX_POLICIES; i++)
		trust_close(&active[i]);
	return ret;
}

static int run(const struct request *req)
{
	struct trust trust;
	X509 *anchor = cert_load(req->anchor);
	int ret = EXIT_FAILED;

	if (!anchor)
		return ret;
	if (trust_start(&trust, anchor))
		fprintf(stderr, "lorica: the key of '%s' is not RSA of " CERT_BITS " bits\n",
			req->anchor);
	else
		ret = verify(req, &trust);
	trust_end(&trust);
	return ret;
}

int cmd_verify(int argc, char **argv)
{
	const char *policies[MAX_POLICIES];
	struct request req = { .policies = { policies, .max = MAX_POLICIES } };
	const struct option_spec options[] = {
		{ "anchor", 'a', .text = &req.anchor },
		{ "policy", 'p', .list = &req.policies },
		{ "reproduce", .flag = &req.reproduce },
		{ 0 },
	};
	int ret = option_parse(&argc, &argv, options);

	if (ret)
		return ret;
	if (argc != 1)
		return cmd_usage("verify", "takes one FILE");
	req.file = argv[0];
	if (!req.anchor)
		return cmd_usage("verify", "needs --anchor CERT");
	return run(&req);
}
