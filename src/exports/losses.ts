/** Gathering losses: the same loss in many variants is one line with a count. */
import type { Loss, LossKind } from './contract.ts';

export interface LossNote {
  readonly what: LossKind;
  readonly detail: string;
  readonly instead: string;
}

export class LossLog {
  readonly #lines = new Map<string, { loss: Omit<Loss, 'variants'>; readonly variants: Set<string> }>();

  add(item: string, field: string, variant: string, note: LossNote): void {
    const key = JSON.stringify([item, field, note.what, note.detail, note.instead]);
    const line = this.#lines.get(key);
    if (line === undefined) this.#lines.set(key, { loss: { item, field, ...note }, variants: new Set([variant]) });
    else line.variants.add(variant);
  }

  /** In the order in which they were first met. */
  all(): readonly Loss[] {
    return [...this.#lines.values()].map(({ loss, variants }) => ({ ...loss, variants: variants.size }));
  }
}
