#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output, stderr and status are those of bats
bats_require_minimum_version 1.5.0
load common

# The policies that are shipped: each one compiles with throw-away keys, and has
# nothing for `lorica check` to warn about.

PROFILES='camera developer-board gateway kiosk sensor'
KEYS='applications developer field operator'
PROGRAMS='busybox containerd dropbear mosquitto openssh systemd'
FRAGMENTS='applications busybox containerd developer dropbear field mosquitto openssh operator systemd'

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	mkdir keys
	# Every certificate that a profile or a fragment names.
	grep -ohE '"keys/[a-z]+\.crt"' "$TOP"/policy/profiles/*.lorica "$TOP"/policy/lib/*.lorica |
		tr -d '"' | sort -u >names
	while read -r name; do certificate "$name"; done <names
	cp -r "$TOP/policy/profiles" "$TOP/policy/lib" .
	mv keys profiles
}

setup() {
	common_setup
	cd profiles || return 1
}

# with PROFILE FRAGMENT...: FILE is what a user makes of them, as the comments say
with() {
	local profile=$1 fragment
	shift
	FILE=with.lorica
	cat "$profile.lorica" >$FILE
	for fragment; do
		sed -n 's/^#   \(define .*\)/\1/p' "../lib/$fragment.lorica" >>$FILE
		echo "include \"../lib/$fragment.lorica\"" >>$FILE
	done
}

# silent FILE: it is good, and nothing is said about it
silent() {
	run_split "$LORICA" check --strict "$1"
	echo "$output$stderr"
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
}

@test "profiles: these and no others are shipped" {
	# shellcheck disable=SC2086
	[ "$(ls)" = "$(printf '%s\n' $PROFILES keys | sed 's/$/.lorica/; s/keys.lorica/keys/' | sort)" ]
	# shellcheck disable=SC2086
	[ "$(ls ../lib)" = "$(printf '%s.lorica\n' $FRAGMENTS)" ]
}

@test "profiles: each one compiles without a warning" {
	for name in $PROFILES; do
		silent "$name.lorica"
	done
}

@test "profiles: each one has its own name, every section, and a comment on each key and rule" {
	for name in $PROFILES; do
		run_split "$LORICA" check -j "$name.lorica"
		json 'd["unmanaged"] == []'
		grep -q "^policy $name serial 1 epoch [01] " "$name.lorica"
		run awk '/^exec / || /^usb / || /^integrity / || /^\twatch / || / x509 "/ { if (last !~ /^\t?#/) print } { last = $0 }' "$name.lorica"
		[ -z "$output" ]
	done
}

@test "profiles: only the developer board lets things pass, and only it offers a shell" {
	for name in $PROFILES; do
		"$LORICA" compile "$name.lorica" -o out.unsigned
		"$LORICA" show out.unsigned >out
		want='enforce on-fail halt'
		[ "$name" != developer-board ] || want='audit on-fail shell'
		grep -q "^policy $name .* $want\$" out
		grep -q '^exec default deny {$' out
	done
}

@test "profiles: what show prints compiles to the same bytes" {
	for name in $PROFILES; do
		"$LORICA" compile "$name.lorica" -o a.unsigned
		mkdir extracted
		"$LORICA" show --extract extracted a.unsigned >extracted/policy.lorica
		"$LORICA" compile extracted/policy.lorica -o b.unsigned
		rm -r extracted
		cmp a.unsigned b.unsigned
	done
}

@test "profiles: without its certificates none compiles" {
	rm -r keys
	for name in $PROFILES; do
		run_split "$LORICA" check "$name.lorica"
		[ "$status" -eq 3 ]
		contains "$stderr" "[cert-unreadable]"
	done
}

@test "fragments: each one goes with each profile" {
	for name in $PROFILES; do
		for fragment in $FRAGMENTS; do
			# These profiles have the key of this fragment themselves.
			case $name-$fragment in
			gateway-operator | developer-board-developer) continue ;;
			esac
			with "$name" "$fragment"
			silent $FILE
		done
	done
}

@test "fragments: all of them together" {
	# shellcheck disable=SC2086
	with camera $FRAGMENTS
	silent $FILE
	"$LORICA" compile $FILE -o out.unsigned
	run_split "$LORICA" show out.unsigned
	[ "$(grep -c '^	allow manifest [adv][a-z]*$' <<<"$output")" -eq 3 ]
	contains "$output" ' for policy'
}

@test "fragments: a key that the profile has already is an error" {
	with gateway operator
	run_split "$LORICA" check $FILE
	[ "$status" -eq 3 ]
	contains "$stderr" "error: key 'operator' is declared twice [duplicate-key]"
	with developer-board developer
	run_split "$LORICA" check $FILE
	[ "$status" -eq 3 ]
	contains "$stderr" "error: key 'developer' is declared twice [duplicate-key]"
}

@test "fragments: of programs, what they allow and no more" {
	# shellcheck disable=SC2086
	with camera $PROGRAMS
	"$LORICA" -q compile $FILE -o out.unsigned
	# judged VERDICT EVENT...
	judged() {
		run_split "$LORICA" -q explain out.unsigned "${@:2}"
		[[ $output == *": $1: "* ]] || { echo "$output$stderr"; return 1; }
	}
	judged allow listen tcp 22 by /usr/sbin/sshd
	judged allow listen tcp 22 by /usr/sbin/dropbear
	judged allow listen tcp 8883 by /usr/sbin/mosquitto
	judged deny listen tcp 1883 by /usr/sbin/mosquitto
	judged deny connect tcp 22 by /usr/sbin/sshd
	judged deny connect tcp 22 by /usr/bin/ssh
	judged allow packet by /bin/busybox
	judged deny raw by /bin/busybox
	judged deny connect tcp 80 by /bin/busybox
	judged allow listen udp 53 at 127.0.0.53 by /usr/lib/systemd/systemd-resolved
	judged deny listen udp 53 at 192.0.2.1 by /usr/lib/systemd/systemd-resolved
	judged allow connect udp 53 to 127.0.0.53 by any
	judged deny connect udp 53 to 192.0.2.1 by any
	judged allow connect tcp 443 by /usr/bin/containerd
	judged deny connect tcp 443 by /usr/sbin/runc
	for program in /usr/sbin/runc /usr/lib/systemd/systemd; do judged allow bpf by $program; done
	judged deny bpf by /bin/busybox
	judged deny kernel-helper /bin/sh
	# Each has a comment on each rule, as a profile does.
	for name in $PROGRAMS; do
		run awk '/^\t["$a-z]/ { if (last !~ /^\t[#"$a]/) print } { last = $0 }' "../lib/$name.lorica"
		[ -z "$output" ] || { echo "$name: $output"; return 1; }
	done
}

@test "fragments: without the certificate's name, the name is asked for" {
	for fragment in $KEYS; do
		{ cat camera.lorica; echo "include \"../lib/$fragment.lorica\""; } >with.lorica
		run_split "$LORICA" check with.lorica
		[ "$status" -eq 3 ]
		contains "$stderr" "../lib/$fragment.lorica:"
		contains "$stderr" "\$$fragment-cert"
		contains "$stderr" '[unknown-constant]'
	done
}

@test "fragments: none is a policy by itself" {
	for fragment in $FRAGMENTS; do
		run_split "$LORICA" check "../lib/$fragment.lorica"
		[ "$status" -eq 3 ]
		contains "$stderr" '[missing-policy]'
	done
}

@test "install: profiles and fragments are where their comments say" {
	# The make that runs this test has nothing to tell to this one.
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$TOP" install \
		DESTDIR="$PWD/image" PREFIX=/usr >/dev/null
	for name in $PROFILES; do
		cmp "$TOP/policy/profiles/$name.lorica" "image/usr/share/lorica/profiles/$name.lorica"
	done
	for fragment in $FRAGMENTS; do
		cmp "$TOP/policy/lib/$fragment.lorica" "image/usr/share/lorica/lib/$fragment.lorica"
	done
	[ "$(find image/usr/share/lorica -type f ! -perm 644)" = '' ]
	sed -n 's/^#   include "\(.*\)"/\1/p' gateway.lorica >paths
	[ -s paths ]
	while read -r path; do [ -f "image$path" ] || return 1; done <paths
	sed 's/^#   define/define/; s,^#   include "/usr,include "image/usr,' gateway.lorica >with.lorica
	silent with.lorica
	"$LORICA" compile with.lorica -o out.unsigned
	run_split "$LORICA" show out.unsigned
	contains "$output" '	allow manifest applications
	allow manifest vendor
	allow signed field under "/opt/field"'
}
