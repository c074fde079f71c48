# SPDX-License-Identifier: GPL-2.0-only
# The verbs that sign, verify and list; they need -lcrypto (OpenSSL 3), -larchive and -pthread.
SIGN_SRCS := \
	userspace/cmd_keygen.c \
	userspace/cmd_manifest.c \
	userspace/cmd_sign.c \
	userspace/cmd_verify.c \
	userspace/lib/cert.c \
	userspace/lib/cms.c \
	userspace/lib/collect.c \
	userspace/lib/deb.c \
	userspace/lib/engine.c \
	userspace/lib/filekind.c \
	userspace/lib/fsverity.c \
	userspace/lib/hash_pool.c \
	userspace/lib/manifest_build.c \
	userspace/lib/name.c \
	userspace/lib/passphrase.c \
	userspace/lib/pkcs11_uri.c \
	userspace/lib/refusal.c \
	userspace/lib/root.c \
	userspace/lib/root_follow.c \
	userspace/lib/sign_key.c \
	userspace/lib/signed_file.c \
	userspace/lib/trust.c \
	userspace/lib/walk.c
