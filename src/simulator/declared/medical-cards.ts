import type { Day, Period } from '../integrations/day.ts';
import type { JsonObject } from '../json.ts';
import { MEDICAL_CARDS, type MedicalCard, type MedicalCardVersion } from '../town/facets/medical-cards.ts';
import type { Town } from '../town/town.ts';

/** A decision as it stands after a change. */
export interface CardVersion {
  /** Twelve digits. */
  readonly number: string;
  /** From 1. */
  readonly version: number;
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'CANCELLED';
  readonly ssin: string;
  readonly centre: Centre;
  readonly period: Required<Period>;
  /** What was decided, in the names of the contract (ECarmedDataType). */
  readonly content: JsonObject;
  readonly suspension?: Suspension;
  readonly createdAt: Date;
  readonly recordedAt: Date;
}

export interface Centre {
  readonly cbeNumber: string;
  readonly nisCode: string;
}

/** Why a card is held up: a change in the registers that the centre has to look at. */
export interface Suspension {
  readonly reason: 'DECEASED' | 'NISS' | 'REFUND_CODE';
  readonly since: Day;
  readonly mutation: number;
}

/** What a change leaves of a card. */
export type CardChange = Pick<CardVersion, 'status' | 'period' | 'content' | 'suspension'>;

/**
 * The register of medical cards (MediPrima): nothing in it is overwritten, each change is another version. Kept in memory, as long
 * as the simulator runs.
 */
export class MedicalCards {
  /** Oldest version first. */
  private readonly cards: Map<string, CardVersion[]>;

  constructor(town: Town) {
    this.cards = new Map(
      MEDICAL_CARDS.map((card) => [card.number, card.versions.map((_, at) => versionOf(card, at, town))]),
    );
  }

  /** A new card. */
  open(ssin: string, centre: Centre, opened: Omit<CardChange, 'suspension'>, now: Date): CardVersion {
    const number = `99${String(FIRST_NUMBER + this.cards.size).padStart(10, '0')}`;
    const version: CardVersion = { ...opened, number, version: 1, ssin, centre, createdAt: now, recordedAt: now };
    this.cards.set(number, [version]);
    return version;
  }

  /** Another version of a card. */
  change(before: CardVersion, change: CardChange, now: Date): CardVersion {
    const changed = nextVersion(before, change, now);
    this.cards.set(before.number, [...this.versions(before.number), changed]);
    return changed;
  }

  /** All versions of a card, oldest first; none for a number that no card has. */
  versions(number: string): readonly CardVersion[] {
    return this.cards.get(number) ?? [];
  }

  /** All versions of all cards of a person, card by card. */
  of(ssin: string): CardVersion[] {
    return [...this.cards.values()].flat().filter((version) => version.ssin === ssin);
  }
}

/** What a card would be after a change. */
export function nextVersion(
  before: CardVersion,
  { status, period, content, suspension }: CardChange,
  now: Date,
): CardVersion {
  const { number, ssin, centre, createdAt } = before;
  return {
    ...{ number, ssin, centre, createdAt, status, period, content, recordedAt: now },
    version: before.version + 1,
    ...(suspension !== undefined && { suspension }),
  };
}

const FIRST_NUMBER = 1_000;

/** The last of some versions, which is what a card says now. */
export function currentOf(versions: readonly CardVersion[]): CardVersion | undefined {
  return versions.at(-1);
}

function versionOf({ number, person, centre, versions }: MedicalCard, at: number, town: Town): CardVersion {
  const [first] = versions;
  const { period, recordedAt, suspended, ...decided } = versions[at] as MedicalCardVersion;
  return {
    number,
    version: at + 1,
    status: suspended === undefined ? 'ACTIVE' : 'SUSPENDED',
    ssin: town.person(person).ssin,
    centre: { cbeNumber: centre.cpas, nisCode: centre.nisCode },
    period,
    content: contentOf(period, decided),
    ...(suspended !== undefined && { suspension: suspended }),
    createdAt: new Date(first?.recordedAt ?? recordedAt),
    recordedAt: new Date(recordedAt),
  };
}

function contentOf(period: Required<Period>, { decidedOn, covers }: Pick<MedicalCardVersion, 'decidedOn' | 'covers'>) {
  const validityPeriod = { startDate: period.start, endDate: period.end };
  const support = { pswc_ziv_ami_part: 'NOTHING', pswc_PatientPart: 'FULL', pswc_Supplement: 'NOTHING' };
  const cover = { validityPeriod, pswc_Support: support };
  return {
    judicialDecisionInd: 'N',
    decisionDate: decidedOn,
    incomeLessThanRISInd: 'Y',
    pswcSupportAllCostInd: 'N',
    medicalCover: Object.fromEntries(covers.map((care) => [care, cover])),
  };
}
