import { describe, expect, it } from 'vitest';
import { parseSsin } from '../../src/domain/ssin.ts';
import { gateway } from '../support/gateway-process.ts';
import { example, type Subject } from './subject.ts';

interface Entry {
  readonly index: number;
  readonly kind: string;
  readonly role?: string;
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

    it('tells whoever was found, and not only whoever was asked about, that they were looked at', async () => {
      const { client } = subject();
      const { context, payload } = example('identify-person');
      const { SSIN: person } = payload['SearchCriteria'] as { SSIN: string };
      const criteria = { LastName: 'MIRAGE', FirstName: 'ANSELME', BirthDate: '1901-03-12' };
      const byName = { context, payload: { SearchCriteria: { PhoneticCriteria: criteria } } };
      const { body: exchange } = await client.send('identify-person', byName, { prefer: 'wait=20' });
      expect(JSON.stringify(exchange.reply)).toContain(person);
      const look = async (role: 'asked' | 'found') => {
        const question = { purpose: PURPOSE, person, role, flow: 'identify-person', exchange: exchange.id };
        return (await client.call<{ entries: Entry[] }>('POST', '/v1/audit/searches', question)).body.entries;
      };
      expect((await look('found')).map(({ kind, role }) => [kind, role])).toEqual([
        ['request', 'found'],
        ['intent', 'found'],
        ['reply', 'found'],
        ['result', 'found'],
      ]);
      expect(await look('asked')).toEqual([]);

      // Looking at the stored answer once more is a reading of those it shows.
      await client.get(`/v1/exchanges/${exchange.id}`);
      expect((await look('found')).at(-1)).toMatchObject({ kind: 'read', role: 'found', details: { found: [person] } });

      const household = example('retrieve-ti-groups');
      const { body: file } = await client.send('retrieve-ti-groups', household, { prefer: 'wait=20' });
      const reply = file.reply as Record<string, unknown>;
      const asked = (household.payload['searchInformation'] as { ssin: string }).ssin;
      const others = [...new Set(JSON.stringify(reply).match(/\b\d{11}\b/g) ?? [])].filter(
        (number) => number !== asked && parseSsin(number) !== undefined,
      );
      expect(others.length).toBeGreaterThan(0);
      for (const other of others) {
        const question = { purpose: PURPOSE, person: other, role: 'found', exchange: file.id };
        const { body } = await client.call<{ entries: Entry[] }>('POST', '/v1/audit/searches', question);
        expect(body.entries.map(({ kind }) => kind)).toContain('reply');
      }
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
