import { field } from '../field';
import { EngineRequirements } from './engine-requirements';

/** How eagerly nodes are consolidated. */
export class BinPackRequirements extends EngineRequirements {
  @field.integer({
    what: 'How many times its share of the disruption a move may cost: a node above the threshold goes when its share of the savings is at least 1/k of its share of the disruption.',
    min: 1,
    max: 3,
    example: 2,
    optional: true,
  })
  readonly k?: number;

  @field.number({ what: 'Nodes that are asked for less than this, in CPU and in memory, are candidates without that test.', unit: 'share of allocatable', min: 0, max: 1, example: 0.5, optional: true })
  readonly utilisation_threshold?: number;

  @field.flag({ what: 'Whether nodes may be replaced by one cheaper node where their pods have no place elsewhere. Allowed when left out.', example: true, optional: true })
  readonly allow_replacement?: boolean;
}
