import { timingSafeEqual } from 'node:crypto';
import { type Client, RIGHTS } from '../domain/client.ts';
import { hashApiKey } from './api-key.ts';

/** How long an answer about a key is trusted; a revoked key is dead everywhere after this. */
const REMEMBERED_MS = 2_000;
const REMEMBERED_MAX = 1_000;

/** Finds the client of a key that is not the bootstrap key. */
export type FindClient = (key: string) => Promise<Client | undefined>;

/** Says who calls. Remembers good keys for a moment, so that a busy client does not cost a query per call. */
export class Authenticator {
  private readonly find: FindClient;
  private readonly bootstrapHash: Buffer | undefined;
  private readonly remembered = new Map<string, { readonly client: Client; readonly until: number }>();

  /** @param bootstrapKey BOOTSTRAP_API_KEY, outside production. */
  constructor(find: FindClient, bootstrapKey: string | undefined) {
    this.find = find;
    this.bootstrapHash = bootstrapKey === undefined ? undefined : hashApiKey(bootstrapKey);
  }

  async authenticate(key: string): Promise<Client | undefined> {
    const hash = hashApiKey(key);
    if (this.bootstrapHash !== undefined && timingSafeEqual(hash, this.bootstrapHash)) return BOOTSTRAP_CLIENT;
    const name = hash.toString('base64');
    const known = this.remembered.get(name);
    if (known !== undefined && known.until > Date.now()) return known.client;
    const client = await this.find(key);
    this.remembered.delete(name);
    if (client !== undefined) this.remember(name, client);
    return client;
  }

  private remember(name: string, client: Client): void {
    if (this.remembered.size >= REMEMBERED_MAX) this.remembered.clear();
    this.remembered.set(name, { client, until: Date.now() + REMEMBERED_MS });
  }
}

/** All rights, for any centre; never in production, and each use of it is an exception in the log. */
const BOOTSTRAP_CLIENT: Client = { id: 'bootstrap', organisation: '*', rights: RIGHTS, bootstrap: true };
