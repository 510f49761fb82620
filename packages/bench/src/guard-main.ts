/**
 * The process of the guard in `bench determinism`: one cluster of each profile, made twice, with an
 * eye on who asks the machine for time or chance. Prints one line of JSON for each.
 */

import * as lab from "@tinykv/raft";
import { drawPlan, profiles, runPlan } from "@tinykv/raft/sim";
import { checkDeterminism, describeDeterminism } from "@tinykv/sim/guard";
import type { GuardLine } from "./guard-line.ts";

const [seed = "1"] = process.argv.slice(2);

for (const [profile, recipe] of Object.entries(profiles)) {
  const plan = drawPlan(Number(seed), recipe);
  const result = await checkDeterminism(
    async (_seed, sink) => {
      await runPlan(lab, plan, { sinks: [sink] });
    },
    { seed: plan.seed },
  );
  const { isSame } = result;
  const line: GuardLine = { profile, isSame, text: describeDeterminism(result) };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
