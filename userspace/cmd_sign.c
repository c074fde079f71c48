// SPDX-License-Identifier: GPL-2.0-only
/* lorica sign: a statement goes in, the same in a CMS envelope comes out. */
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "lib/cert.h"
#include "lib/cms.h"
#include "lib/file.h"
#include "lib/option.h"
#include "lib/refusal.h"
#include "lib/sign_key.h"
#include "lib/trust.h"

struct request {
	const char *file;
	struct sign_key_source key;
	const char *cert;
	const char *out;
	bool dry_run;
};

static X509 *load_cert(const char *path)
{
	X509 *cert = cert_load(path);

	if (!cert || cert_usable(cert))
		return cert;
	fprintf(stderr, "lorica: the key of '%s' is not RSA of " CERT_BITS " bits\n", path);
	X509_free(cert);
	return NULL;
}

static int check_pair(const struct request *req, const struct sign_key *key, X509 *cert)
{
	if (EVP_PKEY_eq(key->key, X509_get0_pubkey(cert)) != 1) {
		fprintf(stderr, "lorica: the key '%s' does not belong to the certificate '%s'\n",
			key->name, req->cert);
		return EXIT_FAILED;
	}
	cert_warn_dates(cert, req->cert);
	return EXIT_OK;
}

static int write_signed(const struct request *req, const struct trust_stmt *stmt, EVP_PKEY *key,
			X509 *cert)
{
	enum lorica_reason reason;
	size_t len;
	int err = 0;
	u8 *env;

	reason = cms_sign(stmt->content, stmt->len, key, cert, &env, &len);
	if (reason == LORICA_R_KEY)
		return EXIT_FAILED;
	if (reason)
		return refusal_say(req->file, reason);
	if (!req->dry_run)
		err = file_write(req->out, env, len);
	OPENSSL_free(env);
	if (err) {
		fprintf(stderr, "lorica: cannot write '%s': %s\n", req->out, strerror(-err));
		return EXIT_FAILED;
	}
	if (!globals.quiet)
		fprintf(stderr, "lorica: %s %s '%s', serial %llu, epoch %llu\n",
			req->dry_run ? "would sign" : "signed",
			stmt->view.type == LORICA_TYPE_POLICY ? "policy" : "manifest",
			stmt->view.name, (unsigned long long)stmt->view.serial,
			(unsigned long long)stmt->view.epoch);
	return EXIT_OK;
}

static int sign(const struct request *req)
{
	struct trust_stmt stmt = { 0 };
	enum lorica_reason reason;
	struct sign_key key;
	X509 *cert;
	int ret;

	ret = refusal_read(req->file, &stmt.content, &stmt.len);
	if (ret)
		return ret;
	/* Before the key: nobody should type a PIN for something that fails anyway. */
	reason = trust_decode(&stmt);
	if (reason) {
		ret = refusal_say(req->file, reason);
		goto out_close;
	}
	ret = EXIT_FAILED;
	cert = load_cert(req->cert);
	if (!cert)
		goto out_close;
	ret = sign_key_open(&key, &req->key);
	if (!ret)
		ret = check_pair(req, &key, cert);
	if (!ret)
		ret = write_signed(req, &stmt, key.key, cert);
	sign_key_close(&key);
	X509_free(cert);
out_close:
	trust_close(&stmt);
	return ret;
}

static int stdins(const struct request *req)
{
	return !strcmp(req->file, "-") + !strcmp(req->cert, "-") +
	       (req->key.pass_file && !strcmp(req->key.pass_file, "-"));
}

int cmd_sign(int argc, char **argv)
{
	struct request req = { 0 };
	const struct option_spec options[] = {
		{ "key", 'k', .text = &req.key.key },
		{ "cert", 'c', .text = &req.cert },
		{ "output", 'o', .text = &req.out },
		{ "passphrase-file", .text = &req.key.pass_file, .once = true },
		{ "passphrase-env", .text = &req.key.pass_env, .once = true },
		{ "dry-run", 'n', .flag = &req.dry_run },
		{ 0 },
	};
	int ret = option_parse(&argc, &argv, options);

	if (ret)
		return ret;
	if (argc != 1)
		return cmd_usage("sign", "takes one FILE");
	req.file = argv[0];
	if (!req.key.key || !req.cert)
		return cmd_usage("sign", "needs --key and --cert");
	if (stdins(&req) > 1)
		return cmd_usage("sign", "standard input can be read for one thing");
	if (!req.out && !req.dry_run)
		return cmd_usage("sign", "needs -o OUT (- for standard output)");
	return sign(&req);
}
