#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What `lorica measure` told before this boot is what the module finds; everything else fails.
# shellcheck source=tests/qemu/scenarios/lib.sh
. ../lib.sh
# shellcheck source=tests/qemu/scenarios/boot/guest.sh
. ../boot/guest.sh

plan 126
allowed 'the disk with module and policies is there' find_tool
before=$(firmware_pcrs)
allowed 'the module loads' insmod $tool/lorica.ko
allowed 'before a policy there is no verdict' lacks_line '^boot '
# Of the first policy on, the command line is the kernel's own all the same.
printf 'quiet\n' >/tmp/line
allowed 'another command line is shown to processes' mount --bind /tmp/line /proc/cmdline

verdict pcr-other failed
says 'a PCR with another value is told, with both' "^boot_finding boot-pcr pcr 9 expected a5a5[a5]* seen $(cat $tool/pcr9)\$"
umount /proc/cmdline
verdict pcr-two ok
allowed 'one of two accepted values is enough' lacks_line '^boot_finding'
verdict event-other failed
says 'an event with another digest is told, with its number' "^boot_finding boot-event event [0-9]* pcr 9 expected .* or 1 more seen $(cat $tool/initrd-digest)\$"
verdict event-none failed
says 'an event that is not in the log is told' '^boot_finding boot-no-event event pcr 8 expected a5'
verdict word-denied failed
says 'a denied word is told' '^boot_finding boot-word cmdline deny "initrd=" seen initrd=initrd$'
verdict word-missing failed
says 'a missing word is told' '^boot_finding boot-no-word cmdline require "lockdown=integrity"$'
verdict word-other failed
says 'another value than the required one is told' '^boot_finding boot-word cmdline require "panic=0" seen panic=-1$'
verdict line-other failed
says 'another command line is told' '^boot_finding boot-cmdline cmdline seen console='
verdict secure-boot failed
says 'Secure Boot that is off is told' '^boot_finding boot-secure-boot secure-boot on seen 115aa827dbccfb44'
verdict many failed
allowed 'of many things 16 are told' findings 16
refused_with ECANCELED 'over such a boot the seal does not go on' write_to $node/seal seal
verdict log-only failed
refused_with ENOLINK 'with on-fail log it is not the boot that keeps the seal off' write_to $node/seal seal
verdict good ok
says 'the TPM was asked' '^boot_tpm present$'
allowed 'the same values are what a capture finds' same_as_captured
allowed 'what was found is in the events' event_says '"boot-event"'
allowed 'and that it is good' event_says '"boot-ok"'

# What came into force is in the measurement list of the kernel, as it was told beforehand.
says 'every policy up to here is in it' '^ima_records 12$'
says 'and none was missed' '^ima_missed 0$'
allowed 'the verdict is a part of it' listed lorica-policy 'serial=1;.*;mode=enforce;boot=failed;sealed=no;$' 1
allowed 'the entry has the digest that lorica measure told' listed_as_told 'serial=12;.*;boot=ok;sealed=no;$'
allowed 'evmctl replays the list to PCR 10' evmctl_accepts sha256
allowed 'in the bank of SHA-1, too' evmctl_accepts sha1
refused 'with another PCR 10 it does not' evmctl_accepts sha256 '/^PCR-10/s/[0-9]$/a/; /^PCR-10/s/[B-F]$/9/'
allowed 'the PCRs of the firmware are as they were' test "$before" = "$(firmware_pcrs)"

# Somebody extends a PCR that the log covers.
allowed 'PCR 9 is extended by hand' extend 9
verdict good-again ok
reload
verdict good failed
allowed 'the list has the other verdict on the same policy' listed lorica-policy 'serial=12;.*;boot=' 2
says 'it has another value now' "^boot_finding boot-pcr pcr 9 expected $(cat $tool/pcr9) seen"
says 'to which the log does not lead' "^boot_finding boot-replay pcr 9 of the log is $(cat $tool/pcr9) seen"
status=0
$tool/loader boot --policy $tool/good-again.stmt >/tmp/boot.out 2>&1 || status=$?
allowed 'lorica boot ends with 1, not with the 6 of on-fail shell' test $status = 1
allowed 'and says why' grep -q '^lorica boot: measured FAILED boot-pcr pcr 9 expected' /tmp/boot.out
says 'nothing is sealed' '^sealed no$'

# Epochs, and a counter in the TPM.
refused_with EBUSY 'with a policy in force nobody tells the smallest epoch' write_to $node/min-epoch 'tpm 9'
allowed 'a counter is made' $tool/loader provision
reload
for text in 'disk 1' 'none 1' tpm 'tpm ' 'tpm x' 'tpm -1' ' 1' 'tpm 1 2'; do
	refused_with EINVAL "no smallest epoch: '$text'" write_to $node/min-epoch "$text"
done
verdict epoch-2 failed
says 'who requires a counter, and was told none, says so' '^boot_finding boot-no-counter rollback tpm$'
allowed 'such a boot is not marked as good' exits 4 $tool/loader mark-good
reload
allowed 'lorica boot reads the counter before the policy' boots 1 epoch-2-other
allowed 'and tells what it read' boot_said 'rollback ok     policies need an epoch of 1 or more (tpm)'
says 'the module knows' '^min_epoch 1 tpm$'
allowed 'so the counter is not what is wrong' lacks_line '^boot_finding boot-no-counter'
reload
allowed 'the smallest epoch is told' write_to $node/min-epoch 'tpm 1'
allowed 'and from a file' write_to $node/min-epoch 'file 0'
says 'the larger one counts, and the better place' '^min_epoch 1 tpm$'
verdict epoch-2 ok
allowed 'this boot is marked as good' $tool/loader mark-good
reload
allowed 'an older policy is refused' boots 1 epoch-1
allowed 'for its epoch' boot_said 'policy   FAILED .* refused .*: the epoch is below the smallest one that this device takes'
says 'so no policy is in force' '^mode none$'
allowed 'that of the counter is not' boots 1 epoch-2-other
reload
allowed 'the counter is told' write_to $node/min-epoch 'tpm 2'
verdict epoch-5000 ok
allowed 'so many steps are refused' exits 1 $tool/loader mark-good
allowed 'and none was made' provision_says 2
reload
allowed 'a file is made' $tool/loader provision --file /tmp/epoch
allowed 'its epoch is told' write_to $node/min-epoch 'file 0'
verdict epoch-2 failed
reload
allowed 'told again' write_to $node/min-epoch 'file 0'
verdict epoch-2-file ok
allowed 'this boot is marked as good in the file' $tool/loader mark-good --file /tmp/epoch
allowed 'which has the epoch' grep -q '^lorica-epoch 2$' /tmp/epoch
echo 'lorica-epoch 3' >/tmp/epoch
reload
allowed 'lorica boot reads the file as well' boots 1 epoch-2 --epoch-file /tmp/epoch
allowed 'and tells both' boot_said 'rollback ok     policies need an epoch of 3 or more (file)'
allowed 'the larger one refuses' boot_said 'policy   FAILED'
echo 'lorica-epoch 1' >/tmp/epoch
reload
allowed 'a file that was set back' boots 1 epoch-1 --epoch-file /tmp/epoch
allowed 'takes nothing from the counter' boot_said 'policy   FAILED .*smallest'

# Somebody clears the TPM.
allowed 'the TPM is cleared' clear_tpm
reload
allowed 'who requires the counter does not go on without' boots 1 epoch-2
allowed 'and says what is missing' boot_said 'measured FAILED boot-no-counter rollback tpm'
allowed 'a counter is made again' $tool/loader provision
reload
allowed 'the older policy is refused all the same' boots 1 epoch-1
allowed 'for the counter is above all that it was' boot_said 'rollback ok     policies need an epoch of 3 or more (tpm)'

# The TPM goes, and with its driver what the kernel has of its log.
reload
verdict held failed
lorica_findings >/tmp/held
allowed 'the driver lets go of the TPM' unbind_tpm
verdict unbound failed
allowed 'the log is judged as before' test "$(lorica_findings)" = "$(cat /tmp/held)"
says 'by what it had' '^boot_finding boot-event .* pcr 4 expected .* seen'
reload
verdict good failed
says 'a TPM that is required and missing is told' '^boot_finding boot-tpm-missing tpm required$'
verdict no-tpm no-tpm
says 'which is a tier of its own' '^boot_tpm absent$'
verdict no-tpm-word failed
status=0
$tool/loader boot --policy $tool/no-tpm-seal.stmt >/tmp/boot.out 2>&1 || status=$?
allowed 'lorica boot seals without a TPM that is not required' test $status = 0
allowed 'and tells that only the command line was judged' grep -q '^lorica boot: measured no-tpm' /tmp/boot.out
says 'the seal is on' '^sealed yes$'
allowed 'and in the list, with what it is on' listed lorica-policy "sha256=$(cat $tool/sealed-digest);mode=enforce;boot=no-tpm;sealed=yes;\$" 1
refused_with EBUSY 'nobody tells another smallest epoch' write_to $node/min-epoch 'tpm 0'
