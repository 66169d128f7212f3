// Holds the description to OpenAPI 3.1 and to good manners, by another eye than the tests in Java.
import { createConfig, formatProblems, lint } from "@redocly/openapi-core";

const OFF = "off";

const config = await createConfig({
  extends: ["recommended-strict"],
  rules: {
    // There is no authentication, and `security: []` says so.
    "security-defined": OFF,
    // A refusal is the same everywhere and stands under `default`.
    "operation-4xx-response": OFF,
    // The data of events are referred to from an extension, which is not followed.
    "no-unused-components": OFF,
    // In `if` and `not` too, where a property need not be described again.
    "no-required-schema-properties-undefined": OFF,
    // The schemas say themselves where they are closed.
    "no-invalid-media-type-examples": { severity: "error", allowAdditionalProperties: true },
    "no-invalid-schema-examples": { severity: "error", allowAdditionalProperties: true },
  },
});
const problems = await lint({ ref: process.argv[2], config });
formatProblems(problems, { format: "codeframe", totals: { errors: problems.length, warnings: 0, ignored: 0 } });
process.exitCode = problems.length > 0 ? 1 : 0;
