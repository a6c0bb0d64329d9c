import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import './request-facts.ts';

/** Calls in one minute. */
export interface CallLimits {
  /** Of one client, from wherever it calls. */
  readonly clientCallsPerMinute: number;
  /** From one address (one /64 network of IPv6), without a key or with one that was never seen to be right. */
  readonly addressCallsPerMinute: number;
}

const MINUTE_MS = 60_000;
/** Keys that this process remembers as right; beyond that the oldest is forgotten, and counts by its address once more. */
const REMEMBERED_KEYS_MAX = 10_000;

/**
 * Counts calls before anybody is asked who they are, so that guessing keys costs us next to nothing. A key that was right before counts
 * for its client: a neighbour behind the same address who guesses, or whose key expired, cannot lock it out. Being remembered says
 * nothing about being let in; that is decided anew for each call.
 */
export class RateLimit {
  private readonly clientOfKey = new Map<string, string>();
  private readonly count: (request: FastifyRequest) => Promise<Counted>;

  private constructor(app: FastifyInstance, limits: CallLimits) {
    this.count = app.createRateLimit({
      timeWindow: MINUTE_MS,
      keyGenerator: (request) => this.keyOf(request),
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

  /** Takes note that a key was right, and for whom, or that it was not. */
  remember(fingerprint: string | undefined, clientId: string | undefined): void {
    if (fingerprint === undefined || this.clientOfKey.get(fingerprint) === clientId) return;
    this.clientOfKey.delete(fingerprint);
    if (clientId === undefined) return;
    this.clientOfKey.set(fingerprint, clientId);
    const [oldest] = this.clientOfKey.keys();
    if (this.clientOfKey.size > REMEMBERED_KEYS_MAX && oldest !== undefined) this.clientOfKey.delete(oldest);
  }

  private keyOf({ ip, keyFingerprint }: FastifyRequest): string {
    const client = keyFingerprint === undefined ? undefined : this.clientOfKey.get(keyFingerprint);
    return client === undefined ? `address ${normalizeIP(ip)}` : `client ${client}`;
  }
}

type Counted =
  | { readonly isAllowed: true }
  | { readonly isAllowed: false; readonly isExceeded: boolean; readonly ttlInSeconds: number };
