import { commandLine } from '../local/command-line';

/** The log of a Job says in a line what is wrong; an orchestrator tries again by the exit code. */
export const runJob = async (help: string, main: () => Promise<void>): Promise<void> => {
  commandLine(help, { options: {} });
  try {
    await main();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
    console.error(`${help.split('\n', 1)[0] ?? ''}: ${said}${cause}`);
    process.exit(1);
  }
};
