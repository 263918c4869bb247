import { createHash } from 'node:crypto';
import type { DecideAsk } from '@ml/contracts/decisions';
import type { DecisionType, EngineType } from '@ml/contracts/engine-types';
import { ENGINES } from '@ml/contracts/engines';
import type { DueScan } from '@ml/persistence/stores/decisions/due-scans';
import { PLATFORM } from '../tenant-of';

const TYPES = new Map<EngineType, DecisionType>(Object.entries(ENGINES).map(([type, engine]) => [engine.type, type as DecisionType]));

const decisionTypeOf = (engine: EngineType): DecisionType => {
  const type = TYPES.get(engine);
  if (type === undefined) throw new Error(`no decision is made by ${engine}`);
  return type;
};

const CLUSTER_DIGITS = 16;
const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, CLUSTER_DIGITS);

/** The same for every attempt at one slot, whichever replica makes it: so that it is decided once. A cluster's id may be as long as a request's. */
export const scanRequestId = ({ engine, cluster_id, slot }: DueScan): string => `scan:${engine}:${slot.toISOString()}:${short(cluster_id)}`;

/** What somebody would post who asked about the cluster's newest snapshot at this time. */
export const scanRequest = (scan: DueScan): DecideAsk => ({
  envelope: {
    request_id: scanRequestId(scan),
    cluster_id: scan.cluster_id,
    customer_id: scan.tenant === PLATFORM ? null : scan.tenant,
    decision_type: decisionTypeOf(scan.engine),
    requirements: { region: scan.region },
    constraints: {},
    cause: 'routine',
  },
  received_at: scan.now.toISOString(),
});
