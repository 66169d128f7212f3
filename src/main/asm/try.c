/*
 * Has a new process carry out lists of system calls with the machine code of a file, and checks the results. Checks the
 * numbers of io.meproc.process.Abi, which are given as NO_FOLLOW and EPOLL_EVENT: in the headers, and by waiting for a process.
 *
 * try CHILD    prints nothing and exits with 0 when all is as it should be
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

_Static_assert(O_NOFOLLOW == NO_FOLLOW, "O_NOFOLLOW");
_Static_assert(sizeof(struct epoll_event) == EPOLL_EVENT, "the size of struct epoll_event");
_Static_assert(offsetof(struct epoll_event, data) == EPOLL_EVENT - 8, "the data of struct epoll_event");

enum { NUMBER, ARGUMENTS, TOLERANT = 6, RESULT = 7, WIDTH = 8 };

/* Shared, since an emulator may copy the memory where the kernel would not. */
static long *list;
static int (*code)(void *);
static int calls;

static void begin(void)
{
    memset(list, 0, 4096);
    calls = 0;
}

static void call(long number, long a, long b, long c, long d, long e, long tolerant)
{
    long *at = list + WIDTH * ++calls;
    long words[] = {number, a, b, c, d, e, tolerant, 0};
    memcpy(at, words, sizeof words);
}

static void expect(const char *what, long seen, long wanted)
{
    if (seen != wanted) {
        printf("%s: %ld, not %ld\n", what, seen, wanted);
        exit(1);
    }
}

static int run(void)
{
    static char stack[1 << 14] __attribute__((aligned(16)));
    int status = 0;
    pid_t pid = clone(code, stack + sizeof stack - 16, CLONE_VM | CLONE_VFORK | SIGCHLD, list);
    expect("waitpid", waitpid(pid, &status, 0), pid);
    return status;
}

static void *load(const char *file)
{
    void *pages = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int in = open(file, O_RDONLY);
    if (pages == MAP_FAILED || in < 0 || read(in, pages, 4096) <= 0 || mprotect(pages, 4096, PROT_READ | PROT_EXEC) != 0)
        exit(2);
    close(in);
    return pages;
}

/* Reads the event as bytes, as ExitWatcher does. */
static void wait_for_process(void)
{
    pid_t pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    int pidfd = (int) syscall(434, pid, 0);
    if (pidfd < 0 && errno == ENOSYS) {
        kill(pid, SIGKILL);
        expect("waitpid", waitpid(pid, NULL, 0), pid);
        return;
    }
    char event[EPOLL_EVENT] = {EPOLLIN}, ready[2 * EPOLL_EVENT];
    long data = 0x0102030405060708;
    memcpy(event + EPOLL_EVENT - 8, &data, 8);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    expect("epoll_ctl", epoll_ctl(epoll, EPOLL_CTL_ADD, pidfd, (struct epoll_event *) event), 0);
    expect("before the end", epoll_wait(epoll, (struct epoll_event *) ready, 2, 0), 0);
    kill(pid, SIGKILL);
    expect("epoll_wait", epoll_wait(epoll, (struct epoll_event *) ready, 2, -1), 1);
    expect("data", memcmp(ready + EPOLL_EVENT - 8, &data, 8), 0);
    expect("waitpid", waitpid(pid, NULL, 0), pid);
    close(pidfd);
    close(epoll);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    wait_for_process();
    void *page = load(argv[1]);
    list = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (list == MAP_FAILED)
        return 2;
    code = (int (*)(void *)) page;
    int ends[2];
    expect("pipe", pipe(ends), 0);

    /* Five arguments arrive, a call that may fail is passed over, one that may not ends the process. */
    begin();
    call(SYS_prctl, 38, 1, 0, 0, 0, 0);
    call(SYS_prctl, 38, 1, 0, 0, 1, 1);
    call(SYS_write, ends[1], (long) "hello", 5, 0, 0, 0);
    call(SYS_openat, AT_FDCWD, (long) "/no/such/file", O_RDONLY, 0, 0, 0);
    call(SYS_write, ends[1], (long) "never", 5, 0, 0, 0);
    int status = run();
    expect("exit code", WIFEXITED(status) ? WEXITSTATUS(status) : -1, 127);
    expect("good call", list[WIDTH * 1 + RESULT], 0);
    expect("fifth argument", list[WIDTH * 2 + RESULT], -EINVAL);
    expect("written", list[WIDTH * 3 + RESULT], 5);
    expect("bad call", list[WIDTH * 4 + RESULT], -ENOENT);
    expect("which failed", list[0], (long) (list + WIDTH * 4));
    expect("untouched", list[WIDTH * 5 + RESULT], 0);
    char text[16] = "";
    expect("read", read(ends[0], text, sizeof text), 5);
    expect("text", strcmp(text, "hello"), 0);

    /* A call that ends the process, which is no failure. */
    begin();
    call(SYS_exit_group, 42, 0, 0, 0, 0, 0);
    status = run();
    expect("own exit code", WIFEXITED(status) ? WEXITSTATUS(status) : -1, 42);
    expect("nothing failed", list[0], 0);
    return 0;
}
