import { daysOfMonth } from '../../calendar.ts';
import { dayOfDate, type Period } from '../../integrations/day.ts';
import { type Json, numberIn, textIn, valueIn } from '../../json.ts';
import type { Person } from '../../town/person.ts';
import type { Question, Service } from '../service.ts';
import { declaration, refusedFor, TAKEN, type Verdict } from './evaluation.ts';

/** The subsidy of living wages (provisional): a decision to pay, its end, what was paid in a month. */
export const subsidyDis: Service = declaration('SubsidyDis', 'form', (form, person, question) => {
  if (person === undefined) return refusedFor('FICT23');
  if (valueIn(form, 'grant') !== undefined) return grant(form, person, question);
  if (valueIn(form, 'end') !== undefined) return end(form, person, question);
  return expenses(form, person, question);
});

function grant(form: Json, person: Person, { world, caller }: Question): Verdict {
  const last = textIn(form, 'grant', 'period', 'endDate');
  const period: Period = {
    start: dayOfDate(textIn(form, 'grant', 'period', 'beginDate') ?? ''),
    ...(last !== undefined && { end: dayOfDate(last) }),
  };
  const { livingWages } = world.declared;
  if (livingWages.in(person.key, period).length > 0) return refusedFor('FICT22');
  const annualCents = numberIn(form, 'grant', 'annualAmount') ?? 0;
  const row = { person: person.key, cpas: caller.cbeNumber, category: 'LIVING_WAGE' } as const;
  livingWages.add({ ...row, periods: [period], annualCents });
  return TAKEN;
}

function end(form: Json, person: Person, { world, caller }: Question): Verdict {
  const day = dayOfDate(textIn(form, 'end', 'endDate') ?? '');
  return world.declared.livingWages.end(person.key, caller.cbeNumber, day) ? TAKEN : refusedFor('FICT23');
}

/** A month is declared once, and not for more than a twelfth of what was granted for a year. */
function expenses(form: Json, person: Person, { world, caller }: Question): Verdict {
  const month = (textIn(form, 'expenses', 'month') ?? '').slice(0, 'yyyy-mm'.length);
  const { livingWages, expenses: declared } = world.declared;
  const [own] = livingWages.in(person.key, daysOfMonth(month)).filter(({ cpas }) => cpas === caller.cbeNumber);
  if (own === undefined) return refusedFor('FICT23');
  const row = { person: person.key, cbeNumber: caller.cbeNumber, month };
  if (declared.has((one) => one.person === row.person && one.cbeNumber === row.cbeNumber && one.month === month)) {
    return refusedFor('FICT24');
  }
  declared.add(row);
  const most = own.annualCents === undefined ? Infinity : Math.ceil(own.annualCents / 12);
  return (numberIn(form, 'expenses', 'paidAmount') ?? 0) > most ? { kind: 'partly', why: 'FICT25' } : TAKEN;
}
