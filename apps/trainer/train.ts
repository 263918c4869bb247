import { runTrain } from './run-train';

process.exitCode = await runTrain(process.argv.slice(2), { out: (text) => process.stdout.write(text), err: process.stderr });
