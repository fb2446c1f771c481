// Other systems' verdicts on pairs of formulas in our syntax. Installed with: npm ci --prefix bench/peers

/** Every call `name(argument)` as `write(name, argument)`, from the inside out. */
function rewriteCalls(text, write) {
  const sign = /[A-Za-z][A-Za-z0-9]*\(/g;
  let [out, at] = ['', 0];
  for (let m = sign.exec(text); m; m = sign.exec(text)) {
    let [depth, end] = [1, m.index + m[0].length];
    while (end < text.length && depth > 0) {
      if (text[end] === '(') depth += 1;
      if (text[end] === ')') depth -= 1;
      end += 1;
    }
    out +=
      text.slice(at, m.index) +
      write(m[0].slice(0, -1), rewriteCalls(text.slice(m.index + m[0].length, end - 1), write));
    at = end;
    sign.lastIndex = end;
  }
  return out + text.slice(at);
}

const subscripted = (text) => text.replace(/(?<![A-Za-z_])([A-Za-z])(\d+)(?![\w(])/g, '$1_$2');

/** The strict answer of a judge, or `error`. */
const safely = (judge) => (student, model) => {
  try {
    return judge(student, model);
  } catch {
    return 'error';
  }
};

async function mathjs() {
  const { create, all } = await import('mathjs');
  const math = create(all, {});
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return (student, model) => {
    const [a, b] = [math.parse(student), math.parse(model)];
    const names = new Set();
    for (const tree of [a, b])
      tree.traverse((n, path) => {
        if (n.isSymbolNode && path !== 'fn' && n.name !== 'pi' && n.name !== 'e') names.add(n.name);
      });
    const [f, g] = [a.compile(), b.compile()];
    let met = 0;
    for (let k = 0; k < 8; k += 1) {
      const at = Object.fromEntries([...names].map((n) => [n, 6 * random() - 3]));
      const [s, m] = [f.evaluate(at), g.evaluate(at)];
      if (typeof s !== 'number' || typeof m !== 'number' || !Number.isFinite(s) || !Number.isFinite(m)) {
        if (String(s) !== String(m) && typeof s === typeof m && typeof s === 'number') return 'different';
        continue;
      }
      if (Math.abs(s - m) > 1e-9 * Math.max(1, Math.abs(s), Math.abs(m))) return 'different';
      met += 1;
    }
    return met === 0 ? 'undecided' : 'equal';
  };
}

async function mathExpressions() {
  const { default: me } = await import('math-expressions');
  const read = (text) => me.fromText(subscripted(text));
  return (student, model) => (read(student).equals(read(model)) ? 'equal' : 'different');
}

async function kas() {
  const { default: KAS } = await import('@khanacademy/kas');
  const names = { log: 'ln', asin: 'arcsin', acos: 'arccos', atan: 'arctan' };
  // A power behind a call would be one of its argument there: sin(x)^2 is read as sin(x²).
  const call = (name, u) => {
    if (name === 'exp') return `(e^(${u}))`;
    if (name === 'cbrt') return `((${u})^(1/3))`;
    return `(${names[name] ?? name}(${u}))`;
  };
  const write = (text) => rewriteCalls(subscripted(text), call);
  return (student, model) => {
    const [a, b] = [KAS.parse(write(student)), KAS.parse(write(model))];
    if (!a.parsed || !b.parsed) return 'error';
    return KAS.compare(a.expr, b.expr).equal ? 'equal' : 'different';
  };
}

/** In the order of the tables. */
export const peers = [
  { id: 'mathjs', label: 'mathjs 15, 8 random points, 10⁻⁹', load: mathjs },
  { id: 'math-expressions', label: 'math-expressions 2.0.0-alpha93 `equals`', load: mathExpressions },
  { id: 'kas', label: 'KAS 2.2.3 `compare`', load: kas },
];

/** The judge of a peer; null where it is not installed. */
export async function loadPeer(id) {
  const peer = peers.find((p) => p.id === id);
  try {
    return safely(await peer.load());
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}
