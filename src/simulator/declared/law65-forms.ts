import type { Day } from '../integrations/day.ts';

/** The letter of a form under the law of 2 April 1965: identification, decision, care, stop, refund, refund of care, recovery. */
export type Law65Letter = 'A' | 'B1' | 'B2' | 'C' | 'D1' | 'D2' | 'F';

/** A form that the State accepted, wholly or in part. */
export interface Law65Form {
  readonly letter: Law65Letter;
  /** Fifteen characters, given by the centre. */
  readonly attestId: string;
  /** Ten characters, given by the federal service. */
  readonly reference: string;
  readonly cbeNumber: string;
  readonly ssin: string;
  readonly entryDate: Day;
  readonly decisionDate: Day;
  readonly months: number;
  readonly partly: boolean;
  /** What was asked or refunded: names of aids for a decision. */
  readonly aids: readonly string[];
  /** Eurocent paid, or taken back. */
  readonly amount: number;
  /** The month a refund is of. */
  readonly month?: string;
  /** The former form C that this one takes back. */
  readonly withdraws?: string;
}

/** Forms of all centres, in the order in which they came. */
export class Law65Forms {
  private readonly forms: Law65Form[] = [];
  private references = 0;

  /** Another reference of the federal service. */
  nextReference(): string {
    this.references += 1;
    return `99${String(this.references).padStart(8, '0')}`;
  }

  add(form: Law65Form): void {
    this.forms.push(form);
  }

  find(attestId: string): Law65Form | undefined {
    return this.forms.find((form) => form.attestId === attestId);
  }

  /** The forms C about a person that stop something still: taken back is taken back. */
  stopsOf(ssin: string): Law65Form[] {
    const stops = this.of(ssin, 'C');
    const withdrawn = stops.map(({ withdraws }) => withdraws);
    return stops.filter(({ attestId, withdraws }) => withdraws === undefined && !withdrawn.includes(attestId));
  }

  /** Those about a person, of one kind or another. */
  of(ssin: string, ...letters: readonly Law65Letter[]): Law65Form[] {
    return this.forms.filter((form) => form.ssin === ssin && (letters.length === 0 || letters.includes(form.letter)));
  }
}
