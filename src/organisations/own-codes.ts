import type { Municipalities } from './municipalities.ts';

/**
 * Every NIS code that stands for a centre: its own, and those of the municipalities that merged into its own. Registrations made before
 * a merger go on carrying the old code.
 */
export function ownCodes(municipalities: Municipalities, nisCode: string): ReadonlySet<string> {
  const merged = [...municipalities.values()].filter(({ followedBy }) => followedBy === nisCode);
  return new Set([nisCode, ...merged.map((municipality) => municipality.nisCode)]);
}
