import { COLLECTED_PROVIDERS } from '../collection';

/** Ids are the caller's own: hashed on arrival, never kept. */
export const OWN_ID = { max: 512 } as const;
/** Ids of resources on Azure are paths. */
export const RESOURCE_ID = { max: 2_048 } as const;

export const PROVIDER = { of: COLLECTED_PROVIDERS, example: 'aws' } as const;
export const LABEL = { max: 256 } as const;
