import type { EngineType } from '@ml/contracts/engine-types';
import { v5 as uuid5 } from 'uuid';

/** Random, fixed for ever: the space in which the ids of built-in engines are made. */
const SPACE = 'c1f4a2f0-6d55-4c0b-9a2b-6f7a2c1d9e34';

/** The same id for the same engine and version in every installation. */
export const engineId = (type: EngineType, version: string): string => uuid5(`${type}@${version}`, SPACE);
