import { plusMonths } from '../calendar.ts';
import type { Law65Form } from '../declared/law65-forms.ts';
import { contains, type Day, dayOf, type Period, withZone } from '../integrations/day.ts';
import { type JsonObject, textIn } from '../json.ts';
import { INCOME_EXONERATIONS, INTEGRATION_PROJECTS } from '../town/facets/social-attestations.ts';
import type { Person } from '../town/person.ts';
import type { Bilingual } from '../town/places.ts';
import { found } from './answers.ts';
import { consultations } from './consultation.ts';
import { askedDays, BACKWARDS } from './parts/asked-days.ts';
import type { Answer, Question, Service } from './service.ts';

/**
 * ManageAttests: what centres declared about somebody to the federal service for social integration. Each type of request has an
 * answer of its own; `FORMULAIRES` shows the forms of one centre, the others those of all.
 */
export const attestationList: readonly Service[] = consultations('ListOfAttestations', {
  ListOfAttestations(person, question): Answer {
    const type = textIn(question.payload, 'RequestType');
    if (type === 'GPMI_PIIS') return found({ GpmiPiis: [project(person)] });
    const asked = askedDays(question.payload.SearchPeriod);
    if (asked === undefined) return BACKWARDS;
    if (type === 'EXONERATIONSART35') return found({ ExonerationArt35: exoneration(person, asked, question) });
    const rows = rowsOf(type ?? '', person, question).filter(({ entered }) => contains(asked, entered));
    return found(rows.length === 0 ? {} : { Attestation: rows.map((row) => attestation(row, person)) });
  },
});

function project({ key }: Person): JsonObject {
  const own = INTEGRATION_PROJECTS.filter(({ person }) => person === key);
  if (own.length === 0) return { hasAttestation: false };
  return {
    hasAttestation: true,
    period: own.map(({ period }) => plainPeriod(period)),
    prolongationPeriod: own.flatMap(({ prolonged }) => prolonged.map(plainPeriod)),
  };
}

/** These dates have no offset: they carry the common namespace of their own. */
function plainPeriod({ start, end }: Period): JsonObject {
  return { StartDate: start, EndDate: end };
}

function exoneration({ key }: Person, asked: Period, { now }: Question): JsonObject {
  const own = INCOME_EXONERATIONS.find(({ person, first }) => person === key && first <= (asked.end ?? dayOf(now)));
  if (own === undefined) return { hasExoneration: false };
  return { hasExoneration: true, FirstExonerationDate: own.first, PaymentExoneratedDays: own.days };
}

/** A line of the list. */
interface Row {
  readonly cbeNumber: string;
  readonly law: keyof typeof LAWS;
  readonly form: Bilingual & { readonly code: string };
  readonly entered: Day;
  readonly decided: Day;
  readonly months: number;
  readonly reference: string;
  readonly status: string;
}

const LAWS = {
  1: { fr: 'Loi du 26 mai 2002', nl: 'Wet van 26 mei 2002' },
  2: { fr: 'Loi du 2 avril 1965', nl: 'Wet van 2 april 1965' },
} as const;

const FORMS = {
  decision: { code: '1', fr: 'Formulaire B', nl: 'Formulier B' },
  premium: { code: '2', fr: 'Prime d’installation', nl: 'Installatiepremie' },
  exoneration: { code: '3', fr: 'Exonération', nl: 'Vrijstelling' },
} as const;

function rowsOf(type: string, person: Person, question: Question): Row[] {
  switch (type) {
    case 'PRIME_INSTALLATION':
      return premiums(person, question);
    case 'EXONERATIONS':
      return exonerations(person);
    case 'STATUT65':
      return law65(person, question);
    default:
      return [...livingWages(person, question), ...law65(person, question)].filter(
        ({ cbeNumber }) => cbeNumber === textIn(question.payload, 'KBOBCE'),
      );
  }
}

function premiums({ key }: Person, { world }: Question): Row[] {
  return world.declared.premiums
    .where(({ person }) => person === key)
    .map(({ cpas, decidedOn, reference, status }) => ({
      cbeNumber: cpas,
      law: 1,
      form: FORMS.premium,
      entered: decidedOn,
      decided: decidedOn,
      months: 0,
      reference,
      status,
    }));
}

function exonerations({ key }: Person): Row[] {
  return INCOME_EXONERATIONS.filter(({ person }) => person === key).map(({ cpas, first, reference }) => ({
    cbeNumber: cpas,
    law: 1,
    form: FORMS.exoneration,
    entered: first,
    decided: first,
    months: 12,
    reference,
    status: '0',
  }));
}

/** Decisions under the law of 1965: those of the start, and those sent since. */
function law65({ ssin }: Person, { world }: Question): Row[] {
  return world.declared.law65.of(ssin, 'B1').map((form: Law65Form) => ({
    cbeNumber: form.cbeNumber,
    law: 2,
    form: FORMS.decision,
    entered: form.entryDate,
    decided: form.decisionDate,
    months: form.months,
    reference: form.reference,
    status: form.partly ? '2' : '0',
  }));
}

/** Decisions to pay a living wage, each for a year at most. */
function livingWages({ key, ssin }: Person, { world }: Question): Row[] {
  const paid = world.declared.livingWages.of(key).filter(({ category }) => category === 'LIVING_WAGE');
  return paid.flatMap(({ cpas, periods }) =>
    periods.map(({ start, end }) => ({
      cbeNumber: cpas,
      law: 1,
      form: FORMS.decision,
      entered: start,
      decided: start,
      months: end === undefined ? MONTHS_MAX : monthsBetween(start, end),
      reference: `98${start.slice(2, 4)}${start.slice(5, 7)}${ssin.slice(7)}`,
      status: '0',
    })),
  );
}

const MONTHS_MAX = 12;

function monthsBetween(start: Day, end: Day): number {
  let months = 1;
  while (months < MONTHS_MAX && plusMonths(start.slice(0, 7), months) <= end.slice(0, 7)) months += 1;
  return months;
}

const MAIN = { Code: '1', Description: 'Bénéficiaire principal / Hoofdbegunstigde' };

function attestation(row: Row, { ssin }: Person): JsonObject {
  const { law, form } = row;
  return {
    SocialSecurityUser: ssin,
    CPAS_KBOBCE_code: row.cbeNumber,
    EntryDate: withZone(row.entered),
    AttestType: { Code: String(law), Description: inBoth(LAWS[law]) },
    FormType: { Code: form.code, Description: inBoth(form) },
    Duration: { Days: 0, Weeks: 0, Months: row.months },
    DecisionDate: withZone(row.decided),
    Reference: row.reference,
    Status: row.status,
    RelationType: { ...MAIN },
  };
}

/** French, a slash, Dutch: both languages in one text. */
function inBoth({ fr, nl }: Bilingual): string {
  return `${fr} / ${nl}`;
}
