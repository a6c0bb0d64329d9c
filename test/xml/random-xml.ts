import fc from 'fast-check';

/** An element as it will be written: what it declares, what it is called, what is in it. */
interface ElementModel {
  readonly declares: readonly (readonly [prefix: string, uri: string])[];
  readonly prefix: string;
  readonly local: string;
  readonly attributes: readonly (readonly [prefix: string, local: string, value: string])[];
  readonly children: readonly (ElementModel | TextModel)[];
  readonly emptyTag: boolean;
}

interface TextModel {
  readonly text: string;
  readonly as: 'text' | 'cdata' | 'references';
}

/** Names that sort differently by code point, by UTF-16 unit and by dictionary. */
const STRANGE_NAMES = {
  prefixes: ['', 'a', 'b', 'A', 'é', '\u{10000}'],
  locals: ['x', 'y', 'X', 'x-1', 'é', '\u{10000}', '\uff21'],
};

const PLAIN_NAMES = { prefixes: ['', 'a', 'b', 'c'], locals: ['x', 'y', 'z'] };

// ASCII: libxml2 canonicalises no other namespace names.
const URIS = ['urn:1', 'urn:2', 'urn:A', 'http://x.example/?q=1'];

/** Text with everything that has to be escaped somewhere, and little else. */
export const anyText: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(
    'a',
    ' ',
    '\t',
    '\n',
    '\r',
    '&',
    '<',
    '>',
    '"',
    "'",
    ']',
    ']]>',
    '-->',
    '<evil/>',
    '&x;',
    'é',
    '\u0085',
    '\u2028',
    '\u{1f600}',
  ),
  maxLength: 12,
});

const text: fc.Arbitrary<TextModel> = fc.record({
  text: anyText,
  as: fc.constantFrom('text', 'cdata', 'references'),
});

function elements({ prefixes, locals }: typeof PLAIN_NAMES): fc.Arbitrary<ElementModel> {
  return fc.letrec<{ element: ElementModel }>((tie) => ({
    element: fc.record({
      declares: fc.uniqueArray(fc.tuple(fc.constantFrom(...prefixes), fc.constantFrom(...URIS, '')), {
        maxLength: 3,
        selector: ([prefix]) => prefix,
      }),
      prefix: fc.constantFrom(...prefixes),
      local: fc.constantFrom(...locals),
      attributes: fc.array(fc.tuple(fc.constantFrom(...prefixes, 'xml'), fc.constantFrom(...locals, 'lang'), anyText), {
        maxLength: 4,
      }),
      children: fc.array(fc.oneof({ depthSize: 'small', maxDepth: 4 }, text, tie('element')), { maxLength: 4 }),
      emptyTag: fc.boolean(),
    }),
  })).element;
}

function documents(names: typeof PLAIN_NAMES): fc.Arbitrary<string> {
  const before = fc.constantFrom('', '<!-- x -->\n', '<?xml version="1.0"?>\n');
  const after = fc.constantFrom('', '\n<!-- y -->');
  return fc
    .tuple(before, elements(names), after)
    .map(([head, root, tail]) => `${head}${written(root, new Map([['', '']]))}${tail}`);
}

/**
 * Well-formed documents in every spelling that means the same to a canonicaliser: shadowed and idle prefixes, the default
 * namespace taken back, CDATA, references, both quotes, empty-element tags, comments around the root.
 */
export const anyDocument = documents(STRANGE_NAMES);

/** The same with names that every sort order agrees on. */
export const plainDocument = documents(PLAIN_NAMES);

function written(element: ElementModel, outside: ReadonlyMap<string, string>): string {
  const scope = new Map(outside);
  const declared = new Set<string>();
  let declarations = '';
  const declare = (prefix: string, uri: string): void => {
    scope.set(prefix, uri);
    declared.add(prefix);
    declarations += prefix === '' ? ` xmlns='${uri}'` : ` xmlns:${prefix}="${uri}"`;
  };
  // XML 1.0 cannot take a prefix back, only the default namespace.
  for (const [prefix, uri] of element.declares) if (uri !== '' || prefix === '') declare(prefix, uri);
  const used = [element.prefix, ...element.attributes.map(([prefix]) => prefix)];
  for (const prefix of used) if (prefix !== 'xml' && !scope.has(prefix)) declare(prefix, 'urn:needed');

  const names = new Set<string>();
  let attributes = '';
  for (const [prefix, local, value] of element.attributes) {
    const expanded = `${prefix === '' ? '' : (scope.get(prefix) ?? prefix)} ${local}`;
    if (names.has(expanded)) continue;
    names.add(expanded);
    attributes += ` ${qualified(prefix, local)}=${quoted(value)}`;
  }
  const name = qualified(element.prefix, element.local);
  if (element.children.length === 0 && element.emptyTag) return `<${name}${attributes}${declarations}/>`;
  const content = element.children
    .map((child) => ('as' in child ? writtenText(child) : written(child, scope)))
    .join('');
  return `<${name}${declarations}${attributes}\n>${content}</${name} >`;
}

function qualified(prefix: string, local: string): string {
  return prefix === '' ? local : `${prefix}:${local}`;
}

const reference = (character: string): string => `&#x${(character.codePointAt(0) ?? 0).toString(16)};`;

function quoted(value: string): string {
  const [quote, special] = value.includes('"') ? ["'", /[&<'\r\t]/gu] : ['"', /[&<\n]/gu];
  return `${quote}${value.replace(special, reference)}${quote}`;
}

function writtenText({ text: value, as }: TextModel): string {
  switch (as) {
    case 'cdata':
      return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
    case 'references':
      return value.replace(/[^a ]/gu, reference);
    case 'text':
      return value.replace(/[&<>\r]/gu, (character) => (character === '&' ? '&amp;' : reference(character)));
  }
}
