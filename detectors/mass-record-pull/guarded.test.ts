/** Lists of guarded records taken: a lower limit, and the innocent twins. Through the real engine. */
import { describe, expect, it } from 'vitest';
import type { EventPart } from '../../src/batch/event.ts';
import { DAY, dayFromCivil, HOUR, MINUTE, startOfDay, weekday } from '../../src/core/time.ts';
import { type Context, findingsOf } from '../../test/findings-of.ts';
import { massRecordPull } from '../mass-record-pull.ts';

const MONDAY = dayFromCivil(2024, 4, 1);
const START = startOfDay(MONDAY) + 10 * HOUR;
const registers: Context['registers'] = {
  people: 'principal,unit,duties\nP1,tax,levy\nP2,tax,levy\nP3,tax,levy',
  accounts: 'account,principal,kind\np1,P1,personal\np2,P2,personal\nroot,P3,admin\nnight,,service',
  cases: 'case_id,subject,assignee,opened\nNOTICE,,tax,2024-01-01',
  permits: 'permit,account,systems,actions,start,end,approved_by\nN-1,night,,export,2024-01-01,,P2',
};
const take = (records: number, part: EventPart = {}): EventPart => ({
  time: START,
  actor: 'p1',
  system: 'resident',
  action: 'export',
  data_class: 'tax',
  records,
  ...part,
});
const find = (...events: EventPart[]) =>
  findingsOf(massRecordPull, events, { registers }).map(({ severity, evidence }) => [
    severity,
    evidence.measure,
  ]);

describe('a list of guarded records', () => {
  it('is silent at the hundredth record', () => expect(find(take(100))).toEqual([]));
  it('is low just over it, and graver the longer it is', () => {
    expect(find(take(101))).toEqual([['low', 'guarded']]);
    expect(find(take(300))).toEqual([['medium', 'guarded']]);
    expect(find(take(999, { data_class: 'my-number' }))).toEqual([['medium', 'guarded']]);
  });
  it('adds up over the day, and over the month', () => {
    const parts = Array.from({ length: 3 }, (_, n) => take(40, { time: START + n * 2 * HOUR }));
    expect(find(...parts)).toEqual([['low', 'guarded']]);
    const drip = Array.from({ length: 21 }, (_, n) => take(50, { time: START + n * DAY }));
    expect(find(...drip.slice(0, 20))).toEqual([]);
    expect(find(...drip)).toEqual([['low', 'guarded']]);
  });
  it('is medium from the first time for an administrator’s account', () => {
    expect(find(take(101, { actor: 'root' }))).toEqual([['medium', 'guarded']]);
  });
  it('is told in words', () => {
    const [finding] = findingsOf(massRecordPull, [take(150)], { registers });
    expect(finding.sentence).toEqual({
      ja: 'P1（アカウント p1）が、2024年4月1日（月）10時00分に、150件を照会しました。1時間で特に守るべき情報150件（抽出・印刷・送信など）となり、ふだんの業務の目安100件を超えています。機微な情報（tax）を含みます。',
      en: 'P1 (account p1) looked up 150 records on Monday 2024-04-01 at 10:00 JST: 150 guarded records exported, printed or sent within one hour, where up to 100 need no explanation. It includes sensitive data (tax).',
    });
  });
});

describe('the innocent twins are silent', () => {
  it('one paper after another at a counter', () => {
    const papers = Array.from({ length: 120 }, (_, n) =>
      take(4, { action: 'print', subjects: [`R${n % 50}`], time: START + n * 3 * MINUTE }),
    );
    expect(find(...papers)).toEqual([]);
  });
  it('lists on the screen', () => expect(find(take(900, { action: 'list' }))).toEqual([]));
  it('a mailing under a case of the section', () =>
    expect(find(take(900, { case_id: 'NOTICE' }))).toEqual([]));
  it('a nightly job under its permit', () => expect(find(take(900, { actor: 'night' }))).toEqual([]));
  it('classes that are not guarded', () => expect(find(take(900, { data_class: 'order' }))).toEqual([]));
  it('as much as colleagues take, whatever it is', () => {
    const weeks = Array.from({ length: 56 }, (_, n) => MONDAY + n).filter((day) => weekday(day) % 6 !== 0);
    const usual = weeks.flatMap((day) =>
      Array.from({ length: 8 }, (_, who) =>
        take(150, {
          actor: `c${who}`,
          principal: `C${who}`,
          time: startOfDay(day) + 10 * HOUR,
          data_class: 'order',
        }),
      ),
    );
    const later = startOfDay(MONDAY + 56) + 10 * HOUR;
    expect(find(...usual, take(150, { time: later, principal: 'C3', actor: 'c3' }))).toEqual([]);
    expect(find(...usual, take(900, { time: later, principal: 'C3', actor: 'c3' }))).toEqual([
      ['medium', 'guarded'],
    ]);
  });
});
