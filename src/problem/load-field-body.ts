/** The keys of a field that belong to its type alone. */
import type { AnswerTypeName } from '../answers/contract.ts';
import type { Reader } from './schema.ts';
import { asSource } from './schema.ts';
import type { SourceMap, SourceNode, SourceText } from './source/source-node.ts';
import { lookUp } from './source/source-node.ts';
import type { FieldBody, OptionTemplate, OrderingLine, TraceFill } from './template.ts';

/** What each type knows besides the common keys. */
export const BODY_KEYS: Readonly<Record<AnswerTypeName, readonly string[]>> = {
  number: [],
  expression: [],
  matrix: ['shape', 'any_order', 'up_to'],
  tensor: ['shape'],
  shape: [],
  cases: ['cases'],
  trace: ['nodes', 'fill', 'wrt'],
  derivation: ['from'],
  choice: ['many', 'mistakes', 'options', 'right_if', 'show'],
  ordering: ['lines', 'extra'],
  'find-error': ['of', 'mistakes', 'lines', 'none'],
  essay: ['rubric', 'length'],
};

export function readBody(type: AnswerTypeName, map: SourceMap, title: string, reader: Reader): FieldBody | undefined {
  const sources = (key: string): readonly SourceText[] | null => {
    const node = reader.given(map, key);
    return node === undefined ? null : reader.items(node).map(asSource);
  };
  switch (type) {
    case 'number':
    case 'expression':
    case 'shape':
      return { type };
    case 'matrix':
    case 'tensor':
      return { type, shapeGiven: readShapeGiven(map, title, reader), freedom: readFreedom(map, title, reader) };
    case 'cases': {
      const cases = sources('cases');
      const early = cases?.slice(0, -1).find((c) => c.text.trim() === 'otherwise');
      if (early)
        reader.fail('otherwise-first', `in ${title} cases stand behind \`otherwise\``, early, 'Put `otherwise` last.');
      return { type, cases };
    }
    case 'trace':
      return { type, nodes: sources('nodes'), fill: readFill(map, title, reader), wrt: sources('wrt') };
    case 'derivation': {
      const from = reader.required(map, 'from', title);
      return from === undefined ? undefined : { type, from: asSource(from) };
    }
    case 'choice':
      return readChoice(map, title, reader, sources('mistakes') ?? []);
    case 'ordering': {
      const lines = reader.required(map, 'lines', title);
      if (lines === undefined) return undefined;
      const body = { type, lines: readLines(lines, title, reader), extra: sources('extra') ?? [] };
      checkLines(body, lines, title, reader);
      return body;
    }
    case 'find-error':
      return readFindError(map, title, reader, sources('mistakes') ?? []);
    case 'essay':
      return readEssay(map, title, reader);
  }
}

function readShapeGiven(map: SourceMap, title: string, reader: Reader): boolean {
  const node = reader.given(map, 'shape');
  return node !== undefined && reader.word(node, `\`shape\` of ${title}`, ['given'] as const) === 'given';
}

function readFreedom(
  map: SourceMap,
  title: string,
  reader: Reader,
): 'none' | 'any-order' | 'sign' | 'scale' | 'positive-scale' | 'constant' {
  const anyOrder = reader.given(map, 'any_order');
  const upTo = reader.given(map, 'up_to');
  if (anyOrder !== undefined && upTo !== undefined) {
    reader.fail('two-freedoms', `${title} has both \`any_order\` and \`up_to\``, upTo, 'Leave one of them out.');
  }
  if (anyOrder !== undefined) return reader.yesNo(anyOrder, `\`any_order\` of ${title}`) ? 'any-order' : 'none';
  if (upTo === undefined) return 'none';
  const word = reader.word(upTo, `\`up_to\` of ${title}`, ['sign', 'scale', 'positive scale', 'constant'] as const);
  return word === 'positive scale' ? 'positive-scale' : (word ?? 'none');
}

function readFill(map: SourceMap, title: string, reader: Reader): TraceFill {
  const node = reader.given(map, 'fill');
  if (node === undefined) return { values: true, adjoints: true, usesOf: [] };
  const usesOf: SourceText[] = [];
  const words = reader.items(node).map((item) => {
    const text = asSource(item);
    const name = /^uses of (\S+)$/.exec(text.text.trim())?.[1];
    if (name !== undefined) {
      usesOf.push({ ...text, text: name });
      return 'uses';
    }
    return reader.word(text, `\`fill\` of ${title}`, ['values', 'adjoints', 'uses of NAME'] as const);
  });
  return { values: words.includes('values'), adjoints: words.includes('adjoints'), usesOf };
}

function readChoice(
  map: SourceMap,
  title: string,
  reader: Reader,
  mistakes: readonly SourceText[],
): FieldBody | undefined {
  const many = reader.given(map, 'many');
  const options = reader.given(map, 'options');
  const rightIf = reader.given(map, 'right_if');
  const show = reader.given(map, 'show');
  const list = options === undefined ? undefined : reader.list(options, `\`options\` of ${title}`);
  const read = (list?.items ?? []).flatMap((item) => readOption(item, title, reader) ?? []);
  if (options === undefined && lookUp(map, 'answer') === undefined) {
    reader.fail(
      'missing-key',
      `${title} needs \`answer\` or \`options\``,
      map,
      'With answer alone, the wrong options are made from common mistakes.',
    );
    return undefined;
  }
  if (options !== undefined && lookUp(map, 'answer') !== undefined) {
    reader.fail('two-keys', `${title} has both \`answer\` and \`options\``, options, 'Leave one of them out.');
  }
  const unmarked = read.find((o) => o.mark === null);
  if (options !== undefined && rightIf === undefined && unmarked !== undefined) {
    reader.fail(
      'unmarked-option',
      `an option of ${title} is neither right nor wrong`,
      unmarked.text,
      'Write `- right: …` or `- wrong: …`, or give a condition `right_if`.',
    );
  }
  if (options !== undefined && rightIf === undefined && !read.some((o) => o.mark === 'right')) {
    reader.fail('nothing-right', `no option of ${title} is right`, options, 'Mark one with `right:`.');
  }
  const shown = show === undefined ? undefined : reader.whole(show, `\`show\` of ${title}`, 2, 20);
  if (show && shown !== undefined && options !== undefined && shown > read.length) {
    reader.fail(
      'show-too-many',
      `${title} shows ${shown} options, but has ${read.length}`,
      show,
      'List more options, or show fewer.',
    );
  }
  return {
    type: 'choice',
    many: many !== undefined && reader.yesNo(many, `\`many\` of ${title}`),
    mistakes,
    options: read,
    rightIf: rightIf === undefined ? null : asSource(rightIf),
    show: shown ?? null,
  };
}

function readOption(item: SourceNode, title: string, reader: Reader): OptionTemplate | undefined {
  if (item.kind !== 'map') return { text: asSource(item), mark: null, says: null };
  reader.onlyKeys(item, ['right', 'wrong', 'says'], `an option of ${title}`);
  const [right, wrong, says] = ['right', 'wrong', 'says'].map((k) => reader.given(item, k));
  const text = right ?? wrong;
  if (text === undefined || (right && wrong)) {
    reader.fail(
      'unmarked-option',
      `an option of ${title} must be either right or wrong`,
      item,
      'Write `- right: …` or `- wrong: …`.',
    );
    return undefined;
  }
  return {
    text: asSource(text),
    mark: right ? 'right' : 'wrong',
    says: says === undefined ? null : (reader.localText(says, '`says`') ?? null),
  };
}

function readLines(node: SourceNode, title: string, reader: Reader): readonly OrderingLine[] {
  const list = reader.list(node, `the lines of ${title}`);
  return (list?.items ?? []).flatMap((item): readonly OrderingLine[] => {
    if (item.kind !== 'map') return [{ kind: 'line', text: asSource(item), twin: null }];
    reader.onlyKeys(item, ['right', 'wrong', 'any_order', 'in_order'], `a line of ${title}`);
    const [right, wrong, any, inOrder] = ['right', 'wrong', 'any_order', 'in_order'].map((k) => reader.given(item, k));
    if (any) return [{ kind: 'any-order', lines: readLines(any, title, reader) }];
    if (inOrder) return [{ kind: 'in-order', lines: readLines(inOrder, title, reader) }];
    if (right && wrong) return [{ kind: 'line', text: asSource(right), twin: asSource(wrong) }];
    reader.fail(
      'half-a-twin',
      `a line of ${title} lacks its ${right ? 'wrong' : 'right'} twin`,
      item,
      'Write both right: and wrong:, or the line alone.',
    );
    return [];
  });
}

const textsOf = (line: OrderingLine): readonly SourceText[] =>
  line.kind !== 'line' ? line.lines.flatMap(textsOf) : line.twin === null ? [line.text] : [line.text, line.twin];

/** There is something to put in order, and no two lines say the same. */
function checkLines(
  body: { readonly lines: readonly OrderingLine[]; readonly extra: readonly SourceText[] },
  at: SourceNode,
  title: string,
  reader: Reader,
): void {
  const lines = body.lines.flatMap(textsOf);
  if (lines.length < 2)
    reader.fail('too-few-lines', `${title} has ${lines.length} lines to put in order`, at, 'Give it two or more.');
  const all = [...lines, ...body.extra];
  const double = all.find((line, k) => all.slice(0, k).some((other) => other.text.trim() === line.text.trim()));
  if (double)
    reader.fail('double-line', `a line of ${title} stands there twice`, double, 'Each line must say something else.');
}

function readFindError(
  map: SourceMap,
  title: string,
  reader: Reader,
  mistakes: readonly SourceText[],
): FieldBody | undefined {
  const of = reader.given(map, 'of');
  const lines = reader.given(map, 'lines');
  const none = reader.given(map, 'none');
  if ((of === undefined) === (lines === undefined)) {
    reader.fail(
      'missing-key',
      `${title} needs either \`of\` or \`lines\``,
      map,
      'Write of: diff(f, x) and let the lines be made, or write them out.',
    );
    return undefined;
  }
  const list = lines === undefined ? undefined : reader.list(lines, `the lines of ${title}`);
  const read = (list?.items ?? []).flatMap((item): readonly { text: SourceText; right: SourceText | null }[] => {
    if (item.kind !== 'map') return [{ text: asSource(item), right: null }];
    reader.onlyKeys(item, ['wrong', 'right'], `a line of ${title}`);
    const [wrong, right] = [
      reader.required(item, 'wrong', 'the wrong line'),
      reader.required(item, 'right', 'the wrong line'),
    ];
    return wrong && right ? [{ text: asSource(wrong), right: asSource(right) }] : [];
  });
  const wrongLines = read.filter((l) => l.right !== null).length;
  if (lines !== undefined && wrongLines !== 1) {
    reader.fail(
      'wrong-lines',
      `${title} has ${wrongLines} wrong lines; it must have one`,
      lines,
      'Mark it with `- wrong: …` and below it `right: …`.',
    );
  }
  return {
    type: 'find-error',
    of: of === undefined ? null : asSource(of),
    mistakes,
    lines: read,
    none: none !== undefined && reader.yesNo(none, `\`none\` of ${title}`),
  };
}

function readEssay(map: SourceMap, title: string, reader: Reader): FieldBody {
  const node = reader.required(map, 'rubric', title);
  const length = reader.given(map, 'length');
  const list = node === undefined ? undefined : reader.list(node, `the rubric of ${title}`);
  const rubric = (list?.items ?? []).flatMap((item) => {
    const entry = reader.map(item, `an entry of the rubric of ${title}`);
    if (entry === undefined) return [];
    reader.onlyKeys(entry, ['for', 'levels'], 'an entry of the rubric');
    const [criterion, levels] = [
      reader.required(entry, 'for', 'an entry of the rubric'),
      reader.required(entry, 'levels', 'an entry of the rubric'),
    ];
    if (criterion === undefined || levels === undefined) return [];
    const read = reader.items(levels).map(asSource);
    if (read.length < 2)
      reader.fail(
        'one-level',
        'a criterion needs two levels or more',
        levels,
        'The first is worth 0, the next 1, and so on.',
      );
    return [{ criterion: asSource(criterion), levels: read }];
  });
  if (list?.items.length === 0)
    reader.fail('empty-rubric', `the rubric of ${title} is empty`, list, 'Write `- for: …` and `levels: [ …, … ]`.');
  const worth = rubric.reduce((sum, { levels }) => sum + levels.length - 1, 0);
  const points = lookUp(map, 'points');
  if (points?.kind === 'text' && rubric.length > 0 && Number(points.text) !== worth) {
    reader.fail(
      'rubric-sum',
      `the levels of ${title} are worth ${worth} points, not ${points.text}`,
      points,
      `Write points: ${worth}, or change the levels.`,
    );
  }
  return { type: 'essay', rubric, length: length === undefined ? '' : asSource(length).text };
}
