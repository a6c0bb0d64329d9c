import type { Fault } from '../faults/fault.ts';
import { refusal } from '../services/admission.ts';
import { serviceFor } from '../services/index.ts';
import type { Answer, Question } from '../services/service.ts';
import type { Recognised } from './dispatch.ts';
import { reversedPeriods } from './reversed-periods.ts';

/** What the answer to a question is: refused for its form, refused for its subject, or what the service says. */
export function decide(recognised: Recognised, question: Question, fault: Fault | undefined): Answer {
  const invalid = formRefusal(recognised);
  if (invalid !== undefined) return invalid;
  if (fault?.kind === 'refuse') return { outcome: 'refused', remarks: [{ code: fault.code }] };
  const service = serviceFor(recognised.contract);
  return refusal(question, service.admission) ?? service.answer(question);
}

/** A field that is missing or not valid, or a period that ends before it begins, is named: each transport has its code for that. */
function formRefusal({ contract, read }: Recognised): Answer | undefined {
  const invalid = read.defects.filter(({ kind }) => kind !== 'structure').map(({ field }) => field);
  // SSDN services have remarks of their own for a period.
  const reversed = contract.transport === 'soap' ? reversedPeriods(read.value) : [];
  const fields = [...invalid, ...reversed].map((name) => ({ name }));
  if (fields.length === 0) return undefined;
  const code = contract.transport === 'ssdn' ? '31000007' : 'MSG00008';
  return { outcome: 'refused', remarks: [{ code, fields: fields.slice(0, FIELDS_MAX) }] };
}

/** ResultSummary has room for five. */
const FIELDS_MAX = 5;
