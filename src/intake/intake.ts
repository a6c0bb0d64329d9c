import type { Client } from '../domain/client.ts';
import { actsFor } from '../domain/client.ts';
import type { LogIndex } from '../domain/entry.ts';
import type { ExchangeId } from '../domain/exchange.ts';
import type { FlowId } from '../domain/flow.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { FieldProblem } from '../domain/problems/field-problem.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { type Ticket, ticketOf } from '../domain/ticket.ts';
import type { IdempotencyClaim, NewExchange } from '../exchanges/accept.ts';
import type { RequestBody, RequestContext } from '../exchanges/request-body.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import { compileCheck } from '../flows/validate.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Authorisation, Flows, Ledger, Nudge, Organisations } from './ports.ts';
import { checkKeyForm, keyClaim } from './idempotency-key.ts';
import { FRAME_SCHEMA } from './request-schema.ts';

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
}

/** A request that passed every check, before anything is written. */
export interface CheckedRequest {
  readonly flow: Flow;
  readonly organisation: Organisation;
  readonly context: RequestContext;
  readonly payload: Payload;
  readonly subjects: readonly string[];
  readonly policy: string | undefined;
  readonly exception: string | undefined;
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
  private readonly checkFrame = compileCheck(FRAME_SCHEMA);

  constructor(parts: IntakeParts) {
    this.parts = parts;
  }

  /** Accepts a request. It MUST be safe in the database when this resolves. */
  async accept(request: IncomingRequest): Promise<Receipt> {
    const { ledger, nudge, log } = this.parts;
    const { checked, exchange } = await this.prepare(request);
    const { flow, organisation } = checked;
    const acceptance = await ledger.accept(exchange);
    if (acceptance.kind === 'known') {
      if (!acceptance.sameBody) throw new GatewayError('idempotency-key-reused');
      return { id: acceptance.exchangeId, flow: flow.id, organisation: organisation.id, replayed: true };
    }
    nudge();
    const { id, ticket } = exchange;
    const { logIndex, acceptedAt } = acceptance;
    log.info(
      {
        event: 'message.accepted',
        exchange: id,
        flow: flow.id,
        organisation: organisation.id,
        client: request.client.id,
        exception: checked.exception,
        index: Number(logIndex),
      },
      'message.accepted',
    );
    return { id, flow: flow.id, organisation: organisation.id, replayed: false, ticket, logIndex, acceptedAt };
  }

  /**
   * A request checked and made into an exchange that only has to be written: for a room that accepts several in one transaction of its
   * own. Nothing has been promised before that transaction commits.
   */
  async prepare(request: IncomingRequest): Promise<PreparedRequest> {
    const checked = await this.check(request);
    if (this.parts.ledger.isFull()) throw new GatewayError('overloaded', { retryAfterSeconds: 30 });
    return { checked, exchange: this.newExchange(request, checked) };
  }

  /** Everything short of accepting: form, rights, key. For `Prefer: validate-only` too. A refusal by policy is recorded. */
  async check(request: IncomingRequest): Promise<CheckedRequest> {
    const flow = this.parts.flows.get(request.flow);
    if (flow.kind === 'notification') throw new GatewayError('flow-inbound');
    const { context, payload } = this.checkBody(flow, request.body);
    const organisation = this.organisationOf(request.client, context);
    checkKey(request.idempotencyKey, flow, payload);
    const subjects = flow.subjectsOf(payload);
    const checked = { flow, organisation, context, payload, subjects };
    const permission = await this.parts.authorisation.decide({ client: request.client, ...checked });
    if (!permission.allowed) {
      await this.recordDenial(request, checked, permission.policy);
      throw new GatewayError('forbidden', { detail: permission.reason });
    }
    return { ...checked, policy: permission.policy, exception: permission.exception };
  }

  private checkBody(flow: Flow, body: unknown): RequestBody {
    const inFrame = this.checkFrame(body);
    const frame = body as Partial<RequestBody> | null;
    const inPayload = isObject(frame?.payload) ? flow.check(frame.payload).map(insidePayload) : [];
    const aboutContext = inFrame.length === 0 ? legalContextProblems(flow, (body as RequestBody).context) : [];
    const fields = [...inFrame, ...aboutContext, ...inPayload];
    if (fields.length > 0)
      throw new GatewayError(inPayload.length > 0 ? 'invalid-payload' : 'invalid-request', { fields });
    return body as RequestBody;
  }

  /** The centre the caller acts for: named in the context, else the client's own, else the only one there is. */
  private organisationOf(client: Client, context: RequestContext): Organisation {
    const { organisations } = this.parts;
    const named = context.organisation ?? (client.organisation === '*' ? undefined : client.organisation);
    const organisation = named === undefined ? organisations.only() : organisations.find(named);
    if (named === undefined && organisation === undefined)
      throw new GatewayError('invalid-request', { fields: [{ pointer: '/context/organisation', rule: 'required' }] });
    // A centre that does not exist and one that is somebody else's get the same answer.
    if (organisation === undefined || !actsFor(client, organisation.id)) throw new GatewayError('other-organisation');
    return organisation;
  }

  private newExchange(request: IncomingRequest, checked: CheckedRequest): NewExchange {
    const { ids } = this.parts;
    const { flow, organisation, payload } = checked;
    const id = ids.uuid() as ExchangeId;
    const ticket = ticketOf(ids.uuid());
    const kind = flow.kindOf(payload);
    const claim = claimOf(request, flow);
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
        ...entryOf(request, checked, 'request'),
        exchangeId: id,
        ticket,
        ...(checked.policy !== undefined && { policy: checked.policy }),
        ...(checked.exception !== undefined && { code: checked.exception }),
      },
    };
  }

  private async recordDenial(
    request: IncomingRequest,
    checked: Pick<CheckedRequest, 'flow' | 'organisation' | 'context' | 'subjects'>,
    policy: string | undefined,
  ): Promise<void> {
    const { ledger, log } = this.parts;
    await ledger.record({
      ...entryOf(request, checked, 'denied'),
      code: 'forbidden',
      ...(policy !== undefined && { policy }),
    });
    const { flow, organisation } = checked;
    log.warn(
      { event: 'message.denied', flow: flow.id, organisation: organisation.id, client: request.client.id },
      'message.denied',
    );
  }
}

function entryOf(
  { client, bytes }: IncomingRequest,
  { flow, organisation, context, subjects }: Pick<CheckedRequest, 'flow' | 'organisation' | 'context' | 'subjects'>,
  kind: NewEntry['kind'],
): NewEntry {
  const { user, purpose, fileReference } = context;
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
    details: { user, subjects, purpose, fileReference },
    body: bytes,
    contentType: 'application/json',
  };
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

function checkKey(key: string | undefined, flow: Flow, payload: Payload): void {
  if (key === undefined) {
    if (flow.kindOf(payload) !== 'consultation') throw new GatewayError('idempotency-key-missing');
    return;
  }
  checkKeyForm(key);
}

function claimOf({ idempotencyKey, body }: IncomingRequest, flow: Flow): IdempotencyClaim | undefined {
  return idempotencyKey === undefined ? undefined : keyClaim(idempotencyKey, flow.id, body);
}

function insidePayload(problem: FieldProblem): FieldProblem {
  return { ...problem, pointer: `/payload${problem.pointer}` };
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
