import type { ExchangeId } from '../domain/exchange.ts';
import { ticketOf } from '../domain/ticket.ts';
import type { ExchangeRow } from '../exchanges/exchange-row.ts';
import type { RequestContext } from '../exchanges/request-body.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Ledger, Nudge } from './ports.ts';

/** The client that requests of the gateway's own are accepted for: questions about uncertain declarations, further pages. */
export const GATEWAY_CLIENT = 'gateway';

/** What the desk needs to accept a request of the gateway's own. */
export interface OwnRequests {
  readonly ledger: Ledger;
  readonly ids: Ids;
  readonly nudge: Nudge;
}

/**
 * Accepts a question about an uncertain declaration through the same door as any request: an exchange of its own, on behalf of the
 * person who made the declaration, with the declaration named as its purpose.
 */
export function askQuestion(
  own: OwnRequests,
  parent: ExchangeRow,
  flow: Flow,
  payload: Payload,
  context: RequestContext,
): Promise<void> {
  return accept(own, parent, flow, payload, { ...context, purpose: `outcome of ${parent.ticket}` }, {});
}

/** Accepts the request for a further page of an answer: as {@link askQuestion}, under the purpose of the first. @param page from 2 */
export function askPage(
  own: OwnRequests,
  first: ExchangeRow,
  flow: Flow,
  payload: Payload,
  context: RequestContext,
  page: number,
): Promise<void> {
  return accept(own, first, flow, payload, context, { page });
}

async function accept(
  { ledger, ids, nudge }: OwnRequests,
  parent: ExchangeRow,
  flow: Flow,
  payload: Payload,
  context: RequestContext,
  more: Readonly<Record<string, unknown>>,
): Promise<void> {
  const id = ids.uuid() as ExchangeId;
  const ticket = ticketOf(ids.uuid());
  const subjects = flow.subjectsOf(payload);
  const legalContext = flow.legalContextOf(context.legalContext);
  const { user, purpose, fileReference } = context;
  await ledger.accept({
    id,
    organisation: parent.organisation,
    flow: flow.id,
    kind: flow.kindOf(payload),
    client: GATEWAY_CLIENT,
    ticket,
    pace: 'interactive',
    resendSafe: flow.resendSafe(payload),
    parentId: parent.id,
    questionStep: parent.reconcileStep,
    entry: {
      kind: 'request',
      organisation: parent.organisation,
      exchangeId: id,
      flow: flow.id,
      ticket,
      client: GATEWAY_CLIENT,
      actor: user.ssin,
      subjects,
      ...(legalContext !== undefined && { legalContext }),
      details: { user, subjects, purpose, fileReference, parent: parent.id, ...more },
      body: Buffer.from(JSON.stringify({ context, payload })),
      contentType: 'application/json',
    },
  });
  nudge();
}
