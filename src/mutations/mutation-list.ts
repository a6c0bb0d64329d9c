import { actsFor, type Client } from '../domain/client.ts';
import type { LogIndex } from '../domain/entry.ts';
import { inTurns } from '../domain/in-turns.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { isUuid } from '../domain/uuid.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import type { Flow } from '../flows/flow.ts';
import { ssinsIn } from '../flows/persons/person-finder.ts';
import type { Archive } from '../log/archive.ts';
import { readEnvelope } from '../soap/read-envelope.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import { parsing } from '../xml/parse.ts';
import { toNotification } from './notification.ts';

/** A mutation without personal data. */
export interface MutationSummary {
  readonly id: string;
  readonly organisation: string;
  readonly source: string;
  readonly kind: string;
  readonly sequence: number;
  readonly receivedAt: string;
  readonly acknowledgedAt?: string;
  readonly logIndex: number;
}

/** A page, and how many mutations the centre is not shown at all. */
export interface MutationPage {
  readonly mutations: readonly MutationSummary[];
  readonly next?: string;
  readonly withheld: number;
}

export interface MutationListParts {
  readonly pool: DatabasePool;
  readonly archive: Archive;
  readonly flows: { all(): readonly Flow[] };
}

/** The mutations that came in for a centre, for its software. */
export class MutationList {
  private readonly parts: MutationListParts;

  constructor(parts: MutationListParts) {
    this.parts = parts;
  }

  /** A page, oldest first, so that software which was away can catch up in order. */
  async list(client: Client, filter: MutationFilter): Promise<MutationPage> {
    if (!actsFor(client, filter.organisation)) throw new GatewayError('other-organisation');
    if (filter.after !== undefined && !isUuid(filter.after)) throw new GatewayError('not-found');
    const rows = await this.parts.pool.query<RawMutation>(LIST, [
      filter.organisation,
      filter.after ?? null,
      filter.unacknowledged === true,
      filter.limit + 1,
    ]);
    const [hidden] = await this.parts.pool.query<{ count: string }>(WITHHELD, [filter.organisation]);
    const page = rows.slice(0, filter.limit);
    const last = page.at(-1);
    return {
      mutations: page.map(toSummary),
      ...(rows.length > filter.limit && last && { next: last.id }),
      withheld: Number(hidden?.count ?? 0),
    };
  }

  /** One mutation, whole, from the bytes that BCSS sent. A reading of personal data, and recorded as one. */
  async view(client: Client, id: string): Promise<MutationSummary & { readonly content: unknown }> {
    const { pool, archive } = this.parts;
    const row = await this.row(pool, client, id);
    const content = await this.content(row);
    const found = ssinsIn(content ?? null);
    await archive.append(pool, {
      kind: 'read',
      organisation: row.organisation,
      client: client.id,
      found,
      details: { what: 'mutation', id, entry: Number(row.entry_index), found },
    });
    return { ...toSummary(row), content };
  }

  /** The software has dealt with it. Twice is once. */
  async acknowledge(client: Client, id: string): Promise<void> {
    const { pool, archive } = this.parts;
    await pool.transaction(async (database) => {
      const row = await this.row(database, client, id);
      const done = await database.query(
        'UPDATE gateway.mutation SET acknowledged_at = now() WHERE id = $1 AND acknowledged_at IS NULL RETURNING id',
        [id],
      );
      if (done.length === 0) return;
      const details = { what: 'mutation acknowledged', id };
      await archive.append(database, { kind: 'command', organisation: row.organisation, client: client.id, details });
    });
  }

  private async row(database: Database, client: Client, id: string): Promise<RawMutation> {
    const [row] = isUuid(id) ? await database.query<RawMutation>(`${SELECT} WHERE id = $1`, [id]) : [];
    if (row === undefined || !actsFor(client, row.organisation)) throw new GatewayError('not-found');
    return row;
  }

  private async content(row: RawMutation): Promise<JsonValue | undefined> {
    const entry = await this.parts.archive.read(this.parts.pool, row.entry_index as LogIndex);
    if (entry?.body === undefined) return undefined;
    const { content } = readEnvelope(await inTurns(parsing(entry.body)));
    const flow = this.parts.flows
      .all()
      .find(({ request }) => request.element === content.local && request.namespace === content.namespace);
    const notification = flow && toNotification((await inTurns(flow.readingRequest(content))).value);
    return notification?.items.find(({ number, source }) => number === row.source_id && source === row.source)?.content;
  }
}

export interface MutationFilter {
  readonly organisation: string;
  readonly after?: string;
  readonly unacknowledged?: boolean;
  readonly limit: number;
}

interface RawMutation {
  readonly id: string;
  readonly organisation: string;
  readonly source: string;
  readonly source_id: string;
  readonly kind: string;
  readonly sequence: string;
  readonly entry_index: string;
  readonly received_at: Date;
  readonly acknowledged_at: Date | null;
}

const SELECT = `
  SELECT id, organisation, source, source_id, kind, sequence, entry_index, received_at, acknowledged_at FROM gateway.mutation`;

/**
 * In the order of commitment: those of one centre are stored one notification after the other, and the log numbers them. Ids, which
 * several machines make by their own clocks, could leave one behind for whoever has read on.
 */
const LIST = `${SELECT}
   WHERE organisation = $1 AND (NOT $3 OR acknowledged_at IS NULL)
     AND ($2::uuid IS NULL
          OR (entry_index, sequence, id) > (SELECT a.entry_index, a.sequence, a.id FROM gateway.mutation a WHERE a.id = $2 AND a.organisation = $1))
   ORDER BY entry_index, sequence, id LIMIT $4`;

const WITHHELD = 'SELECT count(*) FROM gateway.mutation_withheld WHERE organisation = $1';

function toSummary(row: RawMutation): MutationSummary {
  return {
    id: row.id,
    organisation: row.organisation,
    source: row.source,
    kind: row.kind,
    sequence: Number(row.sequence),
    receivedAt: row.received_at.toISOString(),
    ...(row.acknowledged_at !== null && { acknowledgedAt: row.acknowledged_at.toISOString() }),
    logIndex: Number(row.entry_index),
  };
}
