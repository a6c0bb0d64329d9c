import { dayOf } from '../integrations/day.ts';
import { textIn } from '../json.ts';
import { SPECIAL } from '../town/special-people.ts';
import { remark } from './remarks.ts';
import type { Admission, Answer, Question } from './service.ts';
import { ssinChangeParts } from './ssin-change.ts';
import { standingRefusal } from './standing.ts';

/** A legal context that no customer has, to see what BCSS says then. */
export const CLOSED_LEGAL_CONTEXT = 'SIMULATOR:CLOSED';

/** Why a question is refused before its service hears of it; undefined when it is not. */
export function refusal(question: Question, admission: Admission): Answer | undefined {
  if (legalContextOf(question) === CLOSED_LEGAL_CONTEXT) return refused('MSG00013', 'legalContext');
  if (admission === 'anybody') return undefined;
  for (const ssin of question.subjects) {
    const found = personRefusal(ssin, question, admission);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One service has it in a block of its own. */
function legalContextOf({ payload }: Question): string | undefined {
  return textIn(payload, 'legalContext') ?? textIn(payload, 'securityContext', 'legalContext');
}

/** Why a question about one person is refused: also about somebody whom a service came upon by another number than theirs. */
export function personRefusal(
  ssin: string,
  question: Question,
  admission: Exclude<Admission, 'anybody'> = 'integrated',
): Answer | undefined {
  const { town } = question.world;
  const standing = town.standing(ssin);
  switch (standing.kind) {
    case 'malformed':
    case 'unknown':
      return standingRefusal(standing, 'ssin');
    case 'replaced':
      return { ...standingRefusal(standing, 'ssin'), parts: ssinChangeParts(question, ssin, standing.by.ssin) };
    case 'cancelled':
      return { ...standingRefusal(standing, 'ssin'), parts: ssinChangeParts(question, ssin, undefined) };
    case 'known':
      if (admission === 'registered') return undefined;
      if (!isIntegrated(ssin, question)) return refused('MSG00012', 'ssin');
      return standing.person.key === SPECIAL.sourceUnavailable ? refused('MSG00002') : undefined;
  }
}

/** By the calling CPAS, today, and with one of the quality codes that open this consultation where the flow names them. */
function isIntegrated(ssin: string, { contract, caller, world, now }: Question): boolean {
  const open = world.integrations.open(ssin, caller.nisCode, dayOf(now));
  const codes = contract.descriptor.qualityCodes;
  return open.some(({ qualityCode }) => codes?.includes(qualityCode) ?? true);
}

function refused(code: string, ...fields: readonly string[]): Answer {
  return { outcome: 'refused', remarks: [remark(code, ...fields)] };
}
