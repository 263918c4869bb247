// The smallest engine that does something: a snapshot of every volume that nothing is attached to. Nothing is deleted.
// A custom engine of the type volume_cleanup: see docs/custom-engines.md.

export const name = 'snapshot-first';
export const version = '1.0.0';
export const type = 'volume_cleanup';
export const configSchema = { least_days: { default: 14, min: 1, max: 365, unit: 'days', why: 'volumes that were detached later are left alone' } };

const DAY_MS = 86_400_000;

export function decide({ state, config, now }) {
  const known = state.volumes ?? []; // Lists that nobody has sent are null.
  const unused = known.filter(({ attachments, optOut, detachedAt }) => attachments.length === 0 && optOut === null && detachedAt !== null && now - detachedAt > config.least_days * DAY_MS);
  if (unused.length === 0) {
    const held = [{ code: 'NO_UNUSED_VOLUME', text: `No volume has been detached for ${config.least_days} days.`, target: { kind: 'Volume', name: 'all volumes' } }];
    return { decision: { verdict: 'hold', confidence_score: 1, held } };
  }
  const targets = unused.map(({ volumeId }) => ({ kind: 'Volume', name: volumeId }));
  const reasons = [{ code: 'UNUSED_VOLUME', text: `It has been detached for more than ${config.least_days} days.` }];
  return {
    decision: {
      verdict: 'act',
      confidence_score: 0.8,
      recommendations: targets.map((target) => ({ action: 'create_snapshot', target, reasons, risk: 'low' })),
      execution_plan: targets.map((target) => ({ action: 'create_snapshot', target, reversible: true, rollback: 'delete_snapshot', estimated_duration_seconds: 600 })),
    },
  };
}
