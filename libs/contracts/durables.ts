import { scanToStore } from './collection';
import { exportToMake } from './datasets';
import { snapshotTaken } from './decisions';
import { instanceHoursReported } from './exposure';
import { fetchOrdered, fetchProgressed } from './fetch-orders';
import { interruptionReported } from './interruptions';
import { jobStep } from './jobs';
import { predictionsMade } from './predictions';
import { backfillWork, fetchWork } from './pricing';
import { episodeWork } from './rebalance';
import type { Fact, Owner } from './wire';

/** A durable consumer: the server keeps its place, so its name is part of what services agree on. */
export interface Durable {
  readonly owner: Owner;
  readonly fact: Fact<never>;
  /** Given to `@Consumes`; on the server it is prefixed with the owner. */
  readonly durable: string;
}

export const DURABLES: readonly Durable[] = [
  { owner: 'pricing', fact: fetchWork as Fact<never>, durable: 'fetch' },
  { owner: 'pricing', fact: backfillWork as Fact<never>, durable: 'backfill' },
  { owner: 'pricing', fact: fetchOrdered as Fact<never>, durable: 'orders' },
  { owner: 'gap-filler', fact: fetchProgressed as Fact<never>, durable: 'progress' },
  { owner: 'gap-filler', fact: jobStep as Fact<never>, durable: 'steps' },
  { owner: 'models', fact: predictionsMade as Fact<never>, durable: 'prediction-log' },
  { owner: 'feedback', fact: interruptionReported as Fact<never>, durable: 'interruptions' },
  { owner: 'feedback', fact: instanceHoursReported as Fact<never>, durable: 'instance-hours' },
  { owner: 'feedback', fact: snapshotTaken as Fact<never>, durable: 'inventory' },
  { owner: 'feedback', fact: episodeWork as Fact<never>, durable: 'episodes' },
  { owner: 'collector', fact: scanToStore as Fact<never>, durable: 'scans' },
  { owner: 'collector', fact: exportToMake as Fact<never>, durable: 'exports' },
];

export const serverName = ({ owner, durable }: Durable): string => `${owner}-${durable}`;
