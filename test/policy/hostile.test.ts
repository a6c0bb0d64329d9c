import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/language.ts';
import { DEFECTS_MAX, defectText, type PolicyDefect, PolicyRefused } from '../../src/policy/document/defect.ts';
import { POLICY_LIMITS } from '../../src/policy/document/hostile-text.ts';
import { loadPolicy, parsePolicy } from '../../src/policy/policy.ts';
import { FLOW_IDS } from './shipped.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/hostile/policy/', import.meta.url));
const WORLD = { flows: FLOW_IDS, organisations: ['cpas-a'] };

function defectsOf(load: () => unknown): readonly PolicyDefect[] {
  try {
    load();
  } catch (error) {
    if (error instanceof PolicyRefused) return error.defects;
    throw error;
  }
  return [];
}

const SOUND = readFileSync(join(FOLDER, 'misspelt-field.yaml'), 'utf8').replace('fileRefrence', 'fileReference');

const defectsIn = (file: string) => defectsOf(() => loadPolicy(join(FOLDER, file), WORLD));

/** Code, line and column of the first defect of each file. */
const HOSTILE: Readonly<Record<string, readonly [code: string, line: number, column: number]>> = {
  'unknown-flow.yaml': ['unknown-flow', 8, 34],
  'pattern-without-flow.yaml': ['unknown-flow', 8, 14],
  'unknown-flow-in-rule.yaml': ['unknown-flow', 13, 23],
  'role-circle.yaml': ['role-circle', 10, 51],
  'role-of-itself.yaml': ['role-circle', 10, 99],
  'unknown-role.yaml': ['unknown-role', 14, 28],
  'impossible-hour.yaml': ['impossible-hour', 6, 46],
  'impossible-minute.yaml': ['impossible-hour', 6, 33],
  'hour-as-number.yaml': ['type', 6, 33],
  'window-of-no-length.yaml': ['empty-window', 6, 7],
  'unknown-hours.yaml': ['unknown-hours', 16, 12],
  'unknown-purpose.yaml': ['unknown-purpose', 15, 16],
  'unknown-quality-code.yaml': ['unknown-quality-code', 18, 29],
  'exempt-and-not.yaml': ['exempt-and-not', 18, 18],
  'word-beside-names.yaml': ['word-beside-names', 14, 12],
  'reserved-name.yaml': ['reserved-name', 3, 8],
  'group-named-as-flow.yaml': ['group-named-as-flow', 9, 18],
  'purpose-twice.yaml': ['purpose-twice', 4, 11],
  'misspelt-field.yaml': ['required', 13, 5],
  'missing-field.yaml': ['required', 13, 5],
  'without-an-integration-rule.yaml': ['required', 18, 18],
  'version-of-the-future.yaml': ['const', 1, 9],
  'key-given-twice.yaml': ['duplicate-key', 15, 5],
  'key-given-twice.json': ['duplicate-key', 1, 15],
  'anchor-and-alias.yaml': ['anchor', 18, 32],
  'merge-key.yaml': ['merge-key', 13, 5],
  'tag.yaml': ['syntax', 1, 9],
  'key-that-is-a-list.yaml': ['complex-key', 2, 3],
  'prototype-key.yaml': ['unknown-field', 10, 3],
  'unclosed-bracket.yaml': ['syntax', 14, 5],
  'unclosed-json.json': ['syntax', 1, 28],
  'tab-as-indent.yaml': ['syntax', 6, 1],
  'yaml-1.1-directive.yaml': ['directive', 1, 1],
  'two-documents.yaml': ['syntax', 19, 1],
  'billion-laughs.yaml': ['anchor', 1, 7],
  'deep-brackets.yaml': ['too-deep', 1, 1],
  'deep-dashes.yaml': ['too-deep', 1, 1],
  'deep-indent.yaml': ['too-deep', 65, 65],
  'latin-1.yaml': ['not-utf-8', 1, 1],
  'control-character.yaml': ['control-character', 3, 1],
  'empty.yaml': ['type', 1, 1],
  'only-a-text.yaml': ['type', 1, 1],
  'list-at-the-top.yaml': ['type', 1, 1],
};

describe('a policy file', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'policy-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('that is sound is taken, as YAML and as JSON, and is the same version', () => {
    const yaml = loadPolicy(join(FOLDER, 'sound.yaml'), WORLD);
    const json = parsePolicy(Buffer.from(JSON.stringify({ $schema: 'x', ...yaml.document })), 'x.json', WORLD);
    expect(json.version).toBe(yaml.version);
    const commented = `\uFEFF# a comment\r\n${readFileSync(join(FOLDER, 'sound.yaml'), 'utf8')}`;
    expect(parsePolicy(Buffer.from(commented), 'x.yaml', WORLD).version).toBe(yaml.version);
  });

  it('is known here for each defect of the folder', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(['sound.yaml', ...Object.keys(HOSTILE)].sort());
  });

  it('suggests the name that was probably meant: of a field, a role, a flow', () => {
    const said = (file: string): string =>
      defectsIn(file)
        .map((defect) => defectText(defect).en)
        .join('\n');
    expect(said('misspelt-field.yaml')).toContain('did you mean “fileReference”?');
    const misspelt = (from: string, to: string): string =>
      defectsOf(() => parsePolicy(Buffer.from(SOUND.replace(from, to)), 'table.yaml', WORLD))
        .map((defect) => defectText(defect).en)
        .join('\n');
    expect(misspelt('roles: [social-worker]', 'roles: [social-wroker]')).toContain('did you mean “social-worker”?');
    expect(misspelt('[retrieve-ti-groups]', '[retreive-ti-groups]')).toContain('did you mean “retrieve-ti-groups”?');
    expect(misspelt('hours: office', 'hours: offices')).toContain('did you mean “office”?');
  });

  it.each(Object.entries(HOSTILE))('is refused for %s, with its place', (file, [code, line, column]) => {
    const [first, ...more] = defectsIn(file);
    expect(first).toMatchObject({ code, line, column });
    expect(more.length).toBeLessThan(DEFECTS_MAX);
  });

  it.each(LANGUAGES)('is refused with a place and a remedy in %s', (language) => {
    for (const file of Object.keys(HOSTILE))
      for (const defect of defectsIn(file)) expect(defectText(defect)[language]).toMatch(/\d+.*: .+ → .{10,}/);
  });

  it('names a circle of roles with its whole way', () => {
    const [circle] = defectsIn('role-circle.yaml');
    expect(circle?.what.en).toContain('social-worker → head → clerk → social-worker');
    expect(defectsIn('role-circle.yaml')).toHaveLength(1);
  });

  it('names everything that is wrong at once', () => {
    const text = readFileSync(join(FOLDER, 'sound.yaml'), 'utf8')
      .replace('[social-worker]', '[director]')
      .replace('18:00', '24:01');
    const codes = defectsOf(() => parsePolicy(Buffer.from(text), 'x', WORLD)).map(({ code }) => code);
    expect(codes.sort()).toEqual(['impossible-hour', 'unknown-role']);
  });

  it('names a centre that is not there, where the centres are known', () => {
    const text = readFileSync(join(FOLDER, 'sound.yaml'), 'utf8').replace(
      '    roles:',
      '    organisations: [cpas-z]\n    roles:',
    );
    const parse = (organisations?: string[]) =>
      defectsOf(() =>
        parsePolicy(Buffer.from(text), 'x', { flows: FLOW_IDS, ...(organisations && { organisations }) }),
      );
    expect(parse(['cpas-a'])).toMatchObject([{ code: 'unknown-organisation', line: 14, column: 21 }]);
    expect(parse()).toEqual([]);
  });

  it('that is too large, not there, or no file is refused without being read whole', () => {
    const large = join(folder, 'large.yaml');
    writeFileSync(large, Buffer.alloc(POLICY_LIMITS.bytesMax + 1, '#'));
    expect(defectsOf(() => loadPolicy(large, WORLD))).toMatchObject([{ code: 'too-large' }]);
    expect(defectsOf(() => loadPolicy(join(folder, 'none.yaml'), WORLD))).toMatchObject([{ code: 'unreadable' }]);
    expect(defectsOf(() => loadPolicy(folder, WORLD))).toMatchObject([{ code: 'unreadable' }]);
  });
});
