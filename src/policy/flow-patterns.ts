/** Ids of flows that a pattern means: itself, or, where it has `*`, all that look like it. */
export function flowsLike(pattern: string, flowIds: readonly string[]): string[] {
  if (!pattern.includes('*')) return flowIds.filter((id) => id === pattern);
  return flowIds.filter((id) => isLike(pattern.split('*'), id));
}

/** Walks through the fixed parts instead of building a regular expression: a file with fifty stars must cost nothing. */
function isLike([first = '', ...parts]: readonly string[], id: string): boolean {
  const last = parts.pop() ?? '';
  if (!id.startsWith(first) || !id.endsWith(last) || id.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of parts) {
    const at = id.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= id.length - last.length;
}
