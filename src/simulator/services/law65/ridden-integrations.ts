import { dayOfDate } from '../../integrations/day.ts';
import { isJsonObject, type Json, numberIn, textIn } from '../../json.ts';
import type { Question } from '../service.ts';

/** Integrations and their ends that ride on a form: the directory of persons learns of them as if they had been sent by themselves. */
export function carryOutIntegrations(ssin: string, form: Json, question: Question): void {
  const { integrations } = question.world;
  for (const given of changes(ssin, form, 'Integration', question)) integrations.register(given);
  for (const given of changes(ssin, form, 'Desintegration', question)) integrations.unregister(given);
}

function changes(ssin: string, form: Json, name: 'Integration' | 'Desintegration', { caller }: Question) {
  const list = isJsonObject(form) ? form[name] : undefined;
  return (Array.isArray(list) ? list : []).map((given) => ({
    ssin,
    nisCode: caller.nisCode,
    qualityCode: numberIn(given, 'qualitycode') ?? 0,
    period: { start: dayOfDate(textIn(given, 'StartDate') ?? ''), end: dayOfDate(textIn(given, 'EndDate') ?? '') },
  }));
}
