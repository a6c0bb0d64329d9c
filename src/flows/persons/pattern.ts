import { stepsOf } from '../pointer.ts';

/** The steps of a pointer without those into lists. */
export function plainSteps(pointer: string): string[] {
  return stepsOf(pointer).filter((step) => step !== '*');
}

/** True when a pattern, in which `**` stands for any number of steps, means this path. */
export function means(pattern: readonly string[], path: readonly string[]): boolean {
  const last = pattern.at(-1);
  return (last === '**' || last === path.at(-1)) && meansFrom(pattern, 0, path, 0);
}

function meansFrom(pattern: readonly string[], step: number, path: readonly string[], at: number): boolean {
  if (step === pattern.length) return at === path.length;
  if (pattern[step] !== '**') return pattern[step] === path[at] && meansFrom(pattern, step + 1, path, at + 1);
  for (let next = at; next <= path.length; next += 1) if (meansFrom(pattern, step + 1, path, next)) return true;
  return false;
}

/** A path as a pointer. */
export function pointerOf(path: readonly string[]): string {
  return path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
