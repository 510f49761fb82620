/**
 * What both ends of a connection have to agree on, beyond the messages themselves.
 */

/** The most bytes that a gRPC message may have in either direction (10 MiB, as in TinyKV). */
export const MESSAGE_BYTES_MAX = 10 * 1024 * 1024;
