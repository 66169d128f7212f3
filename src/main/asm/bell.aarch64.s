// A handler of SIGCHLD: writes the pid of who has ended into a pipe, then goes on with the handler that was there before.
// See io.meproc.process.Bell. It runs in any thread at any time, and touches nothing but the registers that a function
// may use. What it needs to know is in the page behind its own: that handler, or 0, and the descriptor of the pipe.

start:  hint    #34                     // bti c: where the processor checks that calls land on purpose
        adr     x12, start + 4096
        mov     x9, x0                  // the signal, what is known about it, and where it came in between
        mov     x10, x1
        mov     x11, x2
        ldr     w0, [x12, #8]           // write(descriptor, pid, 4)
        add     x1, x1, #16             // si_pid, see sigaction(2)
        mov     x2, #4
        mov     x8, #64
        svc     #0
        ldr     x12, [x12]
        cbz     x12, done
        mov     x0, x9
        mov     x1, x10
        mov     x2, x11
        br      x12
done:   ret
