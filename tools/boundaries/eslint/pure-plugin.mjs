import { forbid, forbidGlobals } from './forbid.mjs';

const member = (object, property) => `MemberExpression[object.name="${object}"][property.name="${property}"]`;

/** `new Date(value)`, `Date.parse` and `Date.UTC` compute from their argument alone; everything else about Date reads the clock or the zone. */
const isDateOfArgument = ({ parent }) => {
  if (parent.type === 'NewExpression') return parent.arguments.length === 1;
  if (parent.type === 'MemberExpression') return ['parse', 'UTC'].includes(parent.property.name);
  return parent.type === 'TSTypeReference' || isInstanceCheck(parent);
};

const isInstanceCheck = (node) => node.type === 'BinaryExpression' && node.operator === 'instanceof';

const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'scheduler'];
const NETWORK = ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource'];
const PROCESS = ['process', 'Buffer', 'global', 'globalThis', 'require', 'module', '__dirname', '__filename', 'navigator'];
const LOCAL_TIME = '/^[gs]et(Hours|Minutes|Day|Date|Month|FullYear|TimezoneOffset)$/';
const LOCALE = '/^(localeCompare|toLocale(String|DateString|TimeString|LowerCase|UpperCase))$/';

/** What a function may not reach when the same input must give the same bytes, on any machine, at any time. */
export const purePlugin = {
  meta: { name: 'pure' },
  rules: {
    'no-clock': {
      ...forbidGlobals('Pure code knows no clock: take `now` from the input.', ['Date', 'performance', 'Temporal'], (identifier) =>
        identifier.name === 'Date' ? isDateOfArgument(identifier) : false,
      ),
    },
    'no-random': forbid('Pure code draws no random numbers: take a seed from the input.', member('Math', 'random')),
    'no-crypto': forbidGlobals('Pure code uses no crypto: a hash is passed in as a function.', ['crypto']),
    'no-environment': forbid(
      'Pure code reads no environment: settings are passed in.',
      'MetaProperty[meta.name="import"]',
      'CallExpression[callee.name=/^(eval|Function)$/]',
      'NewExpression[callee.name="Function"]',
    ),
    'no-process': forbidGlobals('Pure code knows no process and no global object.', PROCESS),
    'no-timer': forbidGlobals('Pure code starts no timer: budgets are iterations, not milliseconds.', TIMERS),
    'no-network': forbidGlobals('Pure code calls nobody.', NETWORK),
    'no-console': forbidGlobals('Pure code prints nothing: it returns warnings.', ['console']),
    'no-async': forbid(
      'Pure code is synchronous: what is asynchronous by nature is initialised outside and passed in as a plain function.',
      ':function[async=true]',
      'AwaitExpression',
      'ForOfStatement[await=true]',
      'ImportExpression',
    ),
    'no-promise': forbidGlobals('Pure code is synchronous: no promises.', ['Promise', 'PromiseLike']),
    'no-local-time': forbid(
      'The zone of the machine is an environment: use the UTC methods, or a zone given in the input.',
      `CallExpression > MemberExpression.callee[property.name=${LOCAL_TIME}]`,
    ),
    'no-locale': forbid(
      'The locale of the machine is an environment: compare code units, format by hand.',
      `CallExpression > MemberExpression.callee[property.name=${LOCALE}]`,
    ),
  },
};
