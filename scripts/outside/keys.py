"""Keys of the catalogue worked out by a system that is not ours, kept as data for test/problem/outside-keys.test.ts.

For one template of each topic a small program reads what a student reads (as `gradus show ID --seed S --format json`
prints it, without the solution) and works the answers out with SymPy. Formulas are evaluated at fixed points of their
names. Needs python3 with SymPy (Debian: python3-sympy), and Gradus built.

    /usr/bin/python3 scripts/outside/keys.py > test/data/outside-keys.jsonl
"""
import json
import re
import subprocess
import sys

import sympy as sp

SEEDS = range(1, 21)
ORIGIN = f"SymPy {sp.__version__}, from the printed problem"

NAMES = "x y z t s u v a b x1 x2 x3 h w w1 w2 theta"
SYM = {n: sp.Symbol(n, real=True) for n in NAMES.split()}
x, y, z, t, s, u, v, a, b, x1, x2, x3, h, w, w1, w2, theta = (SYM[n] for n in NAMES.split())
# Where formulas are evaluated: positive, away from each other and from whole numbers.
POINTS = {n: sp.Rational(7 + 4 * k, 10 + 3 * (k % 5)) for k, n in enumerate(NAMES.split())}


def formula(text):
    """A formula as Gradus prints it; brackets are a matrix, rows separated by semicolons."""
    text = text.strip().replace("^", "**")
    text = re.sub(r"\bx\[(\d)\]", r"x\1", text)
    if text.startswith("["):
        rows = text[1:-1].split(";")
        return sp.Matrix([[formula(e) for e in split(row)] for row in rows])
    return sp.sympify(text, locals={**SYM, "log": sp.log, "exp": sp.exp, "e": sp.E})


def split(row):
    parts, depth, start = [], 0, 0
    for k, c in enumerate(row):
        depth += (c == "(") - (c == ")")
        if c == "," and depth == 0:
            parts.append(row[start:k])
            start = k + 1
    return [*parts, row[start:]]


def latex_number(text):
    text = text.strip()
    m = re.fullmatch(r"(-?)\\frac\{(\d+)\}\{(\d+)\}", text)
    return sp.Rational(int(m[1] + m[2]), int(m[3])) if m else sp.Rational(text)


def latex_matrix(text):
    body = re.sub(r"\\\\\[\d+pt\]", r"\\\\", text)
    return sp.Matrix([[latex_number(e) for e in row.split("&")] for row in body.split(r"\\")])


def texts(d):
    return " ".join([d["statement"]["latex"], *(f["question"] for f in d["fields"])])


def given(d, name):
    """The last number or matrix that the problem gives for a name, as printed: `$x_{1} = -2$`."""
    number = r"-?\\frac\{\d+\}\{\d+\}|-?\d+(?:\.\d+)?"
    found = re.findall(
        rf"\$(?:[^$]*[ (])?{re.escape(name)} = (?:\\begin\{{pmatrix\}}(.*?)\\end\{{pmatrix\}}|({number}))(?=[,$])", texts(d)
    )
    matrix, single = found[-1]
    return latex_matrix(matrix) if matrix else latex_number(single)


def matrices(d):
    return [latex_matrix(m) for m in re.findall(r"\\begin\{pmatrix\}(.*?)\\end\{pmatrix\}", texts(d), re.S)]


def names_of(d, *names):
    return [formula(d["definitions"][n]) for n in names]


def grad(f, over):
    return sp.Matrix([[sp.diff(f, q) for q in over]])


def difference_quotient(d):
    (f,) = names_of(d, "f")
    quotient = sp.simplify((f.subs(x, x + h) - f) / h)
    return {
        "secant": quotient.subs({x: given(d, "x"), h: given(d, "h")}),
        "quotient": quotient,
        "limit": sp.limit((f.subs(x, x + h) - f) / h, h, 0),
    }


def taylor(d):
    f, x0 = names_of(d, "f", "x0")
    return {
        "first": sp.diff(f, x).subs(x, x0),
        "second": sp.diff(f, x, 2).subs(x, x0),
        "T2": sp.series(f, x, x0, 3).removeO(),
    }


def rules(d):
    (f,) = names_of(d, "f")
    return {"df": sp.diff(f, x), "slope": sp.diff(f, x).subs(x, 0)}


def partials(d):
    (f,) = names_of(d, "f")
    at = {q: given(d, q.name) for q in (x, y, z) if f"${q.name} =" in texts(d) or f" {q.name} =" in texts(d)}
    return {
        "dfdx": sp.diff(f, x),
        "dfdy": sp.diff(f, y),
        "dfdz": sp.diff(f, z),
        "at_point": sp.diff(f, y).subs(at),
    }


def gradient(d):
    (f,) = names_of(d, "f")
    at = {q: given(d, f"x_{{{k}}}") for k, q in ((1, x1), (2, x2)) if f"x_{{{k}}} =" in texts(d)}
    return {"d1": sp.diff(f, x1), "d2": sp.diff(f, x2), "at_point": grad(f, (x1, x2)).subs(at)}


def total_derivative(d):
    f, p, q = names_of(d, "f", "p", "q")
    along = sp.diff(f.subs({x1: p, x2: q}, simultaneous=True), t)
    return {"grad": grad(f, (x1, x2)), "total": along, "at_zero": along.subs(t, 0)}


def small_jacobian(d):
    (f,) = names_of(d, "f")
    J = f.jacobian([x1, x2, x3])
    return {"size": f"{J.rows}x{J.cols}", "J": J}


def linear_layers(d):
    W, offset, V = names_of(d, "W", "b", "V")
    q = sp.Matrix(sp.symbols(f"q0:{W.cols}"))
    J = (V * (W * q + offset)).jacobian(q)
    return {"size": f"{J.rows}x{J.cols}", "J": J}


def chain(d):
    f, g, whole = names_of(d, "f", "g", "h")
    return {"df": sp.diff(f, x), "dg": sp.diff(g, u), "dh": sp.diff(whole, x)}


def least_squares(d):
    (c,) = re.findall(r"L\(\\theta\) = (?:\\frac\{1\}\{(\d)\} )?\\lVert", d["statement"]["latex"])
    Phi, th, yy = given(d, r"\Phi"), given(d, r"\theta"), given(d, "y")
    q = sp.Matrix(sp.symbols("q0:2"))
    r = yy - Phi * q
    L = (r.T * r)[0] / sp.Integer(c or 1)
    at = dict(zip(q, th))
    return {"residual": r.subs(at), "loss": L.subs(at), "grad": grad(L, q).subs(at)}


def bilinear(d):
    text = d["definitions"]["L"]
    A, uu, xx = given(d, "A"), given(d, "u"), given(d, "x")
    mu = given(d, r"\mu") if "mu" in text else 0
    q = sp.Matrix(2, 3, sp.symbols("q0:6"))
    inner = (uu.T * q * xx)[0]
    python = text.replace("u'*A*x", "inner").replace("^", "**")
    L = sp.sympify(python, locals={"inner": inner, "mu": mu})
    at = dict(zip(q, A))
    return {"numbers": sp.Matrix(2, 3, lambda i, j: sp.diff(L, q[i, j])).subs(at)}


def gram(d):
    text = d["definitions"]["K"]
    R = given(d, "R")
    q = sp.Matrix(3, 2, sp.symbols("q0:6"))
    factor = sp.sympify(re.match(r"([\d/]+)\*R'\*R", text)[1])
    K = factor * q.T * q  # a constant matrix that is added has no derivative
    at = dict(zip(q, R))
    slope = lambda e: sp.Matrix(3, 2, lambda i, j: sp.diff(e, q[i, j])).subs(at)
    return {"off": slope(K[0, 1]), "on": slope(K[0, 0]), "size": "2x2x3x2"}


def quadratic_forms(d):
    """At sizes and numbers of our choice: n = 2."""
    q = sp.Matrix(sp.symbols("q0:2"))
    at = {"A": [2, 3, -1, 5], "B": [1, -4, 6, 2], "b": [3, -2], "x": [4, 7], "mu": [3]}
    A, B = (sp.Matrix(2, 2, at[n]) for n in "AB")
    bb = sp.Matrix(at["b"])
    python = d["definitions"]["f"].replace("x'", "q.T").replace("b'", "bb.T")
    python = re.sub(r"\bx\b", "q", re.sub(r"\bb\b", "bb", python))
    f = eval(python, {}, {"q": q, "A": A, "B": B, "bb": bb, "mu": sp.Integer(3)})[0]  # our own print, not foreign text
    point = dict(zip(q, at["x"]))
    return {"grad": grad(f, q).subs(point), "hess": sp.hessian(f, q).subs(point)}, at


def relu_network(d):
    W1, c1, W2, xx, yy = (given(d, n) for n in ("W_{1}", "b_{1}", "W_{2}", "x", "y"))
    printed = re.search(r"h = (.*?)\$", d["statement"]["latex"])[1]
    sign = -1 if "(-z" in printed else 1
    scale = 2 if printed.startswith("2") else 1
    P, Q = sp.Matrix(2, 2, sp.symbols("p0:4")), sp.Matrix(1, 2, sp.symbols("q0:2"))
    pre = P * xx + c1
    on = [1 if (sign * (W1 * xx + c1)[i]) > 0 else 0 for i in range(2)]
    hidden = sp.Matrix([scale * sign * on[i] * pre[i] for i in range(2)])
    L = ((Q * hidden)[0] - yy) ** 2
    at = {**dict(zip(P, W1)), **dict(zip(Q, W2))}
    return {
        "hidden": hidden.subs(at),
        "dW2": grad(L, Q).subs(at),
        "dW1": sp.Matrix(2, 2, lambda i, j: sp.diff(L, P[i, j])).subs(at),
    }


def trace(d):
    (f,) = names_of(d, "f")
    at = {x: given(d, "x"), y: given(d, "y")}
    return {
        "trace": {
            "f.value": f.subs(at),
            "f.adjoint": sp.Integer(1),
            "x.adjoint": sp.diff(f, x).subs(at),
            "y.adjoint": sp.diff(f, y).subs(at),
        }
    }


def products(d):
    """Multiplications counted by doing them: a matrix of ones times a matrix of ones."""
    d3, d2, d1, d0 = (int(d["definitions"][n]) for n in ("d3", "d2", "d1", "d0"))
    count = 0

    def times(p, q):
        nonlocal count
        count += p.rows * p.cols * q.cols
        return p * q

    chain_of = [sp.ones(1, d3), sp.ones(d3, d2), sp.ones(d2, d1), sp.ones(d1, d0)]
    row = chain_of[0]
    for m in chain_of[1:]:
        row = times(row, m)
    reverse, count = count, 0
    right = chain_of[-1]
    for m in reversed(chain_of[:-1]):
        right = times(m, right)
    return {"size": f"{d3}x{d0}", "reverse": sp.Integer(reverse), "forward": sp.Integer(count)}


def hessian(d):
    (f,) = names_of(d, "f")
    at = {q: given(d, q.name) for q in (x, y) if f"${q.name} =" in texts(d)}
    return {"mixed": sp.diff(f, y, x), "hess": sp.hessian(f, (x, y)).subs(at)}


def second_order(d):
    (f,) = names_of(d, "f")
    at = {x: 0, y: 0}
    scaled = f.subs({x: s * x, y: s * y}, simultaneous=True)
    return {
        "grad": grad(f, (x, y)).subs(at),
        "hess": sp.hessian(f, (x, y)).subs(at),
        "T2": sum(sp.diff(scaled, s, k).subs(s, 0) / sp.factorial(k) for k in range(3)),
    }


def shapes(d):
    n, m, k = (int(d["definitions"][c]) for c in ("n", "m", "k"))
    q, r = sp.symbols(f"q0:{n}"), sp.symbols(f"r0:{m}")
    f = sum(e**2 for e in q)
    g = sp.Matrix([sum(q)] * m)
    outer = sp.Matrix([sum(r)] * k).jacobian(r)
    size = lambda J: f"{J.rows}x{J.cols}"
    return {
        "gradient_f": size(grad(f, q)),
        "jacobian_g": size(g.jacobian(q)),
        "hessian_f": size(sp.hessian(f, q)),
        "composition": size(outer * g.jacobian(q)),
    }


def wrong_hessian(d):
    (f,) = names_of(d, "f")
    return {"repair": sp.hessian(f, (x, y))}


def two_paths(d):
    f, p, q = names_of(d, "f", "p", "q")
    at = {t: given(d, "t")}
    put = {x1: p, x2: q}
    one = (sp.diff(f, x1).subs(put, simultaneous=True) * sp.diff(p, t)).subs(at)
    two = (sp.diff(f, x2).subs(put, simultaneous=True) * sp.diff(q, t)).subs(at)
    return {"path1": one, "path2": two, "total": sp.diff(f.subs(put, simultaneous=True), t).subs(at)}


def both_products(d):
    f, vv = names_of(d, "f", "v")
    at = {x1: given(d, "x_{1}"), x2: given(d, "x_{2}")}
    J = f.jacobian([x1, x2]).subs(at)
    row = given(d, "u").T
    return {"vjp": row * J, "jvp": J * vv, "both": (row * J * vv)[0]}


def newton(d):
    (f,) = names_of(d, "f")
    start = given(d, "x")
    at = dict(zip((x1, x2), start))
    H = sp.hessian(f, (x1, x2))
    best = sp.solve(list(grad(f, (x1, x2))), [x1, x2])
    goal = sp.Matrix([best[x1], best[x2]])
    return {"grad": grad(f, (x1, x2)).subs(at), "hess": H, "step": goal - start, "new": goal}


def gauss_newton(d):
    (r,) = names_of(d, "r")
    at = {u: given(d, "u"), v: given(d, "v")}
    L = (r.T * r)[0] / 2
    J = r.jacobian([u, v]).subs(at)
    rest = sum((r[i].subs(at) * sp.hessian(r[i], (u, v)).subs(at) for i in range(2)), sp.zeros(2, 2))
    return {"jac": J, "grad": grad(L, (u, v)).subs(at), "gn": J.T * J, "rest": rest}


def budgets(d):
    start, g, eps = names_of(d, "L0", "g", "eps")
    angle = sp.atan2(g[1], g[0])
    worst = eps * sp.Matrix([sp.cos(angle), sp.sin(angle)])
    corners = [sp.Matrix([p, q]) for p in (-eps, eps) for q in (-eps, eps)]
    return {
        "two": start + (g * worst)[0],
        "direction": worst,
        "max": start + max((g * c)[0] for c in corners),
    }


def representation(d):
    (f,) = names_of(d, "h")
    at = {q: given(d, q.name) for q in (x, y, z) if re.search(rf"[$ ]{q.name} = ", texts(d))}
    J = f.jacobian([x, y, z]).subs(at)
    return {"jac": J, "rk": sp.Integer(J.rank()), "lost": sp.Integer(len(J.nullspace()))}


def flow(d):
    (f,) = names_of(d, "f")
    H = sp.hessian(f, (x, y))
    (start,) = matrices(d)[:1]
    rates = sorted(value for value, many in H.eigenvals().items() for _ in range(many))
    return {"hess": H, "rates": sp.Matrix(rates), "path": (-H * t).exp() * start}


def kernel(d):
    (f,) = names_of(d, "f")
    first, second, rest = matrices(d)[:3]
    at = {a: given(d, "a"), w1: given(d, "w_{1}"), w2: given(d, "w_{2}")}
    g = grad(f, (a, w1, w2)).subs(at)
    G = sp.Matrix.vstack(*(g.subs({x1: p[0], x2: p[1]}) for p in (first, second)))
    K = G * G.T
    rates = sorted(value for value, many in K.eigenvals().items() for _ in range(many))
    return {"K": K, "rates": sp.Matrix(rates), "residual": (-K * t / 10).exp() * rest}


def natural(d):
    th, g, F, eta = names_of(d, "theta", "g", "F", "eta")
    step = F.LUsolve(g.T)
    return {"inverse": F.inv(), "natural": step, "new": th - eta * step}


def sharpness(d):
    (L,) = names_of(d, "L")
    H = sp.hessian(L, (x, y))
    rates = sorted(value for value, many in H.eigenvals().items() for _ in range(many))
    return {"hess": H, "eigen": sp.Matrix(rates), "sharp": rates[-1], "total": H.trace()}


def tangent(d):
    g, f = names_of(d, "g", "f")
    T = sp.diff(g, s).subs(s, 0)
    moved = f.subs({x: g[0], y: g[1]}, simultaneous=True)
    return {"tangent": T, "along": sp.diff(moved, s).subs(s, 0)}


PROGRAMS = {
    "secant-and-tangent": difference_quotient,
    "second-taylor-polynomial": taylor,
    "nested-rules": rules,
    "partials-in-three-variables": partials,
    "gradient-of-two-terms": gradient,
    "total-derivative": total_derivative,
    "jacobian-of-a-small-map": small_jacobian,
    "two-linear-layers": linear_layers,
    "chain-rule-one-variable": chain,
    "least-squares-gradient-at-data": least_squares,
    "gradient-of-a-bilinear-form": bilinear,
    "gram-matrix-slices": gram,
    "quadratic-forms": quadratic_forms,
    "relu-network-by-hand": relu_network,
    "backprop-trace-by-hand": trace,
    "cost-of-the-order": products,
    "hessian-of-a-polynomial": hessian,
    "second-order-in-two-variables": second_order,
    "concepts-and-shapes": shapes,
    "hessian-not-symmetric": wrong_hessian,
    "review-6-paths-through-layers": two_paths,
    "vjp-and-jvp": both_products,
    "newton-step-on-a-quadratic": newton,
    "gauss-newton-and-hessian": gauss_newton,
    "two-budgets": budgets,
    "rank-of-a-representation": representation,
    "flow-on-a-quadratic": flow,
    "ntk-two-inputs": kernel,
    "natural-gradient-step": natural,
    "sharpness-of-a-minimum": sharpness,
    "tangent-of-a-transformation": tangent,
}


def rounded(value):
    return float(sp.N(value, 20))


def row(template, seed, field, value, at):
    if isinstance(value, str):
        shown = value
    elif isinstance(value, dict):
        shown = {k: rounded(e) for k, e in value.items()}
    else:
        entries = list(value) if isinstance(value, sp.MatrixBase) else [sp.sympify(value)]
        free = {q for e in entries for q in e.free_symbols}
        put = {q: POINTS[q.name] for q in free}
        at = at or {q.name: [float(p)] for q, p in sorted(put.items(), key=lambda i: i[0].name)}
        shown = [rounded(e.subs(put)) for e in entries]
    return {"template": template, "seed": seed, "field": field, "at": at, "value": shown, "origin": ORIGIN}


def printed(templates):
    """The problems as a student reads them, in the order asked for."""
    command = ["node", "scripts/outside-problems.mjs", str(SEEDS[0]), str(SEEDS[-1]), *templates]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def main():
    for problem in printed(sys.argv[1:] or list(PROGRAMS)):
        template, seed = problem["id"], int(problem["seed"])
        try:
            answer = PROGRAMS[template](problem)
        except Exception as error:
            raise RuntimeError(f"{template}, seed {seed}: {texts(problem)}") from error
        answers, at = answer if isinstance(answer, tuple) else (answer, {})
        for field, value in answers.items():
            print(json.dumps(row(template, seed, field, value, at)))


main()
