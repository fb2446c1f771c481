import { describe, expect, it } from 'vitest';
import { spokenName } from '../../../src/expr/print/names.ts';
import { printSpeech } from '../../../src/expr/print/speech.ts';
import { parsed } from './support/scope.ts';

describe('English', () => {
  it.each([
    ['x^2', 'x squared'],
    ['-x^2', 'minus x squared'],
    ['(-x)^2', 'open parenthesis minus x close parenthesis squared'],
    ['x/2', 'x over 2'],
    ['3/4', '3 quarters'],
    ['(x + 1)/y', 'the fraction with numerator x plus 1 and denominator y, end fraction'],
    ['x/y + 1', 'x over y plus 1'],
    ['sin(x^2)', 'sine of open parenthesis x squared close parenthesis'],
    ['sin(x)^2', 'sine squared of x'],
    ['sqrt(x + 1)*y', 'the square root of x plus 1, end root times y'],
    ["A'", 'capital A transpose'],
    ["(A*B)'", 'open parenthesis capital A times capital B close parenthesis transpose'],
    ["v'*A*v/2", 'one half times v transpose times capital A times v'],
    ['norm(v)^2', 'the norm of v, end norm squared'],
    ['[1, 2; 3, 4]', 'the 2 by 2 matrix with rows 1: 1, 2; 2: 3, 4; end matrix'],
    ['R[i, q]', 'capital R sub i q'],
    ['R[i + 1, q]', 'capital R sub i plus 1 q, end sub'],
    ['sum(k=1..m, R[k, p])', 'the sum over k from 1 to m of capital R sub k p'],
    ['delta(p, j)', 'delta sub p j'],
    ['x_max', 'x sub max'],
    ['1e-20', '10 to the power minus 20'],
  ])('%s', (source, words) => {
    expect(printSpeech(parsed(source))).toBe(words);
  });
});

describe('German', () => {
  it.each([
    ['x^2', 'x zum Quadrat'],
    ['(x + 1)/y', 'der Bruch mit Zähler x plus 1 und Nenner y, Ende Bruch'],
    ['sin(x)^2', 'Sinus zum Quadrat von x'],
    ["A'", 'groß A transponiert'],
    ['0.25*x', '0,25 mal x'],
    ['det(A)', 'die Determinante von groß A'],
    ['sum(k=1..m, R[k, p])', 'die Summe über k von 1 bis m von groß R Index k p'],
  ])('%s', (source, words) => {
    expect(printSpeech(parsed(source), 'de')).toBe(words);
  });
});

it('says capitals, Greek letters and subscripts', () => {
  expect(['X', 'x', 'Phi', 'theta1', 'W_out', 'loss'].map((n) => spokenName(n))).toEqual([
    'capital X',
    'x',
    'capital phi',
    'theta sub 1',
    'capital W sub out',
    'loss',
  ]);
});
