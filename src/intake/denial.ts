import { GatewayError } from '../domain/problems/gateway-error.ts';
import { inEachLanguage } from '../domain/language.ts';
import type { Refused } from './ports.ts';

/** A refusal by the authorisation table as an error: every reason at once, each with its remedy. */
export function denialOf({ reasons }: Pick<Refused, 'reasons'>): GatewayError {
  const detail = inEachLanguage((language) => [...new Set(reasons.map(({ reason }) => reason[language]))].join(' '));
  return new GatewayError('policy-denied', { ...(reasons.length > 0 && { detail }), reasons });
}

/** A request that waits for a second person cannot be part of somebody else's transaction. */
export const NEEDS_FOUR_EYES: Pick<Refused, 'reasons'> = {
  reasons: [
    {
      code: 'four-eyes',
      reason: {
        fr: 'Cette action demande l’approbation d’une seconde personne.',
        nl: 'Voor deze actie is de goedkeuring van een tweede persoon nodig.',
        en: 'This action needs the approval of a second person.',
        de: 'Diese Aktion braucht die Zustimmung einer zweiten Person.',
      },
      remedy: {
        fr: 'Demandez-la seule, avec `POST /v1/flows/{flow}/exchanges`.',
        nl: 'Vraag ze afzonderlijk, met `POST /v1/flows/{flow}/exchanges`.',
        en: 'Ask for it alone, with `POST /v1/flows/{flow}/exchanges`.',
        de: 'Fordern Sie sie einzeln an, mit `POST /v1/flows/{flow}/exchanges`.',
      },
    },
  ],
};
