/**
 * Reads and writes the answers of the page's boxes. A value is exactly what a
 * submission holds for its field; `undefined` where nothing was filled in.
 */
export type Value =
  | string
  | readonly string[]
  | readonly (readonly string[])[]
  | Readonly<Record<string, unknown>>
  | readonly Readonly<Record<string, string>>[];

export type Field = {
  readonly root: HTMLElement;
  readonly item: string;
  readonly field: string;
  readonly kind: string;
};

export function fieldsOf(page: ParentNode): readonly Field[] {
  return [...page.querySelectorAll<HTMLElement>('.answer')].map((root) => ({
    root,
    item: root.dataset.item ?? '',
    field: root.dataset.field ?? '',
    kind: root.dataset.kind ?? '',
  }));
}

function inputs(root: ParentNode, selector: string): readonly HTMLInputElement[] {
  return [...root.querySelectorAll<HTMLInputElement>(selector)];
}

function textOf(root: ParentNode): HTMLInputElement | HTMLTextAreaElement | null {
  return root.querySelector<HTMLInputElement | HTMLTextAreaElement>('[data-role=text]');
}

function readTrace(root: HTMLElement): Value | undefined {
  const nodes: Record<string, Record<string, string | string[]>> = {};
  for (const input of inputs(root, '[data-node]')) {
    const { node = '', cell = '', use } = input.dataset;
    const value = input.value.trim();
    if (value === '') continue;
    nodes[node] ??= {};
    const cells = nodes[node];
    if (use === undefined) cells[cell] = value;
    else {
      const list = cells[cell];
      const uses = Array.isArray(list) ? list : [];
      // A box left empty in between keeps its place.
      while (uses.length < Number(use)) uses.push('');
      uses.push(value);
      cells[cell] = uses;
    }
  }
  return Object.keys(nodes).length > 0 ? nodes : undefined;
}

function readCases(root: HTMLElement): Value | undefined {
  const rows = [...root.querySelectorAll<HTMLElement>('tbody tr')].flatMap((row) => {
    const value = row.querySelector<HTMLInputElement>('[data-role=value]')?.value.trim() ?? '';
    const typed = row.querySelector<HTMLInputElement>('[data-role=when]')?.value.trim();
    const when = row.dataset.when ?? typed ?? '';
    return value === '' && (typed ?? '') === '' ? [] : [{ when, value }];
  });
  return rows.length > 0 ? rows : undefined;
}

/** The answer in a field's boxes. */
export function readField({ root, kind }: Field): Value | undefined {
  switch (kind) {
    case 'trace':
      return readTrace(root);
    case 'cases':
      return readCases(root);
    case 'derivation': {
      const lines = inputs(root, '[data-role=line]')
        .map((input) => input.value.trim())
        .filter((line) => line !== '');
      return lines.length > 0 ? lines : undefined;
    }
    case 'choice': {
      const picked = inputs(root, 'input:checked').map((input) => input.value);
      if (picked.length === 0) return undefined;
      return root.querySelector('input[type=radio]') === null ? picked : picked[0];
    }
    case 'matrix':
      return readMatrix(root);
    case 'find-error':
      return root.querySelector<HTMLInputElement>('input:checked')?.value;
    case 'ordering': {
      const placed = inputs(root, '[data-id]').filter((input) => input.value.trim() !== '');
      // Equal places keep the order of the page.
      const order = [...placed]
        .sort((a, b) => Number(a.value) - Number(b.value))
        .map((input) => input.dataset.id ?? '');
      return order.length > 0 ? order : undefined;
    }
    default: {
      const value = textOf(root)?.value.trim() ?? '';
      return value === '' ? undefined : value;
    }
  }
}

/** Every entry has something in it: only then is the grid a formula. */
const isFull = (rows: readonly (readonly string[])[]): boolean =>
  rows.every((row) => row.every((entry) => entry !== ''));

/** A grid with entries left empty is handed in as lists, so that the others count. */
function readMatrix(root: HTMLElement): Value | undefined {
  const text = textOf(root)?.value.trim() ?? '';
  if (text === '') return undefined;
  const rows = [...root.querySelectorAll('.grid tr')].map((row) =>
    inputs(row, 'input').map((input) => input.value.trim()),
  );
  return rows.length === 0 || isFull(rows) ? text : rows;
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(asText).join(', ')}]`;
  return '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** Fills a field's boxes; `undefined` empties them. Takes what a submission may hold, hand-written ones too. */
export function writeField({ root, kind }: Field, value: unknown): void {
  switch (kind) {
    case 'trace': {
      const nodes = isRecord(value) ? value : {};
      for (const input of inputs(root, '[data-node]')) {
        const { node = '', cell = '', use } = input.dataset;
        const cells = nodes[node];
        const content = isRecord(cells) ? cells[cell] : undefined;
        input.value = asText(use === undefined ? content : listOf(content)[Number(use)]);
      }
      break;
    }
    case 'cases': {
      const rows = [...root.querySelectorAll<HTMLElement>('tbody tr')];
      const entries = listOf(value).filter(isRecord);
      rows.forEach((row, index) => {
        const given = row.dataset.when;
        const entry =
          given === undefined
            ? entries[index]
            : entries.find((candidate) => asText(candidate.when).replaceAll(' ', '') === given.replaceAll(' ', ''));
        for (const role of ['when', 'value']) {
          const input = row.querySelector<HTMLInputElement>(`[data-role=${role}]`);
          if (input !== null) input.value = asText(entry?.[role]);
        }
      });
      break;
    }
    case 'derivation': {
      const lines = listOf(value).map(asText);
      while (inputs(root, '[data-role=line]').length < lines.length) addLine(root);
      inputs(root, '[data-role=line]').forEach((input, index) => {
        input.value = lines[index] ?? '';
      });
      break;
    }
    case 'choice':
    case 'find-error': {
      const picked = listOf(value).map(asText);
      for (const input of inputs(root, 'input[type=radio], input[type=checkbox]'))
        input.checked = picked.includes(input.value);
      break;
    }
    case 'ordering': {
      const order = listOf(value).map(asText);
      for (const input of inputs(root, '[data-id]')) {
        const place = order.indexOf(input.dataset.id ?? '');
        input.value = place < 0 ? '' : String(place + 1);
      }
      break;
    }
    default: {
      const input = textOf(root);
      if (input !== null) input.value = asText(value);
    }
  }
}

/** One more line in a derivation. */
export function addLine(root: HTMLElement, label = '{n}'): HTMLInputElement | undefined {
  const list = root.querySelector('.lines');
  const last = list?.lastElementChild;
  if (list === null || last === null || last === undefined) return undefined;
  const item = document.createElement('li');
  const input = document.createElement('input');
  input.type = 'text';
  input.size = 50;
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.dataset.role = 'line';
  input.setAttribute(
    'aria-label',
    `${root.dataset.name ?? ''}, ${label.replace('{n}', String(list.children.length + 1))}`,
  );
  item.append(input);
  list.append(item);
  return input;
}
