import { plusDays } from '../domain/calendar-day.ts';
import type { LogIndex } from '../domain/entry.ts';
import type { ExchangeId } from '../domain/exchange.ts';
import type { IntegrationId } from '../domain/integration.ts';
import { ticketOf } from '../domain/ticket.ts';
import type { NewExchange } from '../exchanges/accept.ts';
import type { FinishedExchange } from '../exchanges/finish.ts';
import type { RequestBody } from '../exchanges/request-body.ts';
import type { Flow } from '../flows/flow.ts';
import type { Database } from '../store/pool.ts';
import { holdIntegration } from './find.ts';
import type { LearnParts } from './learn-parts.ts';
import { payloadOf } from './messages.ts';
import { closeAct } from './plan.ts';
import type { Integration } from './register-row.ts';
import { close } from './write-act.ts';

/**
 * The second half of a change of code: the new code is open, so the old one is closed, in the same transaction. Between the two there is
 * no moment in which a crash could forget the second. The desk looked at this message when the change was asked for.
 */
export async function closeReplaced(
  parts: LearnParts,
  database: Database,
  exchange: FinishedExchange,
  opened: Integration,
  replaced: IntegrationId,
): Promise<void> {
  const old = await holdIntegration(database, parts.vault, replaced);
  // Somebody may have closed it meanwhile, or it may have run out.
  if (old?.state !== 'open' || (old.lastDay !== undefined && old.lastDay < opened.firstDay)) return;
  const request = await requestOf(parts, database, exchange.id);
  const flow = parts.flows.find(exchange.flow);
  if (request === undefined || flow?.descriptor.integration === undefined) return;
  const act = closeAct(
    { ...old, step: undefined },
    plusDays(opened.firstDay, -1),
    opened.firstDay,
    old.proof ?? opened.proof,
  );
  const body: RequestBody = {
    context: { ...request.body.context, qualityCode: old.qualityCode },
    payload: payloadOf(flow.descriptor.integration, act.change),
  };
  await close(parts, database, act, followUp(parts, exchange, flow, request, body));
}

/** A message on behalf of the person who asked for the first one. */
function followUp(
  { ids }: LearnParts,
  first: FinishedExchange,
  flow: Flow,
  { client, policy }: RequestFacts,
  body: RequestBody,
): NewExchange {
  const id = ids.uuid() as ExchangeId;
  const ticket = ticketOf(ids.uuid());
  const { context, payload } = body;
  const { user, purpose, fileReference, qualityCode } = context;
  const subjects = flow.subjectsOf(payload);
  const legalContext = flow.legalContextOf(context.legalContext);
  return {
    id,
    organisation: first.organisation,
    flow: flow.id,
    kind: flow.kindOf(payload),
    client,
    ticket,
    pace: 'background',
    resendSafe: flow.resendSafe(payload),
    entry: {
      kind: 'request',
      organisation: first.organisation,
      exchangeId: id,
      flow: flow.id,
      ticket,
      client,
      actor: user.ssin,
      subjects,
      ...(legalContext !== undefined && { legalContext }),
      ...(qualityCode !== undefined && { qualityCode }),
      ...(policy !== undefined && { policy }),
      details: { user, subjects, purpose, fileReference, follows: first.id },
      body: Buffer.from(JSON.stringify(body)),
      contentType: 'application/json',
    },
  };
}

interface RequestFacts {
  readonly client: string;
  /** The version of the authorisation table that allowed the change. */
  readonly policy: string | undefined;
  readonly body: RequestBody;
}

async function requestOf(
  { ledger }: LearnParts,
  database: Database,
  id: ExchangeId,
): Promise<RequestFacts | undefined> {
  const [row] = await database.query<{ client: string; policy: string | null; request_index: LogIndex }>(REQUEST, [id]);
  const body = row === undefined ? undefined : await ledger.request(database, row.request_index);
  return row === undefined || body === undefined
    ? undefined
    : { client: row.client, policy: row.policy ?? undefined, body };
}

const REQUEST = `
  SELECT x.client, x.request_index, gateway.policy_of(x.id) AS policy FROM gateway.exchange x WHERE x.id = $1`;
