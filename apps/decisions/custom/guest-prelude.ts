/**
 * Runs in the sandbox before the engine, as a script of its own, and gives the function that calls `decide`.
 * It takes away what would make two runs differ (clock, chance, the garbage collector's hour) and keeps its own `JSON` from whatever the engine does to the global one.
 * Snapshots are parsed when they are looked at: most engines look at none.
 */
export const GUEST_PRELUDE = `(() => {
  'use strict';
  const { parse, stringify } = JSON;
  const { isFinite } = Number;
  const { construct } = Reflect;
  const refuse = (what) => () => { throw new Error('there is no ' + what + ' in an engine; the only time is input.now'); };
  const RealDate = Date;
  const noClock = refuse('clock');
  const GuardedDate = new Proxy(RealDate, {
    apply: noClock,
    construct: (target, given, made) => (given.length === 0 ? noClock() : construct(target, given, made)),
  });
  const fixed = (object, name, value) => Object.defineProperty(object, name, { value, writable: false, configurable: false });
  fixed(RealDate, 'now', noClock);
  fixed(RealDate.prototype, 'constructor', GuardedDate);
  fixed(globalThis, 'Date', GuardedDate);
  fixed(Math, 'random', refuse('chance'));
  for (const name of ['WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics', 'eval']) delete globalThis[name];

  const finite = (key, value) => {
    if (typeof value === 'number' && !isFinite(value)) throw new TypeError(key + ' is ' + value + ', not a finite number');
    return value;
  };
  const lazily = (texts) => {
    const read = {};
    const facts = {};
    for (const name of ['prices', 'pools']) {
      Object.defineProperty(facts, name, {
        enumerable: true,
        get: () => (name in read ? read[name] : (read[name] = parse(texts[name]))),
      });
    }
    return facts;
  };
  const inputOf = (texts) => ({
    request: parse(texts.request), state: parse(texts.state), facts: lazily(texts),
    memory: parse(texts.memory), config: parse(texts.config), now: texts.now,
  });
  const written = (answer) => {
    if (answer === null || typeof answer !== 'object') throw new TypeError('decide returned ' + (answer === null ? 'null' : 'a ' + typeof answer) + ', not { decision }');
    if (typeof answer.then === 'function') throw new TypeError('decide returned a promise: it has to decide at once, nothing here ever arrives later');
    return stringify(answer, finite);
  };
  const said = (error) => {
    if (error instanceof Error) {
      const place = /engine\\.js:\\d+/.exec(error.stack);
      return error.name + ': ' + error.message + (place === null ? '' : ' (' + place[0] + ')');
    }
    return 'threw ' + (typeof error === 'string' ? error : 'a ' + typeof error);
  };
  return (decide, texts, longest) => {
    try {
      const input = inputOf(texts);
      const text = written(decide(input));
      return text.length > longest ? 'L' + text.length : 'A' + text;
    } catch (error) {
      return 'E' + (said(error) + '').slice(0, 500);
    }
  };
})()`;
