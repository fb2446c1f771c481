/**
 * Says below each box how the grader reads what is typed, with the grader's own parser. What cannot be read
 * yet is said after a pause, in words, with the place: nobody is told off in the middle of a formula.
 */
import type { FormulaRules } from '../answers/contract.ts';
import { readLine, withDifferentials } from '../answers/derivation-line.ts';
import { refusalText } from '../answers/raw.ts';
import { readFormula, readNumber, scopeOf } from '../answers/read.ts';
import type { Scope } from '../expr/parse/scope.ts';
import { printMathml } from '../expr/print/mathml.ts';
import type { Node } from '../ir/node.ts';
import { readSheet } from './sheet.ts';

/** MathML of what was read, or why it was not. */
type Echo = { readonly mathml: string } | { readonly refusal: string };

const AFTER_READABLE = 250;
const AFTER_UNREADABLE = 900;

type Box = HTMLInputElement | HTMLTextAreaElement;

function isBox(target: EventTarget | null): target is Box {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function rulesOf(text: string | undefined): FormulaRules | undefined {
  // Written by the page itself from the same type.
  return text === undefined || text === '' ? undefined : JSON.parse(text);
}

/** The grader's reading of one box. */
function read(kind: string, text: string, scope: Scope): Echo {
  const show = (node: Node): string => printMathml(node, { decimalComma: scope.decimalComma ?? false });
  if (kind === 'derivation') {
    const line = readLine(text, withDifferentials(scope, []));
    if ('refusal' in line) return line;
    const left = line.left === '' ? [] : [`<math><mi>${line.left.replace(/[<&]/g, '')}</mi></math>`];
    return { mathml: [...left, ...line.sides.map(show)].join(' = ') };
  }
  // Cells of a trace are numbers and know no names.
  const names = kind === 'trace' ? { ...scope, declarations: new Map() } : scope;
  const found = kind === 'number' ? readNumber(text, names) : readFormula(text, names);
  return found.ok ? { mathml: show(found.value) } : { refusal: refusalText(text, found.error) };
}

/** Whether a box of this field holds a formula; others hold sizes and conditions. */
function isFormulaBox(box: Box): boolean {
  return !['rows', 'columns', 'when'].includes(box.dataset.role ?? '');
}

/** The box whose text is echoed when `box` changes: a grid's entries make up the text of the field. */
function spokenFor(root: HTMLElement, box: Box): Box {
  return root.dataset.kind === 'matrix' ? (root.querySelector<Box>('[data-role=text]') ?? box) : box;
}

/** Entries that are still empty: a whole is shown only when it is one. */
const hasHoles = (text: string): boolean => /\[\s*[,\]]|,\s*[,\]]/.test(text);

function wire(root: HTMLElement, messages: Readonly<Record<string, string>>): void {
  const rules = rulesOf(root.dataset.reads);
  const echo = root.querySelector<HTMLElement>('[data-role=echo]');
  if (rules === undefined || echo === null) return;
  const kind = root.dataset.kind ?? '';
  const scope = scopeOf(rules, document.documentElement.lang.startsWith('de'));
  let timer = 0;

  const show = (box: Box, immediately: boolean): void => {
    clearTimeout(timer);
    const text = box.value;
    if (text.trim() === '') {
      echo.replaceChildren();
      box.removeAttribute('aria-invalid');
      return;
    }
    const found = kind === 'matrix' && hasHoles(text) ? { refusal: '' } : read(kind, text, scope);
    timer = window.setTimeout(
      () => {
        if ('mathml' in found) {
          box.removeAttribute('aria-invalid');
          echo.innerHTML = `<span class="said"></span> ${found.mathml}`;
          said(`${messages.readAs}:`);
        } else {
          if (found.refusal === '') box.removeAttribute('aria-invalid');
          else box.setAttribute('aria-invalid', 'true');
          echo.innerHTML = '<span class="said"></span> <span lang="en"></span>';
          said(found.refusal === '' ? messages.emptyEntries : messages.notReadYet);
          const detail = echo.lastElementChild;
          if (detail !== null) detail.textContent = found.refusal;
        }
      },
      immediately ? 0 : 'mathml' in found ? AFTER_READABLE : AFTER_UNREADABLE,
    );
  };
  const said = (text: string | undefined): void => {
    const place = echo.querySelector('.said');
    if (place !== null) place.textContent = text ?? '';
  };

  const onBox = (event: Event, immediately: boolean): void => {
    if (isBox(event.target) && isFormulaBox(event.target)) show(spokenFor(root, event.target), immediately);
  };
  root.addEventListener('input', (event) => onBox(event, false));
  root.addEventListener('focusin', (event) => onBox(event, true));
  root.addEventListener('change', (event) => onBox(event, true));
  const text = root.querySelector<Box>('[data-role=text]');
  text?.setAttribute('aria-describedby', echo.id);
  const whole = (): void => {
    if (text !== null) show(text, true);
  };
  document.addEventListener('gradus:filled', whole);
  whole();
}

const sheet = readSheet();
if (sheet !== undefined)
  for (const root of document.querySelectorAll<HTMLElement>('.answer')) wire(root, sheet.messages);
