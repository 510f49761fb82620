/** The service descriptors against the tables: methods, paths, streaming kinds, messages. */

import { describe, expect, test } from "@jest/globals";
import {
  SchedulerClient,
  SchedulerService,
  TinyKvClient,
  TinyKvService,
} from "@tinykv/proto/services";
import { TinyKvError } from "@tinykv/runtime";
import { codecOf, messages, tables, thrownBy } from "./wire-tables.ts";

interface Method {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestSerialize: (value: never) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => unknown;
  readonly responseSerialize: (value: never) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => unknown;
}

const services = [
  { pkg: "tinykvpb", name: "TinyKv", descriptor: TinyKvService, client: TinyKvClient },
  { pkg: "schedulerpb", name: "Scheduler", descriptor: SchedulerService, client: SchedulerClient },
];

/** The name of the handler of an rpc: camel case, in which `AllocID` becomes `allocId`. */
function handlerName(rpc: string): string {
  const camel = rpc.replace("ID", "Id").replace("GC", "Gc");
  return camel.charAt(0).toLowerCase() + camel.slice(1);
}

const rpcs = services.flatMap(({ pkg, name, descriptor }) =>
  Object.entries(tables[pkg]?.services[name] ?? {}).map(([rpc, [request, response]]) => {
    const method = (descriptor as unknown as Record<string, Method>)[handlerName(rpc)];
    return { path: `/${pkg}.${name}/${rpc}`, pkg, request, response, method };
  }),
);

/** Full name of a message in the tables, without "stream ". */
function fullName(pkg: string, text: string): string {
  const name = text.replace("stream ", "");
  return name.includes(".") ? name : `${pkg}.${name}`;
}

/** The message that a deserializer reads, which it names when the bytes are wrong. */
function messageReadBy(deserialize: (bytes: Buffer) => unknown): string | undefined {
  const error = thrownBy(() => deserialize(Buffer.from([0x80])));
  expect(error).toBeInstanceOf(TinyKvError);
  return /are not a ([\w.]+):/.exec(String(error))?.[1];
}

describe("service descriptors", () => {
  test("have the methods of the tables, and no others", () => {
    for (const { pkg, name, descriptor } of services) {
      const expected = Object.keys(tables[pkg]?.services[name] ?? {}).map(handlerName);
      expect(Object.keys(descriptor).sort()).toEqual(expected.sort());
    }
    expect(rpcs).toHaveLength(14 + 21);
  });

  test.each(rpcs)(
    "$path has its path and its streaming kind",
    ({ path, request, response, method }) => {
      expect(method?.path).toBe(path);
      expect(method?.requestStream).toBe(request.startsWith("stream "));
      expect(method?.responseStream).toBe(response.startsWith("stream "));
    },
  );

  test.each(rpcs)("$path reads and writes its messages", ({ pkg, request, response, method }) => {
    if (method === undefined) throw new Error("no such method");
    const sides = [
      [fullName(pkg, request), method.requestSerialize, method.requestDeserialize],
      [fullName(pkg, response), method.responseSerialize, method.responseDeserialize],
    ] as const;
    for (const [type, serialize, deserialize] of sides) {
      expect(messages.has(type)).toBe(true);
      expect(messageReadBy(deserialize)).toBe(type);
      const none = codecOf(type).create();
      expect(deserialize(serialize(none as never))).toEqual(none);
    }
  });

  test("belong to clients that know their service's name", () => {
    for (const { pkg, name, descriptor, client } of services) {
      expect(client.service).toBe(descriptor);
      expect(client.serviceName).toBe(`${pkg}.${name}`);
    }
  });
});
