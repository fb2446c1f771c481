/**
 * Conditions of the Matterhorn protocol 1.02 (PDF Association), with clauses of ISO 14289-1 where it has no number, that a machine can check on the objects and that apply
 * to papers and keys. The number of each condition stands before its sentence; what is not listed concerns content we
 * never write (XFA, JavaScript, video, encryption, optional content, links, notes, ruby) or needs a person.
 */
import { fieldName, type PdfObjects } from '../support/fill-pdf.ts';

type Value = string | number | boolean | null | readonly Value[] | { [key: string]: Value };
type Dictionary = { [key: string]: Value };

const isDictionary = (value: Value | undefined): value is Dictionary =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A structure element with its children in reading order. */
interface Element {
  readonly type: string;
  readonly dictionary: Dictionary;
  readonly children: readonly Element[];
  /** Marked content and annotations right below it. */
  readonly content: readonly Value[];
}

const STANDARD = new Set(
  'Document Sect Div H1 H2 H3 P Form Formula Figure Caption Code L LI Lbl LBody Table THead TBody TR TH TD'.split(' '),
);

/** What may stand where (ISO 32000-1, 14.8.4.3): conditions 09-004 to 09-008. */
const PARENTS: Readonly<Record<string, readonly string[]>> = {
  LI: ['L'],
  Lbl: ['LI'],
  LBody: ['LI'],
  THead: ['Table'],
  TBody: ['Table'],
  Caption: ['Table', 'Figure'],
  TR: ['Table', 'THead', 'TBody'],
  TH: ['TR'],
  TD: ['TR'],
};

class Reader {
  readonly objects: PdfObjects;
  constructor(objects: PdfObjects) {
    this.objects = objects;
  }

  at(value: Value | undefined): Dictionary | undefined {
    if (isDictionary(value)) return value;
    return typeof value === 'string' && / 0 R$/.test(value) ? this.objects[`obj:${value}`] : undefined;
  }

  dictionaries(value: Value | undefined): readonly Dictionary[] {
    const found: Dictionary[] = [];
    for (const one of this.list(value)) {
      const dictionary = this.at(one);
      if (dictionary !== undefined) found.push(dictionary);
    }
    return found;
  }

  list(value: Value | undefined): readonly Value[] {
    return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  }

  element(dictionary: Dictionary): Element {
    const kids = this.list(dictionary['/K']);
    const below = kids.flatMap((kid) => {
      const found = this.at(kid);
      return found?.['/S'] === undefined ? [] : [this.element(found)];
    });
    const content = kids.filter((kid) => this.at(kid)?.['/S'] === undefined);
    return { type: String(dictionary['/S']).slice(1), dictionary, children: below, content };
  }

  all(type: string): readonly Dictionary[] {
    return Object.values(this.objects).filter((object) => object['/Type'] === type);
  }
}

const flat = (element: Element): readonly Element[] => [element, ...element.children.flatMap(flat)];
const given = (value: Value | undefined): boolean =>
  typeof value === 'string' && value.replace(/^u:/, '').trim() !== '';

/** What does not hold, as `number: what`; empty for a file that keeps all conditions. */
export function brokenConditions(objects: PdfObjects, metadata: string): readonly string[] {
  const found: string[] = [];
  const must = (holds: boolean, condition: string): void => {
    if (!holds) found.push(condition);
  };
  const reader = new Reader(objects);
  const [catalog] = reader.all('/Catalog');
  if (catalog === undefined) return ['there is no catalog'];

  must(/pdfuaid:part(?:>|=")1/.test(metadata), '06-002: the metadata say that this is PDF/UA-1');
  must(/<dc:title>[\s\S]*\S[\s\S]*<\/dc:title>/.test(metadata), '06-003: the metadata hold a title');
  must(
    reader.at(catalog['/ViewerPreferences'])?.['/DisplayDocTitle'] === true,
    '07-001: the title is shown, not the file name',
  );
  must(given(catalog['/Lang']), '11-006: the document has a language');
  must(reader.at(catalog['/MarkInfo'])?.['/Marked'] === true, '7.1: the document says that it is tagged');

  const root = reader.at(catalog['/StructTreeRoot']);
  if (root === undefined) return [...found, '7.1: there is no structure'];
  const tops = reader.dictionaries(root['/K']);
  must(tops.length === 1 && tops[0]?.['/S'] === '/Document', '7.1: one Document holds everything');
  const tree = tops.flatMap((top) => flat(reader.element(top)));
  for (const { type, dictionary, children, content } of tree) {
    must(STANDARD.has(type), `02-001: ${type} is a standard type`);
    for (const child of children) {
      const parents = PARENTS[child.type];
      must(parents === undefined || parents.includes(type), `09: ${child.type} in ${type}`);
    }
    if (type === 'Figure') must(given(dictionary['/Alt']), '13-004: a figure has an alternative text');
    if (type === 'Formula') must(given(dictionary['/Alt']), '17-002: a formula has an alternative text');
    if (type === 'Formula' || type === 'Figure') {
      const attributes = reader.dictionaries(dictionary['/A']);
      must(
        attributes.some((one) => Array.isArray(one['/BBox'])),
        `${type} says where it stands`,
      );
      must(content.length > 0 || children.length > 0, `${type} has content`);
    }
    if (type === 'TH') {
      const attributes = reader.dictionaries(dictionary['/A']);
      must(
        attributes.some((one) => one['/O'] === '/Table' && given(one['/Scope'])),
        '15-003: a header cell has a scope',
      );
    }
    if (type === 'Table') {
      const rows = flat({ type, dictionary, children, content }).filter((one) => one.type === 'TR');
      const widths = new Set(rows.map((row) => row.children.filter((c) => c.type === 'TH' || c.type === 'TD').length));
      must(widths.size === 1, `15-003: rows of a table are equally long, not ${[...widths].join(', ')}`);
      must(
        rows.some((row) => row.children.some((cell) => cell.type === 'TH')),
        '15-003: a table has header cells',
      );
    }
    if (type === 'L')
      must(
        children.every((c) => c.type === 'LI' || c.type === 'Caption' || c.type === 'L'),
        '16: a list has items',
      );
    if (type === 'Form') must(content.length === 1 && children.length === 0, '28-010: a Form holds one widget');
  }

  const levels = tree.flatMap(({ type }) => (/^H[1-6]$/.test(type) ? [Number(type.slice(1))] : []));
  must(levels[0] === 1, '14-002: the first heading is H1');
  levels.forEach((level, k) => {
    must(k === 0 || level <= (levels[k - 1] ?? 0) + 1, `14-003: H${level} after H${levels[k - 1]}`);
  });

  const placed = new Set<string>();
  for (const { type, content } of tree)
    for (const kid of content) {
      const reference = reader.at(kid);
      if (reference?.['/Type'] !== '/OBJR') continue;
      placed.add(String(reference['/Obj']));
      must(type === 'Form', `28-010: a widget stands in ${type}`);
    }
  for (const page of reader.all('/Page')) {
    must(page['/Tabs'] === '/S', '28-009: keys go through a page in the order of its structure');
    must(typeof page['/StructParents'] === 'number', '01-005: a page is part of the structure');
    for (const annotation of reader.list(page['/Annots'])) {
      const widget = reader.at(annotation);
      if (widget === undefined) continue;
      const name = fieldName(objects, widget);
      must(widget['/Subtype'] === '/Widget', '28-002: no other annotations');
      if ((Number(widget['/F']) & 2) !== 0) continue;
      must(placed.has(String(annotation)), `28-010: ${name} is in the structure`);
      must(typeof widget['/StructParent'] === 'number', `28-010: ${name} leads to its element`);
      must(given(widget['/TU']) || given(widget['/Contents']), `28-005: ${name} says what it is for`);
    }
  }
  for (const field of Object.values(objects))
    if (field['/FT'] !== undefined) must(given(field['/TU']), `28-005: ${fieldName(objects, field)} has a tooltip`);

  // The hidden sheet field is never drawn, and buttons carry their own looks: ZapfDingbats only names them.
  for (const font of reader.all('/Font')) {
    if (font['/BaseFont'] === '/ZapfDingbats' || font['/Subtype'] === '/Type0') {
      if (font['/Subtype'] === '/Type0')
        must(given(font['/ToUnicode']), `10-001: ${font['/BaseFont']} maps to Unicode`);
      continue;
    }
    const descriptor = reader.at(font['/FontDescriptor']);
    must(
      descriptor?.['/FontFile2'] !== undefined || descriptor?.['/FontFile3'] !== undefined,
      `31-009: ${font['/BaseFont']} is embedded`,
    );
  }
  must(catalog['/Outlines'] !== undefined, 'there are bookmarks');
  return [...new Set(found)];
}

/** How many elements of each type there are. */
export function elementCounts(objects: PdfObjects): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const object of Object.values(objects)) {
    const type = object['/S'];
    if (typeof type === 'string' && STANDARD.has(type.slice(1)) && object['/P'] !== undefined)
      counts[type.slice(1)] = (counts[type.slice(1)] ?? 0) + 1;
  }
  return counts;
}
