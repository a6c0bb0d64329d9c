import type { ExchangeId } from '../domain/exchange.ts';
import { ticketOf } from '../domain/ticket.ts';
import type { ExchangeRow } from '../exchanges/exchange-row.ts';
import type { RequestContext } from '../exchanges/request-body.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Ledger, Nudge } from './ports.ts';

/** The client that questions about uncertain declarations are accepted for. */
export const GATEWAY_CLIENT = 'gateway';

/**
 * Accepts a question about an uncertain declaration through the same door as any request: an exchange of its own, on behalf of the
 * person who made the declaration, with the declaration named as its purpose.
 */
export async function askQuestion(
  { ledger, ids, nudge }: { readonly ledger: Ledger; readonly ids: Ids; readonly nudge: Nudge },
  parent: ExchangeRow,
  flow: Flow,
  payload: Payload,
  context: RequestContext,
): Promise<void> {
  const id = ids.uuid() as ExchangeId;
  const ticket = ticketOf(ids.uuid());
  const subjects = flow.subjectsOf(payload);
  const legalContext = flow.legalContextOf(context.legalContext);
  const purpose = `outcome of ${parent.ticket}`;
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
      actor: context.user.ssin,
      subjects,
      ...(legalContext !== undefined && { legalContext }),
      details: { user: context.user, subjects, purpose, fileReference: context.fileReference, parent: parent.id },
      body: Buffer.from(JSON.stringify({ context: { ...context, purpose }, payload })),
      contentType: 'application/json',
    },
  });
  nudge();
}
