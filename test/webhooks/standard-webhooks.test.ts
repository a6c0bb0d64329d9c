import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newSecret, webhookHeaders } from '../../src/webhooks/standard-webhooks.ts';
import { isGenuine } from './verify-webhook.ts';

/** The known answer of the specification's own libraries. */
const KNOWN = {
  secret: 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: new Date(1_614_265_330_000),
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

describe('the signature', () => {
  it.each(['', 'whsec_'])(
    'is the one that the specification’s libraries give, secret with the prefix "%s"',
    (prefix) => {
      expect(webhookHeaders(KNOWN, [prefix + KNOWN.secret])).toEqual({
        'webhook-id': KNOWN.id,
        'webhook-timestamp': '1614265330',
        'webhook-signature': KNOWN.signature,
      });
    },
  );

  it('is there once per secret, the newest first, so that a receiver may have either', () => {
    const secrets = [newSecret(), newSecret()];
    const headers = webhookHeaders(KNOWN, secrets);
    const [first, second, ...more] = headers['webhook-signature']?.split(' ') ?? [];
    expect(more).toEqual([]);
    expect(webhookHeaders(KNOWN, secrets.slice(0, 1))['webhook-signature']).toBe(first);
    expect(webhookHeaders(KNOWN, secrets.slice(1))['webhook-signature']).toBe(second);
    for (const secret of secrets) expect(isGenuine(headers, KNOWN.body, secret, KNOWN.timestamp)).toBe(true);
    expect(isGenuine(headers, KNOWN.body, newSecret(), KNOWN.timestamp)).toBe(false);
  });

  it('is accepted by a receiver for what was sent, and for nothing else', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.string({ unit: 'grapheme' }), fc.string(), (id, body, other) => {
        const secret = newSecret();
        const now = new Date('2026-11-23T10:15:00.999Z');
        const headers = webhookHeaders({ id, body, timestamp: now }, [secret]);
        expect(isGenuine(headers, body, secret, now)).toBe(true);
        expect(isGenuine(headers, body + other, secret, now)).toBe(other === '');
        expect(isGenuine({ ...headers, 'webhook-id': `${id}0` }, body, secret, now)).toBe(false);
        expect(isGenuine({ ...headers, 'webhook-timestamp': '1614265330' }, body, secret, now)).toBe(false);
      }),
    );
  });

  it('is refused by a receiver when it is replayed later', () => {
    const secret = newSecret();
    const headers = webhookHeaders(KNOWN, [secret]);
    const later = (seconds: number) => new Date(KNOWN.timestamp.getTime() + seconds * 1000);
    expect(isGenuine(headers, KNOWN.body, secret, later(300))).toBe(true);
    expect(isGenuine(headers, KNOWN.body, secret, later(301))).toBe(false);
  });
});

describe('a new secret', () => {
  it('has 32 random bytes, in the form that receivers’ libraries take', () => {
    const secrets = Array.from({ length: 50 }, newSecret);
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) {
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
      expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
    }
  });
});
