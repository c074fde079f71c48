#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the policy refuses of USB no driver gets, however root asks for it; what it allows works.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

node=/sys/kernel/security/lorica/usb
bus=/sys/bus/usb
st=/attack/usb
release=$(uname -r)

# status_has WHAT LINE: a line of `lorica status` is exactly this.
status_has() {
	allowed "$1" sh -c 'lorica status | grep -qx -- "$1"' sh "$2"
}

# event_has WHAT REGEX
event_has() {
	allowed "$1" sh -c 'lorica events | grep -Eq -- "$1"' sh "$2"
}

# within WHAT COMMAND...: it succeeds within a while; USB takes its time.
within() {
	tap_name=$1
	shift
	# shellcheck disable=SC2016 # for the inner shell
	allowed "$tap_name" sh -c 'for i in $(seq 60); do "$@" >/dev/null 2>&1 && exit; sleep 0.5; done; "$@"' sh "$@"
}

# judged WHAT REGEX: the kernel lists such a device.
judged() {
	within "$1" grep -Eq -- "$2" $node
}

# gone WHAT REGEX
gone() {
	# shellcheck disable=SC2016
	within "$1" sh -c '! grep -Eq -- "$1" "$2"' sh "$2" $node
}

# where REGEX: the name of the device in the first such line.
where() {
	sed -En "s/^[^ ]+ [^ ]+ [^ ]+ [^ ]+ ([^ ]+) .*$1.*/\1/p" $node | head -n 1
}

# closed WHAT NAME: it has no authorisation, no configuration and no driver but the one for whole devices.
closed() {
	# shellcheck disable=SC2016
	allowed "$1" sh -c 'cd "$1/devices/$2" && [ "$(cat authorized)" = 0 ] || exit 1
		for i in "$1/devices/$2":*; do [ ! -e "$i/driver" ] || { readlink "$i/driver"; exit 1; }; done' sh $bus "$2"
}

# input WHAT NAME: a driver has made an input device of it.
input() { within "$1" grep -qF "Name=\"$2\"" /proc/bus/input/devices; }
no_input() { refused "$1" grep -qF "Name=\"$2\"" /proc/bus/input/devices; }

# usbfs NAME: its node in /dev/bus/usb.
usbfs() { printf '/dev/bus/usb/%03d/%03d' "$(cat "$bus/devices/$1/busnum")" "$(cat "$bus/devices/$1/devnum")"; }
peek() { dd if="$1" of=/dev/null bs=18 count=1; }

plan 110

# What was plugged in when the machine started, with its drivers at work before there was a policy.
status_has 'USB is managed' 'usb deny'
status_has 'the part that sees the bus is held' 'usb_part held'
judged 'the stick is allowed by its rule' '^allow 0 usb-rule until-seal [0-9.-]+ 46f4:0001 serial "LORICA-STICK"'
within '  it is a disk' [ -b /dev/sda ]
allowed '  that is read' sh -c 'head -c 20 /dev/sda | grep -q "what is on the stick"'
judged 'the serial adapter is allowed' '^allow [0-9]+ usb-rule until-seal .* 0403:6001 '
within '  it is a terminal' [ -e /sys/bus/usb-serial/devices/ttyUSB0 ]
judged 'the keyboard is denied by a rule' '^deny [0-9]+ usb-denied until-seal .* 0627:0001 '
kbd=$(where 0627:0001)
closed '  it is closed' "$kbd"
no_input '  it is no keyboard' 'QEMU QEMU USB Keyboard'
event_has '  there is an event' "deny usb $kbd 0627:0001 .*reason=usb-denied"
kernel_says '  it was a keyboard before there was a policy' 'input: QEMU QEMU USB Keyboard'
allowed 'lorica devices tells of it' sh -c 'lorica devices | grep -A2 "^deny     $1 0627:0001 QEMU USB Keyboard" | grep -qx "	deny 0627:\* class hid"' sh "$kbd"
allowed '  as JSON' sh -c 'lorica -j devices | python3 -c "
import json, sys
d = [x for x in json.load(sys.stdin) if x[\"product_id\"] == \"0001\" and x[\"vendor_id\"] == \"46f4\"][0]
assert d[\"verdict\"] == \"allow\" and d[\"serial\"] == \"LORICA-STICK\" and d[\"plugged\"] == \"until-seal\"
assert d[\"rule\"] == \"allow 46f4:0001 class storage serial \\\"LORICA-STICK\\\"\", d"'
allowed 'root hubs are a part of the machine' grep -q '^allow - usb-root-hub .* usb1$' $node

# Attempts of root on the keyboard.
refused_with EACCES 'authorized' write_to "$bus/devices/$kbd/authorized" 1
event_has '  event' "deny usb-use $kbd 0627:0001 .*: authorize reason=usb-refused"
closed '  it stays closed' "$kbd"
write_to "$bus/devices/$kbd/bConfigurationValue" 1 2>/dev/null
closed 'a configuration is chosen: closed' "$kbd"
refused 'it is bound to usbhid' write_to $bus/drivers/usbhid/bind "$kbd:1.0"
write_to $bus/drivers_probe "$kbd" 2>/dev/null
closed 'drivers_probe: closed' "$kbd"
allowed 'the driver of the device is unbound' write_to $bus/drivers/usb/unbind "$kbd"
closed '  closed' "$kbd"
allowed '  and bound again' write_to $bus/drivers/usb/bind "$kbd"
closed '  closed' "$kbd"
for driver in usbhid usb-storage; do
	allowed "$driver gets a new id" write_to "$bus/drivers/$driver/new_id" '0627 0001'
	closed '  closed' "$kbd"
done
if [ -e "$bus/devices/$kbd/driver_override" ]; then
	write_to "$bus/devices/$kbd/driver_override" usbhid 2>/dev/null
	write_to $bus/drivers_probe "$kbd" 2>/dev/null
	closed 'driver_override: closed' "$kbd"
else
	skip 'driver_override: closed' 'this kernel has none for USB'
fi
refused_with EACCES 'its node is opened' peek "$(usbfs "$kbd")"
event_has '  event' "deny usb-use $kbd 0627:0001 .*: open reason=usb-refused"
# shellcheck disable=SC2046,SC2183 # two numbers
mknod /attack/usbfs c $(sed 's/:/ /' "$bus/devices/$kbd/dev")
refused_with EACCES '  by another node with its number' peek /attack/usbfs
stick=$(where 46f4:0001)
allowed '  that of the stick can be opened' peek "$(usbfs "$stick")"

# The modules.
refused 'lorica_usb is removed' rmmod lorica_usb
refused '  by force' rmmod -f lorica_usb
refused 'usbcore is removed' rmmod usbcore
refused '  by force' rmmod -f usbcore
allowed 'usbhid is removed' rmmod usbhid
allowed '  and loaded again' insmod "/usr/lib/modules/$release/usbhid.ko"
closed '  closed' "$kbd"

# A driver for whole devices asks no authorisation.
allowed 'usbip-host is loaded' sh -c 'insmod "$1/usbip-core.ko" && insmod "$1/usbip-host.ko"' sh "/usr/lib/modules/$release"
allowed '  and would take the keyboard' write_to $bus/drivers/usbip-host/match_busid "add $kbd"
allowed '  from the driver of the device' write_to $bus/drivers/usb/unbind "$kbd"
refused '  it does not get it' write_to $bus/drivers/usbip-host/bind "$kbd"
event_has '  event' "deny usb-use $kbd 0627:0001 .*: drive reason=usb-refused"
allowed '  the driver of the device does' write_to $bus/drivers/usb/bind "$kbd"

# The same device once more: it is unplugged and plugged in, and the controller goes and comes.
allowed 'every default says yes' sh -c 'for f in /sys/bus/usb/devices/usb*/*authorized_default; do echo 1 >$f; done'
allowed 'the keyboard is unplugged' qmp device_del '"id": "usb-kbd"'
gone '  it is gone' '0627:0001'
allowed '  and plugged in again' qmp device_add '"driver": "usb-kbd", "bus": "xhci.0", "port": "3", "id": "usb-kbd"'
judged '  it is denied again' '^deny .* usb-denied after-seal .* 0627:0001'
kbd=$(where 0627:0001)
closed '  closed' "$kbd"
host=$(basename "$(readlink -f $bus/devices/usb1/..)")
allowed 'the host controller is unbound' write_to /sys/bus/pci/drivers/xhci_hcd/unbind "$host"
gone '  nothing is on it' '0627:0001|46f4:0001'
allowed '  and bound again' write_to /sys/bus/pci/drivers/xhci_hcd/bind "$host"
judged '  the keyboard is denied again' '^deny .* usb-denied after-seal .* 0627:0001'
kbd=$(where 0627:0001)
closed '  closed' "$kbd"
judged '  the stick is allowed again' '^allow 0 usb-rule after-seal .* 46f4:0001'
# shellcheck disable=SC2016
within '  it is a disk again' sh -c 'head -c 20 /dev/sd[a-c] 2>/dev/null | grep -q "what is on the stick"'
judged '  the serial adapter is allowed again' '^allow [0-9]+ usb-rule after-seal .* 0403:6001 '

# Hot plug.
allowed 'a second keyboard' qmp device_add '"driver": "usb-kbd", "bus": "xhci.0", "port": "5", "id": "kbd2"'
judged '  denied' '^deny .* usb-denied after-seal [0-9]+-5 0627:0001 '
closed '  closed' "$(where 0627:0001.*-5)"
allowed 'a stick with another serial number' qmp device_add '"driver": "usb-storage", "bus": "xhci.0", "port": "6", "drive": "other", "serial": "OTHER", "id": "stick2"'
judged '  denied: no rule' '^deny - usb-no-rule after-seal .* 46f4:0001 serial "OTHER"'
closed '  closed' "$(where OTHER)"
# A manifest changes no verdict on a device, and so no count of them.
allowed 'a newer manifest' lorica load $st/usb-2.stmt
allowed 'a second serial adapter' qmp device_add '"driver": "usb-serial", "bus": "xhci.0", "port": "7", "chardev": "tty2", "always-plugged": true, "serial": "SECOND", "id": "serial2"'
judged '  denied: one is there' '^deny [0-9]+ usb-too-many after-seal .* 0403:6001 serial "SECOND"'
allowed '  the first one is unplugged' qmp device_del '"id": "usb-tty"'
gone '  gone' 'LORICA-TTY'
closed '  the second one stays closed' "$(where SECOND)"
allowed '  and a third comes' qmp device_add '"driver": "usb-serial", "bus": "xhci.0", "port": "2", "chardev": "tty3", "always-plugged": true, "serial": "THIRD", "id": "serial3"'
judged '  allowed' '^allow [0-9]+ usb-rule after-seal .* 0403:6001 serial "THIRD"'
allowed 'a mouse, allowed after the seal' qmp device_add '"driver": "usb-mouse", "bus": "xhci.0", "port": "8", "id": "mouse"'
judged '  allowed' '^allow [0-9]+ usb-rule after-seal .* 0627:0001 '
input '  it is a mouse' 'QEMU QEMU USB Mouse'
allowed 'a hub in the port for it' qmp device_add '"driver": "usb-hub", "bus": "xhci.0", "port": "4", "id": "hub"'
judged '  allowed' '^allow [0-9]+ usb-rule after-seal [0-9]+-4 0409:55aa '
allowed '  a keyboard behind it' qmp device_add '"driver": "usb-kbd", "bus": "xhci.0", "port": "4.1", "id": "kbd3"'
judged '  denied' '^deny [0-9]+ usb-denied after-seal [0-9]+-4.1 0627:0001 '
qmp device_del '"id": "hub"' >/dev/null
gone '  the hub goes, and what was behind it' '^[^ ]+ [^ ]+ [^ ]+ [^ ]+ [0-9]+-4'

# Devices that lie, made of gadgets in this machine.
mount -t configfs configfs /sys/kernel/config 2>/dev/null
head -c 1M /dev/zero >/attack/disk
gadgets=/sys/kernel/config/usb_gadget

# gadget NAME PRODUCT-ID CONFIGURATION:FUNCTION...
gadget() {
	g=$gadgets/$1
	mkdir "$g" "$g/strings/0x409"
	echo 0x1d6b >"$g/idVendor"
	echo "$2" >"$g/idProduct"
	echo "$1" >"$g/strings/0x409/serialnumber"
	shift 2
	for part; do
		add "$g" "${part%:*}" "${part#*:}"
	done
}

# add GADGET CONFIGURATION FUNCTION
add() {
	mkdir -p "$1/configs/c.$2" "$1/functions/$3"
	case $3 in
	mass_storage.*) echo /attack/disk >"$1/functions/$3/lun.0/file" ;;
	hid.*)
		echo 1 >"$1/functions/$3/protocol"
		echo 1 >"$1/functions/$3/subclass"
		echo 8 >"$1/functions/$3/report_length"
		printf '\005\001\011\006\241\001\300' >"$1/functions/$3/report_desc"
		;;
	esac
	ln -s "$1/functions/$3" "$1/configs/c.$2/"
}
plug() { echo dummy_udc.0 >"$gadgets/$1/UDC"; }
unplug() { echo >"$gadgets/$1/UDC"; }

gadget honest 0x0104 1:mass_storage.0
allowed 'a gadget that is storage' plug honest
judged '  allowed' '^allow [0-9]+ usb-rule after-seal .* 1d6b:0104 serial "honest"'
within '  it is a disk' sh -c 'ls -d /sys/devices/platform/dummy_hcd.0/usb*/*/*:1.0/host*/target*/*/block/sd*'
unplug honest
gone '  unplugged' '"honest"'
add "$gadgets/honest" 1 hid.0
allowed 'it comes again, and is a keyboard too' plug honest
judged '  denied' '^deny - usb-no-rule after-seal .* 1d6b:0104 serial "honest"'
closed '  closed' "$(where honest)"
unplug honest
gone '  unplugged' '"honest"'
gadget two-faced 0x0104 1:mass_storage.1 2:hid.1
allowed 'a gadget with another face in its second configuration' plug two-faced
judged '  denied' '^deny - usb-no-rule after-seal .* 1d6b:0104 serial "two-faced"'
closed '  closed' "$(where two-faced)"
unplug two-faced
gone '  unplugged' '"two-faced"'
gadget late 0x0105 1:hid.2
allowed 'a gadget that was allowed until the seal' plug late
judged '  denied' '^deny - usb-no-rule after-seal .* 1d6b:0105 serial "late"'
unplug late

# Other policies.
allowed 'the same for audit' lorica load $st/audit.stmt
judged '  it would be denied' '^audit [0-9]+ usb-denied .* 0627:0001'
input '  and is a keyboard' 'QEMU QEMU USB Keyboard'
allowed 'the first one again' lorica load $st/enforce.stmt
no_input '  no keyboard' 'QEMU QEMU USB Keyboard'
closed '  closed' "$kbd"
allowed 'one that allows it' lorica load $st/keyboard.stmt
input '  it is a keyboard' 'QEMU QEMU USB Keyboard'
write_to $bus/drivers/usbip-host/match_busid "add $kbd" 2>/dev/null
allowed '  usbip-host takes it' sh -c 'cd "$2/drivers" && echo "$1" >usb/unbind && echo "$1" >usbip-host/bind' sh "$kbd" $bus
allowed '  no longer' lorica load $st/back.stmt
# shellcheck disable=SC2016
allowed '  which has to let go of it' sh -c '[ "$(basename "$(readlink "$1")")" != usbip-host ]' sh "$bus/devices/$kbd/driver"
closed '  closed' "$kbd"

# Nothing is left behind.
lines=$(grep -c . $node)
for _ in 1 2 3 4 5 6 7 8 9 10; do
	plug honest
	sleep 0.3
	unplug honest
done
# shellcheck disable=SC2016
within 'ten times plugged and unplugged: nothing is left' sh -c '[ "$(grep -c . "$1")" = "$2" ]' sh $node "$lines"
cat $node
lorica events | tail -n 60
