#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What tools can say about the source without running it. Prints TAP; a warning is a failure.
set -u

cd "$(dirname "$0")/.." || exit 1
top=$PWD
out=$top/build/lint
mkdir -p "$out" build/keys
n=0 bad=0
PATH=$PATH:/usr/sbin

# check NAME COMMAND...: passes when the command succeeds and says nothing.
check() {
	local name=$1 status=0
	shift
	"$@" >"$out/log" 2>&1 || status=$?
	n=$((n + 1))
	if [ $status = 0 ] && [ ! -s "$out/log" ]; then
		echo "ok $n - lint $name"
	else
		bad=1
		echo "not ok $n - lint $name"
		head -n 40 "$out/log" | sed 's/^/# /'
		sed 's/^/'"$name"': /' "$out/log" | head -n 40 >&2
	fi
}

files() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r f; do [ ! -f "$f" ] || echo "$f"; done; }

spdx() {
	files | grep -vE '^COPYING$|^packaging/buildroot/(external\.desc|package/.*\.(mk|hash))$|^packaging/debian/(changelog|control|copyright|source/|lorica[a-z.-]*\.(dirs|dkms|docs|links|manpages|lintian-overrides)$)|\.(err|crt|der|out)$|^tests/fuzz/corpus/|^tests/policies/keys/|^tests/policies/(valid|invalid)/' |
		while read -r f; do
			head -n 3 "$f" | grep -q 'SPDX-License-Identifier: GPL-2.0-only' || echo "$f: no SPDX line"
		done
}

shell() {
	{ files '*.sh' initramfs/lorica-init packaging/apt/stage-manifests packaging/rauc/stage-bundle initramfs/initramfs-tools/hooks/lorica \
		initramfs/initramfs-tools/scripts/*/lorica tests/qemu/guest-init tests/qemu/plain-init .ci/run \
		packaging/dkms/dkms-build initramfs/mkinitcpio/install/lorica packaging/buildroot/package/lorica/init packaging/yocto/meta-lorica/recipes-core/initrdscripts/initramfs-module-lorica/* packaging/debian/lorica-*.p*inst packaging/debian/lorica-*.postrm
		echo build/completion/lorica.bash
	} | sort -u | xargs shellcheck -x -e SC1091 -S warning
}

# The layout of C, as .clang-format says.
format() {
	local wrong
	clang-format --version >/dev/null || return
	wrong=$(files '*.[ch]' | while read -r f; do clang-format "$f" | cmp -s - "$f" || echo "$f"; done)
	[ -n "$wrong" ] || return 0
	echo "to mend: clang-format -i" $wrong
	echo "$wrong"
}

# sparse, with endian checks: what the kernel's own C=2 runs.
sparse_module() {
	[ -e "$top/build/keys/anchor.crt" ] || build/lorica -q keygen --dir build/keys anchor
	LORICA_ANCHOR=$top/build/keys/anchor.crt scripts/module.sh amd64-6.12 "$out/module" C=2 \
		CHECK=sparse CF=-D__CHECK_ENDIAN__ >/dev/null 2>&1 || echo "the module does not build"
	# The kernel's own headers warn; only our files count. BTF declares the kfuncs.
	grep -E "^$out/module/kernel/.*(warning|error):" "$out/module/module.log" |
		grep -v 'kfuncs\.c:.* was not declared' || true
}

kernel_doc() {
	local src
	src=$(scripts/kunit-kernel.sh --src 2>/dev/null | tail -n 1)
	"$src/scripts/kernel-doc" -none kernel/*.[ch] kernel/uapi/*.h userspace/*.h userspace/lib/*.h userspace/audit/*.h 2>&1 |
		grep -E 'warning|error' || true
}

checkpatch() {
	local src
	cd "$top" || return
	src=$(scripts/kunit-kernel.sh --src 2>/dev/null | tail -n 1)
	perl "$src/scripts/checkpatch.pl" --no-tree --no-summary --terse --show-types -f \
		--ignore FILE_PATH_CHANGES,COMPLEX_MACRO,MULTISTATEMENT_MACRO_USE_DO_WHILE,SPDX_LICENSE_TAG,LONG_LINE,MACRO_ARG_REUSE,AVOID_EXTERNS,PREFER_DEFINED_ATTRIBUTE_MACRO,CONST_STRUCT \
		kernel/*.[ch] bpf/*.[ch] 2>&1 | grep -E ': (ERROR|WARNING):' || true
}

cppchecks() {
	# shellcheck disable=SC2046 # no file of ours has a space in its name
	cppcheck -q --enable=warning,portability --inline-suppr --error-exitcode=1 \
		--suppress=missingInclude --suppress=unknownMacro -I. -Ibuild/bpf -D_GNU_SOURCE \
		$(files 'userspace/*.c' 'kernel/envelope.c' 'kernel/statement.c' 'kernel/policy_decode.c' 'kernel/policy_exec.c' 'kernel/policy_interpreter.c' 'kernel/policy_net.c' 'kernel/net_match.c' 'kernel/manifest.c' 'kernel/match.c' 'kernel/revoked.c' 'kernel/reason.c' \
			'kernel/eventlog.c' 'kernel/replay.c')
}

spelling() { files '*.md' '*.[ch158S]' '*.sh' '*.mk' Makefile | xargs codespell -L nd,asymmetri,te,fo,ans,ba,chage,doas; }

# What the documents say of controls and checks is what catalogue and code say.
controls() { controls/document.py build/lorica | diff docs/controls.md -; }

# Each way in has its probe or a reason, and each probe its way in.
ways() { tests/attack/table.py; }

manuals() { mandoc -Tlint -W warning userspace/man/*.[58] packaging/debian/*.8; }

names() {
	# The prefix tells scope: what the module exports to the kernel begins with lorica_.
	nm "$out/module/kernel/lorica.ko" | awk '$2 ~ /^[TDBR]$/ && $3 !~ /^(lorica_|__|init_module|cleanup_module)/ { print $3 ": no lorica_ prefix" }'
}

echo 'TAP version 13'
check spdx spdx
check shellcheck shell
check clang-format format
check sparse sparse_module
check names names
check kernel-doc kernel_doc
check checkpatch checkpatch
check cppcheck cppchecks
check codespell spelling
check mandoc manuals
check controls controls
check ways-in ways
echo "1..$n"
exit $bad
