import { describe, expect, it } from 'vitest';
import { FIRST_FLOWS, type Subject } from './subject.ts';

/** What operators and developers look at. */
export function operationsSuite(subject: () => Subject, backend: 'postgres' | 'redis'): void {
  describe('the operator', () => {
    it('sees that everything is there, and on what', async () => {
      const { client } = subject();
      expect((await client.get('/health/live')).body).toEqual({ live: true });
      const ready = await client.get('/health/ready');
      expect(ready.status).toBe(200);
      expect(ready.body).toMatchObject({
        ready: true,
        checks: { database: { ok: true }, queue: { ok: true, detail: backend }, backlog: { ok: true } },
      });
    });

    it('counts attempts by flow and outcome', async () => {
      const { text } = await subject().client.get('/metrics');
      expect(text).toMatch(/^gateway_\w+\{[^}]*flow="test-connection"[^}]*outcome="answered"[^}]*\} [1-9]/m);
    });

    it('looks at the queues with the API key as password, and without one at nothing', async () => {
      const { client, gateway } = subject();
      const look = (authorization: string) => client.get('/ops/queues', { authorization });
      expect((await look('')).status).toBe(401);
      expect((await look('')).headers.get('www-authenticate')).toContain('Basic');
      const basic = `Basic ${Buffer.from(`anybody:${gateway.apiKey}`).toString('base64')}`;
      const board = await look(basic);
      expect(board.status).toBe(200);
      expect(board.text).toContain('CPAS–BCSS gateway');
      const queues = await client.get<{ queues: { name: string }[] }>('/ops/queues/api/queues', {
        authorization: basic,
      });
      expect(queues.body.queues.map(({ name }) => name)).toEqual(['exchanges', 'webhooks']);
    });
  });

  describe('the developer', () => {
    it('finds a document that describes every flow', async () => {
      const { client } = subject();
      type OpenApi = { openapi: string; paths: Record<string, object> };
      const { body } = await client.get<OpenApi>('/openapi.json');
      expect(body.openapi).toMatch(/^3\.1/);
      const catalogue = await client.get<{ id: string; kind: string }[]>('/v1/flows');
      const ids = catalogue.body.filter(({ kind }) => kind !== 'notification').map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining([...FIRST_FLOWS]));
      for (const id of ids) expect(body.paths).toHaveProperty([`/v1/flows/${id}/exchanges`, 'post']);
    });

    it('reads it in a browser', async () => {
      const { client } = subject();
      const docs = await client.get('/docs/');
      expect(docs.headers.get('content-type')).toContain('text/html');
      expect((await client.get('/docs/errors')).text).toContain('idempotency-key-missing');
    });
  });
}
