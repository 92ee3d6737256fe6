/** Whom the registers know behind a device or an account. */
import { describe, expect, test } from 'vitest';
import { type Sample, sample } from '../../../test/sample-findings.ts';
import { registersOf } from '../../registers/from-text.ts';
import { knownBehind } from './known.ts';

const REGISTERS = registersOf({
  people: 'principal,unit,hired\nP1,tax,2015-04-01\n',
  accounts:
    'account,system,principal,kind\nu1,,P1,personal\nadm,admin,P1,admin\nbatch,,P1,service\ndesk,juki,P1,personal\n',
  devices: 'device,kind,principal,valid_to\nD1,pc,P1,\nT1,shared,P1,\nD2,pc,,\nD3,pc,P1,2024-05-01\n',
});

describe('behind a finding', () => {
  test.each<[string, Sample, string | null, string | null]>([
    ['that names a person nobody is asked for', { principal: 'P2', device: 'D1', actor: 'u1' }, null, null],
    ['on a PC stands its holder', { device: 'D1' }, 'P1', null],
    ['on a shared device stands nobody', { device: 'T1' }, null, null],
    ['on a PC without a holder stands nobody', { device: 'D2' }, null, null],
    ['on a PC that has been given back stands nobody', { device: 'D3' }, null, null],
    [
      'on the PC of somebody the register of people does not have stands nobody',
      { device: 'D4' },
      null,
      null,
    ],
    ['on an unknown device stands nobody', { device: 'D9' }, null, null],
    ['about a personal account stands its owner', { actor: 'u1' }, null, 'P1'],
    ['about an administrator’s account too', { actor: 'adm', systems: ['admin'] }, null, 'P1'],
    ['about an account of one concrete source', { actor: 'desk' }, null, 'P1'],
    ['about a service account stands nobody', { actor: 'batch' }, null, null],
    ['about device and account both', { device: 'D1', actor: 'u1' }, 'P1', 'P1'],
  ])('%s', (_, over, holder, owner) => {
    expect(knownBehind(sample({ id: 'f', ...over }).finding, REGISTERS)).toEqual({ holder, owner });
  });

  test('without registers stands nobody', () => {
    const { finding } = sample({ id: 'f', device: 'D1', actor: 'u1' });
    expect(knownBehind(finding, registersOf({}))).toEqual({ holder: null, owner: null });
  });
});
