/** How key-value histories look in files. */

import { z } from "zod";
import type { HistorySchemas } from "../history/parse-history.ts";
import type { KeyValueInput, KeyValueOutput } from "./key-value.ts";

const key = z.string();
const input = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("get"), key }),
  z.strictObject({ op: z.literal("put"), key, value: z.string() }),
  z.strictObject({ op: z.literal("append"), key, value: z.string() }),
  z.strictObject({ op: z.literal("delete"), key }),
  z.strictObject({
    op: z.literal("scan"),
    start: z.string(),
    end: z.string().optional(),
    limit: z.int().min(0).optional(),
  }),
]);
const pair = z.tuple([z.string(), z.string()]);
const output = z.union([z.null(), z.string(), z.array(pair)]);

export const keyValueSchemas: HistorySchemas<KeyValueInput, KeyValueOutput> = { input, output };
