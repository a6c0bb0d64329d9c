import { createHash } from 'node:crypto';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { type Language, LANGUAGES } from '../../domain/language.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import { DOCS_PATH } from '../entrances.ts';
import { ERRORS_PAGE_STYLE_SOURCE, errorsPage } from '../errors-page.ts';
import { languageOf } from '../language.ts';
import { pagePolicy } from '../security-headers.ts';

/** Documents change with the program only: they are kept, and asked after. */
const KEPT = 'no-cache';

/**
 * The documents: the OpenAPI document, a page to read and try it, and the page of problems. Everything comes from this door.
 *
 * @param document makes the OpenAPI document as JSON text; asked once, when somebody first wants it
 */
export async function docsArea(app: FastifyInstance, title: string, document: () => string): Promise<void> {
  const kept = keptText(document);
  app.get('/openapi.json', (request, reply) => {
    const { text, tag } = kept();
    reply.header('cache-control', KEPT).header('etag', tag);
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(text);
  });
  app.get('/', (_request, reply) => reply.redirect(DOCS_PATH));
  app.get(`${DOCS_PATH}/errors`, (request, reply) => {
    const language = chosenLanguage(request.query) ?? languageOf(request);
    return reply
      .header('content-security-policy', pagePolicy([ERRORS_PAGE_STYLE_SOURCE]))
      .header('cache-control', KEPT)
      .header('content-language', language)
      .header('vary', 'accept-language')
      .type('text/html; charset=utf-8')
      .send(errorsPage(language));
  });
  await readingPage(app, title);
}

/** Swagger UI on our document. The plugin wants one of its own, which is then never served. */
async function readingPage(app: FastifyInstance, title: string): Promise<void> {
  await app.register(swagger, {
    mode: 'static',
    specification: { document: { openapi: '3.1.0', info: { title: '', version: '' }, paths: {} } },
  });
  await app.register(swaggerUi, {
    routePrefix: DOCS_PATH,
    staticCSP: pagePolicy(),
    theme: { title },
    uiConfig: {
      // Without the bar on top, which offers to load other documents.
      layout: 'BaseLayout',
      // Nearly two thousand types are shown where they are used, not in a list.
      defaultModelsExpandDepth: -1,
      docExpansion: 'none',
      filter: true,
      displayRequestDuration: true,
    },
    uiHooks: {
      onRequest: (request, reply, done) => {
        if (request.routeOptions.url === `${DOCS_PATH}/json`) void reply.redirect('/openapi.json');
        else done(request.routeOptions.url === `${DOCS_PATH}/yaml` ? new GatewayError('not-found') : undefined);
      },
    },
  });
}

/** A text that is made once, and its tag. */
function keptText(make: () => string): () => { readonly text: string; readonly tag: string } {
  let kept: { readonly text: string; readonly tag: string } | undefined;
  return () => {
    if (kept === undefined) {
      const text = make();
      kept = { text, tag: `"${createHash('sha256').update(text).digest('base64url')}"` };
    }
    return kept;
  };
}

function chosenLanguage(query: unknown): Language | undefined {
  const { lang } = query as { lang?: unknown };
  return LANGUAGES.find((language) => language === lang);
}
