// Validators from npm, each by itself: node judge.mjs CASES SCHEMAS. A line a case on stdout: validator, number, verdict.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// The packages are where this runs, not where it is kept.
const require = createRequire(pathToFileURL(process.cwd() + "/"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const [, , casesFile, folder] = process.argv;
const cases = readFileSync(casesFile, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));

const Ajv = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;
const hyperjump = await load("@hyperjump/json-schema/draft-2020-12");
const { Validator } = await load("@cfworker/json-schema");
const { validator: schemasafe } = require("@exodus/schemasafe");
const { compileSchema } = await load("json-schema-library");

const makers = {
  // In its strict mode, which takes no format that it was not told of.
  "ajv, ajv-formats": (schema) => addFormats(new Ajv({ strict: true, strictRequired: false, strictTypes: false })).compile(schema),
  "ajv, no formats": (schema) => new Ajv({ strict: false, validateFormats: false }).compile(schema),
  "@hyperjump/json-schema": async (schema) => {
    hyperjump.registerSchema(schema, schema.$id);
    const validate = await hyperjump.validate(schema.$id);
    return (value) => validate(value).valid;
  },
  "@cfworker/json-schema": (schema) => {
    const made = new Validator(schema, "2020-12", true);
    return (value) => made.validate(value).valid;
  },
  "@exodus/schemasafe": (schema) => schemasafe(schema, { mode: "default", isJSON: true }),
  "json-schema-library": (schema) => {
    const made = compileSchema(schema);
    return (value) => made.validate(value).valid;
  },
};
for (const [name, make] of Object.entries(makers)) {
  const made = {};
  for (const schema of new Set(cases.map((one) => one.schema))) made[schema] = await make(read(schema));
  for (const [number, one] of cases.entries()) {
    console.log([name, number, Number(Boolean(made[one.schema](one.value)))].join("\t"));
  }
}
