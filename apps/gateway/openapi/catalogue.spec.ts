import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { describe, expect, it } from 'vitest';
import { fieldsOf, type DtoClass } from '@ml/contracts/field';
import { CONTROLLERS } from '../controllers';
import { ENGINE_ROUTES } from '../decisions/engine-routes';
import { POLICIES } from '../http/policy';
import { checkDto } from '../validation/check-dto';
import { openApiDocument } from './document';
import { exampleOf } from './example-of';

/** The routes without what serves them: nothing is asked here. */
const routesOnly = async (): Promise<NestFastifyApplication> => {
  const injected = CONTROLLERS.flatMap((controller) => (Reflect.getMetadata('self:paramtypes', controller) as readonly { readonly param: symbol }[] | undefined) ?? []).map(({ param }) => param);
  @Module({ controllers: [...CONTROLLERS], providers: [...new Set(injected)].map((provide) => ({ provide, useValue: {} })) })
  class RoutesOnly {}
  return NestFactory.create<NestFastifyApplication>(RoutesOnly, new FastifyAdapter(), { logger: false });
};

interface Media {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly schema?: unknown;
}
interface Described {
  readonly description?: string;
  readonly content?: Readonly<Record<string, Media>>;
  readonly headers?: Readonly<Record<string, unknown>>;
}
interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string; readonly schema?: { readonly type?: string } }[];
  readonly requestBody?: Described;
  readonly responses: Readonly<Record<string, Described>>;
  readonly security?: readonly unknown[];
}
interface Schema {
  readonly properties?: Readonly<Record<string, Schema & { readonly description?: string }>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
}

const document: OpenAPIObject = openApiDocument(await routesOnly());
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Readonly<Record<string, Operation>>).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
);
const schemas = Object.entries((document.components?.schemas ?? {}) as Readonly<Record<string, Schema>>);
const templateOf = (route: string): string => route.replace(/\{(\w+)\}/g, ':$1');

const NOTHING: Schema = {};
const namedBy = ({ $ref, allOf }: Schema): string | undefined => $ref ?? allOf?.[0]?.$ref;
const resolved = (schema: Schema): Schema => {
  const named = namedBy(schema);
  return named === undefined ? schema : schemas.find(([name]) => named.endsWith(`/${name}`))?.[1] ?? NOTHING;
};

/** Fields that an example lacks, or has and its schema does not know. */
const strays = (value: unknown, given: Schema, at: string): readonly string[] => {
  const { items = NOTHING, properties, required = [] } = resolved(given);
  if (Array.isArray(value)) return value.flatMap((item) => strays(item, items, `${at}[]`));
  if (typeof value !== 'object' || value === null || properties === undefined) return [];
  const lacking = required.filter((name) => !(name in value)).map((name) => `${at}.${name} is lacking`);
  const inner = Object.entries(value).flatMap(([name, item]) => (name in properties ? strays(item, properties[name] ?? NOTHING, `${at}.${name}`) : [`${at}.${name} is unknown`]));
  return [...lacking, ...inner];
};
const isShown = ({ example, examples }: Media): boolean => example !== undefined || Object.keys(examples ?? {}).length > 0;

describe('the OpenAPI document', () => {
  it('is 3.1 and lists every route that the policy table knows, and no other', () => {
    expect(document.openapi).toBe('3.1.0');
    const hidden = ['GET /livez', 'GET /readyz', 'GET /openapi.json'];
    expect(operations.map(({ route }) => templateOf(route)).toSorted()).toEqual(
      Object.keys(POLICIES)
        .filter((route) => !hidden.includes(route))
        .toSorted(),
    );
  });

  it.each(operations)('says of $route what it does, and gives one good answer, or another with 202 when it is kept and not done yet, or with 206 a part of it', ({ operation }) => {
    const { summary, description, operationId, tags, responses } = operation;
    for (const text of [summary, description, operationId, tags?.[0]]) expect(text).toBeTruthy();
    const good = Object.keys(responses).filter((status) => status.startsWith('2'));
    expect(good.length === 1 || ['200,202', '200,206'].includes(good.join())).toBe(true);
  });

  it.each(operations)('shows an example of every answer and error of $route', ({ operation }) => {
    for (const [status, { description, content = {} }] of Object.entries(operation.responses)) {
      expect(description, status).toBeTruthy();
      expect(Object.keys(content).length > 0, status).toBe(status !== '304');
      for (const [type, media] of Object.entries(content)) expect(isShown(media), `${status} ${type}`).toBe(true);
    }
  });

  it('says of every page of rows that it is tagged, and that 304 may come instead', () => {
    const paged = operations.filter(({ operation }) => operation.responses['200']?.content?.['text/csv'] !== undefined);
    expect(paged.length).toBeGreaterThan(5);
    for (const { route, operation } of paged) expect([Object.keys(operation.responses['200']?.headers ?? {}), operation.responses['304'] !== undefined], route).toEqual([['X-Total-Count', 'ETag'], true]);
  });

  it.each(operations)('shows answers of $route that have the fields of their schema: no two types share a name', ({ operation }) => {
    const media = Object.values(operation.responses).flatMap(({ content = {} }) => Object.values(content));
    expect(media.flatMap(({ example, schema }) => strays(example, (schema ?? {}) as Schema, 'answer'))).toEqual([]);
  });

  it.each(operations)('lists the errors of $route that follow from its policy', ({ route, operation }) => {
    const open = POLICIES[templateOf(route)]?.scopes === null;
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(open ? ['400', '500', '503'] : ['400', '401', '403', '429', '500', '503']));
    expect(operation.security ?? []).toHaveLength(open ? 0 : 2);
  });

  it.each(operations.filter(({ route }) => /^(POST|PUT) /.test(route) && POLICIES[templateOf(route)]?.body !== 'ignored'))('shows an example of what $route takes', ({ operation }) => {
    const media = Object.values(operation.requestBody?.content ?? {});
    expect(media.length).toBeGreaterThan(0);
    expect(media.every(isShown)).toBe(true);
  });

  it.each(operations)('describes every parameter of $route by name, meaning and type', ({ route, operation }) => {
    const parameters = operation.parameters ?? [];
    for (const { name, description, schema } of parameters) {
      expect(description, name).toBeTruthy();
      expect(schema?.type, name).toBeTruthy();
    }
    for (const [, name] of route.matchAll(/\{(\w+)\}/g)) expect(parameters.find((parameter) => parameter.name === name)?.in).toBe('path');
  });

  it('describes every property of every schema', () => {
    expect(schemas.length).toBeGreaterThan(20);
    for (const [name, { properties = {} }] of schemas) {
      for (const [property, { description }] of Object.entries(properties)) expect(description, `${name}.${property}`).toBeTruthy();
    }
  });

  it('says the direction of every risk score', () => {
    const scores = schemas.flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([property]) => /risk_score|safety_score/.test(property))
        .map(([property, { description }]) => ({ property: `${name}.${property}`, description })),
    );
    expect(scores.length).toBeGreaterThanOrEqual(3);
    for (const { property, description } of scores) expect(description, property).toMatch(/1 = safe, 0 = unsafe|1 = risky, 0 = safe/);
    for (const { operation } of operations.filter(({ route }) => route.endsWith('/decision/spot-optimize') || route.endsWith('/decision'))) expect(operation.description).toMatch(/1 = safe, 0 = unsafe/);
  });

  it('gives request examples that the door itself accepts', () => {
    for (const { request } of Object.values(ENGINE_ROUTES)) {
      const { current_state: _, ...head } = exampleOf(request);
      expect(checkDto(request as DtoClass, { ...head, current_state: {} }).faults, request.name).toEqual([]);
    }
  });

  it('resolves every reference', () => {
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(schemas.map(([known]) => known)).toContain(name);
  });
});

describe('examples', () => {
  const types = new Set(schemas.map(([name]) => name));

  it('exist for every field of a request body', () => {
    for (const { request } of Object.values(ENGINE_ROUTES)) {
      expect(types.has(request.name)).toBe(true);
      for (const { name, example, nested } of fieldsOf(request as DtoClass).values()) expect(nested !== undefined || example !== undefined, `${request.name}.${name}`).toBe(true);
    }
  });
});

