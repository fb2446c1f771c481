import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { richSource, richSpeech } from '../../src/answers/rich-text.ts';
import { present } from '../../src/base/invariant.ts';
import { Dealer, type DealtPaper } from '../../src/course/deal.ts';
import { manifestPaper } from '../../src/course/manifest.ts';
import { toHtml, toPdf } from '../../src/course/render.ts';
import { paperHeader, publicItems, studentPaper } from '../../src/course/student-docs.ts';
import { openRoster, openWorkplace, type Workplace } from '../../src/course/workplace.ts';
import { printLatex } from '../../src/expr/print/latex.ts';
import { printSpeech } from '../../src/expr/print/speech.ts';
import { printText } from '../../src/expr/print/text.ts';
import type { Node } from '../../src/ir/node.ts';
import { ROOT, scratch } from '../cli/support.ts';

const folder = scratch();
let place: Workplace;
let papers: readonly DealtPaper[];

beforeAll(async () => {
  const opened = await openWorkplace(join(ROOT, 'sample/assignments/hw1.yaml'));
  const roster = await openRoster(join(ROOT, 'sample/roster.csv'));
  if (!opened.ok || !roster.ok) throw new Error('the sample course does not open');
  place = opened.value;
  const { assignment, catalogue, secret, settings } = place;
  const dealer = new Dealer({ assignment, catalogue, secret, settings });
  papers = roster.value.students.map((student) => {
    const dealt = dealer.deal(student.id);
    if (!dealt.ok) throw new Error(`no paper for ${student.id}`);
    return dealt.value;
  });
}, 60_000);

const docOf = (paper: DealtPaper) => {
  const student = { id: paper.student, name: paper.student, cells: [] };
  return studentPaper(paperHeader(place.course, place.assignment, student, paper.variant), publicItems(paper));
};

/** Expressions of a key with eight or more nodes, the parts of it too: whoever has one has much of the answer. */
function keyExpressions(paper: DealtPaper): readonly Node[] {
  const found = new Set<Node>();
  const visit = (n: Node): void => {
    if (n.size < 8 || found.has(n)) return;
    found.add(n);
    if (n.kind === 'apply') n.args.forEach(visit);
  };
  for (const { instance } of paper.items) {
    for (const field of instance.key.fields) if (field.answer !== null && field.trace.length === 0) visit(field.answer);
  }
  return [...found];
}

const squeezed = (text: string): string => text.replaceAll(/\s+/g, '');

function pageText(pdf: Uint8Array): string {
  const file = join(folder, 'paper.pdf');
  writeFileSync(file, pdf);
  const run = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  expect(run.status, 'pdftotext (poppler-utils)').toBe(0);
  return run.stdout;
}

describe('papers', () => {
  it('hold no expression of a key that their statements do not show', async () => {
    let looked = 0;
    for (const paper of papers) {
      const doc = docOf(paper);
      const html = await toHtml(doc, place.course);
      const text = pageText((await toPdf(doc, place.course)).bytes);
      const manifest = JSON.stringify(manifestPaper(paper, []));
      const haystack = squeezed([html, text, manifest, JSON.stringify(doc)].join('\n'));
      const problems = paper.items.map((i) => i.instance.public);
      const shown = problems.flatMap((p) => [p.statement, p.title, ...p.fields.flatMap((f) => [f.question, f.label])]);
      const open = squeezed(shown.flatMap((t) => [richSource(t), richSpeech(t)]).join('\n'));
      for (const node of keyExpressions(paper)) {
        for (const form of [printText(node), printLatex(node), printSpeech(node)].map(squeezed)) {
          if (open.includes(form)) continue;
          looked += 1;
          expect(haystack.includes(form), `${paper.student}: ${form}`).toBe(false);
        }
      }
    }
    // The test would prove nothing if keys were small or statements showed them all.
    expect(looked).toBeGreaterThan(1000);
  }, 180_000);

  it('are the same bytes whatever the key is', async () => {
    const [mine, other] = [present(papers[0], 'a paper'), present(papers[1], 'another')];
    const swapped: DealtPaper = {
      ...mine,
      items: mine.items.map((item, k) => ({
        ...item,
        instance: { public: item.instance.public, key: present(other.items[k], 'an item').instance.key },
      })),
    };
    expect(await toHtml(docOf(swapped), place.course)).toBe(await toHtml(docOf(mine), place.course));
    expect(
      Buffer.from((await toPdf(docOf(swapped), place.course)).bytes).equals(
        Buffer.from((await toPdf(docOf(mine), place.course)).bytes),
      ),
    ).toBe(true);
  }, 60_000);

  it('are laid out without a fault', async () => {
    for (const paper of papers) expect((await toPdf(docOf(paper), place.course)).issues, paper.student).toEqual([]);
  }, 120_000);
});
