import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendTagged } from '../http/entity-tag';
import { ApiDocument } from './api-document';
import { openApiDocument } from './document';

/** `/docs` for people, `/openapi.json` for generators. */
export const serveDocs = (app: NestFastifyApplication): void => {
  const document = app.get(ApiDocument);
  document.use(() => openApiDocument(app));
  let text: string | undefined;
  SwaggerModule.setup('docs', app, () => document.get(), { raw: false, customSiteTitle: 'ML server' });
  app.getHttpAdapter().get('/openapi.json', (request: FastifyRequest, reply: FastifyReply) => sendTagged(request, reply, (text ??= JSON.stringify(document.get()))));
};
