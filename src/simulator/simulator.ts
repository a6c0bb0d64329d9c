/**
 * A stand-in for BCSS, for a laptop, for tests, and for vendors of CPAS software.
 *
 * It answers out of a made-up town, Fictiville (NIS 99901, postal code 9999), and remembers who was integrated by whom. It is
 * built from other parts than the gateway (xmlbuilder2 writes, fast-xml-parser reads, xml-crypto verifies and signs), so that the
 * two cannot agree on a mistake. It shares with it the vocabulary and the flow files, and no code.
 *
 *     contracts/     the flow files, as models           message/   elements by a contract: read, written, completed
 *     xml/           text and elements                   wire/      envelope, SSDN document, signature
 *     conversation/  a request understood and answered   answers/   the form of a reply
 *     services/      what each service says (one file each)        town/, integrations/, declared/  what they say it from
 *     faults/        what goes wrong on demand           door/      HTTPS, and control over HTTP
 *     mutations/     what BCSS pushes
 *
 * People with a purpose (`town/special-people.ts`; all others are ordinary):
 *
 *     householdOfFive       Anselme Mirage, integrated with quality code 2, his household with 5
 *     deceased              Octave Brumeux, who died in 2019; his widow is Célestine Lalune
 *     sourceUnavailable     Mathilde Verzonnen: MSG00002 at every consultation
 *     neverIntegrated       Ulysse Fantasque: MSG00012 until somebody integrates him
 *     incompleteBirthDate   Berthe Dupassé, born in 1905, nobody knows when
 *     integratedElsewhere   Gaspard Intermède, still with the CPAS of Utopieux: a collision
 *     withoutHome           Théodule Poussière, at the address of the CPAS
 *     bisRegister           Siska Overmorgen, whom only BCSS knows
 *     replacedNumber        Ines Vandromen, formerly REPLACED_SSIN (MSG00006)
 *     oneSourceFails        Honorine Crépuscule: answers of several sources are incomplete
 *     filteredData          Cornelis Nergens: parts are left out, and named (dataFilters)
 *     manyRows              Tuur Schimmen, who works by the day: lists come in pages
 *     CANCELLED_SSIN        MSG00007                     UNKNOWN_SSIN   MSG00005
 */
import { randomUUID } from 'node:crypto';
import { Bcss } from './bcss.ts';
import type { Contract } from './contracts/contract.ts';
import { loadContracts } from './contracts/load-contracts.ts';
import { SOAP_PREFIX, SSDN_PATH } from './conversation/understand.ts';
import { CONTROL_PREFIX, handleControl } from './door/control-resource.ts';
import { converse } from './door/converse.ts';
import { openDoor, type Visit } from './door/server.ts';
import { checkFaultOrder, type FaultOrder } from './faults/fault.ts';
import { FaultList } from './faults/fault-list.ts';
import type { Integrations } from './integrations/integrations.ts';
import { plantedIntegration } from './integrations/planted.ts';
import { Mutations } from './mutations/mutation.ts';
import { MUTATION_KINDS } from './mutations/tellings.ts';
import { checkPushOrder, Notifier, type PushOrder } from './mutations/notifier.ts';
import type { PushAnswer } from './mutations/push.ts';
import type { SimulatorOptions } from './options.ts';
import { type RequestRecord, RequestRecords } from './request-records.ts';
import { peopleList } from './town/people-list.ts';
import type { Town } from './town/town.ts';
import { signerOf } from './wire/seal.ts';

/** A running simulator. */
export interface Simulator {
  readonly port: number;
  /** `https://127.0.0.1:<port>`. */
  readonly url: string;
  /** Before the path of a SOAP service. */
  readonly soapBaseUrl: string;
  /** The SSDN connector. */
  readonly ssdnUrl: string;
  readonly town: Town;
  /** The directory of persons; tests may register people here themselves. */
  readonly integrations: Integrations;
  readonly control: {
    /** Orders a fault for the next request that fits. */
    next(order: FaultOrder): void;
    /** Forgets the faults that have not happened yet. */
    clear(): void;
  };
  /** The last 10 000 requests, oldest first. */
  requests(): readonly RequestRecord[];
  /** Sends mutations to the gateway's network door; an address change when nothing else is ordered. */
  pushMutation(order?: PushOrder): Promise<PushAnswer>;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Starts the simulator; resolves when it listens. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const contracts = loadContracts(options.flowsDir === undefined ? [] : [options.flowsDir]);
  const bcss = makeBcss(options, contracts);
  const faults = new FaultList();
  const records = new RequestRecords();
  const clock = options.clock ?? (() => new Date());
  const notifier = new Notifier({
    contracts,
    mutations: new Mutations(bcss.world.town, clock, options.uuid ?? randomUUID),
    envelope: (content, fault) => bcss.envelope(content, fault),
    door: options.mutations,
    clock,
    uuid: options.uuid ?? randomUUID,
  });
  const control = {
    orderFault: (order: unknown) => faults.add(checkFaultOrder(order)),
    clearFaults: () => faults.clear(),
    requests: () => records.all(),
    people: () => peopleList(bcss.world.town),
    plantIntegration: (order: unknown) => bcss.world.integrations.register(plantedIntegration(order)),
    pushMutation: (order: unknown) => notifier.push(checkPushOrder(order)),
    mutationKinds: () => MUTATION_KINDS,
  };
  const handle = async (visit: Visit): Promise<void> => {
    if (options.control === true && visit.path.startsWith(CONTROL_PREFIX)) await handleControl(visit, control);
    else await converse(visit, bcss, faults, records, clock);
  };
  const host = options.host ?? '127.0.0.1';
  const door = await openDoor({ tls: options.tls, host, port: options.port ?? 0, handle });
  const url = `https://${host}:${door.port}`;
  return {
    port: door.port,
    url,
    soapBaseUrl: `${url}${SOAP_PREFIX}`,
    ssdnUrl: `${url}${SSDN_PATH}`,
    town: bcss.world.town,
    integrations: bcss.world.integrations,
    control: { next: (order) => faults.add(order), clear: () => faults.clear() },
    requests: () => records.all(),
    pushMutation: (order) => notifier.push(order),
    close: () => door.close(),
  };
}

/** BCSS itself, without its door. */
function makeBcss(options: SimulatorOptions, contracts: readonly Contract[]): Bcss {
  const { signing, signReplies = true, tls } = options;
  return new Bcss({
    contracts,
    clock: options.clock ?? (() => new Date()),
    uuid: options.uuid ?? randomUUID,
    signer: signing !== undefined && signReplies ? signerOf(signing) : undefined,
    // A certificate that is real, and is not that of BCSS.
    otherSigner: signerOf(options.otherSigning ?? { key: tls.key, certificate: tls.cert }),
    acceptedSigners: options.acceptedSigners ?? [],
    municipalities: options.municipalities ?? {},
  });
}
