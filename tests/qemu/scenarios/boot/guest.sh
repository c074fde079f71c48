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

# The PCRs that the log of the firmware covers, in two banks.
firmware_pcrs() {
	for pcr in 0 1 2 3 4 5 6 7 8 9; do
		cat /sys/class/tpm/tpm0/pcr-sha256/$pcr /sys/class/tpm/tpm0/pcr-sha1/$pcr
	done
}

# list NAME REGEX: of the texts that IMA's measurement list has under that name
list() {
	sed -n "s/^10 [0-9a-f]* ima-buf sha256:\([0-9a-f]*\) $1 /\1 /p" /sys/kernel/security/ima/ascii_runtime_measurements |
		while read -r digest hex; do
			# That of the shell does not know hex.
			echo "$digest $(/usr/bin/printf "$(echo "$hex" | sed 's/../\\x&/g')")"
		done | grep "$2"
}

listed() {
	[ "$(list "$1" "$2" | wc -l)" = "$3" ] || { list "$1" .; false; }
}

# What was told beforehand, with its digest.
listed_as_told() {
	list lorica-policy "$1" >/tmp/listed
	[ "$(sed -n 's/^lorica-policy sha256://p' $tool/records | grep "$1")" = "$(cat /tmp/listed)" ]
}

# evmctl_accepts BANK [SED]: replays the list of IMA and compares it with the PCRs, which SED may change
evmctl_accepts() {
	for pcr in /sys/class/tpm/tpm0/pcr-"$1"/*; do
		printf 'PCR-%02d: %s\n' "${pcr##*/}" "$(cat "$pcr")"
	done | sort | sed "${2-}" >/tmp/pcrs
	$tool/ld.so --library-path $tool $tool/evmctl ima_measurement --pcrs "$1,/tmp/pcrs" \
		/sys/kernel/security/ima/binary_runtime_measurements
}

# TPM2_Clear, as who has the password of the lockout hierarchy can: it is empty.
clear_tpm() {
	printf '\200\002\000\000\000\033\000\000\001\046\100\000\000\012\000\000\000\011\100\000\000\011\000\000\000\000\000' >/tmp/clear
	exec 9<>/dev/tpm0
	dd if=/tmp/clear bs=27 count=1 >&9
	# The code of the answer.
	[ "$(dd bs=512 count=1 <&9 | od -A n -t x1 -j 6 -N 4 | tr -d ' ')" = 00000000 ] && cleared=0 || cleared=1
	exec 9>&-
	return $cleared
}

provision_says() {
	$tool/loader provision | grep -q "an epoch of $1 or more$"
}

# boots STATUS POLICY [OPTION...]: how lorica boot ends
boots() {
	wanted=$1 policy=$2
	shift 2
	status=0
	$tool/loader boot --policy $tool/"$policy".stmt "$@" >/tmp/boot.out 2>&1 || status=$?
	cat /tmp/boot.out
	[ $status = "$wanted" ]
}

boot_said() {
	grep -q "^lorica boot: $1" /tmp/boot.out || { cat /tmp/boot.out; false; }
}

unbind_tpm() {
	for driver in /sys/bus/*/drivers/tpm_crb /sys/bus/*/drivers/tpm_tis; do
		for device in "$driver"/*:*; do
			[ ! -e "$device" ] || echo "${device##*/}" >"$driver/unbind"
		done
	done
	[ ! -e /sys/class/tpm/tpm0 ]
}

lorica_findings() {
	sed -n '/^boot_finding/p' "$node/status"
}

# exits STATUS COMMAND...
exits() {
	wanted=$1
	shift
	status=0
	"$@" || status=$?
	[ $status = "$wanted" ]
}

# A module that has seen nothing yet.
reload() {
	allowed 'the module goes and comes again' again
}

again() {
	rmmod lorica && insmod $tool/lorica.ko
}
