import type { Language, Localised } from './language.ts';

/** How a CPAS knows a person: the reason for the integration, an integer on the wire (SSDN `Purpose`). */
export interface QualityCode {
  readonly code: number;
  /** Longest duration of an integration, ISO 8601, or undefined where no limit is given. */
  readonly durationMax?: 'P2M' | 'P1Y' | 'P2Y' | 'P5Y';
  /** The period must lie within one calendar year (heating fund). */
  readonly withinCalendarYear?: true;
  readonly titles: Localised;
}

/** Sector 17. Durations: BCSS presentation for CPAS; names: list of quality codes of the network ("hoedanigheidscodes"). */
export const QUALITY_CODES: readonly QualityCode[] = [
  {
    code: 1,
    durationMax: 'P2M',
    titles: { fr: 'Dossier en examen', nl: 'Dossier in onderzoek', en: 'File under enquiry', de: 'Akte in Prüfung' },
  },
  {
    code: 2,
    durationMax: 'P1Y',
    titles: { fr: 'Revenu d’intégration (RIS)', nl: 'Leefloon', en: 'Living wage', de: 'Eingliederungseinkommen' },
  },
  {
    code: 3,
    durationMax: 'P1Y',
    titles: {
      fr: 'Équivalent du revenu d’intégration (ERIS)',
      nl: 'Equivalent leefloon',
      en: 'Living wage equivalent',
      de: 'Gleichgestelltes Eingliederungseinkommen',
    },
  },
  {
    code: 4,
    durationMax: 'P1Y',
    titles: {
      fr: 'Autre aide financière',
      nl: 'Andere financiële hulp',
      en: 'Other financial aid',
      de: 'Sonstige finanzielle Hilfe',
    },
  },
  {
    code: 5,
    durationMax: 'P1Y',
    titles: {
      fr: 'Membre du ménage sans aide',
      nl: 'Gezinslid zonder hulp',
      en: 'Household member without aid',
      de: 'Haushaltsmitglied ohne Hilfe',
    },
  },
  {
    code: 6,
    durationMax: 'P1Y',
    titles: {
      fr: 'Emploi subsidié',
      nl: 'Gesubsidieerde tewerkstelling',
      en: 'Subsidised job',
      de: 'Bezuschusste Beschäftigung',
    },
  },
  {
    code: 7,
    durationMax: 'P5Y',
    titles: {
      fr: 'Médiation collective de dettes, guidance budgétaire',
      nl: 'Collectieve schuldbemiddeling, budgetbegeleiding',
      en: 'Collective debt mediation, budget guidance',
      de: 'Kollektive Schuldenregelung, Haushaltsberatung',
    },
  },
  {
    code: 8,
    durationMax: 'P5Y',
    titles: { fr: 'Dossier de service', nl: 'Dienstendossier', en: 'Services', de: 'Dienstleistungsakte' },
  },
  {
    code: 9,
    durationMax: 'P2Y',
    titles: {
      fr: 'Autres formes d’accompagnement',
      nl: 'Andere vormen van begeleiding',
      en: 'Other guidance',
      de: 'Andere Formen der Begleitung',
    },
  },
  { code: 11, titles: { fr: 'Encadrant (FSE)', nl: 'Begeleider (ESF)', en: 'Supervisor (ESF)', de: 'Betreuer (ESF)' } },
  {
    code: 12,
    titles: { fr: 'Participant (FSE)', nl: 'Deelnemer (ESF)', en: 'Participant (ESF)', de: 'Teilnehmer (ESF)' },
  },
  {
    code: 20,
    titles: {
      fr: 'Collaborateur en enquête (VESTA)',
      nl: 'Medewerker in onderzoek (VESTA)',
      en: 'Worker under enquiry (VESTA)',
      de: 'Mitarbeiter in Prüfung (VESTA)',
    },
  },
  {
    code: 21,
    titles: {
      fr: 'Collaborateur définitif (VESTA)',
      nl: 'Medewerker definitief (VESTA)',
      en: 'Permanent worker (VESTA)',
      de: 'Fester Mitarbeiter (VESTA)',
    },
  },
  {
    code: 40,
    durationMax: 'P1Y',
    withinCalendarYear: true,
    titles: {
      fr: 'Allocation de chauffage',
      nl: 'Verwarmingstoelage',
      en: 'Heating allowance',
      de: 'Heizkostenzulage',
    },
  },
];

/** A code with its name, in one language; the number alone where it is on no list of ours. */
export function qualityCodeText(code: number, language: Language): string {
  const known = QUALITY_CODES.find((one) => one.code === code);
  return known === undefined ? String(code) : `${code} – ${known.titles[language]}`;
}
