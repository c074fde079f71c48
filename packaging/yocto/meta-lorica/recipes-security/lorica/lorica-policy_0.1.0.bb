# SPDX-License-Identifier: GPL-2.0-only
SUMMARY = "Policies to begin with, and fragments to include"
SECTION = "admin"

require recipes-kernel/lorica/lorica-source.inc
inherit allarch

SRC_URI += "file://policy"

do_configure[noexec] = "1"
do_compile[noexec] = "1"

do_install() {
	for part in profiles lib; do
		install -d ${D}${datadir}/lorica/policy/$part
		install -m 0644 ${S}/policy/$part/*.lorica ${D}${datadir}/lorica/policy/$part/
	done
}

FILES:${PN} = "${datadir}/lorica/policy"
BBCLASSEXTEND = "native nativesdk"
