# SPDX-License-Identifier: GPL-2.0-only
# For images: when the root file system is complete, list and sign its code, and compile and sign the policy.
#
#   LORICA_POLICY        policy text, absolute path
#   LORICA_FRAGMENTS     more texts. Those that packages put into the image as
#                        /usr/share/lorica/policy.d/*.lorica are added as well
#   LORICA_ANCHOR        certificate that the module has inside, and its key (a file or a pkcs11: URI)
#   LORICA_ANCHOR_KEY
#   LORICA_VENDOR        certificate that signs manifests, and its key
#   LORICA_VENDOR_KEY
#   LORICA_MANIFEST      name of this image's manifest
#   LORICA_SERIAL        its serial. Count it up with each release
#   LORICA_EPOCH         its epoch (that of the policy)
#   LORICA_POLICY_IMAGE  the image whose policy this one takes; empty where it makes its own
#   LORICA_MODULE        a lorica.ko to look at, where this image has none, and a lorica_usb.ko beside it
#   LORICA_OPTIONS       more options of lorica-image.sh: --strict, --manifest-option --fsverity

LORICA_POLICY ??= ""
LORICA_ANCHOR ??= ""
LORICA_ANCHOR_KEY ??= ""
LORICA_VENDOR ??= ""
LORICA_VENDOR_KEY ??= ""
LORICA_MANIFEST ??= "rootfs"
LORICA_SERIAL ??= "1"
LORICA_EPOCH ??= ""
LORICA_FRAGMENTS ??= ""
LORICA_POLICY_IMAGE ??= ""
LORICA_MODULE ??= ""
LORICA_OPTIONS ??= ""

LORICA_OUT = "${WORKDIR}/lorica"
# Another image has no other way to it before this one is packed.
LORICA_SHARED = "${TMPDIR}/work-shared/lorica-${MACHINE}"

fakeroot do_lorica_statements() {
	set -- --names yocto --out "${LORICA_OUT}" --serial "${LORICA_SERIAL}" \
		--anchor "${LORICA_ANCHOR}" --vendor "${LORICA_VENDOR}" --vendor-key "${LORICA_VENDOR_KEY}"
	if [ -n "${LORICA_EPOCH}" ]; then
		set -- "$@" --epoch "${LORICA_EPOCH}"
	fi
	for module in ${LORICA_MODULE}; do
		set -- "$@" --module $module
	done
	for fragment in ${LORICA_FRAGMENTS}; do
		set -- "$@" --fragment $fragment
	done
	if [ -n "${LORICA_POLICY_IMAGE}" ]; then
		set -- "$@" --only manifests --signed-policy "${LORICA_SHARED}/${LORICA_POLICY_IMAGE}.stmt"
	else
		set -- "$@" --policy "${LORICA_POLICY}" --anchor-key "${LORICA_ANCHOR_KEY}"
	fi
	LORICA=${STAGING_SBINDIR_NATIVE}/lorica bash ${STAGING_DATADIR_NATIVE}/lorica/image/lorica-image.sh \
		"$@" ${LORICA_OPTIONS} "${LORICA_MANIFEST}=${IMAGE_ROOTFS}" ||
		bbfatal "lorica: '${PN}' is not signed: see the line above"

	install -D -m 0644 ${LORICA_OUT}/${LORICA_MANIFEST}.stmt ${IMAGE_ROOTFS}${sysconfdir}/lorica/${LORICA_MANIFEST}.stmt
	if [ -n "${LORICA_POLICY_IMAGE}" ]; then
		# This one boots: the policy is for it.
		install -m 0644 ${LORICA_SHARED}/${LORICA_POLICY_IMAGE}.stmt ${IMAGE_ROOTFS}${sysconfdir}/lorica/policy.stmt
	else
		install -D -m 0644 ${LORICA_OUT}/policy.stmt ${LORICA_SHARED}/${PN}.stmt
	fi
}
addtask lorica_statements after do_rootfs before do_image
do_lorica_statements[depends] += "lorica-native:do_populate_sysroot virtual/fakeroot-native:do_populate_sysroot"
do_lorica_statements[dirs] = "${LORICA_OUT}"
# The trees and keys decide; a statement is never taken from a cache.
do_lorica_statements[nostamp] = "1"

python () {
    image = d.getVar('LORICA_POLICY_IMAGE')
    if image:
        d.appendVarFlag('do_lorica_statements', 'depends', ' %s:do_lorica_statements' % image)
}
