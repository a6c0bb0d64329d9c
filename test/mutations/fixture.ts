import { brusselsDate } from '../../src/domain/brussels-time.ts';
import type { CalendarDay } from '../../src/domain/calendar-day.ts';
import type { IntegrationState } from '../../src/domain/integration.ts';
import { helpedOn } from '../../src/integration/helped.ts';
import { addIntegration, householdOf } from '../../src/integration/register.ts';
import { MutationList } from '../../src/mutations/mutation-list.ts';
import { type MutationStoreParts, storeNotification } from '../../src/mutations/mutation-store.ts';
import type { ItemReceipt } from '../../src/mutations/notification.ts';
import { type DoorAnswer, NotificationDesk } from '../../src/mutations/notification-desk.ts';
import { makeSealer } from '../../src/signing/seal.ts';
import { readEnvelope } from '../../src/soap/read-envelope.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { childElements, textOf, type XmlElement } from '../../src/xml/tree.ts';
import { cast, NOW, pinned } from '../signing/cast.ts';
import { testArchive } from '../support/archive.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { logLines, type LogLines } from '../support/log-lines.ts';
import { ORGANISATION, ORGANISATIONS, OTHER_ORGANISATION } from '../support/organisations.ts';
import { OTHER_PERSON, PERSON } from '../support/people.ts';
import { signed } from '../support/replies.ts';
import { FLOWS } from '../support/requests.ts';

/** One change, as it stands in a notification. */
export interface Item {
  readonly number: string;
  readonly source?: string;
  readonly kind?: string;
  readonly ssin?: string;
  readonly newSsin?: string;
  /** What the field is now. */
  readonly after?: string;
}

/** How a centre stands towards somebody. */
export interface Helped {
  readonly organisation?: string;
  readonly firstDay?: string;
  readonly lastDay?: string;
  readonly state?: IntegrationState;
  readonly closingDay?: string;
}

/** The day it is at the back door. */
const TODAY = brusselsDate(NOW);

export const CONTRACT = 'urn:cpas-bcss-gateway:mutations:v1';

/** The text of a notification, put together by hand: nothing here is written by what reads it. */
export function notificationText(items: readonly Item[], cbeNumber: string = ORGANISATION.cbeNumber): string {
  const mutations = items.map(
    ({ number, source = 'RN', kind = 'ADDRESS', ssin = PERSON, newSsin, after = 'AVENUE DE LA BRUME 101' }) =>
      `<mutation><mutationNumber>${number}</mutationNumber><source>${source}</source><kind>${kind}</kind><ssin>${ssin}</ssin>` +
      (newSsin === undefined ? '' : `<newSsin>${newSsin}</newSsin>`) +
      '<effectiveDate>2026-11-20</effectiveDate>' +
      `<change><field>LegalMainAddress</field><after>${after}</after></change></mutation>`,
  );
  return (
    `<n:notifyMutationsRequest xmlns:n="${CONTRACT}"><informationCBSS><ticketCBSS>00000000-0000-4000-8000-000000000006</ticketCBSS>` +
    '<timestampSent>2026-11-23T10:14:59Z</timestampSent></informationCBSS>' +
    `<informationNotified><cbeNumber>${cbeNumber}</cbeNumber></informationNotified>${mutations.join('')}</n:notifyMutationsRequest>`
  );
}

/** What the door answered, read back from its bytes. */
export interface Acknowledgement {
  readonly status: string;
  readonly code: string;
  readonly items: readonly ItemReceipt[];
}

export function acknowledgementIn({ body }: DoorAnswer): Acknowledgement {
  const { content } = readEnvelope(parseXml(Buffer.from(body)));
  const status = only(content, 'status');
  return {
    status: textOf(only(status, 'value')),
    code: textOf(only(status, 'code')),
    items: childElements(content)
      .filter(({ local }) => local === 'item')
      .map((item) => Object.fromEntries(childElements(item).map((field) => [field.local, textOf(field)]))) as never,
  };
}

function only(element: XmlElement, local: string): XmlElement {
  const found = childElements(element).filter((child) => child.local === local);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} elements ${local}`);
  return found[0];
}

/** The back door of one test file: a desk, a store and a list over a database of their own. */
export class BackDoor {
  readonly database: TestDatabase;
  readonly pool: DatabasePool;
  /** In the role that checks the log, which reads all of it. */
  readonly logPool: DatabasePool;
  readonly list: MutationList;
  readonly lines: LogLines = logLines();
  readonly desk: NotificationDesk;
  readonly archive;
  readonly vault;
  readonly storeParts: MutationStoreParts;
  nudges = 0;
  withheld = 0;
  /** What happens when something is to be stored or kept; a test may make it fail. */
  fails: Error | undefined;

  constructor(database: TestDatabase) {
    this.database = database;
    ({ archive: this.archive, vault: this.vault } = testArchive());
    const { archive, vault } = this;
    this.pool = database.pool('accept', 10);
    this.logPool = database.pool('verify', 2);
    const { pool } = this;
    this.storeParts = {
      pool,
      archive,
      vault,
      ids: systemIds,
      helped: (on, organisation, people) => helpedOn(on, vault, organisation, people, TODAY),
    };
    this.list = new MutationList({ pool, archive, flows: FLOWS });
    this.desk = new NotificationDesk({
      flows: FLOWS,
      organisationOf: (cbeNumber) => ORGANISATIONS.findByCbeNumber(cbeNumber),
      peer: {
        ssdnUrl: '',
        soapBaseUrl: '',
        signatureMode: 'in-message',
        replySignature: 'when-present',
        trust: () => pinned(cast.peer),
        clockSkewMs: 300_000,
      },
      sealer: () => makeSealer(cast.successor),
      store: (organisation, notification, entry) => {
        if (this.fails !== undefined) return Promise.reject(this.fails);
        return storeNotification(this.storeParts, organisation, notification, entry);
      },
      keep: async (entry) => {
        if (this.fails !== undefined) throw this.fails;
        await archive.append(pool, entry);
      },
      clock: { now: () => NOW, sleep: () => Promise.resolve() },
      log: this.lines.log,
      nudge: () => (this.nudges += 1),
      onWithheld: (mutations) => (this.withheld += mutations),
    });
  }

  /** Both centres help both people. */
  static async open(): Promise<BackDoor> {
    const door = new BackDoor(await testDatabase());
    for (const { id } of [ORGANISATION, OTHER_ORGANISATION])
      for (const ssin of [PERSON, OTHER_PERSON]) await door.integrate(ssin, { organisation: id });
    return door;
  }

  /** Somebody whom a centre helps, or helped; this year where no days are given. */
  async integrate(ssin: string, wish: Helped = {}): Promise<void> {
    const { organisation = ORGANISATION.id, firstDay = '2026-01-01', lastDay = '2026-12-31', state = 'open' } = wish;
    const { pool } = this;
    const register = { vault: this.vault, ids: systemIds };
    const householdId = await householdOf(pool, register, organisation, { ssin });
    const days = { firstDay: firstDay as CalendarDay, lastDay: undefined };
    const made = {
      organisation,
      householdId,
      ssin,
      proof: undefined,
      qualityCode: 2,
      state: 'open',
      source: 'import',
    } as const;
    const { id } = await addIntegration(pool, register, { ...made, ...days });
    await pool.query(
      'UPDATE gateway.integration SET state = $2, last_day = $3::date, closing_day = $4::date WHERE id = $1',
      [id, state, lastDay, wish.closingDay ?? null],
    );
  }

  close(): Promise<void> {
    return this.database.drop();
  }

  /** Bytes as the door gives them. */
  knock(body: Buffer, contentType = 'text/xml; charset=utf-8'): Promise<DoorAnswer> {
    return this.desk.receive({ body, contentType, peerCertificate: 'aa'.repeat(32) });
  }

  /** A notification as BCSS signs it. */
  async push(items: readonly Item[], cbeNumber?: string): Promise<DoorAnswer> {
    return this.knock(await signed(notificationText(items, cbeNumber)));
  }

  /** Somebody who wants to hear of mutations. @returns the id of the subscription. */
  async subscribe(organisation = ORGANISATION.id, state = 'active', events = ['mutation.received']): Promise<string> {
    const id = systemIds.uuid();
    await this.pool.query(
      `INSERT INTO gateway.subscription (id, organisation, url, events, state, secrets)
       VALUES ($1, $2, 'https://software.example/hook', $3, $4, '')`,
      [id, organisation, events, state],
    );
    return id;
  }

  /** Deliveries made for a subscription, in the order in which they leave. */
  async deliveriesTo(subscription: string): Promise<{ payload: { type: string; data: Record<string, unknown> } }[]> {
    const rows = await this.pool.query<{ payload: Buffer }>(
      'SELECT payload FROM gateway.delivery WHERE subscription_id = $1 ORDER BY created_at, id',
      [subscription],
    );
    return rows.map(({ payload }) => ({ payload: JSON.parse(payload.toString()) as never }));
  }

  /** Entries of a kind, in order. */
  entries(kind = 'notification'): Promise<{ index: string; organisation: string; outcome: string; code: string }[]> {
    return this.logPool.query(
      'SELECT index, organisation, outcome, code FROM gateway.entry WHERE kind = $1 ORDER BY index',
      [kind],
    );
  }
}
