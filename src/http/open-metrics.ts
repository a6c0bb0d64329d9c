import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

export interface MetricsSurroundings {
  /** The address that the door listens on. */
  readonly host: string;
  readonly production: boolean;
  readonly trustedProxies: readonly string[];
}

/** What a proxy says about whom it speaks for. */
const FORWARDED =
  /^(?:forwarded|via|x-(?:original-)?forwarded(?:-.*)?|x-real-ip|(?:x-|true-|cf-)(?:cluster-)?(?:client|connecting)-ip)$/;

/**
 * Whether the metrics need no key: for a developer, on the same machine, who asks the gateway itself. Behind a proxy every caller seems to
 * be on the same machine, so that nothing about the connection counts: in production, behind a trusted proxy and for whatever was
 * forwarded, the right `ops` is asked for.
 */
export function metricsAreOpen({
  host,
  production,
  trustedProxies,
}: MetricsSurroundings): (request: FastifyRequest) => boolean {
  if (production || trustedProxies.length > 0 || !isLoopback(host)) return () => false;
  return ({ headers, hostname }) => isLoopback(hostname) && !Object.keys(headers).some((name) => FORWARDED.test(name));
}

/** True for a name or address by which a machine calls itself. */
function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
