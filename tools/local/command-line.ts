import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What can be typed after a command. `--help` belongs to every command. */
export type Accepted = Omit<ParseArgsConfig, 'args' | 'options'> & { readonly options: NonNullable<ParseArgsConfig['options']> };

const USAGE_EXIT_CODE = 2;

/** Reads the command line; prints the help and ends when it is asked for, or when something else was typed than the help offers. */
export const commandLine = <const T extends Accepted>(help: string, accepted: T, args: readonly string[] = process.argv.slice(2)): ReturnType<typeof parseArgs<T>> => {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(help);
    process.exit(0);
  }
  try {
    return parseArgs<T>({ ...accepted, args: [...args] });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    return process.exit(USAGE_EXIT_CODE);
  }
};
