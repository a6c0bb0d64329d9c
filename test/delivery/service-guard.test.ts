import { describe, expect, it } from 'vitest';
import type { Sent } from '../../src/transport/gate.ts';
import { fault, fileReply, signed } from '../support/replies.ts';
import { PAYLOADS } from '../support/requests.ts';
import { DECLARED, FakeWorld, reply, TICKET } from './fakes.ts';

const question = (): FakeWorld => new FakeWorld(PAYLOADS.file);
const declaration = (): FakeWorld => new FakeWorld(PAYLOADS.register, DECLARED);
const refusedWith = (status: number): Sent => reply('<html>no</html>', { status, contentType: 'text/html' });
const ADDRESS = 'https://bcss.example/SOA4520/RetrieveTIGroupsService/v2/retrieveTI';

describe('a message to a service that lets nothing in', () => {
  it('does not leave, is not even built, and waits as long as the service is left alone', async () => {
    const world = question();
    world.passage = { kind: 'closed', waitMs: 15_000 };
    await world.deliver();
    expect(world.journal).toEqual(['claim']);
    expect(world.results).toEqual([]);
    expect(world.held).toEqual([expect.objectContaining({ id: 'e-1', address: ADDRESS, code: 'bcss-service-waits' })]);
    expect(world.held[0]?.waitMs).toBeGreaterThanOrEqual(15_000);
  });

  it('waits too when it was under way as the service closed, instead of being one more dead letter', async () => {
    for (const world of [question(), declaration()]) {
      world.sent = refusedWith(403);
      world.refusal = { closedNow: false, waitMs: 15_000 };
      const result = await world.deliver();
      expect(result).toMatchObject({
        outcome: 'refused',
        code: 'bcss-service-waits',
        httpStatus: 403,
        next: { state: 'waiting', delayMs: 15_000 },
      });
      expect(result?.address).toMatch(/^https:/);
    }
  });

  it('tries for all the others when it is time, and opens the service when it is let in', async () => {
    const world = question();
    world.passage = { kind: 'probe' };
    world.sent = reply(await signed(fileReply({ ticket: TICKET })));
    expect(await world.deliver()).toMatchObject({ outcome: 'answered', next: { state: 'done' } });
    expect(world.told).toEqual(['open']);
    expect(world.lines.of('service.opened')).toHaveLength(1);
  });

  it('that tries and is not answered leaves the trial to another', async () => {
    const world = question();
    world.passage = { kind: 'probe' };
    await world.deliver();
    expect(world.told).toEqual(['probe ended']);
  });
});

describe('what is learnt about a service', () => {
  it.each([401, 403, 404, 405, 407, 302])('HTTP %s of something in between is counted', async (status) => {
    const world = declaration();
    world.sent = refusedWith(status);
    expect(await world.deliver()).toMatchObject({ next: { state: 'dead-letter' } });
    expect(world.told).toEqual([`refused ${status}`]);
  });

  it.each([413, 414, 429, 431, 503])('HTTP %s says nothing about the next message', async (status) => {
    const world = declaration();
    world.sent = refusedWith(status);
    await world.deliver();
    expect(world.told).toEqual([]);
  });

  it('a refusal by the service itself is an answer: it was let in', async () => {
    const world = question();
    world.passage = { kind: 'open', counted: true };
    world.sent = reply(await signed(fault('soapenv:Client')), { status: 403 });
    expect(await world.deliver()).toMatchObject({ outcome: 'refused', next: { state: 'done' } });
    expect(world.told).toEqual(['open']);
  });

  it('is told to the operator when messages begin to wait', async () => {
    const world = question();
    world.sent = refusedWith(403);
    world.refusal = { closedNow: true };
    await world.deliver();
    expect(world.lines.of('service.waits')).toMatchObject([{ address: ADDRESS, httpStatus: 403 }]);
  });
});
