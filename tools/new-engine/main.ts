import { makeEngine } from './make-engine';

const HELP = `npm run new-engine <name>     as in: npm run new-engine bin-packing

Makes apps/engines/<name> and the DTO of its request from the template, and enters them in the contracts, the gateway,
the catalogue of the specs, the Helm values and the compose file.`;

const NEXT = `
It is asked by POST /api/v1/ml/decision already; a route of its own and the DTO of its answer are yours to write. Next:
  npm run contracts:accept   the new subjects in the contract snapshot
  npm run nats:config        the new user of the bus
  npm run docs:settings      its settings in docs/settings.md
  npx nx test engine-`;

const [name] = process.argv.slice(2);
if (name === undefined || name.startsWith('-')) {
  console.log(HELP);
  process.exitCode = name === '--help' ? 0 : 1;
} else {
  try {
    for (const file of makeEngine(process.cwd(), name)) console.log(file);
    console.log(`${NEXT}${name}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
