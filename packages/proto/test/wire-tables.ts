/**
 * The wire as the tests know it: the tables of testdata/wire-tables.json, which say what other
 * programs expect and are not made from our .proto files; and the generated codec of each message.
 */

import { readFileSync } from "node:fs";
import type { MessageFns } from "../src/index.ts";
import * as proto from "../src/index.ts";

/** A message of any type. */
export type Fields = Record<string, unknown>;

/** The codec of any message. */
export interface AnyCodec extends Omit<MessageFns<Fields>, "create"> {
  create(base?: Fields): Fields;
}

export type ScalarKind = "uint64" | "int64" | "uint32" | "int32" | "bool" | "string" | "bytes";

export interface Field {
  /** As in the .proto file: `region_id`. */
  readonly name: string;
  /** As in TypeScript: `regionId`. */
  readonly property: string;
  readonly number: number;
  readonly repeated: boolean;
  readonly kind: ScalarKind | "enum" | "message";
  /** Full name of the message or enum; empty for the other kinds. */
  readonly type: string;
}

/** `[request, response]`, each with "stream " before it if there may be many. */
export type Rpc = readonly [string, string];

interface PackageTable {
  readonly messages: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly enums: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly services: Readonly<Record<string, Readonly<Record<string, Rpc>>>>;
}

/** Reads a JSON file of testdata/, whose shape the caller knows. */
export function readTestData(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../testdata/${name}`, import.meta.url), "utf8"));
}

/** The tables, by package. */
export const tables = readTestData("wire-tables.json") as Readonly<Record<string, PackageTable>>;

/** Full name → values by name. */
export const enums: ReadonlyMap<string, Readonly<Record<string, number>>> = new Map(
  Object.entries(tables).flatMap(([pkg, table]) =>
    Object.entries(table.enums).map(([name, values]) => [`${pkg}.${name}`, values] as const),
  ),
);

/** Full name → fields, in the order of the tables. */
export const messages: ReadonlyMap<string, readonly Field[]> = new Map(
  Object.entries(tables).flatMap(([pkg, table]) =>
    Object.entries(table.messages).map(
      ([name, fields]) => [`${pkg}.${name}`, parseFields(pkg, fields)] as const,
    ),
  ),
);

function parseFields(pkg: string, fields: Readonly<Record<string, string>>): Field[] {
  return Object.entries(fields).map(([name, text]) => {
    const [, repeated, type = "", number] = /^(repeated )?([\w.]+) = (\d+)$/.exec(text) ?? [];
    const isScalar = /^(u?int(32|64)|bool|string|bytes)$/.test(type);
    const fullType = isScalar ? "" : type.includes(".") ? type : `${pkg}.${type}`;
    const kind = isScalar ? (type as ScalarKind) : enums.has(fullType) ? "enum" : "message";
    const property = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    return {
      ...{ name, property, kind, type: fullType },
      number: Number(number),
      repeated: repeated !== undefined,
    };
  });
}

/** What `run` throws. @throws if it does not */
export function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** The generated codec of a message. @throws if there is none */
export function codecOf(type: string): AnyCodec {
  const [pkg = "", name = ""] = type.split(".");
  const codec = (proto as unknown as Record<string, Record<string, unknown>>)[pkg]?.[name];
  if (codec === undefined) throw new Error(`no codec for ${type}`);
  return codec as AnyCodec;
}

/** 64-bit fields that are a bigint in TypeScript; every other one is a number. `type.field`. */
export const bigintFields: ReadonlySet<string> = new Set([
  // Cluster ids, and ids that other implementations draw at random.
  ...["metapb.Cluster.id", "raft_serverpb.StoreIdent.cluster_id"],
  ...["schedulerpb.RequestHeader.cluster_id", "schedulerpb.ResponseHeader.cluster_id"],
  "schedulerpb.Member.member_id",
  // Timestamps, and what is added to them.
  ...["kvrpcpb.GetRequest.version", "kvrpcpb.ScanRequest.version"],
  ...["kvrpcpb.PrewriteRequest.start_version", "kvrpcpb.PrewriteRequest.lock_ttl"],
  ...["kvrpcpb.CommitRequest.start_version", "kvrpcpb.CommitRequest.commit_version"],
  "kvrpcpb.BatchRollbackRequest.start_version",
  ...["kvrpcpb.CheckTxnStatusRequest.lock_ts", "kvrpcpb.CheckTxnStatusRequest.current_ts"],
  ...["kvrpcpb.CheckTxnStatusResponse.lock_ttl", "kvrpcpb.CheckTxnStatusResponse.commit_version"],
  ...["kvrpcpb.ResolveLockRequest.start_version", "kvrpcpb.ResolveLockRequest.commit_version"],
  ...["kvrpcpb.LockInfo.lock_version", "kvrpcpb.LockInfo.lock_ttl"],
  ...["kvrpcpb.WriteConflict.start_ts", "kvrpcpb.WriteConflict.conflict_ts"],
  "coprocessor.Request.start_ts",
  ...["schedulerpb.Timestamp.physical", "schedulerpb.Timestamp.logical"],
  ...["schedulerpb.TimeInterval.start_timestamp", "schedulerpb.TimeInterval.end_timestamp"],
  // Safe points.
  "schedulerpb.GetGCSafePointResponse.safe_point",
  "schedulerpb.UpdateGCSafePointRequest.safe_point",
  "schedulerpb.UpdateGCSafePointResponse.new_safe_point",
]);
