/** A tax assessment. Amounts are in eurocent. */
export interface TaxAssessment {
  readonly person: string;
  /** The year of the income (it is assessed in the year after), and the number of the bill. */
  readonly incomeYear: number;
  readonly articleNumber: string;
  readonly taxableIncomeCents: number;
  readonly professionalIncomeCents: number;
  /** For assessments of a couple. */
  readonly jointlyWith?: string;
}

export const TAX_ASSESSMENTS: readonly TaxAssessment[] = [
  {
    person: 'mirage.anselme',
    incomeYear: 2024,
    articleNumber: '790010101',
    taxableIncomeCents: 2_184_300,
    professionalIncomeCents: 2_184_300,
    jointlyWith: 'mirage.zelie',
  },
  {
    person: 'mirage.anselme',
    incomeYear: 2023,
    articleNumber: '790000101',
    taxableIncomeCents: 2_002_275,
    professionalIncomeCents: 2_002_275,
    jointlyWith: 'mirage.zelie',
  },
  {
    person: 'desnuages.hortense',
    incomeYear: 2024,
    articleNumber: '790010111',
    taxableIncomeCents: 3_912_000,
    professionalIncomeCents: 3_840_000,
    jointlyWith: 'desnuages.leonce',
  },
  {
    person: 'zomaar.kamiel',
    incomeYear: 2023,
    articleNumber: '790010229',
    taxableIncomeCents: 1_168_800,
    professionalIncomeCents: 0,
  },
  // The last one before he stopped declaring anything.
  {
    person: 'quelquepart.armand',
    incomeYear: 2019,
    articleNumber: '790010161',
    taxableIncomeCents: 1_420_000,
    professionalIncomeCents: 1_420_000,
  },
];
