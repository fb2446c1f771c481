/** Arrays as students give them: text in brackets, or nested lists of texts; with the source text of each entry. */
import { failure, type Result, success } from '../base/result.ts';
import { entriesOf } from '../calculus/derive.ts';
import type { ParseFailure, Scope } from '../expr/parse/scope.ts';
import { printText } from '../expr/print/text.ts';
import type { Node } from '../ir/node.ts';
import { apply } from '../ir/op.ts';
import { concrete, entryCount, isScalar, type Shape, shapeOf } from '../ir/shape.ts';
import { isOp } from '../ops/collect.ts';
import { undefinedOp } from '../ops/constants.ts';
import { gridOp } from '../ops/structure.ts';
import type { RawAnswer } from './contract.ts';
import { asFormulaText, isBlank, isList, isText, refusalText } from './raw.ts';
import { readFormula, refused } from './read.ts';

export interface GridEntry {
  readonly node: Node;
  readonly source: string;
}

export interface Grid {
  readonly shape: Shape;
  /** Row-major; null where the box was left empty. */
  readonly entries: readonly (GridEntry | null)[];
  readonly readAs: string;
}

/** What was read: entries, a formula whose entries are not known one by one, or "does not exist". */
export type GridReading =
  | { readonly kind: 'grid'; readonly grid: Grid }
  | { readonly kind: 'whole'; readonly node: Node };

export interface GridRefusal {
  readonly code: string;
  readonly message: string;
}

type Read = Result<GridReading, GridRefusal>;

/** `literalOnly` refuses matrix functions and products: the box is no calculator. */
export function readGrid(raw: RawAnswer, scope: Scope, literalOnly: boolean): Read {
  if (isText(raw)) return fromText(rowsOnLines(raw), scope, literalOnly);
  const lists = isList(raw) ? shapeOfLists(raw) : null;
  if (lists === null) {
    const text = asFormulaText(raw);
    return text === null
      ? failure({ code: 'syntax', message: 'A vector or matrix is expected here, such as [[1, 2], [0, 3]].' })
      : fromText(text, scope, literalOnly);
  }
  return fromLists(lists.cells, lists.shape, scope, literalOnly);
}

/** Rows typed on lines of their own, with or without brackets, as one text; a formula that goes on stays a formula. */
function rowsOnLines(source: string): string {
  const lines = source.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  if (lines.length < 2) return source;
  if (lines.every((line) => /^\[[^[\]]*\][,;]?$/.test(line)))
    return `[${lines.map((line) => line.replace(/[,;]$/, '')).join(', ')}]`;
  let rows = 1;
  const joined = lines.reduce((text, line) => {
    const goesOn = /[[(,;*/^+-]$/.test(text) || /^[\]),;*/^+]/.test(line);
    rows += goesOn ? 0 : 1;
    return `${text}${goesOn ? ' ' : '; '}${line}`;
  });
  return rows === 1 || joined.startsWith('[') ? joined : `[${joined}]`;
}

function fromText(source: string, scope: Scope, literalOnly: boolean): Read {
  const read = readFormula(source, scope);
  if (!read.ok) return failure(refusal(source, read.error));
  const node = read.value;
  if (isOp(node, undefinedOp)) return success({ kind: 'whole', node });
  const shape = concrete(node.shape);
  if (literalOnly && calculates(node)) {
    const stop = refused(
      source,
      'syntax',
      'this box takes entries, and does not work out products and functions of matrices',
      'work it out and write the entries',
    );
    return failure(refusal(source, stop.ok ? { code: 'syntax', message: '', position: 0, length: 0 } : stop.error));
  }
  if (shape === null) return success({ kind: 'whole', node });
  const entries = entriesOf(node);
  const sources = splitEntries(source);
  const known = sources.length === entries.length;
  return success({
    kind: 'grid',
    grid: {
      shape: node.shape,
      entries: entries.map((e, k) => ({ node: e, source: known ? (sources[k] ?? '') : printText(e) })),
      readAs: printText(node),
    },
  });
}

function fromLists(cells: readonly string[], shape: readonly number[], scope: Scope, literalOnly: boolean): Read {
  const entries: (GridEntry | null)[] = [];
  for (const [k, source] of cells.entries()) {
    if (isBlank(source)) {
      entries.push(null);
      continue;
    }
    const read = readFormula(source, scope);
    const at = `Entry (${placeOf(shape, k).join(', ')})`;
    if (!read.ok) return failure({ code: read.error.code, message: `${at}: ${refusalText(source, read.error)}` });
    if (!isScalar(read.value.shape))
      return failure({ code: 'shape', message: `${at}: one number or formula is expected here, not an array.` });
    if (literalOnly && calculates(read.value))
      return failure({ code: 'syntax', message: `${at}: this box takes a number, and does not work out matrices.` });
    entries.push({ node: read.value, source });
  }
  const all = shapeOf(shape);
  const [only] = entries;
  const whole = entries.every((e) => e !== null)
    ? entries.length === 1 && only
      ? only.node
      : apply(
          gridOp,
          entries.flatMap((e) => (e === null ? [] : [e.node])),
          shape.join('x'),
        )
    : null;
  return success({
    kind: 'grid',
    grid: { shape: all, entries, readAs: whole === null ? cells.join(', ') : printText(whole) },
  });
}

const refusal = (source: string, f: ParseFailure): GridRefusal => ({ code: f.code, message: refusalText(source, f) });

/** Scaling, adding and laying out entries is writing; anything else that takes or makes arrays is calculating. */
const WRITING = new Set(['grid', 'tuple', 'mul', 'add', 'transpose', 'zeros', 'ones', 'eye', 'unit', 'diag']);

function calculates(root: Node): boolean {
  const seen = new Set<Node>();
  const visit = (n: Node): boolean => {
    if (n.kind !== 'apply' || seen.has(n)) return false;
    seen.add(n);
    // x[1] names a number, as x_1 does.
    if (isOp(n, 'index') && n.args[0]?.kind === 'sym') return false;
    const arrays = !isScalar(n.shape) || n.args.some((a) => !isScalar(a.shape));
    return (arrays && !WRITING.has(n.op.name)) || n.args.some(visit);
  };
  return visit(root);
}

/** Lists of texts of one size all through, as texts row-major; null when ragged or mixed (then it is read as text). */
function shapeOfLists(
  raw: readonly RawAnswer[],
): { readonly shape: readonly number[]; readonly cells: readonly string[] } | null {
  const visit = (
    list: readonly RawAnswer[],
  ): { readonly shape: readonly number[]; readonly cells: readonly string[] } | null => {
    if (list.length === 0) return null;
    if (list.every(isText)) return list.some((t) => /[[\];]/.test(t)) ? null : { shape: [list.length], cells: list };
    if (!list.every(isList)) return null;
    const parts = list.map(visit);
    const first = parts[0];
    if (first === null || first === undefined || parts.some((p) => p === null || p.shape.join() !== first.shape.join()))
      return null;
    return { shape: [list.length, ...first.shape], cells: parts.flatMap((p) => p?.cells ?? []) };
  };
  const found = visit(raw);
  if (found === null || entryCount(found.shape) > 10_000) return null;
  // A flat list is a row, as `[1, 2]` is.
  return found.shape.length === 1 ? { ...found, shape: [1, found.shape[0] ?? 1] } : found;
}

/** The entries' source texts of a bracketed literal; none when it is something else (`2*[1, 2]`). */
function splitEntries(source: string): readonly string[] {
  const text = source.trim();
  if (!/^[[(]/.test(text) || !/[\])]$/.test(text)) return /^[^[\](){};]*$/.test(text) ? [text] : [];
  const out: string[] = [];
  let inner = '';
  let round = 0;
  let square = 0;
  const tuple = text.startsWith('(');
  const end = (): void => {
    if (inner.trim() !== '') out.push(inner.trim());
    inner = '';
  };
  for (const [i, c] of [...text].entries()) {
    const outer = tuple && round === (c === ')' ? 1 : 0) && square === 0;
    if (c === '[' && round === (tuple ? 1 : 0)) square += 1;
    else if (c === ']' && round === (tuple ? 1 : 0)) {
      end();
      square -= 1;
    } else if (outer && (c === '(' || c === ')') && (i === 0 || c === ')')) {
      if (c === ')') end();
      round += c === '(' ? 1 : -1;
    } else if ((c === ',' || c === ';' || c === '\n') && round === (tuple ? 1 : 0)) {
      // A decimal comma has a digit on both sides and no space; a comma between entries then has one.
      end();
    } else {
      if (c === '(' || c === '{') round += 1;
      if (c === ')' || c === '}') round -= 1;
      inner += c;
    }
  }
  return out;
}

/** 1-based indices of row-major entry k. */
export function placeOf(shape: readonly number[], k: number): readonly number[] {
  const out: number[] = [];
  let rest = k;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const size = shape[axis] ?? 1;
    out.unshift((rest % size) + 1);
    rest = Math.floor(rest / size);
  }
  return out;
}
