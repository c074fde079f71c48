/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every maximum of Lorica in one place. The decoders check a count against
 * these before they use it, so no allocation is sized by unchecked input.
 */
#ifndef LORICA_LIMITS_H
#define LORICA_LIMITS_H

enum lorica_limits {
	/* A signed statement as written to `load`: CMS envelope and content. */
	LORICA_MAX_STATEMENT = 128 << 20,
	LORICA_MIN_STATEMENT = 64,
	/* What the envelope may add to its content (one RSA-4096 signer). */
	LORICA_MAX_ENVELOPE = 8 << 10,
	LORICA_MAX_SECTIONS = 16,
	LORICA_MAX_NAME = 32, /* with its NUL */

	LORICA_MAX_KEYS = 16,
	LORICA_MAX_CERT = 4 << 10,
	LORICA_MAX_EXEC_RULES = 64,
	LORICA_MAX_PROGRAMS = 4096,
	LORICA_MAX_INTERPRETERS = 64, /* records */
	LORICA_MAX_VOLUMES = 16,
	LORICA_MAX_REVOKED = 1 << 20,
	LORICA_MAX_NET_RULES = 1 << 17,
	LORICA_MAX_USB_RULES = 1024,
	LORICA_MAX_USB_STRING = 384, /* with its NUL; the kernel keeps no longer ones */
	/* Different interfaces of one device, in all its configurations. */
	LORICA_MAX_USB_INTERFACES = 64,
	LORICA_MAX_BOOT_RULES = 256,
	LORICA_MAX_BOOT_WORDS = 32 << 10, /* bytes of all words of command lines */
	LORICA_MAX_EVERY = 24 * 60 * 60, /* seconds between two passes over the kernel */
	LORICA_MIN_BUDGET = 100, /* millionths of a CPU: 0.01 percent */
	LORICA_MAX_BUDGET = 1000000,
	LORICA_MAX_FINDINGS = 16, /* of one watch that a pass tells of */
	LORICA_MAX_CMDLINE = 4096, /* with its NUL; kernels have 2048, or less */
	/* A policy with all of these, a digest a line, fits into a statement. */
	LORICA_MAX_TEXT = 72 << 20,

	LORICA_MAX_MANIFESTS = 16,
	LORICA_MAX_SERIALS = 128, /* names of manifests, by signer, since the module runs */
	LORICA_MAX_DIGESTS = 1 << 21,
	LORICA_MAX_PATH = 4096, /* with its NUL */
	LORICA_MAX_PATHS = 64 << 20, /* bytes of one manifest's path section */

	/* A file that is to become code; hashing it must come to an end. */
	LORICA_MAX_FILE = 1 << 30,
	/* A kernel module, or firmware; it is hashed without a pause. */
	LORICA_MAX_MODULE = 64 << 20,

	/* Of a file in security.ima: one of RSA-4096. */
	LORICA_MAX_SIGNATURE = 512,

	/* A bit for each inode on which fs-verity was enabled, of this many by their hash. */
	LORICA_FSVERITY_MARK_BITS = 16,

	/* The same for each inode that is an interpreter. */
	LORICA_INTERPRETER_BITS = 10,

	/* Files that the look for revoked programs keeps open, and processes it has told of. */
	LORICA_MAX_SWEPT = 4096,

	/* A slice of a file handed to the hash at a time. */
	LORICA_HASH_CHUNK = 64 << 10,

	LORICA_EVENT_RING = 256, /* records in each of two; a power of two */

	/* The log of measured boot: those of large machines have some 100 KiB. */
	LORICA_MAX_EVENTLOG = 4 << 20,
	LORICA_MAX_EVENTLOG_ALGS = 16,
	LORICA_MAX_BANKS = 4, /* algorithms that can be replayed */
	LORICA_MAX_PCRS = 24,
	LORICA_MAX_DIGEST = 64,
	LORICA_MAX_BOOT_FINDINGS = 16, /* that are told of one boot */
};

#endif
