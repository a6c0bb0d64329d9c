import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { readContract } from '../../contracts/contract.ts';
import { diffContracts } from '../../contracts/differences.ts';
import { importContracts } from '../../contracts/import.ts';
import { readManifest } from '../../contracts/manifest.ts';
import { writeFiles } from '../../contracts/write-files.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';

const OWN_SCHEMAS = fileURLToPath(new URL('../../../schemas', import.meta.url));

export function addContracts(program: Command): void {
  const contracts = program.command('contracts').description('official WSDL and XSD files, and the flows they become');

  contracts
    .command('import')
    .description('turn contracts into flow files; writes nothing when anything is wrong')
    .argument('[files...]', 'WSDL or XSD files')
    .option('--out <folder>', 'where the flow files go', join(OWN_SCHEMAS, 'flows'))
    .option('--root <folder>', 'folder that imports may reach; the contract’s own when absent')
    .option('--schemas <folder>', 'folder below --root with schemas that the contract imports by URL')
    .option('--port <name>', 'which port of the WSDL, as Port or Service/Port; those of SOAP 1.1 when absent')
    .option('--path <path>', 'what follows the base address, where the contract’s own address has no path')
    .option('--despite-policy', 'import although a policy asks for what the gateway does not do')
    .option('--all <folder>', 'every contract of schemas/contracts.json, below this folder')
    .option('--service-id <name>', 'name in an SSDN ServiceRequest, where no manifest says it')
    .option('--service-version <version>', 'version of the service, where the contract does not say it')
    .action((files: string[], options: ImportCommand) => {
      const out = schemasFolder(options.out);
      const given = options.all === undefined ? files : allContracts(out, options.all);
      if (given.length === 0) throw new GatewayError('config-invalid', { detail: 'contracts import: no file given' });
      const made = importContracts(given, {
        out,
        ...(existsSync(join(out, 'contracts.json'))
          ? {}
          : { manifest: readManifest(join(OWN_SCHEMAS, 'contracts.json')) }),
        ...(options.root !== undefined && { root: options.root }),
        ...(options.schemas !== undefined && { schemas: options.schemas }),
        ...(options.port !== undefined && { port: options.port }),
        ...(options.path !== undefined && { path: options.path }),
        ...(options.despitePolicy === true && { despitePolicy: true }),
        ...(options.serviceId !== undefined && { serviceId: options.serviceId }),
        ...(options.serviceVersion !== undefined && { version: options.serviceVersion }),
      });
      writeFiles(made.files);
      for (const { flow, service, version, operation, described } of made.flows) {
        console.log(`${flow}  ${service} ${version} ${operation}${described ? '' : '  (descriptor to complete)'}`);
      }
      for (const note of made.notes) console.log(`note: ${note}`);
      const changed = made.files.filter(({ change }) => change !== 'unchanged');
      console.log(`${made.flows.length} flows; ${changed.length} of ${made.files.length} files written`);
      for (const { path, change } of changed) console.log(`  ${change}  ${relative(process.cwd(), path)}`);
    });

  contracts
    .command('diff')
    .description('say in words what a new version of a contract changes')
    .argument('<before>', 'WSDL or XSD file')
    .argument('<after>', 'WSDL or XSD file')
    .action((before: string, after: string) => {
      const sentences = diffContracts(readContract(before), readContract(after));
      console.log(sentences.length === 0 ? 'No difference.' : sentences.join('\n'));
    });
}

interface ImportCommand {
  readonly out: string;
  readonly root?: string;
  readonly schemas?: string;
  readonly port?: string;
  readonly path?: string;
  readonly despitePolicy?: boolean;
  readonly all?: string;
  readonly serviceId?: string;
  readonly serviceVersion?: string;
}

/** `schemas/flows` is said on the command line; the import also writes `schemas/types` beside it. */
function schemasFolder(flows: string): string {
  return resolve(flows.replace(/\/?flows\/?$/, '') || '.');
}

function allContracts(out: string, folder: string): string[] {
  const manifestFile = join(out, 'contracts.json');
  const manifest = readManifest(existsSync(manifestFile) ? manifestFile : join(OWN_SCHEMAS, 'contracts.json'));
  return manifest.contracts.flatMap(({ folder: place, files }) =>
    files.map((file) => join(folder, place, file)).filter((path) => existsSync(path)),
  );
}
