/**
 * The wire: every message and enum, the doors through which bytes come and go, and the domain
 * types. No clients and no gRPC: lab code may import this entry. Services are in
 * `@tinykv/proto/services`.
 *
 * Names. Each package of proto/ is an object here: `kvrpcpb.GetRequest`, `schedulerpb.Timestamp`.
 * Names of the packages that the labs speak all day also stand alone (`RawGetRequest`, `Region`,
 * `Entry`), unless two packages have them: Request, Response, GetRequest, GetResponse and Error
 * always need their package. The error of a region has the name RegionErrorMessage, because `Error`
 * is taken.
 */

export type {
  ClusterId,
  ConfVersion,
  LockTtlMs,
  LogIndex,
  PeerId,
  RegionId,
  RegionVersion,
  SafePoint,
  SizeBytes,
  StoreId,
  Term,
  Ticks,
  Timestamp,
} from "./domain.ts";
export {
  ConfChange,
  ConfChangeType,
  ConfState,
  Entry,
  EntryType,
  HardState,
  Message,
  MessageType,
  Snapshot,
  SnapshotMetadata,
} from "./gen/eraftpb.ts";
export {
  EpochNotMatch,
  Error as RegionErrorMessage,
  KeyNotInRegion,
  NotLeader,
  RegionNotFound,
  StaleCommand,
  StoreNotMatch,
} from "./gen/errorpb.ts";
export {
  Action,
  BatchRollbackRequest,
  BatchRollbackResponse,
  CheckTxnStatusRequest,
  CheckTxnStatusResponse,
  CommitRequest,
  CommitResponse,
  Context,
  KeyError,
  KvPair,
  LockInfo,
  Mutation,
  Op,
  PrewriteRequest,
  PrewriteResponse,
  RawDeleteRequest,
  RawDeleteResponse,
  RawGetRequest,
  RawGetResponse,
  RawPutRequest,
  RawPutResponse,
  RawScanRequest,
  RawScanResponse,
  ResolveLockRequest,
  ResolveLockResponse,
  ScanRequest,
  ScanResponse,
  WriteConflict,
} from "./gen/kvrpcpb.ts";
export {
  Cluster,
  Peer,
  Region,
  RegionEpoch,
  Store,
  StoreState,
} from "./gen/metapb.ts";
export {
  coprocessor,
  eraftpb,
  errorpb,
  kvrpcpb,
  metapb,
  raft_cmdpb,
  raft_serverpb,
  schedulerpb,
} from "./gen/namespaces.ts";
export {
  AdminCmdType,
  AdminRequest,
  AdminResponse,
  ChangePeerRequest,
  ChangePeerResponse,
  CmdType,
  CompactLogRequest,
  CompactLogResponse,
  DeleteRequest,
  DeleteResponse,
  PutRequest,
  PutResponse,
  RaftCmdRequest,
  RaftCmdResponse,
  RaftRequestHeader,
  RaftResponseHeader,
  SnapRequest,
  SnapResponse,
  SplitRequest,
  SplitResponse,
  TransferLeaderRequest,
  TransferLeaderResponse,
} from "./gen/raft_cmdpb.ts";
export {
  Done,
  KeyValue,
  PeerState,
  RaftApplyState,
  RaftLocalState,
  RaftMessage,
  RaftSnapshotData,
  RaftTruncatedState,
  RegionLocalState,
  SnapshotCFFile,
  SnapshotChunk,
  SnapshotMeta,
  StoreIdent,
} from "./gen/raft_serverpb.ts";
export {
  type DeepPartial,
  decodeMessage,
  encodeMessage,
  type MessageFns,
} from "./message-codec.ts";
