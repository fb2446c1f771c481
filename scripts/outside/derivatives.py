"""Derivatives worked out by systems that are not ours, kept as data for test/calculus/outside.test.ts.

Scalars by SymPy (differentiated symbolically, evaluated with 30 digits), arrays by PyTorch's automatic
differentiation in double precision. Everything drawn is drawn from a fixed seed, so that a second run gives the
same file. Debian packages: python3-sympy, python3-torch.

    /usr/bin/python3 scripts/outside/derivatives.py > test/data/outside-derivatives.jsonl
"""
import itertools
import json
import random

import sympy as sp
import torch

random.seed(20240)
torch.manual_seed(20240)
torch.set_default_dtype(torch.float64)
SYMPY = f"SymPy {sp.__version__} diff, evalf 30"
TORCH = f"PyTorch {torch.__version__} autograd.functional"

x, y, z = sp.symbols("x y z", real=True)
NAMES = {
    "x": x, "y": y, "z": z, "pi": sp.pi, "e": sp.E,
    "abs": sp.Abs, "max": sp.Max, "min": sp.Min, "cbrt": lambda u: sp.sign(u) * sp.Abs(u) ** sp.Rational(1, 3),
    "log2": lambda u: sp.log(u) / sp.log(2), "log10": lambda u: sp.log(u) / sp.log(10),
    "sigmoid": lambda u: 1 / (1 + sp.exp(-u)), "softplus": lambda u: sp.log(1 + sp.exp(u)),
    "relu": lambda u: sp.Max(0, u), "gelu": lambda u: u * (1 + sp.erf(u / sp.sqrt(2))) / 2,
}

FUNCTIONS = ("sin cos tan asin acos atan sinh cosh tanh exp log log2 log10 sqrt cbrt abs sigmoid softplus "
             "gelu relu").split()
INNER = ["x", "x**2", "2*x + 1/3", "1/x", "x*y", "exp(x)/3", "sin(x)/2", "x/(1 + x**2)", "sqrt(x)"]
HAND = [
    "x**5 - 3*x**3 + 7", "(x**2 + 1)/(x**3 - 2)", "x**x", "2**x", "x**pi", "e**(x**2)", "x**(sin(x))",
    "sin(cos(tan(x/2)))", "exp(-x**2/2)/sqrt(2*pi)", "log(sin(x) + 2)", "sqrt(x + sqrt(x + sqrt(x)))",
    "(sin(x)/x)**3", "x**2*exp(x)*sin(x)", "1/(1 + 1/(1 + 1/x))", "atan(x/(1 + x))", "log(log(x + 2) + 1)",
    "(1 + x)**(-5/2)", "exp(exp(x/3))", "sin(x)**2 + cos(x)**2", "cos(x)**3*sin(2*x)", "max(x, x**2)", "min(x, 1/x)",
    "abs(x - 5)*x", "tanh(3*x - 1)*sigmoid(x)", "x*log(x) - x", "sinh(x)*cosh(x)/(1 + x)", "(x + y)**3/(x - 4*y)",
    "x**y", "exp(x*y**2)", "sin(x*y) + x**2*y**3", "(x + 2*y**3)**2", "x**2*y + x*y**3", "log(x**2 + y**2)",
    "atan(y/x)", "exp(-(x**2 + x*y + y**2))", "sqrt(x**2 + y**2)", "x*y*z + sin(x*z)", "x**2*z + exp(y*z)",
    "log(exp(x) + exp(y) + exp(z))", "x*y/(z + x)", "tanh(x + 2*y - z)**2", "1/(x**2 + y**2 + z**2)**(1/2)",
    "sigmoid(x*y)*softplus(z)", "x1_is_not_used*0 + x".replace("x1_is_not_used", "y"),
    "sqrt(x**2 + exp(x**2)) + cos(x**2 + exp(x**2))", "(3*x*y - 1)**4", "acos(x/9)*asin(y/9)",
]


def sympify(text):
    return sp.sympify(text, locals=NAMES, rational=True)


def real(value):
    number = sp.N(value, 30)
    return float(number) if number.is_real and number.is_finite else None


def all_real(f, at):
    """Whether every part of the formula is real at the point: cos(sqrt(-1)) is a number, but not one of ours."""
    return all(real(part.subs(at)) is not None for part in sp.preorder_traversal(f))


def scalar_cases():
    formulas = [f"{f}({g})" for f, g in itertools.product(FUNCTIONS, INNER)] + HAND
    count = 0
    for formula in formulas:
        f = sympify(formula)
        wrt = [s for s in (x, y, z) if f.has(s) or s.name in formula.split("*")] or [x]
        for order in (1, 2):
            wanted = wrt if formula in HAND else [x]
            for _ in range(40):
                at = {s: sp.Rational(random.randint(2, 30) * random.choice((-1, 1)), random.choice((7, 11, 13)))
                      for s in (x, y, z)}
                if not all_real(f, at):
                    continue
                entries = [sp.diff(f, *c) for c in itertools.product(wanted, repeat=order)]
                values = [real(d.subs(at).doit()) for d in entries]
                if any(v is None or abs(v) > 1e12 for v in values):
                    continue
                count += 1
                used = sorted({s.name for s in f.free_symbols} | {s.name for s in wanted})
                yield {
                    "id": f"sympy-{count:03}", "expr": formula, "wrt": [s.name for s in wanted], "vars": {},
                    "order": order, "at": {s.name: f"{at[s]}" for s in (x, y, z) if s.name in used},
                    "value": values, "origin": SYMPY,
                }
                break


def spd(n):
    a = torch.randn(n, n)
    return a @ a.T + n * torch.eye(n)


def well(n):
    return torch.randn(n, n) + n * torch.eye(n)


def column(n):
    return torch.randn(n, 1)


# Ours, PyTorch's, the variable, and how the values are drawn. Shapes follow from the values.
MATRIX = [
    ("A*x", lambda A, x: A @ x, "x", dict(A=(2, 3), x=3)),
    ("A*x", lambda A, x: A @ x, "A", dict(A=(2, 3), x=3)),
    ("x'*A", lambda A, x: x.T @ A, "x", dict(A=(3, 2), x=3)),
    ("a'*x", lambda a, x: a.T @ x, "x", dict(a=3, x=3)),
    ("x'*x", lambda x: x.T @ x, "x", dict(x=4)),
    ("x'*A*x", lambda A, x: x.T @ A @ x, "x", dict(A=(3, 3), x=3)),
    ("x'*A*x", lambda A, x: x.T @ A @ x, "A", dict(A=(3, 3), x=3)),
    ("a'*X*b", lambda a, X, b: a.T @ X @ b, "X", dict(a=2, X=(2, 3), b=3)),
    ("a'*X'*b", lambda a, X, b: a.T @ X.T @ b, "X", dict(a=3, X=(2, 3), b=2)),
    ("a'*X'*X*b", lambda a, X, b: a.T @ X.T @ X @ b, "X", dict(a=3, X=(2, 3), b=3)),
    ("(X*a + b)'*C*(X*a + b)", lambda X, a, b, C: (X @ a + b).T @ C @ (X @ a + b), "X", dict(X=(2, 3), a=3, b=2, C=(2, 2))),
    ("(x - A*s)'*W*(x - A*s)", lambda x, A, s, W: (x - A @ s).T @ W @ (x - A @ s), "s", dict(x=4, A=(4, 3), s=3, W=(4, 4))),
    ("(x - A*s)'*W*(x - A*s)", lambda x, A, s, W: (x - A @ s).T @ W @ (x - A @ s), "x", dict(x=4, A=(4, 3), s=3, W=(4, 4))),
    ("(x - A*s)'*W*(x - A*s)", lambda x, A, s, W: (x - A @ s).T @ W @ (x - A @ s), "A", dict(x=4, A=(4, 3), s=3, W=(4, 4))),
    ("R'*R", lambda R: R.T @ R, "R", dict(R=(2, 3))),
    ("R*R'", lambda R: R @ R.T, "R", dict(R=(2, 3))),
    ("A*X*B", lambda A, X, B: A @ X @ B, "X", dict(A=(2, 3), X=(3, 2), B=(2, 2))),
    ("A*X'*B", lambda A, X, B: A @ X.T @ B, "X", dict(A=(2, 2), X=(3, 2), B=(3, 2))),
    ("X^2", lambda X: X @ X, "X", dict(X=(3, 3))),
    ("X^3", lambda X: X @ X @ X, "X", dict(X=(2, 2))),
    ("inv(X)", lambda X: torch.linalg.inv(X), "X", dict(X="well3")),
    ("A*inv(X)*B", lambda A, X, B: A @ torch.linalg.inv(X) @ B, "X", dict(A=(2, 3), X="well3", B=(3, 2))),
    ("tr(X)", lambda X: torch.trace(X), "X", dict(X=(3, 3))),
    ("tr(A*X)", lambda A, X: torch.trace(A @ X), "X", dict(A=(3, 2), X=(2, 3))),
    ("tr(A*X')", lambda A, X: torch.trace(A @ X.T), "X", dict(A=(2, 3), X=(2, 3))),
    ("tr(A*X*B)", lambda A, X, B: torch.trace(A @ X @ B), "X", dict(A=(3, 2), X=(2, 3), B=(3, 3))),
    ("tr(X'*X)", lambda X: torch.trace(X.T @ X), "X", dict(X=(2, 3))),
    ("tr(X'*A*X)", lambda X, A: torch.trace(X.T @ A @ X), "X", dict(X=(3, 2), A=(3, 3))),
    ("tr(A*X*B*X')", lambda A, X, B: torch.trace(A @ X @ B @ X.T), "X", dict(A=(2, 2), X=(2, 3), B=(3, 3))),
    ("tr(X^2)", lambda X: torch.trace(X @ X), "X", dict(X=(3, 3))),
    ("tr(X^3)", lambda X: torch.trace(X @ X @ X), "X", dict(X=(3, 3))),
    ("tr(inv(X))", lambda X: torch.trace(torch.linalg.inv(X)), "X", dict(X="well3")),
    ("tr(A*inv(X)*B)", lambda A, X, B: torch.trace(A @ torch.linalg.inv(X) @ B), "X", dict(A=(3, 3), X="well3", B=(3, 3))),
    ("tr(inv(X + A))", lambda X, A: torch.trace(torch.linalg.inv(X + A)), "X", dict(X="well3", A=(3, 3))),
    ("det(X)", lambda X: torch.linalg.det(X), "X", dict(X="well3")),
    ("det(X)^2", lambda X: torch.linalg.det(X) ** 2, "X", dict(X="well3")),
    ("det(A*X*B)", lambda A, X, B: torch.linalg.det(A @ X @ B), "X", dict(A="well3", X="well3", B="well3")),
    ("det(X'*X)", lambda X: torch.linalg.det(X.T @ X), "X", dict(X=(4, 3))),
    ("det(X'*A*X)", lambda X, A: torch.linalg.det(X.T @ A @ X), "X", dict(X=(4, 3), A="spd4")),
    ("log(det(X))", lambda X: torch.logdet(X), "X", dict(X="spd3")),
    ("log(det(X'*X))", lambda X: torch.logdet(X.T @ X), "X", dict(X=(4, 3))),
    ("log(det(A + X))", lambda A, X: torch.logdet(A + X), "X", dict(A="spd3", X="spd3")),
    ("a'*inv(X)*b", lambda a, X, b: a.T @ torch.linalg.inv(X) @ b, "X", dict(a=3, X="well3", b=3)),
    ("norm(x)", lambda x: torch.linalg.norm(x), "x", dict(x=3)),
    ("norm(x)^2", lambda x: torch.sum(x * x), "x", dict(x=3)),
    ("norm(x - a)", lambda x, a: torch.linalg.norm(x - a), "x", dict(x=3, a=3)),
    ("norm(X)", lambda X: torch.linalg.norm(X), "X", dict(X=(2, 3))),
    ("norm(A*X - B)^2", lambda A, X, B: torch.sum((A @ X - B) ** 2), "X", dict(A=(4, 2), X=(2, 3), B=(4, 3))),
    ("norm1(x)", lambda x: torch.sum(torch.abs(x)), "x", dict(x=4)),
    ("norminf(x)", lambda x: torch.max(torch.abs(x)), "x", dict(x=4)),
    ("x/norm(x)", lambda x: x / torch.linalg.norm(x), "x", dict(x=3)),
    ("norm(y - Phi*theta)^2", lambda y, Phi, theta: torch.sum((y - Phi @ theta) ** 2), "theta", dict(y=5, Phi=(5, 3), theta=3)),
    ("norm(y - Phi*theta)^2", lambda y, Phi, theta: torch.sum((y - Phi @ theta) ** 2), "Phi", dict(y=5, Phi=(5, 3), theta=3)),
    ("(y - Phi*theta)'*W*(y - Phi*theta)", lambda y, Phi, theta, W: (y - Phi @ theta).T @ W @ (y - Phi @ theta), "theta", dict(y=4, Phi=(4, 2), theta=2, W=(4, 4))),
    ("norm(y - Phi*theta)^2 + lambda*norm(theta)^2", lambda y, Phi, theta, **k: torch.sum((y - Phi @ theta) ** 2) + k["lambda"] * torch.sum(theta ** 2), "theta", {"y": 4, "Phi": (4, 2), "theta": 2, "lambda": 0}),
    ("mean((y - Phi*theta).^2)", lambda y, Phi, theta: torch.mean((y - Phi @ theta) ** 2), "theta", dict(y=5, Phi=(5, 3), theta=3)),
    ("sum(exp(A*x))", lambda A, x: torch.sum(torch.exp(A @ x)), "x", dict(A=(3, 2), x=2)),
    ("softmax(x)", lambda x: torch.softmax(x, 0), "x", dict(x=4)),
    ("softmax(W*x + b)", lambda W, x, b: torch.softmax(W @ x + b, 0), "x", dict(W=(3, 2), x=2, b=3)),
    ("softmax(W*x + b)", lambda W, x, b: torch.softmax(W @ x + b, 0), "W", dict(W=(3, 2), x=2, b=3)),
    ("logsumexp(x)", lambda x: torch.logsumexp(x.flatten(), 0), "x", dict(x=4)),
    ("-t'*log(softmax(z))", lambda t, z: -(t.T @ torch.log_softmax(z, 0)), "z", dict(t=3, z=3)),
    ("logsumexp(z) - t'*z", lambda t, z: torch.logsumexp(z.flatten(), 0) - t.T @ z, "z", dict(t=3, z=3)),
    ("-t'*log(softmax(W*x + b))", lambda t, W, x, b: -(t.T @ torch.log_softmax(W @ x + b, 0)), "W", dict(t=3, W=(3, 2), x=2, b=3)),
    ("-sum(t.*log(sigmoid(z)) + (1 - t).*log(1 - sigmoid(z)))".replace("(1 - t)", "(ones(3) - t)").replace("log(1 - sigmoid(z))", "log(ones(3) - sigmoid(z))"),
     lambda t, z: -torch.sum(t * torch.log(torch.sigmoid(z)) + (1 - t) * torch.log(1 - torch.sigmoid(z))), "z", dict(t=3, z=3)),
    ("-1/2*(x - m)'*inv(S)*(x - m) - 1/2*log(det(S)) - 3/2*log(2*pi)",
     lambda x, m, S: -(x - m).T @ torch.linalg.inv(S) @ (x - m) / 2 - torch.logdet(S) / 2 - 1.5 * torch.log(torch.tensor(2 * torch.pi)), "x", dict(x=3, m=3, S="spd3")),
    ("-1/2*(x - m)'*inv(S)*(x - m) - 1/2*log(det(S))",
     lambda x, m, S: -(x - m).T @ torch.linalg.inv(S) @ (x - m) / 2 - torch.logdet(S) / 2, "m", dict(x=3, m=3, S="spd3")),
    ("-1/2*(x - m)'*inv(S)*(x - m) - 1/2*log(det(S))",
     lambda x, m, S: -(x - m).T @ torch.linalg.inv(S) @ (x - m) / 2 - torch.logdet(S) / 2, "S", dict(x=3, m=3, S="spd3")),
    ("tanh(W*x + b)", lambda W, x, b: torch.tanh(W @ x + b), "x", dict(W=(3, 2), x=2, b=3)),
    ("tanh(W*x + b)", lambda W, x, b: torch.tanh(W @ x + b), "W", dict(W=(2, 3), x=3, b=2)),
    ("sigmoid(W*x + b)", lambda W, x, b: torch.sigmoid(W @ x + b), "b", dict(W=(3, 2), x=2, b=3)),
    ("A.*X", lambda A, X: A * X, "X", dict(A=(2, 2), X=(2, 2))),
    ("sum((A.*X)*b)", lambda A, X, b: torch.sum((A * X) @ b), "X", dict(A=(2, 3), X=(2, 3), b=3)),
    ("kron(A, X)", lambda A, X: torch.kron(A, X), "X", dict(A=(2, 2), X=(2, 2))),
    ("tr(kron(X, A)*B)", lambda A, X, B: torch.trace(torch.kron(X, A) @ B), "X", dict(A=(2, 2), X=(2, 2), B=(4, 4))),
    ("diag(x)*A", lambda A, x: torch.diag(x.flatten()) @ A, "x", dict(A=(3, 2), x=3)),
    ("vec(A*X*B)", lambda A, X, B: (A @ X @ B).T.flatten(), "X", dict(A=(2, 2), X=(2, 2), B=(2, 2))),
    ("x*x'", lambda x: x @ x.T, "x", dict(x=3)),
    ("x*x'*a", lambda x, a: x @ x.T @ a, "x", dict(x=3, a=3)),
    ("exp(-norm(x - a)^2/2)", lambda x, a: torch.exp(-torch.sum((x - a) ** 2) / 2), "x", dict(x=3, a=3)),
    ("x.^3", lambda x: x ** 3, "x", dict(x=3)),
    ("t*A*x", lambda t, A, x: t * (A @ x), "t", dict(t=0, A=(2, 3), x=3)),
    ("inv(A + t*B)", lambda t, A, B: torch.linalg.inv(A + t * B), "t", dict(t=0, A="well3", B=(3, 3))),
    ("log(det(A + t*B))", lambda t, A, B: torch.logdet(A + t * B), "t", dict(t="pos", A="spd4", B="spd4")),
]

ACTIVATIONS = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu, "softplus": torch.nn.functional.softplus,
               "gelu": torch.nn.functional.gelu}


def networks():
    """dL/dW_i and dL/db_i of networks of one to four layers."""
    for (name, act), layers in itertools.product(ACTIVATIONS.items(), (1, 2, 3, 4)):
        sizes = [2, 3, 2, 3, 2][: layers + 1]
        shapes = {"x": sizes[0], "y": sizes[-1]}
        ours = "x"
        for k in range(1, layers + 1):
            shapes[f"W{k}"] = (sizes[k], sizes[k - 1])
            shapes[f"b{k}"] = sizes[k]
            ours = f"W{k}*{ours} + b{k}" if k == 1 else f"W{k}*{name}({ours}) + b{k}"

        def loss(act=act, layers=layers, **v):
            h = v["x"]
            for k in range(1, layers + 1):
                h = v[f"W{k}"] @ (h if k == 1 else act(h)) + v[f"b{k}"]
            return torch.sum((v["y"] - h) ** 2)

        for wrt in sorted({f"W{k}" for k in (1, layers)} | {f"b{k}" for k in (1, layers)}):
            yield (f"norm(y - ({ours}))^2", loss, wrt, shapes)


def draw(spec):
    if spec == "pos":
        return torch.rand(())
    if spec == 0:
        return torch.randn(())
    if isinstance(spec, int):
        return column(spec)
    if isinstance(spec, tuple):
        return torch.randn(*spec)
    return spd(int(spec[-1])) if spec.startswith("spd") else well(int(spec[-1]))


def matrix_cases():
    count = 0
    for ours, theirs, wrt, specs in itertools.chain(MATRIX, networks()):
        for order in (1, 2):
            values = {name: draw(spec) for name, spec in specs.items()}
            if ours.startswith("-sum(t"):
                values["t"] = torch.rand(3, 1)

            def f(v):
                return theirs(**{**values, wrt: v})

            out = f(values[wrt])
            if order == 2 and (out.numel() > 1 or values[wrt].numel() > 6):
                continue
            if order == 1:
                result = torch.autograd.functional.jacobian(f, values[wrt])
            else:
                result = torch.autograd.functional.hessian(lambda v: f(v).sum(), values[wrt])
            count += 1
            yield {
                "id": f"torch-{count:03}", "expr": ours, "wrt": [wrt],
                "vars": {k: "x".join(map(str, v.shape)) for k, v in values.items() if v.dim() > 0},
                "order": order, "at": {k: v.tolist() for k, v in values.items()},
                "value": result.flatten().tolist(), "origin": TORCH,
            }


if __name__ == "__main__":
    for case in itertools.chain(scalar_cases(), matrix_cases()):
        print(json.dumps(case))
