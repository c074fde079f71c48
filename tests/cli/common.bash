# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # output and status are those of bats
# What the tests of check, compile and show have in common. LORICA is the
# command under test.

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
LORICA=${LORICA:-$TOP/build/lorica}
case $LORICA in /*) ;; *) LORICA=$PWD/$LORICA ;; esac

# certificate FILE: a throw-away key and its certificate; FILE.key stays beside it.
certificate() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=${1##*/}" \
		-keyout "$1.key" -out "$1" 2>/dev/null
}

# A folder with a policy that compiles: gateway.lorica, keys/vendor.crt, keys/field.crt.
common_setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	mkdir keys
	certificate keys/vendor.crt
	certificate keys/field.crt
	cat >gateway.lorica <<-'EOF'
	syntax 1
	policy gateway serial 7 epoch 2 enforce    # a comment
	net default allow {}
	exec default deny {
	  allow manifest vendor, field
	}
	keys {
	  vendor x509 "keys/vendor.crt" for manifest, policy
	  field x509 "keys/field.crt" for manifest
	}
	usb default allow {}
	boot on-fail log { tpm required }
	integrity every 30s budget 0.1% { watch vectors on-change log }
	EOF
	# An openssl that puts a statement into an envelope of the one form there is.
	"$LORICA" compile gateway.lorica -o gateway.stmt
	openssl cms -sign -binary -nodetach -noattr -nocerts -md sha256 -outform DER \
		-signer keys/vendor.crt -inkey keys/vendor.crt.key -in gateway.stmt -out gateway.signed
}

# Each test has the folder for itself.
common_setup() {
	cp -r "$BATS_FILE_TMPDIR/." "$BATS_TEST_TMPDIR"
	cd "$BATS_TEST_TMPDIR" || return 1
}

# run_split COMMAND...: $status, $output (stdout) and $stderr.
run_split() {
	run --separate-stderr "$@"
}

# contains TEXT PART
contains() {
	[[ $1 == *"$2"* ]] || { printf 'no %q in:\n%s\n' "$2" "$1"; return 1; }
}

# json EXPRESSION: a Python expression over the document `d` in $output is true.
json() {
	python3 -c 'import json, sys; d = json.loads(sys.argv[1]); assert eval(sys.argv[2]), d' \
		"$output" "$1"
}
