import type { FastifyRequest } from 'fastify';

/** The `Idempotency-Key` of a call; given several times, it is one long key that nobody meant, and is refused as such. */
export function keyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  return Array.isArray(key) ? key.join(', ') : key;
}
