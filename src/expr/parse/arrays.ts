/** Literal arrays: rows of numbers, stacked rows and blocks, and slices of tensors. */
import { int, type Node } from '../../ir/node.ts';
import { apply } from '../../ir/op.ts';
import { concrete, entryCount, isScalar, showShape } from '../../ir/shape.ts';
import { entry } from '../../ops/entry.ts';
import { gridOp } from '../../ops/structure.ts';
import { LIMITS, refuse, type Span } from './scope.ts';

/** The literal with these entries. Arrays as entries are stacked as blocks, or as slices when they lie deeper. */
export function literal(rows: readonly (readonly Node[])[], nested: boolean, span: Span): Node {
  const width = rows[0]?.length ?? 0;
  const ragged = rows.find((r) => r.length !== width);
  if (ragged)
    refuse(
      'shape',
      span,
      `the rows of this array have ${width} and ${ragged.length} entries`,
      'give every row as many entries',
    );
  const all = rows.flat();
  if (all.every((n) => isScalar(n.shape))) return scalars(all, rows.length, width, span);
  if (nested && rows.length === 1) return slices(all, span);
  return blocks(rows, span);
}

function scalars(entries: readonly Node[], rows: number, cols: number, span: Span): Node {
  limit(entries.length, span);
  return rows * cols === 1 ? (entries[0] as Node) : apply(gridOp, entries, `${rows}x${cols}`);
}

function limit(count: number, span: Span): void {
  if (count > LIMITS.entries) refuse('limit', span, 'an array may have at most 10,000 entries');
}

function sizesOf(n: Node, span: Span): readonly number[] {
  const s = concrete(n.shape);
  if (s === null)
    refuse(
      'size-unknown',
      span,
      `a ${showShape(n.shape)} array of unknown size cannot stand inside another`,
      'use it where its size is a number',
    );
  return s;
}

/** [[1, 2], [3, 4]]: rows as entries make a matrix; matrices as entries make a tensor. */
function slices(parts: readonly Node[], span: Span): Node {
  const first = sizesOf(parts[0] as Node, span);
  for (const p of parts) {
    const s = sizesOf(p, span);
    if (s.join() !== first.join()) {
      refuse(
        'shape',
        span,
        `the rows of this array have different sizes: ${showShape(first)} and ${showShape(s)}`,
        'give every row as many entries',
      );
    }
  }
  const row = first.length === 2 && first[0] === 1;
  const shape = row
    ? [parts.length, first[1] as number]
    : first.length === 0
      ? [parts.length]
      : [parts.length, ...first];
  limit(entryCount(shape), span);
  const entries = parts.flatMap((p) => entriesOf(p, sizesOf(p, span)));
  return apply(gridOp, entries, shape.join('x'));
}

/** Blocks side by side in a row, rows under one another. */
function blocks(rows: readonly (readonly Node[])[], span: Span): Node {
  const lines: Node[][] = [];
  let total: number | null = null;
  for (const row of rows) {
    const sizes = row.map((n) =>
      isScalar(n.shape) ? [1, 1] : n.shape.length === 1 ? [n.shape[0] as number, 1] : sizesOf(n, span),
    );
    const height = sizes[0]?.[0] ?? 0;
    if (sizes.some((s) => s.length !== 2 || s[0] !== height))
      refuse('shape', span, 'the blocks of a row have different heights');
    const width = sizes.reduce((w, s) => w + (s[1] ?? 0), 0);
    if (total !== null && width !== total)
      refuse(
        'shape',
        span,
        `the rows of this array have ${total} and ${width} columns`,
        'give every row as many entries',
      );
    total = width;
    for (let i = 1; i <= height; i += 1) {
      lines.push(
        row.flatMap((n, b) =>
          Array.from({ length: sizes[b]?.[1] ?? 1 }, (_, j) => (isScalar(n.shape) ? n : entryAt(n, [i, j + 1]))),
        ),
      );
    }
  }
  const width = total ?? 0;
  limit(lines.length * width, span);
  return apply(gridOp, lines.flat(), `${lines.length}x${width}`);
}

const entryAt = (n: Node, at: readonly number[]): Node =>
  entry(n, (n.shape.length === 1 ? at.slice(0, 1) : at).map(int));

function entriesOf(n: Node, shape: readonly number[]): readonly Node[] {
  if (n.kind === 'apply' && n.op === gridOp) return n.args;
  const count = entryCount(shape);
  return Array.from({ length: count }, (_, e) => {
    const at: number[] = [];
    let rest = e;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const size = shape[axis] as number;
      at.unshift((rest % size) + 1);
      rest = Math.floor(rest / size);
    }
    return entryAt(n, at);
  });
}
