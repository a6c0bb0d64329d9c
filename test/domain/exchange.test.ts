import { describe, expect, it } from 'vitest';
import { actsFor, type Client } from '../../src/domain/client.ts';
import { ALLOWED_COMMANDS, EXCHANGE_STATES, isFinal } from '../../src/domain/exchange.ts';

describe('what a person may do to an exchange', () => {
  const statesThatAllow = (command: string): string[] =>
    EXCHANGE_STATES.filter((state) => ALLOWED_COMMANDS[state].some((allowed) => allowed === command));

  it('withdraw it while nothing was sent, or once it was given up', () => {
    expect(statesThatAllow('cancel')).toEqual(['queued', 'waiting', 'dead-letter']);
  });

  it('send it again only from among the dead letters', () => {
    expect(statesThatAllow('requeue')).toEqual(['dead-letter']);
  });

  it('decide about it only when nobody else could', () => {
    expect(statesThatAllow('resolve')).toEqual(['undecided']);
  });

  it('nothing while it is on its way, and nothing once it is done', () => {
    for (const state of ['sending', 'reconciling', 'done', 'cancelled'] as const)
      expect(ALLOWED_COMMANDS[state]).toEqual([]);
  });

  it('and only these four states stay as they are by themselves', () => {
    expect(EXCHANGE_STATES.filter(isFinal)).toEqual(['undecided', 'done', 'dead-letter', 'cancelled']);
  });
});

describe('a client', () => {
  const client = (organisation: string): Client => ({ id: 'c', organisation, rights: [], bootstrap: false });

  it('acts for its own centre, or for any', () => {
    expect(actsFor(client('a'), 'a')).toBe(true);
    expect(actsFor(client('*'), 'a')).toBe(true);
    expect(actsFor(client('a'), 'b')).toBe(false);
    expect(actsFor(client('a'), '*')).toBe(false);
    expect(actsFor(client(''), 'a')).toBe(false);
  });
});
