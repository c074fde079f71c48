#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Every test there is. Each part's report goes to build/check/NAME.tap; the last
# line counts all of them. A part that dies without a report counts as one failure.
set -u

cd "$(dirname "$0")/.." || exit 1
out=build/check
rm -rf $out
mkdir -p $out
passed=0 failed=0 skipped=0
kernels=${KERNELS:-amd64-6.12 amd64-6.1 arm64-6.12}
scenarios=${SCENARIOS:-enforce attack two-loaders signed fsverity verity revoke audit}
start=$SECONDS

add() {
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

# count NAME STATUS: adds up the TAP of a part. Indented lines are subtests.
count() {
	local p f s
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
	local name=$1 status=0
	begun=$SECONDS
	shift
	"$@" >"$out/$name.tap" 2>"$out/$name.log" || status=$?
	count "$name" $status
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

# boots KERNEL... -- SCENARIO...: boots, and adds up what each of them reported.
boots() {
	local k s result args=() names=()
	while [ "$1" != -- ]; do
		args+=(-k "$1")
		names+=("$1")
		shift
	done
	shift
	tests/qemu/run.sh "${args[@]}" "$@"
	for k in "${names[@]}"; do
		for s; do
			result=build/qemu/$k/$s/result
			# run.sh leaves no result for what a scenario's options exclude.
			[ -e "$result" ] || continue
			# shellcheck disable=SC2046
			add $(sed -n 's/^passed=\([0-9]*\) failed=\([0-9]*\) skipped=\([0-9]*\).*/\1 \2 \3/p' "$result")
		done
	done
}

finish() {
	echo
	echo "checked in $(((SECONDS - start) / 60)) min $(((SECONDS - start) % 60)) s"
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" = 0 ]
	exit
}

rm -rf build/qemu/*/*/result
step build make --no-print-directory -j"$(nproc)" tool device device-arm64 || finish
part lint tests/lint.sh
part unit make -s check-unit
part kunit-host make -s check-kunit-host
part policies make -s check-policies
part cli make -s check-cli
part fuzz make -s fuzz FUZZ_SECONDS="${FUZZ_SECONDS:-30}"
for k in $kernels; do
	# shellcheck disable=SC2086
	step "guest-$k" tests/qemu/guest.sh "$k" || kernels=${kernels/$k/}
done
# shellcheck disable=SC2086
boots $kernels -- smoke $scenarios
# The sanitised kernel: the pure files under KUnit, the product under KASAN, UBSAN, lockdep and kmemleak.
step guest-kunit tests/qemu/guest.sh kunit && boots kunit -- kunit kmemleak enforce
# Debian's own initramfs with our hook, and the way from audit to enforce; one kernel is enough.
case " $kernels " in
*' amd64-6.12 '*)
	part initramfs-tools tests/qemu/initramfs-tools.sh amd64-6.12
	boots amd64-6.12 -- initramfs-tools initramfs-tools-refused initramfs-tools-shell
	# The logs of three ways to boot, against the TPM's PCRs and a second opinion.
	boots amd64-6.12 -- eventlog eventlog-grub eventlog-uki
	part eventlog tests/qemu/eventlog.sh amd64-6.12
	# What is learnt in the first boot is the policy of the second.
	boots amd64-6.12 -- learn
	boots amd64-6.12 -- learn-enforce
	;;
esac
# The bench itself: it has to tell failure from success.
boots amd64-6.12 -- selftest-expected-panic
finish
