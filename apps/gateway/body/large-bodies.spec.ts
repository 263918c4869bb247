import { describe, expect, it } from 'vitest';
import { LargeBodies } from './large-bodies';

describe('places for large bodies', () => {
  it('are taken once per request, however often it asks, and are refused with BUSY when all are taken', () => {
    const bodies = new LargeBodies(2);
    const [first, second, third] = [bodies.reserve(), bodies.reserve(), bodies.reserve()];
    first.take();
    first.take();
    second.take();
    expect(() => third.take()).toThrow(expect.objectContaining({ code: 'BUSY' }));
    first.giveBack();
    first.giveBack();
    third.take();
    expect(() => bodies.reserve().take()).toThrow(expect.objectContaining({ code: 'BUSY' }));
  });

  it('cannot be taken by a request whose caller has gone: nobody would give the place back', () => {
    const bodies = new LargeBodies(1);
    const gone = bodies.reserve();
    gone.giveBack();
    expect(() => gone.take()).toThrow(expect.objectContaining({ code: 'BUSY' }));
    expect(() => bodies.reserve().take()).not.toThrow();
  });
});
