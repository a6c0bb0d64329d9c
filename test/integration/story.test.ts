import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brusselsDate } from '../../src/domain/brussels-time.ts';
import { plusDays } from '../../src/domain/calendar-day.ts';
import { usedDataDir } from '../support/data-dir.ts';
import { type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { RestClient } from '../support/rest-client.ts';

/** One call of the page, and the answer that stands below it. */
interface Scene {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly status: number;
  readonly answer: unknown;
}

const PAGE = readFileSync(new URL('../../docs/integrations.md', import.meta.url), 'utf8');

/** The scenes of the page, in order: each `http` block with the `json` block after it. */
function scenes(): Scene[] {
  const blocks = [...PAGE.matchAll(/```http\n([\s\S]+?)\n```\n\n```json\n(\d{3})\n([\s\S]+?)\n```/g)];
  return blocks.map(([, request = '', status = '', answer = ''], at) => {
    const [head = '', ...body] = request.split('\n\n');
    const [line = '', ...headers] = head.split('\n');
    const [method = '', path = ''] = line.split(' ');
    return {
      name: `${at + 1}. ${method} ${path}`,
      method,
      path,
      headers: Object.fromEntries(headers.map((header) => header.split(': ') as [string, string])),
      body: body.length === 0 ? undefined : body.join('\n\n'),
      status: Number(status),
      answer: JSON.parse(answer) as unknown,
    };
  });
}

/** What the words in braces stand for: days from today are known, everything else is what an answer gave first. */
class Words {
  private readonly known = new Map<string, string>();
  private readonly today = brusselsDate(new Date());

  fill(text: string): string {
    return text.replace(/\{([a-z]+(?:[-+]\d+)?)\}/g, (_whole, word: string) => this.valueOf(word));
  }

  /** The expected answer, with what was not known yet learnt from the real one. */
  expected(shown: unknown, real: unknown): unknown {
    if (typeof shown === 'string') {
      const [, word] = /^\{([a-z]+)\}$/.exec(shown) ?? [];
      if (word !== undefined && !this.known.has(word) && typeof real === 'string') this.known.set(word, real);
      return this.fill(shown);
    }
    if (Array.isArray(shown)) {
      const items = shown.map((item, at) => this.expected(item, Array.isArray(real) ? real[at] : undefined));
      return items.length === 0 || items.length === (Array.isArray(real) ? real.length : 0)
        ? items
        : expect.arrayContaining(items);
    }
    if (typeof shown !== 'object' || shown === null) return shown;
    const inner = Object.entries(shown).map(([key, value]) => [
      key,
      this.expected(value, (real as Record<string, unknown> | undefined)?.[key]),
    ]);
    return expect.objectContaining(Object.fromEntries(inner) as object);
  }

  private valueOf(word: string): string {
    const [, days] = /^today([-+]\d+)?$/.exec(word) ?? [];
    if (word.startsWith('today')) return plusDays(this.today, Number(days ?? 0));
    const known = this.known.get(word) ?? (word.startsWith('key-') ? randomUUID() : undefined);
    if (known === undefined) throw new Error(`the page has not said what {${word}} is`);
    this.known.set(word, known);
    return known;
  }
}

describe('the story of a household, as docs/integrations.md tells it', () => {
  const story = scenes();
  const words = new Words();
  let gateway: GatewayProcess;
  let client: RestClient;
  beforeAll(async () => {
    gateway = await startGateway({ dataDir: await usedDataDir() });
    client = new RestClient(gateway);
  });
  afterAll(() => gateway.stop());

  it('has a beginning, a middle and an end', () => {
    expect(story.length).toBe(PAGE.split('```http').length - 1);
    expect(story.map(({ path }) => path.split('/').at(-1))).toEqual(
      expect.arrayContaining(['integrations', 'retry', 'extend', 'change-code', 'close']),
    );
  });

  it.each(story.map((scene) => [scene.name, scene] as const))('%s', async (_name, scene) => {
    const { method, path, headers, body, status, answer } = scene;
    const filled = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, words.fill(value)]));
    const real = await client.call(method, words.fill(path), body === undefined ? undefined : words.fill(body), filled);
    expect([real.status, real.body]).toEqual([status, words.expected(answer, real.body)]);
  });

  it('repeats the last call of the household when its key comes again', async () => {
    const close = story.find(({ path, status }) => path.endsWith('/close') && status === 200);
    if (close?.body === undefined) throw new Error('no close');
    const headers = { 'Idempotency-Key': words.fill(close.headers['Idempotency-Key'] ?? '') };
    const again = await client.call(close.method, words.fill(close.path), close.body, headers);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  });
});
