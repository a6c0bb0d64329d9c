import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnnotatedSchema } from '../../flows/annotated-schema.ts';
import type { Descriptor } from '../../flows/descriptor.ts';
import type { FlowFile } from '../../flows/flow-file.ts';
import type { Contract } from './contract.ts';
import { Modeller } from './model.ts';

/** The flow files that come with the program. */
const FLOWS_DIR = fileURLToPath(new URL('../../../schemas/flows', import.meta.url));

const DESCRIPTOR = '.flow.json';

/**
 * Reads the flow data that gateway and simulator share: facts of the contracts, no code. Pushed messages (kind `notification`)
 * are among them; see {@link answered} for those that BCSS answers.
 */
export function loadContracts(more: readonly string[] = []): Contract[] {
  const documents = new Documents();
  const modeller = new Modeller((reference, file) => documents.follow(reference, file));
  return [FLOWS_DIR, ...more].flatMap((dir) =>
    readdirSync(dir)
      .filter((name) => name.endsWith('.json') && !name.endsWith(DESCRIPTOR))
      .sort()
      .map((name) => contractOf(join(dir, name), documents, modeller)),
  );
}

function contractOf(file: string, documents: Documents, modeller: Modeller): Contract {
  const id = basename(file, '.json');
  const { 'x-bcss': facts, $defs } = documents.read(file) as FlowFile;
  const descriptor = documents.read(join(dirname(file), `${id}${DESCRIPTOR}`)) as Descriptor;
  return {
    id,
    service: facts.service,
    version: facts.version,
    operation: facts.operation,
    transport: facts.transport,
    path: descriptor.path ?? facts.path ?? '',
    serviceId: facts.serviceId ?? '',
    request: modeller.root($defs.request, file),
    reply: modeller.root($defs.reply, file),
    fault: $defs.fault && modeller.root($defs.fault, file),
    descriptor,
  };
}

/** The contracts under which BCSS is asked; the others are those under which it speaks first. */
export function answered(contracts: readonly Contract[]): Contract[] {
  return contracts.filter(({ descriptor }) => (descriptor.kind as string) !== 'notification');
}

/** JSON files, each read once. */
class Documents {
  private readonly files = new Map<string, unknown>();

  read(file: string): unknown {
    let document = this.files.get(file);
    if (document === undefined) {
      document = JSON.parse(readFileSync(file, 'utf8')) as unknown;
      this.files.set(file, document);
    }
    return document;
  }

  follow(reference: string, from: string): { schema: AnnotatedSchema; file: string } {
    const [path = '', name = ''] = reference.split('#/$defs/');
    const file = path === '' ? from : join(dirname(from), path);
    const { $defs } = this.read(file) as { $defs?: Readonly<Record<string, AnnotatedSchema>> };
    const schema = $defs?.[name];
    if (schema === undefined) throw new Error(`${file} has no type ${name}`);
    return { schema, file };
  }
}
