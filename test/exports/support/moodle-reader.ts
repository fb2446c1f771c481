/** Moodle XML read back with a conforming XML parser. */
import { SaxesParser } from 'saxes';

export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
}

interface Open {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
  text: string;
}

export function readXml(source: string): XmlNode {
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) =>
    open.push({ name: tag.name, attributes: { ...tag.attributes }, children: [], text: '' }),
  );
  parser.on('text', (text) => {
    const top = open.at(-1);
    if (top) top.text += text;
  });
  parser.on('closetag', () => {
    const done = open.pop();
    if (done) open.at(-1)?.children.push(done);
  });
  parser.write(source).close();
  const [only] = root.children;
  if (only === undefined) throw new Error('no root');
  return only;
}

export const child = (node: XmlNode, name: string): XmlNode | undefined => node.children.find((c) => c.name === name);
export const children = (node: XmlNode, name: string): readonly XmlNode[] =>
  node.children.filter((c) => c.name === name);
/** The text of `<name><text>…`. */
export const textOf = (node: XmlNode, name: string): string => child(child(node, name) ?? node, 'text')?.text ?? '';

export interface MoodleQuestion {
  readonly type: string;
  readonly name: string;
  readonly category: string;
  readonly idnumber: string;
  readonly grade: number;
  readonly text: string;
  readonly node: XmlNode;
}

export function readQuestions(source: string): readonly MoodleQuestion[] {
  let category = '';
  return readXml(source).children.flatMap((node): readonly MoodleQuestion[] => {
    if (node.attributes.type === 'category') {
      category = textOf(node, 'category');
      return [];
    }
    return [
      {
        type: node.attributes.type ?? '',
        name: textOf(node, 'name'),
        category,
        idnumber: child(node, 'idnumber')?.text ?? '',
        grade: Number(child(node, 'defaultgrade')?.text),
        text: textOf(node, 'questiontext'),
        node,
      },
    ];
  });
}
