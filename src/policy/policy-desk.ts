import type { Standings } from '../domain/standing.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Database } from '../store/pool.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { CompiledPolicy } from './compile.ts';
import { type ExceptionFilter, type ExceptionLine, listExceptions } from './exceptions.ts';
import { explain, type Explanation, type Question } from './explain.ts';
import type { PolicyHolder } from './policy-holder.ts';

export interface PolicyDeskParts {
  readonly holder: Pick<PolicyHolder, 'current' | 'isStale'>;
  readonly standings: Standings;
  readonly database: Database;
  readonly record: (entry: NewEntry) => Promise<void>;
  readonly clock: Clock;
}

/** Where the table explains itself: what it says, what it would decide, what was done in spite of it. */
export class PolicyDesk {
  private readonly parts: PolicyDeskParts;

  constructor(parts: PolicyDeskParts) {
    this.parts = parts;
  }

  /** The table in force; stale while its file says something that was refused. */
  inForce(): { readonly policy: CompiledPolicy; readonly isStale: boolean } {
    const { holder } = this.parts;
    return { policy: holder.current(), isStale: holder.isStale() };
  }

  /**
   * What would be decided, and why. A question about real persons says whether they are integrated, so it is a reading of personal data
   * and is recorded before it is answered.
   */
  async explain({ at, ...question }: Omit<Question, 'at'> & { readonly at?: Date }): Promise<Explanation> {
    const { holder, standings, clock } = this.parts;
    await this.recordReading(question);
    return explain(holder.current(), standings, { ...question, at: at ?? clock.now() });
  }

  /** What was allowed in spite of the table. */
  exceptions(filter: ExceptionFilter): Promise<ExceptionLine[]> {
    return listExceptions(this.parts.database, filter);
  }

  private async recordReading({
    client,
    organisation,
    flow,
    payload,
    persons,
    context,
  }: Omit<Question, 'at'>): Promise<void> {
    const subjects = persons === undefined ? flow.subjectsOf(payload) : [];
    if (subjects.length === 0) return;
    await this.parts.record({
      kind: 'read',
      organisation: organisation.id,
      flow: flow.id,
      client: client.id,
      ...(context.user.ssin !== '' && { actor: context.user.ssin }),
      subjects,
      details: { what: 'explanation', user: context.user, subjects, purpose: context.purpose },
    });
  }
}
