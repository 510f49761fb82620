import type { LabelRunner } from "./label-request.ts";

export const runLabel: LabelRunner = async (request) => {
  const file: string = "../run/run-label.ts";
  const module = await import(file);
  return module.runLabel(request);
};
