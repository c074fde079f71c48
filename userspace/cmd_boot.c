// SPDX-License-Identifier: GPL-2.0-only
/*
 * lorica boot: from a fresh module to a sealed system, one line a step. Run
 * once, in the initramfs, before anything that did not come with it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../kernel/limits.h"
#include "../kernel/uapi/lorica.h"
#include "cmd.h"
#include "lib/canary.h"
#include "lib/confine.h"
#include "lib/epoch_store.h"
#include "lib/file.h"
#include "lib/hooks.h"
#include "lib/json.h"
#include "lib/modprobe.h"
#include "lib/node.h"
#include "lib/option.h"
#include "lib/submit.h"
#include "lib/trampoline.h"

struct boot {
	const char *policy;
	const char *epoch_file;
	struct option_list manifests;
	char *hooks;
	bool is_refused; /* the boot itself, by the policy */
	struct lorica_bpf *skel;
	struct json json;
};

static void say(struct boot *b, const char *step, const char *outcome, const char *detail)
{
	if (globals.json) {
		json_open(&b->json, NULL, '{');
		json_text(&b->json, "step", step);
		json_text(&b->json, "outcome", outcome);
		json_text(&b->json, "detail", detail);
		json_close(&b->json, '}');
	} else if (!globals.quiet || strcmp(outcome, "ok")) {
		printf("lorica boot: %-8s %-6s %s\n", step, outcome, detail);
	}
}

static int failed(struct boot *b, const char *step, const char *detail, const char *remedy)
{
	say(b, step, "FAILED", detail);
	fprintf(stderr, "lorica boot: step '%s' failed: %s\n  what to do: %s\n", step, detail,
		remedy);
	return -1;
}

static int step_module(struct boot *b)
{
	char *abi, detail[96];
	int ret = node_read("abi", &abi);

	if (ret) {
		snprintf(detail, sizeof(detail), "no /sys/kernel/security/lorica: %s",
			 strerror(-ret));
		return failed(b, "module", detail, NODE_REMEDY);
	}
	ret = atoi(abi);
	free(abi);
	if (ret != LORICA_ABI) {
		snprintf(detail, sizeof(detail), "the module speaks ABI %d, this loader %d", ret,
			 LORICA_ABI);
		return failed(b, "module", detail, "install module and loader of one release");
	}
	say(b, "module", "ok", "present");
	return 0;
}

/* Was that told before? A loader that came first may have done the work. */
static bool is_told(const char *from, u64 epoch)
{
	char *status, value[32], word[8];
	unsigned long long told;
	bool is;

	if (node_read("status", &status))
		return false;
	is = node_value(status, "min_epoch", value, sizeof(value)) &&
	     sscanf(value, "%llu %7s", &told, word) == 2 && told >= epoch &&
	     (!strcmp(word, from) || !strcmp(word, "tpm"));
	free(status);
	return is;
}

/* Before the policy, which it is for. */
static int tell_epoch(struct boot *b, const struct epoch_store *store)
{
	char detail[EPOCH_STORE_DETAIL], text[32];
	const char *from = store->file ? "file" : "tpm";
	u64 epoch;
	int ret = epoch_store_read(store, &epoch, detail);

	/* Most devices have none; of the others the policy knows what it requires. */
	if (ret) {
		if (ret != -ENOENT || store->file)
			say(b, "rollback", "none", detail);
		return 0;
	}
	snprintf(text, sizeof(text), "%s %llu", from, (unsigned long long)epoch);
	ret = node_word("min-epoch", text);
	if (ret && !(ret == -EBUSY && is_told(from, epoch))) {
		snprintf(detail, sizeof(detail), "cannot tell the smallest epoch: %s",
			 strerror(-ret));
		return failed(b, "rollback", detail,
			      "it has to be told before the first policy of a boot");
	}
	snprintf(detail, sizeof(detail), "policies need an epoch of %llu or more (%s)",
		 (unsigned long long)epoch, from);
	say(b, "rollback", "ok", detail);
	return 0;
}

static int step_rollback(struct boot *b)
{
	int ret = tell_epoch(b, &(struct epoch_store){ 0 });

	if (!ret && b->epoch_file)
		ret = tell_epoch(b, &(struct epoch_store){ .file = b->epoch_file });
	return ret;
}

static int step_statement(struct boot *b, const char *step, const char *path)
{
	char detail[512];

	if (submit_file(path, detail, sizeof(detail)) != SUBMIT_OK)
		return failed(b, step, detail, "`lorica verify` tells the same on the build host");
	say(b, step, "ok", detail);
	return 0;
}

static bool value_is(const char *status, const char *key, const char *want)
{
	char value[32];

	return node_value(status, key, value, sizeof(value)) && !strcmp(value, want);
}

static bool status_is(const char *key, const char *want)
{
	char *text;
	bool is;

	if (node_read("status", &text))
		return false;
	is = value_is(text, key, want);
	free(text);
	return is;
}

/* The USB core may be a module; what guards it comes when the policy asks for that. */
static int step_usb(struct boot *b)
{
	if (status_is("usb", "not-managed"))
		return 0;
	if (status_is("usb_part", "no"))
		modprobe("lorica_usb");
	if (status_is("usb_part", "no"))
		return failed(b, "usb",
			      "the policy has a 'usb' section, and lorica_usb.ko does not load",
			      "put it and usbcore.ko into the image beside lorica.ko");
	say(b, "usb", "ok", "the bus is watched");
	return 0;
}

/* One line for each thing that is not as the policy expects. */
static void say_findings(struct boot *b, const char *status)
{
	static const char key[] = "boot_finding ";
	const char *line;

	for (line = status; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		char text[256];

		if (strncmp(line, key, sizeof(key) - 1))
			continue;
		line += sizeof(key) - 1;
		snprintf(text, sizeof(text), "%.*s", (int)strcspn(line, "\n"), line);
		say(b, "measured", "FAILED", text);
	}
}

/* What the module thinks of the boot up to here. */
static int step_measured(struct boot *b)
{
	char *status;
	int ret = node_read("status", &status);

	if (ret)
		return failed(b, "measured", strerror(-ret), NODE_REMEDY);
	if (value_is(status, "boot", "ok")) {
		say(b, "measured", "ok", "the boot is as the policy expects");
	} else if (value_is(status, "boot", "no-tpm")) {
		say(b, "measured", "no-tpm", "without a TPM only the command line was judged");
	} else if (value_is(status, "boot", "failed")) {
		say_findings(b, status);
		b->is_refused = value_is(status, "boot_on_fail", "halt") &&
				value_is(status, "mode", "enforce");
		if (b->is_refused)
			ret = failed(b, "measured", "the boot is not as the policy expects",
				     "`lorica measure` tells what a boot leads to, and docs/boot.md why it may differ");
	}
	free(status);
	return ret;
}

static int step_hooks(struct boot *b)
{
	char detail[128];
	int ret = node_read("hooks", &b->hooks);

	if (!trampoline_runs_always())
		return failed(b, "hooks", "this kernel skips a BPF LSM program that is active",
			      "use Linux 6.2 or later, or a current 6.1");
	if (!ret)
		ret = hooks_attach(b->hooks, &b->skel);
	if (ret < 0) {
		snprintf(detail, sizeof(detail), "cannot attach the BPF programs: %s",
			 strerror(-ret));
		return failed(b, "hooks", detail, "`lorica doctor` tells what this kernel lacks");
	}
	snprintf(detail, sizeof(detail), "%d attached", ret);
	ret = hooks_hand_over(b->skel);
	if (ret) {
		snprintf(detail, sizeof(detail), "the module refused a link: %s", strerror(-ret));
		return failed(b, "hooks", detail,
			      "is another `lorica boot` running? It may do the work alone");
	}
	say(b, "hooks", "ok", detail);
	return 0;
}

static int step_canary(struct boot *b)
{
	char detail[128], hook[CANARY_NAME] = "";
	int ret = canary_prove(b->hooks, hook);

	if (ret == -ENOTRECOVERABLE) {
		snprintf(detail, sizeof(detail), "hook %s is attached but does not run", hook);
		return failed(b, "canary", detail,
			      "put `bpf` into lsm= on the kernel command line; `lorica doctor` tells more");
	}
	if (ret < 0) {
		snprintf(detail, sizeof(detail), "hook %s: %s", hook, strerror(-ret));
		return failed(b, "canary", detail, "is another `lorica boot` running?");
	}
	snprintf(detail, sizeof(detail), "%d hooks refused what they had to", ret);
	say(b, "canary", "ok", detail);
	return 0;
}

static int step_seal(struct boot *b)
{
	char detail[128];
	int ret = confine_self();

	if (ret) {
		snprintf(detail, sizeof(detail), "cannot confine the loader: %s", strerror(-ret));
		return failed(b, "seal", detail, "the kernel needs CONFIG_SECCOMP_FILTER");
	}
	ret = node_word("seal", "seal");
	if (ret) {
		snprintf(detail, sizeof(detail), "refused: %s", strerror(-ret));
		return failed(b, "seal", detail, "`lorica status` shows which hook is not proved");
	}
	say(b, "seal", "ok", "on until the next reboot");
	return 0;
}

static int run(struct boot *b)
{
	size_t i;
	int ret;

	ret = step_module(b);
	if (!ret)
		ret = step_rollback(b);
	if (!ret)
		ret = step_statement(b, "policy", b->policy);
	if (!ret)
		ret = step_measured(b);
	for (i = 0; !ret && i < b->manifests.nr; i++)
		ret = step_statement(b, "manifest", b->manifests.words[i]);
	if (!ret)
		ret = step_usb(b);
	if (!ret)
		ret = step_hooks(b);
	if (!ret)
		ret = step_canary(b);
	if (!ret)
		ret = step_seal(b);
	return ret;
}

int cmd_boot(int argc, char **argv)
{
	const char *manifests[LORICA_MAX_MANIFESTS];
	struct boot b = { .manifests = { manifests, .max = LORICA_MAX_MANIFESTS } };
	const struct option_spec options[] = {
		{ "policy", 'p', .text = &b.policy },
		{ "manifest", 'm', .list = &b.manifests },
		{ "epoch-file", .text = &b.epoch_file, .once = true },
		{ 0 },
	};
	int ret = option_parse_all(argc, argv, options);

	if (ret)
		return ret;
	if (!b.policy)
		return cmd_usage("boot", "--policy FILE is missing");
	if (globals.json) {
		json_start(&b.json, stdout);
		json_open(&b.json, NULL, '[');
	}
	if (status_is("sealed", "yes")) {
		say(&b, "seal", "ok", "was on before; `lorica load` brings newer statements");
		goto out;
	}
	ret = run(&b);
out:
	if (globals.json)
		json_close(&b.json, ']');
	hooks_close(b.skel);
	free(b.hooks);
	if (!ret)
		return EXIT_OK;
	/*
	 * The initramfs wants to know what the signed policy says, not what failed.
	 * A shell is no answer to a boot that is somebody else's.
	 */
	if (b.is_refused)
		return EXIT_FAILED;
	return status_is("on_fail", "shell") ? EXIT_SHELL : EXIT_FAILED;
}
