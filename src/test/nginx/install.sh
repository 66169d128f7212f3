#!/bin/sh
# Gets the nginx that the tests of the page behind a proxy start, from Debian's packages when there is none and the user may
# install it. Nothing is started by that. Exit status: 0 when it is there; 3 when not, after a line on the standard error that says what to do.
set -eu

[ ! -x /usr/sbin/nginx ] || exit 0
as_root=
[ "$(id -u)" -eq 0 ] || as_root='sudo -n'
if command -v apt-get >/dev/null && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
    echo "nginx is missing: installing it" >&2
    (
        # The package would start a server of its own.
        policy=/usr/sbin/policy-rc.d
        if [ ! -e "$policy" ]; then
            printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" && $as_root chmod +x "$policy"
            trap '$as_root rm -f "$policy"' EXIT
        fi
        $as_root apt-get update -qq
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light
    ) >&2 || :
fi
if [ ! -x /usr/sbin/nginx ]; then
    echo "The tests of the page behind a proxy need nginx.  Debian, Ubuntu:  apt-get install nginx-light" >&2
    exit 3
fi
