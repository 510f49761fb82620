/**
 * Where a process listens, as people write it: `127.0.0.1:20160`, `[::1]:20160`, `store-1:20160`.
 *
 * Servers, clients and their command lines read addresses with this one function, so that what one
 * of them prints is what another one takes. Which ports make sense is for them to say.
 */

/** A place to listen at, or to call. */
export interface HostPort {
  /** A name or an IP address, an IPv6 address without its brackets. */
  readonly host: string;
  /** 0 to 65535; to whoever listens, 0 means a free one. */
  readonly port: number;
}

const PORT_MAX = 65_535;

const HOST_PORT = /^(?:\[(?<v6>[0-9a-fA-F:.]+)\]|(?<host>[^\s:[\]]+)):(?<port>\d{1,5})$/;

/** Reads `host:port` or `[ipv6]:port`; `undefined` if it is neither. */
export function parseHostPort(text: string): HostPort | undefined {
  const groups = HOST_PORT.exec(text)?.groups;
  const host = groups?.["v6"] ?? groups?.["host"];
  const port = Number(groups?.["port"]);
  return host === undefined || port > PORT_MAX ? undefined : { host, port };
}

/** The inverse of {@link parseHostPort}. */
export function formatHostPort({ host, port }: HostPort): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
