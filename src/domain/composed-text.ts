/** Every character below U+0300 is its own composed form: most texts need no second look. */
const MAY_CHANGE = /[\u0300-\uffff]/;

/**
 * A text as registers write it: each letter with its accent is one character (NFC). A Mac keyboard, a PDF or a scanner gives `È` as
 * `E` and an accent that follows it; it looks the same, is longer, and is another name to a register that compares letter by letter.
 */
export function composedText(text: string): string {
  return MAY_CHANGE.test(text) ? text.normalize('NFC') : text;
}

/** A JSON value with every text composed; the very same value where nothing changes. Its depth must have been limited before. */
export function composed<T>(value: T): T {
  if (typeof value === 'string') return composedText(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => composed(item));
    return items.some((item, at) => item !== value[at]) ? (items as T) : value;
  }
  const entries = Object.entries(value).map(([key, inner]: [string, unknown]) => [key, composed(inner)] as const);
  const isChanged = entries.some(([key, inner]) => inner !== (value as Record<string, unknown>)[key]);
  return isChanged ? (Object.fromEntries(entries) as T) : value;
}
