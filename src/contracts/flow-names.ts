/**
 * Kebab-case as flow ids use it: `RetrieveTIGroups` is `retrieve-ti-groups`, `getLivingWagePeriodsPerPCSA` is
 * `get-living-wage-periods-per-pcsa`.
 */
export function kebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
}

/** The words of a name, for a first title: `Retrieve TI groups`. */
export function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => (/^[A-Z0-9]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A version of a service: what flow ids belong to. */
export interface ServiceVersion {
  readonly service: string;
  readonly version: string;
}

/** Who has a flow id already. */
export type FlowOwners = ReadonlyMap<string, ServiceVersion>;

/**
 * The id of a flow that no manifest names: kebab-case of the service, then the operation when it has several, then the version
 * when another version of a service has that id already.
 */
export function flowIdByRule(owner: ServiceVersion, operation: string, operations: number, taken: FlowOwners): string {
  const id = [owner.service, ...(operations > 1 ? [operation] : [])].map(kebabCase).join('.');
  const other = taken.get(id);
  const free = other === undefined || (other.service === owner.service && other.version === owner.version);
  return free ? id : `${id}.${kebabCase(owner.version)}`;
}

/** Name, without `.json`, of the file that holds the types of a service version. */
export function typesFileName({ service, version }: ServiceVersion): string {
  return `${kebabCase(service)}.${version.replace(/[^A-Za-z0-9._-]+/g, '-')}`;
}
