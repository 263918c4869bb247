import { describe, expect, it } from 'vitest';
import { autoscaler, codesOf, decided, deployment, DEV, turnsOf } from './scheduler-input.fixture';

const of = (annotations: Readonly<Record<string, string>>, more: { readonly at?: string; readonly ofNamespace?: Readonly<Record<string, string>>; readonly environments?: readonly unknown[] } = {}): string => {
  const { at = '2026-11-20T17:00:00Z', ofNamespace = {}, environments = [DEV] } = more;
  const decision = decided({ at, environments, state: { deployments: [deployment('api', 2, { annotations })], namespaces: [{ metadata: { name: 'dev', annotations: ofNamespace } }] } });
  return [...turnsOf(decision), ...codesOf(decision)].join();
};

const DOWN = 'scale_deployment api 2->0';
const STAYS = 'AS_WANTED';

describe('the hours of a workload', () => {
  it('are its own, else those of its namespace, else those of its environment', () => {
    expect(of({})).toBe(DOWN);
    expect(of({}, { ofNamespace: { 'downscaler/uptime': 'always' } })).toBe(STAYS);
    expect(of({ 'downscaler/uptime': 'never' }, { ofNamespace: { 'downscaler/uptime': 'always' } })).toBe(DOWN);
    expect(of({ 'cloudoptim/schedule': 'Mon-Fri 08:00-20:00 Europe/Berlin' })).toBe(STAYS);
    expect(of({ maid_offhours: 'off=(M-F,20);on=(M-F,7);tz=cet' })).toBe(STAYS);
    expect(of({ maid_offhours: 'on' })).toBe(DOWN);
    expect(of({ maid_offhours: 'off' })).toBe('OPTED_OUT');
  });

  it('may be all that there is: an environment without hours leaves the others alone', () => {
    const environments = [{ environment: 'dev' }];
    expect(of({}, { environments })).toBe('NO_SCHEDULE');
    expect(of({ 'downscaler/uptime': 'Mon-Fri 08:00-17:00 UTC' }, { environments })).toBe(DOWN);
    expect(of({ 'downscaler/downtime': 'Fri 17:00-24:00 UTC' }, { environments })).toBe(DOWN);
    expect(of({ 'downscaler/downtime': 'Fri 18:00-24:00 UTC' }, { environments })).toBe(STAYS);
  });

  it('end where downtime begins, within uptime, too', () => {
    expect(of({ 'downscaler/downtime': 'Fri 12:00-14:00 Europe/Berlin' }, { at: '2026-11-20T12:00:00Z' })).toBe(DOWN);
  });

  it('give way to force, and force to nothing but itself', () => {
    expect(of({ 'downscaler/force-uptime': 'true' })).toBe(STAYS);
    expect(of({ 'downscaler/force-uptime': 'false' })).toBe(DOWN);
    expect(of({ 'downscaler/force-uptime': 'Fri 17:00-19:00 Europe/Berlin' })).toBe(STAYS);
    expect(of({ 'downscaler/force-downtime': 'true' }, { at: '2026-11-20T12:00:00Z' })).toBe(DOWN);
    expect(of({ 'downscaler/force-uptime': 'true' }, { ofNamespace: { 'downscaler/force-downtime': 'true' } })).toBe(STAYS);
    expect(of({ 'downscaler/force-uptime': 'true', 'downscaler/force-downtime': 'true' })).toBe('CONFLICTING_ANNOTATIONS');
  });

  it('give way to an override until it expires, and an override wins over a holiday', () => {
    const environments = [{ ...DEV, holidays: ['2026-11-20'], overrides: [{ from: '2026-11-20T16:00:00Z', until: '2026-11-20T19:00:00Z', state: 'up' }] }];
    expect(of({}, { environments, at: '2026-11-20T12:00:00Z' })).toBe(DOWN);
    expect(of({}, { environments, at: '2026-11-20T18:59:00Z' })).toBe(STAYS);
    expect(of({}, { environments, at: '2026-11-20T19:00:00Z' })).toBe(DOWN);
  });

  it('leave as many replicas as the annotation says, else the environment', () => {
    expect(of({ 'downscaler/downtime-replicas': '1' })).toBe('scale_deployment api 2->1');
    expect(of({}, { environments: [{ ...DEV, scale_down_replicas: 2 }] })).toBe(STAYS);
  });

  it.each([
    [{ 'downscaler/uptime': 'office hours' }, 'BAD_WINDOW', 'annotations["downscaler/uptime"]: "office hours" is not a time like'],
    [{ 'downscaler/uptime': 'Mon-Fri 08:00-18:00 Europe/Bärlin' }, 'UNKNOWN_TIME_ZONE', '"Europe/Bärlin" is not an IANA time zone'],
    [{ 'downscaler/downtime-replicas': '50%' }, 'BAD_FIELD', '"50%" is not a whole number'],
    [{ 'downscaler/grace-period': 'a while' }, 'BAD_FIELD', '"a while" is not a whole number'],
    [{ 'downscaler/upscale-period': 'Mon-Fri 08:00-18:00 UTC' }, 'UNSUPPORTED_ANNOTATION', 'downscaler/upscale-period'],
    [{ 'downscaler/uptime': 'Mon-Fri 08:00-18:00 UTC', 'cloudoptim/schedule': 'Mon-Fri 09:00-18:00 UTC' }, 'CONFLICTING_ANNOTATIONS', 'two different uptimes'],
  ])('are not guessed from %j', (annotations, code, text) => {
    const { held } = decided({ state: { deployments: [deployment('api', 2, { annotations })] } });
    expect(held[0]?.code).toBe(code);
    expect(held[0]?.text).toContain(text);
  });

  it('are not guessed when a workload and its autoscaler contradict each other', () => {
    const state = { deployments: [deployment('api', 2, { annotations: { 'downscaler/uptime': 'always' } })], horizontal_pod_autoscalers: [autoscaler('api', [2, 4], { annotations: { 'downscaler/uptime': 'never' } })] };
    expect(codesOf(decided({ state }))).toEqual(['CONFLICTING_ANNOTATIONS']);
  });
});

describe('an environment', () => {
  const held = (environments: readonly unknown[]): readonly string[] =>
    decided({ environments, state: { deployments: [deployment('api', 2), deployment('own', 2, { annotations: { 'downscaler/uptime': 'never' } })] } }).held.map(({ target, code, text }) => `${target.name} ${code} ${text}`);

  it.each([
    [{ timezone: 'Europe/Atlantis' }, 'UNKNOWN_TIME_ZONE requirements.environments[0].timezone: "Europe/Atlantis" is not an IANA time zone'],
    [{ office_hours: { weekdays: { start: '8', end: '18:00' } } }, 'BAD_WINDOW requirements.environments[0].office_hours.weekdays.start: "8" is not a time of day from 00:00 to 24:00'],
    [{ office_hours: undefined, windows: [{ days: ['mon'], start: '08:00', end: '08:00' }] }, 'BAD_WINDOW requirements.environments[0].windows[0]: starts and ends at the same time; the whole day is 00:00 to 24:00'],
    [{ office_hours: undefined, expression: 'off=(M-F,19)' }, 'BAD_WINDOW requirements.environments[0].expression: "off=(M-F,19)" says only one of when to switch off and when to switch on'],
    [{ expression: 'Mon-Fri 09:00-18:00 Europe/Berlin' }, 'BAD_WINDOW requirements.environments[0]: office_hours, windows and expression say different times; give one of them'],
    [{ holidays: ['Christmas'] }, 'BAD_WINDOW requirements.environments[0].holidays[0]: "Christmas" is neither a day like 2026-12-25 nor a calendar that begins with BEGIN:VCALENDAR'],
    [
      { overrides: [{ from: '2026-11-20T16:00:00Z', until: '2026-11-20T19:00:00Z', state: 'up' }, { from: '2026-11-20T18:00:00Z', until: '2026-11-20T20:00:00Z', state: 'down' }] },
      'BAD_WINDOW requirements.environments[0].overrides: two overrides say up and down for the same time',
    ],
    [{ scale_down_replicas: -1 }, 'BAD_FIELD requirements.environments[0].scale_down_replicas: -1 is not between 0 and 1000000'],
  ])('that cannot be read holds all that it selects, with the path: %j', (fields, problem) => {
    expect(held([{ ...DEV, ...fields }])).toEqual([`dev ${problem}`, `api ${problem}`, `own ${problem}`]);
  });

  it('that cannot be read spoils no other', () => {
    const environments = [{ ...DEV, timezone: 'Mars' }, { ...DEV, environment: 'prod', selector: { namespaces: ['prod'] } }];
    expect(turnsOf(decided({ environments, state: { deployments: [deployment('api', 2), deployment('web', 2, { namespace: 'prod' })] } }))).toEqual(['scale_deployment web 2->0']);
  });

  it('has its days off by the zone of its windows when it names none itself', () => {
    // Friday 01:00 in Auckland is Thursday noon by UTC.
    const environments = [{ environment: 'dev', expression: '2026-11-18T00:00:00Z-2026-11-22T00:00:00Z,Mon-Sun 00:00-24:00 Pacific/Auckland', holidays: ['2026-11-20'] }];
    const at = (text: string): readonly string[] => turnsOf(decided({ environments, at: text, state: { deployments: [deployment('api', 2)] } }));
    expect(at('2026-11-19T12:00:00Z')).toEqual([DOWN]);
    expect(at('2026-11-20T12:00:00Z')).toEqual([]);
  });

  it('may say the same in two ways', () => {
    expect(turnsOf(decided({ environments: [{ ...DEV, expression: 'Mon-Fri 08:00-18:00' }], state: { deployments: [deployment('api', 2)] } }))).toEqual([DOWN]);
  });

  it('shares a workload with another only if their hours are the same', () => {
    const state = { deployments: [deployment('api', 2)] };
    expect(turnsOf(decided({ environments: [DEV, { ...DEV, environment: 'also dev' }], state }))).toEqual([DOWN]);
    expect(codesOf(decided({ environments: [DEV, { ...DEV, environment: 'other', scale_down_replicas: 1 }], state }))).toEqual(['CONFLICTING_ENVIRONMENTS']);
    expect(codesOf(decided({ environments: [DEV, { ...DEV, scale_down_replicas: 1 }], state }))).toContain('DUPLICATE_ENVIRONMENT');
  });
});
