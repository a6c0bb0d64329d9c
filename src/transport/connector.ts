import { connect as connectTcp, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import { isTlsFailure } from './tls-failure.ts';

/** Whom we trust and who we are; PEM texts. */
export interface TlsIdentity {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface ConnectorOptions {
  /** Asked at each new connection, so that a renewed certificate counts without a restart. */
  readonly identity: () => TlsIdentity;
  /** Name look-up that may refuse an address (webhooks). */
  readonly lookup?: LookupFunction;
  /** Told of each connection: whose it is, by the SHA-256 fingerprint (hex) of the certificate shown. */
  readonly onConnected: (origin: string, fingerprint: string) => void;
}

/** A failure before the connection was up: the peer has seen nothing of the message. */
export class NotConnected extends Error {
  readonly tls: boolean;

  constructor(cause: Error, tls: boolean) {
    super(describeNetworkError(cause), { cause });
    this.name = 'NotConnected';
    this.tls = tls;
  }
}

/** Said here: left unsaid, Node would ask its environment and its command line (NODE_TLS_REJECT_UNAUTHORIZED, --tls-min-v1.0). */
const CHECKED = { rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;

const CONNECT_TIMEOUT_MS = 10_000;
const TCP_KEEP_ALIVE_MS = 60_000;

/** Opens connections for undici, and says of every failure whether it happened before the peer could see anything. */
export function makeConnector({ identity, lookup, onConnected }: ConnectorOptions): buildConnector.connector {
  return (target, callback) => {
    const secure = target.protocol === 'https:';
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const isAddress = /^[\d.]+$|:/.test(host);
    const tcp = { host, port: Number(target.port || (secure ? 443 : 80)), ...(lookup !== undefined && { lookup }) };
    const socket: Socket = secure
      ? connectTls({ ...tcp, ...identity(), ...(!isAddress && { servername: host }), ...CHECKED })
      : connectTcp(tcp);

    let tcpIsUp = false;
    const timer = setTimeout(() => socket.destroy(new Error('connecting took too long')), CONNECT_TIMEOUT_MS);
    const failed = (error: Error): void => {
      clearTimeout(timer);
      callback(new NotConnected(error, tcpIsUp || isTlsFailure(error)), null);
    };
    socket.setKeepAlive(true, TCP_KEEP_ALIVE_MS);
    socket.once('connect', () => (tcpIsUp = true));
    socket.once('error', failed);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.removeListener('error', failed);
      // An alert on an open connection is an error that does not close it, and undici waits for the close.
      socket.on('error', () => socket.destroy());
      onConnected(`${target.protocol}//${target.host ?? target.hostname}`, fingerprintOf(socket));
      callback(null, socket);
    });
  };
}

function fingerprintOf(socket: Socket): string {
  if (!(socket instanceof TLSSocket)) return '';
  return (socket.getPeerX509Certificate()?.fingerprint256 ?? '').replaceAll(':', '').toLowerCase();
}

/** The code where there is one: network messages name addresses, which is what an operator needs, and no content. */
export function describeNetworkError(error: Error): string {
  const { code } = error as { code?: unknown };
  // OpenSSL's own messages are places in its source.
  if (typeof code === 'string' && code.startsWith('ERR_SSL_')) return code;
  return typeof code === 'string' && !error.message.includes(code) ? `${code}: ${error.message}` : error.message;
}
