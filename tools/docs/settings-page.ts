/** One environment variable as the page shows it. */
export interface SettingRow {
  readonly env: string;
  readonly default: string;
  readonly expected: string;
  readonly why: string;
}

export interface SettingSection {
  readonly title: string;
  readonly intro?: string;
  readonly rows: readonly SettingRow[];
}

const HEADER = `# Settings

Every environment variable of the fleet. A service reads its own once, at the start, and ends with exit code 78 and a list of all faults when one is not acceptable. An empty
value counts as none. "required" has no default.

Written by \`npm run docs:settings\` from the declarations in the code; a spec fails when it is stale.
`;

/** Else a `|` would end the cell, and `<name>` vanish. */
const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('<', '&lt;');

/** As `describeSettings` says that there is no value to show. */
const PLAIN: Readonly<Record<string, string>> = { '': 'none', none: 'none', required: 'required', secret: 'none (secret)' };

const inCode = (text: string): string => PLAIN[text] ?? `\`${text}\``;

const rowOf = ({ env, default: fallback, expected, why }: SettingRow): string => `| \`${env}\` | ${cell(inCode(fallback))} | ${cell(expected)} | ${cell(why)} |`;

const sectionOf = ({ title, intro, rows }: SettingSection): string =>
  [`## ${title}`, '', ...(intro === undefined ? [] : [intro, '']), '| variable | default | accepted | what for |', '|---|---|---|---|', ...rows.map(rowOf), ''].join('\n');

/** docs/settings.md */
export const settingsPage = (sections: readonly SettingSection[]): string => [HEADER, ...sections.map(sectionOf)].join('\n');
