/** A Content-Type taken apart (RFC 9110, 8.3.1). */
export interface MediaType {
  /** In lower case, without parameters. */
  readonly type: string;
  /** Names in lower case; values without their quotes. Empty ones are left out: `application/json;` has none. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Reads a Content-Type. Nothing of it is refused here, so that whoever asks decides on one reading; what is no parameter is one without
 * a value.
 */
export function readMediaType(header: string): MediaType {
  const [type = '', ...others] = header.split(';').map((part) => part.trim());
  return { type: type.toLowerCase(), parameters: others.filter((part) => part !== '').map(parameterOf) };
}

function parameterOf(text: string): MediaType['parameters'][number] {
  const [name = '', ...value] = text.split('=');
  return { name: name.trim().toLowerCase(), value: value.join('=').trim().replace(QUOTED, '$<inner>') };
}

/** RFC 9110 quotes with `"`; clients and appliances also write `'utf-8'`. */
const QUOTED = /^(?<quote>["'])(?<inner>.*)\k<quote>$/s;

/** `utf8` is not registered, and written everywhere. */
const UTF_8 = new Set(['utf-8', 'utf8']);

/** True when nothing says another encoding than UTF-8; a charset given twice must be it both times. */
export function isUtf8({ parameters }: MediaType): boolean {
  return parameters.every(({ name, value }) => name !== 'charset' || UTF_8.has(value.toLowerCase()));
}

/** True for this very type in UTF-8 and nothing else, however it is spelled: what a door takes that must not be told two things at once. */
export function isPlainly(header: string | undefined, type: string): boolean {
  const given = readMediaType(header ?? '');
  return given.type === type && given.parameters.every(({ name }) => name === 'charset') && isUtf8(given);
}
