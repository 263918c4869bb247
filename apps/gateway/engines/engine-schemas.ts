import { Inject, Injectable } from '@nestjs/common';
import type { EngineMetadata } from '@ml/contracts/custom-engines';
import { ENGINES } from '@ml/contracts/engines';
import type { EngineType } from '@ml/contracts/engine-types';
import { ENGINE_ROUTES } from '../decisions/engine-routes';
import { ApiDocument } from '../openapi/api-document';
import { selfContained } from '../openapi/self-contained';

type Schemas = Pick<EngineMetadata, 'input_schema' | 'output_schema'>;

const isEmpty = (schema: object): boolean => Object.keys(schema).length === 0;

/** What requests and answers of an engine type look like: said by the contract of its route for built-in engines, and for those that say nothing of their own. */
@Injectable()
export class EngineSchemas {
  private readonly made = new Map<EngineType, Schemas>();

  constructor(@Inject(ApiDocument) private readonly document: ApiDocument) {}

  fill(metadata: EngineMetadata): EngineMetadata {
    const { input_schema, output_schema, origin, type } = metadata;
    const says = origin === 'custom' && !isEmpty(input_schema) && !isEmpty(output_schema);
    return says ? metadata : { ...metadata, ...this.of(type) };
  }

  private of(type: EngineType): Schemas {
    const known = this.made.get(type);
    if (known !== undefined) return known;
    const route = Object.entries(ENGINE_ROUTES).find(([decision]) => ENGINES[decision as keyof typeof ENGINES].type === type)?.[1];
    if (route === undefined) return { input_schema: {}, output_schema: {} };
    const document = this.document.get();
    const schemas = { input_schema: selfContained(document, route.request.name), output_schema: selfContained(document, route.answer.name) };
    this.made.set(type, schemas);
    return schemas;
  }
}
