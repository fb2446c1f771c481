/** Trees of XML and how they are written. Content is always text nodes and attributes, escaped by the library. */
import { printable } from './html.ts';

/** Content that is XML already, well-formed. */
export interface RawXml {
  readonly xml: string;
}

export type XmlChild = XmlElement | RawXml | string;

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlChild[];
}

export const element = (
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly XmlChild[]
): XmlElement => ({ name, attributes, children });

/**
 * A document of many parts, each written and forgotten before the next is made: memory stays with the text.
 * Line ends inside content stay as they are.
 */
export async function writeXml(
  root: string,
  attributes: Readonly<Record<string, string>>,
  parts: Iterable<XmlElement>,
): Promise<string> {
  const { create } = await import('xmlbuilder2');
  const frame = create().ele(root, clean(attributes));
  const [open = '', close = ''] = frame.txt('\n').end({ headless: true }).split('\n');
  const chunks = [HEAD, open, '\n'];
  for (const part of parts) chunks.push(written(create, part), '\n');
  chunks.push(close, '\n');
  return chunks.join('');
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A document whose root is the element. */
export async function writeDocument(root: XmlElement): Promise<string> {
  const { create } = await import('xmlbuilder2');
  return `${HEAD}${written(create, root)}\n`;
}

type Create = typeof import('xmlbuilder2').create;

function written(create: Create, element: XmlElement): string {
  const fill = (into: ReturnType<Create>, e: XmlElement): void => {
    const made = into.ele(e.name, clean(e.attributes));
    for (const child of e.children) {
      if (typeof child === 'string') {
        if (child !== '') made.txt(whole(child));
      } else if ('name' in child) fill(made, child);
      // Read and written again by the library, so what is not well-formed cannot get into a file.
      else if (child.xml !== '') made.ele(child.xml.replaceAll('&amp;', '&amp;amp;'));
    }
  };
  const document = create();
  fill(document, element);
  return document.end({ headless: true });
}

const clean = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, whole(value)]));

/**
 * The library takes `&lt;` in content for an entity that is written already and would leave it so: HTML in XML would
 * lose a level of escaping. With every ampersand escaped beforehand it has nothing to guess.
 */
const whole = (content: string): string => printable(content).replaceAll('&', '&amp;');
