import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import type { WasteAnswer } from '@ml/contracts/insights';
import { makeVocabulary } from '@ml/domain/anonymise/vocabulary';
import { readPostedResources } from '@ml/domain/waste/read-posted-resources';
import { judgePiece } from './judge-piece';

const vocabulary = makeVocabulary();
const GOOD = { resource_id: 'vol-1', resource_type: 'ebs_volume', region: 'us-east-1', created_at: '2026-07-16T15:00:00Z', detected_at: '2026-11-20T10:30:00Z', detection_scenario: 'idle_volume', confidence_level: 'high', cost_monthly: 45.2 };
const bytes = (resources: readonly unknown[]): readonly Uint8Array[] => resources.map((resource) => Buffer.from(typeof resource === 'string' ? resource : JSON.stringify(resource)));

/** As insight answers: every resource has its reason, faults are told up to the hundredth. */
const answerTo = (first: number, list: Uint8Array): Promise<WasteAnswer> => {
  let posted: readonly unknown[];
  try {
    posted = JSON.parse(Buffer.from(list).toString()) as readonly unknown[];
  } catch {
    return Promise.reject(new AppError('BAD_JSON', 'resources are no JSON', { path: 'resources' }));
  }
  const { resources, faults } = readPostedResources(posted, { provider: 'aws', observedAt: Date.UTC(2026, 10, 21), first, vocabulary });
  const judged = resources.map(({ resource_id, features, reason }) => ({ resource_id, waste_probability: features === null ? null : 0.5, flagged: false, reason }));
  return Promise.resolve({ resources: judged, model: null, fallback: null, threshold: 0.7, faults: faults.slice(0, 100), fault_count: faults.length, warnings: [] });
};

const codes = ({ resources }: WasteAnswer): readonly (string | null)[] => resources.map(({ reason }) => reason?.code ?? null);

describe('a piece of resources', () => {
  it('says of each why it cannot be judged, also beyond the faults that are told', async () => {
    const odd = { ...GOOD, region: 'nowhere', confidence_level: 'unsure' };
    const resources = bytes([...Array.from({ length: 60 }, () => odd), { ...GOOD, cost_monthly: -1 }, '{"cost_monthly": NaN}', 'null', GOOD, 'null']);
    const answer = await judgePiece({ first: 500, resources, tooLarge: [562] }, answerTo);
    expect(codes(answer).slice(59)).toEqual([null, 'NEGATIVE_COST', 'BAD_JSON', 'RESOURCE_TOO_LARGE', null, 'NOT_A_RESOURCE']);
    expect([answer.faults.length, answer.fault_count]).toEqual([100, 120 + 4]);
  });

  it('names it among the faults as in its own answer', async () => {
    const answer = await judgePiece({ first: 10, resources: bytes([GOOD, 'nul', 'null']), tooLarge: [12] }, answerTo);
    expect(codes(answer)).toEqual([null, 'BAD_JSON', 'RESOURCE_TOO_LARGE']);
    expect(answer.faults.map(({ path, code }) => [path, code])).toEqual([['resources[11]', 'BAD_JSON'], ['resources[12]', 'RESOURCE_TOO_LARGE']]);
  });
});
