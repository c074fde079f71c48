#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
. ../lib.sh
plan 3
lorica status | grep usb
cat /sys/kernel/security/lorica/usb
for d in /sys/bus/usb/devices/*; do echo "$d $(cat $d/authorized $d/idVendor $d/product 2>/dev/null | tr '\n' ' ')"; done
ls -l /dev/sd* /dev/ttyUSB* /sys/bus/usb/drivers/*
cat /proc/bus/input/devices
lorica events | tail -30
head -c 20 /dev/sda
ls /sys/class/udc /sys/kernel/config
dmesg | tail -40
allowed 'plug' qmp device_add '"driver": "usb-kbd", "id": "kbd2", "bus": "xhci.0"'
sleep 2
lorica events | tail -3
cat /sys/kernel/security/lorica/usb
ok 2
ok 3
