#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What an image build does for Lorica once its trees are complete: compile and sign the policy, list and sign
# the code of each tree. Yocto, Buildroot and build scripts of your own call it. Whatever is missing stops the
# build with one line that says what to set.
#   lorica-image.sh [OPTION...] NAME=TREE...      a manifest NAME for the code of the directory TREE
#     --policy FILE        policy text
#     --fragment FILE      another policy text, added to it (repeatable). Those that packages put into a TREE
#                          as /usr/share/lorica/policy.d/*.lorica are added as well
#     --anchor CERT        trust anchor that the module has inside
#     --anchor-key KEY     its key, which signs the policy: a file or a pkcs11: URI
#     --vendor CERT        certificate that the policy names for manifests
#     --vendor-key KEY     its key
#     --out DIR            where policy.stmt and NAME.stmt go
#     --only policy|manifests   the other part is made elsewhere; manifests need DIR/policy.stmt or --signed-policy
#     --signed-policy FILE the policy that the manifests are verified with (DIR/policy.stmt)
#     --serial N           serial of the manifests (1)
#     --epoch N            epoch of the manifests (that of the policy)
#     --manifest-option O  handed to `lorica manifest` (repeatable), for example --fsverity
#     --kernel-config FILE .config of the kernel, to be checked; --cmdline TEXT its command line;
#                          --untried as in check-kernel-config.sh
#     --module FILE        a lorica.ko, or a lorica_usb.ko, that is in no TREE (repeatable); without it one of the
#                          TREEs has to have it, the second one for a policy with a usb section
#     --strict             a warning about the policy stops the build too
#     --names SYSTEM       whose words messages use: options, yocto or buildroot
# LORICA is the command to use (lorica).
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd -P)
lorica=${LORICA:-lorica}
system=options

# What to set, in the words of who called: WHAT OPTION YOCTO BUILDROOT
words='
policy        --policy         LORICA_POLICY         BR2_PACKAGE_LORICA_POLICY
fragment      --fragment       LORICA_FRAGMENTS      BR2_PACKAGE_LORICA_FRAGMENTS
anchor        --anchor         LORICA_ANCHOR         BR2_PACKAGE_LORICA_ANCHOR
anchor-key    --anchor-key     LORICA_ANCHOR_KEY     BR2_PACKAGE_LORICA_ANCHOR_KEY
vendor        --vendor         LORICA_VENDOR         BR2_PACKAGE_LORICA_VENDOR
vendor-key    --vendor-key     LORICA_VENDOR_KEY     BR2_PACKAGE_LORICA_VENDOR_KEY
signed-policy --signed-policy  LORICA_POLICY_IMAGE   BR2_PACKAGE_LORICA_POLICY
serial        --serial         LORICA_SERIAL         BR2_PACKAGE_LORICA_SERIAL
epoch         --epoch          LORICA_EPOCH          BR2_PACKAGE_LORICA_EPOCH
'
# name WHAT
name() {
	local what option yocto buildroot
	while read -r what option yocto buildroot; do
		[ "$what" != "$1" ] || case $system in
		yocto) echo "$yocto" ;;
		buildroot) echo "$buildroot" ;;
		*) echo "$option" ;;
		esac
	done <<<"$words"
}
die() { echo "lorica: $*" >&2; exit 1; }
usage() { echo "lorica-image.sh: $*; see the head of that file for usage" >&2; exit 2; }

policy='' anchor='' anchor_key='' vendor='' vendor_key='' out='' only='' signed='' serial=1 epoch=''
config='' cmdline='' untried='' strict=''
fragments=() options=() names=() trees=() named=()
while [ $# -gt 0 ]; do
	case $1 in
	--strict) strict=--strict; shift; continue ;;
	--untried) untried=--untried; shift; continue ;;
	--*) [ $# -gt 1 ] || usage "$1 wants a value" ;;
	*=*)
		[[ ${1%%=*} =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,30}$ && ${1%%=*} != policy ]] || usage "'${1%%=*}' is no name of a manifest"
		names+=("${1%%=*}") trees+=("${1#*=}")
		shift
		continue
		;;
	*) usage "'$1' is not NAME=TREE" ;;
	esac
	case $1 in
	--policy) policy=$2 ;;
	--fragment) fragments+=("$2") ;;
	--anchor) anchor=$2 ;;
	--anchor-key) anchor_key=$2 ;;
	--vendor) vendor=$2 ;;
	--vendor-key) vendor_key=$2 ;;
	--out) out=$2 ;;
	--only) only=$2 ;;
	--signed-policy) signed=$2 ;;
	--serial) serial=$2 ;;
	--epoch) epoch=$2 ;;
	--manifest-option) options+=("$2") ;;
	--kernel-config) config=$2 ;;
	--cmdline) cmdline=$2 ;;
	--module) named+=("$2") ;;
	--names) system=$2 ;;
	*) usage "unknown option $1" ;;
	esac
	shift 2
done
case $system in options | yocto | buildroot) ;; *) usage "--names $system" ;; esac
case $only in '' | policy | manifests) ;; *) usage "--only $only" ;; esac
[ -n "$out" ] || usage '--out is missing'
[ "$only" = policy ] || [ ${#names[@]} -gt 0 ] || usage 'no NAME=TREE'

mkdir -p "$out"
# A build that stops leaves nothing behind that looks like its result.
[ "$only" = manifests ] || rm -f "$out/policy.stmt"
for n in "${names[@]}"; do [ "$only" = policy ] || rm -f "$out/$n.stmt"; done

# file WHAT VALUE NOUN: is set, and is a file with something in it.
file() {
	[ -n "$2" ] || die "no $3: set $(name "$1")"
	{ [ -f "$2" ] && [ -s "$2" ]; } || die "no $3 '$2': set $(name "$1") to one that exists"
}
# key WHAT VALUE NOUN: a key may be in a token as well.
key() {
	case $2 in pkcs11:*) ;; *) file "$@" ;; esac
}
# certificate WHAT VALUE NOUN
certificate() {
	file "$@"
	! grep -q 'PRIVATE KEY' "$2" || die "'$2' has a private key in it: set $(name "$1") to the certificate alone"
}
# number WHAT VALUE
number() {
	[[ $2 =~ ^[0-9]+$ ]] || die "'$2' is no number: set $(name "$1") to one"
}

command -v "$lorica" >/dev/null || die "no command '$lorica': build it (make tool) and set LORICA to its path"
certificate anchor "$anchor" 'trust anchor'
if [ "$only" != manifests ]; then
	file policy "$policy" 'policy text'
	key anchor-key "$anchor_key" 'key of the trust anchor'
	for f in "${fragments[@]}"; do file fragment "$f" 'policy fragment'; done
fi
if [ "$only" != policy ]; then
	certificate vendor "$vendor" 'vendor certificate'
	key vendor-key "$vendor_key" 'vendor key'
fi
number serial "$serial"
[ -z "$epoch" ] || number epoch "$epoch"
for tree in "${trees[@]}"; do
	[ -d "$tree" ] || die "no tree '$tree': name the directory of a complete root file system"
	# Whoever has the device would sign for the whole fleet.
	found=$(grep -rlsI 'PRIVATE KEY' "$tree/etc/lorica" "$tree/usr/share/lorica" | head -n 1 || true)
	[ -z "$found" ] || die "'$found' is a private key inside the image: remove it, and keep keys on the build host"
done
[ -z "$config" ] ||
	"$here/../kernel/check-kernel-config.sh" --cmdline "$cmdline" ${untried:+"$untried"} "$config" || exit 1

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# unpacked FILE: a module, whatever packs it.
unpacked() {
	case $1 in
	*.xz) xz -dc "$1" ;;
	*.gz) gzip -dc "$1" ;;
	*.zst) zstd -dcq "$1" ;;
	*) cat "$1" ;;
	esac
}
hex() { od -An -v -tx1 | tr -d ' \n'; }
# der CERT
der() {
	if grep -q 'BEGIN CERTIFICATE' "$1"; then
		sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/{/CERTIFICATE/!p}' "$1" | base64 -d
	else
		cat "$1"
	fi
}

# A module with another anchor refuses the policy at boot: the device would never come up.
modules=() usb_modules=()
# module_file FILE: one of ours, by its name. What is named by hand and has another name is taken for the first.
module_file() {
	case ${1##*/} in lorica_usb.ko | lorica_usb.ko.*) usb_modules+=("$1") ;; *) modules+=("$1") ;; esac
}
for f in "${named[@]}"; do module_file "$f"; done
packed=0
for tree in "${trees[@]}"; do
	while IFS= read -r -d '' f; do
		case ${f##*/} in lorica.ko | lorica.ko.* | lorica_usb.ko | lorica_usb.ko.*) module_file "$f" ;; esac
		case $f in *.ko) ;; *) packed=1 ;; esac
	done < <(find "$tree/lib/modules" "$tree/usr/lib/modules" -name '*.ko*' -type f -print0 2>/dev/null)
done
if [ "$only" != policy ] && [ ${#modules[@]} = 0 ]; then
	die "no lorica.ko in ${trees[*]}: build the module for the image's kernel and install it, or pass --module FILE"
fi
der "$anchor" | hex >"$tmp/anchor.hex"
case $(cat "$tmp/anchor.hex") in 30*) ;; *) die "'$anchor' is no certificate: set $(name anchor) to one, PEM or DER" ;; esac
for f in "${modules[@]}"; do
	[ -s "$f" ] || die "no module '$f': name the lorica.ko of the image's kernel"
	unpacked "$f" | hex >"$tmp/module.hex"
	grep -qF -f "$tmp/anchor.hex" "$tmp/module.hex" ||
		die "'$f' was built with another trust anchor than '$anchor': build it again with LORICA_ANCHOR, or set $(name anchor)"
done
[ $packed = 0 ] ||
	echo 'lorica: warning: modules are packed; one that kmod unpacks is loaded from memory, which the seal refuses' >&2

if [ "$only" != manifests ]; then
	# Fragments from trees: a package brings the rules that it needs.
	for tree in "${trees[@]}"; do
		for f in "$tree"/usr/share/lorica/policy.d/*.lorica; do
			[ ! -e "$f" ] || fragments+=("$f")
		done
	done
	dir=$(cd "$(dirname "$policy")" && pwd -P)
	if [ ${#fragments[@]} = 0 ]; then
		cd_to=$dir main=${policy##*/}
	else
		# Under short relative names, since paths of certificates become part of the statement: the same texts
		# give the same bytes wherever they lie.
		mkdir "$tmp/texts" "$tmp/texts/policy.d"
		ln -s "$dir" "$tmp/texts/policy"
		cd_to=$tmp/texts main=image.lorica
		printf 'syntax 1\ninclude "policy/%s"\n' "${policy##*/}" >"$tmp/texts/image.lorica"
		for f in "${fragments[@]}"; do
			[ ! -e "$tmp/texts/policy.d/${f##*/}" ] || die "two policy fragments are called '${f##*/}': rename one"
			cp "$f" "$tmp/texts/policy.d/"
			# Certificates beside it.
			[ ! -d "$(dirname "$f")/keys" ] || cp -Rn "$(dirname "$f")/keys" "$tmp/texts/policy.d/"
			printf 'include "policy.d/%s"\n' "${f##*/}" >>"$tmp/texts/image.lorica"
		done
	fi
	command=$lorica
	case $lorica in */*) command=$(realpath "$lorica") ;; esac
	(cd "$cd_to" && "$command" -q compile "$main" -o "$tmp/policy.unsigned") ||
		die "the policy '$policy' does not compile: mend it, or set $(name policy)"
	"$lorica" -q sign "$tmp/policy.unsigned" -k "$anchor_key" -c "$anchor" -o "$tmp/policy.stmt" </dev/null ||
		die "the policy is not signed: $(name anchor-key) has to be the key of $(name anchor)"
	signed=$tmp/policy.stmt
fi
[ -n "$signed" ] || signed=$out/policy.stmt
file signed-policy "$signed" 'signed policy'
"$lorica" verify "$signed" -a "$anchor" >"$tmp/policy.says" ||
	die "a device with the anchor '$anchor' refuses '$signed': set $(name anchor) and $(name policy) to a pair"
[ -n "$epoch" ] || epoch=$(sed -n 's/^epoch //p' "$tmp/policy.says")
# A device that has USB and not this module does not seal under such a policy.
for f in "${usb_modules[@]}"; do
	[ -s "$f" ] || die "no module '$f': name the lorica_usb.ko of the image's kernel"
done
# As text: a section without rules is one too.
"$lorica" -q show "$signed" >"$tmp/policy.text"
if [ "$only" != policy ] && [ ${#usb_modules[@]} = 0 ] && grep -q '^usb ' "$tmp/policy.text"; then
	# No kernel without USB has it, nor needs it.
	{ [ -n "$config" ] && ! grep -qE '^CONFIG_USB=[ym]$' "$config"; } ||
		die "the policy has a usb section and no lorica_usb.ko is in ${trees[*]}: install it beside lorica.ko, or pass --module FILE"
fi

if [ "$only" != policy ]; then
	roots=()
	for i in "${!names[@]}"; do
		n=${names[i]}
		[ ! -e "$tmp/$n.stmt" ] || usage "two manifests are called $n"
		# Statements are no code; the one that is going to lie in the tree cannot list itself anyhow.
		"$lorica" manifest "${trees[i]}" --name "$n" --serial "$serial" --epoch "$epoch" "${options[@]}" \
			-o "$tmp/$n.unsigned" >&2 || die "no manifest of '${trees[i]}'"
		"$lorica" -q sign "$tmp/$n.unsigned" -k "$vendor_key" -c "$vendor" -o "$tmp/$n.stmt" </dev/null ||
			die "the manifest '$n' is not signed: $(name vendor-key) has to be the key of $(name vendor)"
		"$lorica" -q verify "$tmp/$n.stmt" -a "$anchor" -p "$signed" >/dev/null ||
			die "the policy refuses the manifest '$n': name $(name vendor) in it 'for manifest', and see $(name epoch)"
		roots+=(--root "$(realpath "${trees[i]}")" -m "$tmp/$n.stmt")
	done
	# What the policy does to these trees: no init that runs, an interpreter that it forgot.
	if [ "$only" != manifests ]; then
		(cd "$cd_to" && "$command" check ${strict:+"$strict"} "${roots[@]}" "$main") >&2 ||
			die "the policy '$policy' does not fit the image: mend it, or set $(name policy)"
	fi
fi
for f in "$tmp"/*.stmt; do
	install -m 0644 "$f" "$out/.${f##*/}.$$"
	mv "$out/.${f##*/}.$$" "$out/${f##*/}"
done
echo "lorica: signed in '$out': $(cd "$tmp" && echo ./*.stmt | sed 's,\./,,g')" >&2
