import { beforeEach, describe, expect, it } from 'vitest';
import { ORGANISATION } from '../support/organisations.ts';
import { OTHER_PERSON, PERSON, USER } from '../support/people.ts';
import { PAYLOADS, requestBody } from '../support/requests.ts';
import { FakeDesk, incoming } from './fake-desk.ts';

let desk: FakeDesk;
beforeEach(() => {
  desk = new FakeDesk();
});

/** The same JSON with the keys of every object in the opposite order. */
function turned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([key, inner]) => [key, turned(inner)]));
}

describe('the desk accepts', () => {
  it('a question without a key, though a declaration by the same flow needs one', async () => {
    await desk.intake.accept(incoming({ body: requestBody(PAYLOADS.list), key: undefined }));
    expect(desk.accepted).toMatchObject([{ kind: 'consultation', resendSafe: true }]);
    expect(desk.accepted[0]?.idempotency).toBeUndefined();
  });

  it('a declaration as one that must not be sent twice, and never in a hurry', async () => {
    await desk.intake.accept(incoming({ interactive: true }));
    await desk.intake.accept(incoming({ interactive: true, body: requestBody(PAYLOADS.list) }));
    expect(desk.accepted).toMatchObject([
      { kind: 'registration', resendSafe: false, pace: 'background' },
      { kind: 'consultation', resendSafe: true, pace: 'interactive' },
    ]);
    expect(desk.nudges).toBe(2);
  });

  it('a flow by its other name, and records the one it has', async () => {
    await desk.intake.accept(incoming({ flow: 'retrieve-ti-groups.v2', body: requestBody(PAYLOADS.file) }));
    const recorded = { flow: 'retrieve-ti-groups', legalContext: 'PCSA:SOCIAL_INQUIRY' };
    expect(desk.accepted[0]?.entry).toMatchObject(recorded);
  });

  it('the key of 255 characters that is still one', async () => {
    await desk.intake.accept(incoming({ key: '~'.repeat(255) }));
    expect(desk.accepted).toHaveLength(1);
  });

  it('two bodies that say the same as one message, whatever the order of their keys', async () => {
    const body = requestBody(PAYLOADS.register);
    const other = { ...body, context: { ...body.context, purpose: 'another' } };
    for (const one of [body, turned(body), other]) await desk.intake.accept(incoming({ body: one }));
    const [first, second, third] = desk.accepted.map(({ idempotency }) => idempotency?.bodyHash.toString('hex'));
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('a name typed with its accents apart as the same message, and keeps it as it was typed', async () => {
    const named = (form: 'NFC' | 'NFD'): unknown => {
      const person = { LastName: 'POUSSIÈRE'.normalize(form), BirthDate: '1908-11-11' };
      return requestBody({ ...PAYLOADS.register, ProofOfAuthentication: { PersonData: person } });
    };
    for (const form of ['NFC', 'NFD'] as const) await desk.intake.accept(incoming({ body: named(form) }));
    const [composed, apart] = desk.accepted;
    expect(apart?.idempotency?.bodyHash).toEqual(composed?.idempotency?.bodyHash);
    expect(Buffer.from(apart?.entry.body ?? []).includes('POUSSIÈRE'.normalize('NFD'))).toBe(true);
  });

  it('one key under two flows as two messages', async () => {
    await desk.intake.accept(incoming({ body: requestBody(PAYLOADS.list) }));
    await desk.intake.accept(incoming({ flow: 'identify-person', body: requestBody(PAYLOADS.identify) }));
    const [first, second] = desk.accepted.map(({ idempotency }) => idempotency);
    expect(first?.keyHash).toEqual(second?.keyHash);
    expect(first?.bodyHash).not.toEqual(second?.bodyHash);
  });

  it('an exception to the policy, and records it as one', async () => {
    desk.permission = { allowed: true, policy: 'sha256:abc', exception: 'bootstrap' };
    await desk.intake.accept(incoming({}));
    expect(desk.accepted[0]?.entry).toMatchObject({ policy: 'sha256:abc', code: 'bootstrap' });
    expect(desk.lines.of('message.accepted')).toMatchObject([{ exception: 'bootstrap', index: 7 }]);
  });

  it('nothing when it is only asked whether it would', async () => {
    const checked = await desk.intake.check(incoming({}));
    expect(checked).toMatchObject({ organisation: ORGANISATION, subjects: [PERSON] });
    await expect(desk.intake.check(incoming({ key: undefined }))).rejects.toMatchObject({
      code: 'idempotency-key-missing',
    });
    expect([desk.accepted, desk.recorded, desk.nudges, desk.lines.text()]).toEqual([[], [], 0, '']);
  });

  it('and refuses without a national number, a name or a key on any line of the technical log', async () => {
    await desk.intake.accept(incoming({ key: 'canary-key' }));
    desk.permission = { allowed: false, reasons: [] };
    await desk.intake.accept(incoming({ key: 'canary-key' })).catch(() => undefined);
    const quoting = new Error(`duplicate ${PERSON}`, { cause: new Error(OTHER_PERSON) });
    desk.lines.log.error({ err: quoting }, 'a library quotes');
    expect(desk.lines.text().split('\n')).toHaveLength(3);
    for (const secret of [PERSON, OTHER_PERSON, USER, 'FANTOCHE', 'A. Worker', 'canary-key', 'a file is open'])
      expect(desk.lines.text()).not.toContain(secret);
  });
});
