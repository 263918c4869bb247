import { echo } from './echo';
import type { Figure } from './figure';
import { fleet } from './fleet';
import { ingest } from './ingest';
import { spotDecision } from './spot-decision';

/** What can be measured, by name. */
export const SECTIONS: Readonly<Record<string, () => Promise<readonly Figure[]>>> = { 'spot-decision': spotDecision, ingest, echo, fleet };
