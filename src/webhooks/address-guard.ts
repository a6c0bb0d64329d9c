import { lookup as lookupName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { GatewayError } from '../domain/problems/gateway-error.ts';

/** Where webhooks may go. */
export interface AddressPolicy {
  /** Networks of the centres (CIDR). An address that is not globally routable is allowed only inside one of them. */
  readonly allowedNetworks: readonly string[];
  /** What this program itself stands on (database, queue, BCSS, its own doors): never, even inside an allowed network. */
  readonly forbidden: readonly { readonly host: string; readonly port: number }[];
  /** Plain http to this very machine, for development. */
  readonly allowLocalHttp: boolean;
}

/**
 * Ranges that are not globally routable (IANA special-purpose registries). Not among them `::ffff:0:0/96`: to Node's lists that is all
 * of IPv4; an address in it is judged as the IPv4 address that it is.
 */
const SPECIAL: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
  ['5f00::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const URL_CHARACTERS_MAX = 2_048;
const PORT_MIN = 1_024;

/** How names become addresses; the system's way unless a test says otherwise. */
export type LookupAll = (name: string, then: (error: Error | null, addresses: readonly FoundAddress[]) => void) => void;

interface FoundAddress {
  readonly address: string;
  readonly family: number;
}

const bySystem: LookupAll = (name, then) => lookupName(name, { all: true }, then);

/**
 * Says where a webhook may go. One guard for creating, testing and sending, so that a test cannot succeed where the real thing is
 * refused; and it looks at the address of the connection itself, so that a name which resolves elsewhere later is refused then.
 */
export class AddressGuard {
  private readonly policy: AddressPolicy;
  private readonly lookupAll: LookupAll;
  private readonly special = new BlockList();
  private readonly allowed = new BlockList();
  /** Addresses of what this program stands on, where it is known by a name: as it resolved last. */
  private readonly resolved = new Map<string, readonly string[]>();

  constructor(policy: AddressPolicy, lookupAll: LookupAll = bySystem) {
    this.policy = policy;
    this.lookupAll = lookupAll;
    for (const [network, prefix, family] of SPECIAL) this.special.addSubnet(network, prefix, family);
    for (const cidr of policy.allowedNetworks) {
      const [network = '', prefix = ''] = cidr.split('/');
      this.allowed.addSubnet(network, Number(prefix), isIP(network) === 6 ? 'ipv6' : 'ipv4');
    }
  }

  /**
   * The URL, when a webhook may go there as things are: its form, and each address its name has now. A name that is not known now
   * is none to refuse.
   *
   * @throws GatewayError `webhook-address-refused`
   */
  async check(text: string): Promise<URL> {
    const url = this.checkUrl(text);
    const [host, port] = [hostOf(url), portOf(url)];
    await this.resolveOwn(port);
    for (const address of isIP(host) === 0 ? await this.addressesOf(host) : [host]) this.checkAddress(address, port);
    return url;
  }

  /** The URL, when its form is one we send to; names are not looked up. @throws GatewayError `webhook-address-refused` */
  checkUrl(text: string): URL {
    // The parser would silently drop control characters and turn odd numbers into addresses: what it gives back must be what came in.
    if (text.length > URL_CHARACTERS_MAX || /[\u0000-\u0020\u007f-\uffff\\]/.test(text)) throw refused('form');
    const url = parse(text);
    const host = hostOf(url);
    if (url.username !== '' || url.password !== '') throw refused('user information');
    if (url.hash !== '') throw refused('fragment');
    if (!text.toLowerCase().startsWith(`${url.protocol}//${url.host}`)) throw refused('host form');
    const port = portOf(url);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && this.policy.allowLocalHttp && isLoopback(host)))
      throw refused('https is required');
    if (port !== 443 && port < PORT_MIN) throw refused('port');
    if (isIP(host) !== 0) this.checkAddress(host, port);
    else if (this.isForbidden(host, port)) throw refused('this program’s own address');
    return url;
  }

  /** Throws when an address may not be connected to. @throws GatewayError `webhook-address-refused` */
  checkAddress(address: string, port: number): void {
    const plain = mappedIpv4(address) ?? address;
    const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
    if (this.isForbidden(plain, port)) throw refused('this program’s own address');
    if (this.special.check(plain, family) && !this.allowed.check(plain, family)) throw refused('network');
  }

  /** A look-up for connections to a port: only addresses that may be connected to come out of it. */
  lookupFor(port: number): LookupFunction {
    return (hostname, options, callback) => {
      this.lookupAll(hostname, (error, addresses) => {
        if (error !== null) {
          callback(error, '', 0);
          return;
        }
        try {
          for (const { address } of addresses) this.checkAddress(address, port);
        } catch (refusal) {
          callback(refusal as NodeJS.ErrnoException, '', 0);
          return;
        }
        const [first] = addresses;
        if (options.all === true) callback(null, [...addresses]);
        else callback(null, first?.address ?? '', first?.family);
      });
    };
  }

  private isForbidden(host: string, port: number): boolean {
    return this.policy.forbidden.some(
      (own) => own.port === port && (own.host === host || this.addressesOfOwn(own.host).some((at) => isSame(at, host))),
    );
  }

  private addressesOfOwn(host: string): readonly string[] {
    if (host === '0.0.0.0' || host === '::') return everyAddress();
    return this.resolved.get(host) ?? [host];
  }

  /** Looks up what stands on this port under a name. One that cannot be looked up now keeps the addresses it had. */
  private async resolveOwn(port: number): Promise<void> {
    const names = this.policy.forbidden.filter((own) => own.port === port && isIP(own.host) === 0);
    await Promise.all(
      names.map(async ({ host }) => {
        const addresses = await this.addressesOf(host);
        if (addresses.length > 0) this.resolved.set(host, addresses);
      }),
    );
  }

  /** The addresses that a name has now; none for one that is not known, or not found out in time. */
  private addressesOf(name: string): Promise<string[]> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOKUP_MS_MAX, []);
      this.lookupAll(name, (error, found) => {
        clearTimeout(timer);
        resolve(error === null ? found.map(({ address }) => address) : []);
      });
    });
  }
}

/** A server of names that says nothing must not hold up a delivery; the connection has a look-up, and a deadline, of its own. */
const LOOKUP_MS_MAX = 5_000;

/** The addresses of this machine: what listens on all of them listens on each. */
function everyAddress(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address));
}

function isSame(one: string, other: string): boolean {
  return one === other || (isLoopback(one) && isLoopback(other));
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw refused('form');
  }
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** The port of a URL, the scheme's own where it names none. */
export function portOf(url: URL): number {
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

/** `::ffff:a.b.c.d`, in either notation, as a.b.c.d: it connects to the same machine. */
function mappedIpv4(address: string): string | undefined {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (dotted !== undefined) return dotted;
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address);
  if (hex === null) return undefined;
  const [high, low] = [parseInt(hex[1] ?? '0', 16), parseInt(hex[2] ?? '0', 16)];
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

function refused(what: string): GatewayError {
  return new GatewayError('webhook-address-refused', { detail: what });
}
