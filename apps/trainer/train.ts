import { readArguments } from './arguments';
import { helpOf } from './help';
import { KINDS } from './kinds/kinds';
import { consoleLines } from './report/console-lines';
import { Progress } from './progress';
import { TrainFault } from './train-fault';
import { trainModel } from './train-model';
import { outputFolder, writeModel } from './output/write-model';

const say = (lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};

const main = async (argv: readonly string[]): Promise<void> => {
  const given = readArguments(argv);
  if ('help' in given) {
    say([helpOf(given.help)]);
    return;
  }
  const kind = KINDS[given.kind];
  const folder = outputFolder(kind, given);
  const rounds = kind.heads * (given.rounds ?? kind.defaults.rounds);
  const progress = new Progress(given.quiet || given.json ? null : process.stderr, { what: kind.word, rounds });
  const outcome = await trainModel(kind, given, (loss) => {
    progress.round(loss);
  }).finally(() => {
    progress.stop();
  });
  const written = await writeModel(folder, outcome);
  if (given.json) say([JSON.stringify(written)]);
  else say(consoleLines(outcome, written, given.quiet));
};

/** 1: the training failed; 2: what was asked for was not understood, or the data cannot be used. */
try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`train: ${error instanceof TrainFault ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = error instanceof TrainFault ? 2 : 1;
}
