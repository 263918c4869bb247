import type { DatabaseOwner } from '@ml/persistence/database-owner';

/** Roles belong to the server that all spec files share, so the password is always the same. */
export const ownerPassword = (owner: DatabaseOwner): string => `${owner}-spec`;
