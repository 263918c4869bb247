import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { PostedSeries, SeriesAccepted } from '@ml/contracts/collection';
import type { Reason } from '@ml/contracts/decision';
import { makeVocabulary, type Vocabulary } from '@ml/domain/anonymise/vocabulary';
import { keptSeries, type UnownedSeries } from '@ml/domain/collection/kept-series';
import { Database } from '@ml/persistence/database';
import { noteSubject, type Subject } from '@ml/persistence/stores/collector/note-subject';
import { findAccount, findResource, keepSeries, type FoundResource, type ResourceKey } from '@ml/persistence/stores/collector/posted-series';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import { SETTINGS } from '@ml/platform/tokens';
import { MINUTE_MS } from '@ml/units/time';
import { Identity } from '../identity/identity';
import { ConsentGate } from '../privacy/consent-gate';
import type { CollectorSettings } from '../settings';

/** Clocks differ. */
const AHEAD_MS = 15 * MINUTE_MS;
const NOTHING: Reason = { code: 'NOTHING_TO_KEEP', text: 'the series has no name that may be kept, or no sample: the faults say which' };

type Said = Pick<SeriesAccepted, 'outcome' | 'duplicate' | 'reason'>;

/** Takes one series of one metric. */
@Injectable()
export class SeriesTaker {
  private readonly vocabulary: Vocabulary;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Identity) private readonly identity: Identity,
    @Inject(ConsentGate) private readonly gate: ConsentGate,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Pick<CollectorSettings, 'words' | 'fullSeries'>,
  ) {
    this.vocabulary = makeVocabulary(settings.words);
  }

  /** @throws AppError UNAVAILABLE */
  async take(posted: PostedSeries): Promise<SeriesAccepted> {
    const { series, samples, faults } = keptSeries(posted, { vocabulary: this.vocabulary, until: this.clock.millis() + AHEAD_MS, fullSeries: this.settings.fullSeries });
    const said = series === null ? refused(NOTHING) : await this.database.transaction((tx) => this.record(tx, posted, series));
    return { ...said, samples: said.outcome === 'not_collected' ? 0 : samples, faults };
  }

  private async record(tx: Tx, posted: PostedSeries, series: UnownedSeries): Promise<Said> {
    const hashes = this.hashesOf(posted);
    const { found, reason } = await this.findWilling(tx, posted, hashes);
    if (reason !== null) return refused(reason);
    const subject = this.subjectOf(posted);
    const { account_hash, resource_hash } = found ?? { account_hash: subject?.account_hash ?? null, resource_hash: this.identity.hash('resource', posted.resource_id) };
    const user_hash = account_hash === null && posted.user_id !== undefined ? this.identity.hash('user', posted.user_id) : null;
    const isNew = await keepSeries(tx, { ...series, account_hash, resource_hash, scan_id: null, user_hash }, hashes);
    if (subject !== null) await noteSubject(tx, subject);
    return { outcome: account_hash === null ? 'waiting' : 'recorded', duplicate: !isNew, reason: null };
  }

  /** Where its resource was found, unless whoever sends it, or whose scan found it, wants nothing kept. Erased before they could be asked, they have found nothing: it is looked for again. */
  private async findWilling(tx: Tx, { user_id }: PostedSeries, hashes: ResourceKey): Promise<{ readonly found: FoundResource | undefined; readonly reason: Reason | null }> {
    const sender = user_id === undefined ? null : await this.gate.reasonNotToCollectOf(tx, user_id);
    if (sender !== null) return { found: undefined, reason: sender };
    // Without its sender it is those that are collected of in the account.
    const find = async (): Promise<FoundResource | undefined> => (await findResource(tx, hashes)) ?? (user_id === undefined ? findAccount(tx, hashes) : undefined);
    for (let found = await find(); ; ) {
      const asks = found !== undefined || user_id === undefined;
      const reason = asks ? await this.gate.reasonNotToCollect(tx, found?.user_hashes ?? []) : null;
      const again = await find();
      if (isDeepStrictEqual(again, found)) return { found, reason };
      found = again;
    }
  }

  private hashesOf({ resource_id, account_id }: PostedSeries): ResourceKey {
    return { resource_hashes: this.identity.hashes('resource', resource_id), account_hashes: account_id === undefined ? null : this.identity.hashes('account', account_id) };
  }

  /** Null where either is not told: an account of which nobody knows whose it is would be erased with nobody, so the series waits for the scan of its resource. */
  private subjectOf({ account_id, user_id }: PostedSeries): Subject | null {
    if (account_id === undefined || user_id === undefined) return null;
    return { user_hash: this.identity.hash('user', user_id), account_hash: this.identity.hash('account', account_id), key_version: this.identity.keyVersion };
  }
}

const refused = (reason: Reason): Said => ({ outcome: 'not_collected', duplicate: false, reason });
