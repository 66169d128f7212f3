#!/bin/sh
# Gets what the tests of the page drive a browser with: Chromium itself, from Debian's packages when there is none and the user may
# install it, and Playwright's driver for it, from npm into target/browser. What is there already is left alone.
#
# Prints the path of Chromium as the last line. MEPROC_CHROMIUM names another one, or Chrome.
# Exit status: 0 when all is there; 3 when not, after saying on the standard error what to do.
set -eu

here=$(dirname -- "$(readlink -f -- "$0")")
driver=$here/../../../target/browser

find_chromium() {
    if [ -n "${MEPROC_CHROMIUM-}" ]; then
        command -v -- "$MEPROC_CHROMIUM"
        return
    fi
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name"; then
            return
        fi
    done
    return 1
}

install_chromium() {
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        as_root='sudo -n'
        sudo -n true 2>/dev/null || return 1
    fi
    command -v apt-get >/dev/null || return 1
    echo "Chromium is missing: installing it" >&2
    # The fonts are what the pictures in docs/images are written with.
    (
        $as_root apt-get update -qq
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
    ) >&2
}

if ! find_chromium >/dev/null && { [ -n "${MEPROC_CHROMIUM-}" ] || ! install_chromium || ! find_chromium >/dev/null; }; then
    {
        echo "The tests of the page need a browser, and there is no ${MEPROC_CHROMIUM:-Chromium}."
        echo "  Debian, Ubuntu:  apt-get install chromium fonts-dejavu-core"
        echo "  elsewhere:       install Chromium or Chrome, and name it by MEPROC_CHROMIUM=/path/to/it"
    } >&2
    exit 3
fi

if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    {
        echo "The tests of the page drive the browser by Node.js 18 or newer, and node or npm is missing."
        echo "  Debian, Ubuntu:  apt-get install nodejs npm"
    } >&2
    exit 3
fi
# Test classes of two JVMs may need it at the same time.
mkdir -p "$driver"
if command -v flock >/dev/null; then
    exec 9>"$driver/lock"
    flock 9
fi
if ! cmp -s "$here/package-lock.json" "$driver/installed"; then
    rm -f "$driver/installed"
    cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$driver"
    if ! (cd "$driver" && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error \
        --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=20000) >&2; then
        echo "npm could not install the browser's driver, which needs a registry or npm's cache; try again with one" >&2
        exit 3
    fi
    # Where Playwright for Java looks for them.
    ln -sfn node_modules/playwright-core "$driver/package"
    ln -sfn "$(command -v node)" "$driver/node"
    cp "$here/package-lock.json" "$driver/installed"
fi
find_chromium
