import { BCSS_PROBLEMS } from './bcss.ts';
import { CALLER_PROBLEMS } from './caller.ts';
import { GATEWAY_PROBLEMS } from './gateway.ts';
import { OPERATOR_PROBLEMS } from './operator.ts';
import type { ProblemKind } from './problem.ts';
import { REGISTER_PROBLEMS } from './register.ts';
import { SUBSCRIBER_PROBLEMS } from './subscriber.ts';

/** Every problem a person can meet, by its stable code. `docs/errors.md` lists the same, and a test keeps them equal. */
export const PROBLEMS = {
  ...CALLER_PROBLEMS,
  ...REGISTER_PROBLEMS,
  ...GATEWAY_PROBLEMS,
  ...BCSS_PROBLEMS,
  ...SUBSCRIBER_PROBLEMS,
  ...OPERATOR_PROBLEMS,
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

/** The kind behind a code that came out of the database, where an older version may have written it. */
export function problemKind(code: string): ProblemKind | undefined {
  return Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code as ProblemCode] : undefined;
}
