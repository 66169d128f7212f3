# What a new process runs between clone(2) and its life as a program; see io.meproc.process.MachineCode.
# rdi holds the address of the list. It touches no memory but the list, and no stack at all.

        .intel_syntax noprefix
        endbr64                         # where the processor checks that calls land on purpose
        mov     rbx, rdi                # the list; system calls leave rbx and r12 alone
        lea     r12, [rdi + 64]         # its first call
next:   mov     rax, [r12]              # the number
        mov     rdi, [r12 + 8]          # the arguments, in the kernel's registers
        mov     rsi, [r12 + 16]
        mov     rdx, [r12 + 24]
        mov     r10, [r12 + 32]
        mov     r8, [r12 + 40]
        xor     r9d, r9d                # the sixth, which no call here has
        syscall
        mov     [r12 + 56], rax         # the result, or a negative errno
        test    rax, rax
        jns     done
        cmp     qword ptr [r12 + 48], 0 # may it fail?
        jne     done
        mov     [rbx], r12              # no: tell which it was,
        mov     eax, 231                # exit_group(127)
        mov     edi, 127
        syscall
done:   add     r12, 64
        jmp     next
