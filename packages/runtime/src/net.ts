/** Entry point `@tinykv/runtime/net`: what servers and clients agree on. It opens no connection. */

export { formatHostPort, type HostPort, parseHostPort } from "./host-port.ts";
export { MESSAGE_BYTES_MAX } from "./message-limit.ts";
