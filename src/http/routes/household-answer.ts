import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Client } from '../../domain/client.ts';
import type { ExchangeId } from '../../domain/exchange.ts';
import type { HouseholdId } from '../../domain/integration.ts';
import type { Language } from '../../domain/language.ts';
import type { HouseholdView } from '../../integration/view.ts';
import { clientGone } from '../client-gone.ts';
import type { Exchanges, Register, Watching } from '../ports.ts';
import { parsePrefer } from '../prefer.ts';
import { presentExchange } from '../present.ts';
import type { StepResults } from '../present-household.ts';
import { clientOf } from '../route-description.ts';

interface WaitParts {
  readonly register: Register;
  readonly watching: Watching;
  readonly now: () => Date;
  readonly stopping: AbortSignal;
}

/**
 * The household once nothing of it is on its way, or as it stands when the caller's patience ends. A change of code has a second message
 * that leaves after the first was answered: that one is waited for as well.
 */
export async function settledInTime(
  { register, watching, now, stopping }: WaitParts,
  request: FastifyRequest,
  reply: FastifyReply,
  household: HouseholdId,
  replayed: boolean,
): Promise<HouseholdView> {
  const client = clientOf(request);
  const { waitSeconds } = parsePrefer(request.headers.prefer);
  if (waitSeconds > 0) reply.header('preference-applied', `wait=${waitSeconds}`);
  const until = now().getTime() + waitSeconds * 1_000;
  const left = (): number => until - now().getTime();
  const signal = AbortSignal.any([stopping, clientGone(reply)]);
  let view = await register.view(client, household, !replayed);
  while (view.state === 'in-progress' && left() > 0 && !signal.aborted) {
    const pending = pendingOf(view);
    if (pending.length === 0) break;
    await Promise.all(pending.map((id) => watching.whenFinal(id, left(), signal)));
    view = await register.view(client, household, true);
  }
  return view;
}

function pendingOf({ members }: HouseholdView): ExchangeId[] {
  return members.flatMap(({ integrations }) =>
    integrations.flatMap(({ step }) => (step?.state === 'pending' ? [step.exchange] : [])),
  );
}

/** What BCSS said where it refused: a person has to know why before trying again. */
export async function resultsOf(
  exchanges: Exchanges,
  client: Client,
  { members }: HouseholdView,
  language: Language,
): Promise<StepResults> {
  const refused = members.flatMap(({ integrations }) =>
    integrations.flatMap(({ step }) => (step?.state === 'refused' ? [step.exchange] : [])),
  );
  const found = await Promise.all(
    refused.map(async (id) => {
      const shown = presentExchange(await exchanges.view(client, id, true), language) as { readonly result?: unknown };
      return [id, shown.result] as const;
    }),
  );
  return new Map(found.filter(([, result]) => result !== undefined));
}
