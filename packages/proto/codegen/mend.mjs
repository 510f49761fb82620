// Mends what ts-proto writes, one small change after the other. Each says what it changes and why.
//
// A pattern that is not found where it has to be is an error: then ts-proto writes something else
// than it did, and somebody has to look. What the changes are worth is shown by the tests of this
// package: every field of every message, byte for byte.

const helpersFile = "../message-codec.ts";

/** Replaces a pattern everywhere, and insists on finding it. */
function replaceAll(text, pattern, replacement) {
  if (!text.match(pattern)) throw new Error(`ts-proto's output has changed: no ${pattern}`);
  return text.replace(pattern, replacement);
}

/**
 * Our reader and writer instead of the library's: they are the library's, and know about numbers.
 * The helpers that every file repeats are written once, by hand.
 */
function useOurRuntime(text) {
  const withoutHelpers = replaceAll(text, /\ntype Builtin = [\s\S]*$/g, "");
  return replaceAll(
    withoutHelpers,
    'import { BinaryReader, BinaryWriter } from "@bufbuild/protobuf/wire";\n',
    `import type { DeepPartial, MessageFns } from "${helpersFile}";\n` +
      'import { WireReader } from "../wire-reader.ts";\n' +
      'import { WireWriter } from "../wire-writer.ts";\n',
  )
    .replaceAll("BinaryReader", "WireReader")
    .replaceAll("BinaryWriter", "WireWriter");
}

/**
 * Fields marked JS_NUMBER. Singular ones go through bigint and a decimal string: correct but slow.
 * In repeated ones the encoder compares a number with a bigint, which never holds, and throws
 * (known bug of ts-proto 2.18 together with forceLong=bigint). Our writer and reader check the
 * range of both.
 */
function readAndWriteNumbers(text) {
  return text
    .replace(
      / +if \(BigInt\.as\w+\(64, BigInt\(.+\{\n +throw .+\n +\}\n(.+64\()BigInt\((.+)\)\);/g,
      "$1$2);",
    )
    .replace(/ +if \(BigInt\.asUintN\(64, v\) .+\{\n +throw .+\n +\}\n/g, "")
    .replace(/longToNumber\(reader\.(u?int)64\(\)\)/g, "reader.$153()");
}

/**
 * Bytes are copied out of the received message by the reader, without a view in between. An empty
 * Buffer costs as much as a full one, and most messages are created with several: there is one for
 * all.
 */
function shareAndCopyBytes(text) {
  const mended = text
    .replaceAll("Buffer.from(reader.bytes())", "reader.buffer()")
    .replaceAll("Buffer.alloc(0)", "noBytes");
  if (!mended.includes("noBytes")) return mended;
  return replaceAll(
    mended,
    /^import type \{ DeepPartial.*\n/gm,
    `import { type DeepPartial, type MessageFns, noBytes } from "${helpersFile}";\n`,
  );
}

/**
 * A message, and a packed list, must end where its length says. ts-proto stops at the first tag
 * that is past the end, or that ends a group, and takes what it has.
 */
function expectEnds(text) {
  return replaceAll(
    text,
    /^( +)return message;\n( +\} finally)/gm,
    "$1reader.expectEnd(end);\n$&",
  ).replace(/^( +)while \(reader\.pos < end2\) \{\n.+\n +\}\n/gm, "$&$1reader.expectEnd(end2);\n");
}

/**
 * ts-proto counts how deep messages nest, in a property that it adds to the reader. Our messages do
 * not contain themselves (there is a test), so the schema is the limit and the count is only slow.
 */
function dropDepthCount(text) {
  return replaceAll(
    text,
    /^ +const previousRecursionDepth = [\s\S]*?^ +try \{\n([\s\S]*?)^ +\} finally \{\n.+\n +\}\n/gm,
    (_, body) => body.replace(/^ {2}/gm, ""),
  );
}

/** What must be gone. It is still there if ts-proto says the same in another way than it did. */
const leftovers =
  /longToNumber|BigInt\(message\.|asUintN\(64, v\)|__tsProto|reader\.bytes\(|Binary(Rea|Wri)/;

/** Everything that a message file needs. */
function mendMessages(file, text) {
  const mends = [useOurRuntime, readAndWriteNumbers, shareAndCopyBytes, expectEnds, dropDepthCount];
  const mended = mends.reduce((current, change) => change(current), text);
  const leftover = mended.match(leftovers)?.[0];
  if (leftover) throw new Error(`ts-proto's output has changed: ${leftover} in ${file}`);
  return mended;
}

/**
 * A service decodes through our door, with one error for everything that can be wrong with bytes,
 * and encodes without a new writer for each message.
 */
function mendService(text) {
  const serialize = /Buffer\.from\((\w+)\.encode\(value\)\.finish\(\)\)/g;
  const deserialize = /: (\w+) => \1\.decode\(value\)/g;
  return replaceAll(
    replaceAll(text, serialize, "serialize($1, value)"),
    deserialize,
    ": $1 => decodeMessage($1, value)",
  );
}

const grpcImport = /^import \{[^}]*\} from "@grpc\/grpc-js";\n/m;
/** From the service's comment to the end of its client, which is the last thing but the helpers. */
const servicePart = new RegExp(
  [
    /^\/\*\*(?:(?!\*\/)[^])*\*\/\n/,
    /export type \w+Service = typeof [^]*?^\};\n/,
    /(?=\ntype Builtin|$(?![^]))/,
  ]
    .map((part) => part.source)
    .join(""),
  "m",
);
const messageNames = (text) => [...text.matchAll(/^export interface (\w+) \{/gm)].map((m) => m[1]);

/**
 * Services in a file of their own, so that messages can be had without loading gRPC.
 *
 * @returns {{ messages: string, service: string | undefined }}
 */
function split(file, text) {
  const service = text.match(servicePart)?.[0];
  if (service === undefined) return { messages: text, service };
  const messages = text.replace(servicePart, "").replace(grpcImport, "");
  const imports = text.match(grpcImport)[0];
  const header = text.slice(0, text.indexOf("import "));
  const declared = messageNames(messages).filter((name) => service.includes(`${name}.encode(`));
  const messageImports =
    declared.length > 0
      ? `import {\n  ${declared.sort().join(",\n  ")},\n} from "./${file}";\n`
      : [...messages.matchAll(/^import \{[^}]*\} from "\.\/.*";\n/gm)].map((m) => m[0]).join("");
  const ours =
    `import { decodeMessage } from "${helpersFile}";\n` +
    'import { serialize } from "../serialize.ts";\n';
  return { messages, service: `${header}${imports}${ours}${messageImports}\n${service}` };
}

/**
 * One object per package, `kvrpcpb.GetRequest`, with a type of the same name for each member.
 *
 * `export * as kvrpcpb` would say the same in one line, but gives a module namespace, which cannot
 * be frozen; and what lab code may touch is frozen through and through.
 *
 * @param {Map<string, string>} files the message files
 * @returns {string} a file that exports them
 */
export function namespaces(files) {
  const parts = [...files].map(([file, text]) => {
    const name = file.replace(/\.ts$/, "");
    const types = [...text.matchAll(/^export (?:interface|type) (\w+) [{=]/gm)].map((m) => m[1]);
    const aliases = types
      .map((type) => `  export type ${type} = ${name}Module.${type};\n`)
      .join("");
    return {
      imported: `import * as ${name}Module from "./${file}";\n`,
      exported:
        `\n/** Every message and enum of package \`${name}\`. */\n` +
        `export const ${name} = { ...${name}Module };\n\n` +
        `export namespace ${name} {\n${aliases}}\n`,
    };
  });
  const header = "// Code generated by codegen/mend.mjs. DO NOT EDIT.\n\n/* eslint-disable */\n";
  const imported = parts.map((part) => part.imported).join("");
  return header + imported + parts.map((part) => part.exported).join("");
}

/**
 * Turns one file of ts-proto's into those that we keep.
 *
 * @param {string} file such as `metapb.ts`
 * @param {string} text what ts-proto wrote
 * @returns {[string, string][]} file name and text: messages, service, or both
 */
export function mend(file, text) {
  const { messages, service } = split(file, text);
  const result = [];
  if (messageNames(messages).length > 0) result.push([file, mendMessages(file, messages)]);
  if (service !== undefined) {
    result.push([file.replace(/\.ts$/, ".service.ts"), mendService(service)]);
  }
  return result;
}
