/**
 * The end of a piece of mathematics `$…$` or `$$…$$` that begins at `start`, or `start` when the dollar there is only
 * a dollar: mathematics begins and ends beside a character that is no space, on one line.
 */
export function skipMath(text: string, start: number): number {
  if (text[start - 1] === '\\') return start;
  const mark = text.startsWith('$$', start) ? '$$' : '$';
  const open = start + mark.length;
  let close = text.indexOf(mark, open);
  while (close >= 0 && text[close - 1] === '\\') close = text.indexOf(mark, close + 1);
  const inside = close < 0 ? '' : text.slice(open, close);
  const isMath = inside !== '' && !inside.includes('\n') && (mark === '$$' || !/^\s|\s$/.test(inside));
  return isMath ? close + mark.length : start;
}

/** The index after the closing quote of the quoted text that begins at `start`, or undefined when none closes it. */
export function skipQuoted(text: string, start: number): number | undefined {
  const mark = text[start];
  for (let i = start + 1; i < text.length; i += 1) {
    if (text[i] === '\\' && mark === '"') i += 1;
    else if (text[i] === mark) {
      if (mark !== "'" || text[i + 1] !== "'") return i + 1;
      i += 1;
    }
  }
  return undefined;
}

/** Whether the quote at `index` opens a quoted text: after a bracket, comma or colon, not as the prime of `x'`. */
function opensQuoted(text: string, index: number): boolean {
  return /[[{,:]\s*$/.test(text.slice(Math.max(0, index - 20), index));
}

/**
 * Follows brackets through a formula or text; mathematics in dollars counts as one piece. Half-open intervals `[0, 1)`
 * close like others.
 */
export class BracketStack {
  readonly #open: string[] = [];

  get depth(): number {
    return this.#open.length;
  }

  /** Takes the next character; false when it closes a bracket that is not open here. */
  take(character: string): boolean {
    if ('([{'.includes(character)) {
      this.#open.push(character);
      return true;
    }
    if (!')]}'.includes(character)) return true;
    const opener = this.#open.at(-1);
    if (opener === undefined || (opener === '{') !== (character === '}')) return false;
    this.#open.pop();
    return true;
  }
}

/** A bracketed piece: where it ends (behind its bracket) and whether a `;` stands in it, outside inner brackets. */
export interface Bracketed {
  readonly end: number;
  readonly hasRows: boolean;
}

/** The piece whose bracket stands at `start`, up to `limit`, or undefined when nothing closes it there. */
export function matchBracket(text: string, start: number, limit: number): Bracketed | undefined {
  const stack = new BracketStack();
  let hasRows = false;
  for (let i = start; i < limit; i += 1) {
    const character = text[i] ?? '';
    if (character === '$') i = Math.max(i, skipMath(text, i) - 1);
    else if ((character === '"' || character === "'") && opensQuoted(text, i)) i = (skipQuoted(text, i) ?? i + 1) - 1;
    else if (character === ';' && stack.depth === 1) hasRows = true;
    else if (!stack.take(character)) return undefined;
    else if (stack.depth === 0) return { end: i + 1, hasRows };
  }
  return undefined;
}
