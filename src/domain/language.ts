/** The languages every message to a person exists in. German is given where it is known (design decision 15). */
export const LANGUAGES = ['fr', 'nl', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text in every language we promise; in German too where it has been written already. */
export type Localised = Readonly<Record<Language, string>> & { readonly de?: string };

/** A title. */
export type Titles = Localised;

/**
 * The best language for an `Accept-Language` header (RFC 9110, 12.5.4): the supported one with the highest weight, the
 * first of equals. English when nothing fits.
 */
export function preferredLanguage(header: string | undefined): Language {
  let best: Language = 'en';
  let bestWeight = 0;
  for (const range of (header ?? '').split(',', 32)) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1]).find(Boolean);
    const weight = quality === undefined ? 1 : Number(quality);
    const wanted = tag.trimEnd();
    const language = LANGUAGES.find((candidate) => wanted === candidate || wanted.startsWith(`${candidate}-`));
    if (language !== undefined && weight > bestWeight) {
      best = language;
      bestWeight = weight;
    }
  }
  return best;
}
