import { Body, Controller, Delete, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiKeyDto, ApiKeyPath, CreatedApiKeyDto, NewApiKeyDto } from '@ml/contracts/dto/api-key-dto';
import { PageQuery } from '@ml/contracts/dto/page-query';
import { ApiKeyStore } from '@ml/persistence/stores/gateway/api-key-store';
import type { ApiKey } from '@ml/persistence/stores/gateway/api-key';
import { sendPage, withPage } from '../http/paged';
import { KeyRing } from '../keys/key-ring';
import { RouteDocs } from '../openapi/route-docs';
import { KeyMaker, type CreatedKey } from '../keys/key-maker';

@ApiTags('Administration')
@Controller('api/v1/admin/api-keys')
export class ApiKeysController {
  constructor(
    @Inject(ApiKeyStore) private readonly store: ApiKeyStore,
    @Inject(KeyMaker) private readonly maker: KeyMaker,
    @Inject(KeyRing) private readonly ring: KeyRing,
  ) {}

  @Get()
  @RouteDocs({ summary: 'List API keys', description: 'Oldest first, revoked ones too; never the keys themselves.', answer: ApiKeyDto, list: true })
  async list(@Query() query: PageQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<readonly ApiKey[]> {
    const { limit, offset } = withPage(query);
    const keys = await this.store.list(null);
    return sendPage(reply, { rows: keys.slice(offset, offset + limit), total: keys.length });
  }

  @Post()
  @RouteDocs({
    summary: 'Make an API key',
    description: 'The key is shown this once. With `rotated_from` the old key works on for `grace_seconds`, so that its users can change over without an interruption.',
    status: 201,
    answer: CreatedApiKeyDto,
    body: NewApiKeyDto,
    errors: ['NOT_FOUND'],
  })
  create(@Body() wanted: NewApiKeyDto): Promise<CreatedKey> {
    return this.maker.make(wanted);
  }

  @Delete(':key_id')
  @RouteDocs({ summary: 'Revoke an API key', description: 'At once on this replica, within KEY_POLL_SECONDS on all others. Revoking twice is revoking once.', answer: ApiKeyDto, errors: ['NOT_FOUND'] })
  async revoke(@Param() { key_id }: ApiKeyPath): Promise<ApiKey> {
    const revoked = await this.store.revoke(key_id);
    await this.ring.refresh();
    return revoked;
  }
}
