import type { ExchangeId } from '../domain/exchange.ts';
import type { NewEntry } from '../log/entry.ts';
import type { CheckedRequest, IncomingRequest, Receipt } from './intake.ts';
import type { PendingApproval } from './ports.ts';

/** What somebody asked, as far as an entry tells it. */
export type Asked = Pick<CheckedRequest, 'flow' | 'context' | 'subjects'> & {
  readonly organisation: { readonly id: string };
};

export function placeOf({ flow, organisation }: Asked): Pick<Receipt, 'flow' | 'organisation'> {
  return { flow: flow.id, organisation: organisation.id };
}

/** Who asked what, about whom, why, with the exact bytes. @param decided what was decided about it */
export function entryOf(
  { client, bytes }: IncomingRequest,
  { flow, organisation, context, subjects }: Asked,
  kind: NewEntry['kind'],
  decided: object,
): NewEntry {
  const { user, purpose, fileReference, emergency } = context;
  const legalContext = flow.legalContextOf(context.legalContext);
  return {
    kind,
    organisation: organisation.id,
    flow: flow.id,
    client: client.id,
    actor: user.ssin,
    subjects,
    ...(legalContext !== undefined && { legalContext }),
    ...(context.qualityCode !== undefined && { qualityCode: context.qualityCode }),
    details: { user, subjects, purpose, fileReference, emergency, ...decided },
    body: bytes,
    contentType: 'application/json',
  };
}

/** The receipt of a request that waits for a second person: the id and the ticket that its exchange will have. */
export function approvalReceipt(id: ExchangeId, asked: Asked, approval: PendingApproval): Omit<Receipt, 'replayed'> {
  const { ticket, logIndex, askedAt } = approval;
  return { id, ...placeOf(asked), ticket, logIndex, acceptedAt: askedAt, approval };
}
