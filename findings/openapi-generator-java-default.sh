#!/bin/sh
# openapi-generator's Java client has the default of a text without quotes, `private String unit = km;`, when the property refers to the schema
# of the text, by `$ref` or by `allOf`: it does not compile. With `type: string` beside `allOf` it has quotes. And a property named `java`
# becomes a field that hides the package of `java.util.Objects`, which the same class names in full: it does not compile either.
# Needs python3 with venv, a JDK, and a registry. Exit status: 0 while that is so, 1 when it has changed, 3 when it could not be tried.
set -eu

command -v javac >/dev/null || exit 3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv" || exit 3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openapi-generator-cli==7.26.0 || exit 3
cd "$folder"
cat >api.yaml <<'YAML'
openapi: 3.1.0
info: {title: shop, version: "1"}
paths:
  /road:
    get:
      operationId: road
      responses: {"200": {description: fine, content: {application/json: {schema: {$ref: '#/components/schemas/Road'}}}}}
components:
  schemas:
    Unit: {type: string, pattern: '^[a-z]+$'}
    Road:
      type: object
      required: [java]
      properties:
        byReference: {$ref: '#/components/schemas/Unit', default: km}
        byAllOf: {default: km, allOf: [{$ref: '#/components/schemas/Unit'}]}
        byType: {type: string, default: km, allOf: [{$ref: '#/components/schemas/Unit'}]}
        java: {type: string}
YAML
venv/bin/openapi-generator-cli generate -i api.yaml -g java --library native -o client >log 2>&1 || { cat log && exit 1; }
road=client/src/main/java/org/openapitools/client/model/Road.java
echo "openapi-generator 7.26.0, java"
grep -E 'private String (by|java)' "$road"
grep -q 'private String byReference = km;' "$road"
grep -q 'private String byAllOf = km;' "$road"
grep -q 'private String byType = "km";' "$road"
# A class of the same kind, of its two relevant lines, is refused as the whole client is.
sed -n '/java\.util\.Locale\.ROOT/{s/^ *//;p;q;}' "$road" | grep 'java.util.Locale.ROOT'
printf 'class Road { String java; Object root() { return java.util.Locale.ROOT; } }\n' >Road.java
if javac -d classes Road.java >refused 2>&1; then exit 1; fi
grep 'cannot find symbol' refused
