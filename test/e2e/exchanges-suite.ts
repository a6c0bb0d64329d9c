import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../support/rest-client.ts';
import { CENTRE, example, exampleOf, FIRST_FLOWS, type Subject } from './subject.ts';

/** Days that the example does not have. */
const SPRING = { start: '2026-03-06', end: '2026-05-05' };
const SUMMER = { start: '2026-05-06', end: '2026-07-05' };

/** What software of a centre does all day, over HTTP, against a whole gateway. */
export function exchangesSuite(subject: () => Subject): void {
  describe('an exchange', () => {
    it.each(FIRST_FLOWS)('of %s is answered to a caller who waits', async (flow) => {
      const { client } = subject();
      const { status, body, headers } = await client.send(flow, example(flow), { prefer: 'wait=20' });
      expect(status).toBe(200);
      expect(headers.get('preference-applied')).toBe('wait=20');
      expect(body).toMatchObject({ flow, state: 'done', outcome: 'answered' });
      expect(body.attempts).toHaveLength(1);
      expect(body.reply).toBeDefined();
    });

    it.each(FIRST_FLOWS)('of %s is accepted at once, and found answered by who looks again', async (flow) => {
      const { client } = subject();
      const receipt = await client.send(flow, exampleOf(flow, SPRING));
      expect(receipt.status).toBe(202);
      expect(receipt.headers.get('location')).toBe(`/v1/exchanges/${receipt.body.id}`);
      expect(receipt.body).toMatchObject({ flow, organisation: CENTRE, state: 'queued' });
      expect(await client.finished(receipt.body.id)).toMatchObject({
        outcome: 'answered',
        ticket: receipt.body.ticket,
      });
    });

    it('is told of as it happens, until its end', async () => {
      const { client } = subject();
      const { body } = await client.send('identify-person', example('identify-person'));
      const stream = await client.get(`/v1/exchanges/${body.id}/events`);
      expect(stream.headers.get('content-type')).toContain('text/event-stream');
      const states = [...stream.text.matchAll(/^data: (.+)$/gm)].map(([, data = '']) => JSON.parse(data) as Exchange);
      expect(states.every(({ id }) => id === body.id)).toBe(true);
      expect(states.at(-1)).toMatchObject({ state: 'done', outcome: 'answered' });
    });

    it('is the same one for the same key and message, and a conflict for another message', async () => {
      const { client } = subject();
      const key = randomUUID();
      const request = example('identify-person');
      const first = await client.send('identify-person', request, { key, prefer: 'wait=20' });
      const again = await client.send('identify-person', request, { key, prefer: 'wait=20' });
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(again.body.id).toBe(first.body.id);
      expect(again.body.reply).toEqual(first.body.reply);
      const other = { ...request, context: { ...request.context, fileReference: 'another' } };
      const refused = await client.send('identify-person', other, { key });
      expect(refused.status).toBe(422);
      expect(refused.body).toMatchObject({ code: 'idempotency-key-reused' });
    });

    it('is one, for fifty calls with one key at one instant', async () => {
      const { client } = subject();
      const key = randomUUID();
      const request = exampleOf('manage-access', SUMMER);
      const calls = Array.from({ length: 50 }, () => client.send('manage-access', request, { key }));
      const answers = await Promise.all(calls);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(await client.finished(answers[0]?.body.id ?? '')).toMatchObject({ outcome: 'answered' });
    });

    it('whose answer has several pages is followed to the end of it with one request', async () => {
      const { client } = subject();
      const request = example('attestation-a036');
      const first = await client.send('attestation-a036', request, { prefer: 'wait=20' });
      expect(first.body.pages).toBeUndefined();
      const whole = await client.send('attestation-a036', { ...request, pages: 'all' }, { prefer: 'wait=20' });
      expect(whole.body).toMatchObject({ state: 'done', outcome: 'answered', result: { kind: 'found' } });
      const { count = 0, complete, exchanges = [] } = whole.body.pages ?? {};
      expect(count).toBeGreaterThan(1);
      expect({ complete, exchanges: exchanges.length }).toEqual({ complete: true, exchanges: count });
      const attestations = ({ reply }: Exchange) => (reply as unknown as Attestations).L036.AnswerOK.A036;
      const ids = attestations(whole.body).map((one) => one.Attestation.AttestationIdentification.AttestationID);
      expect(ids.length).toBeGreaterThan((count - 1) * attestations(first.body).length);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of exchanges.slice(1)) {
        const page = await client.finished(id);
        expect(page).toMatchObject({ about: whole.body.id, outcome: 'answered' });
        expect(page.ticket).not.toBe(whole.body.ticket);
      }
    });

    it('that is only to be checked leaves nothing behind', async () => {
      const { client } = subject();
      const newest = async () => (await client.get<{ exchanges: Exchange[] }>('/v1/exchanges?limit=1')).body.exchanges;
      const before = await newest();
      const checked = await client.send('manage-access', example('manage-access'), { prefer: 'validate-only' });
      expect(checked.status).toBe(200);
      expect(checked.body).toMatchObject({ valid: true, flow: 'manage-access', kind: 'registration' });
      expect(await newest()).toEqual(before);
    });

    it('is listed, page by page, newest first', async () => {
      const { client } = subject();
      const ids: string[] = [];
      for (let i = 0; i < 3; i += 1) {
        const { body } = await client.send('test-connection', example('test-connection'), { prefer: 'wait=20' });
        ids.unshift(body.id);
      }
      type Page = { exchanges: Exchange[]; next: string };
      const path = '/v1/exchanges?flow=test-connection&state=done&limit=2';
      const first = (await client.get<Page>(path)).body;
      const second = (await client.get<Page>(`${path}&before=${first.next}`)).body;
      expect([...first.exchanges, ...second.exchanges].map(({ id }) => id).slice(0, 3)).toEqual(ids);
    });
  });
}

/** As much of a reply as is looked at. */
interface Attestations {
  readonly L036: {
    readonly AnswerOK: {
      readonly A036: readonly {
        readonly Attestation: { readonly AttestationIdentification: { readonly AttestationID: string } };
      }[];
    };
  };
}
