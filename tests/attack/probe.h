/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A probe is one attack on an enforcing, sealed system by root. Each runs in
 * a process of its own, in a fresh directory on the root file system.
 */
#ifndef LORICA_ATTACK_PROBE_H
#define LORICA_ATTACK_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum result {
	REFUSED = 1, /* as it should be */
	WORKED, /* the attack succeeded */
	WRONG, /* refused for another reason, or the control failed */
	SKIPPED, /* the kernel has no such interface */
};

struct probe {
	const char *name;
	enum result (*run)(void);
	bool named_only; /* disturbs the others, or is beyond what is promised */
};

#define UNSIGNED "/attack/unsigned/"
#define SIGNED "/attack/signed/"
#define VERITY "/attack/verity/" /* listed by fs-verity digests alone */
#define VERITY_DESCRIBED "/attack/described/descriptor"
#define STATEMENTS "/attack/statements/"
#define NODE "/sys/kernel/security/lorica/"

/* Ends with a NULL name each. */
extern const struct probe exec_probes[], spawn_probes[], place_probes[], overlay_probes[],
	rootfs_probes[], helper_probes[], mapping_probes[], race_probes[], storage_probes[],
	vfat_probes[], fuse_probes[], pinned_probes[], denial_probes[], bpf_probes[],
	module_probes[], module_image_probes[], kexec_probes[], memory_probes[], statement_probes[],
	keyring_probes[], seal_probes[], poke_probes[], firmware_probes[], door_probes[],
	jit_probes[], fsverity_probes[], uprobe_probes[], revoked_probes[], net_probes[],
	net_around_probes[], net_under_probes[], interpreter_probes[];

/* main.c */
extern unsigned long rounds;

/* Says why; the last word of a probe is what is printed. Returns @result. */
enum result say(enum result result, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The result of the last say(): for who gives up on somebody else's word. */
enum result said(void);

/**
 * expect_errno - judge a call that had to fail
 * @what: name of the call, for the report
 * @ret: what it returned; negative is failure, and errno says why
 * @want: the errno it should have
 *
 * errno is read in here, so that @ret may be the call itself.
 */
enum result expect_errno(const char *what, long ret, int want);

/* The same for an interface that may be absent: ENOSYS, ENODEV, ENXIO, ENOENT skip. */
enum result expect_errno_or_absent(const char *what, long ret, int want);

/* The same for a file with a writer: the kernel's ETXTBSY may come before EACCES. */
enum result expect_writer(const char *what, long ret);

/* run.c */

/**
 * struct ran - what became of a program
 * @err: errno of execve, 0: it was executed
 * @status: wait status when executed
 * @out: beginning of what it wrote
 */
struct ran {
	int err;
	int status;
	char out[256];
};

/* Forks, calls @start with @ctx in the child, which execs; gathers the outcome. */
struct ran run_by(void (*start)(void *ctx), void *ctx);
struct ran run(const char *path, ...) __attribute__((sentinel));

/* REFUSED if execve failed with @want and nothing evil was said. */
enum result judge(const char *what, struct ran ran, int want);

/* REFUSED if the control ran and said SIGNED, else WRONG. */
enum result control(const char *what, struct ran ran);

/* file.c */
int copy_file(const char *from, const char *to);
int copy_flipped(const char *from, const char *to);
/* Replaces the content of an existing file, in place; -1 with errno. */
int overwrite(const char *path, const void *data, size_t len);
int write_text(const char *path, const char *text);
ssize_t read_text(const char *path, char *buf, size_t size);
void *slurp(const char *path, size_t *len);
/* A private mount namespace: what is mounted then ends with the probe. */
int own_mounts(void);
int mount_tmpfs(const char *dir);
/* The rest of the line of the status node that begins with @key. */
bool status_value(const char *key, char *value, size_t size);
bool exists(const char *path);

/* fsverity.c */
/* Enables fs-verity as a manifest lists it; -1 with errno. */
int seal_verity(const char *path);

/* loop.c */
/* Mounts an image; in a mount namespace of our own nothing is left behind. */
int loop_mount(const char *image, const char *dir, const char *type, unsigned long flags);

#endif
