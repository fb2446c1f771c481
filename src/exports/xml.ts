/** Trees of XML and how they are written. Content is always text nodes and attributes, escaped by the library. */
import { printable } from './html.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

export const element = (
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (XmlElement | string)[]
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
  type Builder = ReturnType<typeof create>;
  const fill = (into: Builder, e: XmlElement): void => {
    const made = into.ele(e.name, clean(e.attributes));
    for (const child of e.children) {
      if (typeof child !== 'string') fill(made, child);
      else if (child !== '') made.txt(whole(child));
    }
  };
  const frame = create().ele(root, clean(attributes));
  const [open = '', close = ''] = frame.txt('\n').end({ headless: true }).split('\n');
  const chunks = ['<?xml version="1.0" encoding="UTF-8"?>\n', open, '\n'];
  for (const part of parts) {
    const document = create();
    fill(document, part);
    chunks.push(document.end({ headless: true }), '\n');
  }
  chunks.push(close, '\n');
  return chunks.join('');
}

const clean = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, whole(value)]));

/**
 * The library takes `&lt;` in content for an entity that is written already and would leave it so: HTML in XML would
 * lose a level of escaping. With every ampersand escaped beforehand it has nothing to guess.
 */
const whole = (content: string): string => printable(content).replaceAll('&', '&amp;');
