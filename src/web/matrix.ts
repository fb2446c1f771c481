/** The grid of a matrix field: a view of its text, which alone is saved. */

/**
 * Splits at a separator outside of brackets. Where numbers have a decimal
 * comma, only a comma with a space after it separates: `1,5, 2` is two entries.
 */
function split(text: string, separator: ',' | ';', decimalComma: boolean): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    const separates =
      character === separator && (separator === ';' || !decimalComma || /\s/.test(text.charAt(index + 1)));
    if (depth === 0 && separates) {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  return [...parts, part.trim()];
}

/** Entries of `[[1, 2], [3, 4]]`, `[1, 2; 3, 4]` or `[1, 2]`; undefined where the text is no such list. */
function parseMatrix(text: string, decimalComma: boolean): readonly (readonly string[])[] | undefined {
  const inner = /^\[(.*)\]$/s.exec(text.trim())?.[1];
  if (inner === undefined) return undefined;
  const rows = split(inner, ';', decimalComma);
  if (rows.length > 1) return rows.map((row) => split(row, ',', decimalComma));
  const entries = split(inner, ',', decimalComma);
  if (!entries.every((entry) => /^\[.*\]$/s.test(entry))) return [entries];
  return entries.map((entry) => split(entry.slice(1, -1), ',', decimalComma));
}

/** `[[1, 2], [3, 4]]`; empty where every entry is. */
function printMatrix(entries: readonly (readonly string[])[]): string {
  if (entries.every((row) => row.every((entry) => entry.trim() === ''))) return '';
  return `[${entries.map((row) => `[${row.map((entry) => entry.trim()).join(', ')}]`).join(', ')}]`;
}

function sizeOf(input: HTMLInputElement | null): number {
  const value = Math.trunc(Number(input?.value ?? ''));
  return Number.isFinite(value) ? Math.min(12, Math.max(0, value)) : 0;
}

/** Wires a matrix field: shape boxes, grid and text follow each other. `onGridInput` runs after the grid changed the text. */
export function wireMatrix(
  root: HTMLElement,
  entryLabel: string,
  onGridInput: () => void,
): { readonly refresh: () => void } {
  const decimalComma = document.documentElement.lang.startsWith('de');
  const rows = root.querySelector<HTMLInputElement>('[data-role=rows]');
  const columns = root.querySelector<HTMLInputElement>('[data-role=columns]');
  const grid = root.querySelector<HTMLElement>('[data-role=grid]');
  const text = root.querySelector<HTMLInputElement>('[data-role=text]');
  root.querySelector('.shape-input')?.removeAttribute('hidden');
  const entries = (): string[][] =>
    [...(grid?.querySelectorAll('tr') ?? [])].map((row) =>
      [...row.querySelectorAll('input')].map((input) => input.value),
    );
  const draw = (values: readonly (readonly string[])[]): void => {
    if (grid === null) return;
    grid.replaceChildren();
    const height = sizeOf(rows);
    const width = sizeOf(columns);
    if (height === 0 || width === 0) return;
    const table = document.createElement('table');
    table.setAttribute('role', 'presentation');
    for (let r = 0; r < height; r += 1) {
      const row = table.insertRow();
      for (let c = 0; c < width; c += 1) {
        const input = document.createElement('input');
        input.type = 'text';
        input.autocomplete = 'off';
        input.spellcheck = false;
        input.value = values[r]?.[c] ?? '';
        input.setAttribute(
          'aria-label',
          `${root.dataset.name ?? ''}, ${entryLabel.replace('{row}', String(r + 1)).replace('{column}', String(c + 1))}`,
        );
        row.insertCell().append(input);
      }
    }
    grid.append(table);
  };
  const toText = (): void => {
    if (text !== null) text.value = printMatrix(entries());
    onGridInput();
  };
  const refresh = (): void => {
    const values = parseMatrix(text?.value ?? '', decimalComma);
    if (values !== undefined) {
      if (rows !== null) rows.value = String(values.length);
      if (columns !== null) columns.value = String(Math.max(...values.map((row) => row.length)));
    }
    draw(values ?? []);
  };
  for (const input of [rows, columns])
    input?.addEventListener('input', () => {
      draw(entries());
      if (entries().some((row) => row.some((entry) => entry !== ''))) toText();
    });
  grid?.addEventListener('input', toText);
  text?.addEventListener('change', refresh);
  refresh();
  return { refresh };
}
