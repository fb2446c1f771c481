import { type Box, blankBox, emptyBox, type Part, shiftBox } from './box.ts';
import { applyClasses, em, type WalkState } from './css.ts';
import { fontOf } from './font-face.ts';
import type { KatexNode } from './katex-tree.ts';
import { stretchyViews, svgBox } from './stretch.ts';

function symbolBox(text: string, italic: number, state: WalkState): Box {
  // A zero-width space only holds a table cell open in the browser.
  if (text === '\u200b') return emptyBox;
  const font = fontOf(state.face);
  let width = 0;
  for (const character of text) {
    const advance = state.advance(font, character.codePointAt(0) ?? 0);
    if (advance === undefined) throw new Error(`KaTeX_${font} has no glyph for "${character}"`);
    width += advance;
  }
  const blank = /^[\s\u00a0]*$/.test(text);
  return {
    width: (width + Math.max(0, italic)) * state.scale,
    fills: false,
    parts: blank ? [] : [{ kind: 'item', item: { kind: 'glyphs', font, size: state.scale, x: 0, y: 0, text } }],
  };
}

function rectBox(x: number, y: number, width: number, height: number): readonly Part[] {
  return [{ kind: 'item', item: { kind: 'rect', x, y, width, height } }];
}

/** Margins, padding and relative shifts around a content box. */
function decorate(node: KatexNode, content: Box, scale: number): Box {
  const style = node.style;
  if (style === undefined) return content;
  let box = content;
  const shiftX = em(style.left) + em(style.paddingLeft);
  const shiftY = em(style.top);
  if (shiftX !== 0 || shiftY !== 0) box = shiftBox(box, shiftX * scale, shiftY * scale);
  const before = em(style.marginLeft) * scale;
  const after = (em(style.marginRight) + em(style.paddingLeft)) * scale;
  if (before !== 0) box = shiftBox(box, before, 0);
  const width = box.width + before + after;
  return { width, fills: box.fills, parts: style.color === 'transparent' ? [] : box.parts };
}

function isBare(node: KatexNode): boolean {
  return (
    node.text !== undefined &&
    (node.classes?.length ?? 0) === 0 &&
    (node.italic ?? 0) === 0 &&
    Object.keys(node.style ?? {}).length === 0
  );
}

/** The letters of an operator name come one by one, without a span: one text, as in the browser. */
function joinBare(nodes: readonly KatexNode[]): readonly KatexNode[] {
  if (!nodes.some((node, index) => isBare(node) && index > 0)) return nodes;
  const out: KatexNode[] = [];
  for (const node of nodes) {
    const last = out.at(-1);
    if (last !== undefined && isBare(last) && isBare(node))
      out[out.length - 1] = { ...node, text: `${last.text}${node.text}`, toMarkup: node.toMarkup };
    else out.push(node);
  }
  return out;
}

/** Boxes side by side on one baseline. */
export function walkRow(nodes: readonly KatexNode[], state: WalkState, room: number | undefined): Box {
  const parts: Part[] = [];
  let width = 0;
  let fills = false;
  for (const child of joinBare(nodes)) {
    const box = walkNode(child, state, room);
    if (box.parts.length > 0) parts.push({ kind: 'box', x: width, y: 0, box });
    width += box.width;
    fills ||= box.fills;
  }
  return { width, fills, parts };
}

/**
 * A stack. In KaTeX's vlist the baseline of each child is its `top` plus the
 * height of its strut, so no line model of CSS is needed. Children that take
 * the full width are laid out again once the widest child is known.
 */
function vlistBox(node: KatexNode, state: WalkState): Box {
  const wraps = node.children?.[0]?.children?.[0]?.children ?? [];
  const { scale } = state;
  const rows = wraps.map((wrap) => {
    const inner = applyClasses(wrap, state);
    const [strut, ...content] = wrap.children ?? [];
    const style = wrap.style ?? {};
    // Wide accents: "calc(100% - 0.1em)", narrower than the stack by the skew.
    const less = style.width === undefined ? 0 : em(/^calc\(100% - (.*)\)$/.exec(style.width)?.[1]) * scale;
    const left = em(style.marginLeft) * scale;
    const right = em(style.marginRight) * scale + (less > 0 ? less - left : 0);
    const y = (em(style.top) + em(strut?.style?.height)) * scale;
    return { inner, content, left, right, y, box: walkRow(content, inner, undefined) };
  });
  const width = Math.max(0, ...rows.map((row) => row.left + row.box.width + row.right));
  const parts = rows.map((row): Part => {
    const room = width - row.left - row.right;
    const box = row.box.fills ? walkRow(row.content, row.inner, room) : row.box;
    const slack = Math.max(0, room - box.width);
    const share = row.inner.align === 'left' ? 0 : row.inner.align === 'center' ? 0.5 : 1;
    return { kind: 'box', x: row.left + share * slack, y: row.y, box };
  });
  return { width, fills: false, parts };
}

function isSvgHolder(node: KatexNode): boolean {
  return (
    node.children?.length === 1 && node.children[0]?.attributes !== undefined && node.children[0].classes === undefined
  );
}

function svgHolderBox(node: KatexNode, scale: number, room: number | undefined): Box {
  const svg = node.children?.[0];
  if (svg === undefined) return emptyBox;
  const style = node.style ?? {};
  const height = em(style.height) * scale;
  const own = svg.attributes?.style;
  // \vec has a picture of fixed width in a box of that width.
  if (own !== undefined) {
    const width = em(/^width:(.*)$/.exec(own)?.[1]) * scale;
    return { ...svgBox(svg, { left: 0, width, height }), width: em(style.width) * scale };
  }
  if (style.width !== undefined) {
    const width = em(style.width) * scale;
    return { ...svgBox(svg, { left: 0, width, height }), width };
  }
  const natural = em(style.minWidth) * scale;
  const width = Math.max(room ?? 0, natural);
  return room === undefined
    ? { width: natural, fills: true, parts: [] }
    : { ...svgBox(svg, { left: 0, width, height }), width, fills: true };
}

function stretchyBox(node: KatexNode, scale: number, room: number | undefined): Box {
  const style = node.style ?? {};
  const natural = em(style.minWidth) * scale;
  if (room === undefined) return { width: natural, fills: true, parts: [] };
  const width = Math.max(room, natural);
  if (node.classes?.includes('fbox') === true) {
    const line = em(style.borderWidth) * scale;
    const height = em(style.height) * scale;
    const parts = [
      ...rectBox(0, -height, width, line),
      ...rectBox(0, -line, width, line),
      ...rectBox(0, -height, line, height),
      ...rectBox(width - line, -height, line, height),
    ];
    return { width, fills: true, parts };
  }
  const parts = (node.children ?? []).map((child): Part => {
    const place = stretchyViews[child.classes?.[0] ?? ''];
    const svg = child.children?.[0];
    if (place === undefined || svg === undefined)
      throw new Error(`stretchy part "${child.classes?.join(' ')}" is not known`);
    return { kind: 'box', x: 0, y: 0, box: svgBox(svg, { ...place(width), height: em(child.style?.height) * scale }) };
  });
  return { width, fills: true, parts };
}

function contentBox(node: KatexNode, state: WalkState, room: number | undefined): Box {
  const classes = node.classes ?? [];
  const has = (name: string): boolean => classes.includes(name);
  const style = node.style ?? {};
  const { scale } = state;
  if (node.text !== undefined) return symbolBox(node.text, node.italic ?? 0, state);
  if (has('vlist-t')) return vlistBox(node, state);
  if (has('nulldelimiter')) return blankBox(0.12 * scale);
  if (has('arraycolsep')) return blankBox(em(style.width) * scale);
  if (has('frac-line') || has('overline-line') || has('underline-line') || has('katex-hline')) {
    const line = em(style.borderBottomWidth) * scale;
    return { width: room ?? 0, fills: true, parts: room === undefined ? [] : rectBox(0, -line, room, line) };
  }
  if (has('katex-rule')) {
    const width = em(style.borderRightWidth) * scale;
    const height = em(style.borderTopWidth) * scale;
    return {
      width,
      fills: false,
      parts: height * width === 0 ? [] : rectBox(0, -height - em(style.bottom) * scale, width, height),
    };
  }
  if (has('vertical-separator')) {
    const width = em(style.borderRightWidth) * scale;
    const height = em(style.height) * scale;
    // Its margins of minus half the rule on both sides make it take no room.
    return {
      width: 0,
      fills: false,
      parts: rectBox(-width / 2, -em(style.verticalAlign) * scale - height, width, height),
    };
  }
  if (isSvgHolder(node)) return svgHolderBox(node, scale, room);
  if (has('katex-stretchy')) return stretchyBox(node, scale, room);
  const inner = walkRow(node.children ?? [], state, room);
  if (has('rlap') || has('katex-thinbox') || has('katex-vbox')) return { ...inner, width: 0 };
  if (has('llap')) return { ...shiftBox(inner, -inner.width, 0), width: 0 };
  if (has('clap')) return { ...shiftBox(inner, -inner.width / 2, 0), width: 0 };
  if (has('accent-body') && !has('accent-full')) return { ...inner, width: 0 };
  if (has('x-arrow-pad')) return { ...shiftBox(inner, 0.5 * scale, 0), width: inner.width + scale };
  if (has('boxpad')) return { ...shiftBox(inner, 0.3 * scale, 0), width: inner.width + 0.6 * scale };
  // The root's index: 5 mu in front, 10 mu back (TeX's \r@@t).
  if (has('katex-root')) return { ...shiftBox(inner, (5 / 18) * scale, 0), width: inner.width - (5 / 18) * scale };
  return inner;
}

/** One node of KaTeX's tree as a box. @throws on a class, style or glyph that it does not know */
function walkNode(node: KatexNode, state: WalkState, room: number | undefined): Box {
  if (node.classes?.includes('katex-strut') === true || node.classes?.includes('pstrut') === true) return emptyBox;
  const inner = applyClasses(node, state);
  const box = contentBox(node, inner, room);
  return node.classes?.includes('vertical-separator') === true ? box : decorate(node, box, inner.scale);
}
