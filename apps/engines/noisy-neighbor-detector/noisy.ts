import type { TalkerCost } from './costs';
import type { LargerType } from './larger-type';
import type { Loudness } from './loudness';
import type { NodeLoad } from './node-load';
import type { Talker } from './talker';
import type { Victim } from './victims';

/** A pod past a threshold that nothing speaks against naming. */
export interface Noisy {
  readonly talker: Talker;
  readonly loudness: Loudness;
  readonly victims: readonly Victim[];
  readonly load: NodeLoad;
  readonly cost: TalkerCost;
  readonly larger: LargerType | null;
  /** Mbit/s each way to which it can be limited without taking anything from what is usual; null when nobody can say. */
  readonly limitMbit: number | null;
}
