#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Makes the certificates of tests/policies/keys. They are in the tree, since
# the expected diagnostics have their dates and digests in them; the private
# keys are thrown away. Run it only to replace all of them.
set -eu

out=$(cd "$(dirname "$0")" && pwd)/keys
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir -p "$out"
cd "$dir"
: >index
echo 01 >serial
cat >ca.cnf <<EOF
[ca]
default_ca = it
[it]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
EOF

# NAME FROM UNTIL ALGORITHM...
cert() {
	name=$1 from=$2 until=$3
	shift 3
	openssl req -new -nodes -newkey "$@" -keyout key -out csr -subj "/CN=Lorica test $name"
	openssl ca -batch -config ca.cnf -selfsign -keyfile key -in csr -notext \
		-startdate "$from" -enddate "$until" -out "$out/$name.crt"
}

san() {
	printf 'subjectAltName='
	for i in $(seq 200); do
		printf 'DNS:host-%s.example.org,' "$i"
	done
	printf 'DNS:example.org'
}

{
	cert vendor 20260101000000Z 20560101000000Z rsa:2048
	cert field 20260101000000Z 20560101000000Z rsa:2048
	cert expired 20250101000000Z 20260101000000Z rsa:2048
	cert soon 20260101000000Z 20261225000000Z rsa:2048
	cert early 20270101000000Z 20560101000000Z rsa:2048
	cert small 20260101000000Z 20560101000000Z rsa:1024
	cert ec 20260101000000Z 20560101000000Z ec -pkeyopt ec_paramgen_curve:P-256
	cert large 20260101000000Z 20560101000000Z rsa:2048 -addext "$(san)"
	cert odd 20260101000000Z 20560101000000Z rsa:2560
	cert signer 20260101000000Z 20560101000000Z rsa:2048 -addext subjectKeyIdentifier=hash
	cert named 20260101000000Z 20560101000000Z rsa:2048 -addext subjectKeyIdentifier=0102030405060708
} 2>log || { cat log; exit 1; }
cat "$out/vendor.crt" "$out/field.crt" >"$out/two.crt"
echo 'This is not a certificate.' >"$out/garbage.crt"
