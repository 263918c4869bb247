import { Inject, Injectable } from '@nestjs/common';
import type { PlacedAlias } from '@ml/persistence/stores/models/alias-board';
import { ModelStore } from '@ml/persistence/stores/models/model-store';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { ModelFiles } from '../files/model-files';
import { ModelSlots } from '../serving/model-slots';
import { Replica } from './replica';
import { ReplicaReports } from './replica-reports';

/** Brings what this replica serves to what the aliases in the database say. What cannot be loaded changes nothing: the version before goes on serving. */
@Injectable()
export class Reconciler {
  private last: Promise<void> = Promise.resolve();
  /** Asked for and not begun. */
  private next: Promise<void> | undefined;
  /** Files of what serves, by the model's id. */
  private readonly blobs = new Map<string, string>();

  constructor(
    @Inject(ReplicaReports) private readonly outside: ReplicaReports,
    @Inject(ModelStore) private readonly models: ModelStore,
    @Inject(ModelFiles) private readonly files: ModelFiles,
    @Inject(ModelSlots) private readonly slots: ModelSlots,
    @Inject(Replica) private readonly replica: Replica,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Done with aliases that were read after the call. One pass at a time; calls that come meanwhile share the next one. @throws AppError UNAVAILABLE */
  bring(): Promise<void> {
    if (this.next !== undefined) return this.next;
    const pass = this.last
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        return this.pass();
      });
    this.next = pass;
    this.last = pass;
    return pass;
  }

  /** Nobody shall wait for what this replica serves. */
  leave(): Promise<void> {
    return this.outside.leave(this.replica);
  }

  private async pass(): Promise<void> {
    const gone = this.replica.want(await this.outside.wanted());
    for (const { name, alias } of gone) await this.slots.clear({ name, alias });
    const due = this.replica.due(Date.now());
    for (const alias of due) await this.load(alias);
    this.slots.setComplete(this.replica.isComplete());
    this.replica.begun();
    await this.outside.tell(this.replica);
    await this.keepFiles();
  }

  private async load(alias: PlacedAlias): Promise<void> {
    const { name, alias: place, ref, mode, share, revision } = alias;
    try {
      const model = await this.models.get(ref.id);
      const path = await this.files.fetch(model.blob);
      const slot = { name, alias: place, revision, ...(mode === null ? {} : { mode, share }) };
      await this.slots.put(slot, { ref, type: model.type, metadata: model.metadata, path });
      this.blobs.set(ref.id, model.blob);
      this.replica.served(alias);
      this.logger.info({ model: name, version: ref.version, alias: place, revision }, 'a model serves');
    } catch (error) {
      this.replica.failed(alias, error, Date.now());
      this.logger.warn({ model: name, version: ref.version, alias: place, revision, error: String(error) }, 'a model could not be loaded; the one before goes on serving');
    }
  }

  /** A host that dies is started again from its file. */
  private keepFiles(): Promise<void> {
    const serving = new Set(this.slots.all().map(({ ref }) => ref.id));
    for (const id of this.blobs.keys()) if (!serving.has(id)) this.blobs.delete(id);
    return this.files.keep([...this.blobs.values()]);
  }
}
