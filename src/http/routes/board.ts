import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { BOARD_PATH } from '../entrances.ts';
import type { MountBoard } from '../ports.ts';
import { problemHandler } from '../problem-reply.ts';
import { pagePolicy } from '../security-headers.ts';

/** Its loading screen has a style element, and its components set styles of their own. */
const BOARD_POLICY = pagePolicy(["'unsafe-inline'"]);

/** The fonts that the board's page asks another host for. The policy forbids it; without the tag no browser has to say so. */
const FOREIGN_FONTS = /<link [^>]*fonts\.googleapis\.com[^>]*>/g;

const OTHER_ORIGIN = {
  fr: 'demandé par la page d’un autre site',
  nl: 'gevraagd door de pagina van een andere site',
  en: 'asked for by a page of another site',
  de: 'von der Seite einer anderen Website angefragt',
};

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Puts the queue board behind the guard, with its page made to need nothing from outside. */
export async function boardArea(app: FastifyInstance, mountBoard: MountBoard, log: Logger): Promise<void> {
  await app.register(async (area) => {
    // The board answers errors in its own form, with their messages; ours come first on each of its routes.
    area.addHook('onRoute', (route) => {
      route.errorHandler = problemHandler(log);
    });
    area.addHook('onRequest', (request, reply, done) => {
      reply.header('content-security-policy', BOARD_POLICY);
      done(isFromElsewhere(request) ? new GatewayError('forbidden', { detail: OTHER_ORIGIN }) : undefined);
    });
    area.addHook('onSend', (_request, reply, payload, done) => {
      const isPage = typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html');
      done(null, isPage ? payload.replace(FOREIGN_FONTS, '') : payload);
    });
    await mountBoard(area, BOARD_PATH);
  });
}

/** A browser sends the board's password along with whatever any page asks it to send; only the board's own page may change something. */
function isFromElsewhere({ method, headers }: FastifyRequest): boolean {
  if (SAFE_METHODS.has(method)) return false;
  const { origin, host, 'sec-fetch-site': site } = headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
}
