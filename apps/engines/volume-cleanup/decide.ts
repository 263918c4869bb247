import { hold } from '@ml/engine-kernel/decision';
import type { Decided, DecideInput } from '@ml/engine-kernel/engine';
import { frameOf } from '@ml/engine-kernel/frame';
import type { VolumeCleanupSettings } from './config';
import type { VolumeCleanupState } from './state';

export const decide = (input: DecideInput<VolumeCleanupState, VolumeCleanupSettings>): Decided => {
  const reason = { target: { kind: 'Cluster', name: input.request.cluster_id }, code: 'NO_RULE', text: 'this engine has no rule yet' };
  return { decision: hold(frameOf(input, {}), [reason]), remember: [] };
};
