export { createLogger, type LoggerOptions } from "./create-logger.ts";
export type { LogSink } from "./log-sink.ts";
export { LOG_LEVELS, type LogFields, type Logger, type LogLevel, silentLogger } from "./logger.ts";
