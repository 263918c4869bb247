import type { CollectionFault } from '../collection';
import { field } from '../field';

export class CollectionFaultDto implements CollectionFault {
  @field.text({ what: 'Where it is: names that you chose are given by their place.', example: 'resources[17].metrics[2]' })
  readonly path!: string;

  @field.text({ what: 'Stable code.', example: 'BAD_METRIC' })
  readonly code!: string;

  @field.text({ what: 'What is wrong; never the value.', example: 'a metric is a list of numbers, or timestamps and values of equal length; it is left out' })
  readonly text!: string;
}

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;

/** How a list of faults is shown. */
export const FAULTS = { what: 'The first 100 faults. They cost what they name and nothing else.', type: () => CollectionFaultDto, maxItems: 100, example: [] } as const;
export const FAULT_COUNT = { what: 'All faults.', ...COUNT, example: 0 } as const;
export const KEPT = { what: 'Resources that are kept.', ...COUNT, example: 1 } as const;
export const REFUSED = { what: 'Resources that cannot be read and are not kept.', ...COUNT, example: 0 } as const;
