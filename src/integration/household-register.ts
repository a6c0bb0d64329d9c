import { brusselsDate } from '../domain/brussels-time.ts';
import type { Client } from '../domain/client.ts';
import type { HouseholdId } from '../domain/integration.ts';
import { type Call, type CallEnd, type CallParts, carryOut, type Seen } from './call.ts';
import { type Expiring, expiringOf, type ExpiringQuestion } from './expiring.ts';
import { integrationsIn } from './find.ts';
import { centreOf, findHousehold, type Household, type HouseholdFilter, listHouseholds } from './household-row.ts';
import type { Act } from './plan.ts';
import { planChangeCode } from './plan-change-code.ts';
import { planClose } from './plan-close.ts';
import { planExtend } from './plan-extend.ts';
import { planOpen } from './plan-open.ts';
import { planRetry } from './plan-retry.ts';
import { type HouseholdView, householdViews } from './view.ts';
import type { ChangeCodeWish, CloseWish, ExtendWish, OpenWish, RetryWish } from './wishes.ts';

/** A call as it came through the clients' door. */
export interface IncomingCall<Wish> {
  readonly client: Client;
  /** Checked against its schema; the rules of the field are ours to check. */
  readonly wish: Wish;
  /** The body byte for byte, for the log. */
  readonly bytes: Uint8Array;
  readonly idempotencyKey: string | undefined;
}

type Context = Pick<Call['context'], 'user'>;

/**
 * The register of integrations: whom a centre has declared to BCSS, as what, for how long; a household at a time.
 *
 * Every change is told to BCSS by messages that pass the desk like any other, and the register learns from their answers. Nothing is
 * extended by itself.
 */
export class HouseholdRegister {
  private readonly parts: CallParts;

  constructor(parts: CallParts) {
    this.parts = parts;
  }

  /** Integrates a household: one registration per member and code. @throws GatewayError as {@link carryOut} and {@link planOpen} */
  open(organisation: string, call: IncomingCall<OpenWish>): Promise<CallEnd> {
    const { fileReference, members } = call.wish;
    const about = { file: fileReference, persons: members.map(({ ssin }) => ssin) };
    return this.carryOut('open', organisation, call, about, ({ own }) => planOpen(call.wish, own));
  }

  /** Ends what is open, of everybody or of those named. @throws GatewayError as {@link carryOut} and {@link planClose} */
  close(household: HouseholdId, call: IncomingCall<CloseWish>): Promise<CallEnd> {
    return this.carryOutIn(household, 'close', call, ({ rows, today }) => planClose(call.wish, rows, today));
  }

  /** Goes on with a new period. @throws GatewayError as {@link carryOut} and {@link planExtend} */
  extend(household: HouseholdId, call: IncomingCall<ExtendWish>): Promise<CallEnd> {
    return this.carryOutIn(household, 'extend', call, ({ rows, own, today }) =>
      planExtend(call.wish, rows, own, today),
    );
  }

  /** Another quality code for one person. @throws GatewayError as {@link carryOut} and {@link planChangeCode} */
  changeCode(household: HouseholdId, call: IncomingCall<ChangeCodeWish>): Promise<CallEnd> {
    return this.carryOutIn(household, 'change-code', call, ({ rows, own, today }) =>
      planChangeCode(call.wish, rows, own, today),
    );
  }

  /** Sends again what failed, and only that. @throws GatewayError as {@link carryOut} and {@link planRetry} */
  retry(household: HouseholdId, call: IncomingCall<RetryWish>): Promise<CallEnd> {
    return this.carryOutIn(household, 'retry', call, ({ rows, own }) => planRetry(call.wish, rows, own));
  }

  /**
   * One household, whole.
   *
   * @param first handed over as the answer to the very call that made it so: then it is no reading of personal data that somebody had not
   *   just sent.
   * @throws GatewayError `not-found`, for another centre's as for none
   */
  async view(client: Client, id: HouseholdId, first = false): Promise<HouseholdView> {
    const { pool, vault } = this.parts;
    const organisation = await centreOf(pool, client, id);
    const household = await findHousehold(pool, vault, organisation, id);
    const views = await this.viewsOf([household]);
    if (!first) await this.recordReading(client, organisation, views.flatMap(personsOf), { household: id });
    const [view] = views;
    if (view === undefined) throw new Error('a household without its view');
    return view;
  }

  /** A page of households, newest first. A reading, recorded. */
  async list(client: Client, filter: HouseholdFilter): Promise<HouseholdView[]> {
    const { pool, vault } = this.parts;
    const views = await this.viewsOf(await listHouseholds(pool, vault, filter));
    await this.recordReading(client, filter.organisation, views.flatMap(personsOf), { list: 'households' });
    return views;
  }

  /** A page of what will end, the nearest end first. A reading, recorded. */
  async expiring(client: Client, question: ExpiringQuestion): Promise<Expiring[]> {
    const { pool, vault, clock } = this.parts;
    const found = await expiringOf(pool, vault, question, brusselsDate(clock.now()));
    const persons = found.map(({ ssin }) => ssin);
    await this.recordReading(client, question.organisation, persons, { list: 'expiring integrations' });
    return found;
  }

  private async carryOutIn<Wish extends { readonly context: Context }>(
    household: HouseholdId,
    operation: string,
    call: IncomingCall<Wish>,
    plan: (seen: Seen) => Act[],
  ): Promise<CallEnd> {
    const organisation = await centreOf(this.parts.pool, call.client, household);
    return this.carryOut(operation, organisation, call, { household }, plan);
  }

  private carryOut<Wish extends { readonly context: Context }>(
    operation: string,
    organisation: string,
    { client, wish, bytes, idempotencyKey }: IncomingCall<Wish>,
    about: Call['about'],
    plan: (seen: Seen) => Act[],
  ): Promise<CallEnd> {
    const { context } = wish;
    return carryOut(
      this.parts,
      { client, organisation, operation, context, body: wish, bytes, idempotencyKey, about },
      plan,
    );
  }

  private async viewsOf(households: readonly Household[]): Promise<HouseholdView[]> {
    const { pool, vault, clock } = this.parts;
    const rows = await integrationsIn(
      pool,
      vault,
      households.map(({ id }) => id),
    );
    return householdViews(households, rows, brusselsDate(clock.now()));
  }

  private async recordReading(
    client: Client,
    organisation: string,
    persons: readonly string[],
    what: object,
  ): Promise<void> {
    if (persons.length === 0) return;
    const subjects = [...new Set(persons)];
    await this.parts.log.record(this.parts.pool, {
      kind: 'read',
      organisation,
      client: client.id,
      subjects,
      details: { what: 'register of integrations', ...what, subjects },
    });
  }
}

function personsOf({ members }: HouseholdView): string[] {
  return members.map(({ ssin }) => ssin);
}
