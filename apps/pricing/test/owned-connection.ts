import { Database } from '@ml/persistence/database';

/** The service's own tables, looked at from outside. */
export const ownedConnection = (url: string): Database => new Database({ owner: 'pricing', url, poolSize: 1, statementTimeoutMs: 10_000, entities: [] });
