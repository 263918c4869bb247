import { readArguments } from './arguments';
import { helpOf } from './help';
import { KINDS } from './kinds/kinds';
import { outputFolder, writeModel } from './output/write-model';
import { Progress, type ProgressStream } from './progress';
import { consoleLines } from './report/console-lines';
import { TrainFault } from './train-fault';
import { trainModel } from './train-model';

export interface TrainStreams {
  readonly out: (text: string) => void;
  readonly err: ProgressStream;
}

/** Exit code of the command: 0 a model was written, 2 the data or what was asked for cannot be used, 1 any other failure. */
export const runTrain = async (argv: readonly string[], { out, err }: TrainStreams): Promise<0 | 1 | 2> => {
  try {
    out(`${(await answer(argv, err)).join('\n')}\n`);
    return 0;
  } catch (error) {
    err.write(`train: ${error instanceof TrainFault ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return error instanceof TrainFault ? 2 : 1;
  }
};

const answer = async (argv: readonly string[], err: TrainStreams['err']): Promise<readonly string[]> => {
  const given = readArguments(argv);
  if ('help' in given) return [helpOf(given.help)];
  const kind = KINDS[given.kind];
  const folder = outputFolder(kind, given);
  const rounds = kind.heads * (given.rounds ?? kind.defaults.rounds);
  const progress = new Progress(given.quiet || given.json ? null : err, { what: kind.word, rounds });
  const outcome = await trainModel(kind, given, (loss) => {
    progress.round(loss);
  }).finally(() => {
    progress.stop();
  });
  const written = writeModel(folder, outcome);
  return given.json ? [JSON.stringify(written)] : consoleLines(outcome, written, given.quiet);
};
