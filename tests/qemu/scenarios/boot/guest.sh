# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the scenarios about measured boot have in common; sourced behind lib.sh.
tool=/tmp/tool
node=/sys/kernel/security/lorica
mkdir -p $tool

find_tool() {
	for disk in /dev/vd[b-z]; do
		mount -t ext4 -o ro "$disk" $tool 2>/dev/null || continue
		[ ! -e $tool/lorica.ko ] || return 0
		umount $tool
	done
	return 1
}

lorica() {
	$tool/ld.so --library-path $tool $tool/lorica "$@"
}

has_line() {
	grep -q "$1" $node/status || { cat $node/status; false; }
}

lacks_line() {
	! grep "$1" $node/status
}

# says WHAT REGEX: a line of the status
says() {
	allowed "$1" has_line "$2"
}

# verdict NAME ok|no-tpm|failed: of the boot, by that policy
verdict() {
	allowed "the policy $1 says: $2" judged "$1" "$2"
}

judged() {
	$tool/loader load $tool/"$1".stmt && has_line "^boot $2\$"
}

findings() {
	[ "$(grep -c '^boot_finding' $node/status)" = "$1" ]
}

event_says() {
	$tool/loader -j events | grep '"boot"' | grep -q "$1"
}

# The value of PCR 9 is the one that was told beforehand.
same_as_captured() {
	lorica measure --running --pcr 9 >/tmp/captured || return
	[ "$(grep 'pcr 9 sha256' /tmp/captured)" = "$(grep '	pcr 9 sha256' $tool/golden)" ] &&
		[ "$(grep 'cmdline exact' /tmp/captured)" = "$(grep 'cmdline exact' $tool/golden)" ]
}

# TPM2_PCR_Extend of one digest of SHA-256, with an empty password.
extend() {
	extend_old=$(cat /sys/class/tpm/tpm0/pcr-sha256/"$1")
	{
		printf '\200\002\000\000\000\101\000\000\001\202\000\000\000'
		# shellcheck disable=SC2059 # the number is the format
		printf "\\$(printf %03o "$1")"
		printf '\000\000\000\011\100\000\000\011\000\000\000\000\000\000\000\000\001\000\013%032d' 7
	} >/tmp/extend
	dd if=/tmp/extend of=/dev/tpm0 bs=65 count=1 && [ "$(cat /sys/class/tpm/tpm0/pcr-sha256/"$1")" != "$extend_old" ]
}

# By any number: who holds a chip keeps its number from the next one.
has_tpm() {
	ls -d /sys/class/tpm/tpm[0-9]*
}

unbind_tpm() {
	for driver in /sys/bus/*/drivers/tpm_crb /sys/bus/*/drivers/tpm_tis; do
		for device in "$driver"/*:*; do
			[ -e "$device" ] || continue
			bound_tpm=${device##*/}
			echo "$bound_tpm" >"$driver/unbind"
		done
	done
	! has_tpm
}

bind_tpm() {
	for driver in /sys/bus/*/drivers/tpm_crb /sys/bus/*/drivers/tpm_tis; do
		[ ! -e "$driver" ] || [ -z "$bound_tpm" ] || echo "$bound_tpm" >"$driver/bind" 2>/dev/null || :
	done
	has_tpm
}

# A module that has seen nothing yet.
reload() {
	allowed 'the module goes and comes again' again
}

again() {
	rmmod lorica && insmod $tool/lorica.ko
}
