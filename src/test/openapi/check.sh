#!/bin/sh
# Holds webroot/openapi.yaml to OpenAPI 3.1, makes a TypeScript client from it that a small program has to compile with,
# and holds the page /docs to it. Needs node and npm, and a registry or npm's cache for the packages of package.json.
#
# Exit status: 0 when all is well, 1 when something is wrong, 3 when it could not be checked here.
set -eu

here=$(dirname -- "$(readlink -f -- "$0")")
webroot=$here/../../../webroot
work=$here/../../../target/openapi

if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    echo "node and npm are missing: the description of the interface is not checked by them" >&2
    exit 3
fi
mkdir -p "$work"
cp "$here"/*.* "$here/.npmrc" "$work"
cd "$work"
# Packages are taken from the cache where that has them; none needs a script of its own.
if ! npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error \
    --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=20000; then
    echo "npm could not install the packages, which needs a registry: the description is not checked by them" >&2
    exit 3
fi
node lint.mjs "$webroot/openapi.yaml"
npx --no-install openapi-typescript "$webroot/openapi.yaml" --default-non-nullable false --output api.ts
npx --no-install tsc --project .
node page.mjs "$webroot"
