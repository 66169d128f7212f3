/*
 * Floor of "a process that ended is replaced": waitpid and start again. The children write the times themselves.
 *
 * respawn COUNT LOG DELAY_NS LINE
 */
#include "clock.h"
#include "shell.h"

#include <sys/wait.h>

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    int log = open_log(argv[2]);
    long long delay = atoll(argv[3]);
    for (int i = atoi(argv[1]); i > 0; i--) {
        pid_t pid = start(argv[4], log);
        if (waitpid(pid, NULL, 0) != pid)
            return 1;
        if (delay > 0)
            rest(delay);
    }
    return 0;
}
