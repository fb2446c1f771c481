import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Course, findCourse } from '../../src/course/course.ts';
import { toHtml, toPdf } from '../../src/course/render.ts';
import { buildPaper, type PaperHeader } from '../../src/document/build/paper.ts';
import { gradus, ROOT, scratch } from '../cli/support.ts';

const folder = join(scratch(), 'course');
const theme = join(folder, 'theme');

const header = (course: Course): PaperHeader => {
  const texts = course.texts.get('en');
  return {
    assignment: 'hw1',
    title: 'A title',
    course: course.title,
    lang: 'en',
    ...(texts === undefined ? {} : { texts }),
    page: 'a4',
    columns: 1,
    student: { id: 's1', name: 'Ada' },
    variantCode: 'AB-CD',
    attempt: 1,
  };
};

beforeAll(() => {
  mkdirSync(join(theme, 'fonts'), { recursive: true });
  writeFileSync(join(folder, 'course.yaml'), 'title: Dressed\n');
  writeFileSync(join(theme, 'extra.css'), 'h1 { color: #123456; }\n');
  writeFileSync(join(theme, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>');
  writeFileSync(join(theme, 'strings.en.yaml'), 'student: Candidate\nsave: Hand in\npoints: "{1} pt"\n');
  copyFileSync(
    join(ROOT, 'node_modules/computer-modern/fonts/cmu-sans-serif-500-roman.ttf'),
    join(theme, 'fonts/serif.ttf'),
  );
});

async function open(): Promise<Course> {
  const found = await findCourse(folder);
  if (!found.ok) throw new Error(found.error.map((i) => i.message).join('; '));
  return found.value;
}

test('a course dresses its pages: logo, style, texts and fonts, and the rest stays', async () => {
  const course = await open();
  const doc = buildPaper(header(course), []);
  const html = await toHtml(doc, course);
  expect(html).toContain('color: #123456');
  expect(html).toContain('src="data:image/svg+xml;base64,');
  expect(html).toContain('Candidate: Ada');
  expect(html).toContain('>Hand in</button>');
  expect(html).toContain('Load answers');
  const plain = await toHtml({ ...doc }, null);
  expect(plain).not.toContain('#123456');
  expect(plain).not.toContain('data:image');
  const [own, usual] = [await toPdf(doc, course), await toPdf(doc, null)];
  expect(own.issues).toEqual([]);
  const names = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  expect(names(own.bytes)).toMatch(/CMUSansSerif/);
  expect(names(usual.bytes)).not.toMatch(/CMUSansSerif/);
});

test('a template of the course replaces the one of the same name', async () => {
  writeFileSync(join(theme, 'page.html'), '<html lang="{{ doc.lang }}"><title>Mine: {{ doc.title }}</title></html>\n');
  const other = join(scratch(), 'second');
  mkdirSync(join(other, 'theme'), { recursive: true });
  writeFileSync(join(other, 'course.yaml'), 'title: Other\n');
  copyFileSync(join(theme, 'page.html'), join(other, 'theme/page.html'));
  const found = await findCourse(other);
  if (!found.ok) throw new Error('the course does not open');
  expect(await toHtml(buildPaper(header(found.value), []), found.value)).toContain('<title>Mine: A title</title>');
});

test('a text that does not exist is refused with its place and what could be meant', async () => {
  const other = join(scratch(), 'third');
  mkdirSync(join(other, 'theme'), { recursive: true });
  writeFileSync(join(other, 'course.yaml'), 'title: Other\n');
  writeFileSync(join(other, 'theme/strings.de.yaml'), 'verdict:\n  equall: stimmt\n');
  const found = await findCourse(other);
  expect(found.ok).toBe(false);
  if (found.ok) return;
  expect(found.error[0]).toMatchObject({ code: 'unknown-text', line: 2, column: 3 });
  expect(found.error[0]?.hint).toBe('did you mean verdict.equal?');
});

test('the command line shows a problem in the course’s own dress', () => {
  const shown = gradus(['show', 'jacobian-of-a-linear-map', '--format', 'latex'], { cwd: folder });
  expect(shown.out).toContain('Candidate: seed 1');
});
