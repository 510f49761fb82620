/** How a register's histories look in files. */

import { z } from "zod";
import type { HistorySchemas } from "../history/parse-history.ts";
import type { RegisterInput, RegisterOutput } from "./register.ts";

const value = z.union([z.number(), z.string(), z.null()]);
const input = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("read") }),
  z.strictObject({ op: z.literal("write"), value }),
  z.strictObject({ op: z.literal("cas"), from: value, to: value }),
]);
const output = z.union([value, z.boolean()]);

export const registerSchemas: HistorySchemas<RegisterInput, RegisterOutput> = { input, output };
