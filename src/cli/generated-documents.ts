import { describeSettings, type SettingLine } from '../config.ts';
import { loadCatalogue } from '../flows/catalogue.ts';
import type { Echo } from '../flows/echo.ts';
import type { Flow } from '../flows/flow.ts';
import type { PersonPlace } from '../flows/persons/person-place.ts';
import { errorsDocument } from '../http/errors-document.ts';

/** A document, or a part of one, that is made from the program itself. */
export interface GeneratedDocument {
  /** Relative to the repository. */
  readonly path: string;
  readonly content: string;
}

/**
 * Every derived document as it should be now. @param read gives the present text of a file, for those of which only a part is derived.
 */
export function generatedDocuments(read: (path: string) => string): GeneratedDocument[] {
  return [
    { path: 'docs/errors.md', content: errorsDocument() },
    { path: '.env.example', content: environmentExample(describeSettings()) },
    { path: 'README.md', content: between(read('README.md'), 'settings', settingsTable(describeSettings())) },
    { path: 'docs/flows.md', content: between(read('docs/flows.md'), 'flows', flowsTable(loadCatalogue().all())) },
  ];
}

/** The text with what stands between two marks replaced. */
function between(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}: generated -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`no marks for ${name}`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n${text.slice(to)}`;
}

function settingsTable(settings: readonly SettingLine[]): string {
  const rows = settings.map(({ name, description, fallback, secret }) => {
    return `| \`${name}\` | ${description}${secret ? ' (secret)' : ''} | ${fallback} |`;
  });
  return ['| variable | meaning | when absent |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

function environmentExample(settings: readonly SettingLine[]): string {
  const head = [
    '# Settings of the gateway. Everything is optional outside production; nothing here is a default.',
    '# Each can also be read from a file: NAME_FILE=/run/secrets/name.',
  ];
  const lines = settings.flatMap(({ name, description, fallback }) => [
    '',
    `# ${description}. When absent: ${fallback}.`,
    `#${name}=`,
  ]);
  return `${[...head, ...lines].join('\n')}\n`;
}

function flowsTable(flows: readonly Flow[]): string {
  const rows = flows.map((flow) => {
    const service = flow.transport === 'ssdn' ? `${flow.service} (${flow.serviceId})` : flow.service;
    const source = flow.descriptor.source?.en ?? '';
    const status = flow.status === 'provisional' ? '**provisional**' : flow.status;
    const { subject, found } = flow.descriptor;
    const persons = `${personsText(subject)} | ${personsText(found)} | ${echoText(flow)} | ${reconcileText(flow)}`;
    return `| \`${flow.id}\` | ${flow.titles.en} | ${service} | ${flow.version} | ${flow.operation} | ${source} | ${flow.transport} | ${flow.kind} | ${status} | ${persons} |`;
  });
  const undeclared = flows.flatMap((flow) => [
    ...flow.undeclaredPersons('request'),
    ...flow.undeclaredPersons('reply'),
  ]);
  return [
    `${flows.length} flows. Places that can name a person and are undeclared: ${undeclared.length}. Without echo, ` +
      `for a reason: ${flows.filter(({ descriptor }) => descriptor.echoNone !== undefined).length}.`,
    '',
    '| flow | title | service | version | operation | source | transport | kind | status | persons asked | persons found | echo | reconcile |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** Where the reply names whom it is about, or why it cannot. */
function echoText({ descriptor: { echo, echoNone } }: Flow): string {
  const place = ({ reply, data, among, each = '' }: Echo): string => {
    if (among !== undefined) return `among ${among.map((at) => `\`${each}${at}\``).join(', ')}`;
    return [reply ?? data ?? []]
      .flat()
      .map((at) => `\`${at}\``)
      .join(', ');
  };
  return echo === undefined ? `none: ${echoNone ?? '**undeclared**'}` : echo.map(place).join('<br>');
}

/** The question that shows what became of an uncertain declaration, and whom a person asks. */
function reconcileText({ id, kind, descriptor: { reconcile, inquire } }: Flow): string {
  if (kind !== 'declaration' && kind !== 'registration') return '';
  const asked = reconcile === undefined ? [] : [`asks \`${reconcile.flow ?? id}\``];
  return [...asked, `a person asks ${inquire?.whom.en ?? '**undeclared**'}`].join('; else ');
}

/** Where a message names persons: by number, under a condition, or by what else tells who they are. */
function personsText(places: readonly PersonPlace[] = []): string {
  return places.length === 0 ? 'nobody' : places.map(placeText).join('<br>');
}

function placeText(place: PersonPlace): string {
  const code = (texts: readonly unknown[]): string => texts.map((text) => `\`${String(text)}\``).join(', ');
  if (typeof place === 'string') return code([place]);
  if ('identity' in place) return `told by ${code(place.identity)}`;
  const { number, unless } = place;
  return unless === undefined
    ? code([number])
    : `${code([number])} unless ${code([unless.at])} is one of ${code(unless.is)}`;
}
