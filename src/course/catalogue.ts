/** The printable catalogue of all templates that a course may use. */
import type { RichText } from '../answers/rich-text.ts';
import { buildCatalogue, type CatalogueEntry } from '../document/build/catalogue.ts';
import type { Doc } from '../document/doc.ts';
import { keyFigure } from '../document/figure/figure.ts';
import type { Voice } from '../document/strings/strings.ts';
import type { Catalogue } from '../problem/catalogue.ts';
import { inLocale, type Template } from '../problem/template.ts';
import type { Course } from './course.ts';
import { previewVariant } from './preview.ts';
import { keyItem } from './student-docs.ts';

export interface CatalogueRequest {
  /** Empty: all topics, all levels. */
  readonly topics: readonly string[];
  readonly levels: readonly number[];
  readonly locale: 'en' | 'de';
  readonly layout: 'numerator' | 'denominator';
  readonly seed: string;
  /** Called after each template. */
  readonly progress: (done: number, total: number) => void;
}

/** Topics in the order of the alphabet, levels ascending within. */
export function catalogueDoc(catalogue: Catalogue, course: Course | null, request: CatalogueRequest): Doc {
  const { topics, levels, locale } = request;
  const texts = course?.texts.get(locale);
  const voice: Voice = texts === undefined ? { lang: locale } : { lang: locale, texts };
  const chosen = [...catalogue.templates.values()]
    .filter(
      (t) => (topics.length === 0 || topics.includes(t.topic)) && (levels.length === 0 || levels.includes(t.level)),
    )
    .sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.level - b.level || (a.id < b.id ? -1 : 1)));
  const entries = chosen.map((template, k) => {
    const entry = entryOf(template, catalogue, request, voice);
    request.progress(k + 1, chosen.length);
    return entry;
  });
  const title = locale === 'de' ? 'Aufgabenkatalog' : 'Catalogue of problems';
  return buildCatalogue({ title, course: course?.title ?? 'Gradus', ...voice, page: course?.page ?? 'a4' }, entries);
}

function entryOf(template: Template, catalogue: Catalogue, request: CatalogueRequest, voice: Voice): CatalogueEntry {
  const { locale, layout, seed } = request;
  const made = previewVariant(template, catalogue, { seed, locale, layout });
  const plain = (text: string): RichText => [{ kind: 'text', text }];
  const base = {
    id: template.id,
    topic: template.topic,
    level: template.level,
    minutes: template.minutes,
    source: template.source,
    objectives: template.objectives.flatMap((o) => inLocale(o, locale)?.text ?? []),
  };
  if (!made.ok) {
    const title = plain(inLocale(template.title, locale)?.text ?? template.id);
    return { ...base, title, sample: made.error.map((i) => i.message).join('; ') };
  }
  const { public: problem, key } = made.value;
  const points = problem.fields.reduce((sum, f) => sum + f.points, 0);
  const sharedStatement = problem.shared?.statement ?? null;
  const { statement, fields, title } = problem;
  const figure = problem.figure === null ? null : keyFigure(problem.figure, voice);
  const item = { id: problem.id, title, points, sharedStatement, statement, figure, fields };
  return { ...base, title, sample: keyItem(item, key, voice) };
}
