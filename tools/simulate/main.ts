import { LEARNING_HELP } from './learning/learning-arguments';
import { runLearning } from './learning/run-learning';

const USAGE_EXIT_CODE = 2;
const WIPE = '\r\u001B[K';

const [what, ...args] = process.argv.slice(2);
const { stderr } = process;

/** One moving line on a terminal, nothing but the first and last of a world elsewhere. */
const progress = (text: string): void => {
  if (stderr.isTTY) stderr.write(`${WIPE}${text}`);
  else if (text.includes('world 1 of')) stderr.write(`${text}\n`);
};

if (what === '--help' || what === '-h' || args.includes('--help') || args.includes('-h')) console.log(LEARNING_HELP);
else if (what !== 'learning') {
  console.error(`${what === undefined ? 'Say what to simulate' : `There is no simulation "${what}"`}: npm run simulate -- learning\n\n${LEARNING_HELP}`);
  process.exitCode = USAGE_EXIT_CODE;
} else {
  try {
    runLearning(args, {
      progress,
      out: (text) => {
        if (stderr.isTTY) stderr.write(WIPE);
        process.stdout.write(text);
      },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = USAGE_EXIT_CODE;
  }
}
