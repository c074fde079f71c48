#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A Debian under systemd does what Debian does, with a policy that enforces: nothing that belongs there is
# refused, from the first process on. What does not belong there is, at the end.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh

# within SECONDS COMMAND...: again and again until it works
within() {
	left=$1
	shift
	until "$@" >/dev/null 2>&1; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || return 1
		sleep 1
	done
}

# status_has WHAT REGEX
status_has() {
	allowed "$1" sh -c 'lorica status | grep -Eq -- "$1"' sh "$2"
}

plan 35

diag "up for $(cut -d ' ' -f 1 /proc/uptime) s"
status_has 'the policy enforces' '^mode enforce$'
status_has 'the seal is on' '^sealed yes$'
allowed 'process 1 is systemd' sh -c '[ "$(readlink /proc/1/exe)" = /usr/lib/systemd/systemd ]'
for unit in systemd-journald ssh cron mosquitto; do
	allowed "$unit runs" within 30 systemctl is-active "$unit"
done
allowed 'no unit failed' sh -c 'f=$(systemctl --failed --no-legend --plain); echo "$f"; [ -z "$f" ]'
allowed 'the journal can be read' sh -c 'journalctl -b -u cron --no-pager | grep -q cron'
allowed 'a service is started anew' systemctl restart cron
systemd-run -q /usr/bin/touch /run/service-ran
allowed 'a command runs as a service' within 10 test -e /run/service-ran
allowed 'a module is loaded' modprobe dummy
allowed 'a module is there' grep -q ^dummy /proc/modules

# Software that comes after the image.
allowed 'apt installs a package with its manifest' apt-get install -y /root/fieldapp.deb
allowed 'its maintainer script ran' grep -qx fieldapp /var/lib/fieldapp.installed
allowed 'its program runs' fieldapp
allowed 'its Python program runs' fieldapp-python
status_has 'its manifest is in force' '^manifest fieldapp '
allowed 'its manifest will be at the next boot' test -s /var/lib/lorica/manifests/fieldapp.stmt
allowed 'dpkg knows it' sh -c 'dpkg -s fieldapp | grep -q "^Status: install ok installed"'
allowed 'apt removes it' apt-get remove -y fieldapp
allowed 'apt finds nothing amiss' apt-get check

allowed 'Python works' python3 ./work.py
allowed 'a message goes from one client to another' sh -c '
	timeout 20 mosquitto_sub -t day -C 1 -W 15 >/tmp/message &
	n=0
	until [ -s /tmp/message ] || [ $n = 15 ]; do
		mosquitto_pub -t day -m hello
		sleep 1
		n=$((n + 1))
	done
	grep -qx hello /tmp/message'

chown -R person:person /home/person
mkdir -p /home/person/.ssh
ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
cp /root/.ssh/id_ed25519.pub /home/person/.ssh/authorized_keys
chown -R person:person /home/person/.ssh
chmod -R go= /home/person/.ssh
allowed 'ssh runs a command' sh -c '[ "$(ssh -q -o StrictHostKeyChecking=no -o BatchMode=yes person@127.0.0.1 id -un)" = person ]'
echo carried >/tmp/file
allowed 'scp carries a file' sh -c '
	scp -q -o StrictHostKeyChecking=no /tmp/file person@127.0.0.1:carried && grep -qx carried /home/person/carried'
allowed 'a person logs in with a password' python3 ./login.py enforce
refused 'and not with another' python3 ./login.py audit
allowed 'su' sh -c '[ "$(su - person -c "id -un")" = person ]'
allowed 'cron ran a command' within 70 test -s /run/cron-ran

allowed 'nothing of all this was refused' sh -c '
	lorica events >/tmp/day 2>/tmp/lost; [ ! -s /tmp/lost ] && ! grep -E " (deny|audit) " /tmp/day'

refused_with EACCES 'a program that nothing lists' /attack/unsigned/prog
refused 'code that a library makes for a callback' python3 ./callback.py
refused 'a package without a manifest' apt-get install -y /root/nobodys.deb
allowed 'all are reported' sh -c 'lorica events >/tmp/day; grep -q " deny exec /attack/unsigned/prog reason=not-listed" /tmp/day &&
	grep -q " deny exec /var/lib/dpkg/info/nobodys.postinst reason=not-listed" /tmp/day &&
	grep -q " deny writable-code .*label=/usr/bin/python3.11" /tmp/day'
