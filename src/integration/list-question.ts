import type { ExchangeId } from '../domain/exchange.ts';
import { ticketOf } from '../domain/ticket.ts';
import type { NewExchange } from '../exchanges/accept.ts';
import { GATEWAY_CLIENT } from '../intake/questions.ts';
import type { Ids } from '../telemetry/ids.ts';
import { listPayloadOf, type ListQuestion } from './messages.ts';
import type { RegistrationFlow } from './ports.ts';
import type { CallContext } from './wishes.ts';

/**
 * The question which integrations BCSS has of a person, as a message of the gateway's own, on behalf of whoever asked for the comparison.
 * Only about people of the centre's own register, and about nothing but its own declarations: it opens no source.
 */
export function listQuestion(
  { flow, places }: RegistrationFlow,
  ids: Ids,
  organisation: string,
  context: CallContext,
  question: ListQuestion,
): NewExchange {
  const id = ids.uuid() as ExchangeId;
  const ticket = ticketOf(ids.uuid());
  const payload = listPayloadOf(places, question);
  const subjects = [question.ssin];
  return {
    id,
    organisation,
    flow: flow.id,
    kind: flow.kindOf(payload),
    client: GATEWAY_CLIENT,
    ticket,
    pace: 'background',
    resendSafe: flow.resendSafe(payload),
    entry: {
      kind: 'request',
      organisation,
      exchangeId: id,
      flow: flow.id,
      ticket,
      client: GATEWAY_CLIENT,
      actor: context.user.ssin,
      subjects,
      details: { user: context.user, subjects, purpose: context.purpose },
      body: Buffer.from(JSON.stringify({ context: { ...context, organisation }, payload })),
      contentType: 'application/json',
    },
  };
}
