/**
 * The error by which the course's own files are found wrong. It is never a student's fault, so the
 * commands end with exit code 3 on it.
 */

import { TinyKvError } from "@tinykv/runtime";
import type { z } from "zod";

/** Names the file, relative to the course's root, and the field in it. */
export class CourseError extends TinyKvError {
  override readonly name = "CourseError";

  /**
   * @param file  relative to the course's root, such as `labs/raft/lab.json`
   * @param field such as `labels[0].tests[3].points`; empty when the file as a whole is meant
   */
  constructor(file: string, field: string, what: string) {
    super("course/config", [file, ...(field === "" ? [] : [field]), what].join(": "));
  }

  /** The first of zod's findings as an error of this kind. */
  static fromZod(file: string, error: z.ZodError): CourseError {
    const issue = error.issues[0];
    if (issue === undefined) return new CourseError(file, "", "is not valid");
    return new CourseError(file, fieldName(issue.path), sentence(issue.message));
  }
}

/** `labels[0].tests[3].points` for the path that zod reports. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((field, key) => {
    if (typeof key === "number") return `${field}[${key}]`;
    return field === "" ? String(key) : `${field}.${String(key)}`;
  }, "");
}

/** Our messages go on after a colon, so zod's begin small. */
function sentence(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
