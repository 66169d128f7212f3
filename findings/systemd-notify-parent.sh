#!/bin/sh
# systemd-notify (systemd 252) run as root sends the credentials of its parent, so that a service manager sees the shell as the
# sender of the message; without privileges it sends its own. sd_notify(3) names the sender as the process that is checked
# by NotifyAccess=; a check for the main process alone passes for a message that a child of it has sent.
# Needs root, python3 and setpriv; exit status 0 if that is the behaviour, 1 if it has changed, 2 without root.
set -eu
[ "$(id -u)" = 0 ] || { echo "needs root"; exit 2; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
chmod 755 "$dir"
systemd-notify --version | head -n 1

cat >"$dir/receive.py" <<'PY'
import os, socket, struct, subprocess, sys
path, user = sys.argv[1], sys.argv[2]
server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
server.bind(path)
os.chmod(path, 0o666)
server.settimeout(20)
as_user = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] if user != "0" else []
shell = subprocess.Popen(as_user + ["sh", "-c", "systemd-notify --no-block --ready; exec sleep 5"],
                         env={"NOTIFY_SOCKET": path, "PATH": os.environ["PATH"]})
message, ancillary, flags, address = server.recvmsg(4096, 4096)
pid, uid, gid = struct.unpack("3i", ancillary[0][2][:12])
print("parent" if pid == shell.pid else "itself")
shell.kill()
shell.wait()
PY

root=$(python3 "$dir/receive.py" "$dir/root" 0)
other=$(python3 "$dir/receive.py" "$dir/other" 65534)
echo "as root: the credentials of its $root; as another user: of $other"
[ "$root" = parent ] && [ "$other" = itself ]
