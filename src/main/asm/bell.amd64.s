# A handler of SIGCHLD: writes the pid of who has ended into a pipe, then goes on with the handler that was there before.
# See io.meproc.process.Bell. It runs in any thread at any time, and touches nothing but the registers that a function
# may use. What it needs to know is in the page behind its own: that handler, or 0, and the descriptor of the pipe.

        .intel_syntax noprefix
start:  endbr64                         # where the processor checks that calls land on purpose
        mov     r8, rdi                 # the signal, what is known about it, and where it came in between
        mov     r9, rsi
        mov     r10, rdx
        mov     eax, 1                  # write(descriptor, pid, 4)
        mov     edi, [rip + start + 4096 + 8]
        add     rsi, 16                 # si_pid, see sigaction(2)
        mov     edx, 4
        syscall
        mov     rax, [rip + start + 4096]
        test    rax, rax
        jz      done
        mov     rdi, r8
        mov     rsi, r9
        mov     rdx, r10
        jmp     rax
done:   ret
