import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWebhookReceiver, type WebhookReceiver } from '../../src/demo/webhook-receiver.ts';
import { until } from '../support/until.ts';
import type { Subject } from './subject.ts';

interface Mutation {
  readonly id: string;
  readonly source: string;
  readonly kind: string;
  readonly acknowledgedAt?: string;
}

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
    const push = () => {
      const { bcss, gateway } = subject();
      return bcss.pushMutation({ url: `${gateway.networkUrl}/bcss/notifications` });
    };

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
