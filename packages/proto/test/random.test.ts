/**
 * Random messages of every type, with every field filled or not, survive the way over the wire; and
 * protobuf-es, which is another implementation, reads and writes the same bytes.
 *
 * A failure of fast-check prints its seed and path; pass them to `fc.assert` to see it again.
 */

import { createFileRegistry, fromBinary, fromJson, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { decodeMessage, encodeMessage } from "../src/index.ts";
import {
  bigintFields,
  codecOf,
  enums,
  type Field,
  type Fields,
  messages,
  readTestData,
} from "./wire-tables.ts";

const descriptors = fromJson(
  FileDescriptorSetSchema,
  readTestData("wire-baseline.json") as Parameters<typeof fromJson>[1],
  { ignoreUnknownFields: true },
);
const registry = createFileRegistry(descriptors);

/** A text without lone surrogates, which UTF-8 cannot express. */
const text = fc.string({ unit: "grapheme", maxLength: 20 });

const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array));

function valueOf(type: string, field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case "message":
      return messageOf(field.type);
    case "enum":
      return fc.constantFrom(...Object.values(enums.get(field.type) ?? {}));
    case "bytes":
      return bytes;
    case "string":
      return text;
    case "bool":
      return fc.boolean();
    case "uint32":
      return fc.nat(2 ** 32 - 1);
    case "int32":
      return fc.integer();
    case "int64":
      return bigintFields.has(`${type}.${field.name}`)
        ? fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
        : fc.maxSafeInteger();
    case "uint64":
      return bigintFields.has(`${type}.${field.name}`)
        ? fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
        : fc.maxSafeNat();
  }
}

/** A message with any of its fields. */
function messageOf(type: string): fc.Arbitrary<Fields> {
  const fields = messages.get(type) ?? [];
  const arbitraries = fields.map((field) => {
    const one = valueOf(type, field);
    return [field.property, field.repeated ? fc.array(one, { maxLength: 3 }) : one] as const;
  });
  return fc
    .record(Object.fromEntries(arbitraries), { requiredKeys: [] })
    .map((fields) => codecOf(type).create(fields));
}

describe("random messages", () => {
  test.each([...messages.keys()])("of %s survive the wire", (type) => {
    const codec = codecOf(type);
    const other = registry.getMessage(type);
    if (other === undefined) throw new Error(`${type} is not in the baseline`);
    fc.assert(
      fc.property(messageOf(type), (message) => {
        const encoded = encodeMessage(codec, message);
        expect(decodeMessage(codec, encoded)).toEqual(message);
        const theirs = toBinary(other, fromBinary(other, encoded));
        expect(Buffer.from(theirs).equals(encoded)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });
});
