import { formatIssue } from '../../../src/base/issue.ts';
import { readAuthorFile } from '../../../src/problem/source/read-author-file.ts';
import type { SourceNode } from '../../../src/problem/source/source-node.ts';

/** Texts, lists and maps without their places, to compare them in one piece. */
export type Data = string | readonly Data[] | { readonly [key: string]: Data };

export function asData(node: SourceNode): Data {
  if (node.kind === 'text') return node.text;
  if (node.kind === 'list') return node.items.map(asData);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, asData(value)]));
}

/** What an author file holds; its issues in words when it cannot be read. */
export function readData(text: string): Data {
  const result = readAuthorFile(text, 'file.yaml');
  return result.ok ? asData(result.value.root) : `refused: ${result.error.map(formatIssue).join('\n')}`;
}
