# SPDX-License-Identifier: GPL-2.0-only
# The end of the scenario, without a shell: process 1 runs what is revoked, and is not killed.
import os
import signal
import subprocess
import sys
import time

count = int(sys.argv[1])
tap = os.fdopen(3, "w", buffering=1)


def ok(good, what):
    global count
    count += 1
    tap.write(f"{'ok' if good else 'not ok'} {count} - {what}\n")


def status():
    with open("/sys/kernel/security/lorica/status") as f:
        return f.read().splitlines()


shell = subprocess.Popen(["/usr/bin/dash", "-c", "read x; exit 0"], stdin=subprocess.PIPE)
load = subprocess.run(["/usr/sbin/lorica", "load", sys.argv[2]], capture_output=True)
ok(load.returncode == 0, "the policy that revokes the shell is taken")
for _ in range(100):
    if "sweep done" in status():
        break
    time.sleep(1)
ok(shell.wait() == -signal.SIGKILL, "a shell is killed")
events = subprocess.run(["/usr/sbin/lorica", "events"], capture_output=True, text=True).stdout
told = [e for e in events.splitlines() if " revoked /usr/bin/dash " in e and " pid=1 " in e]
ok(len(told) == 1 and "audit revoked" in told[0], "process 1 is told of, and runs on")
ok(os.path.exists("/proc/1/exe"), "the system is up")
