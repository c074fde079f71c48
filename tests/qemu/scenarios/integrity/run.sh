#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Each change that the module of the tests makes to the running kernel is found, by its name; what a
# sound kernel does all the time is not. The last one ends the machine. tests/attack/tamper has the module.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

kit=/attack/tamper
node=/proc/lorica-tamper

# status_has WHAT LINE: a line of `lorica status` is exactly this.
status_has() {
	allowed "$1" sh -c 'lorica status | grep -qx -- "$1"' sh "$2"
}

# within WHAT LINE: the same, in a while
within() {
	allowed "$1" sh -c 'for i in $(seq 60); do
		lorica status | grep -qx -- "$1" && exit; sleep 0.5; done; lorica status; false' sh "$2"
}

# event_has WHAT REGEX
event_has() {
	allowed "$1" sh -c 'lorica events | grep -Eq -- "$1"' sh "$2"
}

value() { lorica status | sed -n "s/^$1 //p"; }
# sound WHAT: a pass finds nothing.
sound() { allowed "$1" lorica scan; }
# changed WHAT: it finds something.
changed() {
	# shellcheck disable=SC2016 # for the inner shell
	allowed "$1" sh -c 'lorica scan; [ $? = 4 ]'
}
load() { allowed "$1" lorica load "$kit/$2.stmt"; }
# count REGEX: such events so far
count() { lorica events | grep -Ec -- "$1"; }

# found ACT REGEX: the act is done, one event tells of it however often it is seen, and when it is
# undone all is as it was.
found() {
	case $(uname -m)-$1 in
	*-syscall32 | x86_64-vector | x86_64-sa | x86_64-span | x86_64-wxn | x86_64-ttbr1 | \
		aarch64-gate | aarch64-wp | aarch64-sm[ea]p | aarch64-umip | aarch64-*star | \
		aarch64-sfmask | aarch64-sysenter | aarch64-sce | aarch64-idtr) elsewhere=1 ;;
	*) elsewhere=0 ;;
	esac
	# What the module has no act for has to be known not to be here.
	if [ $elsewhere = 1 ] && ! grep -qx "$1" $node; then
		for tap_what in "$1 is found" '  and named, once' '  and gone when it is undone'; do
			skip "$tap_what" 'not on this kernel'
		done
		return
	fi
	before=$(count "$2")
	write_to $node "$1"
	changed "$1 is found"
	lorica -q scan || :
	write_to $node undo
	after=$(count "$2")
	if [ $((after - before)) = 1 ]; then
		ok '  and named, once'
	else
		not_ok '  and named, once'
		diag "$((after - before)) events of $2"
	fi
	sound '  and gone when it is undone'
}

# The process that has a name.
pid_of() { grep -lx "$1" /proc/[0-9]*/comm | sed 's,[^0-9],,g'; }

# rests: the passes of a policy with half of one CPU take more than one and a half times their work. A
# slice of work is shorter than a tick, and so is the rest after it.
rests() {
	passes=$(value integrity_passes)
	for _ in $(seq 60); do
		[ "$(value integrity_passes)" -lt $((passes + 2)) ] || break
		sleep 0.5
	done
	echo "a pass of $(value integrity_work_us) us of work took $(value integrity_took_ms) ms"
	[ "$(value integrity_passes)" -ge $((passes + 2)) ] &&
		[ $(($(value integrity_took_ms) * 2000)) -gt $((3 * $(value integrity_work_us))) ]
}

plan 111

status_has 'the kernel is watched' 'integrity watched'
sound 'a pass finds nothing'
for what in cpu syscalls rodata; do
	status_has "  $what is sound" "watch $what log sound 0"
done
diag "a pass without rests: $(value integrity_work_us) us of work"

# What goes on in a sound kernel.
allowed 'a module is loaded' insmod $kit/tamper.ko
sound '  that is no change'
allowed '  it is removed' rmmod tamper
sound '  nor is that'
allowed '  and loaded again' insmod $kit/tamper.ko
allowed 'a static key is flipped' sh -c 'echo 1 >/proc/sys/kernel/sched_schedstats && lorica scan && echo 0 >/proc/sys/kernel/sched_schedstats'
sound '  and flipped back'
allowed 'a CPU is switched off' write_to /sys/devices/system/cpu/cpu1/online 0
sound '  that is no change'
allowed '  and on again' write_to /sys/devices/system/cpu/cpu1/online 1
sound '  and is as it was'
allowed 'ten passes find nothing' sh -c 'for i in $(seq 10); do lorica -q scan || exit; done'
refused_with EINVAL 'the node takes one word' write_to /sys/kernel/security/lorica/scan stop

found rodata 'integrity rodata \+0x[0-9a-f]+ .*reason=rodata-changed'
found ro-after-init 'integrity rodata \+0x[0-9a-f]+ .*reason=rodata-changed'
found syscall 'integrity sys_call_table [0-9]+ .*reason=syscalls-changed'
found syscall32 'integrity ia32_sys_call_table 136 .*reason=syscalls-changed'
case $(uname -r) in
6.1.*)
	for what in 1 2 3; do skip 'gate' 'vectors are not watched here'; done
	;;
*) found gate 'integrity vector 206 .*reason=vectors-changed' ;;
esac
found vector 'integrity vector 15 .*reason=vectors-changed'
found wp 'integrity cpu 1 CR0 was 0x80010001 is 0x80000001 .*reason=cpu-changed'
for act in smep smap umip; do
	found $act 'integrity cpu 1 CR4 was .*reason=cpu-changed'
done
found lstar 'integrity cpu 1 LSTAR .*reason=cpu-changed'
found cstar 'integrity cpu 1 CSTAR .*reason=cpu-changed'
found star 'integrity cpu 1 STAR was .*reason=cpu-changed'
found sfmask 'integrity cpu 1 SFMASK was .*reason=cpu-changed'
found sysenter 'integrity cpu 1 SYSENTER_EIP .*reason=cpu-changed'
found sce 'integrity cpu 1 EFER was .*reason=cpu-changed'
found idtr 'integrity cpu 1 IDTR .*reason=cpu-changed'
for act in sa span wxn; do
	found $act 'integrity cpu 1 SCTLR_EL1 was .*reason=cpu-changed'
done
found ttbr1 'integrity cpu 1 TTBR1_EL1 .*reason=cpu-changed'

# Who looks cannot be held.
mkdir -p /tmp/groups
allowed 'root has control groups' mount -t cgroup2 none /tmp/groups
mkdir /tmp/groups/frozen
scanner=$(pid_of lorica-scan)
allowed 'there is one thread that looks' test "$scanner" -gt 1
refused_with EINVAL '  which nobody puts into another group' write_to /tmp/groups/frozen/cgroup.procs "$scanner"

# What something was is learnt once: no policy makes a change good.
allowed 'rodata is changed' write_to $node rodata
load 'a policy that watches nothing comes' none
status_has '  nothing is watched' 'integrity not-managed'
refused_with 'nothing is watched' '  and nothing can be looked at' lorica scan
load '  and one that watches again' back
changed '  the change is still one'
allowed '  it is undone' write_to $node undo
sound '  and all is as it was'
case $(uname -r) in
6.1.*)
	refused_with 'was not before the seal' 'what was not learnt before the seal is not watched after it' lorica load $kit/late.stmt
	load '  unless it may degrade' degrade
	status_has '  and status says so' 'watch vectors log unwatched 0'
	status_has '  twice' 'degraded integrity'
	;;
*)
	load 'what was learnt can be watched again' late
	load '  also when it may degrade' degrade
	status_has '  it does not' 'watch vectors log sound 0'
	refused '  and status does not say so' sh -c 'lorica status | grep -x "degraded integrity"'
	;;
esac

# Without being asked.
load 'a policy that looks every second comes' often
allowed 'rodata is changed' write_to $node rodata
within '  it is found' 'watch rodata log changed 1'
allowed '  it is undone' write_to $node undo
within '  that is found, too' 'watch rodata log sound 0'
load 'a policy with half of one CPU comes' share
allowed '  a pass rests as long as that says' rests
load 'an audit policy that would panic comes' audit
allowed 'a system call is changed' write_to $node syscall
changed '  it is found, and that is all'
event_has '  the event says so' 'audit integrity sys_call_table'
allowed '  it is undone' write_to $node undo
sound '  and all is as it was'

# The machine ends with this.
load 'a policy that means it comes' last
sound 'all is as it was'
write_to $node syscall
sleep 60
not_ok 'the machine goes on'
