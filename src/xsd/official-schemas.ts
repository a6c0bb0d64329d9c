import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type * as Libxml2 from 'libxml2-wasm';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { ssinDefect } from '../domain/ssin.ts';
import { inlineSchema, joinedSchemas, type SchemaDocument } from './schema-document.ts';

/** As much of a manifest entry as finding its schema takes (`schemas/contracts.json`). */
export interface ContractPlace {
  readonly transport: 'soap' | 'ssdn';
  readonly folder: string;
  readonly files: readonly string[];
  readonly flow?: string;
  readonly operations?: Readonly<Record<string, string>>;
}

/** What libxml2 has against a document: undefined when nothing. Names elements and rules, never a value. */
export type Verdict = string | undefined;

type Validate = (xml: string) => Verdict;

/**
 * The official schemas in the operator's own folder (BCSS_CONTRACTS_DIR). Compiled on first use, kept for the life of the process.
 * Flows whose contract is not there are not checked: {@link covers} says which are.
 */
export class OfficialSchemas {
  private readonly libxml2: typeof Libxml2;
  private readonly documents: ReadonlyMap<string, () => SchemaDocument>;
  private readonly compiled = new Map<string, Validate>();

  private readonly onUncheckable: (flow: string, why: string) => void;

  private constructor(
    libxml2: typeof Libxml2,
    documents: ReadonlyMap<string, () => SchemaDocument>,
    onUncheckable: (flow: string, why: string) => void,
  ) {
    this.libxml2 = libxml2;
    this.documents = documents;
    this.onUncheckable = onUncheckable;
  }

  /**
   * @param onUncheckable told of a contract that libxml2 cannot compile, once, when its flow is first used.
   * @throws GatewayError `config-invalid` when the folder has none of the contracts.
   */
  static async open(
    contractsDir: string,
    contracts: readonly ContractPlace[],
    onUncheckable: (flow: string, why: string) => void,
  ): Promise<OfficialSchemas> {
    const documents = new Map<string, () => SchemaDocument>();
    for (const contract of contracts) {
      const files = contract.files.map((file) => resolve(join(contractsDir, contract.folder, file)));
      if (!files.every((file) => existsSync(file))) continue;
      const document = (): SchemaDocument =>
        contract.transport === 'soap'
          ? inlineSchema(files[0] ?? '')
          : joinedSchemas(files, resolve(join(contractsDir, contract.folder)));
      for (const flow of contract.flow === undefined ? Object.values(contract.operations ?? {}) : [contract.flow])
        documents.set(flow, document);
    }
    if (documents.size === 0)
      throw new GatewayError('config-invalid', {
        detail: `BCSS_CONTRACTS_DIR ${contractsDir}: none of the known contracts is there`,
      });
    // Loaded only where it is asked for: it brings a megabyte of WebAssembly.
    const libxml2 = await import('libxml2-wasm');
    const { xmlRegisterFsInputProviders } = await import('libxml2-wasm/lib/nodejs.mjs');
    xmlRegisterFsInputProviders();
    return new OfficialSchemas(libxml2, documents, onUncheckable);
  }

  /** True when the contract of a flow is in the folder. */
  covers(flow: string): boolean {
    return this.documents.has(flow);
  }

  /** Validates the root element of a request, a reply or a fault of a flow. */
  check(flow: string, xml: string): Verdict {
    const document = this.documents.get(flow);
    if (document === undefined) return undefined;
    let validate = this.compiled.get(flow);
    if (validate === undefined) this.compiled.set(flow, (validate = this.compileOrTell(flow, document)));
    return validate(withDaysTo31(xml));
  }

  /** A contract that does not compile (one is published without an import of its own) leaves its flow unchecked, and says so. */
  private compileOrTell(flow: string, document: () => SchemaDocument): Validate {
    try {
      return this.compile(document());
    } catch (error) {
      const [first = ''] = (error instanceof Error ? error.message : 'not a schema').split('\n');
      this.onUncheckable(flow, first.slice(0, 200));
      return () => undefined;
    }
  }

  private compile({ text, url }: SchemaDocument): Validate {
    const { XmlDocument, XsdValidator } = this.libxml2;
    const schema = XmlDocument.fromString(text, { url });
    const validator = XsdValidator.fromDoc(schema);
    schema.dispose();
    return (xml) => {
      const document = XmlDocument.fromString(xml);
      try {
        validator.validate(document);
        return undefined;
      } catch (error) {
        return withoutValues(error instanceof Error ? error.message : 'not valid');
      } finally {
        document.dispose();
      }
    };
  }
}

/**
 * The pattern of CommonV3 ends the day of an identification number at 31; the registers have gone past it since, and BCSS knows those
 * numbers. For the comparison they stand as a number that the pattern takes; nothing else of the message is spared.
 */
function withDaysTo31(xml: string): string {
  return xml.replace(PAST_31, (whole, before: string, after: string) =>
    ssinDefect(whole.slice(1, -1)) === undefined ? `>${before}00${after}<` : whole,
  );
}

const PAST_31 = />(\d{4})(?:3[2-9]|[4-9]\d)(\d{5})</g;

/** libxml2 quotes the offending value, which may be a national number; the element and the rule are enough. */
function withoutValues(message: string): string {
  const [first = ''] = message.split('\n');
  return first
    .replace(/(?:The value |: )'(?:[^'{}]|'(?!\s|$|\.))*'/g, 'the value')
    .replace(/\d{4,}/g, '…')
    .slice(0, 200);
}
