/** Guessing and its innocent twins, through the real engine. */
import { describe, expect, it } from 'vitest';
import { encodeEvents } from '../src/batch/encode.ts';
import { type EventPart, event } from '../src/batch/event.ts';
import { DAY, HOUR, MINUTE, parseInstant, SECOND } from '../src/core/time.ts';
import { type Context, findingsOf, revisionsOf } from '../test/findings-of.ts';
import { guessedCredentials } from './guessed-credentials.ts';

const START = parseInstant('2024-05-01T08:30:00+09:00');
const OUTSIDE = '203.0.113.9';

const find = (events: readonly EventPart[], context?: Context) =>
  findingsOf(guessedCredentials, events, context);

/** A sign-in so many microseconds after the start. */
function signIn(after: number, part: EventPart): EventPart {
  return { system: 'admin', source: 'ad', action: 'login', time: START + after, outcome: 'success', ...part };
}
const refused = (after: number, part: EventPart) => signIn(after, { outcome: 'failure', ...part });
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** An office: person P1 has account a1 and PC-1, and so on; K-1 is a shared terminal. */
const people = 30;
const list = (row: (n: number) => string) => Array.from({ length: people }, (_, n) => row(n + 1)).join('\n');
const office: Context = {
  registers: {
    people: `principal,unit\n${list((n) => `P${n},tax`)}`,
    accounts: `account,principal,kind\n${list((n) => `a${n},P${n},personal`)}\nadm-1,P1,admin\nbatch,P2,service`,
    devices: `device,kind,principal\n${list((n) => `PC-${n},pc,P${n}`)}\nK-1,terminal,\nSRV-1,server,`,
  },
};

describe('a burst from one address', () => {
  const burst = (count: number, part: EventPart = {}) =>
    times(count, (n) => refused(n * MINUTE, { actor: 'root', ip: OUTSIDE, ...part }));

  it('is silent one below the limit', () => expect(find(burst(4))).toEqual([]));
  it('is found at the limit, with every try in it', () => {
    const [finding, ...others] = find(burst(5));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'low', ip: OUTSIDE, actor: 'root', event_ids_total: 5 });
    expect(finding.evidence).toMatchObject({ how: 'tries', tries: 5, window_minutes: 15 });
    expect(finding.evidence).not.toHaveProperty('entered');
  });
  it('stays one finding that grows', () => {
    const findings = find(times(40, (n) => refused(n * 20 * SECOND, { actor: 'root', ip: OUTSIDE })));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ event_ids_total: 40, severity: 'medium' });
  });
  it('needs its tries within a quarter of an hour', () => {
    expect(find(times(5, (n) => refused(n * 4 * MINUTE, { actor: 'root', ip: OUTSIDE })))).toEqual([]);
  });
  it('is found anew after three quiet days', () => {
    const second = burst(5).map((event, n) => ({ ...event, time: START + 4 * DAY + n * MINUTE }));
    expect(find([...burst(5), ...second])).toHaveLength(2);
  });
  it('is found whatever the order in which its lines came', () => {
    expect(find([...burst(5)].reverse())).toHaveLength(1);
  });
  it('is found when its last line comes hours late', () => {
    const [first, second] = [[...burst(4), signIn(5 * HOUR, { actor: 'x' })], [burst(5)[4]]].map((parts, n) =>
      encodeEvents(parts.map((part, index) => event({ id: `${n}-${index}`, ...part }))),
    );
    const said = revisionsOf([guessedCredentials], [first, second]);
    expect(said.at(-1)).toMatchObject({ ip: OUTSIDE, event_ids_total: 5 });
  });
  it('is medium where an administrator is meant', () => {
    expect(find(burst(5, { actor: 'adm-1' }), office)[0]).toMatchObject({ severity: 'medium' });
  });
  it('is found without any account', () => {
    expect(find(burst(5, { actor: null }))[0]).toMatchObject({ actor: null, ip: OUTSIDE });
  });
  it('is found without any address, by the account, at half as many again', () => {
    expect(find(burst(7, { ip: null }))).toEqual([]);
    expect(find(burst(8, { ip: null }))[0]).toMatchObject({ actor: 'root', ip: null });
  });
  it('is not made of what the log only says it does not know', () => {
    const unknown = { actor: '-', ip: '-', device: 'unknown', session: null };
    expect(find(times(20, (n) => refused(n * SECOND, unknown)))).toEqual([]);
  });
  it('needs four tries where they are at four accounts', () => {
    const spread = (count: number) =>
      times(count, (n) => refused(n * SECOND, { actor: `x${n}`, ip: OUTSIDE }));
    expect(find(spread(3))).toEqual([]);
    expect(find(spread(4))[0]).toMatchObject({ severity: 'medium', actor: null, counts: { accounts: 4 } });
  });
  it('is not made of browsers of one kind', () => {
    const browser = 'Mozilla/5.0 (Windows NT 10.0)';
    expect(
      find(times(8, (n) => refused(n * SECOND, { actor: `x${n}`, device: browser, ip: `203.0.113.${n}` }))),
    ).toEqual([]);
  });
});

describe('one try in two logs', () => {
  const pc = (n: number, part: EventPart = {}) =>
    refused(n * MINUTE, { actor: 'CORP\\Sato', device: 'WS-9', source: 'ws-9', ...part });
  const controller = (n: number) =>
    refused(n * MINUTE + SECOND, { actor: 'sato@corp.example', device: 'WS-9', source: 'dc-1' });

  it('counts once', () => expect(find(times(4, pc).flatMap((one, n) => [one, controller(n)]))).toEqual([]));
  it('counts once even where several fall into one second', () => {
    const second = times(4, () => pc(0)).concat(times(4, () => controller(0)));
    expect(find(second)).toEqual([]);
  });
  it('counts each identical line of one log', () => expect(find(times(5, () => pc(0)))).toHaveLength(1));
  it('counts tries at two accounts as two', () => {
    const other = times(4, (n) =>
      refused(n * MINUTE + SECOND, { actor: 'suzuki', device: 'WS-9', source: 'dc-1' }),
    );
    expect(find([...times(4, pc), ...other])).toHaveLength(1);
  });
});

describe('what is no try', () => {
  const because = (reason: string) =>
    find(times(6, (n) => refused(n * SECOND, { actor: 'a', ip: OUTSIDE, reason })));
  it.each([
    'MFA required',
    'mfa_challenge',
    '50074',
    '0x19',
    'Password expired',
    'KDC_ERR_PREAUTH_REQUIRED',
    'IP restricted',
    'パスワードの有効期限切れ',
    '接続元制限',
  ])('%s is a step or a refusal that judged no password', (reason) => expect(because(reason)).toEqual([]));
  it.each([
    'WrongPassword',
    'bad password',
    '0xC000006A',
    '0xC0000234',
    'account locked',
    'no such user',
    'Invalid OTP',
    'パスワード相違',
    'アカウントロック',
  ])('%s is one', (reason) => expect(because(reason)).toHaveLength(1));
});

describe('success after guessing', () => {
  const guess = times(6, (n) => refused(n * MINUTE, { actor: 'sato', ip: OUTSIDE }));
  it('is high', () => {
    const [finding, ...others] = find([...guess, signIn(7 * MINUTE, { actor: 'sato', ip: OUTSIDE })]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'high', evidence: { entered: 1 }, event_ids_total: 7 });
  });
  it('is critical at an administrator’s account', () => {
    const admin = [...guess, signIn(7 * MINUTE, {})].map((event) => ({
      ...event,
      actor: 'adm-1',
      ip: OUTSIDE,
    }));
    expect(find(admin, office)[0]).toMatchObject({ severity: 'critical' });
  });
  it('is not seen where three tries were a slip', () => {
    expect(find([...guess.slice(0, 3), signIn(4 * MINUTE, { actor: 'sato', ip: OUTSIDE })])).toEqual([]);
  });
  it('is not seen in the owner’s own success from his usual place', () => {
    const owner = signIn(-DAY, { actor: 'sato', ip: '10.0.0.7' });
    const [finding] = find([owner, ...guess, signIn(7 * MINUTE, { actor: 'sato', ip: '10.0.0.7' })]);
    expect(finding).toMatchObject({ severity: 'low', ip: OUTSIDE });
  });
  it('is seen after a spray at an account it had not tried', () => {
    const spray = times(12, (n) => refused(n * SECOND, { actor: `x${n}`, ip: OUTSIDE }));
    const [finding] = find([...spray, signIn(MINUTE, { actor: 'sato', ip: OUTSIDE })]);
    expect(finding).toMatchObject({ severity: 'high', actor: null, evidence: { entered: 1 } });
  });
  it('is seen by the account where no log names the place', () => {
    const nowhere = [...guess, signIn(7 * MINUTE, { actor: 'sato' })].map((event) => ({
      ...event,
      ip: null,
    }));
    expect(find(nowhere)[0]).toMatchObject({ severity: 'high', actor: 'sato', evidence: { entered: 1 } });
  });
});

describe('several addresses against one account', () => {
  const from = (count: number, addresses: number, step = MINUTE) =>
    times(count, (n) => refused(n * step, { actor: 'sato', ip: `203.0.113.${n % addresses}` }));
  it('are found where none of them is over the limit', () => {
    const findings = find(from(9, 4));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      actor: 'sato',
      ip: null,
      severity: 'medium',
      evidence: { how: 'origins', origins: 4 },
    });
  });
  it('are silent at two', () => expect(find(from(8, 2))).toEqual([]));
  it('are found over weeks', () => expect(find(from(40, 20, 17 * HOUR))[0]).toMatchObject({ actor: 'sato' }));
  it('leave a success from a new place as theirs', () => {
    const owner = signIn(-2 * DAY, { actor: 'sato', ip: '10.0.0.7' });
    const success = signIn(HOUR, { actor: 'sato', ip: '198.51.100.4' });
    expect(find([owner, ...from(9, 4), success])[0]).toMatchObject({
      severity: 'high',
      evidence: { entered: 1 },
    });
  });
  it('are told with the places of what was counted', () => {
    const [found] = find(from(30, 10));
    expect(found.sentence.ja).toContain(
      'アカウント sato へのログインが30回試みられました。15分以内に別々の10か所の接続元から',
    );
    expect(found.sentence.en).toContain('came from 10 different places within 15 minutes');
  });
  it('are places the log does name, also where only the success tells', () => {
    const first = signIn(-2 * DAY, { actor: 'sato', ip: '10.0.0.7' });
    const tries = times(6, (n) => refused(n * HOUR, { actor: 'sato', ip: `203.0.113.${n}` }));
    const [found] = find([first, ...tries, signIn(7 * HOUR, { actor: 'sato', ip: '198.51.100.4' })]);
    expect(found).toMatchObject({ severity: 'high', evidence: { origins_that_day: 6 } });
    expect(found.sentence.ja).toContain('別々の6か所の接続元から');
  });
  it('do not join what single addresses do', () => {
    const both = times(12, (n) => refused(n * SECOND, { actor: 'sato', ip: `203.0.113.${n % 2}` }));
    expect(find(both).map(({ ip }) => ip)).toEqual(['203.0.113.0', '203.0.113.1']);
  });
});

describe('a few refusals over days, then a success from a new place', () => {
  const history = times(5, (n) => signIn((n - 10) * DAY, { actor: 'sato', ip: '10.0.0.7' }));
  const few = (ip = '198.51.100.4') => times(3, (n) => refused(n * DAY, { actor: 'sato', ip }));
  it('are found', () => {
    const [finding] = find([...history, ...few(), signIn(3 * DAY, { actor: 'sato', ip: '198.51.100.9' })]);
    expect(finding).toMatchObject({
      actor: 'sato',
      severity: 'medium',
      evidence: { how: 'new-place', entered: 1 },
    });
  });
  it('are silent where the success came from the usual place', () => {
    expect(find([...history, ...few(), signIn(3 * DAY, { actor: 'sato', ip: '10.0.0.7' })])).toEqual([]);
  });
  it('are silent where the refusals came from the usual place', () => {
    expect(
      find([...history, ...few('10.0.0.7'), signIn(3 * DAY, { actor: 'sato', ip: '198.51.100.9' })]),
    ).toEqual([]);
  });
  it('are silent for who comes from a new address every time', () => {
    const roams = times(12, (n) => signIn((n - 12) * DAY, { actor: 'sato', ip: `2001:db8::${n + 1}` }));
    const slips = times(3, (n) => refused(n * DAY, { actor: 'sato', ip: `2001:db8::a${n}` }));
    const success = signIn(3 * DAY, { actor: 'sato', ip: '2001:db8::b' });
    expect(find([...roams, ...slips, success])).toEqual([]);
    expect(find([...history, ...slips, success])).toHaveLength(1);
  });
  it('are silent where all was one sitting', () => {
    const sitting = times(3, (n) => refused(n * MINUTE, { actor: 'sato', ip: '198.51.100.4' }));
    expect(find([...history, ...sitting, signIn(HOUR, { actor: 'sato', ip: '198.51.100.4' })])).toEqual([]);
  });
});

describe('one person’s PC, many accounts', () => {
  /** From PC-1: each day one colleague's account is refused twice and then entered. */
  const guessing = (count: number, device = 'PC-1') =>
    times(count, (n) => n).flatMap((n) => [
      refused(n * DAY, { actor: `a${n + 2}`, device, ip: '10.0.0.1' }),
      refused(n * DAY + MINUTE, { actor: `a${n + 2}`, device, ip: '10.0.0.1' }),
      signIn(n * DAY + 2 * MINUTE, { actor: `a${n + 2}`, device, ip: '10.0.0.1' }),
    ]);
  it('is silent for two colleagues who mistyped', () => expect(find(guessing(2), office)).toEqual([]));
  it('is found when a third account was entered', () => {
    const [finding] = find(guessing(3), office);
    expect(finding).toMatchObject({
      device: 'PC-1',
      actor: null,
      severity: 'high',
      evidence: { device: 'other', device_owner: 'P1', entered: 3 },
    });
  });
  it('is one finding over months', () => {
    const findings = find(
      times(25, (n) => n).flatMap((n) =>
        guessing(n + 1)
          .slice(-3)
          .map((event) => ({ ...event, time: (event.time as number) + n * 3 * DAY })),
      ),
      office,
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: 'critical', counts: { accounts: 25 } });
    expect(findings[0].resembles).toEqual(['hioki-2023']);
  });
  it('leaves out what the owner does with his own account', () => {
    const own = times(8, (n) => refused(n * HOUR, { actor: 'a1', device: 'PC-1' }));
    const [finding, ...others] = find([...own, ...guessing(4)], office);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      principal: null,
      counts: { accounts: 4, events: 10 },
      evidence: { entered: 4 },
    });
    expect(finding.sentence).toEqual({
      ja: '2024年5月1日（水）8時30分から2024年5月4日（土）8時32分までに、P1 の端末 PC-1 から、他の人の4個のアカウントへのログインが10回試みられました。そのすべてでログインに成功しており、パスワードを当てられたおそれがあります。',
      en: 'Sign-ins to 4 other people’s accounts were tried 10 times from the device PC-1 of P1 between Wednesday 2024-05-01 at 08:30 JST and Saturday 2024-05-04 at 08:32 JST. All of them were entered: guesses may have come right.',
    });
  });
  it('counts every account entered, however many tries came after it', () => {
    const day = (n: number) =>
      times(4, (k) => refused(n * DAY + k * MINUTE, { actor: `a${n + 2}`, device: 'PC-1' })).concat(
        signIn(n * DAY + 5 * MINUTE, { actor: `a${n + 2}`, device: 'PC-1' }),
      );
    const [finding, ...others] = find(times(28, day).flat(), office);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ counts: { accounts: 28 }, evidence: { entered: 28 } });
  });
  it('names no victim as the one who did it', () => {
    const outside = times(6, (n) => refused(n * MINUTE, { actor: 'a5', ip: OUTSIDE }));
    expect(find(outside, office)[0]).toMatchObject({ actor: 'a5', principal: null, ip: OUTSIDE });
  });
  it('is found by refusals alone, at five accounts in a month', () => {
    const only = (count: number) =>
      times(count, (n) => refused(n * 3 * DAY, { actor: `a${n + 2}`, device: 'PC-1' }));
    expect(find(only(4), office)).toEqual([]);
    expect(find(only(5), office)[0]).toMatchObject({ severity: 'high', evidence: { how: 'accounts' } });
  });
  it('is silent at a shared terminal', () => expect(find(guessing(12, 'K-1'), office)).toEqual([]));
  it('is found later, without registers', () => {
    expect(find(guessing(9, 'PC-X'))).toEqual([]);
    expect(find(guessing(10, 'PC-X'))[0]).toMatchObject({
      device: 'PC-X',
      evidence: { device: 'unregistered' },
    });
  });
});

describe('innocent twins', () => {
  it('the morning after passwords expired: every owner fails three times and gets in', () => {
    const morning = times(people, (n) => n).flatMap((n) => [
      ...times(3, (k) =>
        refused(n * 10 * SECOND + k * 5 * SECOND, {
          actor: `a${n + 1}`,
          device: `PC-${n + 1}`,
          ip: '10.0.0.1',
        }),
      ),
      signIn(n * 10 * SECOND + 20 * SECOND, { actor: `a${n + 1}`, device: `PC-${n + 1}`, ip: '10.0.0.1' }),
    ]);
    expect(find(morning, office)).toEqual([]);
  });
  it('twelve people with a slip each at a shared terminal', () => {
    const slips = times(12, (n) =>
      refused(n * MINUTE, { actor: `a${n + 1}`, device: 'K-1', ip: '10.0.0.5' }),
    );
    expect(find(slips, office)).toEqual([]);
  });
  it('an owner back from holiday: twelve tries at his own PC, then in', () => {
    const back = times(12, (n) => refused(n * 20 * SECOND, { actor: 'a1', device: 'PC-1', ip: '10.0.0.1' }));
    expect(
      find([...back, signIn(5 * MINUTE, { actor: 'a1', device: 'PC-1', ip: '10.0.0.1' })], office),
    ).toEqual([]);
  });
  it('an owner with thirty tries at his own PC is low, and getting in raises nothing', () => {
    const many = times(30, (n) => refused(n * 20 * SECOND, { actor: 'a1', device: 'PC-1' }));
    expect(find([...many, signIn(11 * MINUTE, { actor: 'a1', device: 'PC-1' })], office)).toMatchObject([
      { severity: 'low' },
    ]);
  });
  it('a service with an old password, each five minutes for a day: one low finding, and its repair raises nothing', () => {
    const before = signIn(-DAY, { actor: 'batch', device: 'SRV-9', ip: '10.0.9.9' });
    const retries = times(288, (n) =>
      refused(n * 5 * MINUTE, { actor: 'batch', device: 'SRV-9', ip: '10.0.9.9' }),
    );
    const repaired = signIn(DAY + HOUR, { actor: 'batch', device: 'SRV-9', ip: '10.0.9.9' });
    expect(find([before, ...retries, repaired], office)).toMatchObject([
      { severity: 'low', event_ids_total: 288 },
    ]);
  });
  it('a help-desk PC registered as shared, where ten users are helped in a day', () => {
    const help = times(10, (n) => n).flatMap((n) => [
      refused(n * HOUR, { actor: `a${n + 1}`, device: 'K-1' }),
      signIn(n * HOUR + MINUTE, { actor: `a${n + 1}`, device: 'K-1' }),
    ]);
    expect(find(help, office)).toEqual([]);
  });
  it('the same morning behind one address, in an office no register knows but whose people have worked there', () => {
    const days = times(3, (day) => day).flatMap((day) =>
      times(people, (n) => signIn((day - 3) * DAY + n * MINUTE, { actor: `u${n}`, ip: '10.0.0.1' })),
    );
    const morning = times(people, (n) => n).flatMap((n) => [
      ...times(3, (k) => refused(n * 20 * SECOND + k * 15 * SECOND, { actor: `u${n}`, ip: '10.0.0.1' })),
      signIn(n * 20 * SECOND + 60 * SECOND, { actor: `u${n}`, ip: '10.0.0.1' }),
    ]);
    expect(find([...days, ...morning])).toEqual([]);
  });
  it('an office behind one address, where many work and a few mistype', () => {
    const works = times(people, (n) => signIn(n * MINUTE - DAY, { actor: `u${n}`, ip: '10.0.0.1' }));
    const slips = times(8, (n) => refused(n * MINUTE, { actor: `u${n}`, ip: '10.0.0.1' }));
    expect(find([...works, ...slips])).toEqual([]);
  });
});
