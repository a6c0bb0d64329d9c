import { LIVING_WAGES } from '../town/facets/living-wages.ts';
import type { Town } from '../town/town.ts';
import type { Law65Forms } from './law65-forms.ts';

/** Decisions that were sent before the simulator started: an equivalent of the living wage is paid under the law of 1965. */
export function sendKnownDecisions(forms: Law65Forms, town: Town): void {
  for (const { person, cpas, category, periods } of LIVING_WAGES) {
    if (category !== 'EQUIVALENT_LIVING_WAGE') continue;
    for (const { start } of periods) {
      const { ssin } = town.person(person);
      forms.add({
        letter: 'B1',
        attestId: `B1${ssin}${start.slice(2, 4)}`,
        reference: forms.nextReference(),
        cbeNumber: cpas,
        ssin,
        entryDate: start,
        decisionDate: start,
        months: 12,
        partly: false,
        aids: ['FinancialAid'],
        amount: 0,
      });
    }
  }
}
