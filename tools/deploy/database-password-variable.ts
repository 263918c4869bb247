import type { DatabaseOwner } from '@ml/persistence/database-owner';

/** Where the password of an owner's role stands; shells know no hyphens in names. */
export const databasePasswordVariable = (owner: DatabaseOwner): string => `DB_PASSWORD_${owner.toUpperCase().replaceAll('-', '_')}`;
