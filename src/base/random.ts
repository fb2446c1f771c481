import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { Bytes } from './hash.ts';
import { hmacSha256, toBytes } from './hash.ts';
import { invariant } from './invariant.ts';

/**
 * A named source of random draws. What it draws follows from its seed and the names on the way to it alone: not from
 * how often other streams, or its own parent, have been used. So a new parameter in a template leaves the draws of the
 * old ones as they were. Draws change the stream's state; forks do not.
 */
export interface Stream {
  /** The stream of this name below this one; the same name gives the same stream, from its start. */
  fork(name: string): Stream;
  /** A whole number from `lo` to `hi`, both included, each equally likely. */
  integer(lo: number, hi: number): number;
  /** A number in [0, 1), a multiple of 2^-53. */
  uniform(): number;
  /** One of the entries, each equally likely. */
  pick<T>(entries: readonly T[]): T;
  /** The entries in a new order, each order equally likely (Fisher–Yates, Knuth's algorithm P). */
  shuffle<T>(entries: readonly T[]): readonly T[];
}

/**
 * Opens the stream of a seed. Text seeds are UTF-8.
 * Keys are derived by HMAC-SHA256, so nobody who sees draws of one stream can find its seed or a sibling's draws.
 */
export function stream(seed: Bytes): Stream {
  return new KeyedStream(hmacSha256('gradus stream', seed));
}

class KeyedStream implements Stream {
  readonly #key: Uint8Array;
  #generator: RandomGenerator | undefined;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  fork(name: string): Stream {
    return new KeyedStream(derive(this.#key, FORK, name));
  }

  integer(lo: number, hi: number): number {
    invariant(Number.isSafeInteger(lo) && Number.isSafeInteger(hi) && lo <= hi, `no whole number in [${lo}, ${hi}]`);
    return uniformInt(this.#draws(), lo, hi);
  }

  uniform(): number {
    return uniformFloat64(this.#draws());
  }

  pick<T>(entries: readonly T[]): T {
    invariant(entries.length > 0, 'nothing to pick from');
    // The entry may itself be undefined, so it is not tested for being there.
    return entries[this.integer(0, entries.length - 1)] as T;
  }

  shuffle<T>(entries: readonly T[]): readonly T[] {
    const rest = [...entries];
    const order: T[] = [];
    while (rest.length > 0) order.push(...rest.splice(this.integer(0, rest.length - 1), 1));
    return order;
  }

  #draws(): RandomGenerator {
    this.#generator ??= generatorOf(derive(this.#key, DRAW, ''));
    return this.#generator;
  }
}

// The first byte keeps the two uses of a key apart, whatever the name.
const DRAW = 0;
const FORK = 1;

function derive(key: Uint8Array, use: number, name: string): Uint8Array {
  return hmacSha256(key, Uint8Array.of(use, ...toBytes(name)));
}

/** xoroshiro128+ with all 128 bits of its state from the key; the library's own seeding takes 32. */
function generatorOf(key: Uint8Array): RandomGenerator {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  return xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => view.getInt32(offset)));
}
