import { Delivery } from '../../src/delivery/delivery.ts';
import { LeaseKeeper } from '../../src/delivery/lease-keeper.ts';
import type { AnsweredQuestion, Peer, Services, Work } from '../../src/delivery/ports.ts';
import { Pager } from '../../src/delivery/pager.ts';
import { Reconciler } from '../../src/delivery/reconciler.ts';
import { ServiceGuard } from '../../src/delivery/service-guard.ts';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import type { FlowId } from '../../src/domain/flow.ts';
import { ticketOf } from '../../src/domain/ticket.ts';
import type { ExchangeRow } from '../../src/exchanges/exchange-row.ts';
import type { Intent } from '../../src/exchanges/record-intent.ts';
import type { AttemptResult } from '../../src/exchanges/record-result.ts';
import type { HeldLease } from '../../src/exchanges/renew.ts';
import type { RequestBody } from '../../src/exchanges/request-body.ts';
import type { Payload } from '../../src/flows/flow.ts';
import type { Clock } from '../../src/telemetry/clock.ts';
import type { Outgoing, Sent } from '../../src/transport/gate.ts';
import { makeSealer } from '../../src/signing/seal.ts';
import { cast, NOW, pinned } from '../signing/cast.ts';
import { CENTRE } from '../support/ledger.ts';
import { logLines } from '../support/log-lines.ts';
import { ORGANISATIONS } from '../support/organisations.ts';
import { FLOWS, requestBody } from '../support/requests.ts';

export const TICKET = ticketOf('01A2076E-2EBA-7D0F-AE5D-78BC805F76F4');
export const RECONCILE_DELAYS_MS = [60_000, 300_000, 1_800_000];

/** A clock that stands still until it is moved; sleeping moves it. */
class FakeClock implements Clock {
  private ms = NOW.getTime();
  now = (): Date => new Date(this.ms);
  sleep = (ms: number): Promise<void> => {
    this.pass(ms);
    return Promise.resolve();
  };
  pass(ms: number): void {
    this.ms += ms;
  }
}

/** An exchange as a worker claims it. */
export function row(change: Partial<ExchangeRow> = {}): ExchangeRow {
  return {
    id: 'e-1' as ExchangeId,
    organisation: CENTRE,
    flow: 'retrieve-ti-groups' as FlowId,
    kind: 'consultation',
    client: 'software',
    ticket: TICKET,
    state: 'sending',
    pace: 'interactive',
    resendSafe: true,
    parentId: undefined,
    requestIndex: '1' as never,
    acceptedAt: NOW,
    finishedAt: undefined,
    attempt: 0,
    attemptBase: 0,
    reconcileStep: 0,
    notBefore: NOW,
    token: '1',
    outcome: undefined,
    code: undefined,
    replyIndex: undefined,
    ticketCbss: undefined,
    resultKind: undefined,
    address: undefined,
    ...change,
  };
}

/** What was asked, as it stands in the log. */
export const DECLARED = {
  flow: 'manage-access',
  kind: 'registration',
  pace: 'background',
  resendSafe: false,
} as Partial<ExchangeRow>;

/**
 * Everything one attempt stands on, without a database, a queue or a network. What happens is written down in `journal`, in order;
 * what it ended with is in `results`.
 */
export class FakeWorld implements Work {
  readonly clock = new FakeClock();
  readonly journal: string[] = [];
  readonly intents: Intent[] = [];
  readonly results: AttemptResult[] = [];
  readonly messages: Outgoing[] = [];
  readonly asked: { readonly parent: ExchangeRow; readonly flow: string; readonly payload: Payload }[] = [];
  readonly postponed: { readonly delayMs: number; readonly step: number }[] = [];
  readonly lines = logLines();
  readonly metrics: string[] = [];

  exchange: ExchangeRow;
  openAttempt: number | undefined;
  body: RequestBody;
  sent: Sent | (() => Sent | Promise<Sent>) = { kind: 'not-sent', reason: 'unreachable', detail: 'ECONNREFUSED' };
  question: AnsweredQuestion | undefined;
  pagesSoFar: AnsweredQuestion[] = [];
  intentIsTaken = true;
  stillHeld = true;
  onIntent: () => void = () => undefined;
  onResult: () => void = () => undefined;
  renewed: (held: readonly HeldLease[]) => readonly HeldLease[] = (held) => held;
  /** What the table of services says, and what was told to it. */
  passage: Awaited<ReturnType<Services['enter']>> = { kind: 'open', counted: false };
  refusal: Awaited<ReturnType<Services['countRefusal']>> = { closedNow: false };
  readonly told: string[] = [];
  readonly held: Parameters<Services['hold']>[0][] = [];
  peer: Peer = {
    ssdnUrl: 'https://bcss.example/connector',
    soapBaseUrl: 'https://bcss.example/SOA4520/',
    signatureMode: 'in-message',
    replySignature: 'required',
    trust: () => {
      this.journal.push('verify');
      return pinned(cast.peer);
    },
    clockSkewMs: 300_000,
  };

  constructor(payload: Payload, exchange: Partial<ExchangeRow> = {}) {
    this.exchange = row(exchange);
    this.body = requestBody(payload);
  }

  /** Does what is due, once. */
  async deliver(): Promise<AttemptResult | undefined> {
    await this.delivery().deliver(this.exchange.id);
    return this.results.at(-1);
  }

  private delivery(): Delivery {
    const sealer = makeSealer(cast.successor);
    const reconciler = new Reconciler({
      work: this,
      questions: {
        ask: (parent, flow, payload) => Promise.resolve(void this.asked.push({ parent, flow: flow.id, payload })),
      },
      flows: FLOWS,
      organisations: ORGANISATIONS,
      delaysMs: RECONCILE_DELAYS_MS,
    });
    return new Delivery({
      work: this,
      pager: new Pager({
        work: this,
        questions: {
          askPage: (parent, flow, payload) => Promise.resolve(void this.asked.push({ parent, flow: flow.id, payload })),
        },
        flows: FLOWS,
      }),
      leases: new LeaseKeeper((held) => Promise.resolve(this.renewed(held)), this.clock),
      flows: FLOWS,
      organisations: ORGANISATIONS,
      peer: this.peer,
      sealer: () => ({
        seal: (body, id, now) => {
          this.journal.push(body.includes('Body') ? 'build' : 'nothing built', 'sign');
          return sealer.seal(body, id, now);
        },
      }),
      gate: {
        send: async (message) => {
          this.journal.push('send');
          this.messages.push(message);
          return typeof this.sent === 'function' ? this.sent() : this.sent;
        },
        close: () => Promise.resolve(),
      },
      guard: new ServiceGuard(this.services, this.lines.log),
      reconciler,
      reconcileDelaysMs: RECONCILE_DELAYS_MS,
      checkOfficially: () => undefined,
      clock: this.clock,
      ids: { uuid: () => 'u', random: () => 0.5 },
      log: this.lines.log,
      onAttempt: (flow, outcome) => this.metrics.push(`${flow} ${outcome}`),
    });
  }

  private readonly services: Services = {
    enter: () => Promise.resolve(this.passage),
    countRefusal: (_key, status, isProbe) => {
      this.told.push(`refused ${status}${isProbe ? ' (probe)' : ''}`);
      return Promise.resolve(this.refusal);
    },
    open: () => Promise.resolve(void this.told.push('open')).then(() => true),
    endProbe: () => Promise.resolve(void this.told.push('probe ended')),
    hold: (exchange) => Promise.resolve(void this.held.push(exchange)),
  };

  claim: Work['claim'] = () => {
    this.journal.push('claim');
    return Promise.resolve({ exchange: this.exchange, openAttempt: this.openAttempt });
  };
  release: Work['release'] = () => Promise.resolve();
  request: Work['request'] = () => {
    this.journal.push('load');
    const body = Buffer.from(JSON.stringify(this.body));
    return Promise.resolve({ at: NOW, contentType: 'application/json', details: undefined, body });
  };
  recordIntent: Work['recordIntent'] = (intent) => {
    this.journal.push('intent');
    this.intents.push(intent);
    this.onIntent();
    return Promise.resolve(this.intentIsTaken ? ('2' as never) : undefined);
  };
  recordResult: Work['recordResult'] = (result) => {
    this.journal.push('result');
    this.onResult();
    this.results.push(result);
    return Promise.resolve({ replyIndex: undefined, resultIndex: '3' as never, held: this.stillHeld });
  };
  pages: Work['pages'] = () => Promise.resolve(this.pagesSoFar);
  latestQuestion: Work['latestQuestion'] = () => Promise.resolve(this.question);
  postpone: Work['postpone'] = (_id, _token, delayMs, step) => {
    this.postponed.push({ delayMs, step });
    return Promise.resolve();
  };
}

/** A reply that came over TLS. */
export function reply(body: Buffer | string, more: Partial<Extract<Sent, { kind: 'reply' }>> = {}): Sent {
  return {
    kind: 'reply',
    status: 200,
    contentType: 'text/xml; charset=utf-8',
    body: Buffer.from(body),
    retryAfter: undefined,
    peerCertificate: 'ab'.repeat(32),
    ...more,
  };
}
