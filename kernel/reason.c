// SPDX-License-Identifier: GPL-2.0-only
#include "reason.h"
#include "shim.h"

/* clang-format off */
static const struct {
	int err;
	const char *name;
	const char *text;
} reasons[] = {
	[LORICA_OK] = { 0, "ok", "accepted" },

	[LORICA_R_TRUNCATED] = { -ENODATA, "truncated", "the statement ends before its stated length" },
	[LORICA_R_OVERSIZED] = { -EFBIG, "oversized", "the statement is larger than the limit" },
	[LORICA_R_TRAILING] = { -E2BIG, "trailing-bytes", "bytes follow the end of the statement" },
	[LORICA_R_ENVELOPE] = { -EBADMSG, "envelope", "not a CMS SignedData with attached content" },
	[LORICA_R_SIGNATURE] = { -EKEYREJECTED, "signature", "the signature does not match the content" },
	[LORICA_R_UNKNOWN_SIGNER] = { -ENOKEY, "unknown-signer", "no trusted key made this signature" },
	[LORICA_R_WRONG_PURPOSE] = { -EACCES, "wrong-purpose", "the signing key may not sign this type of statement" },

	[LORICA_R_MAGIC] = { -ENOMSG, "magic", "the signed content is not a Lorica statement" },
	[LORICA_R_ABI] = { -EPROTONOSUPPORT, "abi", "made for another ABI" },
	[LORICA_R_TYPE] = { -EPROTOTYPE, "unknown-type", "unknown type of statement" },
	[LORICA_R_RESERVED] = { -EINVAL, "reserved-bits", "a reserved field is not zero" },
	[LORICA_R_TABLE] = { -EILSEQ, "section-table", "the section table is not in its one legal form" },
	[LORICA_R_SECTION_UNKNOWN] = { -EOPNOTSUPP, "unknown-section", "a section that this type of statement does not have" },
	[LORICA_R_SECTION_MISSING] = { -ENOENT, "missing-section", "a section that this type of statement needs is absent" },
	[LORICA_R_LIMIT] = { -EOVERFLOW, "limit", "a count or size is above its limit" },
	[LORICA_R_CONTENT] = { -EUCLEAN, "content", "a field has a value outside its range" },
	[LORICA_R_ORDER] = { -EDOM, "order", "a table is not strictly ascending" },
	[LORICA_R_KEY] = { -EPROTO, "key", "a certificate in the policy cannot be used" },

	[LORICA_R_SERIAL_SAME] = { -EALREADY, "same-serial", "a statement with this serial is already active" },
	[LORICA_R_SERIAL_OLD] = { -ESTALE, "older-serial", "a statement with a higher serial is active, or was" },
	[LORICA_R_EPOCH_OLD] = { -ERANGE, "older-epoch", "the rollback epoch is below that of the active policy" },
	[LORICA_R_OTHER_DEVICE] = { -EXDEV, "other-device", "bound to another device" },
	[LORICA_R_NO_DEVICE_ID] = { -ENODEV, "no-device-id", "bound to a device, and this one has no id" },
	[LORICA_R_NOT_YET_VALID] = { -ETIME, "not-yet-valid", "the clock is before the start of its validity" },
	[LORICA_R_EXPIRED] = { -EKEYEXPIRED, "expired", "the clock is past the end of its validity" },
	[LORICA_R_NO_POLICY] = { -ENXIO, "no-policy", "a policy has to be loaded first" },
	[LORICA_R_TOO_MANY] = { -ENOSPC, "too-many", "no room for another manifest" },
	[LORICA_R_HOOKS_MISSING] = { -ENOLINK, "hooks-missing", "a hook that the policy needs is not attached" },
	[LORICA_R_CANARY] = { -ENOTRECOVERABLE, "canary", "a hook did not refuse its canary, so it does not run" },
	[LORICA_R_MEMORY] = { -ENOMEM, "out-of-memory", "the kernel is out of memory" },
	[LORICA_R_MANIFEST_REVOKED] = { -EKEYREVOKED, "manifest-revoked", "the policy revokes manifests of this key and name up to a later serial" },
	[LORICA_R_ALGORITHM] = { -ENOPKG, "algorithm", "the kernel has no RSA or no SHA-256 to verify with" },
	[LORICA_R_OVERLAP] = { -ENOTUNIQ, "overlap", "a manifest of another key lists the same path" },
	[LORICA_R_NAME_TAKEN] = { -EEXIST, "name-taken", "a manifest of this name is in force, signed by another key" },
	[LORICA_R_NO_VERITY] = { -ENOTBLK, "no-verity", "dm-verity is not in the kernel, or was not when the seal went on" },
	[LORICA_R_BOOT] = { -ECANCELED, "boot", "the policy refuses the seal to a boot that is not as it expects" },
	[LORICA_R_ROLLBACK] = { -ELNRNG, "rollback", "the epoch is below the smallest one that this device takes" },

	[LORICA_R_NO_INTEGRITY] = { -EBADRQC, "no-integrity", "this kernel cannot be watched where the policy asks for it, or was not before the seal" },
	[LORICA_R_NO_USB] = { -EUNATCH, "no-usb", "the part that guards USB (lorica_usb.ko) is not in the kernel" },

	[LORICA_R_MANIFEST] = { 0, "manifest", "listed in a signed manifest" },
	[LORICA_R_DEFAULT] = { 0, "default", "allowed by the section's default" },
	[LORICA_R_NOT_LISTED] = { -EACCES, "not-listed", "in no manifest that the policy allows" },
	[LORICA_R_WRITER] = { -EACCES, "open-for-writing", "somebody can write to the file at this moment" },
	[LORICA_R_UNREADABLE] = { -EACCES, "unreadable", "the file cannot be read to its end" },
	[LORICA_R_UNVERIFIED] = { -EACCES, "unverified", "mapped without a check before, so it cannot become executable" },
	[LORICA_R_FROM_MEMORY] = { -EPERM, "from-memory", "code from memory has no file to check" },
	[LORICA_R_SEALED] = { -EPERM, "sealed", "refused since the seal" },
	[LORICA_R_OWN_OBJECT] = { -EPERM, "own-object", "belongs to Lorica" },
	[LORICA_R_PROG_TYPE] = { -EPERM, "program-type", "a BPF program of a type that could change kernel decisions" },
	[LORICA_R_NO_MEMORY] = { -EACCES, "no-memory", "no memory to check it" },
	[LORICA_R_NO_PATH] = { -EACCES, "no-path", "memory that only looks like a file" },
	[LORICA_R_FILE_SYSTEM] = { -EACCES, "file-system", "this file system cannot hold content still" },
	[LORICA_R_TOO_LARGE] = { -EACCES, "too-large", "larger than what is checked" },
	[LORICA_R_UNKNOWN_KIND] = { -EPERM, "unknown-kind", "a kind of access that this module does not know" },
	[LORICA_R_ANONYMOUS] = { -EACCES, "anonymous", "memory without a file cannot become executable" },
	[LORICA_R_WRITABLE] = { -EACCES, "writable", "writable and executable at the same time" },
	[LORICA_R_WRITTEN] = { -EACCES, "written", "memory that was written to cannot become executable" },
	[LORICA_R_POKE] = { -EACCES, "poke", "writes into the code of a process" },
	[LORICA_R_EXEC_STACK] = { -EACCES, "executable-stack", "the program asks for an executable stack" },
	[LORICA_R_VOLUME] = { 0, "volume", "on a volume that the policy allows" },
	[LORICA_R_REVOKED] = { -EACCES, "revoked", "the policy, or the kernel's blacklist, revokes this content" },
	[LORICA_R_BPF_LOADER] = { -EPERM, "bpf-loader", "the policy names the programs that may load BPF programs, and this is none" },
	[LORICA_R_PART] = { -EACCES, "part", "only a part is loaded, and no list has the digest of a part" },
	[LORICA_R_HELPER] = { -EACCES, "kernel-helper", "the policy names the programs that the kernel may start, and this is none" },
	[LORICA_R_NOT_REGULAR] = { -EACCES, "not-regular", "not a regular file" },

	[LORICA_R_SIGNED] = { 0, "signed", "signed by a key of the policy" },
	[LORICA_R_SIG_FORMAT] = { -EACCES, "signature-format", "its security.ima is not whole" },
	[LORICA_R_SIG_KIND] = { -EACCES, "signature-kind", "its security.ima is not a signature of version 2" },
	[LORICA_R_SIG_HASH] = { -EACCES, "signature-hash", "signed over another digest than SHA-256" },
	[LORICA_R_SIG_KEY] = { -EACCES, "signature-key", "signed by a key that the policy does not name" },
	[LORICA_R_SIG_PURPOSE] = { -EACCES, "signature-purpose", "signed by a key that may not sign code" },
	[LORICA_R_SIG_PLACE] = { -EACCES, "signature-place", "signed by a key that may not sign code in this place" },
	[LORICA_R_SIG_WRONG] = { -EACCES, "signature-wrong", "the signature is not one over this content" },

	[LORICA_R_NET_RULE] = { 0, "net-rule", "a rule of the net section allows it" },
	[LORICA_R_NET_DENIED] = { -EACCES, "net-denied", "a rule of the net section denies it" },
	[LORICA_R_NET_NO_RULE] = { -EACCES, "net-no-rule", "no rule of the net section allows it" },
	[LORICA_R_NET_ADDRESS] = { -EACCES, "net-address", "an address that cannot be read" },

	[LORICA_R_USB_RULE] = { 0, "usb-rule", "a rule allows the device" },
	[LORICA_R_USB_DENIED] = { -EACCES, "usb-denied", "a rule denies the device" },
	[LORICA_R_USB_NO_RULE] = { -EACCES, "usb-no-rule", "no rule speaks of the device" },
	[LORICA_R_USB_TOO_MANY] = { -EACCES, "usb-too-many", "the rule allows no more devices at a time" },
	[LORICA_R_USB_INTERFACES] = { -EACCES, "usb-interfaces", "the device has more different interfaces than are looked at" },
	[LORICA_R_USB_REFUSED] = { -EACCES, "usb-refused", "the policy refuses the device" },
	[LORICA_R_USB_ROOT_HUB] = { 0, "usb-root-hub", "a root hub is a part of its host controller" },

	[LORICA_R_BOOT_OK] = { 0, "boot-ok", "the boot is as the policy expects" },
	[LORICA_R_BOOT_NO_TPM] = { 0, "boot-no-tpm", "no TPM, so only the command line was judged" },
	[LORICA_R_BOOT_TPM_MISSING] = { -EACCES, "boot-tpm-missing", "the policy requires a TPM, and there is none" },
	[LORICA_R_BOOT_TPM_ERROR] = { -EACCES, "boot-tpm-error", "the TPM does not tell its PCRs of SHA-256" },
	[LORICA_R_BOOT_NO_LOG] = { -EACCES, "boot-no-log", "the firmware left no event log" },
	[LORICA_R_BOOT_LOG] = { -EACCES, "boot-log", "the event log is malformed" },
	[LORICA_R_BOOT_REPLAY] = { -EACCES, "boot-replay", "the event log does not lead to the PCR of the TPM" },
	[LORICA_R_BOOT_PCR] = { -EACCES, "boot-pcr", "the PCR has none of the values that the policy accepts" },
	[LORICA_R_BOOT_EVENT] = { -EACCES, "boot-event", "an event has none of the digests that the policy accepts" },
	[LORICA_R_BOOT_NO_EVENT] = { -EACCES, "boot-no-event", "the log has no such event" },
	[LORICA_R_BOOT_SECURE_BOOT] = { -EACCES, "boot-secure-boot", "the firmware did not measure that Secure Boot is on" },
	[LORICA_R_BOOT_WORD] = { -EACCES, "boot-word", "the command line has a word that the policy denies, or another value than it requires" },
	[LORICA_R_BOOT_NO_WORD] = { -EACCES, "boot-no-word", "the command line lacks a word that the policy requires" },
	[LORICA_R_BOOT_CMDLINE] = { -EACCES, "boot-cmdline", "the command line is none of those that the policy accepts" },
	[LORICA_R_BOOT_NO_CMDLINE] = { -EACCES, "boot-no-cmdline", "the command line cannot be read" },
	[LORICA_R_BOOT_NO_COUNTER] = { -EACCES, "boot-no-counter", "nobody told the smallest epoch from where the policy requires it" },

	[LORICA_R_CPU_CHANGED] = { -EUCLEAN, "cpu-changed", "a control register of a CPU is not what it was" },
	[LORICA_R_VECTORS_CHANGED] = { -EUCLEAN, "vectors-changed", "an exception goes elsewhere than it did" },
	[LORICA_R_SYSCALLS_CHANGED] = { -EUCLEAN, "syscalls-changed", "a system call is another than it was" },
	[LORICA_R_RODATA_CHANGED] = { -EUCLEAN, "rodata-changed", "read-only data of the kernel is not what it was" },
};
/* clang-format on */

static bool known(enum lorica_reason reason)
{
	return (unsigned int)reason < ARRAY_SIZE(reasons) && reasons[reason].name;
}

int lorica_reason_errno(enum lorica_reason reason)
{
	return known(reason) ? reasons[reason].err : -EUCLEAN;
}

const char *lorica_reason_name(enum lorica_reason reason)
{
	return known(reason) ? reasons[reason].name : "unknown";
}

const char *lorica_reason_text(enum lorica_reason reason)
{
	return known(reason) ? reasons[reason].text : "unknown reason";
}
