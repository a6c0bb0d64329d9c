import { Ajv2020 } from 'ajv/dist/2020.js';
import { loadCatalogue } from '../../src/flows/catalogue.ts';
import { openApiDocument } from '../../src/http/openapi/document.ts';

interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Record<string, Response> }>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Response>> };
}

/** An answer of the clients' door. */
export interface SeenAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

let judge: ((answer: SeenAnswer) => string[]) | undefined;

/** What an answer has against our own OpenAPI document; nothing for what the document does not describe. */
export function disagreements(answer: SeenAnswer): string[] {
  judge ??= makeJudge();
  return judge(answer);
}

function makeJudge(): (answer: SeenAnswer) => string[] {
  const about = { version: '0', title: { fr: '', nl: '', de: '', en: '' } };
  const document = openApiDocument({ flows: loadCatalogue(), about, examples: { of: () => undefined } }) as Document;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'doc', components: document.components });
  // A path that says every word stands before one with a parameter in its place, as the router has it.
  const routes = Object.entries(document.paths)
    .sort(([a], [b]) => parametersIn(a) - parametersIn(b))
    .map(([template, methods]) => ({ isFor: matcher(template), methods }));
  return ({ method, path, status, contentType, body }) => {
    const [plain = ''] = path.split('?');
    const responses = routes.find(({ isFor }) => isFor(plain))?.methods[method.toLowerCase()]?.responses;
    const given = responses?.[status] ?? responses?.['default'];
    const response =
      given?.$ref === undefined ? given : document.components.responses[given.$ref.split('/').at(-1) ?? ''];
    const reference = response?.content?.[contentType.split(';')[0] ?? '']?.schema?.$ref;
    const validate = reference === undefined ? undefined : ajv.getSchema(`doc${reference}`);
    if (validate === undefined || validate(body)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  };
}

/** `/v1/exchanges/{id}` as a test of paths. */
function matcher(template: string): (path: string) => boolean {
  const pattern = new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`);
  return (path) => pattern.test(path);
}

function parametersIn(template: string): number {
  return template.split('{').length - 1;
}
