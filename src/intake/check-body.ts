import { composed } from '../domain/composed-text.ts';
import type { FieldProblem } from '../domain/problems/field-problem.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { RequestBody, RequestContext } from '../exchanges/request-body.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import { integrationProblems } from '../flows/integration-rules.ts';
import { compileCheck } from '../flows/validate.ts';
import { checkKeyForm } from './idempotency-key.ts';
import { FRAME_SCHEMA } from './request-schema.ts';

const checkFrame = compileCheck(FRAME_SCHEMA);

/** Frame, context and payload of a request as it will be sent, every fault of the three at once. @throws GatewayError `invalid-request`, `invalid-payload`, `integration-not-allowed` */
export function checkBody(flow: Flow, body: unknown): RequestBody {
  const inFrame = checkFrame(body);
  const frame = body as Partial<RequestBody> | null;
  const inPayload = isObject(frame?.payload) ? flow.check(frame.payload).map(insidePayload) : [];
  const aboutContext = inFrame.length === 0 ? legalContextProblems(flow, (body as RequestBody).context) : [];
  const forced = inFrame.length === 0 && inPayload.length === 0 ? forceProblems(flow, body as RequestBody) : [];
  const fields = [...inFrame, ...pagesProblems(flow, frame), ...aboutContext, ...inPayload, ...forced];
  if (fields.length > 0)
    throw new GatewayError(inPayload.length > 0 ? 'invalid-payload' : 'invalid-request', { fields });
  const checked = composed(body as RequestBody);
  checkRules(flow, checked.payload);
  return checked;
}

/** What the contract lets through, and the rules of the field do not. @throws GatewayError `integration-not-allowed` */
function checkRules(flow: Flow, payload: Payload): void {
  const fields = integrationProblems(flow, payload).map(insidePayload);
  if (fields.length > 0) throw new GatewayError('integration-not-allowed', { fields });
}

/** The legal context is the caller's to name and the gateway's to write: what the contract does not take would never be sent. */
function legalContextProblems(flow: Flow, context: RequestContext): FieldProblem[] {
  const pointer = '/context/legalContext';
  const { allowed } = flow.descriptor.legalContext ?? {};
  const legalContext = flow.legalContextOf(context.legalContext);
  if (legalContext === undefined)
    return Object.values(flow.descriptor.fill ?? {}).includes('legal-context') ? [{ pointer, rule: 'required' }] : [];
  return allowed === undefined || allowed.includes(legalContext)
    ? []
    : [{ pointer, rule: 'enum', expected: allowed.join(' | ') }];
}

/** Who makes BCSS give data that no integration opens says why, as for every emergency. */
function forceProblems(flow: Flow, { context, payload }: RequestBody): FieldProblem[] {
  const needsReason = flow.forcesAccess(payload) && context.emergency === undefined;
  return needsReason ? [{ pointer: '/context/emergency', rule: 'required' }] : [];
}

/** @throws GatewayError `idempotency-key-missing`, `idempotency-key-invalid` */
export function checkKey(key: string | undefined, flow: Flow, payload: Payload): void {
  if (key === undefined) {
    if (flow.kindOf(payload) !== 'consultation') throw new GatewayError('idempotency-key-missing');
    return;
  }
  checkKeyForm(key);
}

/** Only some services give their lists in pages: to ask for all of what there is one of would be a misunderstanding. */
function pagesProblems(flow: Flow, frame: Partial<RequestBody> | null): FieldProblem[] {
  const isAsked = isObject(frame) && frame.pages !== undefined;
  return isAsked && flow.descriptor.pages === undefined ? [{ pointer: '/pages', rule: 'unknown-field' }] : [];
}

function insidePayload(problem: FieldProblem): FieldProblem {
  return { ...problem, pointer: `/payload${problem.pointer}` };
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
