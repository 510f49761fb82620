/** What the processes of `bench raw` say to each other: plain data over Node's own channel. */

/** The three calls that are measured. */
export type RawOp = "put" | "get" | "scan";

/** Pairs that a scan asks for. */
export const SCAN_LIMIT = 100;

/** Work for the load process. */
export interface LoadJob {
  readonly addr: string;
  readonly op: RawOp;
  /** Calls under way at the same time. */
  readonly callers: number;
  readonly ms: number;
}

/** What came of a job. */
export interface LoadReport {
  /** Calls that were answered, or rows for a scan. */
  readonly count: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The first call that failed, which makes the report worthless. */
  readonly failure?: string;
}

/** Where the peers listen, once they do. */
export interface PeersUp {
  /** Answers with canned bytes of the right size: bare grpc-js. */
  readonly echo: string;
  /** Does the work with bare classic-level: bare grpc-js and a bare database. */
  readonly level: string;
}
