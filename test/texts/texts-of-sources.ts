import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { LANGUAGES, type Language } from '../../src/domain/language.ts';

/** One text as it stands in a source file: what is filled in at run time is `{}`. */
export interface SourceText {
  readonly place: string;
  readonly words: Readonly<Partial<Record<Language, string>>>;
}

const SOURCES = new URL('../../src/', import.meta.url);

/** Every text for people in the gateway's sources: each object that has French, Dutch and English, whoever shows it. */
export function textsOfSources(): SourceText[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('simulator/'))
    .flatMap((file) => textsOf(file, readFileSync(new URL(file, SOURCES), 'utf8')));
}

function textsOf(file: string, text: string): SourceText[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: SourceText[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) found.push(...textAt(source, node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function textAt(source: ts.SourceFile, node: ts.ObjectLiteralExpression): SourceText[] {
  const words: Partial<Record<Language, string>> = {};
  for (const property of node.properties) {
    const language = LANGUAGES.find((known) => property.name?.getText() === known);
    if (language === undefined || !ts.isPropertyAssignment(property)) continue;
    const written = writtenAs(property.initializer);
    if (written !== undefined) words[language] = written;
  }
  if (words.fr === undefined || words.nl === undefined || words.en === undefined) return [];
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  return [{ place: `${source.fileName}:${line + 1}`, words }];
}

/** The text of a literal; undefined where there is nothing to read. */
function writtenAs(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    const written = [node.head, ...node.templateSpans.map((span) => span.literal)].map(({ text }) => text).join('{}');
    return /\p{L}{2}/u.test(written) ? written : undefined;
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const [left, right] = [writtenAs(node.left), writtenAs(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}
