import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { billedNames, monthActuals, ResourceSums, type CostAmount, type MonthActual } from '@ml/domain/collection/actual-costs';
import { Database } from '@ml/persistence/database';
import { joinResourceActuals, keepAccountActuals, keepResourceActuals, readCollectedAccounts, type CollectedAccount, type HashedActual } from '@ml/persistence/stores/collector/actual-costs';
import { lockActions } from '@ml/persistence/stores/collector/lock-actions';
import { refreshCostTrend } from '@ml/persistence/stores/collector/refresh-cost-trend';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import { nextTurn } from '@ml/platform/next-turn';
import { DAY_MS } from '@ml/units/time';
import { Identity } from '../identity/identity';
import { ConsentGate } from '../privacy/consent-gate';
import { CostCalls } from './cost-calls';
import type { CostRole } from './read-roles';

/** The month so far and the twelve before. */
const MONTHS_BACK = 12;
/** Single resources are remembered for no longer. */
const RESOURCE_DAYS = 14;
const WRITE_MS = 60_000;
/** Names that are hashed before anybody else gets a turn. */
const AT_ONCE = 250;

export type CostsOutcome =
  | { readonly kind: 'collected'; readonly months: number; readonly resources: number; readonly rows: number; readonly without_resources: string | null }
  /** No scan of the account was ever collected, or nobody wants it: nothing is asked, for every question costs money. */
  | { readonly kind: 'not_collected' };

interface Written {
  readonly resources: number;
  readonly rows: number;
}

/** What one account costs, joined to what scans found in it. Ids of resources live in the memory of this process until they are hashed. */
@Injectable()
export class AccountCosts {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Identity) private readonly identity: Identity,
    @Inject(ConsentGate) private readonly gate: ConsentGate,
    @Inject(CostCalls) private readonly calls: CostCalls,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Days are counted from the moment of the question: single resources of a day before are refused. @throws AppError SOURCE_FAILED, UNAVAILABLE */
  async collect(role: CostRole): Promise<CostsOutcome> {
    const now = this.clock.now();
    const hashes = this.identity.hashes('account', role.accountId);
    const wanted = await this.database.transaction((tx) => this.wanted(tx, hashes));
    if (wanted.length === 0) return { kind: 'not_collected' };
    const months = await this.months(role, now);
    await this.forEach(hashes, (tx, { account_hash }) => this.writeMonths(tx, account_hash, months));
    const { sums, missing } = await this.resources(role, now);
    const actuals = await this.hashed(sums);
    const written: Written[] = [];
    await this.forEach(hashes, async (tx, { account_hash }) => void written.push(await this.writeResources(tx, account_hash, { actuals, windowEnd: dayOf(now) })));
    const total = (of: keyof Written): number => written.reduce((sum, one) => sum + one[of], 0);
    return { kind: 'collected', months: months.length, resources: total('resources'), rows: total('rows'), without_resources: missing };
  }

  /** What the account is kept under, where anybody in it may be collected of. */
  private async wanted(tx: Tx, hashes: readonly string[]): Promise<readonly CollectedAccount[]> {
    const accounts = await readCollectedAccounts(tx, hashes);
    const wanted: CollectedAccount[] = [];
    for (const account of accounts) if (await this.isWanted(tx, account)) wanted.push(account);
    return wanted;
  }

  /** Whoever was erased before they could be asked wants nothing any more: they are linked to no account. */
  private async isWanted(tx: Tx, { account_hash, user_hashes }: CollectedAccount): Promise<boolean> {
    for (const user of user_hashes) {
      if ((await this.gate.reasonNotToCollect(tx, [user])) !== null) continue;
      const linked = await readCollectedAccounts(tx, [account_hash]);
      if (linked.some((account) => account.user_hashes.includes(user))) return true;
    }
    return false;
  }

  /** Who was erased or objected meanwhile is asked for once more, in the transaction that writes. */
  private async forEach(hashes: readonly string[], write: (tx: Tx, account: CollectedAccount) => Promise<void>): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.allow(WRITE_MS);
      const wanted = await this.wanted(tx, hashes);
      await lockActions(tx, wanted.map(({ account_hash }) => account_hash));
      for (const account of wanted) await write(tx, account);
    });
  }

  private async months(role: CostRole, now: Date): Promise<readonly MonthActual[]> {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS_BACK, 1));
    const until = new Date(dayOf(now).getTime() + DAY_MS);
    const amounts: CostAmount[] = [];
    for await (const page of this.calls.pages({ operation: 'GetCostAndUsage', ...role, from: dayText(from), until: dayText(until) })) amounts.push(...page);
    const months = monthActuals(amounts);
    if (months.length === 0 && amounts.some(({ amount }) => Number(amount) !== 0)) throw new AppError('SOURCE_FAILED', 'the bill of the account is not in USD; take it out of COST_EXPLORER_ROLES', { retryable: false });
    return months;
  }

  private async resources(role: CostRole, now: Date): Promise<{ readonly sums: ResourceSums; readonly missing: string | null }> {
    const sums = new ResourceSums();
    const until = dayOf(now);
    try {
      const question = { operation: 'GetCostAndUsageWithResources', ...role, from: dayText(new Date(until.getTime() - RESOURCE_DAYS * DAY_MS)), until: dayText(until) } as const;
      for await (const page of this.calls.pages(question)) sums.add(page);
      return { sums, missing: null };
    } catch (error) {
      // Most accounts have it switched off: their months count all the same. A half of the days would say something wrong.
      if (!(error instanceof AppError) || error.retryable) throw error;
      return { sums: new ResourceSums(), missing: error.message };
    }
  }

  /** Under every hash that a scan may have kept the resource under. */
  private async hashed(sums: ResourceSums): Promise<readonly HashedActual[]> {
    const actuals = new Map(sums.actuals());
    const hashed: HashedActual[] = [];
    let names = 0;
    for (const [name, resource] of billedNames(actuals.keys())) {
      const actual = actuals.get(resource);
      if (actual !== undefined) hashed.push(...this.identity.hashes('resource', name).map((resource_hash) => ({ ...actual, resource_hash })));
      if ((names += 1) % AT_ONCE === 0) await nextTurn();
    }
    return hashed;
  }

  private async writeMonths(tx: Tx, account_hash: string, months: readonly MonthActual[]): Promise<void> {
    await keepAccountActuals(tx, { account_hash, source: this.calls.source }, months);
    for (const { month } of months) await refreshCostTrend(tx, { account_hash, month });
  }

  private async writeResources(tx: Tx, account_hash: string, { actuals, windowEnd }: { readonly actuals: readonly HashedActual[]; readonly windowEnd: Date }): Promise<Written> {
    const resources = await keepResourceActuals(tx, { account_hash, source: this.calls.source, windowEnd }, actuals);
    return { resources, rows: await joinResourceActuals(tx, account_hash, windowEnd) };
  }
}

/** Its midnight, in UTC: the day is not over. */
const dayOf = (at: Date): Date => new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS);
const dayText = (at: Date): string => at.toISOString().slice(0, 10);
