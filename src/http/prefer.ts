import { LIMITS } from '../domain/constants.ts';

/** What a caller would like (RFC 7240). Preferences that are unknown or make no sense are ignored, as that RFC says. */
export interface Preferences {
  /** Check, and accept nothing. */
  readonly validateOnly: boolean;
  /** Wait this many seconds for the answer itself; 0 when not asked for. */
  readonly waitSeconds: number;
  /** Do not wait at all, which is what we do anyway. */
  readonly respondAsync: boolean;
}

const PREFERENCES_MAX = 16;

/** Reads `Prefer`. The first of a repeated preference counts (RFC 7240, 2). Longer waits than we allow are shortened. */
export function parsePrefer(header: string | readonly string[] | undefined): Preferences {
  const preferences = new Map<string, string>();
  const text = typeof header === 'string' ? header : (header ?? []).join(',');
  for (const preference of text.split(',', PREFERENCES_MAX)) {
    const [, name, quoted, bare] = PREFERENCE.exec(preference) ?? [];
    const key = name?.toLowerCase();
    if (key !== undefined && !preferences.has(key)) preferences.set(key, quoted ?? bare ?? '');
  }
  return {
    validateOnly: preferences.get('validate-only') === '',
    waitSeconds: secondsOf(preferences.get('wait')),
    respondAsync: preferences.get('respond-async') === '',
  };
}

/** `name`, `name=value` or `name="value"`; parameters after a semicolon say nothing to us. */
const PREFERENCE =
  /^[ \t]*([!#$%&'*+\-.^_`|~\w]+)(?:[ \t]*=[ \t]*(?:"([^"\\]*)"|([!#$%&'*+\-.^_`|~\w]*)))?[ \t]*(?:;.*)?$/;

function secondsOf(text: string | undefined): number {
  if (text === undefined || !/^\d{1,6}$/.test(text)) return 0;
  return Math.min(Number(text), LIMITS.waitSecondsMax);
}
