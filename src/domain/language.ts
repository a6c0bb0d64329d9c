/** The languages of the country and of its developers: every message to a person exists in all four. */
export const LANGUAGES = ['fr', 'nl', 'de', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text in every language. */
export type Localised = Readonly<Record<Language, string>>;

/**
 * A text that somebody else writes, who may leave German out. French is then shown in its place: it is what the authorities of the
 * German-speaking municipalities write beside German.
 */
export type GivenText = Omit<Localised, 'de'> & { readonly de?: string };

/** A given text in one language. */
export function textIn({ de, fr, nl, en }: GivenText, language: Language): string {
  return { fr, nl, en, de: de ?? fr }[language];
}

/** A text that is made the same way in every language. */
export function inEachLanguage(say: (language: Language) => string): Localised {
  return { fr: say('fr'), nl: say('nl'), de: say('de'), en: say('en') };
}

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
