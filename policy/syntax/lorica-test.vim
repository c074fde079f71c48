" SPDX-License-Identifier: GPL-2.0-only
" Vim syntax of expectations, which `lorica test` reads. To use it:
"   autocmd BufRead,BufNewFile *.test setfiletype lorica-test
if exists("b:current_syntax")
  finish
endif

runtime! syntax/lorica.vim

syntax keyword loricaSetting root manifest volume by
syntax keyword loricaEvent exec mmap module firmware script kernel-helper writable-code bpf
syntax keyword loricaEvent listen connect raw packet family usb
syntax keyword loricaVerdict audit

highlight default link loricaSetting Keyword
highlight default link loricaEvent Statement

let b:current_syntax = "lorica-test"
