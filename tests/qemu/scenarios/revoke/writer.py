# SPDX-License-Identifier: GPL-2.0-only
# A program that maps as code what it has open for writing, and is killed for that it is revoked. Who
# looked at it keeps no writer on the file: a lease is to be had while the look goes on.
#   writer.py FILE REPORT
import fcntl
import mmap
import os
import sys
import time

path, report = sys.argv[1:]
ready, tell = os.pipe()
child = os.fork()
if not child:
    fd = os.open(path, os.O_RDWR)
    code = mmap.mmap(fd, 4096, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_EXEC)
    os.close(fd)
    os.write(tell, b"x")
    time.sleep(900)
os.read(ready, 1)
with open(report, "w") as f:
    print("mapped", file=f)


def sweeps():
    with open("/sys/kernel/security/lorica/status") as f:
        return "sweep running\n" in f.readlines()


os.waitpid(child, 0)
fd = os.open(path, os.O_RDONLY)
leased = False
while not leased and sweeps():
    try:
        fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        leased = True
    except BlockingIOError:
        time.sleep(0.01)
with open(report, "w") as f:
    print("no writer" if leased and sweeps() else "a writer to the end", file=f)
