// Answers authorization requests by Cedar's own WebAssembly build: a JSON value a line in, one out. The first line is
// the schema, each other the policies with requests for them.
// Usage: node cedar_wasm.cjs DIRECTORY, the one that holds node_modules.
"use strict";

const path = require("node:path");
const readline = require("node:readline");

const cedar = require(path.join(process.argv[2], "node_modules/@cedar-policy/cedar-wasm/nodejs"));

function must(said) {
  if (said.type !== "success") {
    throw new Error(JSON.stringify(said));
  }
  return said;
}

let started = false;

function answer(line) {
  const given = JSON.parse(line);
  if (!started) {
    started = true;
    must(cedar.preparseSchema("schema", given));
    return { version: cedar.getCedarVersion() };
  }
  must(cedar.preparsePolicySet("policies", { staticPolicies: given.policies }));
  return given.requests.map(
    (request) =>
      must(
        cedar.statefulIsAuthorized({
          ...request,
          preparsedPolicySetId: "policies",
          preparsedSchemaName: "schema",
          validateRequest: true,
        }),
      ).response,
  );
}

readline.createInterface({ input: process.stdin, terminal: false }).on("line", (line) => {
  process.stdout.write(JSON.stringify(answer(line)) + "\n");
});
