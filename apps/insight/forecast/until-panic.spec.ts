import { describe, expect, it } from 'vitest';
import type { Forecaster } from '@ml/domain/forecast/method';
import { untilPanic } from './until-panic';

/** The smallest module that ends as a panic does: a function `f` of nothing but `unreachable`. */
const PANICS = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11]);
const { Instance, Module } = WebAssembly as unknown as { readonly Module: new (bytes: Uint8Array) => object; readonly Instance: new (module: object) => { readonly exports: { readonly f: () => void } } };
const panics = new Instance(new Module(PANICS)).exports.f;

describe('a forecaster of WebAssembly', () => {
  const asked: number[] = [];
  const forecast: Forecaster = ([first = 0]) => {
    asked.push(first);
    if (first < 0) panics();
    if (first === 0) throw new Error('no model found');
    return [first];
  };

  it('is asked again after it refused a series, and never after a panic', () => {
    const guarded = untilPanic(forecast);
    expect(() => guarded([0], 1)).toThrow('no model found');
    expect(guarded([1], 1)).toEqual([1]);
    expect(() => guarded([-1], 1)).toThrow('unreachable');
    expect(() => guarded([2], 1)).toThrow('it panicked before in this thread');
    expect(asked).toEqual([0, 1, -1]);
  });
});
