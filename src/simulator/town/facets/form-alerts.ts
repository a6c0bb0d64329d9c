/** An alert of the federal service about a form that a centre sent: it wants to know why. */
export interface FormAlert {
  readonly alertId: string;
  /** Number of the form it is about. */
  readonly formNumber: string;
}

export const FORM_ALERTS: readonly FormAlert[] = [
  { alertId: '900001', formNumber: '9900010101' },
  { alertId: '900002', formNumber: '9900010122' },
  { alertId: '900003', formNumber: '9900010204' },
];
