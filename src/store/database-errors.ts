/** PostgreSQL error classes and codes (appendix A of its manual) that mean something to us. */

/** Serialization failure, deadlock. */
const WORTH_REPEATING = new Set(['40001', '40P01']);

/** Connection lost, server shutting down, out of resources, statement cancelled by its time limit. */
const UNAVAILABLE_CODES = new Set([
  '57P01',
  '57P02',
  '57P03',
  '57014',
  '25006',
  '25P03',
  '53000',
  '53100',
  '53200',
  '53300',
]);
const UNAVAILABLE_SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** node-postgres reports these with a message only. */
const UNAVAILABLE_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error/;

/** The same transaction, run again, may succeed. */
export function isWorthRepeating(error: unknown): boolean {
  return WORTH_REPEATING.has(codeOf(error)) || isStalePlan(error);
}

/** A migration changed the tables under a statement that was prepared before it (0A000, told from other refusals by its words). */
export function isStalePlan(error: unknown): boolean {
  return codeOf(error) === '0A000' && error instanceof Error && error.message.includes('cached plan');
}

/** The database cannot do this now; nothing is wrong with the statement. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code.startsWith('08') ||
    UNAVAILABLE_CODES.has(code) ||
    UNAVAILABLE_SYSTEM_CODES.has(code) ||
    (error instanceof Error && UNAVAILABLE_MESSAGES.test(error.message)) ||
    (error instanceof AggregateError && error.errors.some(isUnavailable))
  );
}

/**
 * The values of a statement are why it failed: what one of them is (class 22), a constraint (23), a size (54). The same statement with
 * other values may succeed; this one never will.
 */
export function isRefusedByData(error: unknown): boolean {
  return /^(?:22|23|54)/.test(codeOf(error));
}

/** A unique constraint was broken (23505), optionally the one named. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    codeOf(error) === '23505' &&
    (constraint === undefined || (error as { constraint?: unknown }).constraint === constraint)
  );
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
}
