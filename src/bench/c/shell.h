/* Starts a command line the way a supervisor has to: by sh, with no input and a file as its output. */
#ifndef SHELL_H
#define SHELL_H

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static inline void check(int error, const char *what)
{
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", what, strerror(error));
        exit(1);
    }
}

static inline int open_log(const char *file)
{
    int fd = open(file, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    check(fd < 0 ? errno : 0, file);
    return fd;
}

/* The pid; the child's standard output is the descriptor `log`. */
static inline pid_t start(const char *line, int log)
{
    static int null = -1;
    if (null < 0)
        null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    posix_spawn_file_actions_t actions;
    check(posix_spawn_file_actions_init(&actions), "posix_spawn_file_actions_init");
    check(posix_spawn_file_actions_adddup2(&actions, null, 0), "adddup2");
    check(posix_spawn_file_actions_adddup2(&actions, log, 1), "adddup2");
    check(posix_spawn_file_actions_adddup2(&actions, log, 2), "adddup2");
    char *arguments[] = {"/bin/sh", "-c", (char *) line, NULL};
    pid_t pid;
    check(posix_spawn(&pid, "/bin/sh", &actions, NULL, arguments, environ), "posix_spawn");
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

#endif
