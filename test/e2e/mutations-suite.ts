import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWebhookReceiver, type WebhookReceiver } from '../../src/demo/webhook-receiver.ts';
import { randomUUID } from 'node:crypto';
import { brusselsDate } from '../../src/domain/brussels-time.ts';
import { plusDays } from '../../src/domain/calendar-day.ts';
import { until } from '../support/until.ts';
import type { Subject } from './subject.ts';

interface Mutation {
  readonly id: string;
  readonly source: string;
  readonly kind: string;
  readonly acknowledgedAt?: string;
}

/** People of the simulator's town: one whom the centre helps, and one of whom it knows nothing. */
const HELPED = { ssin: '01031210166', proof: { person: { lastName: 'MIRAGE', birthDate: '1901-03-12' } } };
const STRANGER = '09062110479';

/** What BCSS pushes, up to the software that asked for it. */
export function mutationsSuite(subject: () => Subject): void {
  describe('a mutation', () => {
    let receiver: WebhookReceiver;
    beforeEach(async () => {
      receiver = await startWebhookReceiver();
    });
    afterEach(() => receiver.close());

    const subscribe = async () => {
      const { body } = await subject().client.call<{ id: string; secret: string }>('POST', '/v1/subscriptions', {
        url: receiver.url,
        events: ['mutation.received'],
      });
      receiver.secret = body.secret;
      return body;
    };
    const push = (ssin = HELPED.ssin) => {
      const { bcss, gateway } = subject();
      return bcss.pushMutation({ url: `${gateway.networkUrl}/bcss/notifications`, mutation: { ssin } });
    };
    const helpSomebody = () => {
      const today = brusselsDate(new Date());
      return subject().client.call<{ state: string }>(
        'POST',
        '/v1/integrations',
        {
          context: { user: { ssin: '01010100194' }, purpose: 'request for help' },
          fileReference: 'mutations',
          period: { firstDay: today, lastDay: plusDays(today, 300) },
          members: [{ ...HELPED, integrations: [{ qualityCode: 8 }] }],
        },
        { 'idempotency-key': randomUUID(), prefer: 'wait=30' },
      );
    };

    it('is about somebody whom the centre helps', async () => {
      expect((await helpSomebody()).body).toMatchObject({ state: 'open' });
    });

    it('about anybody else is acknowledged and counted, and neither listed nor forwarded', async () => {
      const { client, gateway } = subject();
      await subscribe();
      const page = () => client.get<{ mutations: Mutation[]; withheld: number }>('/v1/mutations?limit=200');
      const before = await page();
      expect(await push(STRANGER)).toMatchObject({ status: 200, signed: true });
      const after = await page();
      expect(after.body.mutations).toEqual(before.body.mutations);
      expect(after.body.withheld).toBe(before.body.withheld + 1);
      await expect(receiver.next('mutation.received', 1_500)).rejects.toThrow('no mutation.received');
      await until(() => gateway.lines('mutation.received').some(({ withheld }) => withheld === 1));
    });

    it('arrives by a signed webhook that names nobody, is read by its address, and acknowledged', async () => {
      const { client } = subject();
      await subscribe();
      const answer = await push();
      expect(answer).toMatchObject({ status: 200, signed: true });
      const { data } = await receiver.next('mutation.received', 10_000);
      expect(JSON.stringify(data)).not.toMatch(/\d{11}/);
      const href = String(data.href);
      const { body } = await client.get<Mutation & { content: object }>(href);
      expect(body).toMatchObject({ source: 'RN', kind: 'ADDRESS' });
      expect((await client.call('POST', `${href}/ack`)).status).toBe(204);
      const open = await client.get<{ mutations: Mutation[] }>('/v1/mutations?unacknowledged=true&limit=200');
      expect(open.body.mutations.map(({ id }) => id)).not.toContain(body.id);
    });

    it('is kept for who asks, and sent to nobody after the subscription has ended', async () => {
      const { client } = subject();
      const { id } = await subscribe();
      expect((await client.call('DELETE', `/v1/subscriptions/${id}`)).status).toBe(204);
      const { status } = await push();
      expect(status).toBe(200);
      await expect(receiver.next('mutation.received', 1_500)).rejects.toThrow('no mutation.received');
      const { body } = await client.get<{ mutations: Mutation[] }>('/v1/mutations?unacknowledged=true&limit=200');
      expect(body.mutations.length).toBeGreaterThan(0);
    });

    it('that carries a broken seal is refused and kept as evidence', async () => {
      const { gateway, bcss } = subject();
      const answer = await bcss.pushMutation({ url: `${gateway.networkUrl}/bcss/notifications`, seal: 'tampered' });
      expect(answer).toMatchObject({ status: 500, fault: { reason: 'reply-signature-invalid' } });
      // Another process writes that line: it comes by a pipe, the answer by a socket.
      await until(() => gateway.lines('mutation.refused').length > 0);
    });
  });
}
