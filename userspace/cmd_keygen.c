// SPDX-License-Identifier: GPL-2.0-only
/* lorica keygen: an RSA key and a self-signed certificate, for tests. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd.h"
#include "lib/cert.h"
#include "lib/name.h"
#include "lib/number.h"
#include "lib/option.h"

enum { SERIAL_BITS = 127, MAX_DAYS = 36500 };

struct request {
	const char *name;
	const char *dir;
	u64 bits;
	u64 days;
	bool force;
	bool dry_run;
};

static bool set_extension(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *ext;
	X509V3_CTX ctx;
	bool ok;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, cert, cert, NULL, NULL, 0);
	ext = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	ok = ext && X509_add_ext(cert, ext, -1);
	X509_EXTENSION_free(ext);
	return ok;
}

static bool set_serial(X509 *cert)
{
	BIGNUM *bn = BN_new();
	bool ok = bn && BN_rand(bn, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) &&
		  BN_to_ASN1_INTEGER(bn, X509_get_serialNumber(cert));

	BN_free(bn);
	return ok;
}

static X509 *make_cert(const struct request *req, EVP_PKEY *key)
{
	X509 *cert = X509_new();
	X509_NAME *name = cert ? X509_get_subject_name(cert) : NULL;

	if (name && X509_set_version(cert, X509_VERSION_3) && set_serial(cert) &&
	    X509_gmtime_adj(X509_getm_notBefore(cert), 0) &&
	    X509_time_adj_ex(X509_getm_notAfter(cert), req->days, 0, NULL) &&
	    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)req->name,
				       -1, -1, 0) &&
	    X509_set_issuer_name(cert, name) && X509_set_pubkey(cert, key) &&
	    set_extension(cert, NID_basic_constraints, "critical,CA:FALSE") &&
	    set_extension(cert, NID_key_usage, "critical,digitalSignature") &&
	    set_extension(cert, NID_subject_key_identifier, "hash") &&
	    X509_sign(cert, key, EVP_sha256()))
		return cert;
	X509_free(cert);
	return NULL;
}

/* One of the two files: complete under a temporary name, then in its place. */
struct output {
	char path[PATH_MAX];
	char temp[PATH_MAX];
};

static int name_output(struct output *out, const struct request *req, const char *suffix)
{
	int n = snprintf(out->path, sizeof(out->path), "%s/%s.%s", req->dir, req->name, suffix);

	if (n >= (int)sizeof(out->path) - (int)sizeof(".XXXXXX")) {
		fprintf(stderr, "lorica: the name of '%s' is too long\n", req->dir);
		return EXIT_FAILED;
	}
	if (req->force || faccessat(AT_FDCWD, out->path, F_OK, AT_SYMLINK_NOFOLLOW))
		return EXIT_OK;
	fprintf(stderr, "lorica: '%s' exists; --force replaces it\n", out->path);
	return EXIT_FAILED;
}

static int say_errno(const struct output *out)
{
	fprintf(stderr, "lorica: cannot write '%s': %s\n", out->path, strerror(errno));
	return EXIT_FAILED;
}

static int write_temp(struct output *out, BIO *content, mode_t mode)
{
	char *data;
	long len = BIO_get_mem_data(content, &data);
	int fd, ret = EXIT_OK;

	memcpy(out->temp, out->path, sizeof(out->temp));
	strcat(out->temp, ".XXXXXX");
	/* It has mode 0600 from the start. */
	fd = mkostemp(out->temp, O_CLOEXEC);
	if (fd < 0) {
		ret = say_errno(out);
		out->temp[0] = '\0';
		return ret;
	}
	errno = ENOSPC; /* what a short write means */
	if (write(fd, data, len) != len || fchmod(fd, mode) || fsync(fd))
		ret = say_errno(out);
	if (close(fd) && !ret)
		ret = say_errno(out);
	return ret;
}

static int put_in_place(struct output *out, bool force)
{
	/* link(2), unlike rename(2), never replaces a file made meanwhile. */
	if (force ? rename(out->temp, out->path) : link(out->temp, out->path))
		return say_errno(out);
	return EXIT_OK;
}

static int write_pair(const struct request *req, BIO *key, BIO *cert)
{
	struct output outs[2] = { 0 };
	int i, ret;

	ret = name_output(&outs[0], req, "key");
	if (!ret)
		ret = name_output(&outs[1], req, "crt");
	if (!ret && !req->dry_run)
		ret = write_temp(&outs[0], key, 0600);
	if (!ret && !req->dry_run)
		ret = write_temp(&outs[1], cert, 0644);
	if (!ret && !req->dry_run)
		ret = put_in_place(&outs[0], req->force);
	if (!ret && !req->dry_run) {
		ret = put_in_place(&outs[1], req->force);
		if (ret && !req->force)
			unlink(outs[0].path);
	}
	for (i = 0; i < 2; i++)
		if (outs[i].temp[0])
			unlink(outs[i].temp);
	if (!ret && !globals.quiet)
		fprintf(stderr,
			"lorica: %s '%s' and '%s', for tests: production keys belong in an HSM\n",
			req->dry_run ? "would write" : "wrote", outs[0].path, outs[1].path);
	return ret;
}

static int generate(const struct request *req)
{
	EVP_PKEY *key = EVP_RSA_gen(req->bits);
	X509 *cert = key ? make_cert(req, key) : NULL;
	BIO *key_pem = BIO_new(BIO_s_secmem()), *cert_pem = BIO_new(BIO_s_mem());
	int ret = EXIT_FAILED;

	if (cert && key_pem && cert_pem &&
	    PEM_write_bio_PKCS8PrivateKey(key_pem, key, NULL, NULL, 0, NULL, NULL) &&
	    PEM_write_bio_X509(cert_pem, cert))
		ret = write_pair(req, key_pem, cert_pem);
	else
		cert_say_openssl("cannot make a key and its certificate");
	BIO_free(key_pem);
	BIO_free(cert_pem);
	X509_free(cert);
	EVP_PKEY_free(key);
	return ret;
}

static bool take_bits(void *bits, char *arg)
{
	u64 *n = bits;

	return !number_parse(arg, 4096, n) && (*n == 3072 || *n == 4096);
}

int cmd_keygen(int argc, char **argv)
{
	struct request req = { .dir = ".", .bits = 3072, .days = 3650 };
	/* clang-format off */
	const struct option_spec options[] = {
		{ "dir", .text = &req.dir },
		{ "bits", .take = take_bits, .to = &req.bits, .wants = "takes 3072 or 4096" },
		{ "days", .number = &req.days, .min = 1, .max = MAX_DAYS },
		{ "force", .flag = &req.force },
		{ "dry-run", 'n', .flag = &req.dry_run },
		{ 0 },
	};
	/* clang-format on */
	int ret = option_parse(&argc, &argv, options);

	if (ret)
		return ret;
	if (argc != 1)
		return cmd_usage("keygen", "takes one NAME");
	req.name = argv[0];
	if (!name_ok(req.name) || req.name[0] == '.' || req.name[0] == '-')
		return cmd_usage("keygen",
				 "NAME is 1 to 31 characters of A-Z a-z 0-9 . _ -, not '%s'",
				 req.name);
	return generate(&req);
}
