/** One variant of a template: drawn, worked out, checked by independent ways, and divided into paper and key. */
import type { Rounding } from '../answers/contract.ts';
import { NO_TEXT } from '../answers/rich-text.ts';
import type { Issue } from '../base/issue.ts';
import { issue } from '../base/issue.ts';
import type { Stream } from '../base/random.ts';
import { failure, type Result, success } from '../base/result.ts';
import { DeriveError } from '../calculus/derive.ts';
import { nodesOf } from '../calculus/trace-nodes.ts';
import { normalizeName } from '../expr/parse/names.ts';
import { printText } from '../expr/print/text.ts';
import { type Node, same, symbolsOf } from '../ir/node.ts';
import { readAuthorText } from './author-text.ts';
import type { Context } from './context.ts';
import { type DrawRecord, drawUntil } from './draw.ts';
import { AuthorFault } from './fault.ts';
import { draftFields, type FieldDraft } from './field-draft.ts';
import { namesIn } from './names.ts';
import type { Definition, ProblemInstance, PublicFigure } from './problem-instance.ts';
import { fieldHalves, numbersAt } from './public-field.ts';
import { formulaPiece, isSentence, printLocal, type TextPrinter, type Wording } from './rich-text.ts';
import type { SharedData } from './shared-data.ts';
import type { SourceText } from './source/source-node.ts';
import { inLocale, type LocalText, type Template } from './template.ts';
import type { Derivation } from './tensor-form.ts';
import { turned } from './turned.ts';
import { variantCode } from './variant-code.ts';
import { verifyDerivation, verifyTrace } from './verify.ts';

export interface InstantiateOptions extends Wording {
  /** The draw of the data file that the template names. */
  readonly data?: SharedData;
  /** `grading.number` in force for a field, where neither it nor its template says how numbers are rounded. */
  readonly number?: (field: string) => Rounding;
  /** Points at which the independent ways are compared; 0 leaves the comparison to `check`. Default 3. */
  readonly oraclePoints?: number;
}

const DEFAULT_NUMBER: Rounding = { kind: 'relative', tolerance: 0.005 };

/**
 * Draws and works out one variant. The stream belongs to (course secret, assignment, student, problem); the same
 * stream gives the same variant. Issues are the author's mistakes, with their place in the file.
 */
export function instantiate(
  template: Template,
  stream: Stream,
  options: InstantiateOptions,
): Result<ProblemInstance, readonly Issue[]> {
  if (template.data !== null && options.data?.id !== template.data.text) {
    return failure([
      issue(
        'no-data',
        `${template.id} needs the data file ${template.data.text}`,
        template.data.place,
        'Draw it first and hand it in.',
      ),
    ]);
  }
  try {
    return build(template, stream, options);
  } catch (error) {
    if (error instanceof AuthorFault) return failure([error.issue]);
    if (error instanceof DeriveError)
      return failure([issue('derive', error.message, { file: template.file, line: 1, column: 1 })]);
    throw error;
  }
}

function build(
  template: Template,
  stream: Stream,
  options: InstantiateOptions,
): Result<ProblemInstance, readonly Issue[]> {
  const calculator = template.calculator || (options.data?.calculator ?? false);
  const streamOf = (field: { readonly id: string }): Stream => stream.fork(`field ${field.id}`);
  const number = options.number ?? (() => DEFAULT_NUMBER);
  const draftOptions = { layout: options.layout, calculator, defaults: template.defaults, number, streamOf };
  const drawn = drawUntil(template, stream.fork('names'), options.data?.draw ?? null, (context) => {
    const drafted = draftFields(template.fields, context, draftOptions);
    return 'drafts' in drafted ? { taken: drafted.drafts } : { rejected: drafted };
  });
  if (!('value' in drawn)) return failure([noDraw(template, drawn)]);
  const { context, value: drafts, record } = drawn;
  const checks = options.oraclePoints === 0 ? [] : confirmations(drafts, context, options.oraclePoints ?? 3);
  const doubtful = checks.find(({ check }) => !check.agree);
  if (doubtful !== undefined) {
    const at = template.fields.find((f) => f.id === doubtful.field)?.at;
    const message = `the key of ${doubtful.field} could not be confirmed by independent ways (${doubtful.check.points} points compared)`;
    return failure([
      issue(
        'key-in-doubt',
        message,
        at?.place ?? {},
        'Give the variables a `range` inside the domain, or change the formula.',
      ),
    ]);
  }
  const wordings = template.statement.length;
  const wording = wordings === 0 ? -1 : stream.fork('statement').integer(0, wordings - 1);
  const variant = variantCode(stream);
  const printer = printerOf(template, drafts, context, options);
  const halves = drafts.map((d) =>
    fieldHalves(d, {
      printer,
      defaults: template.defaults,
      calculator,
      number,
      streamOf,
      seed: `${template.id} ${variant}`,
    }),
  );
  const local = (text: LocalText | null) => printLocal(text, printer);
  const texts = textsOf(template, options.locale);
  return success({
    public: {
      id: template.id,
      title: local(template.title),
      topic: template.topic,
      level: template.level,
      version: template.version,
      variant,
      shared: options.data === undefined ? null : { id: options.data.id, statement: options.data.statement(options) },
      statement: wording < 0 ? NO_TEXT : local(template.statement[wording] ?? null),
      definitions: definitionsOf(texts, printer),
      values: texts.some((t) => insertsOf(t).some((f) => f.text === 'values')) ? valuesOf(printer) : [],
      figure: figureOf(template, printer, drafts),
      fields: halves.map((h) => h.public),
    },
    key: {
      fields: halves.map((h) => h.key),
      solution: {
        before: local(template.solution.before),
        after: local(template.solution.after),
        replace: local(template.solution.replace),
        detail: template.solution.detail,
        fields: halves.map((h) => ({ field: h.public.id, answer: h.shown })),
      },
      draws: drawsOf(context),
      structure: structureOf(context, wording),
      record,
      unused: context.unused.filter((name) => !steers(name, template, context)),
      checks,
    },
  });
}

/** Every derivative behind a key, and every trace, held against ways of its own. */
function confirmations(
  drafts: readonly FieldDraft[],
  context: Context,
  points: number,
): ProblemInstance['key']['checks'] {
  const done = new Set<string>();
  const confirmed = (field: string, derivation: Derivation): ProblemInstance['key']['checks'] => {
    const check = verifyDerivation(derivation, context, points);
    done.add(derivationId(derivation));
    return check === null ? [] : [{ field, check }];
  };
  const ofFields = drafts.flatMap((d) => {
    if (d.trace !== null && d.node !== null)
      return [{ field: d.field.id, check: verifyTrace(d.trace, d.node, context) }];
    return d.derivation === null ? [] : confirmed(d.field.id, d.derivation);
  });
  const last = drafts.findLast((d) => d.node !== null)?.field.id;
  // Derivatives inside other formulas: -F_x/F_y, the norm of a gradient.
  const inside = [...context.derivations.values()].flatMap((d) =>
    last === undefined || done.has(derivationId(d)) ? [] : confirmed(last, d),
  );
  return [...ofFields, ...inside];
}

const derivationId = (d: Derivation): string => `${d.order} ${d.wrt.map((s) => s.name).join()} ${printText(d.of)}`;

function noDraw(template: Template, record: DrawRecord): Issue {
  const worst = [...record.reasons].sort(([, a], [, b]) => b - a).slice(0, 3);
  const reasons = worst.map(([reason, count]) => `${reason} (${count})`).join('; ');
  const at = template.require[0]?.place ?? { file: template.file, line: 1, column: 1 };
  return issue(
    'no-draw',
    `none of ${record.tries} draws fits what is required; most often: ${reasons}`,
    at,
    'Widen the ranges, relax `require`, or say `calculator: yes` or `may_be:` where that is meant.',
  );
}

/** Every text that the student sees. */
function textsOf(template: Template, locale: string): readonly SourceText[] {
  const texts = [...template.statement, ...template.fields.flatMap((f) => [f.question, f.label])];
  return texts.flatMap((t) => (t === null ? [] : (inLocale(t, locale) ?? [])));
}

const insertsOf = (text: SourceText): readonly SourceText[] =>
  readAuthorText(text).flatMap((span) => span.parts.flatMap((p) => (p.kind === 'insert' ? [p.formula] : [])));

function printerOf(
  template: Template,
  drafts: readonly FieldDraft[],
  context: Context,
  options: InstantiateOptions,
): TextPrinter {
  const read = (formula: SourceText): Node => {
    const node = context.read(formula);
    return turned(node, context.derivations.get(node) ?? null, context, options);
  };
  const shown = textsOf(template, options.locale).flatMap(insertsOf);
  const formulas = shown.filter((f) => !isSentence(f) && context.wordsOf(f.text) === null).map(read);
  const nodes = [
    ...formulas,
    ...drafts.flatMap((d) => [
      d.node,
      d.answer,
      d.derivation?.of ?? null,
      ...(d.trace?.nodes ?? []).map((n) => n.local),
    ]),
  ];
  const occurring = new Set([
    ...context.valuedNames,
    ...nodes.flatMap((n) => (n === null ? [] : symbolsOf(n).map((s) => s.name))),
  ]);
  return { context, wording: options, occurring, read };
}

/** The names that the texts print by themselves: `{{ f }}`. What is not printed stays out, for it may be a key. */
function definitionsOf(texts: readonly SourceText[], printer: TextPrinter): readonly Definition[] {
  const names = new Set(texts.flatMap(insertsOf).map((f) => normalizeName(f.text)));
  return [...names].flatMap((name): readonly Definition[] => {
    const node = printer.context.formula(name);
    return node === undefined ? [] : [{ name, text: printText(node), formula: [formulaPiece(node, printer)] }];
  });
}

function valuesOf(printer: TextPrinter): readonly Definition[] {
  return [...printer.context.variables.keys()].flatMap((name): readonly Definition[] => {
    const node = printer.occurring.has(name) ? printer.context.valueOf(name) : null;
    return node === null ? [] : [{ name, text: printText(node), formula: [formulaPiece(node, printer)] }];
  });
}

/** The author's figure; a problem with one trace shows its graph unasked, as the table alone is hard to read. */
function figureOf(template: Template, printer: TextPrinter, drafts: readonly FieldDraft[]): PublicFigure | null {
  const { figure } = template;
  const traces = drafts.flatMap((d) => (d.trace === null || d.answer === null ? [] : [{ of: d.answer, ...d.trace }]));
  const none = { point: null, over: null, taylor: null };
  if (figure === null) {
    const [trace, other] = traces;
    return trace === undefined || other !== undefined
      ? null
      : { ...none, kind: 'graph', of: trace.of, nodes: graphNodes(trace.nodes) };
  }
  const { context } = printer;
  const over = figure.over?.map((at) => numbersAt(context.read(at), printer)[0] ?? Number.NaN) ?? [];
  const [from, to] = over;
  const of = context.read(figure.of);
  return {
    kind: figure.kind,
    of,
    point: figure.point === null ? null : numbersAt(context.read(figure.point), printer),
    over: from === undefined || to === undefined ? null : [from, to],
    taylor: figure.taylor,
    nodes:
      figure.kind === 'graph'
        ? graphNodes(
            traces.find((t) => same(t.of, of))?.nodes ??
              nodesOf(of, undefined).map((n) => ({ id: n.name.name, local: n.local })),
          )
        : [],
  };
}

const graphNodes = (nodes: readonly { readonly id: string; readonly local: Node }[]): PublicFigure['nodes'] =>
  nodes.map(({ id, local }) => ({ id, local }));

function drawsOf(context: Context): ReadonlyMap<string, string> {
  const draws = new Map<string, string>();
  for (const [name, p] of context.parameters) {
    const drawn = context.drawnOf(name);
    if (drawn.kind === 'value') draws.set(name, printText(drawn.node));
    else draws.set(name, p.draw.kind === 'choice' || p.draw.kind === 'words' ? `option ${drawn.index + 1}` : '');
  }
  for (const name of context.values.keys()) {
    const value = context.valueOf(name);
    if (value !== null) draws.set(`value of ${name}`, printText(value));
  }
  return draws;
}

/** A choice that only a condition uses says which draws are taken (on the boundary or off it): it is meant so. */
function steers(name: string, template: Template, context: Context): boolean {
  const isChoice = context.parameters.get(name)?.draw.kind === 'choice';
  return isChoice && template.require.some((c) => namesIn(c.text).map(normalizeName).includes(name));
}

function structureOf(context: Context, wording: number): string {
  const chosen = [...context.parameters].flatMap(([name, p]) => {
    const drawn = context.drawnOf(name);
    return p.draw.kind === 'choice' && p.dims === null && drawn.kind === 'option' ? [`${name}:${drawn.index + 1}`] : [];
  });
  return [...chosen, ...(wording > 0 ? [`statement:${wording + 1}`] : [])].join(' ');
}
