/*
 * Floor of "a call starts a process": posix_spawn to the child's first instruction, again and again.
 *
 * spawn_one COUNT LOG PAUSE_NS LINE   prints the nanoseconds of each, one a line
 */
#include "clock.h"
#include "shell.h"

#include <sys/wait.h>

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    int log = open_log(argv[2]);
    for (int i = atoi(argv[1]); i > 0; i--) {
        rest(atoll(argv[3]));
        off_t end = lseek(log, 0, SEEK_END);
        long long began = now();
        pid_t pid = start(argv[4], log);
        int status;
        if (waitpid(pid, &status, 0) != pid || status != 0)
            return 1;
        char line[64] = "";
        if (pread(log, line, sizeof line - 1, end) <= 0)
            return 1;
        printf("%lld\n", atoll(line) - began);
    }
    return 0;
}
