import { canonicalJson } from '../../src/domain/canonical-json.ts';
import type { LogIndex } from '../../src/domain/entry.ts';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import type { NewExchange } from '../../src/exchanges/accept.ts';
import type { ClientDoorParts } from '../../src/http/client-door.ts';
import { Intake } from '../../src/intake/intake.ts';
import type { NewEntry } from '../../src/log/entry.ts';
import { NO_APPROVALS } from '../support/approvals.ts';

/** What the ledger was given. */
export interface DeskBooks {
  readonly accepted: NewExchange[];
  readonly recorded: NewEntry[];
}

/** The real desk on a ledger in memory, so that a bad input is judged by all that stands between the socket and the database. */
export function realDesk(parts: ClientDoorParts): { desk: Intake; books: DeskBooks } {
  const books: DeskBooks = { accepted: [], recorded: [] };
  const claims = new Map<string, { id: ExchangeId; bodyHash: string }>();
  const desk = new Intake({
    ...parts,
    flows: parts.flows,
    authorisation: { decide: () => Promise.resolve({ allowed: true }) },
    approvals: NO_APPROVALS,
    ledger: {
      accept: (exchange) => {
        const { idempotency, client, id } = exchange;
        const key =
          idempotency === undefined ? undefined : canonicalJson([client, idempotency.keyHash.toString('hex')]);
        const bodyHash = idempotency?.bodyHash.toString('hex') ?? '';
        const known = key === undefined ? undefined : claims.get(key);
        if (known !== undefined)
          return Promise.resolve({ kind: 'known', exchangeId: known.id, sameBody: known.bodyHash === bodyHash });
        if (key !== undefined) claims.set(key, { id, bodyHash });
        books.accepted.push(exchange);
        return Promise.resolve({
          kind: 'accepted',
          logIndex: String(books.accepted.length) as LogIndex,
          acceptedAt: new Date('2026-11-23T09:00:00Z'),
        });
      },
      record: (entry) => {
        books.recorded.push(entry);
        return Promise.resolve();
      },
      isFull: () => false,
    },
    nudge: () => undefined,
  });
  return { desk, books };
}
