// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "boot.h"

#include <crypto/sha2.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/seq_file.h>
#include <linux/tpm.h>

#include "boot_match.h"
#include "event.h"
#include "limits.h"
#include "policy_boot.h"
#include "reason.h"
#include "rollback.h"
#include "seal.h"

/* All of it under the lock of the active state. */
static struct lorica_boot_facts facts;
static struct lorica_boot_verdict verdict;
static char cmdline[LORICA_MAX_CMDLINE];

static int hash(void *ctx, u16 alg, const u8 *data, size_t len, u8 *digest)
{
	if (alg != LORICA_ALG_SHA256)
		return -EOPNOTSUPP;
	sha256(data, len, digest);
	return 0;
}

#if IS_REACHABLE(CONFIG_TCG_TPM)
static void *log_copy;

static void read_pcrs(struct tpm_chip *chip)
{
	u32 pcr;

	facts.read = 0;
	for (pcr = 0; pcr < LORICA_MAX_PCRS; pcr++) {
		struct tpm_digest digest = { .alg_id = TPM_ALG_SHA256 };

		if (!lorica_boot_pcr_ok(pcr) || tpm_pcr_read(chip, pcr, &digest))
			continue;
		memcpy(facts.pcr[pcr], digest.digest, sizeof(facts.pcr[pcr]));
		facts.read |= BIT(pcr);
	}
}

/* The kernel's goes with the driver, whoever holds the chip. Without a copy there is no log. */
static void copy_log(const struct tpm_chip *chip)
{
	const struct tpm_bios_log *log = &chip->log;
	size_t len = log->bios_event_log_end - log->bios_event_log;

	if (!log->bios_event_log || len > LORICA_MAX_EVENTLOG)
		return;
	log_copy = kvmalloc(len, GFP_KERNEL);
	if (!log_copy)
		return;
	memcpy(log_copy, log->bios_event_log, len);
	facts.log = log_copy;
	facts.log_len = len;
}

static void find_tpm(void)
{
	struct tpm_chip *chip = tpm_default_chip();

	if (!chip)
		return;
	/* One that a program plays says what that program wants. */
	if (!(chip->flags & TPM_CHIP_FLAG_VIRTUAL)) {
		facts.has_tpm = true;
		if (chip->flags & TPM_CHIP_FLAG_TPM2)
			read_pcrs(chip);
		copy_log(chip);
	}
	put_device(&chip->dev);
}

void lorica_boot_exit(void)
{
	kvfree(log_copy);
}
#else
static void find_tpm(void)
{
}

void lorica_boot_exit(void)
{
}
#endif

/*
 * Where the kernel keeps the line is not exported. A proc of our own, because
 * anything can be mounted over the one that a process sees.
 */
static void read_cmdline(void)
{
	struct file_system_type *type = get_fs_type("proc");
	struct vfsmount *proc;
	struct file *file;
	ssize_t len = -ENOENT;
	loff_t pos = 0;

	proc = type ? kern_mount(type) : ERR_PTR(-ENODEV);
	if (IS_ERR(proc))
		return;
	file = file_open_root_mnt(proc, "cmdline", O_RDONLY, 0);
	if (!IS_ERR(file)) {
		len = kernel_read(file, cmdline, sizeof(cmdline), &pos);
		fput(file);
	}
	kern_unmount(proc);
	/* The kernel ends it with a newline; without one it may go on. */
	if (len < 1 || cmdline[len - 1] != '\n' || strnlen(cmdline, len) != len)
		return;
	cmdline[len - 1] = '\0';
	facts.cmdline = cmdline;
}

/*
 * Before the seal PCRs are as the boot left them. A TPM that shows up behind it,
 * with a driver that came late, is not believed.
 */
static void gather(void)
{
	facts.hash.hash = hash;
	facts.rollback = lorica_rollback_source();
	if (!facts.has_tpm && !lorica_sealed())
		find_tpm();
	if (!facts.cmdline)
		read_cmdline();
}

static void report(const struct lorica_policy *policy, u64 serial)
{
	bool is_refused = lorica_boot_may_seal(policy);
	struct lorica_report r = {
		.type = LORICA_EVENT_BOOT,
		.verdict = LORICA_VERDICT_ALLOW,
		.reason = verdict.reason,
		.rule = ~0U,
		.policy_serial = serial,
		.object = "boot",
	};
	u32 i;

	if (lorica_boot_passed(&verdict)) {
		lorica_event_add(&r);
		pr_info("boot: %s\n", lorica_reason_text(verdict.reason));
		return;
	}
	r.verdict = is_refused ? LORICA_VERDICT_DENY : LORICA_VERDICT_AUDIT;
	for (i = 0; i < verdict.nr && i < LORICA_MAX_BOOT_FINDINGS; i++) {
		const struct lorica_boot_finding *f = &verdict.finding[i];

		r.reason = f->reason;
		r.code = -lorica_reason_errno(f->reason);
		r.object = f->what;
		r.digest = f->has_seen ? f->seen : NULL;
		lorica_event_add(&r);
		pr_notice("boot: %s: %s\n", f->what, lorica_reason_text(f->reason));
	}
}

void lorica_boot_judge(const struct lorica_policy *policy, u64 serial)
{
	if (!policy->rec->boot)
		return;
	gather();
	lorica_boot_check(policy, &facts, &verdict);
	report(policy, serial);
}

enum lorica_reason lorica_boot_may_seal(const struct lorica_policy *policy)
{
	if (policy->rec->boot != LORICA_BOOT_HALT || policy->rec->mode != LORICA_MODE_ENFORCE ||
	    lorica_boot_passed(&verdict))
		return LORICA_OK;
	return LORICA_R_BOOT;
}

const char *lorica_boot_state(const struct lorica_policy *policy)
{
	if (!policy->rec->boot)
		return "not-managed";
	if (!lorica_boot_passed(&verdict))
		return "failed";
	return verdict.reason == LORICA_R_BOOT_NO_TPM ? "no-tpm" : "ok";
}

void lorica_boot_show(struct seq_file *m, const struct lorica_policy *policy)
{
	u32 i;

	seq_printf(m, "boot %s\n", lorica_boot_state(policy));
	if (!policy->rec->boot)
		return;
	seq_printf(m, "boot_on_fail %s\n", policy->rec->boot == LORICA_BOOT_HALT ? "halt" : "log");
	seq_printf(m, "boot_tpm %s\n", facts.has_tpm ? "present" : "absent");
	for (i = 0; i < verdict.nr && i < LORICA_MAX_BOOT_FINDINGS; i++) {
		const struct lorica_boot_finding *f = &verdict.finding[i];

		seq_printf(m, "boot_finding %s %s", lorica_reason_name(f->reason), f->what);
		if (f->has_seen)
			seq_printf(m, " seen %*phN", (int)sizeof(f->seen), f->seen);
		seq_putc(m, '\n');
	}
}
