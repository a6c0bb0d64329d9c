import { brusselsDate } from '../domain/brussels-time.ts';
import type { Client } from '../domain/client.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { Reason } from '../domain/problems/reason.ts';
import type { OpenIntegration, Standing, Standings } from '../domain/standing.ts';
import type { RequestContext } from '../exchanges/request-body.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import { inputOf } from './authorisation.ts';
import type { CompiledPolicy } from './compile.ts';
import { type Decision, decide, failuresByRule } from './decide.ts';
import { reasonOf } from './failure.ts';

/** What would be decided: about a real message, or about people that one makes up. */
export interface Question {
  readonly client: Client;
  readonly organisation: Organisation;
  readonly flow: Flow;
  readonly context: RequestContext;
  readonly payload: Payload;
  /** Quality codes of made-up persons; undefined: the register is asked about those of the payload. */
  readonly persons?: readonly AssumedPerson[];
  readonly at: Date;
}

export interface AssumedPerson {
  readonly own?: readonly number[];
  readonly household?: readonly number[];
  /** Told by name, birth date or card alone: nobody can say whether they are integrated. */
  readonly withoutNumber?: boolean;
}

/** A decision, and how each rule about such a message came to it. */
export interface Explanation {
  readonly decision: Decision;
  readonly reasons: readonly Reason[];
  readonly rules: readonly { readonly rule: string; readonly reasons: readonly Reason[] }[];
}

/** Decides as the desk would, and says why. Nothing is sent and nothing is written. */
export async function explain(policy: CompiledPolicy, standings: Standings, question: Question): Promise<Explanation> {
  const { persons, at } = question;
  const input = inputOf(question, await personsOf(question, standings), at, persons && withoutNumber(persons));
  const decision = decide(policy, input);
  const rules = [...failuresByRule(policy, input)].map(([rule, failures]) => ({
    rule,
    reasons: failures.map(reasonOf),
  }));
  return { decision, reasons: decision.allowed ? [] : decision.failures.map(reasonOf), rules };
}

function personsOf(question: Question, standings: Standings): Promise<readonly Standing[]> {
  const { persons, organisation, flow, payload, at } = question;
  const day = brusselsDate(at);
  if (persons !== undefined) return Promise.resolve(assumedStandings(persons, at));
  const subjects = flow.subjectsOf(payload);
  return subjects.length === 0 ? Promise.resolve([]) : standings.of(organisation.id, subjects, day);
}

/** How a centre would stand towards the made-up persons that are named by number. */
export function assumedStandings(persons: readonly AssumedPerson[], at: Date): Standing[] {
  return persons.filter((person) => person.withoutNumber !== true).map((person) => assumed(person, at));
}

/** How many made-up persons are told without a number. */
export function withoutNumber(persons: readonly AssumedPerson[]): number {
  return persons.filter((person) => person.withoutNumber === true).length;
}

/** A made-up person with integrations that are open on the day. */
function assumed({ own = [], household = [] }: AssumedPerson, at: Date): Standing {
  const open = (qualityCode: number): OpenIntegration => ({ qualityCode, from: brusselsDate(at), until: undefined });
  return { own: own.map(open), household: household.map(open) };
}
