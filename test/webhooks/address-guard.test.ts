import { networkInterfaces } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { AddressGuard, type AddressPolicy, type LookupAll, portOf } from '../../src/webhooks/address-guard.ts';

/** Names as a test wants them to resolve; what is not there is not known. */
class Names {
  readonly asked: string[] = [];
  readonly addresses: Record<string, readonly string[]>;

  constructor(addresses: Record<string, readonly string[]> = {}) {
    this.addresses = addresses;
  }

  readonly lookup: LookupAll = (name, then) => {
    this.asked.push(name);
    const found = this.addresses[name];
    if (found === undefined) then(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }), []);
    else
      then(
        null,
        found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  };
}

const STRICT: AddressPolicy = { allowedNetworks: [], forbidden: [], allowLocalHttp: false };
const guardOf = (policy: Partial<AddressPolicy> = {}, names = new Names()): AddressGuard =>
  new AddressGuard({ ...STRICT, ...policy }, names.lookup);

async function verdict(guard: AddressGuard, url: string): Promise<string> {
  try {
    await guard.check(url);
    return 'allowed';
  } catch (error) {
    expect(error).toBeInstanceOf(GatewayError);
    expect((error as GatewayError).code).toBe('webhook-address-refused');
    return (error as GatewayError).detail?.en ?? '';
  }
}

/** What the connection's own look-up says. */
function connect(guard: AddressGuard, name: string, port = 443, all = false): Promise<unknown> {
  return new Promise((resolve, reject) => {
    guard.lookupFor(port)(name, { all }, (error, address) => (error === null ? resolve(address) : reject(error)));
  });
}

describe('the form of a URL', () => {
  it.each([
    'https://software.example/hook',
    'https://software.example:8443/hook?centre=a',
    'https://8.8.8.8/hook',
    'https://software.example:443/hook',
    'https://[2606:4700::1111]/hook',
    'HTTPS://Software.Example/hook',
    'https://xn--bcher-kva.example/hook',
  ])('is accepted: %s', async (url) => {
    expect(await verdict(guardOf(), url)).toBe('allowed');
  });

  it.each([
    ['file:///etc/passwd', 'https'],
    ['gopher://software.example/_x', 'https'],
    ['http://software.example/hook', 'https'],
    ['ftp://software.example', 'https'],
    ['javascript:alert(1)', ''],
    ['https://user:secret@software.example/', 'user information'],
    ['https://user@software.example/', 'user information'],
    ['https://software.example#@10.0.0.1/', 'fragment'],
    ['https://software.example:22/', 'port'],
    ['https://software.example:80/', 'port'],
    ['https://software.example:1023/', 'port'],
    ['https://software.example/a\r\nHost: other', 'form'],
    ['https://software.example/a b', 'form'],
    ['https://software.example\t/', 'form'],
    ['https://software.example\\@10.0.0.1/', 'form'],
    ['https://bücher.example/', 'form'],
    ['https://ｓoftware.example/', 'form'],
    ['https://software%2eexample/', 'host form'],
    ['https://software.example/%00', 'allowed'],
    [`https://software.example/${'a'.repeat(2_048)}`, 'form'],
    ['software.example', 'form'],
    ['', 'form'],
    ['https://', 'form'],
    ['https:software.example', 'host form'],
    ['https:/software.example', 'host form'],
    ['https:///software.example', 'host form'],
  ])('%j is refused, or not: %s', async (url, why) => {
    expect(await verdict(guardOf(), url)).toContain(why);
  });

  it.each(['2130706433', '0x7f.1', '017700000001', '127.1', '0x7f000001', '127.0.0.1.'])(
    'an address in disguise is refused, even where the machine itself is allowed: %s',
    async (host) => {
      const guard = guardOf({ allowedNetworks: ['127.0.0.0/8'], allowLocalHttp: true });
      expect(await verdict(guard, `https://${host}:8443/`)).not.toBe('allowed');
    },
  );

  it('may be plain http to this machine where that is allowed, and only there', async () => {
    const local = guardOf({ allowedNetworks: ['127.0.0.0/8', '::1/128'], allowLocalHttp: true });
    expect(await verdict(local, 'http://127.0.0.1:3000/')).toBe('allowed');
    expect(await verdict(local, 'http://[::1]:3000/')).toBe('allowed');
    expect(await verdict(local, 'http://8.8.8.8:3000/')).toContain('https');
    expect(await verdict(guardOf({ allowedNetworks: ['127.0.0.0/8'] }), 'http://127.0.0.1:3000/')).toContain('https');
    expect(await verdict(guardOf({ allowLocalHttp: true }), 'http://127.0.0.1:3000/')).toContain('network');
  });

  it('says its port, or the scheme does', () => {
    expect(['https://a', 'http://a', 'https://a:8443'].map((url) => portOf(new URL(url)))).toEqual([443, 80, 8443]);
  });
});

/** One address of each range that does not lead to somebody else's public server. */
const NOT_PUBLIC = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:a9fe:a9fe',
  '::ffff:10.0.0.1',
  '::127.0.0.1',
  '64:ff9b::a00:1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:a00:1::1',
  '3fff::1',
  '5f00::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
];

const inUrl = (address: string): string => `https://${address.includes(':') ? `[${address}]` : address}/`;

describe('an address that is not public', () => {
  it.each(NOT_PUBLIC)('is refused when it stands in the URL, and when a name leads to it: %s', async (address) => {
    // Some forms are not even read: the URL itself says them differently.
    expect(await verdict(guardOf(), inUrl(address))).toMatch(/^(network|host form)$/);
    const guard = guardOf({}, new Names({ 'inside.example': [address] }));
    expect(await verdict(guard, 'https://inside.example/')).toBe('network');
    await expect(connect(guard, 'inside.example')).rejects.toMatchObject({ code: 'webhook-address-refused' });
  });

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '192.0.1.1', '2606:4700::1111', '2a02:1234::1', '::ffff:8.8.8.8'])(
    'is not what this one is: %s',
    async (address) => {
      const guard = guardOf({}, new Names({ 'outside.example': [address] }));
      expect(await verdict(guard, 'https://outside.example/')).toBe('allowed');
      await expect(connect(guard, 'outside.example')).resolves.toBe(address);
    },
  );

  it('is allowed inside a network of the centre, and only there', async () => {
    const guard = guardOf({ allowedNetworks: ['10.20.0.0/16', 'fd00:1::/32'] });
    expect(await verdict(guard, 'https://10.20.3.4/')).toBe('allowed');
    expect(await verdict(guard, 'https://[::ffff:a14:304]/')).toBe('allowed');
    expect(await verdict(guard, 'https://[fd00:1::5]/')).toBe('allowed');
    expect(await verdict(guard, 'https://10.21.3.4/')).toBe('network');
    expect(await verdict(guard, 'https://[fd00:2::5]/')).toBe('network');
  });
});

describe('a name', () => {
  it('that leads to a good address now and to a bad one later is refused at the connection', async () => {
    const addresses: Record<string, readonly string[]> = { 'moves.example': ['8.8.8.8'] };
    const guard = guardOf({}, new Names(addresses));
    expect(await verdict(guard, 'https://moves.example/')).toBe('allowed');
    addresses['moves.example'] = ['169.254.169.254'];
    await expect(connect(guard, 'moves.example')).rejects.toMatchObject({ code: 'webhook-address-refused' });
    await expect(connect(guard, 'moves.example', 443, true)).rejects.toMatchObject({ code: 'webhook-address-refused' });
  });

  it('with one bad address among good ones is refused: any of them could be taken', async () => {
    const guard = guardOf({}, new Names({ 'mixed.example': ['8.8.8.8', '10.0.0.1'] }));
    expect(await verdict(guard, 'https://mixed.example/')).toBe('network');
    await expect(connect(guard, 'mixed.example')).rejects.toMatchObject({ code: 'webhook-address-refused' });
  });

  it('gives the connection all its addresses, or the first, as it asks', async () => {
    const guard = guardOf({}, new Names({ 'two.example': ['8.8.8.8', '2606:4700::1111'] }));
    await expect(connect(guard, 'two.example')).resolves.toBe('8.8.8.8');
    await expect(connect(guard, 'two.example', 443, true)).resolves.toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
  });

  it('that nobody answers for is waited for five seconds', async () => {
    vi.useFakeTimers();
    const silent = new AddressGuard({ ...STRICT, forbidden: [{ host: 'db.centre', port: 443 }] }, () => undefined);
    const checked = silent.check('https://slow.example/');
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    await expect(checked).resolves.toBeInstanceOf(URL);
  });

  it('that is not known is no reason to refuse a subscription, and no connection', async () => {
    expect(await verdict(guardOf(), 'https://not-yet.example/')).toBe('allowed');
    await expect(connect(guardOf(), 'not-yet.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('what this program stands on', () => {
  const inside: Partial<AddressPolicy> = { allowedNetworks: ['0.0.0.0/0', '::/0'] };

  it('is refused on its port, by address, even inside an allowed network', async () => {
    const guard = guardOf({ ...inside, forbidden: [{ host: '10.1.1.1', port: 5432 }] });
    expect(await verdict(guard, 'https://10.1.1.1:5432/')).toContain('own address');
    expect(await verdict(guard, 'https://[::ffff:a01:101]:5432/')).toContain('own address');
    expect(await verdict(guard, 'https://10.1.1.1:5433/')).toBe('allowed');
    expect(await verdict(guard, 'https://10.1.1.2:5432/')).toBe('allowed');
  });

  it('is refused by its name, by another name for it, and by the address that its name has', async () => {
    const names = new Names({ 'db.centre': ['10.1.1.1', '10.1.1.2'], 'alias.centre': ['10.1.1.2'] });
    const guard = guardOf({ ...inside, forbidden: [{ host: 'db.centre', port: 5432 }] }, names);
    for (const host of ['db.centre', 'alias.centre', '10.1.1.1', '10.1.1.2'])
      expect(await verdict(guard, `https://${host}:5432/`), host).toContain('own address');
    await expect(connect(guard, 'alias.centre', 5432)).rejects.toMatchObject({ code: 'webhook-address-refused' });
    expect(await verdict(guard, 'https://alias.centre:5433/')).toBe('allowed');
  });

  it('stays refused while its name cannot be looked up', async () => {
    const addresses: Record<string, readonly string[]> = { 'db.centre': ['10.1.1.1'] };
    const guard = guardOf({ ...inside, forbidden: [{ host: 'db.centre', port: 5432 }] }, new Names(addresses));
    expect(await verdict(guard, 'https://10.1.1.1:5432/')).toContain('own address');
    delete addresses['db.centre'];
    expect(await verdict(guard, 'https://10.1.1.1:5432/')).toContain('own address');
  });

  it('is refused under every name of this machine', async () => {
    const guard = guardOf(
      { ...inside, forbidden: [{ host: '127.0.0.1', port: 8443 }] },
      new Names({ localhost: ['::1'] }),
    );
    for (const host of ['127.0.0.1', '127.1.2.3', '[::1]', 'localhost'])
      expect(await verdict(guard, `https://${host}:8443/`), host).toContain('own address');
  });

  it('is every address of this machine, where it listens on all of them', async () => {
    const guard = guardOf({ ...inside, forbidden: [{ host: '0.0.0.0', port: 8443 }] });
    const own = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address }) => !address.includes('%'));
    for (const { address } of own)
      expect(await verdict(guard, inUrl(address).replace(/\/$/, ':8443/'))).toContain('own address');
    expect(own.length).toBeGreaterThan(0);
    expect(await verdict(guard, 'https://10.99.99.99:8443/')).toBe('allowed');
  });

  it('costs no look-up for another port', async () => {
    const names = new Names({ 'db.centre': ['10.1.1.1'] });
    await verdict(guardOf({ forbidden: [{ host: 'db.centre', port: 5432 }] }, names), 'https://8.8.8.8/');
    expect(names.asked).toEqual([]);
  });
});
