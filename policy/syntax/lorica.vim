" SPDX-License-Identifier: GPL-2.0-only
" Vim syntax of Lorica policies. To use it:
"   autocmd BufRead,BufNewFile *.lorica setfiletype lorica
if exists("b:current_syntax")
  finish
endif

syntax case match
syntax iskeyword @,48-57,_,-

syntax keyword loricaSection syntax policy keys exec net usb boot integrity
syntax keyword loricaInclude include
syntax keyword loricaDefine define
syntax keyword loricaClause serial epoch on-fail device valid-from valid-until default writable-code firmware bpf kernel-helpers interpreter except
syntax keyword loricaClause under revoke on-revoked digest below
syntax keyword loricaClause x509 sha256 for manifest signed volume verity unlock retire
syntax keyword loricaClause any listen connect tcp udp at to raw packet family
syntax keyword loricaClause class interfaces serial product manufacturer port most until after seal
syntax keyword loricaClause pcr event cmdline require exact secure-boot on tpm required rollback file
syntax keyword loricaClause every budget watch on-change cpu vectors syscalls rodata
syntax keyword loricaClause data alg bluetooth caif can ieee802154 kcm key llc mctp nfc phonet pppox qipcrtr
syntax keyword loricaClause rds rxrpc smc tipc vsock x25 xdp
syntax keyword loricaMode log panic
syntax keyword loricaMode enforce audit halt shell report kill required may-degrade
syntax keyword loricaVerdict allow deny

syntax match loricaNumber "\<\d\+\>"
syntax match loricaNumber "\<\d\+-\d\+\>"
syntax match loricaNumber "\<\d\+[smhd]\>"
syntax match loricaNumber "\<\d\+\(\.\d\+\)\?%"
syntax match loricaNumber "\<\d\+\(\.\d\+\)\{3}\(/\d\+\)\?"
syntax match loricaDigest "\<\x\{64}\>"
syntax match loricaDate "\<\d\{4}-\d\d-\d\d\(T\d\d:\d\d:\d\dZ\)\?"
syntax match loricaConstant "\$\a[A-Za-z0-9_-]*"
syntax match loricaEscape "\\[\"\\]" contained
syntax region loricaPath start=+"+ skip=+\\\\\|\\"+ end=+"+ oneline contains=loricaEscape
syntax match loricaComment "#.*$" contains=loricaTodo
syntax keyword loricaTodo TODO FIXME XXX contained

highlight default link loricaSection Statement
highlight default link loricaInclude Include
highlight default link loricaDefine Define
highlight default link loricaClause Keyword
highlight default link loricaMode Constant
highlight default link loricaVerdict Conditional
highlight default link loricaNumber Number
highlight default link loricaDigest Number
highlight default link loricaDate Number
highlight default link loricaPath String
highlight default link loricaConstant Identifier
highlight default link loricaEscape Special
highlight default link loricaComment Comment
highlight default link loricaTodo Todo

let b:current_syntax = "lorica"
