export interface HealthCheck {
  /** Critical: the service cannot serve without it, `/readyz` answers 503. Otherwise the service is degraded. */
  readonly critical: boolean;
  /** Throws when down; the message is shown. */
  readonly check: () => Promise<void> | void;
}

export interface HealthReport {
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly checks: Readonly<Record<string, { readonly status: 'up' | 'down'; readonly critical: boolean; readonly message?: string }>>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** What a service depends on and whether it is there. */
export class Health {
  private readonly checks = new Map<string, HealthCheck>();
  private readonly drained = new AbortController();

  add(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** Aborted when the service is told to stop, before running work is waited for: what would take longer ends here and goes on elsewhere. */
  get draining(): AbortSignal {
    return this.drained.signal;
  }

  /** From now on not ready: no new work is wanted. */
  drain(): void {
    this.drained.abort(new Error('the service is stopping'));
  }

  async report(): Promise<HealthReport> {
    const results = await Promise.all([...this.checks].map(async ([name, check]) => [name, await probe(check)] as const));
    const down = results.filter(([, result]) => result.status === 'down');
    const unhealthy = this.draining.aborted || down.some(([, result]) => result.critical);
    return { status: unhealthy ? 'unhealthy' : down.length > 0 ? 'degraded' : 'healthy', checks: Object.fromEntries(results) };
  }
}

const probe = async ({ critical, check }: HealthCheck): Promise<HealthReport['checks'][string]> => {
  try {
    await Promise.race([check(), timeout()]);
    return { status: 'up', critical };
  } catch (error) {
    return { status: 'down', critical, message: error instanceof Error ? error.message : String(error) };
  }
};

const timeout = (): Promise<never> =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS).unref();
  });
