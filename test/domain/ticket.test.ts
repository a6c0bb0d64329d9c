import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shortTicket, ticketOf } from '../../src/domain/ticket.ts';

const UUID = '0a1b2c3d-4e5f-7000-8000-00000000000f';

it('a ticket is a UUID in lower case', () => {
  expect(ticketOf(UUID.toUpperCase())).toBe(UUID);
});

it('a contract of 36 characters gets it whole, one of 32 without its hyphens', () => {
  const ticket = ticketOf(UUID);
  expect([40, 36, 35, 32].map((length) => shortTicket(ticket, length))).toEqual([
    UUID,
    UUID,
    '0a1b2c3d4e5f7000800000000000000f',
    '0a1b2c3d4e5f7000800000000000000f',
  ]);
});

it('two tickets stay two in 32 characters, and none is ever too long', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.integer({ min: 1, max: 40 }), (one, other, length) => {
      expect(shortTicket(ticketOf(one), length).length).toBeLessThanOrEqual(length);
      expect(shortTicket(ticketOf(one), 32) === shortTicket(ticketOf(other), 32)).toBe(one === other);
    }),
  );
});
