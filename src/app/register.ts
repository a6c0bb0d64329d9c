import { brusselsDate } from '../domain/brussels-time.ts';
import type { Standings } from '../domain/standing.ts';
import { requestBodyOf } from '../exchanges/request-body.ts';
import { withdrawDeadLetter } from '../exchanges/withdraw.ts';
import type { Catalogue } from '../flows/catalogue.ts';
import type { CallParts } from '../integration/call.ts';
import { helpedOn } from '../integration/helped.ts';
import type { LearnParts } from '../integration/learn-parts.ts';
import type { Announcements, Desk, Ledger, Log, RegistrationFlow } from '../integration/ports.ts';
import { RegisterStandings } from '../integration/standings.ts';
import type { MutationStoreParts } from '../mutations/mutation-store.ts';
import type { DatabasePool } from '../store/pool.ts';
import { publish } from '../webhooks/publish.ts';
import type { Foundation } from './foundation.ts';
import { acceptWithAlert } from './ledger.ts';

type Cellar = Pick<Foundation, 'archive' | 'vault' | 'ids' | 'clock' | 'flows'>;

/** Where the authorisation of a request asks how a centre stands towards persons. */
export function standingsOn({ vault }: Foundation, pool: DatabasePool): Standings {
  return new RegisterStandings(pool, vault);
}

/** Whom a centre helps today: what mutations are shown by. */
export function helpedToday({ vault, clock }: Pick<Foundation, 'vault' | 'clock'>): MutationStoreParts['helped'] {
  return (database, organisation, people) => helpedOn(database, vault, organisation, people, brusselsDate(clock.now()));
}

/** What calls about integrations are carried out with. */
export function callPartsOf(foundation: Foundation, pool: DatabasePool, desk: Desk, nudge: () => void): CallParts {
  const { vault, ids, clock, flows, archive } = foundation;
  return {
    pool,
    vault,
    ids,
    clock,
    desk,
    registration: registrationFlow(flows),
    nudge,
    ledger: ledgerOf({ archive, ids, clock }),
    log: logOf(archive),
  };
}

/** What the register learns with when an exchange is over. */
export function learning({ archive, vault, ids, clock, flows }: Cellar): LearnParts {
  return {
    vault,
    ids,
    clock,
    flows,
    ledger: ledgerOf({ archive, ids, clock }),
    log: logOf(archive),
    announcements: announcementsTo({ ids, clock }),
  };
}

/** What the register tells subscribers: pointers and facts, nothing about a person. */
export function announcementsTo({ ids, clock }: Pick<Foundation, 'ids' | 'clock'>): Announcements {
  return {
    changed: async (database, { organisation, person, household, integration, state, exchange }) => {
      await publish(database, ids, clock.now(), {
        organisation,
        event: 'integration.changed',
        exchangeId: exchange,
        lane: person,
        data: { household, integration, state, exchange, href: `/v1/integrations/${household}` },
      });
    },
    expiring: async (database, { organisation, person, household, integration, lastDay, daysLeft }) => {
      await publish(database, ids, clock.now(), {
        organisation,
        event: 'integration.expiring',
        lane: person,
        data: { household, integration, lastDay, daysLeft, href: `/v1/integrations/${household}` },
      });
    },
  };
}

function ledgerOf(cellar: Pick<Cellar, 'archive' | 'ids' | 'clock'>): Ledger {
  const { archive } = cellar;
  return {
    accept: async (database, exchange) => {
      const { kind } = await acceptWithAlert(database, cellar, exchange);
      if (kind !== 'accepted') throw new Error('a message without a key was not accepted');
    },
    request: async (database, index) => {
      const content = await archive.read(database, index);
      return content?.body === undefined ? undefined : requestBodyOf(content);
    },
    withdraw: withdrawDeadLetter,
  };
}

function logOf(archive: Foundation['archive']): Log {
  return { record: async (database, entry) => (await archive.append(database, entry)).index };
}

/** The one flow of the catalogue that says where it has person, code and days. */
export function registrationFlow(flows: Catalogue): RegistrationFlow {
  for (const flow of flows.all()) {
    const places = flow.descriptor.integration;
    if (places !== undefined) return { flow, places };
  }
  throw new Error('no flow of the catalogue says how BCSS is told who is integrated');
}
