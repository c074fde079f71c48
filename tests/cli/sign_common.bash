# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # output and status are those of bats
# For the tests of keygen, sign, verify and manifest: statements made by hand,
# byte by byte, and signed by openssl, so that no code of ours judges itself.

TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
LORICA=$(realpath "${LORICA:-$TOP/build/lorica}")

# Purposes, types and sections of kernel/uapi/lorica.h.
P_POLICY=1 P_MANIFEST=2 P_EXEC=4
T_POLICY=1 T_MANIFEST=2
S_POLICY=1 S_KEYS=2 S_CERTS=3 S_EXEC=4 S_TEXT=15 S_DIGESTS=16 S_PATHS=17
export P_POLICY P_MANIFEST P_EXEC T_POLICY T_MANIFEST
export S_POLICY S_KEYS S_CERTS S_EXEC S_TEXT S_DIGESTS S_PATHS

# le BYTES VALUE: a little-endian number
le() {
	local i v=$2

	for ((i = 0; i < $1; i++)); do
		printf '%b' "\\x$(printf %02x $((v & 255)))"
		v=$((v >> 8))
	done
}

# zeros N
zeros() {
	head -c "$1" /dev/zero
}

# field SIZE TEXT: padded with NUL
field() {
	printf %s "$2"
	zeros $(($1 - ${#2}))
}

# stmt OUT TYPE NAME SERIAL EPOCH [ID=FILE]...: the sections come as they are given
stmt() {
	local out=$1 type=$2 name=$3 serial=$4 epoch=$5 at s len
	shift 5
	at=$((128 + 16 * $#))
	for s; do
		len=$(stat -c %s "${s#*=}")
		le 4 "${s%%=*}"; le 4 0; le 4 $at; le 4 "$len"
		at=$((at + (len + 7) / 8 * 8))
	done > "$out.table"
	{
		printf 'LORICA\r\n'
		le 2 1; le 2 "$type"; le 4 $at; le 8 "$serial"; le 8 "$epoch"; le 8 0; le 8 0
		zeros 32; field 32 "$name"; le 4 0; le 2 $#; zeros 10
		cat "$out.table"
		for s; do
			len=$(stat -c %s "${s#*=}")
			cat "${s#*=}"; zeros $(((8 - len % 8) % 8))
		done
	} > "$out"
	rm "$out.table"
}

# keys OUT [NAME:PURPOSES:CERT]...: OUT.keys and OUT.certs; names ascending
keys() {
	local out=$1 at=0 name purposes cert len
	shift
	: > "$out.keys"
	: > "$out.certs"
	for k; do
		IFS=: read -r name purposes cert <<< "$k"
		case $cert in
		*.raw) cat "$cert" ;;
		*) openssl x509 -in "$cert" -outform DER ;;
		esac > "$out.der"
		len=$(stat -c %s "$out.der")
		{ field 32 "$name"; le 4 "$purposes"; le 4 $at; le 4 "$len"; le 4 0; } >> "$out.keys"
		cat "$out.der" >> "$out.certs"
		at=$((at + len))
	done
	rm -f "$out.der"
}

# policy OUT SERIAL EPOCH [NAME:PURPOSES:CERT]...: an audit policy
policy() {
	local out=$1 serial=$2 epoch=$3
	shift 3
	{ le 1 1; zeros 15; } > "$out.rec"
	echo 'policy test' > "$out.text"
	keys "$out" "$@"
	if [ $# -gt 0 ]; then
		stmt "$out" $T_POLICY test "$serial" "$epoch" $S_POLICY="$out.rec" \
			$S_KEYS="$out.keys" $S_CERTS="$out.certs" $S_TEXT="$out.text"
	else
		stmt "$out" $T_POLICY test "$serial" "$epoch" $S_POLICY="$out.rec" \
			$S_TEXT="$out.text"
	fi
}

# poke FILE OFFSET ESCAPES: change bytes in place
poke() {
	printf '%b' "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# by_openssl FILE KEYNAME OUT [OPTION]...: sign without any code of ours
by_openssl() {
	local in=$1 key=$2 out=$3
	shift 3
	openssl cms -sign -binary -nodetach -noattr -nocerts -md sha256 -outform DER \
		-signer "$key.crt" -inkey "$key.key" -in "$in" -out "$out" "$@"
}

# make_key NAME [ISSUER]: a key as the tool makes it, but quickly
make_key() {
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.crt" -days 30 \
		-subj "/CN=${2:-$1}" -addext keyUsage=digitalSignature 2> /dev/null
}

# make_expired NAME: the same, with a certificate that is out of its dates
make_expired() {
	printf '%s\n' '[ca]' "database = $PWD/index" "new_certs_dir = $PWD" "serial = $PWD/serial" \
		'policy = any' '[any]' 'commonName = supplied' > ca.cnf
	: > index
	echo 77 > serial
	openssl req -new -newkey rsa:2048 -nodes -keyout "$1.key" -subj "/CN=$1" -out "$1.csr" \
		2> /dev/null
	openssl ca -batch -config ca.cnf -name ca -selfsign -keyfile "$1.key" -in "$1.csr" \
		-out "$1.crt" -md sha256 -startdate 20200101000000Z -enddate 20200201000000Z \
		-notext 2> /dev/null
}

# refused REASON ERRNO COMMAND...: exit 3, and these very words
refused() {
	local reason=$1 errno=$2
	shift 2
	run "$@"
	echo "$output"
	[ "$status" -eq 3 ]
	[[ $output == *" is refused: $reason: "*" ($errno)"* ]]
}

# fails STATUS PATTERN COMMAND...
fails() {
	local want=$1 pattern=$2
	shift 2
	run "$@"
	echo "$output"
	[ "$status" -eq "$want" ]
	# shellcheck disable=SC2053
	[[ $output == *$pattern* ]]
}
