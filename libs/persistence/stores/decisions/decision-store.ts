import type { Memory } from '@ml/contracts/decision';
import type { DecisionOutcome, DecisionSummary, HistoryQuery, OutcomeReport, SavingsQuery, SavingsRow } from '@ml/contracts/decisions';
import type { EngineType } from '@ml/contracts/engine-types';
import type { Paged } from '@ml/contracts/pricing';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database';
import type { Removed, RetentionRule } from '../../monthly-log';
import { releaseClaim, renewClaim, takeClaim } from './claim';
import type { Claim, ClaimRequest, ClaimResult, Completion } from './claim-result';
import { completeClaim, type Decided } from './complete';
import { readDecision, readHistory, type Viewer } from './decision-log';
import { readOutcomes, recordOutcome } from './decision-outcomes';
import type { DecisionRecord, StoredDecision } from './decision-record';
import { recall, type MemoryQuery } from './engine-memory';
import { registerEngines, type BuiltInEngine } from './engine-registry';
import { insertDecision } from './insert-decision';
import { deleteExpired, preparePartitions } from './retention';
import { readSavings } from './savings';

/** Everything `decisions` keeps. Every method fails with UNAVAILABLE (retryable) while the database is away. */
@Injectable()
export class DecisionStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** First step of every request: who gets `claimed` decides, everybody else waits, gets the answer or is refused. */
  claim(request: ClaimRequest): Promise<ClaimResult> {
    return takeClaim(this.database, request);
  }

  /** False: overtaken. */
  renew(claim: Claim, leaseSeconds: number): Promise<boolean> {
    return renewClaim(this.database, claim, leaseSeconds);
  }

  /** Decision, memory and event in one transaction; nothing at all when the claim was overtaken. */
  complete(claim: Claim, decided: Decided): Promise<Completion> {
    return completeClaim(this.database, claim, decided);
  }

  /** After a failure: the next attempt starts anew. */
  release(claim: Claim): Promise<void> {
    return releaseClaim(this.database, claim);
  }

  /** What another engine version would have decided; seen in no history. */
  recordShadow(record: DecisionRecord, shadowOf: string): Promise<void> {
    return this.database.transaction((tx) => insertDecision(tx, record, shadowOf));
  }

  recall(query: MemoryQuery): Promise<readonly Memory[]> {
    return recall(this.database, query);
  }

  history(viewer: Viewer, query: HistoryQuery): Promise<Paged<DecisionSummary>> {
    return readHistory(this.database, viewer, query);
  }

  /** With everything a replay needs. @throws AppError NOT_FOUND */
  byId(viewer: Viewer, decisionId: string): Promise<StoredDecision> {
    return readDecision(this.database, viewer, decisionId);
  }

  /** Of a decision that the caller may see: ask `byId` first. */
  outcomes(decisionId: string): Promise<readonly DecisionOutcome[]> {
    return readOutcomes(this.database, decisionId);
  }

  /** @throws AppError NOT_FOUND, BAD_FIELD */
  recordOutcome(viewer: Viewer, report: OutcomeReport): Promise<DecisionOutcome> {
    return recordOutcome(this.database, viewer, report);
  }

  savings(viewer: Viewer, query: SavingsQuery): Promise<readonly SavingsRow[]> {
    return readSavings(this.database, viewer, query);
  }

  /** `active`: which version of each type decides. */
  registerEngines(engines: readonly BuiltInEngine[], active: Readonly<Partial<Record<EngineType, string>>>): Promise<void> {
    return registerEngines(this.database, engines, active);
  }

  /** At start and daily. */
  preparePartitions(): Promise<void> {
    return preparePartitions(this.database);
  }

  deleteExpired(rule: RetentionRule): Promise<Removed> {
    return deleteExpired(this.database, rule);
  }
}
