/** One change in an atomic batch. The name of the column family is checked when it is written. */

/** Sets a key. */
export interface PutOp {
  readonly type: "put";
  readonly cf: string;
  readonly key: Buffer;
  readonly value: Buffer;
}

/** Removes a key; removing an absent key is fine. */
export interface DeleteOp {
  readonly type: "delete";
  readonly cf: string;
  readonly key: Buffer;
}

export type WriteOp = PutOp | DeleteOp;
