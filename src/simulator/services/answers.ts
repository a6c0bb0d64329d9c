import type { JsonObject } from '../json.ts';
import { remark } from './remarks.ts';
import type { Answer } from './service.ts';

/** Data, or something done. */
export function found(parts: JsonObject): Answer {
  return { outcome: 'found', parts };
}

/** Asked correctly, nothing there. */
export const NOTHING: Answer = { outcome: 'nothing' };

/** Declined, for one reason; the fields are those it is about. */
export function refused(code: string, ...fields: readonly string[]): Answer {
  return { outcome: 'refused', remarks: [remark(code, ...fields)] };
}

/** What a list says: itself, under its key, or nothing when it is empty. */
export function foundIfAny<Row>(rows: readonly Row[], parts: (rows: readonly Row[]) => JsonObject): Answer {
  return rows.length === 0 ? NOTHING : found(parts(rows));
}
