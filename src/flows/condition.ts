import type { JsonValue } from './codec/write.ts';
import { valuesAt } from './pointer.ts';

/** A value in a message that decides something. */
export interface Condition {
  readonly at: string;
  readonly is: string | number | boolean;
}

/** True when the message has this value at this place, or at one of the places that the pointer stands for. */
export function holds(condition: Condition, message: JsonValue | undefined): boolean {
  return valuesAt(message, condition.at).some((value) => value === condition.is);
}
