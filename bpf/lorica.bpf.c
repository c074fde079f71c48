// SPDX-License-Identifier: GPL-2.0-only
/*
 * All programs as one object: they share a map and a kfunc, and the static
 * linker of libbpf 1.1 cannot merge two users of one kfunc.
 */
#include "exec.bpf.c"
#include "net.bpf.c"
#include "self.bpf.c"
#include "trace.bpf.c"

char LICENSE[] SEC("license") = "GPL";
