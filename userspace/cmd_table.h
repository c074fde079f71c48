/* SPDX-License-Identifier: GPL-2.0-only */
/* The verbs in the order `lorica help` shows them; included by lorica.c alone. */
#ifndef LORICA_CMD_TABLE_H
#define LORICA_CMD_TABLE_H

#include "cmd.h"

/* clang-format off */
static const struct cmd cmds[] = {
#ifndef LORICA_DEVICE_ONLY
	{ "check", "check a policy text",
	  "[--format json|text] [-W NAME]... [--strict] [--root TREE]...\n"
	  "[--volume NAME=TREE]... [-m MANIFEST]... FILE\n\n"
	  "Reads the policy text FILE (- for standard input), the files that it includes and\n"
	  "the certificates that it names, and reports what is wrong with it: for people on\n"
	  "stderr, with -j as one JSON document on stdout, with -q errors only.\n"
	  "Exit: 0 it compiles, 3 it does not.\n\n"
	  "  --format FORMAT    json is -j, text is without it\n"
	  "  -W, --warn NAME    give the warning NAME (all are given), no-NAME: do not,\n"
	  "                     all, no-all: every one, help: list them; may be repeated\n"
	  "  --strict           warnings are errors\n"
	  "  --root TREE        warn of what the policy does to the files of TREE, which is a\n"
	  "                     directory: the root file system, the initramfs; may be repeated\n"
	  "  --volume NAME=TREE  the same, for TREE as the content of the volume NAME of the\n"
	  "                     policy; may be repeated\n"
	  "  -m, --manifest FILE  a manifest that comes with the policy, signed or not; may be\n"
	  "                     repeated\n",
	  cmd_check },
	{ "compile", "compile a policy text into an unsigned statement",
	  "FILE -o OUT\n\n"
	  "The same text and certificates give the same bytes. Exit: 3 it does not compile.\n\n"
	  "  -o, --output OUT   where the statement goes (- for standard output)\n"
	  "  -n, --dry-run      write nothing\n", cmd_compile },
	{ "show", "print the policy text, or the manifest, inside a statement",
	  "FILE | --running\n\n"
	  "FILE is a statement, signed or not, or the text of a policy, which is shown as its\n"
	  "statement would be (- for standard input). A signature is not checked, see `lorica\n"
	  "verify`. Exit: 3 it is malformed, or its text is not what its tables say.\n\n"
	  "  --extract DIR      also write the certificates of the policy below DIR\n"
	  "  --running          show the policy that the kernel has active\n", cmd_show },
	{ "diff", "what another policy, or another manifest, would change",
	  "{A | --running} {B | --running}\n\n"
	  "A and B are two policies (a text or a statement, signed or not; - for standard\n"
	  "input), or two manifests. Tells what becomes allowed and what becomes denied when B\n"
	  "takes the place of A, and what else it says differently; spelling and order do not\n"
	  "count. Exit: 0 no difference, 1 a difference, 2 wrong usage, or something cannot be\n"
	  "read, 3 one of them is malformed or does not compile.\n\n"
	  "  --running          the policy that the kernel has active\n", cmd_diff },
	{ "explain", "what a policy says of an event, and which rule says it",
	  "[OPTION]... {POLICY | --running} {TYPE OBJECT | WORD... | -}\n\n"
	  "Judges an event as the kernel would, by its own code, without a kernel. POLICY is a\n"
	  "text or a statement, signed or not. TYPE is exec, mmap, module, firmware or script,\n"
	  "and OBJECT the path of a file, sha256:HEX or fsverity:HEX; of any other type of event\n"
	  "it tells what decides. Of net-socket, net-listen, net-accept and net-connect OBJECT\n"
	  "is as in an event: 'tcp 127.0.0.1:80', 'udp [::1]:53', raw, packet, 'family can'.\n"
	  "In words: listen tcp 80 by PROGRAM; connect udp 53 to 192.0.2.1 by any; raw by\n"
	  "PROGRAM; writable-code by PROGRAM; usb 0403:6001 interfaces ff:ff:ff serial A1.\n"
	  "With - the events come from standard input, as `lorica events -j` prints them.\n"
	  "Exit: 0 there is an answer, whatever it is; 3 something is malformed or refused.\n\n"
	  "  -m, --manifest FILE  a manifest that is loaded; of one that is not signed FILE:KEY,\n"
	  "                     the key of the policy that is going to sign it; may be repeated\n"
	  "  --root DIR         root file system in which paths are looked up and hashed;\n"
	  "                     without it a file is what the manifests say of its path\n"
	  "  --volume NAME      volume of the policy that the file lies on, under that path\n"
	  "  --program PATH     who does it, by the path that a manifest has\n"
	  "  --running          the policy that the kernel has active\n", cmd_explain },
	{ "test", "check that a policy says what is expected of it",
	  "FILE\n\n"
	  "FILE (- for standard input) names a policy, its manifests and a root file system, and\n"
	  "says of events what the policy has to say; lorica-test(8) has the language. Prints TAP,\n"
	  "with -q only what is not as expected. Exit: 0 all is as expected, 4 something is not,\n"
	  "3 FILE, the policy or a manifest is malformed or refused.\n", cmd_test },
	{ "eventlog", "what was measured at boot, and which PCRs that leads to",
	  "[OPTION]... {FILE | --running}\n\n"
	  "Reads the event log of measured boot FILE (- for standard input), crypto-agile or of\n"
	  "SHA-1, and replays it. With -q only what is wrong is told.\n"
	  "Exit: 0 success, 3 the log is malformed, 4 a PCR differs.\n\n"
	  "  --running          the log that the kernel has\n"
	  "  --verify-pcrs      with --running: compare with the PCRs of the TPM\n"
	  "  --pcrs DIR         compare with PCRs in DIR, one a file: pcr-sha256/0\n"
	  "  --pcr LIST         events of these PCRs only, as 0,4,7; may be repeated\n"
	  "  --alg NAME         this bank only: sha1, sha256, sha384 or sha512; may be repeated\n"
	  "  --yaml             in the form of tpm2_eventlog\n", cmd_eventlog },
	{ "measure", "what a boot leads to, as a boot section of a policy",
	  "[OPTION]...\n\n"
	  "Tells from files what a boot is going to measure, or takes it from a boot that took\n"
	  "place, and prints it as a section to put into a policy.\n"
	  "Exit: 0 success, 3 a file is malformed, 4 log and TPM differ, or the next\n"
	  "release would not pass.\n\n"
	  "  -k, --kernel FILE  an EFI program that the firmware starts: a kernel, a unified\n"
	  "                     kernel image; may be repeated\n"
	  "  --cmdline TEXT     the command line, as the kernel will show it\n"
	  "  --cmdline-file FILE  the same, from a file\n"
	  "  -i, --initrd FILE  the initramfs; may be repeated when it has parts\n"
	  "  --running          PCRs and command line of this boot\n"
	  "  --log FILE         PCRs of another machine: its event log,\n"
	  "  --pcrs DIR         and its PCRs, one a file: pcr-sha256/0\n"
	  "  --pcr LIST         of those only these, as 0,4,7; may be repeated\n"
	  "  --on-fail WORD     log (default) or halt\n"
	  "  -u, --update POLICY  print the section of POLICY, with what the next release measures\n"
	  "                     accepted beside what it accepts\n"
	  "  -s, --statement FILE  instead: what the kernel's measurement list will say of a policy\n"
	  "                     or a manifest that is in force; may be repeated\n", cmd_measure },
	{ "learn", "draft a policy from what audit mode has reported",
	  "[OPTION]... {-p POLICY | --running} [EVENTS]... -o OUT\n\n"
	  "Writes the policy text that comes after POLICY: with what was refused in EVENTS\n"
	  "permitted, as far as a rule can, and the evidence of each line as comments. EVENTS\n"
	  "is a file as `lorica events -j` prints it (- for standard input); without any they\n"
	  "are those of the running kernel. Exit: 3 a policy, a manifest or a line is malformed\n"
	  "or refused.\n\n"
	  "  -p, --policy POLICY  the policy to begin with: a text or a statement\n"
	  "  --running          the policy that the kernel has active\n"
	  "  -m, --manifest FILE  a manifest that is loaded; of one that is not signed FILE:KEY,\n"
	  "                     the key of the policy that is going to sign it; may be repeated\n"
	  "  --root TREE        list only files that TREE has with the same content\n"
	  "  -o, --output OUT   where the policy text goes (- for standard output)\n"
	  "  --manifest-out OUT  where an unsigned manifest goes with the files that are missing\n"
	  "  --name NAME        name of that manifest (learnt)\n"
	  "  --enforce          the policy says enforce; without it it says audit\n"
	  "  -n, --dry-run      do all the work and write nothing\n", cmd_learn },
	{ "keygen", "make a test key and its certificate",
	  "[OPTION]... NAME\n\n"
	  "Makes an RSA key NAME.key and a self-signed certificate NAME.crt, for tests:\n"
	  "the keys of a product belong in an HSM.\n\n"
	  "  --dir DIR          where the two files go (the current directory)\n"
	  "  --bits BITS        3072 (the default) or 4096\n"
	  "  --days DAYS        how long the certificate is valid (3650)\n"
	  "  --force            replace files that exist\n"
	  "  -n, --dry-run      write nothing\n", cmd_keygen },
	{ "sign", "sign a statement",
	  "FILE --key KEY --cert CERT -o OUT\n\n"
	  "Puts the statement FILE (- for standard input) into a signed CMS envelope.\n"
	  "What a device would refuse is not signed. Exit: 3 the statement is malformed.\n\n"
	  "  -k, --key KEY      RSA key: a PEM or DER file, or a token, such as\n"
	  "                     'pkcs11:token=release;object=vendor'\n"
	  "  -c, --cert CERT    its X.509 certificate\n"
	  "  -o, --output OUT   where the envelope goes (- for standard output)\n"
	  "  --passphrase-file FILE  has the passphrase of the key, or the PIN of the token\n"
	  "                     (- for standard input)\n"
	  "  --passphrase-env NAME  the same in the environment variable NAME\n"
	  "  -n, --dry-run      sign, and write nothing\n", cmd_sign },
	{ "verify", "check the signature and the content of a statement",
	  "FILE --anchor CERT [--policy POLICY] [--reproduce]\n\n"
	  "Checks the signed statement FILE (- for standard input) as a device does that\n"
	  "trusts CERT and has POLICY active, and tells what is in it. A manifest needs\n"
	  "--policy, as its key is named there. Exit: 0 accepted, 3 refused or not reproduced.\n\n"
	  "  -a, --anchor CERT  trust anchor that is compiled into the module\n"
	  "  -p, --policy POLICY  signed policy that is active: its keys are trusted for\n"
	  "                     their purposes, its serial and epoch must not be undercut; may be\n"
	  "                     repeated, each one accepted by the one before\n"
	  "  --reproduce        also compile the text in the policy FILE again: every byte\n"
	  "                     has to be the same\n", cmd_verify },
	{ "manifest", "list and hash the code of a root file system",
	  "[OPTION]... [ROOTFS]... -o OUT\n\n"
	  "Lists the code of a root file system by SHA-256: ELF programs and libraries,\n"
	  "scripts that begin with #!, kernel modules, firmware. Several trees make one list.\n"
	  "Symbolic links are not followed, mount points not entered.\n\n"
	  "  -o, --output OUT   where the unsigned statement goes (- for standard output)\n"
	  "  --name NAME        name of the manifest (rootfs)\n"
	  "  --serial N         serial, above that of the manifest it replaces (1)\n"
	  "  --epoch N          rollback epoch (0)\n"
	  "  --device HEX       SHA-256 device id that it is for (any device)\n"
	  "  --fsverity         list code by its fs-verity digest as well\n"
	  "  --fsverity-only    list it by its fs-verity digest and not by SHA-256; modules\n"
	  "                     stay listed by SHA-256\n"
	  "  --all              list every regular file, code or not\n"
	  "  --scripts GLOB     list what matches as scripts, #! or not\n"
	  "  --exclude GLOB     leave out what matches: a path in the tree if GLOB has a /,\n"
	  "                     else a name; a directory with all below it; may be repeated\n"
	  "  --from-tree ROOTFS  the same as ROOTFS alone; may be repeated\n"
	  "  --from-deb PACKAGE list the code in a Debian package that is not installed yet;\n"
	  "                     may be repeated\n"
	  "  --signed-by CERT   list only what this key signed, in the file's security.ima\n"
	  "  --add PATH=FILE    list FILE as PATH as well; may be repeated\n"
	  "  --cross-mounts     enter what is mounted below ROOTFS\n"
	  "  --keep-going       leave out what cannot be read, instead of failing\n"
	  "  --jobs N           threads that hash (one for each CPU)\n"
	  "  -n, --dry-run      do all the work and write nothing\n", cmd_manifest },
	{ "audit", "which controls a device, or an image, fulfils",
	  "[OPTION]... [CONTROL]...\n\n"
	  "Runs the checks of the catalogue and answers each CONTROL, as 1.8.3.13, or a heading\n"
	  "with all below it; without any, all. Says what was expected, what is there, and what\n"
	  "shows it. With -v what passes is told as well.\n"
	  "Exit: 0 all pass, are waived or do not apply, 1 some fail, 2 wrong usage or some could\n"
	  "not be looked at, 3 what is left is for a person to decide.\n\n"
	  "  --root TREE        an unpacked image; without it the running system\n"
	  "  --profile FILE     what its maker declares: evidence, waivers, what does not apply\n"
	  "  --sarif            SARIF 2.1.0 on standard output\n"
	  "  --tap              TAP on standard output\n"
	  "  --html FILE        also write a page that needs nothing else (- for standard output)\n"
	  "  --list             list the controls and their checks, and look at nothing\n", cmd_audit },
#endif
	{ "boot", "load, attach, prove and seal, in the initramfs",
	  "--policy FILE [OPTION]...\n\n"
	  "Hands policy and manifests to the module, attaches the programs that ask it, sees them\n"
	  "refuse, and seals: from then on nothing can be taken off. Exit: 6 it failed, and the\n"
	  "policy allows a shell; 1 it failed.\n\n"
	  "  -p, --policy FILE    the signed policy\n"
	  "  -m, --manifest FILE  a signed manifest; may be repeated\n"
	  "  --epoch-file FILE    a file with the smallest epoch that a policy may have; a\n"
	  "                       counter in the TPM is read anyhow\n", cmd_boot },
	{ "load", "hand signed statements to the running kernel",
	  "[--if-newer] FILE...\n\n"
	  "Each FILE is a signed policy or manifest; they are handed over in this order.\n"
	  "Exit: 3 the module refuses one.\n\n"
	  "  --if-newer         one whose serial is not above what is in force is no failure\n", cmd_load },
	{ "mark-good", "let no older policy come back",
	  "[OPTION]...\n\n"
	  "From the next boot on no policy is taken whose epoch is below that of the one in force.\n"
	  "Exit: 1 that could not be remembered, 4 the policy says that this boot is another.\n\n"
	  "  --file FILE        remember it in FILE, not in the TPM\n"
	  "  --tpm DEVICE       the device of the TPM (/dev/tpmrm0)\n", cmd_mark_good },
	{ "provision", "make the place in which a device remembers the smallest epoch",
	  "[OPTION]...\n\n"
	  "Makes a counter in the TPM, and tells its value. What is there stays.\n\n"
	  "  --file FILE        a file instead\n"
	  "  --tpm DEVICE       the device of the TPM (/dev/tpmrm0)\n"
	  "  --owner-password FILE  the password of the TPM's owner\n", cmd_provision },
	{ "seal-files", "enable fs-verity on the files of a manifest",
	  "[OPTION]... {-m MANIFEST | FILE}...\n\n"
	  "Enables fs-verity on each file that MANIFEST, signed or not, lists by its fs-verity\n"
	  "digest, and asks the kernel whether it has that digest now. What has fs-verity stays\n"
	  "as it is. No signature is checked. FILE is sealed whatever its digest.\n"
	  "Exit: 1 a file could not be sealed or has another digest, 3 MANIFEST is malformed.\n\n"
	  "  -m, --manifest FILE  the manifest; may be repeated\n"
	  "  --root DIR           where the paths of the manifest are looked up (/)\n"
	  "  -n, --dry-run        change nothing\n", cmd_seal_files },
	{ "status", "what is enforced at this moment",
	  "\n\n"
	  "Tells the policy and the manifests in force, the seal, and what was refused.\n"
	  "Exit: 5 the module is not loaded.\n", cmd_status },
	{ "scan", "look at the running kernel now",
	  "\n\n"
	  "Has the module look at once at all that the 'integrity' section of the policy\n"
	  "watches, waits for it, and tells what it found.\n"
	  "Exit: 0 all is as it was before the seal, 4 something is not, 1 nothing is watched.\n", cmd_scan },
	{ "devices", "which USB devices are there, and what was decided about them",
	  "\n\n"
	  "Lists what is plugged in, with the verdict, the reason and the rule that decided,\n"
	  "as the kernel has them.\n", cmd_devices },
	{ "events", "what was refused, and what changed",
	  "[-f]\n\n"
	  "Prints the events that the module has kept, with -j one JSON document a line.\n\n"
	  "  -f, --follow       wait for more\n", cmd_events },
	{ "doctor", "does this kernel have what enforcement needs?",
	  "\n\n"
	  "Tells of each thing that enforcement needs whether this kernel has it, and what to do\n"
	  "about what it lacks. Exit: 4 enforcement is not possible here.\n", cmd_doctor },
};
/* clang-format on */

#endif
