/*
 * Has a new process work off lists with the machine code of a file, and another file's hear of its end; looks at what
 * comes of it.
 *
 * try CHILD BELL    says nothing and ends with 0 when all is as it should be
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

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
    void *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int in = open(file, O_RDONLY);
    if (pages == MAP_FAILED || in < 0 || read(in, pages, 4096) <= 0 || mprotect(pages, 4096, PROT_READ | PROT_EXEC) != 0)
        exit(2);
    close(in);
    return pages;
}

static volatile int heard_before;

static void before(int signal, siginfo_t *about, void *where)
{
    heard_before = where != NULL && signal == SIGCHLD ? about->si_pid : -1;
}

static void ring(const char *file)
{
    int ends[2];
    expect("pipe", pipe(ends), 0);
    char *bell = load(file);
    *(void **) (bell + 4096) = (void *) before;
    *(int *) (bell + 4096 + 8) = ends[1];
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_RESTART};
    memcpy(&action.sa_sigaction, &bell, sizeof bell);
    expect("sigaction", sigaction(SIGCHLD, &action, NULL), 0);
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    int heard = 0;
    expect("heard", read(ends[0], &heard, 4), 4);
    expect("who", heard, pid);
    expect("the handler before", heard_before, pid);
    expect("waitpid", waitpid(pid, NULL, 0), pid);
    *(void **) (bell + 4096) = NULL;
    heard_before = 0;
    expect("raise", raise(SIGCHLD), 0);
    expect("no handler before", heard_before, 0);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    ring(argv[2]);
    signal(SIGCHLD, SIG_DFL);
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
