// Preloaded with `node --import`: makes Node run this workspace's TypeScript as it is.
import { register } from "node:module";

register("./hooks.mjs", import.meta.url);
