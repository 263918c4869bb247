/** Prints what can be measured when it is asked for. */
export const printedHelp = (argv: readonly string[], sections: readonly string[]): boolean => {
  if (!argv.includes('--help') && !argv.includes('-h')) return false;
  process.stdout.write(
    [
      'npm run bench [-- SECTION...]',
      '',
      `Measures ${sections.join(', ')}; all of them when none is named.`,
      'Prints rows for docs/benchmarks.md. Figures are processor time or ratios to a raw limit measured in the same run:',
      'absolute times depend on the machine and on who shares it.',
      '',
    ].join('\n'),
  );
  return true;
};
