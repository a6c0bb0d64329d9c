import { actsFor, type Client } from '../domain/client.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { SsinChange } from '../domain/result.ts';
import { isUuid } from '../domain/uuid.ts';
import type { Vault } from '../log/vault.ts';
import type { DatabasePool } from '../store/pool.ts';
import type { Log } from './ports.ts';
import { newPlace, oldPlace } from './ssin-changes.ts';

/** A change as the centre's software sees it. */
export interface SsinChangeView {
  readonly id: string;
  readonly organisation: string;
  readonly kind: SsinChange['kind'];
  readonly ssin: string;
  readonly replacedBy?: string;
  /** Integrations that the centre had under the old number. */
  readonly integrations: number;
  readonly learntAt: string;
  readonly logIndex: number;
}

interface RawChange {
  readonly id: string;
  readonly organisation: string;
  readonly kind: SsinChange['kind'];
  readonly ssin: Buffer;
  readonly replaced_by: Buffer | null;
  readonly integrations: number;
  readonly learnt_at: Date;
  readonly entry_index: string;
}

/** The changes that a centre learnt, for its software; showing one is a reading of personal data, and recorded. */
export class SsinChanges {
  private readonly pool: DatabasePool;
  private readonly vault: Vault;
  private readonly log: Log;

  constructor(pool: DatabasePool, vault: Vault, log: Log) {
    this.pool = pool;
    this.vault = vault;
    this.log = log;
  }

  /** One change. @throws GatewayError `not-found`, for another centre's as for none */
  async view(client: Client, id: string): Promise<SsinChangeView> {
    const [row] = isUuid(id) ? await this.pool.query<RawChange>(`${SELECT} WHERE id = $1`, [id]) : [];
    if (row === undefined || !actsFor(client, row.organisation)) throw new GatewayError('not-found');
    const view = this.open(row);
    const subjects = [view.ssin, ...(view.replacedBy === undefined ? [] : [view.replacedBy])];
    await this.log.record(this.pool, {
      kind: 'read',
      organisation: row.organisation,
      client: client.id,
      subjects,
      details: { what: 'change of a number', id, subjects },
    });
    return view;
  }

  private open(row: RawChange): SsinChangeView {
    return {
      id: row.id,
      organisation: row.organisation,
      kind: row.kind,
      ssin: this.vault.openSecret(row.ssin, oldPlace(row.id)),
      ...(row.replaced_by !== null && { replacedBy: this.vault.openSecret(row.replaced_by, newPlace(row.id)) }),
      integrations: row.integrations,
      learntAt: row.learnt_at.toISOString(),
      logIndex: Number(row.entry_index),
    };
  }
}

const SELECT = `
  SELECT id, organisation, kind, ssin, replaced_by, integrations, learnt_at, entry_index FROM gateway.ssin_change`;
