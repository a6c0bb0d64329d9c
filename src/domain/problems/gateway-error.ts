import type { Localised } from '../language.ts';
import { PROBLEMS, type ProblemCode } from './catalogue.ts';
import { type FieldProblem, fieldProblemText } from './field-problem.ts';
import type { Reason } from './reason.ts';

/** What an error may carry besides its code. */
export interface GatewayErrorOptions {
  /** One sentence about this occurrence. No value of a message, no secret. */
  readonly detail?: Localised | string;
  /** The fields at fault. */
  readonly fields?: readonly FieldProblem[];
  /** All that stands against it, where there may be several things at once. */
  readonly reasons?: readonly Reason[];
  /** When it makes sense to come back. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/**
 * The one exception of this program: a code of the catalogue, and what is known about this occurrence. `http/` turns it into a
 * problem document, the command line into a few sentences.
 */
export class GatewayError extends Error {
  readonly code: ProblemCode;
  readonly detail: Localised | undefined;
  readonly fields: readonly FieldProblem[];
  readonly reasons: readonly Reason[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, options: GatewayErrorOptions = {}) {
    const detail =
      typeof options.detail === 'string'
        ? { fr: options.detail, nl: options.detail, en: options.detail, de: options.detail }
        : options.detail;
    super(describe(code, detail, options.fields ?? []), { cause: options.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.detail = detail;
    this.fields = options.fields ?? [];
    this.reasons = options.reasons ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

function describe(code: ProblemCode, detail: Localised | undefined, fields: readonly FieldProblem[]): string {
  const where = fields.map((field) => `${field.pointer || '/'}: ${fieldProblemText(field).en}`);
  return [PROBLEMS[code].title.en, detail?.en, ...where].filter((part) => part !== undefined).join('; ');
}
