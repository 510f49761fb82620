/**
 * 552 messages that another protobuf implementation encoded, four of each type: ours has to write
 * the same bytes, and read the same values. In the file 64-bit integers are decimal text, bytes are
 * hex.
 */

import { describe, expect, test } from "@jest/globals";
import { decodeMessage, encodeMessage } from "../src/index.ts";
import {
  bigintFields,
  codecOf,
  type Field,
  type Fields,
  messages,
  readTestData,
} from "./wire-tables.ts";

interface Vector {
  readonly type: string;
  readonly hex: string;
  readonly fields: Fields;
}

const vectors = readTestData("wire-vectors.json") as readonly Vector[];

/** One value of the file as our messages hold it. */
function ours(type: string, field: Field, value: unknown): unknown {
  if (field.kind === "message") return oursMessage(field.type, value as Fields);
  if (field.kind === "bytes") return Buffer.from(value as string, "hex");
  if (field.kind !== "uint64" && field.kind !== "int64") return value;
  return bigintFields.has(`${type}.${field.name}`) ? BigInt(value as string) : Number(value);
}

/** A message of the file as ours, with what the file leaves out at its none value. */
function oursMessage(type: string, given: Fields): Fields {
  const fields = messages.get(type) ?? [];
  const entries = fields
    .filter(({ name }) => name in given)
    .map((field) => {
      const value = given[field.name];
      const list = field.repeated ? (value as unknown[]).map((v) => ours(type, field, v)) : [];
      return [field.property, field.repeated ? list : ours(type, field, value)];
    });
  return codecOf(type).create(Object.fromEntries(entries) as Fields);
}

describe("vectors of another implementation", () => {
  test("there are four for each message of the tables", () => {
    const count = new Map<string, number>();
    for (const { type } of vectors) count.set(type, (count.get(type) ?? 0) + 1);
    expect(count).toEqual(new Map([...messages.keys()].map((type) => [type, 4])));
  });

  test("every vector names only fields that the tables have", () => {
    for (const { type, fields } of vectors) {
      const known = messages.get(type)?.map(({ name }) => name);
      for (const name of Object.keys(fields)) expect(known).toContain(name);
    }
  });

  test("every vector is encoded to the same bytes", () => {
    for (const { type, hex, fields } of vectors) {
      const encoded = encodeMessage(codecOf(type), oursMessage(type, fields)).toString("hex");
      expect({ type, hex: encoded }).toEqual({ type, hex });
    }
  });

  test("every vector is decoded to the same values", () => {
    for (const { type, hex, fields } of vectors) {
      const decoded = decodeMessage(codecOf(type), Buffer.from(hex, "hex"));
      expect({ type, fields: decoded }).toEqual({ type, fields: oursMessage(type, fields) });
    }
  });

  test("every vector survives decoding and encoding", () => {
    for (const { type, hex } of vectors) {
      const codec = codecOf(type);
      const again = encodeMessage(codec, decodeMessage(codec, Buffer.from(hex, "hex")));
      expect({ type, hex: again.toString("hex") }).toEqual({ type, hex });
    }
  });
});
