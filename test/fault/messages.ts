import type { Integrations } from '../../src/simulator/integrations/integrations.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { example } from '../e2e/subject.ts';
import type { Chance } from './chance.ts';

/** What the load sends, and what BCSS should make of it. */
export interface Message {
  readonly flow: string;
  readonly body: unknown;
  /** The change that a declaration asks for; undefined for a consultation. */
  readonly wanted?: { readonly action: 'REGISTER' | 'UNREGISTER'; readonly ssin: string; readonly start: string };
}

const CONSULTATIONS = ['identify-person', 'retrieve-ti-groups', 'test-connection'] as const;
const DECLARED_SHARE = 0.4;
const QUALITY_CODE = 9;
const NIS_CODE = '99901';

/** Makes messages: consultations, and declarations of which no two ask for the same or for neighbouring days. */
export class Messages {
  private readonly chance: Chance;
  private readonly people: readonly Declarable[];
  private readonly integrations: Pick<Integrations, 'register'>;
  private declarations = 0;

  constructor(simulator: Simulator, chance: Chance) {
    this.chance = chance;
    this.integrations = simulator.integrations;
    this.people = simulator.town.people
      .filter(({ birth, deceased }) => /^\d{4}-(?!00)\d\d-(?!00)\d\d$/.test(birth.date) && deceased === undefined)
      .map(({ ssin, lastName, birth }) => ({ ssin, lastName, birthDate: birth.date }));
  }

  /** National numbers and names that must stay out of every technical log. */
  get canaries(): string[] {
    return this.people.flatMap(({ ssin, lastName }) => [ssin, lastName.toUpperCase()]);
  }

  next(): Message {
    if (this.chance.next() > DECLARED_SHARE) {
      const flow = this.chance.pick(CONSULTATIONS);
      return { flow, body: example(flow) };
    }
    return this.chance.next() < 0.5 ? this.declaration('REGISTER') : this.declaration('UNREGISTER');
  }

  /** A declaration; what is to be ended is there before it is asked for. */
  declaration(action: 'REGISTER' | 'UNREGISTER'): Message {
    const person = this.people[this.declarations % this.people.length];
    if (person === undefined) throw new Error('nobody lives in the town');
    const period = weekFor(this.declarations);
    this.declarations += 1;
    const { ssin, lastName, birthDate } = person;
    if (action === 'UNREGISTER')
      this.integrations.register({
        ssin,
        nisCode: NIS_CODE,
        qualityCode: QUALITY_CODE,
        period: { start: period.StartDate, end: period.EndDate },
      });
    return {
      flow: 'manage-access',
      body: {
        context: example('manage-access').context,
        payload: {
          SSIN: ssin,
          Purpose: QUALITY_CODE,
          Period: period,
          Action: action,
          ProofOfAuthentication: { PersonData: { LastName: lastName, BirthDate: birthDate } },
        },
      },
      wanted: { action, ssin, start: period.StartDate },
    };
  }
}

interface Declarable {
  readonly ssin: string;
  readonly lastName: string;
  readonly birthDate: string;
}

const FIRST_WEEK = Date.UTC(2030, 0, 7);
const DAY_MS = 24 * 60 * 60_000;

/** Weeks of their own, with a free one between each: periods that touch would become one. */
function weekFor(number: number): { StartDate: string; EndDate: string } {
  const start = FIRST_WEEK + number * 14 * DAY_MS;
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  return { StartDate: day(start), EndDate: day(start + 6 * DAY_MS) };
}
