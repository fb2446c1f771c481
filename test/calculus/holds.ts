/** Properties of expressions: a counterexample is shrunk and shown as text, not as a tree of objects. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { printText } from '../../src/expr/print/text.ts';
import type { Node } from '../../src/ir/node.ts';

/** Checks that `fault` finds nothing (null) in `runs` random expressions. The seed makes the run repeatable. */
export function holds(
  expressions: fc.Arbitrary<Node>,
  { runs, seed }: { readonly runs: number; readonly seed: number },
  fault: (f: Node) => string | null,
): void {
  const outcome = fc.check(
    fc.property(expressions, (f) => fault(f) === null),
    { numRuns: runs, seed },
  );
  const found = outcome.counterexample?.[0];
  const shown = found && `${printText(found)}: ${safely(() => fault(found))}`;
  expect(outcome.failed ? (shown ?? 'failed') : null).toBeNull();
}

function safely(run: () => string | null): string {
  try {
    return run() ?? 'holds on a second look';
  } catch (e) {
    return e instanceof Error ? (e.stack ?? e.message) : String(e);
  }
}
