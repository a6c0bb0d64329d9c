import { contains, type Period } from '../../integrations/day.ts';
import type { Integration } from '../../integrations/integrations.ts';
import { allowsPeriod, isQualityCode } from '../../integrations/quality-codes.ts';
import { type Remark, remark } from '../remarks.ts';
import type { Asked } from './asked.ts';

/**
 * What BCSS minds about a change before it looks at the directory. Only the missing argument has a code that was seen; for the rest
 * BCSS is known to refuse, or bound to by its own rules, and the codes are ours (author FICTIONAL).
 */
export function changeDefect({ purpose, period, action }: Asked): Remark | undefined {
  if (period.end !== undefined && period.end < period.start) return about('99990006', 'Period', written(period));
  if (action === 'LIST') return undefined;
  if (purpose === undefined) return remark('31000007', 'Purpose');
  if (!isQualityCode(purpose)) return about('99990004', 'Purpose', String(purpose));
  if (action === 'REGISTER' && !allowsPeriod(purpose, period)) return about('99990005', 'Period', written(period));
  return undefined;
}

/** A registration of what is registered already: nothing would change, and the period that is there is named. */
export function alreadyIntegrated(asked: Integration, present: readonly Integration[]): Remark | undefined {
  const same = present.find(
    ({ nisCode, qualityCode, period }) =>
      nisCode === asked.nisCode && qualityCode === asked.qualityCode && covers(period, asked.period),
  );
  return same && about('99990003', 'Period', written(same.period));
}

function covers(whole: Period, part: Period): boolean {
  return contains(whole, part.start) && (part.end === undefined ? whole.end === undefined : contains(whole, part.end));
}

function about(code: string, name: string, value: string): Remark {
  return { code, fields: [{ name, value }] };
}

function written({ start, end }: Period): string {
  return `${start}/${end ?? ''}`;
}
