import { describe, expect, it } from 'vitest';
import { gateway } from '../support/gateway-process.ts';
import { example, type Subject } from './subject.ts';

interface Entry {
  readonly index: number;
  readonly kind: string;
  readonly exchange?: string;
  readonly client?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

const PURPOSE = 'yearly control by the security adviser';

/** What auditors see, and that it is seen that they looked. */
export function logSuite(subject: () => Subject, env: () => Readonly<Record<string, string>>): void {
  describe('the log', () => {
    it('tells who asked what about a person, and then that somebody read it', async () => {
      const { client } = subject();
      const request = example('identify-person');
      const { ssin } = request.context.user as { ssin: string };
      const { body: exchange } = await client.send('identify-person', request, { prefer: 'wait=20' });
      const look = (question: object) =>
        client.call<{ entries: Entry[]; readIndex: number }>('POST', '/v1/audit/searches', {
          purpose: PURPOSE,
          ...question,
        });

      const found = (await look({ exchange: exchange.id })).body;
      expect(found.entries.map(({ kind }) => kind)).toEqual(['request', 'intent', 'reply', 'result']);
      expect(found.entries[0]).toMatchObject({ client: 'bootstrap', details: { user: { ssin } } });

      const readings = (await look({ kind: ['read'] })).body;
      expect(readings.entries).toContainEqual(
        expect.objectContaining({
          index: found.readIndex,
          details: expect.objectContaining({ purpose: PURPOSE, exchange: exchange.id }) as object,
        }),
      );
    });

    it('has the exact bytes that left, to who says why they want them', async () => {
      const { client } = subject();
      const { body } = await client.send('test-connection', example('test-connection'), { prefer: 'wait=20' });
      const { intent } = (body.attempts[0] as unknown as { logIndexes: { intent: number } }).logIndexes;
      const path = `/v1/audit/entries/${intent}`;
      const silent = await client.get(path);
      expect(silent.body).toMatchObject({ code: 'purpose-missing' });
      const entry = await client.get<{ body: { text: string } }>(`${path}?purpose=${encodeURIComponent(PURPOSE)}`);
      expect(entry.body.body.text).toMatch(/^<\?xml|^<\S*Envelope/);
    });

    it('is verified beside the running gateway', async () => {
      const end = await gateway(['verify', '--settled'], { env: env() });
      expect(end).toMatchObject({ code: 0, stdout: expect.stringContaining('No fault found.') as string });
    });
  });
}
