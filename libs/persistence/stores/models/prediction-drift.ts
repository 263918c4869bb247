import type { ModelDrift } from '@ml/contracts/predictions';
import type { ModelRef } from '@ml/contracts/model-metadata';
import { driftFound } from '@ml/contracts/predictions';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database';
import { enqueue } from '../../outbox';
import type { Tx } from '../../tx';

export interface DriftState {
  readonly model_id: string;
  readonly model_name: string;
  readonly model_version: string;
  readonly status: ModelDrift['status'];
}

/** What the last daily check found of each model. */
@Injectable()
export class PredictionDrift {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Of models that an alias names. */
  states(): Promise<DriftState[]> {
    return this.database.query<DriftState>(
      `SELECT drift.model_id, model.model_name, model.model_version, drift.status FROM model_drift drift
       JOIN ml_models model USING (model_id) WHERE EXISTS (SELECT FROM model_aliases alias WHERE alias.model_id = drift.model_id)`,
    );
  }

  /** Champions and challengers. */
  async watched(): Promise<readonly string[]> {
    const rows = await this.database.query<{ model_id: string }>('SELECT DISTINCT model_id FROM model_aliases ORDER BY model_id');
    return rows.map(({ model_id }) => model_id);
  }

  /** Tells of drift once a day at most, however often it is kept. */
  async keep(tx: Tx, model: ModelRef, found: { readonly drift: ModelDrift; readonly at: Date }): Promise<void> {
    const { drift, at } = found;
    const day = at.toISOString().slice(0, 10);
    const [known] = await tx.query<{ told_on: string | null }>('SELECT told_on FROM model_drift WHERE model_id = $1 FOR UPDATE', [model.id]);
    const tells = drift.status === 'drifted' && known?.told_on !== day;
    await tx.execute(
      `INSERT INTO model_drift AS known (model_id, status, checked_at, told_on) VALUES ($1, $2, $3, $4)
       ON CONFLICT (model_id) DO UPDATE SET status = excluded.status, checked_at = excluded.checked_at, told_on = coalesce(excluded.told_on, known.told_on)`,
      [model.id, drift.status, at, tells ? day : null],
    );
    if (tells) await enqueue(tx, driftFound, { id: `drift-${model.id}-${day}`, body: { ...drift, model, at: at.toISOString() } });
  }
}
