/**
 * A small reader of Moodle's embedded answers, character by character and independent of what writes them. `\}`,
 * `\#` and entities stand for characters of the text; nothing else is an escape.
 */
export interface ClozeAnswer {
  readonly percent: number;
  /** Decoded HTML of an option, or the text of a short answer or number. */
  readonly text: string;
  readonly tolerance: number | null;
  readonly feedback: string;
}

export interface ClozeBox {
  readonly weight: number;
  readonly type: string;
  readonly answers: readonly ClozeAnswer[];
}

export interface ClozeText {
  readonly boxes: readonly ClozeBox[];
  /** What stands between the boxes. */
  readonly words: readonly string[];
}

export function readCloze(text: string): ClozeText {
  const boxes: ClozeBox[] = [];
  const words: string[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const start = /^\{(\d*):([A-Z_]+):/.exec(text.slice(at, at + 40));
    if (start === null) {
      plain += text[at];
      at += 1;
      continue;
    }
    words.push(plain);
    plain = '';
    at += start[0].length;
    let body = '';
    while (at < text.length && !(text[at] === '}' && text[at - 1] !== '\\')) {
      body += text[at];
      at += 1;
    }
    if (at >= text.length) throw new Error(`a box is not closed: ${body}`);
    at += 1;
    boxes.push({
      weight: start[1] === '' ? 1 : Number(start[1]),
      type: start[2] ?? '',
      answers: body.split('~').map((a) => readAnswer(a, start[2] ?? '')),
    });
  }
  words.push(plain);
  return { boxes, words };
}

function readAnswer(source: string, type: string): ClozeAnswer {
  const mark = /^(?:=|%(-?[\d.]+)%)/.exec(source);
  const percent = mark === null ? 0 : mark[1] === undefined ? 100 : Number(mark[1]);
  const rest = source.slice(mark?.[0].length ?? 0);
  let cut = rest.length;
  for (let k = 0; k < rest.length; k += 1) {
    if (rest[k] !== '#' || rest[k - 1] === '\\' || rest[k - 1] === '&') continue;
    cut = k;
    break;
  }
  const answer = decode(rest.slice(0, cut));
  const feedback = decode(rest.slice(cut + 1));
  if (type !== 'NUMERICAL') return { percent, text: answer, tolerance: null, feedback };
  const [value = '', tolerance = ''] = answer.split(':');
  return { percent, text: value, tolerance: Number(tolerance), feedback };
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

export const decode = (text: string): string =>
  text
    .replaceAll(/&(?:#(\d+)|(amp|lt|gt|quot));/g, (_, code?: string, name?: string) =>
      code === undefined ? (NAMED[name ?? ''] ?? '') : String.fromCodePoint(Number(code)),
    )
    .replaceAll('\\}', '}')
    .replaceAll('\\#', '#');
