import type { Owner } from '@ml/contracts/wire';

/** The owners that keep something in PostgreSQL: each has a schema and a role of its own name. */
export const DATABASE_OWNERS = ['gateway', 'decisions', 'pricing', 'gap-filler', 'models', 'feedback', 'collector'] as const satisfies readonly Owner[];

export type DatabaseOwner = (typeof DATABASE_OWNERS)[number];
