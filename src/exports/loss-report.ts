/** What an export lost, for people and for programs. */
import type { ExportBundle, Loss, LossKind } from './contract.ts';
import { type Html, join, tag, text } from './html.ts';

export interface LossReport {
  readonly target: string;
  readonly assignment: string;
  readonly losses: readonly Loss[];
}

/** One JSON document, the same bytes for the same losses. */
export const lossJson = (report: LossReport): string => `${JSON.stringify(report, null, 2)}\n`;

const KINDS: Readonly<Record<LossKind, string>> = {
  tolerance: 'Tolerance',
  'partial-credit': 'Partial credit',
  'shape-freedom': 'Freedom of shape',
  feedback: 'Feedback',
  mathematics: 'Mathematics',
  equivalence: 'Equivalence',
  'follow-through': 'Follow-through',
  'answer-form': 'Form of answers',
  marks: 'Marks',
  'variant-pairing': 'Pairing of variants',
  'left-out': 'Left out',
};

/** A page of its own, without scripts or outside files. What is left out stands first. */
export function lossHtml(report: LossReport, bundle: Pick<ExportBundle, 'title'>): string {
  const missing = report.losses.filter((l) => l.what === 'left-out');
  const rest = report.losses.filter((l) => l.what !== 'left-out');
  const title = `What ${report.target} does not carry: ${bundle.title}`;
  const body = join([
    tag('h1', {}, text(title)),
    tag('p', {}, text(summary(report.losses, missing.length))),
    ...(report.losses.length === 0 ? [] : [table([...missing, ...rest])]),
  ]);
  const page = tag(
    'html',
    { lang: 'en' },
    tag(
      'head',
      {},
      { html: '<meta charset="utf-8">' },
      tag('title', {}, text(title)),
      tag('style', {}, { html: STYLE }),
    ),
    tag('body', {}, tag('main', {}, body)),
  );
  return `<!doctype html>\n${page.html}\n`;
}

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}th,td{border:1px solid #767676;padding:.3rem .6rem;text-align:left;vertical-align:top}';

function summary(losses: readonly Loss[], missing: number): string {
  if (losses.length === 0) return 'Nothing is lost.';
  const items = new Set(losses.map((l) => l.item)).size;
  const left =
    missing === 0
      ? 'Every field is in the file.'
      : `${missing} ${missing === 1 ? 'line says' : 'lines say'} what is not in the file.`;
  return `${losses.length} ${losses.length === 1 ? 'loss' : 'losses'} in ${items} ${items === 1 ? 'item' : 'items'}. ${left}`;
}

function table(losses: readonly Loss[]): Html {
  const head = ['Item', 'Field', 'What', 'In detail', 'Instead', 'Variants'];
  const row = (l: Loss): Html =>
    tag(
      'tr',
      {},
      tag('th', { scope: 'row' }, text(l.item)),
      ...[l.field, KINDS[l.what], l.detail, l.instead, `${l.variants}`].map((t) => tag('td', {}, text(t))),
    );
  return tag(
    'table',
    {},
    tag('thead', {}, tag('tr', {}, ...head.map((h) => tag('th', { scope: 'col' }, text(h))))),
    tag('tbody', {}, ...losses.map(row)),
  );
}
