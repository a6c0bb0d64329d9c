import type { CbeNumber } from './cbe-number.ts';

/**
 * A public welfare centre. What BCSS knows it by: its CBE number, its sector and institution in the network
 * (17 and 1 for a CPAS), and, for integrations, the NIS code of its municipality.
 */
export interface Organisation {
  /** Ours, kebab-case, in URLs and configuration. */
  readonly id: string;
  readonly cbeNumber: CbeNumber;
  /** NIS code of the municipality, five digits as text. */
  readonly nisCode: string;
  readonly name: string;
  /** Used where a contract demands an address and the request gives none (SSDN AuthorizedUser/Email). */
  readonly email: string;
  readonly sector: number;
  readonly institution: number;
  /** How BCSS has registered the centre as a customer; by its CBE number when absent. */
  readonly identifiedBy?: CustomerIdentification;
}

/** CommonV3 `CustomerIdentification` is a choice, and BCSS knows each customer by one of the two. */
export const CUSTOMER_IDENTIFICATIONS = ['cbe-number', 'sector'] as const;
export type CustomerIdentification = (typeof CUSTOMER_IDENTIFICATIONS)[number];

/** Sector and institution of a CPAS in the primary and the secondary network. */
export const CPAS_SECTOR = 17;
export const CPAS_INSTITUTION = 1;

/** Whose entries are that belong to no centre we serve; no centre may be called so. */
export const UNASSIGNED = 'unassigned';
