import { AppError } from '@ml/contracts/app-error';
import type { LoadableModel } from '../serving/model-file';
import type { InferAnswer, InferRequest, RowBatch, RunOutput, ServedModel } from '../serving/serving';
import type { HostEnded } from './host-ended';
import { toLoadFault, toRunFault } from './host-faults';
import type { HostProcess } from './host-process';
import type { LoadReply, LoadRequest } from './host-protocol';
import { runIn } from './run-in';

/** What a host may use and how it is told of. */
export interface HostKeeper {
  readonly loadMs: number;
  readonly runMs: number;
  readonly threads: number;
  /** Rows of a request that are shown to the log. */
  readonly sampleRows: number;
  spawn(): HostProcess;
  /** A host that served has ended by itself, or had to be ended. */
  lost(model: ServedModel, end: HostEnded): void;
  restarted(model: ServedModel, error: unknown): void;
}

/** Requests that one host may hold; more would wait longer than anybody does. */
const MOST_WAITING = 64;
/** A few of the largest bodies that the door takes. */
const MOST_BACKLOG = 256 * 1024 * 1024;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 30_000;
/** A host that has lived for so long has earned a quick restart again. */
const LONG_LIFE_MS = 60_000;

/** Loads a model into a process. The process is ended when that fails. @throws AppError BAD_MODEL, MODEL_NOT_READY */
export const loadInto = async (host: HostProcess, request: Omit<LoadRequest, 'kind' | 'threads'>, keeper: HostKeeper): Promise<LoadReply> => {
  try {
    const { reply } = await host.ask({ kind: 'load', threads: keeper.threads, ...request }, { limitMs: keeper.loadMs });
    await host.checkMemory();
    return reply;
  } catch (error) {
    await host.kill('asked');
    throw toLoadFault(error);
  }
};

/** A loaded model and the process that it lives in, which is replaced when it ends. */
export class SupervisedHost {
  readonly served: ServedModel;
  private failures = 0;
  private retired = false;
  private restart: NodeJS.Timeout | undefined;

  private host: HostProcess | undefined;

  private constructor(
    private readonly model: LoadableModel,
    private readonly keeper: HostKeeper,
    host: HostProcess,
  ) {
    this.served = { ref: model.ref, type: model.type, metadata: model.metadata };
    this.follow(host);
  }

  /** @throws AppError BAD_MODEL, MODEL_NOT_READY */
  static async start(model: LoadableModel, keeper: HostKeeper): Promise<SupervisedHost> {
    return new SupervisedHost(model, keeper, await startHost(model, keeper));
  }

  get isUp(): boolean {
    return this.host !== undefined;
  }

  get pid(): number | undefined {
    return this.host?.pid;
  }

  async run(batch: RowBatch, signal: AbortSignal): Promise<RunOutput> {
    return runIn(this.up(), batch, { limitMs: this.keeper.runMs, signal });
  }

  async infer({ body, headerLength }: InferRequest, signal: AbortSignal): Promise<InferAnswer> {
    const host = this.up();
    const { runMs: limitMs, sampleRows } = this.keeper;
    try {
      const answer = await host.ask({ kind: 'infer', headerLength, model: this.model.ref, sampleRows }, { body, limitMs, signal });
      return { ...answer.reply, body: answer.body };
    } catch (error) {
      throw toRunFault(error, signal);
    }
  }

  /** No more restarts: what has begun is answered, then the process ends. */
  async retire(): Promise<void> {
    this.retired = true;
    clearTimeout(this.restart);
    await this.host?.drain();
  }

  private up(): HostProcess {
    const { name, version } = this.model.ref;
    if (this.host === undefined) throw new AppError('MODEL_NOT_READY', `${name} ${version} is being started again`);
    if (this.host.load >= MOST_WAITING || this.host.backlog > MOST_BACKLOG) throw new AppError('BUSY', `as many requests as may wait for ${name} already`);
    return this.host;
  }

  private follow(host: HostProcess): void {
    this.host = host;
    const bornAt = performance.now();
    void host.ended.then((end) => {
      this.host = undefined;
      if (this.retired) return;
      if (performance.now() - bornAt > LONG_LIFE_MS) this.failures = 0;
      this.keeper.lost(this.served, end);
      this.restartLater();
    });
  }

  private restartLater(): void {
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 4 ** this.failures);
    this.failures += 1;
    this.restart = setTimeout(() => void this.startAgain(), pause);
    this.restart.unref();
  }

  private async startAgain(): Promise<void> {
    try {
      const host = await startHost(this.model, this.keeper);
      if (this.retired) return void (await host.kill('asked'));
      this.follow(host);
      this.keeper.restarted(this.served, undefined);
    } catch (error) {
      this.keeper.restarted(this.served, error);
      if (!this.retired) this.restartLater();
    }
  }
}

const startHost = async ({ path, metadata, type }: LoadableModel, keeper: HostKeeper): Promise<HostProcess> => {
  const host = keeper.spawn();
  await loadInto(host, { path, declared: metadata, modelType: type }, keeper);
  return host;
};

