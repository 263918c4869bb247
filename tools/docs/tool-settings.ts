import type { SettingSection } from './settings-page';

/** What the commands read themselves; services have declarations of their own. */
export const TOOL_SETTINGS: readonly SettingSection[] = [
  {
    title: 'npm start, demo, import and the other commands',
    intro:
      'Whatever else is set in the terminal reaches every service, but for the names that npm start gives each service itself: `DATABASE_URL`, `REDIS_URL`, `NATS_*`, `DB_*`, `OPS_*`, `ML_BOOTSTRAP_*`, and `AWS_*`, which only pricing gets.',
    rows: [
      { env: 'ML_SERVER_PORT', default: '8001', expected: 'a port; 0 takes a free one', why: 'where the gateway listens; another port is taken, and said, when somebody has it' },
      { env: 'ML_SERVER_HOST', default: '0.0.0.0', expected: 'an address', why: 'address of the gateway' },
      { env: 'ML_LOCAL_DIR', default: '.local', expected: 'a folder', why: 'data, logs, passwords, run.json; another folder is another fleet of the same checkout' },
      { env: 'DATABASE_URL', default: 'none', expected: 'a PostgreSQL URL', why: 'an administrator of a server that runs already; without it npm start brings its own' },
      { env: 'NATS_URL', default: 'none', expected: 'a NATS URL', why: 'a server that runs already and knows no users' },
      { env: 'REDIS_URL', default: 'none', expected: 'a Redis URL', why: 'a server that runs already' },
      { env: 'AWS_ACCESS_KEY_ID, AWS_PROFILE', default: 'none', expected: 'an AWS account', why: 'one of them given: prices of AWS and not of the emulator' },
    ],
  },
  {
    title: 'migrate (job)',
    rows: [
      { env: 'DATABASE_URL', default: 'required', expected: 'a PostgreSQL URL', why: 'the database, as its administrator' },
      { env: 'DB_PASSWORD_<OWNER>', default: 'none', expected: 'text', why: 'password of each role: GATEWAY, DECISIONS, PRICING, GAP_FILLER, MODELS; a role without one is left as it is' },
    ],
  },
  {
    title: 'make-streams (job)',
    rows: [
      { env: 'NATS_URL', default: 'nats://127.0.0.1:4222', expected: 'one or more NATS URLs, comma-separated', why: 'where the bus is' },
      { env: 'NATS_USER', default: 'none', expected: 'text', why: '`bootstrap`, unless the server knows no users' },
      { env: 'NATS_PASSWORD', default: 'none', expected: 'text', why: 'password of NATS_USER' },
      { env: 'NATS_REPLICAS', default: '1', expected: '1, 3 or 5', why: 'copies of each stream in a cluster of servers' },
    ],
  },
];
