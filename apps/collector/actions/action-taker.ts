import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { ActionAccepted, PostedAction } from '@ml/contracts/collection';
import { COMPANY_SIZES } from '@ml/contracts/privacy';
import { keptAction, type ToldAction } from '@ml/domain/collection/kept-action';
import { Database } from '@ml/persistence/database';
import { findEvent, keepEvent, type EventClaim } from '@ml/persistence/stores/collector/collected-events';
import { lockActions } from '@ml/persistence/stores/collector/lock-actions';
import { noteSubject } from '@ml/persistence/stores/collector/note-subject';
import { tellAction } from '@ml/persistence/stores/collector/told-actions';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import { MINUTE_MS } from '@ml/units/time';
import { Identity } from '../identity/identity';
import { ConsentGate } from '../privacy/consent-gate';

/** A later action counts: one from the future would count for ever. */
const AHEAD_MS = 15 * MINUTE_MS;

type Said = Pick<ActionAccepted, 'outcome' | 'duplicate' | 'reason'>;

/** Takes what somebody did with a resource: in one transaction all that follows from it, or nothing. */
@Injectable()
export class ActionTaker {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Identity) private readonly identity: Identity,
    @Inject(ConsentGate) private readonly gate: ConsentGate,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws AppError EVENT_ID_REUSED, BAD_TIME, UNAVAILABLE */
  async take(posted: PostedAction): Promise<ActionAccepted> {
    if (Date.parse(posted.action_at) > this.clock.millis() + AHEAD_MS) {
      throw new AppError('BAD_TIME', 'lies more than 15 minutes in the future; check the clock and the offset of time', { path: 'action_at' });
    }
    const { told, faults } = keptAction(posted, COMPANY_SIZES);
    const said = await this.database.transaction((tx) => this.record(tx, posted, told));
    return { ...said, faults };
  }

  private async record(tx: Tx, posted: PostedAction, told: ToldAction): Promise<Said> {
    const reason = await this.gate.reasonNotToCollectOf(tx, posted.user_id);
    if (reason !== null) return { outcome: 'not_collected', duplicate: false, reason };
    const account_hashes = this.identity.hashes('account', posted.account_id);
    await lockActions(tx, account_hashes);
    const claim = this.claimOf(posted);
    const known = await findEvent(tx, claim);
    if (known !== undefined) return sameAgain(known);
    const outcome = await tellAction(tx, {
      told,
      user_hashes: this.identity.hashes('user', posted.user_id),
      account_hashes,
      resource_hashes: this.identity.hashes('resource', posted.resource_id),
    });
    await noteSubject(tx, { ...claim, key_version: this.identity.keyVersion });
    // Of two accounts that were sent one event at one moment, the second waited here for the first.
    if (!(await keepEvent(tx, claim, outcome))) throw reused();
    return { outcome, duplicate: false, reason: null };
  }

  private claimOf(posted: PostedAction): EventClaim {
    const { event_id, user_id, account_id, resource_id, action, action_at, industry = null, company_size = null } = posted;
    const body = JSON.stringify([user_id, account_id, resource_id, action, new Date(action_at).toISOString(), industry, company_size]);
    return {
      event_hashes: this.identity.hashes('event', event_id),
      body_hashes: this.identity.hashes('event', body),
      user_hash: this.identity.hash('user', user_id),
      account_hash: this.identity.hash('account', account_id),
    };
  }
}

const sameAgain = ({ is_same, outcome }: { readonly is_same: boolean; readonly outcome: string }): Said => {
  if (!is_same) throw reused();
  return { outcome: outcome as Said['outcome'], duplicate: true, reason: null };
};

const reused = (): AppError => new AppError('EVENT_ID_REUSED', 'another action was sent with this event_id; give every action an id of its own', { path: 'event_id' });
