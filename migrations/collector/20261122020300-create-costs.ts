import { sqlMigration } from '../shared/sql-migration';

/** What Cost Explorer said, joined to what was collected by the hash of the resource. */
export const createCosts = sqlMigration('CreateCosts1795312980000', [
  `CREATE TABLE account_actuals (
     account_hash varchar(64) NOT NULL,
     month varchar(7) NOT NULL,
     amount numeric(18,4) NOT NULL,
     is_estimated boolean NOT NULL,
     source text NOT NULL,
     as_of timestamptz NOT NULL,
     PRIMARY KEY (account_hash, month)
   )`,
  `CREATE TABLE resource_actuals (
     account_hash varchar(64) NOT NULL,
     resource_hash varchar(64) NOT NULL,
     amount numeric(18,4) NOT NULL,
     hours integer NOT NULL,
     monthly numeric(18,4) NOT NULL,
     window_end timestamptz NOT NULL,
     source text NOT NULL,
     as_of timestamptz NOT NULL,
     PRIMARY KEY (account_hash, resource_hash)
   )`,
]);
