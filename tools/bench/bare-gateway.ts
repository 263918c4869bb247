import 'reflect-metadata';
import { Body, Controller, Inject, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientsModule, Transport, type ClientProxy } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { lastValueFrom } from 'rxjs';

/** What the framework gives without any of our own: no key, no limit, no validation, no trace. The measure for ours. */
@Controller()
class BareController {
  constructor(@Inject('BUS') private readonly bus: ClientProxy) {}

  @Post('echo')
  echo(@Body() body: unknown): Promise<unknown> {
    return lastValueFrom(this.bus.send('echo', body));
  }
}

const servers = [process.env['NATS_URL'] ?? ''];

@Module({
  imports: [ClientsModule.register([{ name: 'BUS', transport: Transport.NATS, options: { servers } }])],
  controllers: [BareController],
})
class BareModule {}

const app = await NestFactory.create<NestFastifyApplication>(BareModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env['PORT']), '127.0.0.1');
process.send?.('ready');
