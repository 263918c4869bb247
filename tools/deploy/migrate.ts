import { bootstrapOwners, type OwnerPasswords } from '@ml/persistence/bootstrap';
import { DATABASE_OWNERS } from '@ml/persistence/database-owner';
import { migrateAll } from '@ml/persistence/migrate';
import { databasePasswordVariable } from './database-password-variable';
import { runJob } from './run-job';

const HELP = `migrate

Roles, schemas and migrations of every owner. Run once per installation and version, before the services; running it twice is harmless.

  DATABASE_URL            the database, as its administrator
  DB_PASSWORD_<OWNER>     password of each role (${DATABASE_OWNERS.map(databasePasswordVariable).join(', ')});
                          a role whose password is not given is left as it is`;

const passwords = (env: NodeJS.ProcessEnv): OwnerPasswords =>
  Object.fromEntries(
    DATABASE_OWNERS.flatMap((owner) => {
      const password = env[databasePasswordVariable(owner)];
      return password === undefined || password === '' ? [] : [[owner, password]];
    }),
  );

const main = async (env: NodeJS.ProcessEnv): Promise<void> => {
  const adminUrl = env['DATABASE_URL'];
  if (adminUrl === undefined || adminUrl === '') throw new Error('DATABASE_URL is required: the database, as its administrator');
  await bootstrapOwners(adminUrl, passwords(env));
  for (const [owner, names] of Object.entries(await migrateAll(adminUrl))) {
    console.log(`${owner}: ${names.length === 0 ? 'up to date' : names.join(', ')}`);
  }
};

await runJob(HELP, () => main(process.env));
