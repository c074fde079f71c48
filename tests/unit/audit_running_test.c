// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of the running system, on a tree that stands in for it: what /proc and
 * /sys say there is written by this test.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"
#include "userspace/audit/check.h"
#include "userspace/audit/lorica.h"
#include "userspace/audit/socket.h"
#include "userspace/lib/arena.h"

#define STATUS "/sys/kernel/security/lorica/status"

static char top[] = "/tmp/lorica-running.XXXXXX";

static void put(const char *path, const char *text)
{
	char command[512];
	FILE *f;

	snprintf(command, sizeof(command), "mkdir -p \"$(dirname '%s%s')\"", top, path);
	if (system(command))
		abort();
	snprintf(command, sizeof(command), "%s%s", top, path);
	f = fopen(command, "w");
	if (!f || fputs(text, f) < 0 || fclose(f))
		abort();
}

static void clear(void)
{
	char command[256];

	snprintf(command, sizeof(command), "rm -rf '%s'/*", top);
	if (system(command))
		abort();
}

/* What a check says of the tree, as if it was running. */
static enum audit_status status_of(const char *name, bool running, const char *part)
{
	struct arena arena = { 0 };
	struct probe p = { .arena = &arena, .tree = { .arena = &arena, .running = running } };
	struct result r = { .arena = &arena, .observed = "" };
	const struct check *check;
	enum audit_status status;
	size_t i;

	for (i = 0; (check = check_at(i)) && strcmp(check->name, name);)
		i++;
	if (!check || root_init(&p.tree.root, top, true))
		abort();
	check->run(&p, &r);
	status = r.status;
	if (!strstr(r.observed, part)) {
		printf("# %s: %s\n", name, r.observed);
		status = AUDIT_UNSAID;
	}
	root_close(&p.tree.root);
	arena_free(&arena);
	return status;
}

static void check(const char *name, enum audit_status want, const char *part)
{
	ok(status_of(name, true, part) == want, "%s: %s %s", name, audit_status_name(want), part);
}

#define TCP_HEAD "  sl  local_address rem_address   st tx_queue rx_queue\n"

static void test_sockets(void)
{
	struct socket_line s;

	ok(!socket_parse((struct str){ TCP_HEAD, strlen(TCP_HEAD) - 1 }, false, &s),
	   "the head of the table is no socket");
	ok(!socket_parse(str_of("0: 0100007F:zzzz 00000000:0000 0A"), false, &s),
	   "nor is a port in letters");
	ok(!socket_parse(str_of("0: 01007F:0050 00000000:0000 0A"), false, &s),
	   "nor a short address");
	ok(!socket_parse(str_of("0: 0100007F:0050"), false, &s), "nor a line that is cut off");
	put("/proc/net/tcp", TCP_HEAD "   0: 0100007F:075B 00000000:0000 0A 00000000:00000000\n"
				      "   1: 00000000:0016 00000000:0000 0A 00000000:00000000\n");
	check("net.plaintext", AUDIT_PASS, "none of 2 sockets");
	put("/proc/net/tcp", TCP_HEAD "   0: 00000000:0017 00000000:0000 0A 00000000:00000000\n");
	check("net.plaintext", AUDIT_FAIL, "TCP port 23 is open to others");
	put("/proc/net/tcp", TCP_HEAD "   0: 0A01A8C0:C350 0501A8C0:075B 01 00000000:00000000\n");
	check("net.plaintext", AUDIT_FAIL, "TCP port 1883 is in use");
	put("/proc/net/tcp", TCP_HEAD "   0: 0100007F:C350 0100007F:075B 01 00000000:00000000\n");
	check("net.plaintext", AUDIT_PASS, "none of 1 sockets");
	put("/proc/net/udp6", TCP_HEAD
	    "   0: 00000000000000000000000000000000:0045 00000000000000000000000000000000:0000 07 0\n");
	check("net.plaintext", AUDIT_FAIL, "UDP port 69 is open to others");
	put("/proc/net/udp6", TCP_HEAD
	    "   0: 00000000000000000000000001000000:0045 00000000000000000000000000000000:0000 07 0\n");
	check("net.plaintext", AUDIT_PASS, "none of 2 sockets");
	put("/proc/net/tcp", "\xff");
	check("net.plaintext", AUDIT_ERROR, "not UTF-8");
	clear();
}

static void test_hardware(void)
{
	check("hardware.tpm", AUDIT_FAIL, "there is no TPM");
	put("/sys/class/tpm/tpm0/tpm_version_major", "1\n");
	check("hardware.tpm", AUDIT_FAIL, "version 1.2");
	put("/sys/class/tpm/tpm0/tpm_version_major", "2\n");
	check("hardware.tpm", AUDIT_FAIL, "no bank of SHA-256");
	put("/sys/class/tpm/tpm0/pcr-sha256/0", "x");
	check("hardware.tpm", AUDIT_FAIL, "no event log");
	put("/sys/kernel/security/tpm0/binary_bios_measurements", "");
	check("hardware.tpm", AUDIT_PASS, "TPM 2.0");
	check("hardware.self-tests", AUDIT_ERROR, "there is no /proc/crypto");
	put("/proc/crypto", "name : sha256\n");
	check("hardware.self-tests", AUDIT_ERROR, "tells of no self-test");
	put("/proc/crypto", "name : sha256\ndriver : sha256-generic\nselftest : passed\n");
	check("hardware.self-tests", AUDIT_PASS, "1 algorithms");
	put("/proc/crypto", "driver : a\nselftest : passed\n\ndriver : b\nselftest : unknown\n");
	check("hardware.self-tests", AUDIT_FAIL, "b: self-test unknown");
	put("/sys/devices/system/cpu/vulnerabilities/meltdown", "Not affected\n");
	put("/sys/devices/system/cpu/vulnerabilities/spectre_v2", "Mitigation: x\n");
	check("kernel.cpu", AUDIT_PASS, "none of 2");
	put("/sys/devices/system/cpu/vulnerabilities/spectre_v2", "Vulnerable, no microcode\n");
	check("kernel.cpu", AUDIT_FAIL, "spectre_v2: Vulnerable");
	clear();
	check("kernel.cpu", AUDIT_MANUAL, "does not tell");
}

#define MOUNT "36 35 254:1 / /data rw,noatime master:1 - ext4 /dev/mapper/data rw\n"

static void test_storage(void)
{
	put("/proc/self/mountinfo", "1 1 0:2 / /proc rw - proc proc rw\n" MOUNT);
	check("storage.encrypted", AUDIT_FAIL, "/data is writable and not encrypted");
	put("/sys/dev/block/254:1/dm/uuid", "LVM-x\n");
	check("storage.encrypted", AUDIT_FAIL, "/data is writable and not encrypted");
	put("/sys/dev/block/254:1/dm/uuid", "CRYPT-LUKS2-x-data\n");
	check("storage.encrypted", AUDIT_PASS, "each of 1");
	put("/proc/self/mountinfo", "36 35 254:1 / /data rw\n");
	check("storage.encrypted", AUDIT_ERROR, "no separator");
	clear();
	put("/proc/sys/fs/suid_dumpable", "2\n");
	put("/etc/sysctl.d/x.conf", "fs.suid_dumpable=0\n");
	check("kernel.core-dumps", AUDIT_FAIL, "fs.suid_dumpable is 2");
	put("/proc/sys/fs/suid_dumpable", "0\n");
	check("kernel.core-dumps", AUDIT_PASS, "no core dump");
	put("/proc/sys/fs/suid_dumpable", "\n");
	check("kernel.core-dumps", AUDIT_ERROR, "not a number");
	clear();
}

#define POLICY "policy gateway serial 7 epoch 2 sha256 00\n"
#define HOOKS                                                                                     \
	"hook bprm_check_security attached proved\nhook mmap_file attached proved\n"              \
	"hook file_mprotect attached proved\nhook kernel_read_file attached proved\n"             \
	"hook kernel_post_read_file attached proved\nhook kernel_load_data attached proved\n"     \
	"hook bpf attached proved\nhook bpf_prog attached proved\nhook capable attached proved\n" \
	"hook locked_down attached proved\nhook task_prctl attached proved\n"                     \
	"hook ptrace_access_check attached proved\nhook ptrace_traceme attached proved\n"
#define RULES "exec deny\nwritable_code deny\nfirmware not-managed\nbpf deny\nevents 4\n"

static void each_lorica(enum audit_status want, const char *part)
{
	static const char *const names[] = { "lorica.code", "lorica.runtime", "lorica.memory",
					     "lorica.debug" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		check(names[i], want, part);
}

static void test_lorica(void)
{
	put("/proc/sys/kernel/sysrq", "0\n");
	put("/proc/sys/kernel/perf_event_paranoid", "3\n");
	each_lorica(AUDIT_FAIL, "the module is not loaded");
	put(STATUS, "mode none\nsealed no\n");
	each_lorica(AUDIT_FAIL, "not sealed");
	check("lorica.change", AUDIT_FAIL, "no policy with a serial");
	put(STATUS, "mode enforce\n" POLICY RULES "sealed yes\n" HOOKS);
	each_lorica(AUDIT_PASS, "");
	check("lorica.change", AUDIT_PASS, "above 7");
	check("lorica.policy", AUDIT_PASS, "serial 7");
	check("lorica.events", AUDIT_PASS, "record");
	put(STATUS, "mode audit\n" POLICY RULES "sealed yes\n" HOOKS);
	each_lorica(AUDIT_FAIL, "does not refuse");
	check("lorica.policy", AUDIT_FAIL, "does not refuse");
	put(STATUS, "mode enforce\n" POLICY RULES "sealed no\n" HOOKS);
	each_lorica(AUDIT_FAIL, "not sealed");
	check("lorica.change", AUDIT_FAIL, "not sealed");
	put(STATUS,
	    "mode enforce\n" POLICY "exec not-managed\nwritable_code deny\nsealed yes\n" HOOKS);
	check("lorica.code", AUDIT_FAIL, "exec default deny");
	check("lorica.runtime", AUDIT_FAIL, "exec default deny");
	check("lorica.events", AUDIT_FAIL, "no number of events");
	put(STATUS,
	    "mode enforce\n" POLICY "exec deny\nwritable_code not-managed\nsealed yes\n" HOOKS);
	check("lorica.code", AUDIT_PASS, "");
	check("lorica.runtime", AUDIT_FAIL, "writable-code deny");
	put(STATUS, "mode enforce\n" POLICY RULES "sealed yes\n");
	each_lorica(AUDIT_FAIL, "is not attached and proved");
	put(STATUS,
	    "mode enforce\n" POLICY RULES "sealed yes\nhook locked_down attached unproved\n");
	check("lorica.memory", AUDIT_FAIL, "locked_down is not attached and proved");
	put(STATUS, "mode enforcement\n" POLICY RULES "sealed yes\n" HOOKS);
	each_lorica(AUDIT_FAIL, "does not refuse");
	put(STATUS, "mode enforce\n" POLICY RULES "sealed yes\n" HOOKS);
	put("/proc/sys/kernel/sysrq", "1\n");
	check("lorica.debug", AUDIT_FAIL, "kernel.sysrq is 1");
	ok(!lorica_hook_proved(str_of(HOOKS), "mmap"), "a part of a name is no hook");
	clear();
}

int main(void)
{
	if (!mkdtemp(top))
		return 1;
	test_sockets();
	test_hardware();
	test_storage();
	test_lorica();
	if (rmdir(top))
		return 1;
	return tap_done();
}
