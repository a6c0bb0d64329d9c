import { readFileSync } from 'node:fs';
import { NotValid, type SettingText } from './config-readers.ts';
import { type Setting, SETTINGS } from './config-settings.ts';
import { GatewayError } from './domain/problems/gateway-error.ts';
import { weakeningSwitches } from './node-switches.ts';

type Settings = typeof SETTINGS;

/** What the program was told, read once and frozen. */
export type Config = { readonly [Key in keyof Settings]: ReturnType<Settings[Key]['parse']> } & {
  /** Switches of Node that weaken the whole process, by name. */
  readonly nodeSwitches: readonly string[];
};

/** The environment, or anything shaped like it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration. Empty texts count as absent.
 *
 * @throws GatewayError `config-invalid`, naming every variable at fault and what it expects, and no value.
 */
export function loadConfig(environment: Environment): Config {
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries<Setting<unknown>>(SETTINGS)) {
    try {
      config[key] = setting.parse(given(environment, setting.name));
    } catch (error) {
      if (!(error instanceof NotValid)) throw error;
      problems.push(`${setting.name}: ${error.message}`);
    }
  }
  if (problems.length > 0) throw new GatewayError('config-invalid', { detail: problems.join('; ') });
  config['nodeSwitches'] = weakeningSwitches(environment, process.execArgv);
  return Object.freeze(config) as Config;
}

/** The text of a setting: said directly, or standing in the file that `<NAME>_FILE` names. */
function given(environment: Environment, name: string): SettingText {
  const direct = withoutLineEnd(environment[name] ?? '') || undefined;
  // POLICY_FILE and its like are settings of their own, not the file of a setting called POLICY.
  const file = name.endsWith('_FILE') || environment[`${name}_FILE`] === '' ? undefined : environment[`${name}_FILE`];
  if (direct === undefined && file !== undefined) return { text: textOf(file, name), again: () => again(file, name) };
  if (file !== undefined) throw new NotValid(`given twice, here and by ${name}_FILE: keep one`);
  return { text: direct, again: () => direct ?? '' };
}

function textOf(file: string, name: string): string {
  try {
    return withoutLineEnd(readFileSync(file, 'utf8'));
  } catch {
    throw new NotValid(`the file named by ${name}_FILE cannot be read`);
  }
}

/** Editors, `echo` and secret stores end a text with one line end, and Windows may begin it with a mark; neither is part of a passphrase. */
function withoutLineEnd(text: string): string {
  return text.replace(/^\ufeff/, '').replace(/\r?\n$/, '');
}

/** The text of a file that was readable at the start. @throws GatewayError `config-invalid` when it is not any more. */
function again(file: string, name: string): string {
  try {
    return textOf(file, name);
  } catch (error) {
    throw new GatewayError('config-invalid', { detail: `${name}: ${(error as NotValid).message}` });
  }
}

/** One line of the configuration for people. */
export interface SettingLine {
  readonly name: string;
  readonly description: string;
  readonly fallback: string;
  readonly secret: boolean;
}

/** All settings in order, for the documentation and `.env.example`. */
export function describeSettings(): SettingLine[] {
  return Object.values<Setting<unknown>>(SETTINGS).map(({ name, description, fallback, secret }) => ({
    name,
    description,
    fallback,
    secret: secret === true,
  }));
}

/** What was given, with secrets masked, also those that stand in a URL: the summary at start. */
export function givenSettings(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    describeSettings().flatMap(({ name, secret }) => {
      const direct = environment[name];
      const file = environment[`${name}_FILE`];
      if (direct !== undefined && direct !== '') return [[name, secret ? '***' : withoutCredentials(direct)]];
      return file !== undefined && file !== '' && !name.endsWith('_FILE') ? [[`${name}_FILE`, file]] : [];
    }),
  );
}

function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/@\s]*@/g, '//***@');
}
