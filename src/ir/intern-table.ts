/** A table of known values by their hash: open addressing in one array, which costs a fraction of a Map of buckets. */
export interface Hashed {
  readonly hash: number;
}

const SMALLEST = 1 << 10;

export class InternTable<T extends Hashed> {
  #slots: (T | undefined)[] = new Array<T | undefined>(SMALLEST).fill(undefined);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The first slot for this hash; go on with `next` while `at` has a value. */
  start(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.#slots.length - 1);
  }

  next(slot: number): number {
    return (slot + 1) & (this.#slots.length - 1);
  }

  at(slot: number): T | undefined {
    return this.#slots[slot];
  }

  /** Adds a value that is not there yet. */
  add(value: T): void {
    // At most half full, so that runs of taken slots stay short.
    if (this.#count * 2 >= this.#slots.length) this.#grow();
    this.#place(value);
    this.#count += 1;
  }

  #place(value: T): void {
    let slot = this.start(value.hash);
    while (this.#slots[slot] !== undefined) slot = this.next(slot);
    this.#slots[slot] = value;
  }

  #grow(): void {
    const values = this.#slots;
    this.#slots = new Array<T | undefined>(values.length * 2).fill(undefined);
    for (const v of values) if (v !== undefined) this.#place(v);
  }
}
