import { field } from '../field';
import { NodeSizeDetailsDto } from './rightsize-node-size-details-dto';

const AMOUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const MONTHLY = { ...AMOUNT, unit: 'USD a month of 730 hours' } as const;

/** Of `lower_request` and `raise_request`; the fields of nodes are absent there, and these with nodes. */
export class RightsizeDetailsDto extends NodeSizeDetailsDto {
  @field.text({ what: 'Container of the workload.', example: 'app', optional: true })
  readonly container?: string;

  @field.text({ what: 'What it asks for.', of: ['cpu', 'memory'], example: 'memory', optional: true })
  readonly resource?: string;

  @field.number({ what: 'Its request now; null when it has none.', ...AMOUNT, example: 2_147_483_648, nullable: true, optional: true })
  readonly current?: number | null;

  @field.number({ what: 'What it should be.', ...AMOUNT, example: 482_344_960, optional: true })
  readonly target?: number;

  @field.number({ what: 'Below this it is too little.', ...AMOUNT, example: 241_172_480, optional: true })
  readonly lower?: number;

  @field.number({ what: 'Above this it is too much.', ...AMOUNT, example: 543_162_368, optional: true })
  readonly upper?: number;

  @field.text({ what: 'Unit of all these amounts.', of: ['millicores', 'bytes'], example: 'bytes', optional: true })
  readonly unit?: string;

  @field.number({ what: 'Its limit now; null when it has none.', ...AMOUNT, example: null, nullable: true, optional: true })
  readonly limit_current?: number | null;

  @field.number({ what: 'The limit that goes with the new request; null for none. Memory in proportion, CPU as it is.', ...AMOUNT, example: null, nullable: true, optional: true })
  readonly limit_target?: number | null;

  @field.integer({ what: 'Pods that it touches.', min: 0, max: Number.MAX_SAFE_INTEGER, example: 3, optional: true })
  readonly pods?: number;

  @field.number({ what: 'Days of usage behind it.', ...AMOUNT, unit: 'days', example: 8, optional: true })
  readonly days_seen?: number;

  @field.number({ what: 'What it frees, at what the nodes of the cluster cost: it is saved once nodes shrink, and counted there; null without prices.', ...MONTHLY, example: 12.4, nullable: true, optional: true })
  readonly potential_monthly_savings?: number | null;
}
