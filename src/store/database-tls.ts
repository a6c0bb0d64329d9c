import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';

/** How to reach a database: its URL without what it says about TLS, and that, spelt out. */
export interface DatabaseAddress {
  readonly connectionString: string;
  /** Absent: as the URL says it, which is without TLS or, outside production, with TLS that checks nobody. */
  readonly ssl?: ConnectionOptions;
}

/** Modes of libpq that ask for TLS. node-postgres checks the certificate in all of them. */
const TLS_MODES: ReadonlySet<string> = new Set(['prefer', 'require', 'verify-ca', 'verify-full']);
const TLS_PARAMETERS = ['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

/**
 * Where the URL asks for TLS, the server's certificate is checked, and nothing but the URL has a say in it: left unsaid, Node would ask
 * its environment (NODE_TLS_REJECT_UNAUTHORIZED).
 */
export function databaseAddress(url: string): DatabaseAddress {
  const address = new URL(url);
  const { searchParams } = address;
  if (tlsOf(url) !== 'checked') return { connectionString: url };
  const file = (name: string): Buffer | undefined => {
    const path = searchParams.get(name);
    return path === null ? undefined : readFileSync(path);
  };
  const [ca, cert, key] = [file('sslrootcert'), file('sslcert'), file('sslkey')];
  for (const name of TLS_PARAMETERS) searchParams.delete(name);
  return {
    connectionString: address.href,
    ssl: { rejectUnauthorized: true, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) },
  };
}

/** What a URL asks of TLS: none, a check of the server, or encryption with whoever answers. */
export function tlsOf(url: string): 'none' | 'checked' | 'unchecked' {
  const { searchParams } = new URL(url);
  const mode = searchParams.get('sslmode') ?? '';
  const ssl = searchParams.get('ssl') ?? '';
  const asLibpq = searchParams.get('uselibpqcompat') === 'true';
  if (mode === 'no-verify' || ssl === 'no-verify') return 'unchecked';
  if (asLibpq && mode !== 'verify-full' && TLS_MODES.has(mode)) return 'unchecked';
  const asked =
    TLS_MODES.has(mode) ||
    ssl === 'true' ||
    ssl === '1' ||
    searchParams.has('sslrootcert') ||
    searchParams.has('sslcert');
  return asked && mode !== 'disable' ? 'checked' : 'none';
}
