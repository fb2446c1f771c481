import { type FormulaLayout, type FormulaPiece, flattenBox } from './box.ts';
import type { Advance, WalkState } from './css.ts';
import { rootFace } from './font-face.ts';
import type { Katex, KatexNode } from './katex-tree.ts';
import { walkRow } from './walk.ts';

export type FormulaStyle = 'inline' | 'display';

/** Lays out LaTeX; the same arguments give the same (shared, frozen) object. */
export type FormulaSetter = (latex: string, style: FormulaStyle) => FormulaLayout;

function findHtml(node: KatexNode): KatexNode {
  if (node.classes?.includes('katex-html') === true) return node;
  for (const child of node.children ?? []) {
    if (child.classes?.some((name) => name.startsWith('katex')) === true) return findHtml(child);
  }
  throw new Error('KaTeX returned no katex-html node');
}

// A closing bracket with an exponent keeps the class of its base.
function closes(classes: readonly string[] | undefined): boolean {
  return classes?.[0] === 'mclose';
}

function pieceOf(base: KatexNode, state: WalkState, nesting: number): FormulaPiece {
  if (base.classes?.includes('katex-base') !== true)
    throw new Error(`"${base.classes?.join(' ')}" at the outer level of a formula`);
  const children = base.children ?? [];
  const box = walkRow(children, state, undefined);
  let trailing = 0;
  let last = children.length - 1;
  while (last > 0 && children[last]?.classes?.includes('mspace') === true) {
    const glue = children[last];
    trailing += glue === undefined ? 0 : walkRow([glue], state, undefined).width;
    last -= 1;
  }
  const end = children[last]?.classes ?? [];
  return {
    width: box.width,
    trailing,
    height: base.height ?? 0,
    depth: base.depth ?? 0,
    nesting: children.reduce(
      (level, { classes }) => level + (classes?.[0] === 'mopen' ? 1 : closes(classes) ? -1 : 0),
      nesting,
    ),
    breakAfter: end.includes('mrel') ? 'relation' : end.includes('mbin') ? 'binary' : 'none',
    items: flattenBox(box),
  };
}

/**
 * A setter with a memo. Its memory is bounded: personal papers have new
 * numbers on every page, so old entries are dropped in order of arrival.
 */
export function formulaSetter(katex: Katex, advance: Advance, limit = 1500): FormulaSetter {
  const memo = new Map<string, FormulaLayout>();
  return (latex, style) => {
    const key = `${style}\n${latex}`;
    const before = memo.get(key);
    if (before !== undefined) return before;
    const displayMode = style === 'display';
    const tree = katex.__renderToHTMLTree(latex, { displayMode, throwOnError: true, strict: 'ignore' });
    const state: WalkState = { face: rootFace, scale: 1, align: displayMode ? 'center' : 'left', advance };
    const pieces: FormulaPiece[] = [];
    for (const base of findHtml(tree).children ?? []) pieces.push(pieceOf(base, state, pieces.at(-1)?.nesting ?? 0));
    const layout: FormulaLayout = {
      width: pieces.reduce((sum, piece) => sum + piece.width, 0),
      height: Math.max(0, ...pieces.map((piece) => piece.height)),
      depth: Math.max(0, ...pieces.map((piece) => piece.depth)),
      pieces,
    };
    if (memo.size >= limit) {
      const [oldest] = memo.keys();
      if (oldest !== undefined) memo.delete(oldest);
    }
    memo.set(key, layout);
    return layout;
  };
}
