import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, preferredLanguage } from '../domain/language.ts';

/** The language of an answer, by `Accept-Language`. */
export function languageOf(request: FastifyRequest): Language {
  return preferredLanguage(request.headers['accept-language']);
}

/** Says on an answer in which language its texts are, and that another request may get another. */
export function speak(request: FastifyRequest, reply: FastifyReply): Language {
  const language = languageOf(request);
  reply.header('content-language', language).header('vary', 'accept-language');
  return language;
}
