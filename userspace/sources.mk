# SPDX-License-Identifier: GPL-2.0-only
# The policy language and what judges by it; these verbs need -lcrypto
# (OpenSSL 3). TOOL_FRONT is its part without libcrypto and without files.
TOOL_FRONT := \
	userspace/lib/arena.c \
	userspace/lib/compile.c \
	userspace/lib/constant.c \
	userspace/lib/diag.c \
	userspace/lib/diag_kind.c \
	userspace/lib/diag_show.c \
	userspace/lib/emit.c \
	userspace/lib/json.c \
	userspace/lib/lex.c \
	userspace/lib/lint.c \
	userspace/lib/parse.c \
	userspace/lib/parse_define.c \
	userspace/lib/parse_exec.c \
	userspace/lib/parse_header.c \
	userspace/lib/parse_include.c \
	userspace/lib/parse_keys.c \
	userspace/lib/parse_revoke.c \
	userspace/lib/parser.c \
	userspace/lib/parser_value.c \
	userspace/lib/sema.c \
	userspace/lib/sema_keys.c \
	userspace/lib/sema_programs.c \
	userspace/lib/sema_revoked.c \
	userspace/lib/sema_rules.c \
	userspace/lib/source.c \
	userspace/lib/sources.c \
	userspace/lib/stmt_build.c \
	userspace/lib/string_pool.c \
	userspace/lib/suggest.c \
	userspace/lib/text.c \
	userspace/lib/unmanaged.c \
	userspace/lib/utf8.c \
	userspace/lib/value.c \
	userspace/lib/value_net.c \
	userspace/lib/value_pattern.c \
	userspace/lib/value_port.c \
	userspace/lib/value_unit.c \
	userspace/lib/value_usb.c \
	userspace/lib/words.c

TOOL_SRCS := \
	userspace/cmd_check.c \
	userspace/cmd_compile.c \
	userspace/cmd_diff.c \
	userspace/cmd_explain.c \
	userspace/cmd_show.c \
	userspace/cmd_test.c \
	$(TOOL_FRONT) \
	userspace/lib/changes.c \
	userspace/lib/desk.c \
	userspace/lib/diff_keys.c \
	userspace/lib/diff_manifest.c \
	userspace/lib/diff_policy.c \
	userspace/lib/diff_revoked.c \
	userspace/lib/event_line.c \
	userspace/lib/expect.c \
	userspace/lib/expect_check.c \
	userspace/lib/extract.c \
	userspace/lib/elf_needs.c \
	userspace/lib/few.c \
	userspace/lib/file.c \
	userspace/lib/image.c \
	userspace/lib/image_init.c \
	userspace/lib/image_lint.c \
	userspace/lib/image_revoked.c \
	userspace/lib/grant.c \
	userspace/lib/input.c \
	userspace/lib/json_line.c \
	userspace/lib/key_cert.c \
	userspace/lib/path_text.c \
	userspace/lib/policy_file.c \
	userspace/lib/recheck.c \
	userspace/lib/refusal.c \
	userspace/lib/ruling.c \
	userspace/lib/ruling_exec.c \
	userspace/lib/ruling_show.c \
	userspace/lib/show_manifest.c \
	userspace/lib/show_policy.c \
	userspace/lib/source_file.c \
	userspace/lib/term.c
