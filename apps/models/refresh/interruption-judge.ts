import { Inject, Injectable } from '@nestjs/common';
import { driftOf, type DriftInput } from '@ml/domain/drift/drift-of';
import { notJudged, type RefreshCheck } from '@ml/domain/models/verdict';
import { chanceChecks, driftCheck } from '@ml/domain/models/verdict-interruptions';
import { interruptionPoolRows, type PoolRows } from '../forecasts/pool-rows';
import { runPools } from '../forecasts/run-pools';
import { spreadRows } from '../predictions/spread-rows';
import type { Trial } from '../serving/model-file';
import { FreshPrices } from './fresh-prices';
import { lookedAt, unlessItFails, type Look } from './look';

/** As many as drift looks at elsewhere. */
const COMPARED_ROWS = 5_000;

/** Judges a model that foretells interruptions by what it says of the newest prices. What came of it nobody reports: there is nothing to test it against. */
@Injectable()
export class InterruptionJudge {
  constructor(@Inject(FreshPrices) private readonly prices: FreshPrices) {}

  /** @throws AppError what keeps prices from being had */
  async judge(look: Look): Promise<readonly RefreshCheck[]> {
    const { trial, region } = look;
    const fresh = await this.prices.market(look);
    if (fresh === undefined) return [notJudged(`answers:${region}`, `there are no prices of ${region} to judge by`)];
    const { as_of } = fresh.market.snapshot;
    const rows = lookedAt(look, interruptionPoolRows(fresh.market));
    const drift = driftCheck(region, driftOf({ reference: trial.model.metadata.reference, current: byType(rows) }));
    const said = await unlessItFails(`answers:${region}`, async () => {
      const answers = rows.rows.length === 0 ? { columns: [], values: [] } : await runPools(trial, trial.model, rows);
      return chanceChecks({ region, as_of, rows: rows.rows.length, different: differentTo(trial, rows), columns: answers.columns, values: answers.values });
    });
    return [...said, drift];
  }
}

/** Rows that are not the same in what the model takes of them. */
const differentTo = ({ model }: Trial, { features, rows }: PoolRows): number => {
  const places = model.metadata.inputs.flatMap((input) => input.features.map((name) => features.indexOf(name)));
  return new Set(rows.map((row) => places.map((place) => row[place]).join(' '))).size;
};

/** Pools of one type are alike, as the nodes of one request are. */
const byType = ({ features, pools, rows }: PoolRows): DriftInput['current'] => {
  const shown = spreadRows(rows.length, COMPARED_ROWS, 0);
  const types = [...Map.groupBy(shown, (row) => pools[row]?.instance_type).values()];
  return Object.fromEntries(features.map((feature, column) => [feature, types.map((own) => own.map((row) => rows[row]?.[column] ?? null))]));
};
