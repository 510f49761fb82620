/**
 * The wire: every message and enum, without clients and without gRPC.
 *
 * Each package of proto/ is a namespace here (`kvrpcpb.GetRequest`); the names used all day have a
 * flat name as well. Service descriptors, server types and clients are in `@tinykv/proto/services`.
 */

export type { Error as RegionErrorMessage } from "./gen/errorpb.ts";
export * as errorpb from "./gen/errorpb.ts";
export * as kvrpcpb from "./gen/kvrpcpb.ts";
export {
  Context,
  KvPair,
  RawDeleteRequest,
  RawDeleteResponse,
  RawGetRequest,
  RawGetResponse,
  RawPutRequest,
  RawPutResponse,
  RawScanRequest,
  RawScanResponse,
} from "./gen/kvrpcpb.ts";
export * as metapb from "./gen/metapb.ts";
export { Peer, Region, RegionEpoch, Store, StoreState } from "./gen/metapb.ts";
