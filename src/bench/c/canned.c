/*
 * Floor of "the list is asked for": a server that gives the same bytes, from a file, to whoever asks.
 * It ends when its standard input does.
 *
 * canned PORT FILE
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <unistd.h>

struct connection {
    int fd;
    int wants_to_write;
    int held; /* bytes of requests that have not been answered */
    size_t left;
    char requests[4096];
};

static char *answer;
static size_t length;
static int poll;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void watch(struct connection *c, int operation, unsigned events)
{
    struct epoll_event event = {.events = events, .data.ptr = c};
    epoll_ctl(poll, operation, c->fd, &event);
}

static void drop(struct connection *c)
{
    close(c->fd);
    free(c);
}

/* Gives back 0 when the connection is gone. */
static int give(struct connection *c)
{
    while (c->left > 0) {
        ssize_t n = write(c->fd, answer + length - c->left, c->left);
        if (n < 0 && errno == EAGAIN) {
            if (!c->wants_to_write)
                watch(c, EPOLL_CTL_MOD, EPOLLOUT);
            c->wants_to_write = 1;
            return 1;
        }
        if (n < 0) {
            drop(c);
            return 0;
        }
        c->left -= n;
    }
    if (c->wants_to_write)
        watch(c, EPOLL_CTL_MOD, EPOLLIN);
    c->wants_to_write = 0;
    return 1;
}

static void take(struct connection *c)
{
    ssize_t n = read(c->fd, c->requests + c->held, sizeof c->requests - c->held);
    if (n <= 0) {
        drop(c);
        return;
    }
    c->held += n;
    char *end;
    while ((end = memmem(c->requests, c->held, "\r\n\r\n", 4)) != NULL) {
        c->held -= end + 4 - c->requests;
        memmove(c->requests, end + 4, c->held);
        c->left += length;
        if (!give(c))
            return;
    }
}

static void load(const char *file)
{
    struct stat size;
    int fd = open(file, O_RDONLY);
    if (fd < 0 || fstat(fd, &size) != 0)
        fail(file);
    length = size.st_size;
    answer = malloc(length);
    if (read(fd, answer, length) != (ssize_t) length)
        fail(file);
    close(fd);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    load(argv[2]);
    int door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(door, (struct sockaddr *) &address, sizeof address) != 0 || listen(door, 256) != 0)
        fail("listen");
    poll = epoll_create1(0);
    struct connection entry = {.fd = door}, input = {.fd = 0};
    watch(&entry, EPOLL_CTL_ADD, EPOLLIN);
    watch(&input, EPOLL_CTL_ADD, EPOLLIN);
    for (;;) {
        struct epoll_event ready[64];
        int n = epoll_wait(poll, ready, 64, -1);
        for (int i = 0; i < n; i++) {
            struct connection *c = ready[i].data.ptr;
            if (c == &input)
                return 0;
            if (c == &entry) {
                struct connection *guest = calloc(1, sizeof *guest);
                guest->fd = accept4(door, NULL, NULL, SOCK_NONBLOCK);
                if (guest->fd < 0) {
                    free(guest);
                    continue;
                }
                setsockopt(guest->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                watch(guest, EPOLL_CTL_ADD, EPOLLIN);
            } else if (ready[i].events & EPOLLOUT) {
                give(c);
            } else {
                take(c);
            }
        }
    }
}
