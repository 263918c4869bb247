import { sqlMigration } from '../shared/sql-migration';

/**
 * Which version stands where, every change of that, and what each replica has made of it.
 * Revisions are given out under one lock, without gaps: the history is their only source.
 */
export const createModelAliases = sqlMigration('CreateModelAliases1795277460000', [
  `CREATE TABLE model_aliases (
     model_name varchar(255) NOT NULL,
     alias varchar(20) NOT NULL,
     model_id uuid NOT NULL REFERENCES ml_models (model_id),
     mode varchar(10),
     share double precision NOT NULL DEFAULT 0,
     revision bigint NOT NULL,
     changed_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (model_name, alias)
   )`,
  `CREATE INDEX idx_model_aliases_model ON model_aliases (model_id)`,
  `CREATE TABLE model_alias_history (
     revision bigint PRIMARY KEY,
     model_name varchar(255) NOT NULL,
     alias varchar(20) NOT NULL,
     change varchar(20) NOT NULL,
     model_id uuid,
     previous_model_id uuid,
     mode varchar(10),
     share double precision NOT NULL DEFAULT 0,
     changed_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE INDEX idx_model_alias_history_name ON model_alias_history (model_name, alias, revision)`,
  `CREATE TABLE model_replicas (
     replica text NOT NULL,
     model_name varchar(255) NOT NULL,
     alias varchar(20) NOT NULL,
     serving uuid,
     wanted uuid,
     error text,
     at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (replica, model_name, alias)
   )`,
]);
