import { actsFor, type Client } from '../domain/client.ts';
import type { LogIndex } from '../domain/entry.ts';
import type { ExchangeId } from '../domain/exchange.ts';
import type { FlowId } from '../domain/flow.ts';
import type { Organisation } from '../domain/organisation.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { type Ticket, ticketOf } from '../domain/ticket.ts';
import type { IdempotencyClaim, NewExchange } from '../exchanges/accept.ts';
import type { RequestContext } from '../exchanges/request-body.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Logger } from '../telemetry/logger.ts';
import { denialOf, NEEDS_FOUR_EYES } from './denial.ts';
import type {
  Approvals,
  Authorisation,
  Flows,
  FourEyes,
  Ledger,
  Nudge,
  Organisations,
  PendingApproval,
  Permitted,
  Refused,
} from './ports.ts';
import { checkBody, checkKey } from './check-body.ts';
import { keyClaim } from './idempotency-key.ts';
import { approvalReceipt, type Asked, entryOf, placeOf } from './request-entry.ts';

/** A request as it came through the clients' door. */
export interface IncomingRequest {
  readonly client: Client;
  /** Id or alias of the flow. */
  readonly flow: string;
  /** The parsed body; nothing about it has been checked. */
  readonly body: unknown;
  /** The body byte for byte, for the log. */
  readonly bytes: Uint8Array;
  readonly idempotencyKey: string | undefined;
  /** A person waits for the answer: fewer and faster attempts. */
  readonly interactive: boolean;
}

/** Our promise: it is kept when the answer `202` has left. */
export interface Receipt {
  readonly id: ExchangeId;
  readonly flow: FlowId;
  readonly organisation: string;
  /** True: this is the receipt of an earlier call with the same key and the same message. */
  readonly replayed: boolean;
  readonly ticket?: Ticket;
  readonly logIndex?: LogIndex;
  readonly acceptedAt?: Date;
  /** A second person is needed; nothing is sent before. */
  readonly approval?: PendingApproval;
}

/** A request that passed every check, before anything is written. */
export interface CheckedRequest {
  readonly flow: Flow;
  readonly organisation: Organisation;
  readonly context: RequestContext;
  readonly payload: Payload;
  readonly subjects: readonly string[];
  readonly permission: Permitted;
}

/** A checked request, and the exchange that it becomes when it is written. */
export interface PreparedRequest {
  readonly checked: CheckedRequest;
  readonly exchange: NewExchange;
}

export interface IntakeParts {
  readonly flows: Flows;
  readonly organisations: Organisations;
  readonly authorisation: Authorisation;
  readonly approvals: Approvals;
  readonly ledger: Ledger;
  readonly ids: Ids;
  readonly log: Logger;
  readonly nudge: Nudge;
}

/**
 * The desk: who are you → is the payload valid → may you ask this, about this person, now → idempotency key, log entry and work row
 * in one transaction → receipt.
 *
 * It needs the database and nothing else: neither the queue nor BCSS has to be there for a request to be accepted.
 */
export class Intake {
  private readonly parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.parts = parts;
  }

  /** Accepts a request. It MUST be safe in the database when this resolves. */
  async accept(request: IncomingRequest): Promise<Receipt> {
    const { ledger, nudge } = this.parts;
    const prepared = await this.prepared(request);
    const { checked, exchange } = prepared;
    const { fourEyes } = checked.permission;
    if (fourEyes !== undefined) return this.askApproval(prepared, fourEyes);
    const acceptance = await ledger.accept(exchange);
    if (acceptance.kind === 'known') return this.replayed(checked, acceptance);
    nudge();
    const { id, ticket } = exchange;
    const { logIndex, acceptedAt } = acceptance;
    this.report(prepared, logIndex);
    return { id, ...placeOf(checked), replayed: false, ticket, logIndex, acceptedAt };
  }

  /** Keeps a request until a second person approves it. The receipt has the id and the ticket that the exchange will have. */
  private async askApproval({ checked, exchange }: PreparedRequest, fourEyes: FourEyes): Promise<Receipt> {
    const { permission, context } = checked;
    const request = { exchange, requester: context.user.ssin, rule: permission.rule ?? '', fourEyes };
    const asked = await this.parts.approvals.ask(request);
    if (asked.kind === 'known') return this.replayed(checked, asked);
    return { ...approvalReceipt(exchange.id, checked, asked.approval), replayed: false };
  }

  /** The receipt of a call that was made before, with the same key. @throws GatewayError `idempotency-key-reused` */
  private async replayed(
    checked: CheckedRequest,
    { exchangeId, sameBody }: { readonly exchangeId: ExchangeId; readonly sameBody: boolean },
  ): Promise<Receipt> {
    if (!sameBody) throw new GatewayError('idempotency-key-reused');
    const approval = checked.permission.fourEyes && (await this.parts.approvals.find(exchangeId));
    if (approval === undefined || approval.state === 'approved')
      return { id: exchangeId, ...placeOf(checked), replayed: true };
    return { ...approvalReceipt(exchangeId, checked, approval), replayed: true };
  }

  private report({ checked, exchange }: PreparedRequest, logIndex: LogIndex): void {
    const { log } = this.parts;
    const { exception, rule } = checked.permission;
    const facts = { exchange: exchange.id, ...placeOf(checked), client: exchange.client, index: Number(logIndex) };
    log.info({ event: 'message.accepted', ...facts, rule, exception }, 'message.accepted');
    if (exchange.alert !== undefined) log.warn({ event: exchange.alert.event, ...facts, rule }, exchange.alert.event);
  }

  /**
   * A request checked and made into an exchange that only has to be written: for a room that accepts several in one transaction of its
   * own. Nothing has been promised before that transaction commits.
   */
  async prepare(request: IncomingRequest): Promise<PreparedRequest> {
    const prepared = await this.prepared(request);
    if (prepared.checked.permission.fourEyes !== undefined) throw denialOf(NEEDS_FOUR_EYES);
    return prepared;
  }

  /**
   * As {@link prepare}, for a request that a second person has approved: everything is checked again, as of now.
   */
  async prepareApproved(request: IncomingRequest): Promise<NewExchange> {
    return (await this.prepared(request)).exchange;
  }

  private async prepared(request: IncomingRequest): Promise<PreparedRequest> {
    const checked = await this.check(request);
    if (this.parts.ledger.isFull()) throw new GatewayError('overloaded', { retryAfterSeconds: 30 });
    return { checked, exchange: this.newExchange(request, checked) };
  }

  /** Everything short of accepting: form, rights, key. For `Prefer: validate-only` too. A refusal by policy is recorded. */
  async check(request: IncomingRequest): Promise<CheckedRequest> {
    const flow = this.parts.flows.get(request.flow);
    if (flow.kind === 'notification') throw new GatewayError('flow-inbound');
    const { context, payload } = checkBody(flow, request.body);
    const subjects = flow.subjectsOf(payload);
    const organisation = await this.organisationOf(request, { flow, context, subjects });
    checkKey(request.idempotencyKey, flow, payload);
    const checked = { flow, organisation, context, payload, subjects };
    const permission = await this.parts.authorisation.decide({ client: request.client, ...checked });
    if (!permission.allowed) {
      await this.recordDenial(request, checked, 'policy-denied', permission);
      throw denialOf(permission);
    }
    return { ...checked, permission };
  }

  /** The centre the caller acts for: named in the context, else the client's own, else the only one there is. */
  private async organisationOf(
    request: IncomingRequest,
    about: Pick<CheckedRequest, 'flow' | 'context' | 'subjects'>,
  ): Promise<Organisation> {
    const { organisations } = this.parts;
    const { client } = request;
    const { context } = about;
    const named = context.organisation ?? (client.organisation === '*' ? undefined : client.organisation);
    const organisation = named === undefined ? organisations.only() : organisations.find(named);
    if (named === undefined && organisation === undefined)
      throw new GatewayError('invalid-request', { fields: [{ pointer: '/context/organisation', rule: 'required' }] });
    // A centre that does not exist and one that is somebody else's get the same answer.
    if (organisation === undefined || !actsFor(client, organisation.id)) {
      await this.recordDenial(request, { ...about, organisation: { id: client.organisation } }, 'other-organisation');
      throw new GatewayError('other-organisation');
    }
    return organisation;
  }

  private newExchange(request: IncomingRequest, checked: CheckedRequest): NewExchange {
    const { ids } = this.parts;
    const { flow, organisation, payload } = checked;
    const id = ids.uuid() as ExchangeId;
    const ticket = ticketOf(ids.uuid());
    const kind = flow.kindOf(payload);
    const claim = claimOf(request, flow);
    const { policy, rule, exception } = checked.permission;
    return {
      id,
      organisation: organisation.id,
      flow: flow.id,
      kind,
      client: request.client.id,
      ticket,
      pace: request.interactive && kind === 'consultation' ? 'interactive' : 'background',
      resendSafe: flow.resendSafe(payload),
      ...(claim !== undefined && { idempotency: claim }),
      entry: {
        ...entryOf(request, checked, 'request', { rule }),
        exchangeId: id,
        ticket,
        ...(policy !== undefined && { policy }),
        ...(exception !== undefined && { code: exception }),
      },
      ...(exception === 'break-glass' && {
        alert: {
          event: 'policy.break-glass',
          data: { exchange: id, flow: flow.id, ticket, client: request.client.id, rule, policy },
        },
      }),
    };
  }

  private async recordDenial(
    request: IncomingRequest,
    asked: Asked,
    code: 'policy-denied' | 'other-organisation',
    { policy, rule, reasons = [] }: Partial<Refused> = {},
  ): Promise<void> {
    const { ledger, log } = this.parts;
    const why = { rule, reasons: reasons.map((reason) => reason.code) };
    await ledger.record({
      ...entryOf(request, asked, 'denied', why),
      code,
      ...(policy !== undefined && { policy }),
    });
    log.warn({ event: 'message.denied', ...placeOf(asked), client: request.client.id, code, ...why }, 'message.denied');
  }
}

function claimOf({ idempotencyKey, body }: IncomingRequest, flow: Flow): IdempotencyClaim | undefined {
  return idempotencyKey === undefined ? undefined : keyClaim(idempotencyKey, flow.id, body);
}
