import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern, Payload, Transport, type MicroserviceOptions } from '@nestjs/microservices';

@Controller()
class EchoController {
  @MessagePattern('echo')
  echo(@Payload() body: unknown): unknown {
    return body;
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

const servers = [process.env['NATS_URL'] ?? ''];
const app = await NestFactory.createMicroservice<MicroserviceOptions>(EchoModule, { transport: Transport.NATS, options: { servers }, logger: false });
await app.listen();
process.send?.('ready');
