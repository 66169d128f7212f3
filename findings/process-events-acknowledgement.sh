#!/bin/sh
# The kernel's process events connector acknowledges a subscription with a sequence number of its own, one per CPU. The kernel's
# documentation (driver-api/connector.rst, "Protocol") says that a reply has the number of the request; a client that compares
# it takes the reply for an event. Only the acknowledgement number, the request's plus 1, shows whose reply it is.
# Seen with Linux 6.18. Needs python3, and root outside of containers.
# Exit status: 0 while that is so, 1 when it has changed, 3 when it could not be tried.
set -eu

python3 - <<'PYTHON'
import platform, socket, struct, sys

NETLINK_CONNECTOR, CN_PROC, LISTEN, NLMSG_DONE = 11, 1, 1, 3
SEQUENCE, ACKNOWLEDGEMENT = 0x7eadbeef, 0x1234567

try:
    events = socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, NETLINK_CONNECTOR)
    events.bind((0, CN_PROC))
except OSError as refused:
    print("not tried:", refused)
    sys.exit(3)
events.settimeout(2)
request = struct.pack("=IIIIHHI", CN_PROC, CN_PROC, SEQUENCE, ACKNOWLEDGEMENT, 4, 0, LISTEN)
events.send(struct.pack("=IHHII", 16 + len(request), NLMSG_DONE, 0, 0, 0) + request)
try:
    while True:
        answer = events.recv(4096)
        sequence, acknowledgement = struct.unpack_from("=II", answer, 16 + 8)
        what, = struct.unpack_from("=I", answer, 16 + 20)
        if what == 0 and acknowledgement:
            break
except socket.timeout:
    print("not tried: the kernel serves no process in a container")
    sys.exit(3)
print("Linux", platform.release(), "requested", (SEQUENCE, ACKNOWLEDGEMENT), "answered", (sequence, acknowledgement))
assert acknowledgement == ACKNOWLEDGEMENT + 1, acknowledgement
assert sequence != SEQUENCE, sequence
PYTHON
