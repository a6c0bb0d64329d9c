import { legible, saysSomething } from './says-something.ts';

const CHARACTERS = { min: 10, max: 200 };

/** Whether a text says why the log is read: 10 to 200 characters that somebody can see, and that say something. */
export function isAuditPurpose(text: string): boolean {
  return (
    saysSomething(text, 'reason') && legible(text).length >= CHARACTERS.min && text.trim().length <= CHARACTERS.max
  );
}
