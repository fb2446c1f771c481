/**
 * SVG path data to absolute segments. KaTeX draws tall delimiters, roots,
 * braces and arrows as paths; stretchy ones are 400 em long and cut off by the
 * view, which we do by clamping their points: beyond the view such a path has
 * straight horizontal lines only, so clamping is exact.
 */
export type Segment =
  | { readonly op: 'M' | 'L'; readonly points: readonly [number, number] }
  | { readonly op: 'C'; readonly points: readonly [number, number, number, number, number, number] }
  | { readonly op: 'Z' };

const tokens = /([a-zA-Z])|(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)/g;

class Reader {
  readonly #items: readonly string[];
  #at = 0;
  constructor(data: string) {
    this.#items = data.match(tokens) ?? [];
  }
  get done(): boolean {
    return this.#at >= this.#items.length;
  }
  command(previous: string): string {
    const item = this.#items[this.#at] ?? '';
    if (!/[a-zA-Z]/.test(item)) return previous === 'M' ? 'L' : previous === 'm' ? 'l' : previous;
    this.#at += 1;
    return item;
  }
  number(): number {
    const value = Number(this.#items[this.#at]);
    this.#at += 1;
    if (Number.isNaN(value)) throw new Error('path data ends early');
    return value;
  }
}

/** Parses the commands M L H V C S Q T Z and their relative forms; anything else throws. */
export function parsePath(data: string): readonly Segment[] {
  const reader = new Reader(data);
  const out: Segment[] = [];
  let command = '';
  let x = 0;
  let y = 0;
  let startX = 0;
  let startY = 0;
  // Last control point, for the smooth commands.
  let controlX = 0;
  let controlY = 0;
  let before = '';
  const line = (toX: number, toY: number): void => {
    out.push({ op: 'L', points: [toX, toY] });
    x = toX;
    y = toY;
  };
  const cubic = (x1: number, y1: number, x2: number, y2: number, toX: number, toY: number): void => {
    out.push({ op: 'C', points: [x1, y1, x2, y2, toX, toY] });
    controlX = x2;
    controlY = y2;
    x = toX;
    y = toY;
  };
  const quadratic = (qx: number, qy: number, toX: number, toY: number): void => {
    cubic(
      x + (2 / 3) * (qx - x),
      y + (2 / 3) * (qy - y),
      toX + (2 / 3) * (qx - toX),
      toY + (2 / 3) * (qy - toY),
      toX,
      toY,
    );
    controlX = qx;
    controlY = qy;
  };
  while (!reader.done) {
    command = reader.command(command);
    const upper = command.toUpperCase();
    const baseX = command === upper ? 0 : x;
    const baseY = command === upper ? 0 : y;
    const nextX = (): number => baseX + reader.number();
    const nextY = (): number => baseY + reader.number();
    switch (upper) {
      case 'M':
        x = nextX();
        y = nextY();
        startX = x;
        startY = y;
        out.push({ op: 'M', points: [x, y] });
        break;
      case 'L':
        line(nextX(), nextY());
        break;
      case 'H':
        line(nextX(), y);
        break;
      case 'V':
        line(x, nextY());
        break;
      case 'C':
        cubic(nextX(), nextY(), nextX(), nextY(), nextX(), nextY());
        break;
      case 'S': {
        const smooth = before === 'C' || before === 'S';
        cubic(smooth ? 2 * x - controlX : x, smooth ? 2 * y - controlY : y, nextX(), nextY(), nextX(), nextY());
        break;
      }
      case 'Q':
        quadratic(nextX(), nextY(), nextX(), nextY());
        break;
      case 'T': {
        const smooth = before === 'Q' || before === 'T';
        quadratic(smooth ? 2 * x - controlX : x, smooth ? 2 * y - controlY : y, nextX(), nextY());
        break;
      }
      case 'Z':
        out.push({ op: 'Z' });
        x = startX;
        y = startY;
        break;
      default:
        throw new Error(`path command ${command} is not known`);
    }
    before = upper;
  }
  return out;
}

/** Applies `map` to every point. */
export function mapPath(
  segments: readonly Segment[],
  mapX: (x: number) => number,
  mapY: (y: number) => number,
): readonly Segment[] {
  return segments.map((segment): Segment => {
    if (segment.op === 'Z') return segment;
    if (segment.op === 'C') {
      const [a, b, c, d, e, f] = segment.points;
      return { op: 'C', points: [mapX(a), mapY(b), mapX(c), mapY(d), mapX(e), mapY(f)] };
    }
    return { op: segment.op, points: [mapX(segment.points[0]), mapY(segment.points[1])] };
  });
}
