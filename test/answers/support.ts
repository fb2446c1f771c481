/** Fields and keys for tests, from formulas as text. */
import type {
  AnswerTypeName,
  EarlierAnswers,
  FieldKey,
  FieldPolicy,
  Judgement,
  PublicField,
  RawAnswer,
  TraceKeyNode,
  TraceRow,
} from '../../src/answers/contract.ts';
import { foldCredit } from '../../src/answers/judgement.ts';
import { answerTypes } from '../../src/answers/table.ts';
import { pullback } from '../../src/calculus/modes.ts';
import { evaluate } from '../../src/expr/evaluate.ts';
import { type Condition, parseCondition, parseExpression, parseShape } from '../../src/expr/parse/parse.ts';
import type { Declaration, Scope } from '../../src/expr/parse/scope.ts';
import { type Node, sym, symbolsOf } from '../../src/ir/node.ts';
import { SCALAR } from '../../src/ir/shape.ts';

export const POLICY: FieldPolicy = {
  number: { kind: 'relative', tolerance: 0.005 },
  expression: { kind: 'rounded', digits: 3 },
  entries: 'per-entry',
  wrongOrientation: 0.5,
  wrongLayout: 0.5,
  misconceptionCredit: 0,
  followThrough: 1,
  roundedEarly: 1,
  decimalComma: false,
};

export type Vars = Readonly<Record<string, string>>;

export function declare(vars: Vars): readonly Declaration[] {
  return Object.entries(vars).map(([name, shape]) => {
    if (shape === 'index') return { name, shape: SCALAR, index: true };
    const read = parseShape(shape);
    if (!read.ok) throw new Error(read.error.message);
    return { name, shape: read.value };
  });
}

export const scope = (vars: Vars): Scope => ({
  declarations: new Map(declare(vars).map((d) => [d.name, d])),
  mode: 'closed',
});

export function formula(text: string, vars: Vars = {}): Node {
  const read = parseExpression(text, scope(vars));
  if (!read.ok) throw new Error(`${text}: ${read.error.message}`);
  return read.value;
}

export function condition(text: string, vars: Vars): Condition {
  const read = parseCondition(text, scope(vars));
  if (!read.ok) throw new Error(`${text}: ${read.error.message}`);
  return read.value;
}

export interface Made {
  readonly field: PublicField;
  readonly key: FieldKey;
}

interface Options {
  readonly vars?: Vars;
  readonly field?: Partial<PublicField>;
  readonly key?: Partial<FieldKey>;
}

export function make(
  type: AnswerTypeName,
  answer: string | null,
  { vars = {}, field = {}, key = {} }: Options = {},
): Made {
  return {
    field: {
      id: 'f',
      type,
      question: [],
      label: [],
      points: 1,
      variables: declare(vars),
      rounding: { kind: 'exact' },
      mayBe: { zero: false, undefined: false },
      gridShape: null,
      freedom: 'none',
      trace: [],
      items: [],
      many: false,
      rubric: [],
      length: '',
      ...field,
    },
    key: {
      id: 'f',
      answer: answer === null ? null : formula(answer, vars),
      follows: null,
      derivation: null,
      domain: { ranges: new Map(), structures: new Map(), assume: [], sizes: new Map() },
      isDerivative: false,
      also: [],
      trace: [],
      right: [],
      cases: [],
      sample: [],
      ...key,
    },
  };
}

export function judge(
  made: Made,
  raw: RawAnswer,
  policy: Partial<FieldPolicy> = {},
  earlier: EarlierAnswers = new Map(),
): Judgement {
  const type = answerTypes.get(made.field.type);
  if (!type) throw new Error(made.field.type);
  return type.judge(raw, made.field, made.key, { ...POLICY, ...policy }, earlier);
}

/** Verdict, code and share in one line, for tables of expectations. */
export function brief(j: Judgement): string {
  return `${j.verdict} ${j.code} ${Number(foldCredit(j.log).toFixed(4))}`;
}

/** A trace of the nodes given as `name: formula of names before it`, at the values of its inputs. */
export function makeTrace(
  steps: Readonly<Record<string, string>>,
  at: Readonly<Record<string, number>>,
  digits: number | null,
  usesOf: readonly string[] = [],
  wrt: readonly string[] = Object.keys(at),
): Made {
  const names = [...Object.keys(at), ...Object.keys(steps)];
  const vars: Vars = Object.fromEntries(names.map((n) => [n, 'scalar']));
  const values = new Map(Object.entries(at).map(([n, v]) => [n, [v] as readonly number[]]));
  const locals = Object.entries(steps).map(([id, text]) => ({ id, local: formula(text, vars) }));
  for (const { id, local } of locals) values.set(id, evaluate(local, values).data);
  const adjoints = new Map<string, number>();
  const uses = new Map<string, { through: string; value: readonly number[] }[]>();
  for (const [k, { id, local }] of [...locals].reverse().entries()) {
    if (k === 0) adjoints.set(id, 1);
    const own = adjoints.get(id) ?? 0;
    for (const { node, adjoint } of pullback(local, formula('1'), symbolsOf(local))) {
      if (node.kind !== 'sym') continue;
      const value = own * (evaluate(adjoint, values).data[0] ?? 0);
      adjoints.set(node.name, (adjoints.get(node.name) ?? 0) + value);
      uses.set(node.name, [{ through: id, value: [value] }, ...(uses.get(node.name) ?? [])]);
    }
  }
  const keyNode = (id: string, local: Node): TraceKeyNode => ({
    id,
    local,
    value: values.get(id) ?? [],
    adjoint: [adjoints.get(id) ?? 0],
    shape: [],
    uses: uses.get(id) ?? [],
  });
  const row = (id: string, isInput: boolean): TraceRow => ({
    id,
    value: !isInput,
    adjoint: true,
    uses: usesOf.includes(id) ? (uses.get(id)?.length ?? 0) : 0,
  });
  return make('trace', null, {
    field: {
      rounding: digits === null ? { kind: 'exact' } : { kind: 'digits', digits },
      trace: [...locals.map((l) => row(l.id, false)), ...wrt.map((n) => row(n, true))],
    },
    key: {
      trace: [...locals.map((l) => keyNode(l.id, l.local)), ...wrt.map((n) => keyNode(n, sym(n)))],
      traceInputs: new Map(Object.entries(at).map(([n, v]) => [n, [v]])),
    },
  });
}
