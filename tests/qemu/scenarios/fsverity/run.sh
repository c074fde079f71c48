#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A manifest lists programs by their fs-verity digests alone: sealed they run, and nothing else
# becomes them. The attacks on that are those of lorica-attack, as root. Then other file systems than ext4.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

st=/attack/statements
v=/attack/verity

# says WHAT COMMAND REGEX: the output of the command has such a line.
says() {
	allowed "$1" sh -c "$2 | grep -Eq -- \"\$1\"" sh "$3"
}

# attacked PREFIX: the lines of /tmp/attacks, numbered after what stands above.
attacked() {
	while IFS= read -r line; do
		case $line in
		'ok '* | 'not ok '*)
			tap_count=$((tap_count + 1))
			tap "$(echo "$line" | sed "s/ok [0-9]* - /ok $tap_count - $1/")"
			;;
		esac
	done </tmp/attacks
}

# shellcheck source=tests/qemu/scenarios/fsverity/filesystems.sh
. ./filesystems.sh

attacks=$(lorica-attack -l fsverity | wc -l)
plan $((32 + attacks + $(fs_plan)))

refused_with EACCES 'a program that no manifest lists' $v/prog
allowed 'the manifest of fs-verity digests is taken' lorica load $st/sealed.stmt
allowed 'a manifest that lists a descriptor by SHA-256 is taken' lorica load $st/described.stmt
refused_with EACCES 'a program that is listed and not sealed yet' $v/prog
says '  and the event has its SHA-256' 'lorica events' 'deny exec /attack/verity/prog reason=not-listed'

says 'a dry run finds three files to seal' "lorica seal-files -n -m $st/sealed.stmt" '3 would be sealed, 0 were before, 0 failed'
refused_with EACCES '  and seals none' $v/prog
says 'seal-files seals them' "lorica seal-files -m $st/sealed.stmt" '3 sealed, 0 were before, 0 failed'
says '  and does nothing the second time' "lorica seal-files -m $st/sealed.stmt" '0 sealed, 3 were before, 0 failed'
cp $v/prog /var/tmp/writer
refused_with 'it is open for writing' 'a file with a writer' sh -c 'exec 4>>/var/tmp/writer; lorica seal-files /var/tmp/writer'
refused_with 'its file system has no fs-verity' 'a file of a tmpfs' sh -c 'cp /bin/true /tmp/x; lorica seal-files /tmp/x'
mkdir -p /var/tmp/root$v
cp /attack/unsigned/prog /var/tmp/root$v/prog
cp $v/victim.so $v/dlopener /var/tmp/root$v/
refused_with 'its content is not what the manifest lists' 'another program under the listed path' \
	lorica seal-files --root /var/tmp/root -m $st/sealed.stmt

says 'a sealed program runs' $v/prog '^SIGNED$'
says '  and once more' $v/prog '^SIGNED$'
says 'a sealed program loads a sealed library' "$v/dlopener $v/victim.so" '^LOADED$'
says '  and no other one' "$v/dlopener /attack/unsigned/lib.so" '^REFUSED '
says '  as which it is known' 'lorica events' 'deny mmap /attack/unsigned/lib.so .*label=/attack/verity/dlopener'
allowed 'a newer policy is taken' lorica load $st/newer.stmt
says '  under which a sealed program runs' $v/prog '^SIGNED$'
refused_with EACCES '  and an unlisted one does not' /attack/unsigned/prog

says 'what its fs-verity digest lists is no firmware for that' 'lorica-attack firmware.sealed' '^ok 1 - firmware.sealed$'

lorica-attack fsverity >/tmp/attacks || :
attacked ''
file_systems

allowed 'a policy that revokes the SHA-256 of a sealed program is taken' lorica load $st/revoke-sealed.stmt
refused_with EACCES '  which runs no more' $v/prog
says '  for that reason' 'lorica events' 'deny exec /attack/verity/prog reason=revoked'
says '  while other sealed ones do' "$v/dlopener $v/victim.so" '^LOADED$'
allowed '  not even with another page in the cache than on the disk' \
	sh -c 'lorica-attack revoked >/tmp/revoked || { grep "^not ok" /tmp/revoked; exit 1; }'

# A policy that leaves firmware alone. The driver that asks for it was loaded by the attack above.
ask=/sys/devices/virtual/misc/test_firmware/trigger_request
mkdir -p /lib/firmware
echo 'any firmware' >/lib/firmware/lorica-any.bin
refused_with EACCES 'unlisted firmware' write_to $ask lorica-any.bin
allowed 'a policy with firmware allow is taken' lorica load $st/firmware.stmt
says '  and told' 'lorica status' '^firmware allow$'
allowed '  unlisted firmware is loaded' write_to $ask lorica-any.bin
says '  which the driver has' 'cat /dev/test_firmware' '^any firmware$'
refused_with EACCES '  an unlisted program runs no more than before' /attack/unsigned/prog
