import type { MigrationInterface, QueryRunner } from 'typeorm';

export type MigrationClass = new () => MigrationInterface;

/**
 * A migration of plain statements, all in one transaction.
 * `name` ends with its timestamp in milliseconds, as TypeORM wants it, and is what the database remembers: never change it, never change the
 * statements of a released one. There is no way back: what is wrong is put right by the next migration.
 */
export const sqlMigration = (name: string, statements: readonly string[]): MigrationClass =>
  class implements MigrationInterface {
    readonly name = name;

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of statements) await runner.query(statement);
    }

    down(): Promise<void> {
      return Promise.reject(new Error(`${name} cannot be undone: write a new migration`));
    }
  };
