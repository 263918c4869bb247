import { feedbackWeight } from '@ml/domain/learning/exposure/feedback-weight';
import { seedFor } from '@ml/domain/training/seed-for';
import { AS_PUBLISHED, lossesOf } from '../events/losses';
import { instantOf, receivedBy, reportsOf } from '../events/reports';
import type { Playing } from '../playing';
import { WorldDraws } from '../world/world-draws';
import { learnedSnapshot } from './learned-snapshot';
import { evidenceAt } from './pool-evidence';
import { scorePools, type PoolScores } from './pool-scores';

/** What is known at one moment, from then on unchanged. */
export interface FrozenLessons {
  readonly instanceHours: number;
  /** Hour of the world. */
  readonly hour: number;
  readonly weight: number;
  /** Received by then, each once. */
  readonly reports: number;
  /** In the order of the world's pools. */
  readonly scores: readonly PoolScores[];
}

export const frozenLessons = ({ world, fleet, months, freezes }: Playing): readonly FrozenLessons[] => {
  const span = { from: 0, to: freezes.at(-1)?.hour ?? 0, luck: 'learning' };
  const reports = reportsOf(fleet, lossesOf(world, fleet, { span, crunches: AS_PUBLISHED }), new WorldDraws(seedFor(world.seed, 'reports')));
  return freezes.map(({ instanceHours, hour }) => {
    const received = receivedBy(reports, instantOf(hour));
    const weight = feedbackWeight(instanceHours);
    const snapshot = learnedSnapshot(world, evidenceAt(fleet, received, hour), { hour, weight });
    return { instanceHours, hour, weight, reports: received.length, scores: scorePools(world, snapshot, months) };
  });
};
