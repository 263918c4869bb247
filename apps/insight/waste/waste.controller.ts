import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { askCollectedRows, askWaste, askWasteOfAccount, type CollectedWaste, type WasteAnswer, type WasteAsk, type WasteOfAccount } from '@ml/contracts/insights';
import { wasteFeatures, type CollectedResource } from '@ml/domain/features/waste-features';
import type { PostedResource } from '@ml/domain/waste/read-posted-resources';
import { WASTE_THRESHOLD } from '@ml/domain/waste/waste-rule';
import { Bus } from '@ml/platform/bus/bus';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { openAttachment } from '@ml/platform/bus/open-attachment';
import { ownBytes } from '@ml/platform/bus/own-bytes';
import { SETTINGS } from '@ml/platform/tokens';
import { ComputePool } from '../compute/compute-pool';
import type { InsightSettings } from '../settings';
import { isFlagged, WasteJudge } from './waste-judge';

@Controller()
export class WasteController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(ComputePool) private readonly pool: ComputePool,
    @Inject(WasteJudge) private readonly judge: WasteJudge,
    @Inject(SETTINGS) private readonly settings: InsightSettings,
  ) {}

  @Answers(askWaste)
  async posted(@Payload() { provider, observed_at, first }: WasteAsk, @Ctx() { attachment, signal }: BusContext): Promise<WasteAnswer> {
    const bytes = ownBytes(await openAttachment(attachment));
    const { words } = this.settings;
    const { resources, faults, fault_count } = await this.pool.run('readResources', { bytes, words, provider, observedAt: Date.parse(observed_at), first }, signal);
    const { probabilities, ...judgement } = await this.judge.judge(resources.flatMap(({ features }) => features ?? []), signal);
    const next = probabilities.values();
    return { ...judgement, resources: resources.map((resource) => judged(resource, resource.features === null ? null : (next.next().value ?? null))), faults, fault_count, threshold: WASTE_THRESHOLD };
  }

  @Answers(askWasteOfAccount)
  async collected(@Payload() ask: WasteOfAccount, @Ctx() { signal }: BusContext): Promise<CollectedWaste> {
    const { rows, total } = await this.bus.ask(askCollectedRows, ask);
    const { probabilities, ...judgement } = await this.judge.judge(rows.map(wasteFeatures), signal);
    return { ...judgement, resources: rows.map((row, at) => found(row, probabilities[at] ?? 0)), total, threshold: WASTE_THRESHOLD };
  }
}

const judged = ({ resource_id, reason }: PostedResource, waste_probability: number | null): WasteAnswer['resources'][number] => ({
  resource_id,
  waste_probability,
  flagged: waste_probability !== null && isFlagged(waste_probability),
  reason,
});

const found = (row: CollectedResource, waste_probability: number): CollectedWaste['resources'][number] => ({
  resource_hash: String(row['resource_hash']),
  resource_type: String(row['resource_type']),
  detection_scenario: String(row['detection_scenario']),
  cost_monthly: Number(row['cost_monthly']),
  waste_probability,
  flagged: isFlagged(waste_probability),
});
