#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2154 # output and status are those of bats
bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	load sign_common
	# A tree as it lies on the device, and the same as a package has it: not merged.
	mkdir -p root/usr/{bin,lib,sbin} root/opt/a/DEBIAN
	printf '#!/bin/sh\necho a\n' >root/usr/bin/a
	ln root/usr/bin/a root/usr/bin/b
	cp /bin/true root/usr/sbin/true
	printf 'no code\n' >root/usr/lib/text
	ln -s a root/usr/bin/link
	cp -a root package
	mv package/usr/sbin package/sbin
	mv root/opt/a/DEBIAN root/opt/a/other && mv package/opt/a/DEBIAN package/opt/a/other
	mkdir package/DEBIAN
	printf '#!/bin/sh\necho installed\n' >package/DEBIAN/postinst
	printf '#!/bin/sh\necho removed\n' >package/DEBIAN/prerm
	chmod +x package/DEBIAN/p*
	mkdir -p root/var/lib/dpkg/info
	for script in postinst prerm; do
		cp package/DEBIAN/$script root/var/lib/dpkg/info/t.$script
	done
	printf 'Package: t\nVersion: 1\nArchitecture: all\nMaintainer: T <t@example.org>\nDescription: t\n' \
		>package/DEBIAN/control
	for z in none gzip xz zstd; do
		dpkg-deb --root-owner-group "-Z$z" -b package $z.deb >/dev/null
	done
}

setup() {
	load sign_common
	cd "$BATS_FILE_TMPDIR" || return
}

# tar_deb OUT PYTHON: a package whose data.tar is written by PYTHON, with t and file() at hand
tar_deb() {
	python3 - "$1" "$2" <<-'END'
		import io, sys, tarfile
		out = io.BytesIO()
		t = tarfile.open(fileobj=out, mode='w')
		def file(name, data=b'#!/bin/sh\n', **more):
		    i = tarfile.TarInfo(name)
		    i.size = len(data)
		    for k in more:
		        setattr(i, k, more[k])
		    t.addfile(i, io.BytesIO(data))
		exec(sys.argv[2])
		t.close()
		control = io.BytesIO()
		c = tarfile.open(fileobj=control, mode='w')
		i = tarfile.TarInfo('./control')
		text = b'Maintainer: x\nPackage: odd\n'
		i.size = len(text)
		c.addfile(i, io.BytesIO(text))
		c.close()
		def member(name, data):
		    return b'%-16s%-12d%-6d%-6d%-8s%-10d`\n' % (name, 0, 0, 0, b'100644', len(data)) + data + b'\n' * (len(data) % 2)
		open(sys.argv[1], 'wb').write(b'!<arch>\n' + member(b'debian-binary', b'2.0\n') + member(b'control.tar', control.getvalue()) + member(b'data.tar', out.getvalue()))
	END
}

# refuses MESSAGE ARGUMENT...: it does, with this message, and writes nothing
refuses() {
	local message=$1
	shift
	rm -f out
	run "$LORICA" -q manifest "$@" -o out
	[ "$status" -eq 1 ]
	[[ $output == *"$message"* ]] || { echo "$output"; return 1; }
	[ ! -e out ]
}

@test "manifest --from-deb: what is installed has the same manifest, however it is packed" {
	"$LORICA" -q manifest root -o tree
	for z in none gzip xz zstd; do
		"$LORICA" -q manifest --from-deb $z.deb -o deb
		cmp tree deb
	done
	"$LORICA" -q manifest --all root -o tree
	"$LORICA" -q manifest --all --from-deb xz.deb -o deb
	cmp tree deb
}

@test "manifest --from-deb: several packages, and a tree" {
	mkdir -p other/opt
	printf '#!/bin/sh\necho other\n' >other/opt/o
	tar_deb second.deb 'file("./opt/second")'
	"$LORICA" -q manifest other --from-deb xz.deb --from-deb second.deb -o out
	run "$LORICA" show out
	for path in /var/lib/dpkg/info/t.prerm /opt/o /opt/second /usr/bin/a /usr/bin/b /usr/sbin/true; do
		[[ $output == *" $path"* ]] || { echo "$output"; return 1; }
	done
	tar_deb clash.deb 'file("./usr/bin/a", b"#!/bin/else\n")'
	refuses "'/usr/bin/a' is not the same file in 'clash.deb' and in 'xz.deb'" --from-deb xz.deb --from-deb clash.deb
}

@test "manifest --from-deb: a path that leads out of the root" {
	for name in ../etc/x ./a/../../x a/./x a//x ..; do
		tar_deb bad.deb "file('$name')"
		refuses "'bad.deb': no path for a file: '$name'" --from-deb bad.deb || { echo "$name"; return 1; }
	done
	tar_deb bad.deb 'file("./a"); file("./b", b"", type=tarfile.LNKTYPE, linkname="../../a")'
	refuses "'bad.deb': no path for a link: '../../a'" --from-deb bad.deb
}

@test "manifest --from-deb: links and special files" {
	tar_deb odd.deb 'file("./l", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd")
file("./dev", b"", type=tarfile.CHRTYPE)
file("./text", b"text")
file("./again", b"", type=tarfile.LNKTYPE, linkname="./text")
file("/abs")'
	run "$LORICA" manifest --from-deb odd.deb -o out
	[ "$status" -eq 0 ]
	[[ $output == *"1 not code, 1 symbolic links, 1 special files"* ]] || { echo "$output"; return 1; }
	run "$LORICA" show out
	[[ $output == *" /abs"* && $output != *again* && $output != *passwd* ]]
}

@test "manifest --from-deb: what is no package, or a damaged one" {
	refuses "'/nonexistent' cannot be read" --from-deb /nonexistent
	printf 'no archive' >plain
	refuses "'plain' cannot be read" --from-deb plain
	: >empty
	refuses "'empty'" --from-deb empty
	printf '!<arch>\n' >only
	refuses "'only'" --from-deb only
	size=$(stat -c %s xz.deb)
	for n in 9 70 200 $((size / 2)) $((size - 40)); do
		head -c "$n" xz.deb >cut.deb
		refuses "'cut.deb'" --from-deb cut.deb
	done
	head -c 1000000000 /dev/zero | gzip >zeros.gz
	refuses "'zeros.gz'" --from-deb zeros.gz
}

@test "manifest --from-deb: wrong calls" {
	run "$LORICA" manifest --from-deb
	[ "$status" -eq 2 ]
	run "$LORICA" manifest -o out
	[ "$status" -eq 2 ]
	[[ $output == *"takes at least one ROOTFS or --from-deb FILE"* ]]
}
