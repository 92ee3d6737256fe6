import { expect, test } from 'vitest';
import type { Finding } from '../../schemas/finding.ts';
import { sample } from '../../test/sample-findings.ts';
import { toldEarly } from './told-early.ts';

const FORETOLD: Finding = { ...sample({ id: 'f1' }).finding, revision: 0 };

function told(say: (told: ReturnType<typeof toldEarly>) => void): (readonly unknown[])[] {
  const said: Finding[] = [];
  say(toldEarly((finding) => said.push(finding)));
  return said.map(({ id, revision, status, severity }) => [id, revision, status, severity]);
}

test('what order says the same is told once', () => {
  const said = told((outputs) => {
    outputs.onForetold(FORETOLD);
    outputs.onFinding({ ...FORETOLD, revision: 1 });
    outputs.onFinding({ ...FORETOLD, revision: 2, status: 'ended' });
  });
  expect(said).toEqual([
    ['f1', 0, 'open', 'medium'],
    ['f1', 2, 'ended', 'medium'],
  ]);
});

test('what order knows better is told again', () => {
  const said = told((outputs) => {
    outputs.onForetold(FORETOLD);
    outputs.onFinding({ ...FORETOLD, revision: 1, severity: 'high' });
  });
  expect(said).toEqual([
    ['f1', 0, 'open', 'medium'],
    ['f1', 1, 'open', 'high'],
  ]);
});

test('who was told of something graver is told that it is not', () => {
  const said: unknown[] = [];
  const outputs = toldEarly((finding, saidAs) => said.push([finding.revision, finding.severity, saidAs]));
  outputs.onForetold({ ...FORETOLD, severity: 'critical' });
  outputs.onFinding({ ...FORETOLD, revision: 1 });
  outputs.onFinding({ ...FORETOLD, revision: 2, status: 'ended' });
  expect(said).toEqual([
    [0, 'critical', undefined],
    [1, 'medium', 'critical'],
    [2, 'medium', undefined],
  ]);
});

test('what did not hold in order is taken back, once', () => {
  const said = told((outputs) => {
    outputs.onForetold(FORETOLD);
    outputs.onTakenBack('f1');
    outputs.onTakenBack('f1');
  });
  expect(said).toEqual([
    ['f1', 0, 'open', 'medium'],
    ['f1', 0, 'withdrawn', 'medium'],
  ]);
});

test('what needed order is told when it is said', () => {
  expect(told((outputs) => outputs.onFinding({ ...FORETOLD, revision: 1 }))).toEqual([
    ['f1', 1, 'open', 'medium'],
  ]);
});
