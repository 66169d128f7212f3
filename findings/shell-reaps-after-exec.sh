#!/bin/sh
# execve(2) keeps the children of a process. A shell that becomes its program reaps those that end meanwhile, although it did
# not start them: "wait" without arguments, and a command substitution, wait for any child. So the exit status is lost for the
# program that the shell executes afterwards.
# Needs python3 and dash; exit status 0 if that is the behaviour, 1 if it has changed.
set -eu

command -v dash >/dev/null || { echo "no dash"; exit 1; }
python3 - <<'P'
import os, subprocess, sys
after = ("import os,sys\n"
         "try: print('after', sys.argv[1], os.waitpid(int(sys.argv[2]), 0)[1])\n"
         "except ChildProcessError: print('after', sys.argv[1], 'no such child')\n")
seen = {}
for name, shell in [("nothing", None), ("dash", ["dash", "-c"]), ("bash", ["bash", "-c"])]:
    before = ("import os,sys,time\n"
              "p=os.fork()\n"
              "if p==0: time.sleep(0.2); os._exit(7)\n"
              "args=sys.argv[1:]+[str(p)]\n"
              "os.execvp(args[0], args)\n")
    run = [sys.executable, "-c", after, name]
    if shell:
        run = shell + ['x=$(sleep 0.6); exec "$@"', name] + run
    out = subprocess.run([sys.executable, "-c", before] + run, capture_output=True, text=True)
    print(out.stdout.strip(), out.stderr.strip())
    seen[name] = out.stdout.strip().split(" ", 2)[2]
print(subprocess.run(["dpkg-query", "-W", "dash", "bash"], capture_output=True, text=True).stdout.strip())
sys.exit(0 if seen["nothing"] == "1792" and seen["dash"] == "no such child" else 1)
P
