/**
 * Every field of every message, alone: which bytes it becomes, and that they become it again. What
 * is expected comes from the tables and from raw-bytes.ts, not from our .proto files.
 */

import { describe, expect, test } from "@jest/globals";
import { decodeMessage, encodeMessage } from "../src/index.ts";
import { lengthField, varint, varintField } from "./raw-bytes.ts";
import { bigintFields, codecOf, enums, type Field, messages, thrownBy } from "./wire-tables.ts";

const safeMax = BigInt(Number.MAX_SAFE_INTEGER);
const uint64Max = 2n ** 64n - 1n;
const int64Min = -(2n ** 63n);

const all = [...messages].flatMap(([type, fields]) => fields.map((field) => ({ type, field })));
const is64Bit = ({ kind }: Field) => kind === "uint64" || kind === "int64";
const isBigint = (type: string, { name }: Field) => bigintFields.has(`${type}.${name}`);

/** Integers at which something changes: length of the encoding, sign, what a number can hold. */
function integers(type: string, field: Field): bigint[] {
  const { kind } = field;
  const isWide = isBigint(type, field);
  if (kind === "enum") return Object.values(enums.get(field.type) ?? {}).map(BigInt);
  if (kind === "uint32") return [1n, 127n, 128n, 2n ** 32n - 1n];
  if (kind === "int32") return [1n, 128n, 2n ** 31n - 1n, -1n, -(2n ** 31n)];
  if (kind === "int64" && isWide) return [1n, 2n ** 63n - 1n, -1n, int64Min];
  if (kind === "int64") return [1n, 103n, safeMax, -1n, -safeMax];
  const safe = [1n, 127n, 128n, 2n ** 28n - 1n, 2n ** 28n, 2n ** 32n - 1n, 2n ** 32n, safeMax];
  return isWide ? [...safe, safeMax + 1n, 2n ** 63n, uint64Max] : safe;
}

/** Values of a field, not its none value, each with the bytes of a message that has only it. */
function samples(type: string, field: Field): { value: unknown; bytes: Buffer }[] {
  const { kind, number } = field;
  if (kind === "message") {
    return [{ value: codecOf(field.type).create(), bytes: lengthField(number, Buffer.alloc(0)) }];
  }
  if (kind === "bytes") {
    const values = [Buffer.from([0]), Buffer.alloc(128, 0xff)];
    return values.map((value) => ({ value, bytes: lengthField(number, value) }));
  }
  if (kind === "string") {
    const values = ["default", "ключ-鍵-🗝", "x".repeat(200)];
    return values.map((value) => ({ value, bytes: lengthField(number, Buffer.from(value)) }));
  }
  if (kind === "bool") return [{ value: true, bytes: varintField(number, 1n) }];
  const values = integers(type, field).filter((value) => value !== 0n);
  return values.map((value) => ({
    value: isBigint(type, field) ? value : Number(value),
    bytes: varintField(number, value),
  }));
}

/** The samples as values of the field: those of a repeated one as lists. */
function asFieldValues(type: string, field: Field): { value: unknown; bytes: Buffer }[] {
  const single = samples(type, field);
  if (!field.repeated) return single;
  const value = single.map((sample) => sample.value);
  if (field.kind !== "uint64") {
    return [{ value, bytes: Buffer.concat(single.map((sample) => sample.bytes)) }];
  }
  // Lists of integers are packed: one tag, one length, then nothing but the integers.
  const packed = Buffer.from(integers(type, field).flatMap(varint));
  return [{ value, bytes: lengthField(field.number, packed) }];
}

describe("every field", () => {
  test.each([...messages].map(([type, fields]) => ({ type, fields })))(
    "of $type has the bytes that other programs expect",
    ({ type, fields }) => {
      const codec = codecOf(type);
      expect(Object.keys(codec.create()).sort()).toEqual(fields.map((f) => f.property).sort());
      for (const field of fields) {
        for (const { value, bytes } of asFieldValues(type, field)) {
          const message = codec.create({ [field.property]: value });
          expect([field.name, encodeMessage(codec, message)]).toEqual([field.name, bytes]);
          expect(decodeMessage(codec, bytes)).toEqual(message);
        }
      }
    },
  );

  test("is left out at its none value", () => {
    for (const type of messages.keys()) {
      expect(encodeMessage(codecOf(type), codecOf(type).create())).toHaveLength(0);
    }
  });

  test("has the none value that its kind has, and a bigint only where all 64 bits are used", () => {
    for (const { type, field } of all) {
      const scalars = { string: "", bool: false, bytes: Buffer.alloc(0), message: undefined };
      const integer = isBigint(type, field) ? 0n : 0;
      const none = field.kind in scalars ? scalars[field.kind as keyof typeof scalars] : integer;
      const actual = codecOf(type).create()[field.property];
      expect([type, field.name, actual]).toEqual([type, field.name, field.repeated ? [] : none]);
    }
  });

  test("that is a bigint is in the tables", () => {
    const wide = all.filter(({ field }) => is64Bit(field));
    const names = wide.map(({ type, field }) => `${type}.${field.name}`);
    expect(names).toEqual(expect.arrayContaining([...bigintFields]));
  });
});

describe("an integer that a number cannot hold", () => {
  const numbers = all.filter(({ type, field }) => is64Bit(field) && !isBigint(type, field));

  test("is rejected when decoded, in a list too, packed or not", () => {
    expect(numbers.filter(({ field }) => field.repeated)).toHaveLength(4);
    for (const { type, field } of numbers) {
      const tooLarge =
        field.kind === "int64" ? [safeMax + 1n, int64Min] : [safeMax + 1n, uint64Max];
      for (const value of tooLarge) {
        const forms = [varintField(field.number, value)];
        if (field.repeated) forms.push(lengthField(field.number, Buffer.from(varint(value))));
        for (const bytes of forms) {
          const error = thrownBy(() => decodeMessage(codecOf(type), bytes));
          expect(error).toHaveProperty("code", "proto/malformed");
          expect(String(error)).toContain(`${type}: ${value} is too large`);
        }
      }
    }
  });

  test.each([-1, 1.5, 2 ** 53, Number.NaN])("is rejected when encoded: %p", (value) => {
    for (const { type, field } of numbers) {
      if (field.kind === "int64" && Number.isSafeInteger(value)) continue;
      const message = {
        ...codecOf(type).create(),
        [field.property]: field.repeated ? [value] : value,
      };
      const error = thrownBy(() => encodeMessage(codecOf(type), message));
      expect(error).toMatchObject({ code: "proto/integer-range", details: { value } });
    }
  });
});

describe("what the tables do not have", () => {
  const id = varintField(1, 7n);
  const region = codecOf("metapb.Region");

  test("unknown fields of every wire type are skipped", () => {
    const unknown = [
      varintField(100, uint64Max),
      Buffer.from([...varint((101n << 3n) | 1n), 1, 2, 3, 4, 5, 6, 7, 8]),
      lengthField(102, Buffer.from("later")),
      Buffer.from([...varint((103n << 3n) | 5n), 1, 2, 3, 4]),
    ];
    const message = decodeMessage(region, Buffer.concat([...unknown, id, ...unknown]));
    expect(message).toEqual(region.create({ id: 7 }));
  });

  test("an unknown enum value stays the number it is, for whoever passes the message on", () => {
    const store = codecOf("metapb.Store");
    const message = decodeMessage(store, varintField(3, 77n));
    expect(message["state"]).toBe(77);
    expect(encodeMessage(store, message)).toEqual(varintField(3, 77n));
  });

  test("a list of integers may come unpacked, or in pieces", () => {
    const pieces = [varintField(1, 1n), lengthField(1, Buffer.from([2, 3])), varintField(1, 4n)];
    const message = decodeMessage(codecOf("eraftpb.ConfState"), Buffer.concat(pieces));
    expect(message).toEqual({ nodes: [1, 2, 3, 4] });
  });
});
