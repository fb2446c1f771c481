import type { Node } from '../ir/node.ts';
import type { Context, Reading } from './context.ts';

/** The formulas of a context as the parser asks for them: worked out one by one, never all at once. */
export class LazyFormulas implements ReadonlyMap<string, Node> {
  readonly #context: Context;
  readonly #names: readonly string[];
  readonly #reading: Reading;

  constructor(context: Context, names: readonly string[], reading: Reading) {
    this.#context = context;
    const kept = reading.keep;
    this.#names = [
      ...(kept === undefined ? names : names.filter((n) => !kept.has(n))),
      ...(reading.extra?.keys() ?? []),
    ];
    this.#reading = reading;
  }

  get size(): number {
    return this.#names.length;
  }

  has(name: string): boolean {
    return this.#names.includes(name);
  }

  get(name: string): Node | undefined {
    const extra = this.#reading.extra?.get(name);
    if (extra) return extra;
    if (!this.has(name)) return undefined;
    const at = this.#reading.keep === undefined ? null : this.#context.sourceOf(name);
    // Around names that are kept, the formulas behind the others must be read anew.
    return at === null
      ? this.#context.formula(name)
      : this.#context.read(at, { keep: this.#reading.keep ?? new Set() });
  }

  keys(): MapIterator<string> {
    return this.#names[Symbol.iterator]();
  }

  *entries(): MapIterator<[string, Node]> {
    for (const name of this.#names) {
      const node = this.get(name);
      if (node) yield [name, node];
    }
  }

  *values(): MapIterator<Node> {
    for (const [, node] of this.entries()) yield node;
  }

  [Symbol.iterator](): MapIterator<[string, Node]> {
    return this.entries();
  }

  forEach(visit: (node: Node, name: string, map: ReadonlyMap<string, Node>) => void): void {
    for (const [name, node] of this.entries()) visit(node, name, this);
  }
}
