#!/bin/sh
# Linux 6.15 and later: when the exit status of a process that is not a child can be read. A pidfd becomes readable when the
# process ends, as pidfd_open(2) says; but PIDFD_GET_INFO has the exit status only after the parent has reaped the process, at
# which the pidfd hangs up (EPOLLHUP). In between, field 52 of /proc/PID/stat has it.
# Needs python3; exit status 0 if that is the behaviour, 1 if it has changed.
set -eu

python3 - <<'P'
import fcntl, os, select, struct, subprocess, sys, time

PIDFD_GET_INFO, EXIT = 0xC040FF0B, 1 << 3  # linux/pidfd.h

def info(fd):
    buf = bytearray(64)
    struct.pack_into("Q", buf, 0, EXIT)
    fcntl.ioctl(fd, PIDFD_GET_INFO, buf)
    return struct.unpack_from("Q", buf, 0)[0] & EXIT != 0, struct.unpack_from("i", buf, 60)[0]

# The parent reaps its child when it reads a line.
parent = subprocess.Popen(
    [sys.executable, "-c", "import os,sys\np=os.fork()\nif p==0: sys.stdin.buffer.raw.read(2); os._exit(7)\n"
     "print(p,flush=True); sys.stdin.buffer.raw.read(2); os.waitpid(p,0); sys.stdin.read()"],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
pid = int(parent.stdout.readline())
fd = os.pidfd_open(pid)
poll = select.epoll()
poll.register(fd, select.EPOLLIN | select.EPOLLET)
failed = []
def expect(what, seen, wanted):
    print(f"{what}: {seen}")
    if seen != wanted:
        failed.append(what)

os.kill(pid, 9)
expect("the process has ended: epoll events", poll.poll(10), [(fd, select.EPOLLIN)])
expect("PIDFD_GET_INFO has the exit status", info(fd)[0], False)
with open(f"/proc/{pid}/stat") as stat:
    fields = stat.read().rsplit(")", 1)[1].split()
expect("/proc/PID/stat: state, exit code", (fields[0], fields[49]), ("Z", "9"))
parent.stdin.write(b"x\n")
expect("the parent has reaped it: epoll events", poll.poll(10), [(fd, select.EPOLLIN | select.EPOLLHUP)])
expect("PIDFD_GET_INFO: exit status", info(fd), (True, 9))
parent.stdin.close()
parent.wait()
print("Linux", os.uname().release)
sys.exit(1 if failed else 0)
P
