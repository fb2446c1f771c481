/** One field of every answer type, from the templates that come with the tests, to throw answers at. */
import { readdirSync, readFileSync } from 'node:fs';
import type { RawAnswer } from '../src/answers/contract.ts';
import { stream } from '../src/base/random.ts';
import { gradeItem } from '../src/grading/grade-item.ts';
import { DEFAULT_SETTINGS } from '../src/grading/grading-block.ts';
import { readCatalogue } from '../src/problem/catalogue.ts';
import { instantiate } from '../src/problem/instantiate.ts';

export interface FuzzField {
  readonly name: string;
  /** The verdict. */
  readonly judge: (raw: RawAnswer) => string;
}

const FOLDER = 'test/fixtures/lecture-templates';
const PER_TYPE = 2;

export function fuzzFields(): readonly FuzzField[] {
  const files = readdirSync(FOLDER)
    .sort()
    .map((name) => ({ path: `${FOLDER}/${name}`, text: readFileSync(`${FOLDER}/${name}`, 'utf8') }));
  const counts = new Map<string, number>();
  return [...readCatalogue(files).templates.values()].flatMap((template) => {
    if (template.data !== null) return [];
    const made = instantiate(template, stream('fuzz').fork(template.id), { locale: 'en', layout: 'numerator' });
    if (!made.ok) return [];
    const { fields } = made.value.public;
    return fields.flatMap((field, k): FuzzField[] => {
      const [key, count] = [made.value.key.fields[k], counts.get(field.type) ?? 0];
      if (key === undefined || count >= PER_TYPE) return [];
      counts.set(field.type, count + 1);
      const item = { public: { fields: [field] }, key: { fields: [key] } };
      const judge = (raw: RawAnswer): string => {
        const found = gradeItem(item, new Map([[field.id, raw]]), () => DEFAULT_SETTINGS)[0];
        // A fault of the program goes to a person; here it is what is looked for.
        return found === undefined
          ? 'none'
          : found.code === 'fault'
            ? found.log.map((l) => l.evidence).join()
            : found.verdict;
      };
      return [{ name: `${field.type} ${template.id}.${field.id}`, judge }];
    });
  });
}
