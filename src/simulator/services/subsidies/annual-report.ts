import { dayOf } from '../../integrations/day.ts';
import { isJsonObject, numberIn, textIn, valueIn } from '../../json.ts';
import type { Service } from '../service.ts';
import { declaration, refusedFor, TAKEN } from './evaluation.ts';

/** The one report of a centre on what it did in a year with what it was given (provisional). */
export const annualReport: Service = declaration(
  'AnnualReport',
  'report',
  (report, _person, { world, caller, now }) => {
    const { reports } = world.declared;
    const year = (textIn(report, 'year') ?? '').slice(0, 'yyyy'.length);
    const key = `${caller.cbeNumber}/${year}`;
    if (year >= dayOf(now).slice(0, 4)) return refusedFor('FICT31');
    if (reports.has((one) => one === key)) return refusedFor('FICT24');
    const given = valueIn(report, 'fund');
    const funds = Array.isArray(given) ? given.filter(isJsonObject) : [];
    const names = funds.map((fund) => `${textIn(fund, 'code') ?? ''} ${textIn(fund, 'name') ?? ''}`);
    if (new Set(names).size < names.length) return refusedFor('FICT32');
    reports.add(key);
    const overspent = funds.some(
      (fund) => (numberIn(fund, 'spentAmount') ?? 0) > (numberIn(fund, 'receivedAmount') ?? 0),
    );
    return overspent ? { kind: 'partly', why: 'FICT33' } : TAKEN;
  },
);
