import { createSpotPrices } from './20261121090000-create-spot-prices';
import { createSpotPricePartitions } from './20261121090100-create-spot-price-partitions';
import { createPriceLists } from './20261121090200-create-price-lists';
import { createFetchTasks } from './20261121090300-create-fetch-tasks';
import { createOutboxAndSchedules } from './20261121090400-create-outbox-and-schedules';
import { boundPriceQuestions } from './20261121090500-bound-price-questions';
import { keepPriceHistories } from './20261121170000-keep-price-histories';
import { carryOutOrders } from './20261121201000-carry-out-orders';
import { createSpotFetched } from './20261121202000-create-spot-fetched';
import { makePartitionsOnce } from './20261121205600-make-partitions-once';
import { holdMonthsBeingWritten } from './20261121210000-hold-months-being-written';
import { readMonthsOfPricesAlone } from './20261122090000-read-months-of-prices-alone';

/** In order; only ever appended to. */
export const pricingMigrations = [
  createSpotPrices,
  createSpotPricePartitions,
  createPriceLists,
  createFetchTasks,
  createOutboxAndSchedules,
  boundPriceQuestions,
  keepPriceHistories,
  carryOutOrders,
  createSpotFetched,
  makePartitionsOnce,
  holdMonthsBeingWritten,
  readMonthsOfPricesAlone,
];
