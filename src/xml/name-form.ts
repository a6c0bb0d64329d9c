/** A qualified name taken apart (Namespaces in XML 1.0, 4). */
export interface QualifiedName {
  readonly prefix: string;
  readonly local: string;
}

const START =
  'A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef' +
  '\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}';
/** Production 4 of XML 1.0 (fifth edition), without the colon. */
const NC_NAME = `[${START}][-.0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040${START}]*`;
const QUALIFIED = new RegExp(`^(?:(${NC_NAME}):)?(${NC_NAME})$`, 'u');
/** Nearly all names. */
const PLAIN = /^(?:([A-Za-z_][-.\w]*):)?([A-Za-z_][-.\w]*)$/;

/** Takes a qualified name apart; undefined when it is none. */
export function qualifiedName(text: string): QualifiedName | undefined {
  const parts = PLAIN.exec(text) ?? QUALIFIED.exec(text);
  return parts === null ? undefined : { prefix: parts[1] ?? '', local: parts[2] ?? '' };
}
