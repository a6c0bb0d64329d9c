import type { Client } from '../domain/client.ts';
import { hashApiKey } from './api-key.ts';

/** Clients by the hash of their key (base64), of those keys that are good. */
export type FindClients = (hashes: readonly Buffer[]) => Promise<ReadonlyMap<string, Client>>;

/** Keys that one query looks for. */
const BATCH_MAX = 1_000;

/**
 * Looks keys up, one query at a time: those that come while one is under way go together with the next. Whoever guesses keys, however
 * fast, holds one connection and no more, and a right key among a thousand wrong ones waits for two queries at most.
 */
export class KeyLookups {
  private readonly findClients: FindClients;
  private waiting: Waiting[] = [];
  private isBusy = false;

  constructor(findClients: FindClients) {
    this.findClients = findClients;
  }

  find(key: string): Promise<Client | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ hash: hashApiKey(key), resolve, reject });
      if (!this.isBusy) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.isBusy = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH_MAX);
      try {
        const found = await this.findClients(batch.map(({ hash }) => hash));
        for (const { hash, resolve } of batch) resolve(found.get(hash.toString('base64')));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.isBusy = false;
  }
}

interface Waiting {
  readonly hash: Buffer;
  readonly resolve: (client: Client | undefined) => void;
  readonly reject: (error: unknown) => void;
}
