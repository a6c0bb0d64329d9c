import type { Period } from '../../integrations/day.ts';
import type { Bilingual } from '../places.ts';
import { CHILD_BENEFIT_FILES } from './child-benefits.ts';
import { EMPLOYMENTS } from './employment.ts';
import { HANDICAP_FILES } from './handicap.ts';
import { HEALTH_INSURANCES } from './health-insurance.ts';
import { PENSIONS } from './pensions.ts';
import { SELF_EMPLOYMENTS } from './self-employment.ts';
import { UNEMPLOYMENTS } from './unemployment.ts';

/** A sector of the network that knows somebody: how, and when. */
export interface KnownElsewhere {
  readonly sector: number;
  readonly qualityCode: number;
  readonly sectorName: Bilingual;
  readonly qualityName: Bilingual;
  readonly periods: readonly Period[];
}

/**
 * Which sectors know a person: those that hold something about them in this town. Derived, so that nobody is known for a benefit
 * that no other service can show. Sector 0, the national register, knows everybody and is left out.
 */
export function sectorsThatKnow(person: string): KnownElsewhere[] {
  return FILES.map(({ periodsOf, ...sector }) => ({ ...sector, periods: periodsOf(person) })).filter(
    ({ periods }) => periods.length > 0,
  );
}

interface File extends Omit<KnownElsewhere, 'periods'> {
  readonly periodsOf: (person: string) => Period[];
}

const FILES: readonly File[] = [
  {
    sector: 5,
    qualityCode: 1,
    sectorName: { fr: 'SFP', nl: 'FPD' },
    qualityName: { fr: 'PENSIONNE', nl: 'GEPENSIONEERDE' },
    periodsOf: (person) => PENSIONS.filter((row) => row.person === person).map(({ since }) => ({ start: since })),
  },
  {
    sector: 7,
    qualityCode: 1,
    sectorName: { fr: 'ALLOCATIONS FAMILIALES', nl: 'KINDERBIJSLAG' },
    qualityName: { fr: 'ACTEUR D UN DOSSIER', nl: 'ACTOR IN EEN DOSSIER' },
    periodsOf: (person) =>
      CHILD_BENEFIT_FILES.filter((row) => [row.beneficiary, ...row.children].includes(person)).map(
        ({ period }) => period,
      ),
  },
  {
    sector: 11,
    qualityCode: 1,
    sectorName: { fr: 'CIN', nl: 'NIC' },
    qualityName: { fr: 'ASSURABILITE SOINS DE SANTE', nl: 'VERZEKERBAARHEID' },
    periodsOf: periodsIn(() => HEALTH_INSURANCES),
  },
  {
    sector: 12,
    qualityCode: 30,
    sectorName: { fr: 'ONSS', nl: 'RSZ' },
    qualityName: { fr: 'DIMONA', nl: 'DIMONA' },
    periodsOf: periodsIn(() => EMPLOYMENTS.filter(({ cancelled }) => cancelled !== true)),
  },
  {
    sector: 15,
    qualityCode: 2,
    sectorName: { fr: 'INASTI', nl: 'RSVZ' },
    qualityName: { fr: 'TRAVAILLEUR INDEPENDANT', nl: 'ZELFSTANDIGE' },
    periodsOf: periodsIn(() => SELF_EMPLOYMENTS),
  },
  {
    sector: 16,
    qualityCode: 1,
    sectorName: { fr: 'SPF SECURITE SOCIALE', nl: 'FOD SOCIALE ZEKERHEID' },
    qualityName: { fr: 'PERSONNE AVEC UN HANDICAP', nl: 'PERSOON MET EEN HANDICAP' },
    periodsOf: periodsIn(() => HANDICAP_FILES.map(({ person, recognition }) => ({ person, period: recognition }))),
  },
  {
    sector: 18,
    qualityCode: 1,
    sectorName: { fr: 'ONEM', nl: 'RVA' },
    qualityName: { fr: 'CHOMEUR CONTROLE', nl: 'GECONTROLEERDE WERKLOZE' },
    periodsOf: periodsIn(() => UNEMPLOYMENTS.map(({ person, right }) => ({ person, period: right }))),
  },
];

function periodsIn(
  rows: () => readonly { readonly person: string; readonly period: Period }[],
): (person: string) => Period[] {
  return (person) =>
    rows()
      .filter((row) => row.person === person)
      .map(({ period }) => period);
}
