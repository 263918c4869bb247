/** A step longer than this is a script; its start says what it installs. */
const MAX_STEP = 1_000;

const ASSIGNED = /\b(\w+)=("(?:[^"\\]|\\.)*"|'[^']*'|[^\s;&|]+)/g;
/** Environment and build arguments are written in capitals; the rest goes by what it sounds like. */
const CAPITALS = /^[A-Z][A-Z0-9_]*$/;
const SOUNDS_PRIVATE = /pass|secret|token|credential|key|maintainer|author|mail/i;
const URL_PASSWORD = /(:\/\/[^\s:/@]*):[^\s/@]+@/g;
const OPTION = /((?:--?(?:password|passwd|token|secret|api-key)[ =]|bearer |authorization: *basic ) *)("[^"]*"|'[^']*'|\S+)/gi;
/** `ENV key value`, the old form without an equals sign, and the instruction that names a person. */
const OLD_FORM = /^((?:\/bin\/sh -c #\(nop\) +)?(?:(?:ENV|ARG) +\w+|MAINTAINER)) +.*$/s;

/**
 * The command that made a layer, without values that may be secret or name a person: what engines look for are the commands and their options.
 * Hides more than it must: `PYTHON_VERSION=3.11` becomes `PYTHON_VERSION=***`.
 */
export const buildStep = (createdBy: string): string =>
  withoutAssigned(createdBy.slice(0, MAX_STEP).replaceAll(URL_PASSWORD, '$1:***@').replaceAll(OPTION, '$1***').replace(OLD_FORM, '$1 ***'));

/** An assignment may hold another: `args="TOKEN=abc"`. */
const withoutAssigned = (step: string): string =>
  step.replaceAll(ASSIGNED, (_, key: string, value: string) => `${key}=${CAPITALS.test(key) || SOUNDS_PRIVATE.test(key) ? '***' : withoutAssigned(value)}`);
