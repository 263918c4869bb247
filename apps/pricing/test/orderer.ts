import { NestFactory } from '@nestjs/core';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { v7 as uuid } from 'uuid';
import { askTaskChunks, fetchOrdered, fetchProgressed, type ChunkState, type FetchOrder, type FetchProgress } from '@ml/contracts/fetch-orders';
import { bootService } from '@ml/platform/boot-service';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { Consumes } from '@ml/platform/bus/handlers';
import { PlatformModule } from '@ml/platform/platform-module';

export interface Orderer {
  /** What pricing has told, in the order in which it came. */
  readonly told: readonly FetchProgress[];
  /** Sends an order as often as said, each time as a message of its own; resolves with the task's id. */
  order(order: Partial<FetchOrder> & Pick<FetchOrder, 'chunks'>, times?: number): Promise<string>;
  cancel(task_id: string): Promise<void>;
  ask(task_id: string): Promise<{ readonly known: boolean; readonly chunks: readonly ChunkState[] }>;
  close(): Promise<void>;
}

/** Stands in for the gap filler, with its rights: sends orders and hears how they go. */
export const runOrderer = async (env: Readonly<Record<string, string>>): Promise<Orderer> => {
  const told: FetchProgress[] = [];
  @Controller()
  class Listener {
    @Consumes(fetchProgressed, { durable: 'progress' })
    hear(@Payload() progress: FetchProgress): void {
      told.push(progress);
    }
  }
  const booted = await bootService('gap-filler', {}, { LOG_FILE: '/dev/null', ...env });
  const root = { module: class Root {}, imports: [PlatformModule.with(booted)], controllers: [Listener] };
  const app = await NestFactory.createMicroservice(root, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  const { bus } = booted;
  return {
    told,
    order: async (order, times = 1) => {
      const body: FetchOrder = { kind: 'fetch', task_id: uuid(), data_type: 'spot_prices', region: 'us-east-1', lane: 'bulk', page_size: 1_000, estimated_records: null, ...order };
      for (let time = 0; time < times; time += 1) await bus.publish(fetchOrdered, body, { id: uuid() });
      return body.task_id;
    },
    cancel: (task_id) => bus.publish(fetchOrdered, { kind: 'cancel', task_id }, { id: uuid() }),
    ask: (task_id) => bus.ask(askTaskChunks, { task_id }),
    close: async () => {
      await app.close();
      await booted.close();
    },
  };
};
