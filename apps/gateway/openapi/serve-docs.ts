import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendTagged } from '../http/entity-tag';
import { openApiDocument } from './document';

/** `/docs` for people, `/openapi.json` for generators. The document is made when somebody first asks: most replicas never need it. */
export const serveDocs = (app: NestFastifyApplication): void => {
  let made: OpenAPIObject | undefined;
  let text: string | undefined;
  const document = (): OpenAPIObject => (made ??= openApiDocument(app));
  SwaggerModule.setup('docs', app, document, { raw: false, customSiteTitle: 'ML server' });
  app.getHttpAdapter().get('/openapi.json', (request: FastifyRequest, reply: FastifyReply) => sendTagged(request, reply, (text ??= JSON.stringify(document()))));
};
