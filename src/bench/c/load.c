/*
 * Asks for one path over some connections, each of which sends its next request when it has the whole answer.
 *
 * load PORT PATH CONNECTIONS MILLISECONDS
 * prints: answers, nanoseconds in all, p50 and p99 of an answer's nanoseconds, own processor time in nanoseconds
 */
#define _GNU_SOURCE
#include "clock.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#define HEAD 4096
#define MOST_ANSWERS 4000000
#define MOST_CONNECTIONS 1024

struct connection {
    int fd;
    long long sent;
    long missing; /* bytes of the body; -1 while the head is not whole */
    int held;     /* bytes of the head */
    char head[HEAD + 1];
};

static char request[512];
static char sink[1 << 20];
static unsigned *nanos;
static long answers;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void ask(struct connection *c)
{
    c->missing = -1;
    c->held = 0;
    c->sent = now();
    if (write(c->fd, request, strlen(request)) != (ssize_t) strlen(request))
        fail("write");
}

static void read_head(struct connection *c)
{
    ssize_t n = read(c->fd, c->head + c->held, HEAD - c->held);
    if (n <= 0)
        fail("the service closed a connection");
    c->held += n;
    c->head[c->held] = 0;
    char *end = strstr(c->head, "\r\n\r\n");
    if (end == NULL)
        return;
    char *length = strcasestr(c->head, "content-length:");
    if (strncmp(c->head, "HTTP/1.1 200", 12) != 0 || length == NULL || length > end) {
        fprintf(stderr, "not the answer that was expected: %.80s\n", c->head);
        exit(1);
    }
    c->missing = atol(length + strlen("content-length:")) - (c->held - (end + 4 - c->head));
}

static void read_body(struct connection *c)
{
    ssize_t n = read(c->fd, sink, c->missing < (long) sizeof sink ? c->missing : (long) sizeof sink);
    if (n <= 0)
        fail("the service closed a connection");
    c->missing -= n;
}

static int by_size(const void *a, const void *b)
{
    unsigned x = *(const unsigned *) a, y = *(const unsigned *) b;
    return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    int count = atoi(argv[3]) < MOST_CONNECTIONS ? atoi(argv[3]) : MOST_CONNECTIONS;
    struct connection *all = calloc(count, sizeof *all);
    nanos = malloc(MOST_ANSWERS * sizeof *nanos);
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n\r\n", argv[2], argv[1]);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int poll = epoll_create1(0), one = 1;
    for (int i = 0; i < count; i++) {
        all[i].fd = socket(AF_INET, SOCK_STREAM, 0);
        setsockopt(all[i].fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (connect(all[i].fd, (struct sockaddr *) &address, sizeof address) != 0)
            fail("connect");
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
        epoll_ctl(poll, EPOLL_CTL_ADD, all[i].fd, &event);
    }
    long long began = now(), until = began + atoll(argv[4]) * 1000000LL;
    for (int i = 0; i < count; i++)
        ask(&all[i]);
    while (now() < until && answers < MOST_ANSWERS) {
        struct epoll_event ready[64];
        int n = epoll_wait(poll, ready, 64, 1000);
        for (int i = 0; i < n && answers < MOST_ANSWERS; i++) {
            struct connection *c = ready[i].data.ptr;
            if (c->missing < 0)
                read_head(c);
            else
                read_body(c);
            if (c->missing == 0) {
                nanos[answers++] = now() - c->sent;
                ask(c);
            }
        }
    }
    long long took = now() - began;
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    if (answers == 0)
        return 1;
    qsort(nanos, answers, sizeof *nanos, by_size);
    printf("%ld %lld %u %u %lld\n", answers, took, nanos[answers / 2], nanos[answers * 99 / 100],
           (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000000LL + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1000LL);
    return 0;
}
