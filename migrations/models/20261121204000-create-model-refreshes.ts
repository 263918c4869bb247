import { sqlMigration } from '../shared/sql-migration';

/** Up to which day prices were brought for a version, and by which refresh: the farthest one. Those before it stand in the history of refreshes. */
export const createModelRefreshes = sqlMigration('CreateModelRefreshes1795293600000', [
  `CREATE TABLE model_refreshes (
     model_id uuid PRIMARY KEY REFERENCES ml_models (model_id),
     refresh_id uuid NOT NULL,
     refreshed_at timestamptz NOT NULL,
     data_from date NOT NULL,
     data_to date NOT NULL,
     records bigint NOT NULL
   )`,
]);
