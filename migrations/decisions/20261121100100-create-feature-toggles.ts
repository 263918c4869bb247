import { sqlMigration } from '../shared/sql-migration';

/** Only what differs from the defaults of the code: a default that is changed later reaches everybody who has not chosen. */
export const createFeatureToggles = sqlMigration('CreateFeatureToggles1795255260000', [
  `CREATE TABLE feature_toggles (
     toggle text PRIMARY KEY,
     chosen jsonb NOT NULL,
     revision bigint NOT NULL,
     changed_at timestamptz NOT NULL DEFAULT now()
   )`,
]);
