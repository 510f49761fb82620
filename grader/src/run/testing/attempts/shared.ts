/** Attempts to change what lab code and the judge have in common: engines, messages, errors. */

import type { Attempts } from "./attempt.ts";

export const sharedAttempts: Attempts = {
  "the opener of engines": {
    code: 'return patch(engines, ["open"], () => 0);',
    outcome: "unchanged",
  },
  "the methods of an engine": {
    code: 'return patch(await engines.open(path), ["get", "write", "usage"], () => 0);',
    outcome: "unchanged",
  },
  "the class of read views": {
    code: `
      const view = (await engines.open(path)).readView();
      return patch(Object.getPrototypeOf(view), ["get", "iterator"], async () => 0);`,
    outcome: "unchanged",
  },
  "the class of iterators": {
    code: `
      const iterator = (await engines.open(path)).readView().iterator("default");
      return patch(Object.getPrototypeOf(iterator), ["valid", "item", "take"], () => 0);`,
    outcome: "unchanged",
  },
  "the faults of a disk": {
    code: 'return Object.keys(engines).join() + " " + typeof engines.releaseWrites;',
    outcome: 'value: "open undefined"',
  },
  "memory that was used before": {
    code: `
      let sum = 0;
      for (let i = 0; i < 2000; i++) for (const byte of Buffer.allocUnsafeSlow(4096)) sum += byte;
      return sum;`,
    outcome: "value: 0",
  },
  "a path outside the disk": {
    code: 'return engines.open("/elsewhere");',
    outcome: "lab/outside-disk",
  },
  "a path that climbs out of the disk": {
    code: 'return engines.open(path + "/../../elsewhere");',
    outcome: "lab/outside-disk",
  },
  "a path that changes": {
    code: `
      let asked = 0;
      const changing = { toString: () => (asked++ === 0 ? path : "/elsewhere") };
      return engines.open(changing).then(() => asked);`,
    outcome: "value: 1",
  },
  "the list of column families": {
    code: 'COLUMN_FAMILIES.push("nope");',
    outcome: "object is not extensible",
  },
  "the codec of a message": {
    code: 'return patch(RawGetResponse, ["encode", "decode", "create"], () => 0);',
    outcome: "unchanged",
  },
  "the class behind encode": {
    code: `
      const writer = RawGetResponse.encode(RawGetResponse.create());
      return patch(Object.getPrototypeOf(writer), ["finish", "raw", "bytes"], () => 0);`,
    outcome: "unchanged",
  },
  "its base class": {
    code: `
      const writer = RawGetResponse.encode(RawGetResponse.create());
      const base = Object.getPrototypeOf(Object.getPrototypeOf(writer));
      return patch(base, ["finish", "bytes", "uint32"], () => 0);`,
    outcome: "unchanged",
  },
  "an enum of the wire": {
    code: 'return patch(protoExports.metapb.StoreState, ["Up", "0"], 7);',
    outcome: "unchanged",
  },
  "decode of an array that is none": {
    code: "return RawGetResponse.decode({ __proto__: Uint8Array.prototype, length: 9 });",
    outcome: "called on incompatible receiver",
  },
  "the exports of a package": {
    code: 'return patch(protoExports.kvrpcpb, ["RawGetResponse"], 0);',
    outcome: "unchanged",
  },
  "the class of errors": {
    code: `
      const own = patch(TinyKvError, ["from", "prototype"], 0);
      return own + patch(TinyKvError.prototype, ["message", "code"], 0);`,
    outcome: "unchangedunchanged",
  },
  "a caught error's class": {
    code: `
      const error = await (await engines.open(path)).get("nope", Buffer.from([1])).catch((e) => e);
      return patch(Object.getPrototypeOf(error), ["message", "toString"], 0);`,
    outcome: "unchanged",
  },
};
