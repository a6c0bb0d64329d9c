/** A tax assessment. Amounts are in eurocent. */
export interface TaxAssessment {
  readonly person: string;
  /** Tax year (the income is that of the year before), and the number of the bill. */
  readonly taxYear: number;
  readonly articleNumber: string;
  readonly taxableIncomeCents: number;
  readonly professionalIncomeCents: number;
  /** For assessments of a couple. */
  readonly jointlyWith?: string;
}

export const TAX_ASSESSMENTS: readonly TaxAssessment[] = [
  {
    person: 'mirage.anselme',
    taxYear: 2025,
    articleNumber: '790010101',
    taxableIncomeCents: 2_184_300,
    professionalIncomeCents: 2_184_300,
    jointlyWith: 'mirage.zelie',
  },
  {
    person: 'desnuages.leonce',
    taxYear: 2025,
    articleNumber: '790010111',
    taxableIncomeCents: 3_912_000,
    professionalIncomeCents: 3_840_000,
    jointlyWith: 'desnuages.hortense',
  },
  {
    person: 'zomaar.kamiel',
    taxYear: 2024,
    articleNumber: '790010229',
    taxableIncomeCents: 1_168_800,
    professionalIncomeCents: 0,
  },
];
