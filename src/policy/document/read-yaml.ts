import { type Document, isAlias, isMap, isPair, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Localised } from '../../domain/language.ts';
import { DEFECTS_MAX, type PolicyDefect, type Position } from './defect.ts';
import { decoded, hostileDefect } from './hostile-text.ts';

/** A file that was read, and where everything in it stands. */
export interface ReadFile {
  readonly value: unknown;
  /** Where a value stands; for a key that is missing, where its owner does. @param steps from the top */
  readonly position: (steps: readonly (string | number)[], ofKey?: boolean) => Position;
}

export type Reading =
  { readonly ok: true; readonly file: ReadFile } | { readonly ok: false; readonly defects: readonly PolicyDefect[] };

/**
 * Reads JSON or YAML 1.2 (of which JSON is a part) into plain values. What YAML has beyond a plain tree is refused: it hides from a
 * reader what the table says, and some of it is a bomb.
 *
 * Refused: anchors and aliases, merge keys, tags, directives, several documents, keys given twice, keys that are not text.
 */
export function readYaml(bytes: Uint8Array): Reading {
  const hostile = hostileDefect(bytes);
  if (hostile !== undefined) return { ok: false, defects: [hostile] };
  const lines = new LineCounter();
  const document = parseDocument(decoded(bytes) ?? '', {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    merge: false,
    strict: true,
    // Looked for below: the parser compares every key with every other one, which takes seconds for a long list.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const defects = [...syntaxDefects(document, at), ...featureDefects(document, at)];
  if (defects.length > 0) return { ok: false, defects: defects.slice(0, DEFECTS_MAX) };
  const position = (steps: readonly (string | number)[], ofKey = false): Position =>
    at(offsetOf(document, steps, ofKey));
  return { ok: true, file: { value: document.toJS(), position } };
}

type Parsed = Document.Parsed;
type At = (offset: number) => Position;

function syntaxDefects({ errors, warnings }: Parsed, at: At): PolicyDefect[] {
  return [...errors, ...warnings].map(({ code, message, pos }) => ({
    ...at(pos[0]),
    code: 'syntax',
    pointer: '',
    what: {
      fr: `syntaxe : ${message}`,
      nl: `syntaxis: ${message}`,
      en: `syntax: ${message}`,
      de: `Syntax: ${message}`,
    },
    remedy: code === 'MULTIPLE_DOCS' ? ONE_DOCUMENT : SYNTAX_REMEDY,
  }));
}

/** What the language has and a policy must not use. */
function featureDefects(document: Parsed, at: At): PolicyDefect[] {
  const defects: PolicyDefect[] = [];
  const refuse = (feature: keyof typeof FEATURES, node: Node): void => {
    defects.push({ ...at(node.range?.[0] ?? 0), code: feature, pointer: '', ...FEATURES[feature] });
  };
  if (document.directives.yaml.explicit === true)
    defects.push({ line: 1, column: 1, code: 'directive', pointer: '', ...FEATURES.directive });
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) refuse('alias', node);
      else if (node.anchor !== undefined) refuse('anchor', node);
      if (node.tag !== undefined) refuse('tag', node);
      if (isMap(node)) for (const key of badKeys(node.items)) refuse(key.feature, key.node);
    },
  });
  return defects;
}

interface BadKey {
  readonly feature: 'duplicate-key' | 'merge-key' | 'complex-key';
  readonly node: Node;
}

function badKeys(items: readonly unknown[]): BadKey[] {
  const seen = new Set<string>();
  return items.filter(isPair).flatMap(({ key }): BadKey[] => {
    if (!isScalar(key) || typeof key.value !== 'string') return [{ feature: 'complex-key', node: key as Node }];
    if (key.value === '<<') return [{ feature: 'merge-key', node: key }];
    if (seen.has(key.value)) return [{ feature: 'duplicate-key', node: key }];
    seen.add(key.value);
    return [];
  });
}

/** Where a value begins, or its key; where its nearest owner does when there is none. */
function offsetOf(document: Parsed, steps: readonly (string | number)[], ofKey: boolean): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const [index, step] of steps.entries()) {
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && item.key.value === String(step))
      : undefined;
    const isLast = index === steps.length - 1;
    const next = pair === undefined ? itemOf(node, step) : isLast && ofKey ? pair.key : (pair.value ?? pair.key);
    if (next === undefined) break;
    node = next;
    offset = (node as Node).range?.[0] ?? offset;
  }
  return offset;
}

function itemOf(node: unknown, step: string | number): unknown {
  const { items } = (node ?? {}) as { items?: readonly unknown[] };
  const item = Array.isArray(items) ? (items[Number(step)] as unknown) : undefined;
  return isPair(item) ? undefined : item;
}

const SYNTAX_REMEDY: Localised = {
  fr: 'corrigez à cet endroit ; un éditeur qui connaît `schemas/policy.schema.json` aide',
  nl: 'verbeter op deze plaats; een editor die `schemas/policy.schema.json` kent, helpt',
  en: 'correct it there; an editor that knows `schemas/policy.schema.json` helps',
  de: 'berichtigen Sie es an dieser Stelle; ein Editor, der `schemas/policy.schema.json` kennt, hilft',
};
const ONE_DOCUMENT: Localised = {
  fr: 'un seul document par fichier : enlevez `---`',
  nl: 'één document per bestand: verwijder `---`',
  en: 'one document per file: remove `---`',
  de: 'ein Dokument je Datei: entfernen Sie `---`',
};
const WRITE_OUT: Localised = {
  fr: 'écrivez la valeur en toutes lettres ; pour partager, utilisez les groupes et l’héritage des rôles',
  nl: 'schrijf de waarde voluit; gebruik groepen en overerving van rollen om te delen',
  en: 'write the value out; to share, use groups and inherited roles',
  de: 'schreiben Sie den Wert aus; verwenden Sie Gruppen und vererbte Rollen, um zu teilen',
};
const PLAIN: Localised = {
  fr: 'enlevez-le : le fichier est du YAML 1.2 ordinaire ou du JSON',
  nl: 'verwijder dit: het bestand is gewone YAML 1.2 of JSON',
  en: 'remove it: the file is plain YAML 1.2 or JSON',
  de: 'entfernen Sie es: die Datei ist gewöhnliches YAML 1.2 oder JSON',
};

const FEATURES = {
  alias: { what: same('alias (*…)'), remedy: WRITE_OUT },
  anchor: { what: { fr: 'ancre (&…)', nl: 'anker (&…)', en: 'anchor (&…)', de: 'Anker (&…)' }, remedy: WRITE_OUT },
  'merge-key': {
    what: {
      fr: 'clé de fusion (<<)',
      nl: 'samenvoegsleutel (<<)',
      en: 'merge key (<<)',
      de: 'Zusammenführungsschlüssel (<<)',
    },
    remedy: WRITE_OUT,
  },
  tag: { what: { fr: 'étiquette (!…)', nl: 'label (!…)', en: 'tag (!…)', de: 'Marke (!…)' }, remedy: PLAIN },
  directive: {
    what: { fr: 'directive (%YAML)', nl: 'directief (%YAML)', en: 'directive (%YAML)', de: 'Direktive (%YAML)' },
    remedy: PLAIN,
  },
  'complex-key': {
    what: {
      fr: 'clé qui n’est pas un texte',
      nl: 'sleutel die geen tekst is',
      en: 'key that is not text',
      de: 'Schlüssel, der kein Text ist',
    },
    remedy: {
      fr: 'mettez la clé entre guillemets',
      nl: 'zet de sleutel tussen aanhalingstekens',
      en: 'put the key in quotes',
      de: 'setzen Sie den Schlüssel in Anführungszeichen',
    },
  },
  'duplicate-key': {
    what: {
      fr: 'clé donnée deux fois',
      nl: 'sleutel tweemaal gegeven',
      en: 'key given twice',
      de: 'Schlüssel zweimal angegeben',
    },
    remedy: {
      fr: 'réunissez les deux : laquelle vaudrait n’est écrit nulle part',
      nl: 'voeg beide samen: nergens staat welke zou gelden',
      en: 'make one of the two: nothing says which would count',
      de: 'fassen Sie beide zusammen: nirgends steht, welcher gelten würde',
    },
  },
} as const satisfies Record<string, { what: Localised; remedy: Localised }>;

function same(text: string): Localised {
  return { fr: text, nl: text, en: text, de: text };
}
