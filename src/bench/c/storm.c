/*
 * Floor of "many replicas crash all the time": starts some, and another one for each that ends. It ends when its
 * standard input does, or after a minute.
 *
 * storm COUNT LINE   prints how many it has started, and the nanoseconds that it went on
 */
#include "clock.h"
#include "shell.h"

#include <poll.h>
#include <sys/wait.h>

#define MOST_NANOS 60000000000LL

static int goes_on(long long began)
{
    struct pollfd input = {.fd = 0, .events = POLLIN};
    return poll(&input, 1, 0) == 0 && now() - began < MOST_NANOS;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    int count = atoi(argv[1]), log = open_log("/dev/null");
    long started = 0;
    long long began = now();
    for (; started < count; started++)
        start(argv[2], log);
    for (; goes_on(began); started++) {
        waitpid(-1, NULL, 0);
        start(argv[2], log);
    }
    long long took = now() - began;
    while (waitpid(-1, NULL, 0) > 0)
        ;
    printf("%ld %lld\n", started, took);
    return 0;
}
