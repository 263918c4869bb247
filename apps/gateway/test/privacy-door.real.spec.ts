import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { PreferencesDto } from '@ml/contracts/dto/privacy-dto';
import { askAccessPage, askChangePreferences, askEraseUser, askPreferences, type AccessPage, type AccessQuery, type ChangePreferences, type Erased, type EraseUser, type Preferences, type UserKey } from '@ml/contracts/privacy';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { realServers } from '@ml/testing/real';
import { exampleOf } from '../openapi/example-of';
import { posted, request, type Answer } from './requests';
import { ADMIN_KEY, runningGateway, standIn } from './running-gateway';

const PREFERENCES = exampleOf(PreferencesDto) as unknown as Preferences;
const ERASED: Erased = { rows: { ml_training_data: 2 }, exports_rewritten: 0, objection_kept: false, erased_at: '2026-11-22T10:00:00.000Z' };
/** As long as an id may be, of characters that stand for something in an address. */
const USER = `arn:aws:iam::123456789012:user/alice+smith@example.org?#%${'x'.repeat(455)}`;
const ROUTE = `/api/v1/preferences/${encodeURIComponent(USER)}`;
const GDPR = `/api/v1/gdpr/users/${encodeURIComponent(USER)}`;

const asked: { readonly body: UserKey; readonly leftMs: number }[] = [];
const rows = (page: number): readonly { readonly page: number }[] => Array.from({ length: 3 }, () => ({ page }));
let pageOf = (_: AccessQuery): AccessPage => ({ table: 'collection_subjects', rows: [], next: null });

const note = (body: UserKey, { call }: BusContext): void => {
  asked.push({ body, leftMs: (call.deadline ?? 0) - Date.now() });
};

@Controller()
class Privacy {
  @Answers(askPreferences)
  read(@Payload() body: UserKey, @Ctx() context: BusContext): Preferences {
    note(body, context);
    return PREFERENCES;
  }

  @Answers(askChangePreferences)
  change(@Payload() body: ChangePreferences, @Ctx() context: BusContext): Preferences {
    note(body, context);
    return PREFERENCES;
  }

  @Answers(askAccessPage)
  page(@Payload() body: AccessQuery, @Ctx() context: BusContext): AccessPage {
    note(body, context);
    return pageOf(body);
  }

  @Answers(askEraseUser)
  erase(@Payload() body: EraseUser, @Ctx() context: BusContext): Erased {
    note(body, context);
    return ERASED;
  }
}

@Module({ controllers: [Privacy] })
class CollectorStandIn {}

const servers = await realServers();
await standIn(servers, 'collector', CollectorStandIn);
const gateway = await runningGateway(servers);
const say = (path: string, options: Parameters<typeof request>[2] = {}): Promise<Answer> => request(gateway, path, { key: ADMIN_KEY, ...options });
const put = (changes: unknown): Promise<Answer> => say(ROUTE, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(changes) });

beforeEach(() => {
  asked.length = 0;
  pageOf = () => ({ table: 'collection_subjects', rows: [], next: null });
});

describe('preferences', () => {
  it('are those of the user in the path, whatever the id is made of, and no cache keeps them', async () => {
    const answer = await say(ROUTE);
    expect([answer.status, answer.body, answer.headers.get('cache-control')]).toEqual([200, PREFERENCES, 'no-store']);
    expect(asked.map(({ body }) => body)).toEqual([{ user_id: USER }]);
  });

  it('change where something was sent', async () => {
    const changes = { ml_data_collection_consent: false, objection: true, anonymized_industry: null, anonymized_company_size: '51-200', data_retention_years: 10 };
    expect((await put(changes)).status).toBe(200);
    expect((await put({})).status).toBe(200);
    expect(asked.map(({ body }) => body)).toEqual([{ user_id: USER, changes }, { user_id: USER, changes: {} }]);
    // A scan of the user may be stored just then.
    for (const { leftMs } of asked) expect(leftMs).toBeGreaterThan(40_000);
  });

  it('are refused with the field that is wrong, and without what was sent', async () => {
    const wrong = [{ data_retention_years: 0 }, { data_retention_years: 11 }, { data_retention_years: 1.5 }, { objection: 'alice' }, { anonymized_company_size: 'alice' }, { alice: 1 }];
    for (const changes of wrong) {
      const { status, text } = await put(changes);
      expect([status, Object.keys(changes)[0] === 'alice' || text.includes(Object.keys(changes)[0] ?? ''), text.includes('alice')], JSON.stringify(changes)).toEqual([400, true, false]);
    }
    expect((await say(`${ROUTE}x`)).status).toBe(400);
    expect(asked).toEqual([]);
  });
});

describe('an erasure', () => {
  it('is asked for with or without an objection, and has the time that a million rows take', async () => {
    for (const [query, object] of [['', false], ['?object=true', true], ['?object=false', false]] as const) {
      const answer = await say(`${GDPR}${query}`, { method: 'DELETE' });
      expect([answer.status, answer.body, answer.headers.get('cache-control')]).toEqual([200, ERASED, 'no-store']);
      expect(asked.at(-1)?.body).toEqual({ user_id: USER, object });
      expect(asked.at(-1)?.leftMs).toBeGreaterThan(100_000);
    }
    expect((await say(`${GDPR}?object=perhaps`, { method: 'DELETE' })).status).toBe(400);
    expect(asked).toHaveLength(3);
  });
});

describe('the document of a user', () => {
  it('has the rows of every page, each of which has its own time', async () => {
    pageOf = ({ cursor }) => ({ table: 'ml_training_data', rows: rows(Number(cursor)), next: Number(cursor) < 4 ? String(Number(cursor) + 1) : null });
    const { status, headers, body } = await say(`${GDPR}/export`);
    expect([status, headers.get('cache-control'), body['complete'], body['rows']]).toEqual([200, 'no-store', true, { ml_training_data: 15 }]);
    expect(asked.map(({ body: question }) => question)).toEqual([null, '1', '2', '3', '4'].map((cursor) => ({ user_id: USER, cursor })));
    for (const { leftMs } of asked) expect(leftMs).toBeGreaterThan(20_000);
  });

  it('is an error where nothing can be read, and is cut off where it goes wrong later', async () => {
    pageOf = () => {
      throw new AppError('UNAVAILABLE', 'the database does not answer');
    };
    expect(await say(`${GDPR}/export`)).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    pageOf = ({ cursor }) => {
      if (cursor === null) return { table: 'ml_training_data', rows: rows(0), next: '1' };
      throw new AppError('UNAVAILABLE', 'the database does not answer');
    };
    const cut = await say(`${GDPR}/export`).then(({ text }) => text, () => '');
    expect(cut).not.toContain('"complete":true');
  });
});

it('keys of a tenant reach none of it, and who may only look sees preferences alone', async () => {
  const keyOf = async (scope: string, more: object = {}): Promise<string> => (await request(gateway, '/api/v1/admin/api-keys', posted({ name: scope, scope, ...more }, { key: ADMIN_KEY }))).body['key'] as string;
  const [tenant, viewer] = [await keyOf('platform', { tenant: 'acme' }), await keyOf('viewer')];
  const statuses = async (key: string | null): Promise<readonly number[]> => {
    const every = [];
    for (const [method, path] of [['GET', ROUTE], ['PUT', ROUTE], ['DELETE', GDPR], ['GET', `${GDPR}/export`]] as const) {
      every.push((await say(path, { method, key, ...(method === 'PUT' && { headers: { 'content-type': 'application/json' }, body: '{}' }) })).status);
    }
    return every;
  };
  expect(await statuses(null)).toEqual([401, 401, 401, 401]);
  expect(await statuses(tenant)).toEqual([403, 403, 403, 403]);
  expect(asked).toEqual([]);
  expect(await statuses(viewer)).toEqual([200, 403, 403, 403]);
});
