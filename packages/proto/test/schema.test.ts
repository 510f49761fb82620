/**
 * The .proto files against the tables: nothing is missing, nothing else is there. The files are
 * seen through testdata/wire-baseline.json, from which `lint:proto` lets nothing differ.
 */

import { describe, expect, test } from "@jest/globals";
import { enums, messages, readTestData, tables } from "./wire-tables.ts";

/** What this test reads of an image that buf wrote. */
interface Image {
  readonly file: readonly ProtoFile[];
}

interface ProtoFile {
  readonly package: string;
  readonly messageType?: readonly {
    readonly name: string;
    readonly field?: readonly ProtoField[];
  }[];
  readonly enumType?: readonly {
    readonly name: string;
    readonly value: readonly { readonly name: string; readonly number: number }[];
  }[];
  readonly service?: readonly {
    readonly name: string;
    readonly method: readonly ProtoMethod[];
  }[];
}

interface ProtoField {
  readonly name: string;
  readonly number: number;
  readonly label: string;
  readonly type: string;
  readonly typeName?: string;
  readonly oneofIndex?: number;
}

interface ProtoMethod {
  readonly name: string;
  readonly inputType: string;
  readonly outputType: string;
  readonly clientStreaming?: boolean;
  readonly serverStreaming?: boolean;
}

const image = readTestData("wire-baseline.json") as Image;

/** A field in the words of the tables; a type of the same package goes without its package. */
function describeField(pkg: string, field: ProtoField): string {
  const repeated = field.label === "LABEL_REPEATED" ? "repeated " : "";
  const name = field.typeName?.slice(1) ?? field.type.replace("TYPE_", "").toLowerCase();
  const type = name.startsWith(`${pkg}.`) ? name.slice(pkg.length + 1) : name;
  return `${repeated}${type} = ${field.number}`;
}

function describeMethod(file: ProtoFile, method: ProtoMethod): [string, string] {
  const type = (stream: boolean | undefined, name: string) => {
    const full = name.slice(1);
    const local = full.startsWith(`${file.package}.`) ? full.slice(file.package.length + 1) : full;
    return `${stream === true ? "stream " : ""}${local}`;
  };
  return [
    type(method.clientStreaming, method.inputType),
    type(method.serverStreaming, method.outputType),
  ];
}

function describeFile(file: ProtoFile): [string, object] {
  const messageEntries = (file.messageType ?? []).map(({ name, field = [] }) => {
    return [name, Object.fromEntries(field.map((f) => [f.name, describeField(file.package, f)]))];
  });
  const enumEntries = (file.enumType ?? []).map(({ name, value }) => {
    return [name, Object.fromEntries(value.map((v) => [v.name, v.number]))];
  });
  const serviceEntries = (file.service ?? []).map(({ name, method }) => {
    return [name, Object.fromEntries(method.map((m) => [m.name, describeMethod(file, m)]))];
  });
  const description = {
    messages: Object.fromEntries(messageEntries) as object,
    enums: Object.fromEntries(enumEntries) as object,
    services: Object.fromEntries(serviceEntries) as object,
  };
  return [file.package, description];
}

describe("the .proto files", () => {
  test("have what the tables have, and nothing else", () => {
    expect(Object.fromEntries(image.file.map(describeFile))).toEqual(tables);
  });

  test("are nine, with 138 messages and 11 enums", () => {
    expect(image.file).toHaveLength(9);
    expect(messages.size).toBe(138);
    expect(enums.size).toBe(11);
  });

  test("list fields by number: in that order generated code writes them, as others do", () => {
    for (const { name, field = [] } of image.file.flatMap((file) => file.messageType ?? [])) {
      const numbers = field.map(({ number }) => number);
      expect([name, numbers]).toEqual([name, numbers.toSorted((a, b) => a - b)]);
    }
  });

  test("use no oneof and no optional, which the generator's mends do not know", () => {
    const fields = image.file
      .flatMap((file) => file.messageType ?? [])
      .flatMap((m) => m.field ?? []);
    expect(fields.filter(({ oneofIndex }) => oneofIndex !== undefined)).toEqual([]);
  });

  test("have no message that contains itself, so nothing nests deeper than the schema", () => {
    const depthOf = (type: string, above: readonly string[]): number => {
      expect(above).not.toContain(type);
      const inner = (messages.get(type) ?? []).filter(({ kind }) => kind === "message");
      return 1 + Math.max(0, ...inner.map((field) => depthOf(field.type, [...above, type])));
    };
    expect(Math.max(...[...messages.keys()].map((type) => depthOf(type, [])))).toBeLessThan(10);
  });
});
