/**
 * The two gRPC services of the wire: descriptors, the types a server implements, and clients.
 *
 * A descriptor carries names, streaming kinds and codecs: pass it to `Server.addService` with an
 * implementation, or create a client by its class. Bytes that are no message never reach a handler:
 * grpc-js ends the call with INTERNAL, and a stream with the event `cancelled` instead of `end`.
 *
 * This entry loads @grpc/grpc-js; messages alone are in `@tinykv/proto`.
 */

export {
  SchedulerClient,
  type SchedulerServer,
  SchedulerService,
} from "./gen/schedulerpb.service.ts";
export { TinyKvClient, type TinyKvServer, TinyKvService } from "./gen/tinykvpb.service.ts";
