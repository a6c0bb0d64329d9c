import { randomUUID } from 'node:crypto';
import type { Exchange, RestClient } from '../support/rest-client.ts';
import { pause } from '../support/until.ts';
import type { Message, Messages } from './messages.ts';

/** What the client wrote down about one message: the truth about what was accepted. */
export interface ClientRecord {
  readonly message: Message;
  readonly key: string;
  /** The exchange it was promised; undefined until somebody did. */
  id: string | undefined;
  /** Ids that later answers named; all must be the same. */
  readonly ids: Set<string>;
  /** Calls that got no answer, or a 5xx. */
  failures: number;
}

const AT_ONCE = 8;
const PATIENCE_MS = 120_000;

/** Software that sends messages, some at once, and repeats each with its key until it has been promised an exchange. */
export class Load {
  readonly records: ClientRecord[] = [];
  readonly client: RestClient;
  private readonly messages: Messages;

  constructor(client: RestClient, messages: Messages) {
    this.client = client;
    this.messages = messages;
  }

  /** Resolves when `count` messages were accepted, or rejects when one is not within two minutes. */
  async run(count: number): Promise<void> {
    let left = count;
    const one = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const record: ClientRecord = {
          message: this.messages.next(),
          key: randomUUID(),
          id: undefined,
          ids: new Set(),
          failures: 0,
        };
        this.records.push(record);
        await this.send(record);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  }

  /** Sends a message once more with its key, until there is an answer. */
  async send(record: ClientRecord): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!(await this.isPromised(record))) {
      record.failures += 1;
      if (Date.now() > end) throw new Error(`${record.message.flow}: not accepted within ${PATIENCE_MS} ms`);
      await pause(100);
    }
  }

  private async isPromised(record: ClientRecord): Promise<boolean> {
    const { flow, body } = record.message;
    try {
      const { status, body: answer } = await this.client.send(flow, body, { key: record.key, prefer: 'wait=3' });
      if (status >= 500) return false;
      if (status !== 200 && status !== 202) throw new Refused(`${flow}: ${status} ${answer.code ?? ''}`);
      record.id ??= answer.id;
      record.ids.add(answer.id);
      return true;
    } catch (error) {
      // A gateway that is not there; whoever was refused has a fault of their own.
      if (error instanceof Refused) throw error;
      return false;
    }
  }

  /** Every exchange that was promised, once nothing more happens to it by itself. */
  async settled(ms: number): Promise<ReadonlyMap<string, Exchange>> {
    const end = Date.now() + ms;
    const found = new Map<string, Exchange>();
    for (const { id } of this.records) {
      if (id === undefined || found.has(id)) continue;
      found.set(id, await this.client.finished(id, Math.max(end - Date.now(), 1)));
    }
    return found;
  }
}

class Refused extends Error {}
