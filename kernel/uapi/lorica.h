/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Lorica: what crosses the border between user space and the kernel module.
 *
 * A *statement* is the one container for everything that changes behaviour.
 * It travels as CMS SignedData (DER, attached content, no signed attributes,
 * one RSA signer with SHA-256), whose content is:
 *
 *	struct lorica_stmt			128 bytes
 *	struct lorica_section[nsections]	16 bytes each, ids ascending
 *	section bodies, each 8-byte aligned, in table order, zero padding
 *
 * A body starts exactly at the 8-aligned end of the one before it (the first
 * one at the end of the table), and the content ends with the 8-aligned end
 * of the last one: there is one encoding of a statement and no room for
 * bytes that nobody looks at. All numbers are little-endian; every reserved
 * field and padding byte is zero, and a decoder refuses anything else.
 *
 *	policy:   POLICY, KEYS, CERTS, EXEC, PROGRAMS, STRINGS, VOLUMES, REVOKED,
 *		  INTERPRETERS, NET, USB, BOOT, TEXT, USB_STRINGS, BOOT_WORDS, INTEGRITY
 *	manifest: DIGESTS, PATHS
 *
 * An empty section is absent. See docs/statement-format.md.
 */
#ifndef _UAPI_LORICA_H
#define _UAPI_LORICA_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdint.h>
#include <linux/types.h>
#endif

#define LORICA_ABI 1
#define LORICA_MAGIC "LORICA\r\n" /* 8 bytes; CR LF shows a text-mode copy */

#define LORICA_SECURITYFS "lorica" /* below /sys/kernel/security */

enum lorica_type {
	LORICA_TYPE_POLICY = 1,
	LORICA_TYPE_MANIFEST = 2,
};

/**
 * struct lorica_stmt - head of every statement
 * @magic: LORICA_MAGIC
 * @abi: LORICA_ABI; a module refuses any other
 * @type: enum lorica_type
 * @length: bytes of the whole content, this head included
 * @serial: not 0; must exceed the serial of the statement it replaces (same type
 *	and, for a manifest, same @name and signer)
 * @epoch: rollback epoch; must not be below that of the active policy
 * @valid_from: seconds since 1970 UTC before which it is refused, 0: no bound
 * @valid_until: seconds since 1970 UTC after which it is refused, 0: no bound
 * @device: SHA-256 device id it is bound to, all zero: any device
 * @name: policy or manifest name, [A-Za-z0-9._-]+, NUL padded
 * @flags: none defined: zero
 * @nsections: entries in the section table
 * @reserved: zero
 */
struct lorica_stmt {
	__u8 magic[8];
	__le16 abi;
	__le16 type;
	__le32 length;
	__le64 serial;
	__le64 epoch;
	__le64 valid_from;
	__le64 valid_until;
	__u8 device[32];
	__u8 name[32];
	__le32 flags;
	__le16 nsections;
	__u8 reserved[10];
};

enum lorica_section_id {
	LORICA_SECTION_POLICY = 1, /* one struct lorica_policy_rec */
	LORICA_SECTION_KEYS = 2, /* struct lorica_key_rec[], by name */
	LORICA_SECTION_CERTS = 3, /* X.509 DER of the keys, end to end */
	LORICA_SECTION_EXEC = 4, /* struct lorica_exec_rule[], sorted */
	LORICA_SECTION_PROGRAMS = 5, /* struct lorica_program[], by path */
	LORICA_SECTION_STRINGS = 6, /* paths that records name, see below */
	LORICA_SECTION_VOLUMES = 7, /* struct lorica_volume[], by name */
	LORICA_SECTION_REVOKED = 8, /* struct lorica_revoked[], sorted */
	LORICA_SECTION_INTERPRETERS = 9, /* struct lorica_interpreter[], sorted */
	LORICA_SECTION_NET = 10, /* struct lorica_net_rule[], sorted */
	LORICA_SECTION_USB = 11, /* struct lorica_usb_rule[], sorted */
	LORICA_SECTION_BOOT = 12, /* struct lorica_boot_rule[], sorted */
	LORICA_SECTION_TEXT = 15, /* canonical policy text, UTF-8 */
	LORICA_SECTION_DIGESTS = 16, /* struct lorica_digest[], sorted */
	LORICA_SECTION_PATHS = 17, /* NUL terminated, sorted, unique */
	LORICA_SECTION_USB_STRINGS = 19, /* what USB rules compare, see below */
	LORICA_SECTION_BOOT_WORDS = 20, /* of command lines, NUL terminated, see below */
	LORICA_SECTION_INTEGRITY = 21, /* struct lorica_integrity, then lorica_watch[] */
};

/**
 * struct lorica_section - one entry of the section table
 * @id: enum lorica_section_id, strictly ascending
 * @reserved: zero
 * @offset: from the start of the content, a multiple of 8
 * @length: bytes without padding, never zero
 */
struct lorica_section {
	__le32 id;
	__le32 reserved;
	__le32 offset;
	__le32 length;
};

enum lorica_mode {
	LORICA_MODE_AUDIT = 1, /* decide and report, refuse nothing */
	LORICA_MODE_ENFORCE = 2,
};

enum lorica_default {
	LORICA_DEFAULT_UNMANAGED = 0, /* the policy has no such section */
	LORICA_DEFAULT_DENY = 1,
	LORICA_DEFAULT_ALLOW = 2,
};

enum lorica_on_fail {
	LORICA_ON_FAIL_HALT = 0,
	LORICA_ON_FAIL_SHELL = 1,
};

enum lorica_on_revoked {
	LORICA_ON_REVOKED_REPORT = 0, /* a running program that is revoked is told of */
	LORICA_ON_REVOKED_KILL = 1, /* and killed, but for process 1 */
};

/* What a kernel may lack, and the policy be taken all the same. */
enum lorica_may_degrade {
	LORICA_MAY_DEGRADE_WRITABLE_CODE = 1 << 0,
	LORICA_MAY_DEGRADE_ALL = (1 << 1) - 1,
};

enum lorica_boot {
	LORICA_BOOT_UNMANAGED = 0, /* the policy has no such section */
	LORICA_BOOT_LOG = 1, /* a boot that is not as expected is reported */
	LORICA_BOOT_HALT = 2, /* and is not sealed, so the initramfs halts */
};

enum lorica_boot_flags {
	LORICA_BOOT_TPM = 1 << 0, /* without a TPM the boot is not as expected */
	LORICA_BOOT_SECURE_BOOT = 1 << 1, /* the firmware says that Secure Boot is on */
	LORICA_BOOT_ROLLBACK_TPM = 1 << 2, /* the smallest epoch came from a TPM's counter */
	LORICA_BOOT_ROLLBACK_FILE = 1 << 3, /* or from a file; never both */
	LORICA_BOOT_ALL = (1 << 4) - 1,
};

/* Who told the smallest epoch that a policy may have on this device; the best last. */
enum lorica_rollback {
	LORICA_ROLLBACK_NONE = 0,
	LORICA_ROLLBACK_FILE = 1,
	LORICA_ROLLBACK_TPM = 2,
};

/**
 * struct lorica_policy_rec - what a policy says outside its rule tables
 * @mode: enum lorica_mode
 * @on_fail: enum lorica_on_fail, what the initramfs does when boot fails
 * @exec_default: enum lorica_default
 * @writable_code: enum lorica_default, may memory that can be written become
 *	code? Never LORICA_DEFAULT_ALLOW; not managed allows
 * @on_revoked: enum lorica_on_revoked
 * @firmware: enum lorica_default, may firmware be loaded that nothing lists?
 *	Never LORICA_DEFAULT_DENY; not managed asks as @exec_default does
 * @bpf: enum lorica_default, may any program load BPF programs after the seal?
 *	Never LORICA_DEFAULT_ALLOW; not managed allows
 * @net: enum lorica_default, what becomes of the use of the network that no rule
 *	speaks of
 * @usb: enum lorica_default, may USB devices be used that no rule speaks of?
 *	Not managed allows
 * @boot: enum lorica_boot, what becomes of a boot that is not as expected
 * @boot_flags: enum lorica_boot_flags
 * @helpers: enum lorica_default, may the kernel by itself start any program that
 *	is allowed? Never LORICA_DEFAULT_ALLOW; not managed allows
 * @may_degrade: enum lorica_may_degrade
 * @reserved: zero
 */
struct lorica_policy_rec {
	__u8 mode;
	__u8 on_fail;
	__u8 exec_default;
	__u8 writable_code;
	__u8 on_revoked;
	__u8 firmware;
	__u8 bpf;
	__u8 net;
	__u8 usb;
	__u8 boot;
	__u8 boot_flags;
	__u8 helpers;
	__u8 may_degrade;
	__u8 reserved[3];
};

enum lorica_purpose {
	LORICA_PURPOSE_POLICY = 1 << 0,
	LORICA_PURPOSE_MANIFEST = 1 << 1,
	LORICA_PURPOSE_EXEC = 1 << 2,
	LORICA_PURPOSE_UNLOCK = 1 << 3,
	LORICA_PURPOSE_RETIRE = 1 << 4,
	LORICA_PURPOSE_ALL = (1 << 5) - 1,
};

/**
 * struct lorica_key_rec - a key that the policy names
 * @name: [A-Za-z][A-Za-z0-9_-]*, NUL padded, records strictly ascending
 * @purposes: enum lorica_purpose bits, at least one
 * @cert_offset: into the CERTS section; certificates lie end to end in
 *	record order
 * @cert_length: bytes of DER
 * @reserved: zero
 */
struct lorica_key_rec {
	__u8 name[32];
	__le32 purposes;
	__le32 cert_offset;
	__le32 cert_length;
	__le32 reserved;
};

/*
 * STRINGS holds absolute paths, NUL terminated, end to end, strictly
 * ascending, none that no record names. A record names one by its offset.
 */
#define LORICA_NO_STRING 0xffffffff

/* How strong the evidence for a file is; the strongest last. */
enum lorica_tier {
	LORICA_TIER_NONE = 0,
	LORICA_TIER_SIGNATURE = 1, /* of a policy key, in the file's security.ima */
	LORICA_TIER_SHA256 = 2, /* a manifest lists the SHA-256 of the whole content */
	LORICA_TIER_FSVERITY = 3, /* a manifest lists its fs-verity digest */
	LORICA_TIER_VOLUME = 4, /* on a dm-verity volume of the policy */
};

enum lorica_exec_kind {
	LORICA_EXEC_MANIFEST = 1, /* allow what a manifest of key @ref lists */
	LORICA_EXEC_VOLUME = 2, /* allow what lies on volume @ref */
	LORICA_EXEC_SIGNED = 3, /* allow files that key @ref signed, in security.ima */
};

enum lorica_exec_flags {
	LORICA_EXEC_MAY_DEGRADE = 1 << 0, /* a kernel that cannot hold the volume will do */
};

/**
 * struct lorica_exec_rule - one way for code to be allowed
 * @kind: enum lorica_exec_kind
 * @ref: index into the KEYS section; its purposes include MANIFEST, for
 *	LORICA_EXEC_SIGNED EXEC. For LORICA_EXEC_VOLUME index into VOLUMES
 * @flags: enum lorica_exec_flags; only for LORICA_EXEC_VOLUME, and the same in
 *	all rules of one volume
 * @reserved: zero
 * @under: directory in STRINGS below which the manifest's path, the path inside
 *	the volume, or the signed file has to be; LORICA_NO_STRING: any path
 *
 * Strictly ascending by (kind, ref, under).
 */
struct lorica_exec_rule {
	__u8 kind;
	__u8 ref;
	__u8 flags;
	__u8 reserved;
	__le32 under;
};

/**
 * struct lorica_volume - a dm-verity volume
 * @name: [A-Za-z][A-Za-z0-9_-]*, NUL padded; for people, nothing compares it
 * @root_hash: SHA-256 at the root of its hash tree; no other volume has it
 *
 * Strictly ascending by name, and each is named by a rule.
 */
struct lorica_volume {
	__u8 name[32];
	__u8 root_hash[32];
};

enum lorica_program_flags {
	LORICA_PROGRAM_WRITABLE_CODE = 1 << 0, /* excepted from @writable_code */
	LORICA_PROGRAM_BPF = 1 << 1, /* excepted from @bpf */
	LORICA_PROGRAM_HELPER = 1 << 2, /* excepted from @helpers */
	LORICA_PROGRAM_ALL = (1 << 3) - 1,
};

/**
 * struct lorica_program - what the policy says of one program
 * @path: its manifest path, or its path inside a volume, in STRINGS
 * @flags: enum lorica_program_flags, at least one
 *
 * Strictly ascending by path.
 */
struct lorica_program {
	__le32 path;
	__le32 flags;
};

/**
 * struct lorica_interpreter - a program that makes code of the files it reads
 * @program: its manifest path, or its path inside a volume, in STRINGS
 * @data: directory in STRINGS below which what it reads is data;
 *	LORICA_NO_STRING: there is none, and this is the only record of @program
 *
 * Strictly ascending by (program, data).
 */
struct lorica_interpreter {
	__le32 program;
	__le32 data;
};

enum lorica_revoked_kind {
	LORICA_REVOKED_DIGEST = 1, /* code with this SHA-256 */
	LORICA_REVOKED_MANIFEST = 2, /* manifests of a key with this name, up to a serial */
	LORICA_REVOKED_VOLUME = 3, /* the dm-verity volume with this root hash */
};

/**
 * struct lorica_revoked - what no rule of the policy can allow
 * @kind: enum lorica_revoked_kind
 * @ref: MANIFEST: index into the KEYS section, whose purposes include MANIFEST;
 *	else zero
 * @reserved: zero
 * @below: MANIFEST: the first serial that is good again, at least 2; else zero
 * @id: digest or root hash; MANIFEST: its name, NUL padded
 *
 * Strictly ascending by (kind, id, ref).
 */
struct lorica_revoked {
	__u8 kind;
	__u8 ref;
	__u8 reserved[6];
	__le64 below;
	__u8 id[32];
};

enum lorica_net_act {
	LORICA_NET_LISTEN = 1, /* bind to a port, listen, accept */
	LORICA_NET_CONNECT = 2, /* connect, send without a connection */
	LORICA_NET_SOCKET = 3, /* have a socket of a family */
};

enum lorica_net_proto {
	LORICA_NET_TCP = 6, /* MPTCP as well */
	LORICA_NET_UDP = 17, /* UDP-Lite as well */
};

/**
 * struct lorica_net_rule - what a program may do with the network, or not
 * @program: its manifest path, or its path inside a volume, in STRINGS;
 *	LORICA_NO_STRING: every program
 * @act: enum lorica_net_act
 * @proto: enum lorica_net_proto; of SOCKET the address family: 2 stands for IP
 *	sockets that are neither TCP nor UDP, 17 for packet sockets
 * @version: 4 or 6: the address has to be in @address; 0: any. Of SOCKET zero
 * @bits: of the prefix
 * @first: port
 * @last: not below @first, which is not 0; of SOCKET both are zero
 * @verdict: LORICA_DEFAULT_DENY or LORICA_DEFAULT_ALLOW. What is denied to LISTEN
 *	has no address: a socket that is bound to all of them would pass
 * @reserved: zero
 * @address: in network order, zero behind the prefix; LISTEN: of this device,
 *	CONNECT: of the other side
 *
 * Strictly ascending by (program, act, proto, version, ~bits, address, first). Of
 * records that are alike up to the address the ports do not overlap, nor does
 * one go on where another of the same verdict ends. The more specific one
 * decides: a program before every program, then the longer prefix.
 */
struct lorica_net_rule {
	__le32 program;
	__u8 act;
	__u8 proto;
	__u8 version;
	__u8 bits;
	__le16 first;
	__le16 last;
	__u8 verdict;
	__u8 reserved[3];
	__u8 address[16];
};

/*
 * USB_STRINGS holds strings, NUL terminated, end to end, strictly ascending,
 * none that no rule names. A rule names one by its offset, or says
 * LORICA_NO_STRING.
 */

/**
 * struct lorica_usb_class - what an interface of a USB device says it is
 * @class_code: base class
 * @subclass: zero when not given
 * @protocol: zero when not given
 * @given: how many of the three count, from the first one on
 */
struct lorica_usb_class {
	__u8 class_code;
	__u8 subclass;
	__u8 protocol;
	__u8 given;
};

enum lorica_usb_match {
	LORICA_USB_VENDOR = 1 << 0,
	LORICA_USB_PRODUCT = 1 << 1, /* and then LORICA_USB_VENDOR as well */
	LORICA_USB_MATCH_ALL = (1 << 2) - 1,
};

enum lorica_usb_when {
	LORICA_USB_ALWAYS = 0,
	LORICA_USB_UNTIL_SEAL = 1, /* devices that were plugged in before the seal */
	LORICA_USB_AFTER_SEAL = 2,
};

#define LORICA_USB_RULE_CLASSES 8

/**
 * struct lorica_usb_rule - what the policy says of some USB devices
 * @verdict: LORICA_DEFAULT_ALLOW or LORICA_DEFAULT_DENY
 * @match: enum lorica_usb_match, which of the two numbers count
 * @when: enum lorica_usb_when
 * @at_most: so many devices at a time by this rule, 0: any number; only to allow
 * @nr_classes: entries of @classes that count
 * @reserved: zero
 * @vendor: zero when it does not count
 * @product: the same
 * @serial: in USB_STRINGS: the device's serial number
 * @name: the device's name of its product
 * @manufacturer: the same
 * @port: "1.2": ports below the root hub, the last of which may be "*"; "NAME/1.2":
 *	of this host controller alone
 * @classes: to allow, each interface of the device has to be one of these; to
 *	deny, one of its interfaces is enough. Strictly ascending, the rest zero
 * @reserved2: zero
 *
 * A rule has something to match beside @when. Most specific first, see
 * lorica_usb_specificity(); a rule that denies before one that allows; then by
 * the bytes of the record.
 */
struct lorica_usb_rule {
	__u8 verdict;
	__u8 match;
	__u8 when;
	__u8 at_most;
	__u8 nr_classes;
	__u8 reserved[3];
	__le16 vendor;
	__le16 product;
	__le32 serial;
	__le32 name;
	__le32 manufacturer;
	__le32 port;
	struct lorica_usb_class classes[LORICA_USB_RULE_CLASSES];
	__le32 reserved2;
};

enum lorica_boot_kind {
	LORICA_BOOT_PCR = 1, /* the PCR has one of these values */
	LORICA_BOOT_EVENT = 2, /* each event that extended the PCR has one of these digests */
	LORICA_BOOT_REQUIRE = 3, /* a word that the command line has to have */
	LORICA_BOOT_DENY = 4, /* a word that it may not have */
	LORICA_BOOT_EXACT = 5, /* the command line is one of these */
};

/**
 * struct lorica_boot_rule - what the policy expects of a boot
 * @kind: enum lorica_boot_kind
 * @pcr: PCR and EVENT: its number, below 16 and not 10; else zero
 * @reserved: zero
 * @word: REQUIRE, DENY, EXACT: offset in BOOT_WORDS; else LORICA_NO_STRING
 * @digest: PCR: a value; EVENT: a digest; by SHA-256. Else zero
 *
 * The type of an event is a remark in the log that nothing vouches for, so no
 * rule asks for it.
 *
 * Strictly ascending by (kind, pcr, word, digest).
 *
 * BOOT_WORDS holds words and command lines without control characters, none
 * empty, NUL terminated, end to end, strictly ascending, none that no rule
 * names. A word has no quotes around it: NAME, NAME= or NAME=VALUE, with a name
 * that has neither blanks nor quotes.
 */
struct lorica_boot_rule {
	__u8 kind;
	__u8 pcr;
	__u8 reserved[2];
	__le32 word;
	__u8 digest[32];
};

/**
 * struct lorica_integrity - how often the running kernel is looked at
 * @every: a pass over all that is watched begins between half of these seconds
 *	and all of them after the last one did
 * @budget: millionths of the time of one CPU that a pass may take
 *
 * INTEGRITY has one, and behind it a struct lorica_watch for each thing that is
 * watched, at least one.
 */
struct lorica_integrity {
	__le32 every;
	__le32 budget;
};

enum lorica_watch_kind {
	LORICA_WATCH_CPU = 1, /* control registers, on each CPU */
	LORICA_WATCH_VECTORS = 2, /* where exceptions and interrupts go */
	LORICA_WATCH_SYSCALLS = 3, /* the tables of system calls */
	LORICA_WATCH_RODATA = 4, /* read-only data of the kernel */
	LORICA_NR_WATCHES,
};

enum lorica_response {
	LORICA_RESPONSE_LOG = 1, /* a change is reported, and that is all */
	LORICA_RESPONSE_HALT = 2, /* the machine is switched off */
	LORICA_RESPONSE_PANIC = 3,
};

enum lorica_watch_flags {
	LORICA_WATCH_MAY_DEGRADE = 1 << 0, /* a kernel that cannot be watched there will do */
	LORICA_WATCH_FLAGS_ALL = (1 << 1) - 1,
};

/**
 * struct lorica_watch - something that does not change in a sound kernel
 * @kind: enum lorica_watch_kind, strictly ascending
 * @response: enum lorica_response, what becomes of a change
 * @flags: enum lorica_watch_flags
 * @reserved: zero
 */
struct lorica_watch {
	__u8 kind;
	__u8 response;
	__u8 flags;
	__u8 reserved[5];
};

enum lorica_file_kind {
	LORICA_FILE_ELF = 1, /* ET_EXEC, or ET_DYN with an interpreter */
	LORICA_FILE_LIBRARY = 2, /* any other ET_DYN */
	LORICA_FILE_SCRIPT = 3, /* begins with #! */
	LORICA_FILE_MODULE = 4, /* kernel module, compressed or not */
	LORICA_FILE_OTHER = 5, /* taken by --all */
	LORICA_FILE_FIRMWARE = 6, /* below /lib/firmware, whatever its content */
	LORICA_FILE_LAST = LORICA_FILE_FIRMWARE,
};

/**
 * struct lorica_digest - one file of a manifest
 * @digest: by @tier: SHA-256 of the whole content, or the fs-verity digest, by
 *	SHA-256 with blocks of 4096 bytes and without a salt
 * @path: offset of its path in the PATHS section
 * @kind: enum lorica_file_kind
 * @tier: LORICA_TIER_SHA256 or LORICA_TIER_FSVERITY
 * @reserved: zero
 *
 * Strictly ascending by (digest, path): equal files keep one entry a path.
 * PATHS holds at most as many strings as there are entries.
 */
struct lorica_digest {
	__u8 digest[32];
	__le32 path;
	__u8 kind;
	__u8 tier;
	__u8 reserved[2];
};

enum lorica_event_type {
	LORICA_EVENT_LOADED = 1, /* a statement became active */
	LORICA_EVENT_REJECTED = 2, /* a statement was refused */
	LORICA_EVENT_SEALED = 3,
	LORICA_EVENT_EXEC = 4, /* execve, each interpreter level */
	LORICA_EVENT_MMAP = 5, /* PROT_EXEC mapping of a file */
	LORICA_EVENT_MPROTECT = 6, /* PROT_EXEC added to a file mapping */
	LORICA_EVENT_MODULE = 7, /* kernel module load */
	LORICA_EVENT_KEXEC = 8,
	LORICA_EVENT_BPF = 9, /* bpf(2) against us, or a forbidden program */
	LORICA_EVENT_UNLOAD = 10, /* forced delete_module(2) */
	LORICA_EVENT_LOCKDOWN = 11, /* a lockdown reason; @code is the number */
	LORICA_EVENT_LABEL = 12, /* attempt to change a program's identity */
	LORICA_EVENT_SEAL_REFUSED = 13,
	LORICA_EVENT_KERNEL_READ = 14, /* of a kind that the module does not know */
	LORICA_EVENT_WRITABLE_CODE = 15, /* memory that can be or was written becomes code */
	LORICA_EVENT_POKE = 16, /* ptrace(2) and its like: another program's code is changed */
	LORICA_EVENT_VOLUME = 17, /* another table for a volume's device, or a writer */
	LORICA_EVENT_REVOKED = 18, /* a running program has code that the policy revokes */
	LORICA_EVENT_FIRMWARE = 19, /* a driver loads firmware */
	LORICA_EVENT_NET_SOCKET = 20, /* a socket of a family */
	LORICA_EVENT_NET_LISTEN = 21, /* bind or listen */
	LORICA_EVENT_NET_ACCEPT = 22,
	LORICA_EVENT_NET_CONNECT = 23, /* connect, or send without a connection */
	LORICA_EVENT_USB = 28, /* a USB device came, or is judged anew */
	LORICA_EVENT_USB_USE = 29, /* somebody wants to use a refused USB device */
	LORICA_EVENT_BOOT = 34, /* what measured boot says of this one */
	LORICA_EVENT_HELPER = 38, /* the kernel starts a program by itself */
	LORICA_EVENT_SCRIPT = 39, /* an interpreter reads a file that is no data */
	LORICA_EVENT_INTEGRITY = 50, /* the running kernel is not what it was before the seal */
};

/*
 * Why a statement was refused, or why a verdict is what it is. The errno and
 * the words of each are in kernel/reason.c. Numbers are never reused.
 */
enum lorica_reason {
	LORICA_OK = 0,

	/* The envelope */
	LORICA_R_TRUNCATED = 1,
	LORICA_R_OVERSIZED = 2,
	LORICA_R_TRAILING = 3,
	LORICA_R_ENVELOPE = 4,
	LORICA_R_SIGNATURE = 5,
	LORICA_R_UNKNOWN_SIGNER = 6,
	LORICA_R_WRONG_PURPOSE = 7,

	/* The content */
	LORICA_R_MAGIC = 8,
	LORICA_R_ABI = 9,
	LORICA_R_TYPE = 10,
	LORICA_R_RESERVED = 11,
	LORICA_R_TABLE = 12,
	LORICA_R_SECTION_UNKNOWN = 13,
	LORICA_R_SECTION_MISSING = 14,
	LORICA_R_LIMIT = 15,
	LORICA_R_CONTENT = 16,
	LORICA_R_ORDER = 17,
	LORICA_R_KEY = 18,

	/* The moment */
	LORICA_R_SERIAL_SAME = 19,
	LORICA_R_SERIAL_OLD = 20,
	LORICA_R_EPOCH_OLD = 21,
	LORICA_R_OTHER_DEVICE = 22,
	LORICA_R_NO_DEVICE_ID = 23,
	LORICA_R_NOT_YET_VALID = 24,
	LORICA_R_EXPIRED = 25,
	LORICA_R_NO_POLICY = 26,
	LORICA_R_TOO_MANY = 27,
	LORICA_R_HOOKS_MISSING = 28,
	LORICA_R_CANARY = 29,
	LORICA_R_MEMORY = 30,
	LORICA_R_ALGORITHM = 31,
	LORICA_R_OVERLAP = 32,
	LORICA_R_NAME_TAKEN = 33,
	LORICA_R_NO_VERITY = 34,
	LORICA_R_MANIFEST_REVOKED = 35,
	LORICA_R_NO_USB = 38,
	LORICA_R_BOOT = 40,
	LORICA_R_ROLLBACK = 41,
	LORICA_R_NO_INTEGRITY = 46,

	/* Verdicts */
	LORICA_R_MANIFEST = 64, /* allowed: a manifest lists it */
	LORICA_R_DEFAULT = 65, /* allowed: the section's default */
	LORICA_R_NOT_LISTED = 66,
	LORICA_R_WRITER = 67,
	LORICA_R_UNREADABLE = 68,
	LORICA_R_UNVERIFIED = 69,
	LORICA_R_FROM_MEMORY = 70,
	LORICA_R_SEALED = 71,
	LORICA_R_OWN_OBJECT = 72,
	LORICA_R_PROG_TYPE = 73,
	LORICA_R_NO_MEMORY = 74,
	LORICA_R_NO_PATH = 75,
	LORICA_R_NOT_REGULAR = 76,
	LORICA_R_FILE_SYSTEM = 77,
	LORICA_R_TOO_LARGE = 78,
	LORICA_R_UNKNOWN_KIND = 79,
	LORICA_R_ANONYMOUS = 80,
	LORICA_R_WRITABLE = 81,
	LORICA_R_WRITTEN = 82,
	LORICA_R_POKE = 83,
	LORICA_R_EXEC_STACK = 84,
	LORICA_R_VOLUME = 85, /* allowed: it lies on a volume of the policy */
	LORICA_R_REVOKED = 86,
	LORICA_R_BPF_LOADER = 87,
	LORICA_R_PART = 88,
	LORICA_R_HELPER = 89,

	/* The signature of a file */
	LORICA_R_SIGNED = 96, /* allowed: a key of the policy signed it */
	LORICA_R_SIG_FORMAT = 97,
	LORICA_R_SIG_KIND = 98,
	LORICA_R_SIG_HASH = 99,
	LORICA_R_SIG_KEY = 100,
	LORICA_R_SIG_PURPOSE = 101,
	LORICA_R_SIG_PLACE = 102,
	LORICA_R_SIG_WRONG = 103,

	/* The network */
	LORICA_R_NET_RULE = 104, /* allowed: a rule says so */
	LORICA_R_NET_DENIED = 105,
	LORICA_R_NET_NO_RULE = 106,
	LORICA_R_NET_ADDRESS = 107,

	/* USB devices */
	LORICA_R_USB_RULE = 120, /* allowed: a rule says so */
	LORICA_R_USB_DENIED = 121,
	LORICA_R_USB_NO_RULE = 122,
	LORICA_R_USB_TOO_MANY = 123,
	LORICA_R_USB_INTERFACES = 124,
	LORICA_R_USB_REFUSED = 125,
	LORICA_R_USB_ROOT_HUB = 126, /* allowed: a part of the host controller */

	/* The boot */
	LORICA_R_BOOT_OK = 132, /* allowed: it is as the policy expects */
	LORICA_R_BOOT_NO_TPM = 133, /* allowed: there is no TPM, and none is required */
	LORICA_R_BOOT_TPM_MISSING = 134,
	LORICA_R_BOOT_TPM_ERROR = 135,
	LORICA_R_BOOT_NO_LOG = 136,
	LORICA_R_BOOT_LOG = 137,
	LORICA_R_BOOT_REPLAY = 138,
	LORICA_R_BOOT_PCR = 139,
	LORICA_R_BOOT_EVENT = 140,
	LORICA_R_BOOT_NO_EVENT = 141,
	LORICA_R_BOOT_SECURE_BOOT = 142,
	LORICA_R_BOOT_WORD = 143,
	LORICA_R_BOOT_NO_WORD = 144,
	LORICA_R_BOOT_CMDLINE = 145,
	LORICA_R_BOOT_NO_CMDLINE = 146,
	LORICA_R_BOOT_NO_COUNTER = 147,

	/* The running kernel */
	LORICA_R_CPU_CHANGED = 156,
	LORICA_R_VECTORS_CHANGED = 157,
	LORICA_R_SYSCALLS_CHANGED = 158,
	LORICA_R_RODATA_CHANGED = 159,
};

enum lorica_verdict {
	LORICA_VERDICT_ALLOW = 1,
	LORICA_VERDICT_DENY = 2,
	LORICA_VERDICT_AUDIT = 3, /* would be denied if the mode were enforce */
};

enum lorica_event_flags {
	LORICA_EVENT_OBJECT_CUT = 1 << 0, /* only the tail of @object fits */
	LORICA_EVENT_LABEL_CUT = 1 << 1,
	LORICA_EVENT_HAS_DIGEST = 1 << 2,
};

/**
 * struct lorica_event - one record of the `events` node
 * @seq: counts from 1; a gap means records lost to this reader
 * @time: CLOCK_BOOTTIME in nanoseconds
 * @type: enum lorica_event_type
 * @verdict: enum lorica_verdict
 * @reason: enum lorica_reason (docs/events.md lists them)
 * @flags: enum lorica_event_flags
 * @tgid: process
 * @pid: thread
 * @uid: real uid in the initial user namespace
 * @code: errno of the refusal (positive), the lockdown reason, or for BPF the
 *	program type or the object's id
 * @policy_serial: serial of the policy that decided, 0: none was active
 * @rule: index of the exec rule that allowed, of the net rule that denied, or of the USB
 *	rule that decided; ~0: the default did
 * @tier: enum lorica_tier, the strongest evidence that was looked at
 * @comm: the kernel's name for the thread
 * @label: manifest path of the program, or its path inside a volume, NUL padded
 * @object: path, statement name or what else was acted upon
 * @digest: SHA-256 of the object, if it was hashed
 * @reserved: zero
 * @reserved2: zero
 */
struct lorica_event {
	__le64 seq;
	__le64 time;
	__le16 type;
	__le16 verdict;
	__le16 reason;
	__le16 flags;
	__le32 tgid;
	__le32 pid;
	__le32 uid;
	__le32 code;
	__le64 policy_serial;
	__le32 rule;
	__u8 tier;
	__u8 reserved[3];
	__u8 comm[16];
	__u8 label[96];
	__u8 object[128];
	__u8 digest[32];
	__u8 reserved2[8];
};

/*
 * The hooks, by the bit they have in the `hooks` node. The loader attaches
 * the program lorica_NAME for every bit the active policy asks for.
 */
enum lorica_hook {
	LORICA_HOOK_BPRM_CHECK_SECURITY,
	LORICA_HOOK_MMAP_FILE,
	LORICA_HOOK_FILE_MPROTECT,
	LORICA_HOOK_KERNEL_READ_FILE,
	LORICA_HOOK_KERNEL_LOAD_DATA,
	LORICA_HOOK_BPF,
	LORICA_HOOK_BPF_MAP,
	LORICA_HOOK_BPF_PROG,
	LORICA_HOOK_CAPABLE,
	LORICA_HOOK_LOCKED_DOWN,
	LORICA_HOOK_TASK_PRCTL,
	LORICA_HOOK_KERNEL_POST_READ_FILE,
	LORICA_HOOK_PTRACE_ACCESS_CHECK,
	LORICA_HOOK_PTRACE_TRACEME,
	LORICA_HOOK_KERNEL_POST_LOAD_DATA,
	LORICA_HOOK_SOCKET_CREATE,
	LORICA_HOOK_SOCKET_BIND,
	LORICA_HOOK_SOCKET_LISTEN,
	LORICA_HOOK_SOCKET_ACCEPT,
	LORICA_HOOK_SOCKET_CONNECT,
	LORICA_HOOK_SOCKET_SENDMSG,
	LORICA_HOOK_FILE_OPEN,
	LORICA_NR_HOOKS,
};

/* errno of an armed canary: no kernel path behind these hooks returns it. */
#define LORICA_CANARY_ERRNO 131 /* ENOTRECOVERABLE */

#ifdef __cplusplus
#define LORICA_ASSERT(e) static_assert(e, #e)
#else
#define LORICA_ASSERT(e) _Static_assert(e, #e)
#endif

LORICA_ASSERT(sizeof(struct lorica_stmt) == 128);
LORICA_ASSERT(sizeof(struct lorica_section) == 16);
LORICA_ASSERT(sizeof(struct lorica_policy_rec) == 16);
LORICA_ASSERT(__builtin_offsetof(struct lorica_policy_rec, helpers) == 11);
LORICA_ASSERT(sizeof(struct lorica_key_rec) == 48);
LORICA_ASSERT(sizeof(struct lorica_exec_rule) == 8);
LORICA_ASSERT(sizeof(struct lorica_volume) == 64);
LORICA_ASSERT(sizeof(struct lorica_program) == 8);
LORICA_ASSERT(sizeof(struct lorica_interpreter) == 8);
LORICA_ASSERT(sizeof(struct lorica_revoked) == 48);
LORICA_ASSERT(sizeof(struct lorica_net_rule) == 32);
LORICA_ASSERT(sizeof(struct lorica_usb_rule) == 64);
LORICA_ASSERT(sizeof(struct lorica_boot_rule) == 40);
LORICA_ASSERT(sizeof(struct lorica_integrity) == 8);
LORICA_ASSERT(sizeof(struct lorica_watch) == 8);
LORICA_ASSERT(sizeof(struct lorica_digest) == 40);
LORICA_ASSERT(sizeof(struct lorica_event) == 336);
LORICA_ASSERT(__builtin_offsetof(struct lorica_policy_rec, boot) == 9);
LORICA_ASSERT(__builtin_offsetof(struct lorica_stmt, device) == 48);
LORICA_ASSERT(__builtin_offsetof(struct lorica_stmt, flags) == 112);
LORICA_ASSERT(__builtin_offsetof(struct lorica_event, comm) == 56);
LORICA_ASSERT(__builtin_offsetof(struct lorica_event, digest) == 296);

#endif
