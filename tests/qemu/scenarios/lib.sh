# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Sourced by every scenario (`. ../lib.sh`): TAP on the verdict port (file descriptor 3), a copy on
# the console. Say `plan N` first, so that a scenario that ends early is red.

tap_count=0
tap_out=/tmp/.tap-output

tap() {
	echo "$*" >&3
	echo "$*"
}

plan() { tap "1..$1"; }
# skip_all WHY: instead of a plan.
skip_all() {
	tap "1..0 # SKIP $*"
	exit 0
}
diag() { tap "# $*"; }

ok() {
	tap_count=$((tap_count + 1))
	tap "ok $tap_count - $*"
}

not_ok() {
	tap_count=$((tap_count + 1))
	tap "not ok $tap_count - $*"
}

# skip WHAT WHY
skip() {
	tap_count=$((tap_count + 1))
	tap "ok $tap_count - $1 # SKIP $2"
}

# The output of the command that just disappointed, as diagnostics.
tap_show() {
	sed 's/^/#   /' "$tap_out" | head -n 20 | while IFS= read -r tap_line; do
		tap "$tap_line"
	done
}

# allowed WHAT COMMAND...: passes only when the command succeeds.
allowed() {
	tap_what=$1
	shift
	tap_status=0
	"$@" >"$tap_out" 2>&1 3>&- || tap_status=$?
	if [ "$tap_status" = 0 ]; then
		ok "$tap_what"
	else
		not_ok "$tap_what"
		diag "expected success, got status $tap_status: $*"
		tap_show
	fi
}

# refused WHAT COMMAND...: passes only when the command fails, and not for want of the command
# or by a signal other than SIGKILL (a policy's kill).
refused() {
	tap_what=$1
	shift
	tap_status=0
	"$@" >"$tap_out" 2>&1 3>&- || tap_status=$?
	case $tap_status in
	0 | 127 | 139 | 134 | 132 | 136)
		not_ok "$tap_what"
		diag "expected a refusal, got status $tap_status: $*"
		tap_show
		;;
	*) ok "$tap_what" ;;
	esac
}

# The text that programs print for an errno.
tap_errno() {
	case $1 in
	EPERM) echo 'Operation not permitted' ;;
	ENOENT) echo 'No such file or directory' ;;
	EIO) echo 'Input/output error' ;;
	ENXIO) echo 'No such device or address' ;;
	EBADF) echo 'Bad file descriptor' ;;
	EAGAIN) echo 'Resource temporarily unavailable' ;;
	EACCES) echo 'Permission denied' ;;
	EBUSY) echo 'Device or resource busy' ;;
	EEXIST) echo 'File exists' ;;
	ENODEV) echo 'No such device' ;;
	EINVAL) echo 'Invalid argument' ;;
	ETXTBSY) echo 'Text file busy' ;;
	EROFS) echo 'Read-only file system' ;;
	EBADMSG) echo 'Bad message' ;;
	ENOKEY) echo 'Required key not available' ;;
	EKEYEXPIRED) echo 'Key has expired' ;;
	EKEYREVOKED) echo 'Key has been revoked' ;;
	EKEYREJECTED) echo 'Key was rejected by service' ;;
	ESTALE) echo 'Stale file handle' ;;
	EOVERFLOW) echo 'Value too large for defined data type' ;;
	ENOLINK) echo 'Link has been severed' ;;
	ECANCELED) echo 'Operation canceled' ;;
	EOPNOTSUPP) echo 'Operation not supported' ;;
	*) echo "unknown errno $1 in lib.sh" ;;
	esac
}

# refused_with ERRNO WHAT COMMAND...: it fails and says why, in the words of the C library or by
# name. The shell's own echo hides the errno of a write: use write_to.
refused_with() {
	tap_want=$1
	tap_what=$2
	shift 2
	tap_status=0
	"$@" >"$tap_out" 2>&1 3>&- || tap_status=$?
	if [ "$tap_status" != 0 ] && grep -qF -e "$(tap_errno "$tap_want")" -e "$tap_want" "$tap_out"; then
		ok "$tap_what ($tap_want)"
	else
		not_ok "$tap_what ($tap_want)"
		diag "expected $tap_want, got status $tap_status: $*"
		tap_show
	fi
}

# write_to FILE TEXT: one write of the text, no newline; fails with the write's own errno.
write_to() {
	printf %s "$2" | dd of="$1" bs=1M conv=notrunc status=none
}

# bring DIR: its files come to the host, as files.tar; needs tpm=yes in the options.
bring() {
	for tap_port in /sys/class/virtio-ports/*/name; do
		[ "$(cat "$tap_port")" = lorica.files ] || continue
		tap_port=${tap_port%/name}
		/usr/lib/lorica-test/busybox tar -c -f - -C "$1" . >"/dev/${tap_port##*/}"
		return
	done
	return 1
}

# qmp COMMAND [ARGUMENTS]: has the emulator do something, as in `qmp device_del '"id": "kbd"'`; needs
# qmp=yes in the options. Fails, and tells why, when the emulator refuses.
qmp() {
	for tap_port in /sys/class/virtio-ports/*/name; do
		[ "$(cat "$tap_port")" = lorica.qmp ] || continue
		tap_port=${tap_port%/name}
		exec 4<>"/dev/${tap_port##*/}"
		echo "{\"execute\": \"$1\", \"arguments\": {${2:-}}}" >&4
		read -r tap_answer <&4
		exec 4>&-
		echo "$tap_answer"
		case $tap_answer in
		*'"error"'*) return 1 ;;
		*) return 0 ;;
		esac
	done
	return 1
}

# kernel_says WHAT REGEX: passes when the kernel log has such a line.
kernel_says() {
	if dmesg 2>/dev/null | grep -Eq -- "$2"; then
		ok "$1"
	else
		not_ok "$1"
		diag "not in the kernel log: $2"
	fi
}
