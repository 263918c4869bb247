import { HEADING, holds, toRow, type Figure } from './figure';
import { printedHelp } from './help';
import { SECTIONS } from './sections';

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
if (printedHelp(process.argv, Object.keys(SECTIONS))) process.exit(0);

const unknown = wanted.filter((name) => !(name in SECTIONS));
if (unknown.length > 0) {
  process.stderr.write(`there is no benchmark ${unknown.join(', ')}; there is ${Object.keys(SECTIONS).join(', ')}\n`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const [name, section] of Object.entries(SECTIONS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`measuring ${name} ...\n`);
  try {
    figures.push(...(await section()));
  } catch (error) {
    process.stderr.write(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  }
}
process.stdout.write(`${HEADING}\n${figures.map(toRow).join('\n')}\n`);
const missed = figures.filter((figure) => holds(figure) === false);
process.stderr.write(missed.length === 0 ? 'every bar is held\n' : `missed: ${missed.map(({ name }) => name).join('; ')}\n`);
process.exit(0);
