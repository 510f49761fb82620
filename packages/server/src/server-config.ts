/**
 * The settings of tinykv-server, described once: one schema checks the flags and the config file.
 *
 * The keys are spelled as the flags are (`metrics-addr`), and a config file uses the same ones.
 * What a setting means, its default and the sentence for a bad value stand here and nowhere else.
 * Where the values come from is `read-config.ts`.
 *
 * `--solution` is not here: it decides which modules are loaded, before any of this runs.
 */

import { LOG_LEVELS } from "@tinykv/log";
import { type HostPort, parseHostPort } from "@tinykv/runtime/net";
import { z } from "zod";

/** A value as it stands in a sentence. */
function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

/** A setting that is one of the strings that `parse` accepts. */
function setting<T>(parse: (text: string) => T | undefined, expected: string): z.ZodType<T> {
  return z.unknown().transform((value, context) => {
    const parsed = typeof value === "string" ? parse(value) : undefined;
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: "custom", message: `${shown(value)} is not ${expected}` });
    return z.NEVER;
  });
}

const address = setting(
  parseHostPort,
  "an address of the form HOST:PORT, such as 127.0.0.1:20160, with a port up to 65535",
);

const addressOrOff = setting<HostPort | "off">(
  (text) => (text === "off" ? "off" : parseHostPort(text)),
  'an address of the form HOST:PORT, such as 127.0.0.1:20180, nor "off"',
);

const path = setting((text) => (text === "" || text.includes("\0") ? undefined : text), "a folder");

const level = setting(
  (text) => LOG_LEVELS.find((known) => known === text),
  `a log level; the levels are ${LOG_LEVELS.join(", ")}`,
);

/**
 * Replication arrives with a later lab; until then only `false` is true to what the server does.
 */
const raft = z.unknown().transform((value, context) => {
  if (value === false || value === "false") return false as const;
  const isTrue = value === true || value === "true";
  const message = isTrue
    ? "true needs the replicated storage of lab raftstore (labels 2B and 2C), which is not part " +
      "of this server yet; leave it out, or give false"
    : `${shown(value)} is neither true nor false`;
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

const DRAIN_MS_MAX = 600_000;

const drainMs = z.unknown().transform((value, context) => {
  const text = typeof value === "number" ? String(value) : value;
  const number = typeof text === "string" && /^\d+$/.test(text) ? Number(text) : undefined;
  if (number !== undefined && number <= DRAIN_MS_MAX) return number;
  const message = `${shown(value)} is not a number of milliseconds from 0 to ${DRAIN_MS_MAX}`;
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

const defaultAddr = { host: "127.0.0.1", port: 20_160 };

/** Every setting by its name on the command line and in a config file; unknown names are errors. */
export const serverConfigSchema = z.strictObject({
  /** Where gRPC is served. */
  addr: address.default(defaultAddr),
  /** Where the scheduler is; not used before lab raftstore, but checked. */
  scheduler: address.default({ host: "127.0.0.1", port: 2379 }),
  /** The folder of the data; created if it is missing. */
  path: path.default("data"),
  /** Whether the storage is replicated. */
  raft: raft.default(false),
  loglevel: level.default("info"),
  /** Where Prometheus text is served over HTTP. Loopback: it has no access control. */
  "metrics-addr": addressOrOff.default({ host: "127.0.0.1", port: 20_180 }),
  /** How long a stop waits for calls that are running. */
  "drain-ms": drainMs.default(5_000),
});

/** The checked settings. */
export type ServerConfig = z.output<typeof serverConfigSchema>;

/** The name of a setting, which is also its flag without the dashes. */
export type SettingName = keyof ServerConfig;

/** What `--help` says about each setting. */
export const SETTING_HELP: Readonly<Record<SettingName, { value: string; text: string }>> = {
  addr: { value: "<host:port>", text: "where to serve gRPC; port 0 picks a free one" },
  scheduler: {
    value: "<host:port>",
    text: "where the scheduler is (not used before lab raftstore)",
  },
  path: { value: "<folder>", text: "where the data is; created if it is missing" },
  raft: { value: "[bool]", text: "replicate with Raft (comes with lab raftstore)" },
  loglevel: { value: "<level>", text: LOG_LEVELS.join(", ") },
  "metrics-addr": { value: "<host:port|off>", text: "where to serve Prometheus metrics over HTTP" },
  "drain-ms": { value: "<ms>", text: "how long a stop waits for calls that are running" },
};
