// What a new process runs between clone(2) and its life as a program; see io.meproc.process.MachineCode.
// x0 holds the address of the list. It touches no memory but the list, and no stack at all.

        hint    #34                     // bti c: where the processor checks that calls land on purpose
        mov     x19, x0                 // the list; system calls leave x19 and x20 alone
        add     x20, x0, #64            // its first call
next:   ldr     x8, [x20]               // the number
        ldp     x0, x1, [x20, #8]       // the arguments
        ldp     x2, x3, [x20, #24]
        ldr     x4, [x20, #40]
        mov     x5, #0                  // the sixth, which no call here has
        svc     #0
        str     x0, [x20, #56]          // the result, or a negative errno
        tbz     x0, #63, done           // not negative
        ldr     x9, [x20, #48]          // may it fail?
        cbnz    x9, done
        str     x20, [x19]              // no: tell which it was,
        mov     x8, #94                 // exit_group(127)
        mov     x0, #127
        svc     #0
done:   add     x20, x20, #64
        b       next
