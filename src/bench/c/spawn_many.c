/*
 * Floor of "many processes at once": starts them one after the other, then ends them all.
 *
 * spawn_many COUNT LINE   prints the nanoseconds until the last one lived, those of its own processor time, and those
 *                         until all have ended
 */
#include "clock.h"
#include "shell.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static long long used(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000000LL + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1000LL;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    int count = atoi(argv[1]);
    pid_t *pids = calloc(count, sizeof *pids);
    int log = open_log("/dev/null");
    long long before = used();
    long long began = now();
    for (int i = 0; i < count; i++)
        pids[i] = start(argv[2], log);
    long long took = now() - began;
    long long cpu = used() - before;
    began = now();
    for (int i = 0; i < count; i++)
        kill(pids[i], SIGKILL);
    for (int i = 0; i < count; i++)
        waitpid(pids[i], NULL, 0);
    printf("%lld %lld %lld\n", took, cpu, now() - began);
    return 0;
}
