import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import './request-facts.ts';

/** Calls in one minute. */
export interface CallLimits {
  /** Of one client, from wherever it calls. */
  readonly clientCallsPerMinute: number;
  /** From one address (one /64 network of IPv6), without a key or with a wrong one. */
  readonly addressCallsPerMinute: number;
}

const MINUTE_MS = 60_000;

/**
 * Counts calls, each once: for its client where the key is right, else for its address. A neighbour behind the same address, or a whole
 * office behind one proxy, cannot lock a right key out by wrong ones, not even one that was never seen before.
 */
export class RateLimit {
  private readonly count: (request: FastifyRequest) => Promise<Counted>;

  private constructor(app: FastifyInstance, limits: CallLimits) {
    this.count = app.createRateLimit({
      timeWindow: MINUTE_MS,
      keyGenerator: ({ client, ip }) => (client === undefined ? `address ${normalizeIP(ip)}` : `client ${client.id}`),
      max: (_request, key) => (key.startsWith('client ') ? limits.clientCallsPerMinute : limits.addressCallsPerMinute),
    });
  }

  static async of(app: FastifyInstance, limits: CallLimits): Promise<RateLimit> {
    // Not global: the plugin's own hook would run after authentication, where wrong keys never reach it.
    await app.register(rateLimit, { global: false });
    return new RateLimit(app, limits);
  }

  /** @throws GatewayError `too-many-requests`, saying when to come back. */
  async check(request: FastifyRequest): Promise<void> {
    const counted = await this.count(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    throw new GatewayError('too-many-requests', { retryAfterSeconds: Math.max(1, counted.ttlInSeconds) });
  }
}

type Counted =
  | { readonly isAllowed: true }
  | { readonly isAllowed: false; readonly isExceeded: boolean; readonly ttlInSeconds: number };
