import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { ModelType } from '@ml/contracts/model-metadata';
import type { ModelAlias } from '@ml/contracts/models';
import type { LoadableModel, ModelFile, Slot, Trial, VerifiedModel } from '../serving/model-file';
import { ModelSlots } from '../serving/model-slots';
import type { InferAnswer, InferRequest, RowBatch, RunOutput, ServedChallenger, ServedModel } from '../serving/serving';
import { HostNursery } from './host-nursery';
import { LeavingHosts } from './leaving-hosts';
import { StagedHost } from './staged-host';
import { loadInto, SupervisedHost } from './supervised-host';
import { onTrial } from './on-trial';

interface Place {
  readonly slot: Slot;
  readonly host: SupervisedHost;
}

const keyOf = ({ name, alias }: Pick<Slot, 'name' | 'alias'>): string => `${alias} ${name}`;

/** Every model of this replica in a process of its own. A version that is put in the place of another serves from one moment to the next. */
@Injectable()
export class HostSlots extends ModelSlots implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly places = new Map<string, Place>();
  /** One change of a place after the other. */
  private readonly changes = new Map<string, Promise<unknown>>();
  private readonly listeners = new Set<() => void>();
  private readonly staged = new StagedHost();
  private readonly leaving = new LeavingHosts();
  private readonly stopping = new AbortController();
  private complete = false;
  private closed = false;

  constructor(@Inject(HostNursery) private readonly nursery: HostNursery) {
    super();
    nursery.watch(() => this.hosts());
  }

  async verify({ path, declared, modelType }: ModelFile): Promise<VerifiedModel> {
    const host = this.nursery.spawn();
    const verified = await loadInto(host, { path, declared, modelType }, this.nursery);
    await host.kill('asked');
    return verified;
  }

  async rehearse(model: LoadableModel): Promise<void> {
    const host = await SupervisedHost.start(model, this.nursery);
    await (this.closed ? host.retire() : this.staged.keep(host));
  }

  trial<Result>(model: LoadableModel, signal: AbortSignal, use: (trial: Trial) => Promise<Result>): Promise<Result> {
    return onTrial({ model, keeper: this.nursery, signal: AbortSignal.any([signal, this.stopping.signal]) }, use);
  }

  put(slot: Slot, model: LoadableModel): Promise<ServedModel> {
    return this.inTurn(slot, () => this.change(slot, model));
  }

  clear(slot: Pick<Slot, 'name' | 'alias'>): Promise<void> {
    return this.inTurn(slot, async () => {
      const key = keyOf(slot);
      await this.leaving.gone(key);
      const place = this.places.get(key);
      if (place === undefined) return;
      this.places.delete(key);
      this.leaving.add(key, place.host);
      this.changed();
    });
  }

  setComplete(complete: boolean): void {
    this.complete = complete;
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.changes.values());
    await this.staged.drop();
    const hosts = [...this.hosts(), ...this.leaving.hosts()];
    this.places.clear();
    await Promise.all(hosts.map((host) => host.retire()));
  }

  /** A look takes minutes: it is asked for again elsewhere. */
  beforeApplicationShutdown(): void {
    this.stopping.abort(new AppError('MODEL_NOT_READY', 'the service is shutting down'));
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  champion({ name, type }: { readonly name?: string; readonly type?: ModelType }): ServedModel | undefined {
    if (name !== undefined) {
      const served = this.at(name, 'champion')?.host.served;
      return type === undefined || served?.type === type ? served : undefined;
    }
    const champions = [...this.places.values()].filter(({ slot, host }) => slot.alias === 'champion' && host.served.type === type);
    return champions.sort((a, b) => b.slot.revision - a.slot.revision)[0]?.host.served;
  }

  challengerOf(name: string): ServedChallenger | undefined {
    const place = this.at(name, 'challenger');
    return place && { model: place.host.served, mode: place.slot.mode ?? 'shadow', share: place.slot.share ?? 0 };
  }

  byId(modelId: string): ServedModel | undefined {
    return this.all().find(({ ref }) => ref.id === modelId);
  }

  all(): readonly ServedModel[] {
    return this.hosts().map(({ served }) => served);
  }

  ready(): boolean {
    return this.complete && this.hosts().every(({ isUp }) => isUp);
  }

  isUp(modelId: string): boolean {
    return this.hostOf(modelId)?.isUp ?? false;
  }

  async run(modelId: string, batch: RowBatch, signal: AbortSignal): Promise<RunOutput> {
    return this.nursery.timed(this.found(modelId), (host) => host.run(batch, signal));
  }

  async infer(modelId: string, request: InferRequest, signal: AbortSignal): Promise<InferAnswer> {
    return this.nursery.timed(this.found(modelId), (host) => host.infer(request, signal));
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  hosts(): readonly SupervisedHost[] {
    return [...this.places.values()].map(({ host }) => host);
  }

  private async change(slot: Slot, model: LoadableModel): Promise<ServedModel> {
    const key = keyOf(slot);
    await this.leaving.gone(key);
    const before = this.places.get(key);
    if (before?.host.served.ref.id === model.ref.id) {
      this.places.set(key, { slot, host: before.host });
      this.changed();
      return before.host.served;
    }
    const host = await this.nursery.counted(async () => this.staged.take(model.ref.id) ?? (await SupervisedHost.start(model, this.nursery)));
    if (this.closed) {
      await host.retire();
      throw new AppError('MODEL_NOT_READY', 'the service is shutting down');
    }
    this.places.set(key, { slot, host });
    if (before !== undefined) this.leaving.add(key, before.host);
    this.changed();
    return host.served;
  }

  private inTurn<Result>(slot: Pick<Slot, 'name' | 'alias'>, change: () => Promise<Result>): Promise<Result> {
    const key = keyOf(slot);
    const turn = (this.changes.get(key) ?? Promise.resolve()).then(change, change);
    this.changes.set(key, turn);
    const forget = (): void => {
      if (this.changes.get(key) === turn) this.changes.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  }

  private at(name: string, alias: ModelAlias): Place | undefined {
    return this.places.get(keyOf({ name, alias }));
  }

  /** One version may be loaded in two places for a moment: one that is up is preferred. */
  private hostOf(modelId: string): SupervisedHost | undefined {
    const hosts = [...this.hosts(), ...this.leaving.hosts()].filter(({ served }) => served.ref.id === modelId);
    return hosts.find(({ isUp }) => isUp) ?? hosts[0];
  }

  private found(modelId: string): SupervisedHost {
    const host = this.hostOf(modelId);
    if (host === undefined) throw new AppError('MODEL_NOT_READY', 'the model is not loaded here');
    return host;
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
