import { EventEmitter, on } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { CalendarDay } from '../../src/domain/calendar-day.ts';
import type { Client, Right } from '../../src/domain/client.ts';
import { RIGHTS } from '../../src/domain/client.ts';
import type { LogIndex } from '../../src/domain/entry.ts';
import type { ExchangeId, ExchangeState } from '../../src/domain/exchange.ts';
import { isFinal } from '../../src/domain/exchange.ts';
import type { HouseholdId, IntegrationId } from '../../src/domain/integration.ts';
import type { Organisation } from '../../src/domain/organisation.ts';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { ticketOf } from '../../src/domain/ticket.ts';
import { loadCatalogue } from '../../src/flows/catalogue.ts';
import { aroundRegister } from './around-register.ts';
import { buildClientDoor, type ClientDoorParts } from '../../src/http/client-door.ts';
import { CONNECTION_LIMITS } from '../../src/http/server-options.ts';
import type { IncomingRequest, Receipt } from '../../src/intake/intake.ts';
import type { Expiring } from '../../src/integration/expiring.ts';
import type { HouseholdView } from '../../src/integration/view.ts';
import type { Approval } from '../../src/policy/approvals/approval-row.ts';
import { askableFlows, DEFAULT_POLICY_FILE, loadPolicy } from '../../src/policy/policy.ts';
import type { ExchangeSummary, ExchangeView } from '../../src/status/view.ts';
import { systemClock } from '../../src/telemetry/clock.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { PERSON } from '../support/people.ts';

/** The flows of the repository, read once for all tests. */
export const catalogue = loadCatalogue();

const DEFAULT_POLICY = loadPolicy(DEFAULT_POLICY_FILE, { flows: askableFlows(catalogue.all()) });
const REASON = {
  code: 'integration-missing',
  reason: { fr: 'pas intégrée', nl: 'niet geïntegreerd', en: 'not integrated', de: 'not integrated' },
  remedy: { fr: 'intégrez', nl: 'integreer', en: 'integrate', de: 'integrate' },
};

/** Keys of the tests' clients: one per right, one with all, one with none. */
export const KEYS = {
  all: 'key-of-everything',
  none: 'key-of-nothing',
  everywhere: 'key-of-every-centre',
  elsewhere: 'key-of-another-centre',
} as const;

export function keyWith(right: Right): string {
  return `key-with-${right}`;
}

/** `Authorization` of a key. */
export function bearer(key: string): { authorization: string } {
  return { authorization: `Bearer ${key}` };
}

function client(id: string, organisation: string, rights: readonly Right[]): Client {
  return { id, organisation, rights, bootstrap: false };
}

const CLIENTS = new Map<string, Client>([
  [KEYS.all, client('everything', 'demo', RIGHTS)],
  [KEYS.none, client('nothing', 'demo', [])],
  [KEYS.everywhere, client('everywhere', '*', RIGHTS)],
  [KEYS.elsewhere, client('elsewhere', 'other', RIGHTS)],
  ...RIGHTS.map((right) => [keyWith(right), client(`with-${right}`, 'demo', [right])] as const),
]);

export const EXCHANGE = '01930000-0000-7000-8000-000000000001' as ExchangeId;
export const HOUSEHOLD = '01930000-0000-7000-8000-0000000000d1' as HouseholdId;
/** Something that waits for a second person. */
export const APPROVAL = '01930000-0000-7000-8000-00000000aaaa';
export const UNKNOWN_EXCHANGE = '01930000-0000-7000-8000-00000000ffff';

function organisation(id: string): Organisation {
  return {
    id,
    cbeNumber: '0212347450' as Organisation['cbeNumber'],
    nisCode: '21004',
    name: id,
    email: `${id}@example.test`,
    sector: 17,
    institution: 1,
  };
}

/** Lines of the technical log, as objects. */
export interface LogLine {
  readonly level: string;
  readonly event?: string;
  readonly [name: string]: unknown;
}

/** A door on fakes: what it was asked, what it says, what a test may change. */
export interface TestDoor {
  readonly app: FastifyInstance;
  readonly lines: LogLine[];
  /** What came to the desk. */
  readonly accepted: IncomingRequest[];
  readonly readings: { exchange: string; first: boolean }[];
  /** What other rooms were asked, by name. */
  readonly asked: { what: string; with: unknown }[];
  /** Moves the exchange. */
  move(state: ExchangeState, more?: Partial<ExchangeView>): void;
  /** Every route, as it was registered. */
  routes(): { method: string; pattern: string }[];
  /** Signals of those who wait or watch. */
  readonly waiting: AbortSignal[];
}

/** The summary of the tests' exchange. */
export function summary(more: Partial<ExchangeSummary> = {}): ExchangeSummary {
  return {
    id: EXCHANGE,
    flow: 'handi.consult-payments',
    organisation: 'demo',
    kind: 'consultation',
    ticket: ticketOf('0b8a6c9e-57f5-4b0e-b6d5-2f8dc3bd3f10'),
    state: 'queued',
    acceptedAt: '2026-11-23T09:00:00.000Z',
    logIndex: 7,
    ...more,
  };
}

const BOARD_PAGE = '<html><link href="https://fonts.googleapis.com/css2?family=X" rel="stylesheet"><p>board</p></html>';

/** Opens a door whose rooms are fakes; `change` replaces parts. */
export async function openDoor(
  change: (parts: ClientDoorParts) => Partial<ClientDoorParts> = () => ({}),
): Promise<TestDoor> {
  const lines: LogLine[] = [];
  const log = pino(
    { level: 'debug', base: null, formatters: { level: (level) => ({ level }) } },
    { write: (line: string) => lines.push(JSON.parse(line) as LogLine) },
  );
  const accepted: IncomingRequest[] = [];
  const readings: TestDoor['readings'] = [];
  const asked: TestDoor['asked'] = [];
  const waiting: AbortSignal[] = [];
  const keys = new Map<string, string>();
  const moves = new EventEmitter();
  let view: ExchangeView = { ...summary(), attempts: [] };

  const ask = <Answer>(what: string, answer: Answer) => {
    return (...given: unknown[]): Promise<Answer> => {
      asked.push({ what, with: given.slice(1) });
      return Promise.resolve(answer);
    };
  };
  const visible = (who: Client, id: string): ExchangeView => {
    if (id !== EXCHANGE || (who.organisation !== '*' && who.organisation !== view.organisation))
      throw new GatewayError('not-found');
    return view;
  };
  const mutation = {
    id: 'm1',
    organisation: 'demo',
    source: 'RN',
    kind: 'ADDRESS',
    sequence: 1,
    receivedAt: '2026-11-23T09:00:00Z',
    logIndex: 9,
  };
  const approval: Approval = {
    id: APPROVAL,
    organisation: 'demo',
    flow: 'ecarmed-pswc.remove-carmed',
    client: 'software',
    rule: 'medical-card-removal',
    approvers: ['head-of-service'],
    requester: Buffer.alloc(16),
    exchangeId: EXCHANGE,
    ticket: ticketOf('0b8a6c9e-57f5-4b0e-b6d5-2f8dc3bd3f10'),
    logIndex: '9' as LogIndex,
    state: 'pending',
    askedAt: new Date('2026-11-23T09:00:00Z'),
    expiresAt: new Date('2026-11-26T09:00:00Z'),
    decidedAt: undefined,
  };
  const subscription = {
    id: 's1',
    organisation: 'demo',
    url: 'https://cpas.example/hook',
    events: ['mutation.received'],
    state: 'active' as const,
    createdAt: '2026-11-23T09:00:00Z',
  };
  const household: HouseholdView = {
    id: HOUSEHOLD,
    organisation: 'demo',
    fileReference: '2026/17',
    madeAt: '2026-11-23T09:00:00.000Z',
    state: 'open',
    summary: { open: 1 },
    members: [
      {
        ssin: PERSON,
        integrations: [
          {
            id: '0190f5a0-0000-7000-8000-0000000000e2' as IntegrationId,
            qualityCode: 2,
            title: { fr: 'Revenu d’intégration', nl: 'Leefloon', en: 'Living wage', de: 'Eingliederungseinkommen' },
            firstDay: '2026-11-01' as CalendarDay,
            lastDay: '2027-10-31' as CalendarDay,
            state: 'open',
            step: { action: 'register', state: 'answered', exchange: EXCHANGE, startedAt: '2026-11-23T09:00:00.000Z' },
            retryable: false,
          },
        ],
      },
    ],
  };
  const expiring: Expiring = {
    integration: '0190f5a0-0000-7000-8000-0000000000e2' as IntegrationId,
    household: HOUSEHOLD,
    ssin: PERSON,
    qualityCode: 2,
    title: { fr: 'Revenu d’intégration', nl: 'Leefloon', en: 'Living wage', de: 'Eingliederungseinkommen' },
    firstDay: '2025-12-01' as CalendarDay,
    lastDay: '2026-11-30' as CalendarDay,
    daysLeft: 7,
  };
  const called = { household: HOUSEHOLD, replayed: false, exchanges: [EXCHANGE] };
  const entry = {
    index: 7,
    id: 'e7',
    at: '2026-11-23T09:00:00.000Z',
    kind: 'request',
    organisation: 'demo',
    contentHash: 'ab',
  };

  async function* changes(id: ExchangeId, signal: AbortSignal): AsyncGenerator<ExchangeState> {
    waiting.push(signal);
    const listening = on(moves, 'moved', { signal });
    try {
      yield view.state;
      if (isFinal(view.state)) return;
      for await (const [state] of listening) {
        yield state as ExchangeState;
        if (isFinal(state as ExchangeState)) return;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  const parts: ClientDoorParts = {
    clients: { authenticate: (key) => Promise.resolve(CLIENTS.get(key)) },
    organisations: {
      find: (id) => (['demo', 'other'].includes(id) ? organisation(id) : undefined),
      only: () => undefined,
    },
    flows: catalogue,
    desk: {
      accept: (request) => {
        accepted.push(request);
        const known = keys.get(request.idempotencyKey ?? '');
        const flow = catalogue.get(request.flow);
        if (known !== undefined)
          return Promise.resolve({ id: EXCHANGE, flow: flow.id, organisation: 'demo', replayed: true });
        if (request.idempotencyKey !== undefined) keys.set(request.idempotencyKey, EXCHANGE);
        const receipt: Receipt = {
          id: EXCHANGE,
          flow: flow.id,
          organisation: 'demo',
          replayed: false,
          ticket: ticketOf(summary().ticket),
          logIndex: '7' as LogIndex,
          acceptedAt: new Date('2026-11-23T09:00:00Z'),
        };
        return Promise.resolve(receipt);
      },
      check: (request) => {
        const flow = catalogue.get(request.flow);
        asked.push({ what: 'check', with: request });
        return Promise.resolve({
          flow,
          organisation: organisation('demo'),
          context: { user: { ssin: '' } },
          payload: {},
          subjects: [],
          permission: { allowed: true },
        });
      },
    },
    exchanges: {
      view: (who, id, first = false) => {
        readings.push({ exchange: id, first });
        return Promise.resolve().then(() => visible(who, id));
      },
      summary: (who, id) =>
        Promise.resolve().then(() => {
          const { attempts: _attempts, result: _result, reply: _reply, ...rest } = visible(who, id);
          return rest;
        }),
      list: (filter) => {
        asked.push({ what: 'list', with: filter });
        return Promise.resolve([summary()]);
      },
      command: (who, id, request) => {
        asked.push({ what: 'command', with: request });
        return Promise.resolve().then(() => void visible(who, id));
      },
    },
    watching: {
      changes,
      whenFinal: async (id, ms, signal) => {
        const until = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
        for await (const state of changes(id, until)) if (isFinal(state)) return true;
        return false;
      },
    },
    readingRoom: {
      entries: ask('entries', { entries: [entry], readIndex: 8 }),
      entry: ask('entry', { ...entry, body: { contentType: 'application/json', text: '{}' } }),
    },
    around: aroundRegister(ask),
    register: {
      open: ask('integrate', called),
      close: ask('close', called),
      extend: ask('extend', called),
      changeCode: ask('change-code', called),
      retry: ask('retry', called),
      view: ask('household', household),
      list: ask('households', [household]),
      expiring: ask('expiring', [expiring]),
    },
    policy: {
      inForce: () => ({ policy: DEFAULT_POLICY, isStale: false }),
      explain: ask('explain', {
        decision: { allowed: false, policy: DEFAULT_POLICY.version, rule: 'means', failures: [] },
        reasons: [REASON],
        rules: [{ rule: 'means', reasons: [REASON] }],
      }),
      exceptions: ask('exceptions', [
        {
          index: 7,
          at: new Date('2026-11-23T09:00:00Z'),
          organisation: 'demo',
          exception: 'break-glass' as const,
          flow: 'retrieve-ti-groups',
          client: 'software',
          exchange: EXCHANGE,
          policy: DEFAULT_POLICY.version,
        },
      ]),
    },
    approvals: {
      list: ask('approvals', [approval]),
      view: ask('approval', { approval, request: { context: {}, payload: {} } }),
      approve: ask('approve', { ...approval, state: 'approved' as const, decidedAt: approval.expiresAt }),
      refuse: ask('refuse', { ...approval, state: 'refused' as const, decidedAt: approval.expiresAt }),
    },
    mutations: {
      list: ask('mutations', { mutations: [mutation], withheld: 0 }),
      view: ask('mutation', { ...mutation, content: { Street: 'x' } }),
      acknowledge: ask('acknowledge', undefined),
    },
    subscriptions: {
      create: ask('create', { ...subscription, secret: 'whsec_x' }),
      list: ask('subscriptions', [subscription]),
      view: ask('subscription', subscription),
      update: ask('update', subscription),
      remove: ask('remove', undefined),
      test: ask('test', { outcome: 'unreachable', code: 'webhook-unreachable', durationMs: 3 }),
      rotateSecret: ask('rotate', { secret: 'whsec_y' }),
      replay: ask('replay', { deliveries: 2 }),
    },
    health: { ready: () => Promise.resolve({ ready: true, checks: { database: { ok: true, detail: 'answers' } } }) },
    metrics: {
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
      text: () => Promise.resolve('gateway_up 1\n'),
      onRequest: (...counted) => asked.push({ what: 'metric', with: counted }),
    },
    mountBoard: (area, path) => {
      // As the real one: a scope of its own, whose error handler says too much.
      area.register((board, _options, done) => {
        board.setErrorHandler((error: Error, _request, reply) => reply.code(500).send({ message: error.message }));
        board.get(path, (_request, reply) => reply.type('text/html').send(BOARD_PAGE));
        board.put(`${path}/api/pause`, () => ({ paused: true }));
        board.get(`${path}/api/broken`, () => {
          throw new Error('a secret of the board');
        });
        done();
      });
      return Promise.resolve();
    },
    about: { version: '0.1.0', title: { fr: 'Passerelle', nl: 'Gateway', en: 'Gateway', de: 'Gateway' } },
    examples: { of: () => undefined },
    log,
    ids: systemIds,
    clock: systemClock,
    config: {
      host: '0.0.0.0',
      production: false,
      trustedProxies: [],
      clientCallsPerMinute: 10_000,
      addressCallsPerMinute: 10_000,
      eventStreamsMax: 3,
      connections: { ...CONNECTION_LIMITS, checkMs: 50 },
    },
  };
  const app = await buildClientDoor({ ...parts, ...change(parts) });
  return {
    app,
    routes: () => routesOf(app),
    lines,
    accepted,
    readings,
    asked,
    waiting,
    move: (state, more = {}) => {
      view = { ...view, ...more, state };
      moves.emit('moved', state);
    },
  };
}

/** The routes that a door has, read from its router and not from our own table. */
function routesOf(app: FastifyInstance): { method: string; pattern: string }[] {
  const patterns: string[] = [];
  const found: { method: string; pattern: string }[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', step = '', methods = ''] = /^([│ ]*)[├└]── (\S*) \(([^)]+)\)/.exec(line) ?? [];
    if (methods === '') continue;
    const depth = indent.length / 4;
    patterns.length = depth;
    patterns.push(step);
    for (const method of methods.split(', ')) found.push({ method, pattern: patterns.join('') });
  }
  return found;
}
