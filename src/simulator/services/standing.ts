import type { Standing } from '../town/town.ts';
import { remark } from './remarks.ts';
import type { Answer } from './service.ts';

const CODES = { malformed: 'MSG00011', unknown: 'MSG00005', replaced: 'MSG00006', cancelled: 'MSG00007' } as const;

/** The refusal of a number that is nobody's, or no longer. A replaced one comes with its successor. */
export function standingRefusal(standing: Exclude<Standing, { kind: 'known' }>, field = 'SSIN'): Answer {
  const code = CODES[standing.kind];
  if (standing.kind !== 'replaced') return { outcome: 'refused', remarks: [remark(code, field)] };
  return { outcome: 'refused', remarks: [{ code, fields: [{ name: field, value: standing.by.ssin }] }] };
}
