import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../domain/language.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import type { IncomingRequest, Receipt } from '../../intake/intake.ts';
import type { PendingApproval } from '../../intake/ports.ts';
import type { ExchangeSummary } from '../../status/view.ts';
import { clientGone } from '../client-gone.ts';
import { keyOf } from '../idempotency-header.ts';
import { speak } from '../language.ts';
import type { Desk, Exchanges, Watching } from '../ports.ts';
import { parsePrefer, type Preferences } from '../prefer.ts';
import { presentExchange, withExplanation } from '../present.ts';
import { clientOf } from '../route-description.ts';

export interface SendParts {
  readonly desk: Desk;
  readonly exchanges: Exchanges;
  readonly watching: Watching;
  /** Aborted when the door closes: nobody waits any longer. */
  readonly stopping: AbortSignal;
}

/** Where every message comes in. Each flow has an operation of its own in the OpenAPI document, so there is no description here. */
const SEND_URL = '/v1/flows/:flow/exchanges';

/**
 * Hands a message to the desk: `202` with a receipt, or, for a caller that wants to wait and does not wait in vain, `200` with the whole
 * exchange. When the answer leaves, the message is safe.
 */
export function sendRoute(app: FastifyInstance, parts: SendParts): void {
  app.post(SEND_URL, { config: { body: 'json' } }, async (request, reply) => {
    const preferences = parsePrefer(request.headers.prefer);
    const incoming = incomingOf(request, preferences);
    if (preferences.validateOnly) return validate(parts.desk, incoming, reply);
    const receipt = await parts.desk.accept(incoming);
    if (receipt.approval !== undefined) return awaitingApproval(reply, receipt, receipt.approval);
    reply.header('location', `/v1/exchanges/${receipt.id}`);
    if (receipt.replayed) reply.header('idempotent-replayed', 'true');
    applyPreferences(reply, preferences);
    if (await isFinalInTime(receipt, preferences, request, reply, parts)) {
      // The answer to the very call that asked for it is no further reading of personal data; to a repeated call it is.
      const view = await parts.exchanges.view(incoming.client, receipt.id, !receipt.replayed);
      return presentExchange(view, speak(request, reply));
    }
    reply.code(202);
    const hasMoved = receipt.replayed || preferences.waitSeconds > 0;
    if (!hasMoved) return freshReceipt(receipt);
    return receiptOf(await parts.exchanges.summary(incoming.client, receipt.id), speak(request, reply));
  });
}

function incomingOf(request: FastifyRequest, { waitSeconds }: Preferences): IncomingRequest {
  const { flow = '' } = request.params as { flow?: string };
  if (request.bytes === undefined) throw new GatewayError('unsupported-media-type');
  return {
    client: clientOf(request),
    flow,
    body: request.body,
    bytes: request.bytes,
    idempotencyKey: keyOf(request),
    interactive: waitSeconds > 0,
  };
}

/** Everything short of accepting; nothing is written. */
async function validate(desk: Desk, incoming: IncomingRequest, reply: FastifyReply): Promise<object> {
  const { flow, organisation, payload, permission } = await desk.check(incoming);
  reply.header('preference-applied', 'validate-only');
  return {
    valid: true,
    flow: flow.id,
    organisation: organisation.id,
    kind: flow.kindOf(payload),
    ...(permission.fourEyes !== undefined && { needsApproval: true }),
  };
}

function applyPreferences(reply: FastifyReply, { waitSeconds, respondAsync }: Preferences): void {
  if (waitSeconds > 0) reply.header('preference-applied', `wait=${waitSeconds}`);
  else if (respondAsync) reply.header('preference-applied', 'respond-async');
}

/** Waits as long as the caller wants to, and is there, and we are not stopping. */
async function isFinalInTime(
  receipt: Receipt,
  { waitSeconds }: Preferences,
  request: FastifyRequest,
  reply: FastifyReply,
  { watching, stopping }: SendParts,
): Promise<boolean> {
  if (waitSeconds === 0) return false;
  return watching.whenFinal(receipt.id, waitSeconds * 1_000, AbortSignal.any([stopping, clientGone(reply)]));
}

/** Nothing is sent before a second person approves: the address to follow is that of the approval. */
function awaitingApproval(reply: FastifyReply, receipt: Receipt, approval: PendingApproval): object {
  const { id, state, approvers, expiresAt } = approval;
  reply.code(202).header('location', `/v1/approvals/${id}`);
  if (receipt.replayed) reply.header('idempotent-replayed', 'true');
  return { ...freshReceipt(receipt), state: 'awaiting-approval', approval: { id, state, approvers, expiresAt } };
}

/** The receipt of what was accepted a moment ago. */
function freshReceipt({ id, flow, organisation, ticket, acceptedAt, logIndex }: Receipt): object {
  return { id, flow, organisation, ticket, state: 'queued', acceptedAt, logIndex: Number(logIndex) };
}

/** The receipt of an exchange as it stands; with the reason where it is not under way. */
function receiptOf(summary: ExchangeSummary, language: Language): object {
  const { id, flow, organisation, ticket, state, acceptedAt, logIndex, code, nextAttemptAt, serviceWait } = summary;
  const receipt = { id, flow, organisation, ticket, state, acceptedAt, logIndex };
  if (code === undefined) return receipt;
  const when = {
    ...(nextAttemptAt !== undefined && { nextAttemptAt }),
    ...(serviceWait !== undefined && { serviceWait }),
  };
  return { ...receipt, ...withExplanation({ code }, language, state), ...when };
}
