import type { EngineNames } from './engine-names';

/** One place that has to know a new engine: the file, what is found in it and what stands there afterwards. */
interface Registration {
  readonly file: string;
  readonly place: RegExp;
  readonly entry: (names: EngineNames) => string;
}

/** As `passwordVariable` says it of users that the contracts know already. */
const password = (folder: string): string => `NATS_PASSWORD_${folder.toUpperCase().replaceAll('-', '_')}`;

const REGISTRATIONS: readonly Registration[] = [
  { file: 'libs/contracts/wire.ts', place: /(?<=^export type Owner =[^;]*)(?=;)/m, entry: ({ folder }) => ` | '${folder}'` },
  {
    file: 'libs/contracts/engines.ts',
    place: /(?=^\/\*\* The engines that exist)/m,
    entry: ({ camel, type, folder }) =>
      `export const ${camel}Engine = engine({ type: '${type}', owner: '${folder}', needs: ['prices'], versions: ['1.0.0'] });\n\n`,
  },
  {
    file: 'libs/contracts/engines.ts',
    place: /(?<=^export const ENGINES = \{[^}]*[^\s,}]),?\s*(?=\} as const)/m,
    entry: ({ decision, camel }) => `, ${decision}: ${camel}Engine `,
  },
  {
    file: 'libs/contracts/access.ts',
    place: /(?=^\};\s*$(?![\s\S]*^\};))/m,
    entry: ({ folder, decision }) => `  '${folder}': {
    ...nothing,
    answers: asks(ENGINES.${decision}.decide, ENGINES.${decision}.describe),
    watches: facts(pricing.priceSnapshotPublished),
  },
`,
  },
  {
    file: 'apps/gateway/decisions/engine-routes.ts',
    place: /(?=^import type \{ DecisionHead \})/m,
    entry: ({ decisionPascal, route }) => `import { ${decisionPascal}AnswerDto } from '@ml/contracts/dto/${route}-answer-dto';
import { ${decisionPascal}Head } from '@ml/contracts/dto/${route}-head';
import { ${decisionPascal}Request } from '@ml/contracts/dto/${route}-request';
`,
  },
  {
    file: 'apps/gateway/decisions/engine-routes.ts',
    place: /(?=^\};\n\nconst exists)/m,
    entry: ({ decision, decisionPascal, folder }) => `  ${decision}: {
    head: ${decisionPascal}Head,
    request: ${decisionPascal}Request,
    answer: ${decisionPascal}AnswerDto,
    summary: 'Ask the ${folder} engine',
    description: 'Asks the ${folder} engine.',
  },
`,
  },
  {
    file: 'libs/testing/engine-catalogue.ts',
    place: /(?=\n\n\/\*\* Every engine)/,
    entry: ({ camel, folder }) => `\nimport { ${camel} } from '../../apps/engines/${folder}/engine';`,
  },
  {
    file: 'libs/testing/engine-catalogue.ts',
    place: /(?=^\};\s*$(?![\s\S]*^\};))/m,
    entry: ({ decision, camel }) => `  ${decision}: ${camel} as unknown as Engine,\n`,
  },
  { file: 'helm/ml-server/values.yaml', place: /(?<=^engines:\n(?: .*\n)*)(?=\S|\n|$(?![\s\S]))/m, entry: ({ folder }) => `  ${folder}: {}\n` },
  {
    file: 'docker-compose.yml',
    place: /(?<=^ {6}NATS_PASSWORD_BOOTSTRAP: .*\n(?: {6}NATS_PASSWORD_.*\n)*)(?= {4}volumes:)/m,
    entry: ({ folder }) => `      ${password(folder)}: \${${password(folder)}}\n`,
  },
  {
    file: 'docker-compose.yml',
    place: /(?=^volumes:$)/m,
    entry: ({ folder }) => `  ${folder}:
    <<: *service
    command: ["${folder}"]
    environment:
      NATS_URL: nats://nats:4222
      NATS_USER: ${folder}
      NATS_PASSWORD: \${${password(folder)}}
      REDIS_URL: redis://:\${REDIS_PASSWORD}@redis:6379/0

`,
  },
  {
    file: 'deploy/compose.env.example',
    place: /(?<=^NATS_PASSWORD_BOOTSTRAP=.*\n(?:NATS_PASSWORD_.*\n)*)(?!NATS_PASSWORD_)/m,
    entry: ({ folder }) => `${password(folder)}=change-me-${folder}\n`,
  },
];

export const REGISTERED_FILES: readonly string[] = [...new Set(REGISTRATIONS.map(({ file }) => file))];

/** The text of one file with the engine in it. @throws Error when a place is not found: the file has changed its form. */
export const register = (file: string, text: string, names: EngineNames): string =>
  REGISTRATIONS.filter((registration) => registration.file === file).reduce((before, { place, entry }) => {
    if (!place.test(before)) throw new Error(`${file}: no place for "${names.folder}" (${String(place)})`);
    return before.replace(place, () => entry(names));
  }, text);
