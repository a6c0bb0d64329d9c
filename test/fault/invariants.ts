import type { RequestRecord } from '../../src/simulator/request-records.ts';
import type { Effect } from '../support/bcss-in-process.ts';
import type { Exchange } from '../support/rest-client.ts';
import type { ClientRecord } from './load.ts';

/** What each side says about a run: the client, the gateway's log, and BCSS. */
export interface Ledgers {
  readonly records: readonly ClientRecord[];
  /** By id, after everything has settled. */
  readonly exchanges: ReadonlyMap<string, Exchange>;
  readonly effects: readonly Effect[];
  readonly requests: readonly RequestRecord[];
}

/** Attempts of a consultation that somebody waits for. */
const ATTEMPTS_MAX = 3;

/** What must hold after every run, whatever was killed in it. Nothing in the answer: everything held. */
export function violations(ledgers: Ledgers): string[] {
  const ofMessages = ledgers.records.flatMap((record, at) =>
    [...promise(record, ledgers), ...effect(record, ledgers), ...attempts(record, ledgers)].map(
      (what) => `${at} ${record.message.flow} ${record.id ?? '?'}: ${what}`,
    ),
  );
  return [...ofMessages, ...connectionTests(ledgers)];
}

/** What was promised is one exchange, and it has an end with a reason. */
function promise({ id, ids }: ClientRecord, { exchanges }: Ledgers): string[] {
  if (id === undefined) return ['was never accepted'];
  const exchange = exchanges.get(id);
  if (exchange === undefined) return ['vanished'];
  return [
    ...(ids.size === 1 ? [] : [`one key, ${ids.size} exchanges`]),
    ...(exchange.outcome === undefined ? [`${exchange.state} without an outcome`] : []),
    ...(exchange.state !== 'done' && exchange.code === undefined ? [`${exchange.state} without a reason`] : []),
  ];
}

/** A declaration has its effect at most once; exactly once where we say that it was done, never where we say that it was not. */
function effect({ message: { wanted }, id }: ClientRecord, { effects, exchanges }: Ledgers): string[] {
  if (wanted === undefined) return [];
  const count = effects.filter(
    ({ action, ssin, start }) => action === wanted.action && ssin === wanted.ssin && start === wanted.start,
  ).length;
  const { state, outcome } = exchanges.get(id ?? '') ?? {};
  const expected = state === 'undecided' ? [0, 1] : outcome === 'answered' ? [1] : [0];
  return expected.includes(count) ? [] : [`${state ?? '?'}, ${outcome ?? '?'}, and ${count} effects at BCSS`];
}

/** BCSS saw nothing that the log has not from before, and everything that the log says was answered. */
function attempts({ message: { flow, wanted }, id }: ClientRecord, { exchanges, requests }: Ledgers): string[] {
  const exchange = exchanges.get(id ?? '');
  if (exchange === undefined) return [];
  const { attempts: logged, ticket } = exchange;
  const answered = logged.filter(({ outcome }) => outcome === 'answered' || outcome === 'refused').length;
  const seen = requests.filter((request) => sameTicket(request.ticket, ticket)).length;
  return [
    ...(flow === NO_TICKET ? [] : seenAndLogged(seen, logged)),
    ...(answered > 1 ? [`answered ${answered} times`] : []),
    ...(wanted === undefined && seen > ATTEMPTS_MAX ? [`asked ${seen} times`] : []),
    ...(logged.some(({ outcome }) => outcome === undefined) ? ['an attempt has no end'] : []),
  ];
}

/** Each request that BCSS saw is an attempt of ours; each attempt of ours was seen, unless a kill cut it short. */
function seenAndLogged(seen: number, logged: Exchange['attempts']): string[] {
  const interrupted = logged.filter(({ code }) => code === 'attempt-interrupted').length;
  if (seen <= logged.length && seen >= logged.length - interrupted) return [];
  return [`${logged.length} attempts in the log, ${interrupted} interrupted, ${seen} requests at BCSS`];
}

/** A connection test carries no ticket: only their number can be compared. */
const NO_TICKET = 'test-connection';

function connectionTests({ records, exchanges, requests }: Ledgers): string[] {
  const logged = records
    .filter(({ message }) => message.flow === NO_TICKET)
    .flatMap(({ id }) => exchanges.get(id ?? '')?.attempts ?? []);
  const seen = requests.filter(({ flow }) => flow === NO_TICKET).length;
  return seenAndLogged(seen, logged).map((what) => `connection tests: ${what}`);
}

/** SSDN takes fewer characters than a UUID with its hyphens has. */
function sameTicket(given: string | undefined, ours: string): boolean {
  const plain = (ticket: string): string => ticket.toLowerCase().replaceAll('-', '');
  return given !== undefined && plain(given) === plain(ours);
}
