import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { Health } from '@ml/platform/health';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { ServedModel } from '../serving/serving';
import type { ModelsSettings } from '../settings';
import type { HostEnded } from './host-ended';
import { HostProcess } from './host-process';
import type { HostKeeper, SupervisedHost } from './supervised-host';

const MIB = 1024 * 1024;
const SECOND_MS = 1_000;

/** Where hosts come from, with what they may use; it counts them and says when one is missing. */
@Injectable()
export class HostNursery implements HostKeeper {
  readonly loadMs: number;
  readonly runMs: number;
  readonly threads: number;
  readonly sampleRows: number;
  private readonly memoryBytes: number;
  private readonly duration;
  private readonly restarts;
  private readonly loads;
  private alive = 0;
  private hosts: () => readonly SupervisedHost[] = () => [];

  constructor(
    @Inject(SETTINGS) settings: SettingsOf<ModelsSettings>,
    @Inject(Metrics) metrics: Metrics,
    @Inject(Health) health: Health,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.loadMs = settings.loadSeconds * SECOND_MS;
    this.runMs = settings.runSeconds * SECOND_MS;
    this.threads = settings.hostThreads;
    this.sampleRows = settings.predictionLogRows;
    this.memoryBytes = settings.hostMemoryMb * MIB;
    metrics.gauge({ name: 'ml_model_hosts', help: 'Processes that hold a model, or load one', collect: (gauge) => gauge.set(this.alive) });
    this.restarts = metrics.counter({ name: 'ml_model_host_restarts_total', help: 'Hosts that ended by themselves or had to be ended, by reason', labels: ['reason'] });
    this.loads = metrics.counter({ name: 'ml_model_loads_total', help: 'Versions brought into service, or not', labels: ['outcome'] });
    this.duration = metrics.histogram({ name: 'ml_model_run_duration_seconds', help: 'Time of a request in a model host, waiting included', labels: ['model', 'outcome'] });
    health.add('model_hosts', { critical: false, check: () => this.check() });
  }

  watch(hosts: () => readonly SupervisedHost[]): void {
    this.hosts = hosts;
  }

  /** @throws AppError MODEL_NOT_READY when the machine refuses at once */
  spawn(): HostProcess {
    const host = this.newHost();
    this.alive += 1;
    void host.ended.then(() => (this.alive -= 1));
    return host;
  }

  lost({ ref }: ServedModel, end: HostEnded): void {
    this.restarts.inc({ reason: end.reason });
    this.logger.error({ model: ref.name, version: ref.version, reason: end.reason, error: end.message, words: end.words }, 'a model host ended; another one is started');
  }

  restarted({ ref }: ServedModel, error: unknown): void {
    if (error === undefined) this.logger.info({ model: ref.name, version: ref.version }, 'a model host serves again');
    else this.logger.error({ model: ref.name, version: ref.version, error: String(error) }, 'a model host could not be started again');
  }

  async counted<Result>(load: () => Promise<Result>): Promise<Result> {
    try {
      const result = await load();
      this.loads.inc({ outcome: 'ok' });
      return result;
    } catch (error) {
      this.loads.inc({ outcome: 'failed' });
      throw error;
    }
  }

  async timed<Result>(host: SupervisedHost, work: (host: SupervisedHost) => Promise<Result>): Promise<Result> {
    const stop = this.duration.startTimer({ model: host.served.ref.name });
    try {
      const result = await work(host);
      stop({ outcome: 'ok' });
      return result;
    } catch (error) {
      stop({ outcome: error instanceof AppError ? error.code : 'INTERNAL' });
      throw error;
    }
  }

  private newHost(): HostProcess {
    try {
      return new HostProcess({ memoryBytes: this.memoryBytes });
    } catch (cause) {
      throw new AppError('MODEL_NOT_READY', 'no process could be had for the model', { cause });
    }
  }

  private check(): void {
    const down = this.hosts().filter(({ isUp }) => !isUp);
    if (down.length > 0) throw new Error(`being started again: ${down.map(({ served }) => served.ref.name).join(', ')}`);
  }
}
