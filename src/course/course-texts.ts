/** A course's own wording of the fixed texts: `theme/strings.en.yaml`, `theme/strings.de.yaml`. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Issue, issue } from '../base/issue.ts';
import { nearest } from '../base/nearest.ts';
import type { Language } from '../document/doc.ts';
import { overrideStrings } from '../document/strings/override.ts';
import { type Strings, stringsFor } from '../document/strings/strings.ts';
import { readAuthorFile } from '../problem/source/read-author-file.ts';
import type { SourceMap, SourceText } from '../problem/source/source-node.ts';

/** Languages that the course changes; faults of its files go to `issues`. */
export async function readCourseTexts(root: string, issues: Issue[]): Promise<ReadonlyMap<Language, Strings>> {
  const out = new Map<Language, Strings>();
  for (const lang of ['en', 'de'] as const) {
    const file = join(root, 'theme', `strings.${lang}.yaml`);
    if (!existsSync(file)) continue;
    const read = readAuthorFile(await readFile(file, 'utf8'), file);
    if (!read.ok) {
      issues.push(...read.error);
      continue;
    }
    const places = new Map<string, { readonly key: SourceText; readonly text: string }>();
    if (read.value.root.kind === 'map') collect(read.value.root, '', places, issues);
    else issues.push(issue('strings', 'this file is a list of texts such as `save: Save`', read.value.root.place));
    const changes = new Map([...places].map(([key, { text }]) => [key, text]));
    const { strings, faults } = overrideStrings(stringsFor({ lang }), changes);
    for (const { key, message, known } of faults) {
      const near = nearest(key, [...known]);
      const hint = near === undefined ? `the texts are ${known.slice(0, 8).join(', ')}, …` : `did you mean ${near}?`;
      issues.push(issue('unknown-text', message, places.get(key)?.key.place ?? { file }, hint));
    }
    out.set(lang, strings);
  }
  return out;
}

function collect(
  map: SourceMap,
  prefix: string,
  places: Map<string, { readonly key: SourceText; readonly text: string }>,
  issues: Issue[],
): void {
  for (const { key, value } of map.entries) {
    const name = `${prefix}${key.text}`;
    if (value.kind === 'map') collect(value, `${name}.`, places, issues);
    else if (value.kind === 'text') places.set(name, { key, text: value.text });
    else issues.push(issue('strings', `"${name}" is one text`, value.place));
  }
}
