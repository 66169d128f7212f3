#!/bin/sh
# openapi-python-client takes a schema with one element in `allOf` for another name of that element: the schema's own properties, which
# stand beside `allOf`, are left out of the client, without a warning. In an element of `allOf` of their own they are kept.
# Needs python3 with venv, and a registry. Exit status: 0 while that is so, 1 when it has changed, 3 when it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv" || exit 3
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openapi-python-client==0.26.2 || exit 3
cd "$folder"
cat >api.yaml <<'YAML'
openapi: 3.1.0
info: {title: shop, version: "1"}
paths:
  /beside:
    get:
      operationId: beside
      responses: {"200": {description: fine, content: {application/json: {schema: {$ref: '#/components/schemas/Beside'}}}}}
  /inside:
    get:
      operationId: inside
      responses: {"200": {description: fine, content: {application/json: {schema: {$ref: '#/components/schemas/Inside'}}}}}
components:
  schemas:
    Base: {type: object, required: [name], properties: {name: {type: string}}}
    Beside:
      type: object
      allOf: [{$ref: '#/components/schemas/Base'}]
      required: [price]
      properties: {price: {type: integer}}
    Inside:
      allOf:
        - $ref: '#/components/schemas/Base'
        - {type: object, required: [price], properties: {price: {type: integer}}}
YAML
venv/bin/openapi-python-client generate --path api.yaml --output-path client --meta none >log 2>&1 || { cat log && exit 1; }
echo "openapi-python-client 0.26.2"
grep -H 'response_200 = ' client/api/default/*.py
if grep -q WARNING log; then exit 1; fi
grep -q 'response_200 = Base.from_dict' client/api/default/beside.py
grep -q 'response_200 = Inside.from_dict' client/api/default/inside.py
grep -q 'price' client/models/inside.py
test ! -e client/models/beside.py
