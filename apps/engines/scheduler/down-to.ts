import type { Reason } from '@ml/contracts/decision';
import type { Hours } from './environment';
import type { Lever } from './lever';
import type { Marks } from './marks';
import type { Unit } from './unit';

export interface Asked {
  readonly unit: Unit;
  readonly lever: Lever;
  readonly hours: Hours;
  readonly marks: Marks;
}

/** What the lever is turned to for sleep; a reason where nobody can say whether that would be more than runs now. */
export const downToOf = ({ unit, lever, hours, marks }: Asked): number | Reason => {
  const wanted = Math.max(lever.least, marks.replicas ?? hours.replicas);
  switch (lever.kind) {
    case 'replicas':
    case 'min_replicas':
      return wanted;
    case 'suspend':
      // It has no replicas of which the environment could leave some; an annotation can have it go on, as with kube-downscaler.
      return Math.min(1, marks.replicas ?? 0);
    case 'paused':
      // A pause sets the number, also upwards.
      if (lever.asleep) return wanted;
      return unit.replicas === null && wanted > 0 ? REPLICAS_UNKNOWN : Math.min(wanted, lever.current);
  }
};

const REPLICAS_UNKNOWN: Reason = { code: 'REPLICAS_UNKNOWN', text: 'its workload was not posted, so nobody can say whether the replicas to be left are more than run now' };
