/* The clock that System.nanoTime() reads on Linux, in nanoseconds. */
#ifndef CLOCK_H
#define CLOCK_H

#include <time.h>

static inline long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static inline void rest(long long nanos)
{
    struct timespec t = {nanos / 1000000000LL, nanos % 1000000000LL};
    nanosleep(&t, NULL);
}

#endif
