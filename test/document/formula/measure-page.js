export function measurePage(size) {
  const context = document.createElement('canvas').getContext('2d');
  const ascents = /* @__PURE__ */ new Map();
  const ascentOf = (style) => {
    const font = `${style.fontStyle} ${style.fontWeight} 1000px ${style.fontFamily}`;
    let ascent = ascents.get(font);
    if (ascent === void 0 && context !== null) {
      context.font = font;
      ascent = context.measureText('x').fontBoundingBoxAscent / 1e3;
      ascents.set(font, ascent);
    }
    return ascent ?? Number.NaN;
  };
  return [...document.querySelectorAll('.f')].map((holder) => {
    const origin = holder.querySelector('i')?.getBoundingClientRect();
    const html = holder.querySelector('.katex-html');
    if (origin === void 0 || html === null) throw new Error('no formula here');
    const ox = origin.left;
    const oy = origin.bottom;
    const marks = [];
    const box = (kind, left, top, width2, height) => {
      marks.push({ kind, text: '', at: [(left - ox) / size, (top - oy) / size, width2 / size, height / size] });
    };
    const visit = (node) => {
      if (node instanceof Text) {
        const text = node.data;
        if (/^[\s\u00a0\u200b]*$/.test(text) || node.parentElement === null) return;
        const style = getComputedStyle(node.parentElement);
        if (style.color === 'rgba(0, 0, 0, 0)') return;
        const range = document.createRange();
        range.selectNodeContents(node);
        const rect2 = range.getBoundingClientRect();
        const fontSize = Number.parseFloat(style.fontSize);
        const baseline = rect2.top + Math.round(ascentOf(style) * fontSize);
        marks.push({ kind: 'glyphs', text, at: [(rect2.left - ox) / size, (baseline - oy) / size] });
        return;
      }
      if (!(node instanceof Element)) return;
      const names = node.classList;
      const rect = node.getBoundingClientRect();
      if (
        names.contains('frac-line') ||
        names.contains('overline-line') ||
        names.contains('underline-line') ||
        names.contains('katex-hline')
      ) {
        const line = Number.parseFloat(getComputedStyle(node).borderBottomWidth);
        box('rect', rect.left, rect.bottom - line, rect.width, line);
      } else if (names.contains('vertical-separator')) {
        const line = Number.parseFloat(getComputedStyle(node).borderRightWidth);
        box('rect', rect.right - line, rect.top, line, rect.height);
      } else if (names.contains('katex-rule')) {
        const style = getComputedStyle(node);
        const width2 = Number.parseFloat(style.borderRightWidth);
        const height = Number.parseFloat(style.borderTopWidth);
        if (width2 > 0 && height > 0) box('rect', rect.left, rect.top, width2, height);
      } else if (names.contains('fbox')) {
        const line = Number.parseFloat(getComputedStyle(node).borderTopWidth);
        box('rect', rect.left, rect.top, rect.width, line);
        box('rect', rect.left, rect.bottom - line, rect.width, line);
        box('rect', rect.left, rect.top, line, rect.height);
        box('rect', rect.right - line, rect.top, line, rect.height);
      }
      if (node instanceof SVGPathElement && node.ownerSVGElement !== null) {
        const view = node.ownerSVGElement.getBoundingClientRect();
        const left = Math.max(rect.left, view.left);
        const right = Math.min(rect.right, view.right);
        box('path', left, rect.top, right - left, rect.height);
        return;
      }
      for (const child of node.childNodes) visit(child);
    };
    visit(html);
    const bases = [...html.querySelectorAll(':scope > .katex-base')];
    const width = bases.reduce((sum, base) => sum + base.getBoundingClientRect().width, 0) / size;
    return { width, marks };
  });
}
