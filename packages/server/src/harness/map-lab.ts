/**
 * A lab that keeps its pairs in a map, for tests of everything around the lab's code: what a call
 * answers is decided here, not by whatever stands in `labs/`. Any call can be replaced.
 */

import {
  KvPair,
  RawDeleteResponse,
  RawGetResponse,
  RawPutResponse,
  RawScanResponse,
} from "@tinykv/proto";
import type { Storage } from "@tinykv/standalone";
import type { Lab } from "../lab-runner.ts";
import type { RawApi } from "../raw-calls.ts";

/** What to replace. */
export interface MapLabOptions {
  readonly api?: Partial<RawApi>;
  readonly storage?: Partial<Storage>;
}

/** A new lab with an empty map. Only the column family `default` exists, and nothing is checked. */
export function mapLab({ api, storage }: MapLabOptions = {}): Lab {
  return {
    storage: () => ({ ...emptyStorage, ...storage }),
    api: () => ({ ...mapApi(), ...api }),
  };
}

const emptyStorage: Storage = {
  start: async () => undefined,
  stop: async () => undefined,
  write: async () => undefined,
  reader: async () => ({
    getCF: async () => undefined,
    iterCF: () => {
      throw new Error("there is nothing to walk over");
    },
    close: async () => undefined,
  }),
};

function mapApi(): RawApi {
  const pairs = new Map<string, KvPair>();
  return {
    rawGet: async ({ key }) => {
      const pair = pairs.get(key.toString("hex"));
      return RawGetResponse.fromPartial(pair ? { value: pair.value } : { notFound: true });
    },
    rawPut: async ({ key, value }) => {
      pairs.set(key.toString("hex"), KvPair.fromPartial({ key, value }));
      return RawPutResponse.fromPartial({});
    },
    rawDelete: async ({ key }) => {
      pairs.delete(key.toString("hex"));
      return RawDeleteResponse.fromPartial({});
    },
    rawScan: async ({ startKey, limit }) => {
      const kvs = [...pairs.values()]
        .filter(({ key }) => key.compare(startKey) >= 0)
        .toSorted((a, b) => a.key.compare(b.key))
        .slice(0, limit);
      return RawScanResponse.fromPartial({ kvs });
    },
  };
}
