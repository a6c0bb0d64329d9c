import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** JSON is not a page: nothing of it may be shown, framed or run. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * What a page of ours may load: from this door, and from nowhere else. `styles` are further sources of styles that a page needs.
 */
export function pagePolicy(styles: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    ['style-src', "'self'", ...styles].join(' '),
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'self'",
    "form-action 'none'",
  ].join('; ');
}

/** Headers of every answer. Answers are personal until something says otherwise, so that nothing on the way keeps them. */
export async function setSecurityHeaders(app: FastifyInstance, isProduction: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    // Behind a proxy that ends TLS the header belongs; on a laptop it would lock the browser out of plain http://localhost.
    hsts: isProduction,
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('content-security-policy', NOTHING).header('cache-control', 'no-store');
    done();
  });
}

/** What an answer has where no page can ever stand, and where no hook runs. */
export function setBareHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply
    .header('x-request-id', request.id)
    .header('cache-control', 'no-store')
    .header('content-security-policy', NOTHING)
    .header('x-content-type-options', 'nosniff');
}
