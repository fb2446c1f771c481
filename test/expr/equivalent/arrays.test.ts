import { describe, expect, it } from 'vitest';
import { compareText } from '../../../src/expr/equivalent/batch.ts';
import { judge, verdictOf } from './support.ts';

const vars = {
  x: '3',
  y: '3',
  A: '2x3',
  B: '3x3',
  S: '3x3',
  Q: '3x3',
  Phi: 'NxD',
  theta: 'D',
  t: 'N',
  R: 'mxn',
  p: 'index',
  q: 'index',
  i: 'index',
  j: 'index',
};

describe('arrays', () => {
  it('shows at how many points a transpose would be right', () => {
    const found = compareText({ student: 'sin(x).^2 + cos(x).^2', model: 'ones(1, 2)', vars: { x: '2' } });
    expect(found).toMatchObject({ verdict: 'different', code: 'orientation' });
    expect(found.evidence.points).toBeGreaterThanOrEqual(12);
  });

  it('knows the structures there are', () => {
    const found = compareText({ student: 'A', model: 'A', vars: { A: '2x2' }, structure: { A: 'lopsided' } });
    expect(found).toMatchObject({ verdict: 'invalid', code: 'model-invalid' });
    expect(found.message).toContain('symmetric, diagonal, positive-definite, orthogonal or rank:2');
  });

  it('says which shape is wrong', () => {
    expect(verdictOf('[1, 2]', '[1; 2]')).toBe('different orientation');
    expect(verdictOf('[1, 3]', '[1; 2]')).toBe('different shape');
    expect(verdictOf('(1, 2)', '[1; 2]')).toBe('equal exact');
    expect(judge('(1, 2)', '[1, 2]')).toBe('equal');
    expect(verdictOf('[1, 2, 3]', '[1, 2]')).toBe('different shape');
    expect(verdictOf('3', '[1, 2]')).toBe('different shape');
    expect(verdictOf('[1, 2; 3, 4]', '[1, 3; 2, 4]')).toBe('different orientation');
    expect(verdictOf('A', "A'", { vars })).toBe('different orientation');
    expect(verdictOf('A*x', "A'*x", { vars })).toBe('invalid model-invalid');
    expect(verdictOf("A'*x", 'A*x', { vars })).toBe('invalid shape');
  });

  it('compares matrix formulas', () => {
    expect(judge("x'*(B+B')", "x'*B + x'*B'", { vars })).toBe('equal');
    expect(judge("2*x'*B", "x'*(B+B')", { vars })).toBe('different');
    expect(judge('norm(x)^2', "x'*x", { vars })).toBe('equal');
    expect(judge('trace(B*S)', 'trace(S*B)', { vars })).toBe('equal');
    expect(judge('B*S', 'S*B', { vars })).toBe('different');
    expect(judge('inv(B*S)', 'inv(S)*inv(B)', { vars })).toBe('equal');
    expect(judge('det(B*S)', 'det(B)*det(S)', { vars })).toBe('equal');
    expect(judge('exp(log(det(B)^2))', 'det(B)^2', { vars })).toBe('equal');
  });

  it('binds symbolic sizes to different numbers', () => {
    expect(judge("-2*(t - Phi*theta)'*Phi", "2*(Phi*theta - t)'*Phi", { vars })).toBe('equal');
    expect(judge("-(t - Phi*theta)'*Phi", "2*(Phi*theta - t)'*Phi", { vars })).toBe('different');
    expect(judge('Phi*theta/N', 'Phi*theta/D', { vars })).toBe('different');
  });

  it('samples the declared structure', () => {
    expect(judge("2*x'*S", "x'*(S+S')", { vars, structure: { S: 'symmetric' } })).toBe('equal');
    expect(judge("Q'", 'inv(Q)', { vars, structure: { Q: 'orthogonal' } })).toBe('equal');
    expect(judge("Q'", 'Q', { vars, structure: { Q: 'orthogonal' } })).toBe('different');
    expect(judge('log(det(S))', 'log(abs(det(S)))', { vars, structure: { S: 'positive-definite' } })).toBe('equal');
    expect(judge('log(det(S))', 'log(abs(det(S)))', { vars })).toBe('different');
    expect(judge('det(B)', '0', { vars, structure: { B: 'rank:2' } })).toBe('equal');
    expect(judge('det(B)', '0', { vars, structure: { B: 'rank:3' } })).toBe('different');
  });

  it('runs indices over whole numbers', () => {
    expect(judge('delta(p,j)*R[i,q] + delta(q,j)*R[i,p]', 'delta(j,q)*R[i,p] + R[i,q]*delta(j,p)', { vars })).toBe(
      'equal',
    );
    expect(judge('delta(p,j)*R[i,q]', 'delta(p,j)*R[i,q] + delta(q,j)*R[i,p]', { vars })).toBe('different');
    expect(judge('sum(k=1..m, R[k,p]*R[k,q])', 'sum(k=1..m, R[k,q]*R[k,p])', { vars })).toBe('equal');
    expect(judge('sum(k=1..m, R[k,p]*R[k,q])', 'sum(k=1..m, R[k,p]^2)', { vars })).toBe('different');
  });
});
