import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import { unquoted } from '@ml/platform/unquoted';
import { Identity } from '../identity/identity';
import type { CollectorSettings } from '../settings';
import { AccountCosts } from './account-costs';
import type { CostRole } from './read-roles';

/** Asks once a day what accounts and their resources really cost. */
@Injectable()
export class CostCollector implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly accounts;
  private stopping = false;

  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(AccountCosts) private readonly costs: AccountCosts,
    @Inject(Identity) private readonly identity: Identity,
    @Inject(SETTINGS) private readonly settings: Pick<CollectorSettings, 'costExplorerRoles' | 'costExplorerCron'>,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.accounts = metrics.counter({ name: 'ml_collection_cost_accounts_total', help: 'Accounts that Cost Explorer was asked about, by what became of it', labels: ['outcome'] });
    // One account in a day: without a nought before it nobody would see the first that fails.
    this.accounts.inc({ outcome: 'failed' }, 0);
  }

  onApplicationBootstrap(): void {
    const { costExplorerRoles: roles, costExplorerCron } = this.settings;
    if (roles !== null) this.schedule.every('cost-explorer', costExplorerCron, () => this.collect(roles));
  }

  /** The schedule waits for what runs: an account takes seconds, all of them minutes. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  /** One after the other; one that fails keeps nobody else from it, and is asked about again tomorrow. @throws AppError UNAVAILABLE when the service stops: the turn is another's */
  async collect(roles: readonly CostRole[]): Promise<void> {
    for (const role of roles) {
      if (this.stopping) throw new AppError('UNAVAILABLE', 'the service stops before every account was asked about; the next to run asks again', { retryable: true });
      const account_hash = this.identity.hash('account', role.accountId);
      try {
        const outcome = await this.costs.collect(role);
        this.accounts.inc({ outcome: outcome.kind });
        this.logger.info({ account_hash, ...outcome }, 'Cost Explorer was asked about an account');
      } catch (error) {
        this.accounts.inc({ outcome: 'failed' });
        this.logger.warn({ account_hash, error: error instanceof AppError ? error.message : unquoted(error) }, 'what an account costs could not be read');
      }
    }
  }
}
