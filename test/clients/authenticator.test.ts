import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newApiKey } from '../../src/clients/api-key.ts';
import { Authenticator } from '../../src/clients/authenticator.ts';
import type { Client } from '../../src/domain/client.ts';
import { RIGHTS } from '../../src/domain/client.ts';
import { clientOf } from '../support/organisations.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** The table of clients, and how often it was asked. */
function table(...known: [string, Client][]) {
  const clients = new Map(known);
  const asked: string[] = [];
  const find = (key: string): Promise<Client | undefined> => {
    asked.push(key);
    return Promise.resolve(clients.get(key));
  };
  return { clients, asked, find };
}

const KEY = newApiKey();

describe('a key', () => {
  it('is its client; an unknown one is nobody', async () => {
    const { find } = table([KEY, clientOf()]);
    const authenticator = new Authenticator(find, undefined);
    expect(await authenticator.authenticate(KEY)).toEqual(clientOf());
    expect(await authenticator.authenticate(newApiKey())).toBeUndefined();
  });

  it('that is good is looked up once in two seconds, and a revoked one is dead after them', async () => {
    const { clients, asked, find } = table([KEY, clientOf()]);
    const authenticator = new Authenticator(find, undefined);
    await authenticator.authenticate(KEY);
    clients.delete(KEY);
    vi.advanceTimersByTime(1_999);
    expect(await authenticator.authenticate(KEY)).toEqual(clientOf());
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(await authenticator.authenticate(KEY)).toBeUndefined();
    expect(asked).toHaveLength(2);
  });

  it('that is wrong is looked up each time: one that is made later works at once', async () => {
    const { clients, find } = table();
    const authenticator = new Authenticator(find, undefined);
    expect(await authenticator.authenticate(KEY)).toBeUndefined();
    clients.set(KEY, clientOf());
    expect(await authenticator.authenticate(KEY)).toEqual(clientOf());
  });

  it('is remembered as its own client’s, among a thousand and more', async () => {
    const many = Array.from({ length: 1_200 }, (_, i): [string, Client] => [
      `key ${i}`,
      clientOf({ id: `client-${i}` }),
    ]);
    const { asked, find } = table(...many);
    const authenticator = new Authenticator(find, undefined);
    for (const [key, client] of many) expect(await authenticator.authenticate(key)).toEqual(client);
    // Those of the last moment are still known; what is remembered is bounded.
    expect(await authenticator.authenticate('key 1199')).toMatchObject({ id: 'client-1199' });
    expect(asked).toHaveLength(1_200);
    expect(await authenticator.authenticate('key 0')).toMatchObject({ id: 'client-0' });
    expect(asked).toHaveLength(1_201);
  });

  it('is asked for again when the table was away, and the failure is told', async () => {
    let away = true;
    const authenticator = new Authenticator(
      () => (away ? Promise.reject(new Error('away')) : Promise.resolve(clientOf())),
      undefined,
    );
    await expect(authenticator.authenticate(KEY)).rejects.toThrow('away');
    away = false;
    expect(await authenticator.authenticate(KEY)).toEqual(clientOf());
  });
});

describe('the bootstrap key', () => {
  it('is a client with every right, for every centre, marked as what it is, and needs no table', async () => {
    const { asked, find } = table();
    const authenticator = new Authenticator(find, 'the first key');
    expect(await authenticator.authenticate('the first key')).toEqual({
      id: 'bootstrap',
      organisation: '*',
      rights: RIGHTS,
      bootstrap: true,
    });
    expect(asked).toEqual([]);
  });

  it('does not exist in production: neither its text nor an empty one opens anything', async () => {
    const authenticator = new Authenticator(table().find, undefined);
    for (const key of ['the first key', '', 'undefined']) expect(await authenticator.authenticate(key)).toBeUndefined();
  });
});
