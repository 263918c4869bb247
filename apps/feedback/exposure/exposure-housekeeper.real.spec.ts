import { expect, it } from 'vitest';
import type { OnceSchedule } from '@ml/persistence/once-schedule';
import { Clock } from '@ml/platform/clock';
import { createLogger } from '@ml/platform/logger';
import { ownedDatabase } from '@ml/testing/owned-database';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import type { Learner } from '../learning/learner';
import { ExposureHousekeeper } from './exposure-housekeeper';
import { ExposureRecorder, type Observation } from './exposure-recorder';

const database = (await ownedDatabase('feedback')).connect({ poolSize: 2 });
const POOL = 'm5.large/us-east-1a';
const NOW = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;

it('hours that nobody can correct are forgotten, not what they taught; clusters that nobody sees any more are gone', async () => {
  const recorder = new ExposureRecorder(database, new Clock(), {} as Learner);
  const seen = (cluster_id: string, age: number): Observation => {
    const account = { customer_id: 'cu-1', cluster_id, observed_at: NOW - age, mark: '' };
    return { hour: { ...account, hour: NOW - age, source: 'snapshot', units: { [POOL]: 10_000 }, interrupted: {} }, inventory: { ...account, region: 'us-east-1', nodes: { [POOL]: 1 } } };
  };
  await recorder.record([seen('gone', 31 * DAY_MS), seen('quiet', 9 * DAY_MS), seen('there', 7 * DAY_MS)]);
  const housekeeper = new ExposureHousekeeper({} as OnceSchedule, new Clock(), createLogger('feedback', { level: 'silent', file: null }));
  await database.transaction((tx) => housekeeper.tidy(tx));
  expect(await database.query('SELECT cluster_id FROM exposure_hours')).toEqual([{ cluster_id: 'there' }]);
  for (const table of ['cluster_inventory', 'pool_inventory']) expect(await database.query(`SELECT cluster_id FROM ${table} ORDER BY 1`)).toEqual([{ cluster_id: 'quiet' }, { cluster_id: 'there' }]);
  expect(await database.query('SELECT instance_hours::float8 AS hours, observed_hours AS observed FROM pool_exposure')).toEqual([{ hours: 3, observed: 3 }]);
});
