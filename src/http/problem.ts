import type { Language } from '../domain/language.ts';
import { PROBLEMS, type ProblemCode } from '../domain/problems/catalogue.ts';
import { type FieldProblem, fieldProblemText } from '../domain/problems/field-problem.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { ProblemKind, Responsible } from '../domain/problems/problem.ts';
import type { Reason } from '../domain/problems/reason.ts';
import { RETRY_AFTER_SECONDS, STATUS_OF_PROBLEM } from './problem-status.ts';

/** Media type of RFC 9457. */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/**
 * A problem document (RFC 9457): what went wrong, whose it is, what happens by itself, what a person should do. `code` is stable; the
 * texts are in one language and may change.
 */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** The request, as it stands in the technical log. */
  readonly instance: string;
  readonly code: ProblemCode;
  readonly responsible: Responsible;
  readonly again: ProblemKind['again'];
  readonly happens: string;
  readonly remedy: string;
  readonly errors?: readonly ProblemField[];
  readonly reasons?: readonly ProblemReason[];
}

/** One field at fault: where, which rule, the rule in words. Parameters have pointers too: `/query/limit`, `/headers/person-ssin`. */
export interface ProblemField {
  readonly pointer: string;
  readonly rule: FieldProblem['rule'];
  readonly detail: string;
}

/** One of several reasons, with its own remedy. */
export interface ProblemReason {
  readonly code: string;
  readonly reason: string;
  readonly remedy: string;
}

/** The document of an error, in one language. `status` differs from the table only for faults that HTTP itself has a number for. */
export function problemDocument(
  error: GatewayError,
  language: Language,
  requestId: string,
  status = STATUS_OF_PROBLEM[error.code],
): ProblemDocument {
  const { responsible, again, title, itself } = PROBLEMS[error.code];
  const { detail, fields, reasons } = error;
  return {
    type: `/docs/errors#${error.code}`,
    title: title[language],
    status,
    ...(detail !== undefined && { detail: detail[language] }),
    instance: `urn:uuid:${requestId}`,
    code: error.code,
    responsible,
    again,
    happens: itself[language],
    remedy: remedyOf(error, language),
    ...(fields.length > 0 && { errors: fields.map((field) => fieldInWords(field, language)) }),
    ...(reasons.length > 0 && { reasons: reasons.map((reason) => reasonInWords(reason, language)) }),
  };
}

/** What to do about each reason; where there are none, what the catalogue says. */
function remedyOf({ code, reasons }: GatewayError, language: Language): string {
  if (reasons.length === 0) return PROBLEMS[code].remedy[language];
  return [...new Set(reasons.map(({ remedy }) => remedy[language]))].join(' ');
}

/** A reason in one language. */
export function reasonInWords({ code, reason, remedy }: Reason, language: Language): ProblemReason {
  return { code, reason: reason[language], remedy: remedy[language] };
}

function fieldInWords(field: FieldProblem, language: Language): ProblemField {
  return { pointer: field.pointer, rule: field.rule, detail: fieldProblemText(field)[language] };
}

/** Seconds for `Retry-After`; undefined where coming back would not help. */
export function retryAfterOf(error: GatewayError): number | undefined {
  return error.retryAfterSeconds ?? (STATUS_OF_PROBLEM[error.code] === 503 ? RETRY_AFTER_SECONDS : undefined);
}

/**
 * Any error as one of the catalogue. What Fastify itself refuses has a code of ours; everything unforeseen is `internal-error`, with the
 * error as its cause, for the technical log only.
 */
export function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const { code, statusCode } = (typeof error === 'object' && error !== null ? error : {}) as FrameworkError;
  const known = code === undefined ? undefined : CODE_OF_FRAMEWORK_ERROR[code];
  if (known !== undefined) return new GatewayError(known, { cause: error });
  const isCallers = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  return new GatewayError(isCallers ? 'malformed-request' : 'internal-error', { cause: error });
}

interface FrameworkError {
  readonly code?: string;
  readonly statusCode?: number;
}

/** Fastify's own refusals. Anything else of it below 500 is a request that HTTP does not allow. */
const CODE_OF_FRAMEWORK_ERROR: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported-media-type',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
  FST_ERR_NOT_FOUND: 'not-found',
};
