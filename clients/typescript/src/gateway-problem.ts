import type { components } from './schema.ts';

/** An RFC 9457 problem document of the gateway. */
export type Problem = components['schemas']['Problem'];

/** The gateway refused, or could not. `problem` says whose it is, whether the same again makes sense, and what to do. */
export class GatewayProblem extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.title} [${problem.code}]`);
    this.name = 'GatewayProblem';
    this.status = problem.status;
    this.problem = problem;
  }
}
