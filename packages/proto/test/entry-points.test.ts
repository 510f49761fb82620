/** What the two entry points export, and what loading them loads. */

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify, types } from "node:util";
import { describe, expect, test } from "@jest/globals";
import * as proto from "@tinykv/proto";
import * as services from "@tinykv/proto/services";
import { enums, messages } from "./wire-tables.ts";

const packageOf = (type: string) => type.split(".")[0] ?? "";
const nameOf = (type: string) => type.split(".")[1] ?? "";
const exported = proto as unknown as Record<string, unknown>;
const inNamespace = (type: string) =>
  (exported[packageOf(type)] as Record<string, unknown> | undefined)?.[nameOf(type)];

/** Packages whose names also stand alone. */
const flatPackages = ["metapb", "errorpb", "eraftpb", "raft_serverpb", "raft_cmdpb", "kvrpcpb"];

/** Runs a module in a process of its own and returns the lines that it prints. */
async function printedBy(source: string): Promise<string[]> {
  const register = fileURLToPath(import.meta.resolve("@tinykv/toolchain/register"));
  const args = ["--conditions=source", `--import=${register}`, "--input-type=module", "-e", source];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  });
  return stdout.trim().split("\n");
}

/** Prints, after importing each entry, whether gRPC and Node's http2 are loaded. */
const loadedByEntries = `
  import { Module } from "node:module";
  for (const entry of ["@tinykv/proto", "@tinykv/proto/services"]) {
    await import(entry);
    const grpc = Object.keys(Module._cache).some((path) => path.includes("@grpc"));
    console.log(entry, grpc, process.moduleLoadList.includes("NativeModule http2"));
  }
`;

describe("@tinykv/proto", () => {
  test("does not load gRPC, and the services do", async () => {
    expect(await printedBy(loadedByEntries)).toEqual([
      "@tinykv/proto false false",
      "@tinykv/proto/services true true",
    ]);
  });

  test("has every message under its package, and the codec knows its name", () => {
    for (const type of messages.keys()) expect(inNamespace(type)).toHaveProperty("$type", type);
  });

  test("has every enum under its package, with its values", () => {
    for (const [type, values] of enums) expect(inNamespace(type)).toEqual(values);
  });

  test("exports each name of the daily packages alone too, unless two packages have it", () => {
    const all = [...messages.keys(), ...enums.keys()];
    const isShared = (type: string) => all.some((t) => t !== type && nameOf(t) === nameOf(type));
    expect([...new Set(all.filter(isShared).map(nameOf))].sort()).toEqual(
      ["Error", "GetRequest", "GetResponse", "Request", "Response"].sort(),
    );
    for (const type of all) {
      const isFlat = flatPackages.includes(packageOf(type)) && !isShared(type);
      const alone = isFlat ? inNamespace(type) : undefined;
      expect([type, exported[nameOf(type)]]).toEqual([type, alone]);
    }
    expect(proto.RegionErrorMessage).toBe(proto.errorpb.Error);
  });

  test("exports no module namespace: one could not be frozen before lab code gets it", () => {
    const isNamespace = (name: string) => types.isModuleNamespaceObject(exported[name]);
    expect(Object.keys(exported).filter(isNamespace)).toEqual([]);
  });
});

describe("@tinykv/proto/services", () => {
  test("exports descriptors and clients of both services, and nothing else", () => {
    expect(Object.keys(services).sort()).toEqual([
      "SchedulerClient",
      "SchedulerService",
      "TinyKvClient",
      "TinyKvService",
    ]);
  });
});
