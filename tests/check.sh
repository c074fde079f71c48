#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Every test there is. Each part's report goes to build/check/NAME.tap; the last
# line counts all of them. A part that dies without a report counts as one failure.
set -u

cd "$(dirname "$0")/.." || exit 1
out=build/check
rm -rf $out
mkdir -p $out
: >$out/counts
kernels=${KERNELS:-amd64-6.12 amd64-6.1 arm64-6.12}
scenarios=${SCENARIOS:-enforce attack interpreter two-loaders signed fsverity verity revoke net usb integrity}
start=$SECONDS

# add PASSED FAILED SKIPPED: a line of a file, since parts run side by side.
add() {
	echo "$1 $2 $3" >>$out/counts
}

# count NAME STATUS BEGUN: adds up the TAP of a part. Indented lines are subtests.
count() {
	local p f s begun=$3
	s=$(grep -c '^ok .*# [Ss][Kk][Ii][Pp]' "$out/$1.tap")
	p=$(($(grep -c '^ok ' "$out/$1.tap") - s))
	f=$(grep -c '^not ok ' "$out/$1.tap")
	if [ "$2" != 0 ] && [ "$f" = 0 ]; then
		f=1
		tail -n 20 "$out/$1.tap" "$out/$1.log" | sed 's/^/    | /'
	fi
	[ $((p + f + s)) != 0 ] || { f=1; echo "    | $1 reported nothing"; }
	grep '^not ok ' "$out/$1.tap" | sed 's/^/    /'
	grep '^ok .*# [Ss][Kk][Ii][Pp]' "$out/$1.tap" | sed 's/^/    /'
	printf '  %-7s %s: %d passed, %d failed, %d skipped (%d s)\n' \
		"$([ "$f" = 0 ] && echo PASS || echo FAIL)" "$1" "$p" "$f" "$s" $((SECONDS - begun))
	add "$p" "$f" "$s"
}

# part NAME COMMAND...: a part that prints TAP.
part() {
	local name=$1 status=0 begun=$SECONDS
	shift
	"$@" >"$out/$name.tap" 2>"$out/$name.log" || status=$?
	# In one piece, as others may print at the same time.
	count "$name" $status "$begun" >"$out/$name.sum"
	cat "$out/$name.sum"
}

# step NAME COMMAND...: something the parts need; counts only when it fails.
step() {
	local name=$1
	shift
	if ! "$@" >"$out/$name.log" 2>&1; then
		printf '  %-7s %s\n' FAIL "$name"
		tail -n 30 "$out/$name.log" | sed 's/^/    | /'
		add 0 1 0
		return 1
	fi
	return 0
}

# boots KERNEL/SCENARIO...: boots, two at a time, and adds up what each of them reported.
boots() {
	local pair result
	[ $# -gt 0 ] || return 0
	tests/qemu/run.sh "$@"
	for pair; do
		result=build/qemu/$pair/result
		# run.sh leaves no result for what a scenario's options exclude.
		if [ ! -e "$result" ]; then
			grep -qs '^only=' "tests/qemu/scenarios/${pair#*/}/options" || {
				printf '  %-7s %s\n' FAIL "$pair did not run"
				add 0 1 0
			}
			continue
		fi
		# shellcheck disable=SC2046
		add $(sed -n 's/^passed=\([0-9]*\) failed=\([0-9]*\) skipped=\([0-9]*\).*/\1 \2 \3/p' "$result")
	done
}

# pairs SCENARIO...: each with each kernel.
pairs() {
	local k s
	for s; do
		for k in $kernels; do echo "$k/$s"; done
	done
}

finish() {
	local passed failed skipped
	read -r passed failed skipped < <(awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }' $out/counts)
	echo
	echo "checked in $(((SECONDS - start) / 60)) min $(((SECONDS - start) % 60)) s"
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" = 0 ]
	exit
}

rm -rf build/qemu/*/*/result
step build make --no-print-directory -j"$(nproc)" tool device device-arm64 || finish
# Two rows of parts that each take one CPU.
{
	part cli make -s check-cli
} &
{
	part lint tests/lint.sh
	part unit make -s check-unit
	part kunit-host make -s check-kunit-host
	part policies make -s check-policies
	make -s -k fuzz-targets >$out/fuzz-targets.log 2>&1
}
wait
part fuzz make -s fuzz FUZZ_SECONDS="${FUZZ_SECONDS:-30}"
for k in $kernels; do
	# shellcheck disable=SC2086
	step "guest-$k" tests/qemu/guest.sh "$k" || kernels=${kernels/$k/}
done
# The sanitised kernel: the pure files under KUnit, the product under KASAN, UBSAN, lockdep and kmemleak.
sanitised='kunit/kmemleak kunit/kunit kunit/enforce'
step guest-kunit tests/qemu/guest.sh kunit || sanitised=
# Debian's own initramfs with our hook, the logs of three ways to boot, and the way from audit to
# enforce: one kernel is enough.
one=""
case " $kernels " in
*' amd64-6.12 '*)
	part initramfs-tools tests/qemu/initramfs-tools.sh amd64-6.12
	for s in boot boot-changed userland audit learn eventlog eventlog-grub eventlog-uki \
		initramfs-tools initramfs-tools-verity initramfs-tools-refused initramfs-tools-shell; do
		one="$one amd64-6.12/$s"
	done
	;;
esac
# The long ones first, so that no CPU waits for them at the end.
long='' rest=''
for s in $scenarios; do
	if [ "$s" = attack ]; then long=attack; else rest="$rest $s"; fi
done
# shellcheck disable=SC2046,SC2086 # lists
boots $(pairs $long) $sanitised $(pairs smoke $rest) $one
case " $kernels " in
*' amd64-6.12 '*)
	# Against the TPM's PCRs and a second opinion.
	part eventlog tests/qemu/eventlog.sh amd64-6.12
	# What is learnt in the first boot is the policy of the second. And the bench has to tell
	# failure from success.
	boots amd64-6.12/learn-enforce amd64-6.12/selftest-expected-panic
	;;
esac
finish
