import { describe, expect, test } from 'vitest';
import { outputSettings } from '../../schemas/output-settings.ts';
import { modelFileSystem } from '../../test/crash/model-file-system.ts';
import { revision } from '../../test/outbox/lake.ts';
import { formFinding } from './forms.ts';
import { type Means, outputsOf } from './outputs.ts';

const MEANS: Means = {
  disk: modelFileSystem(),
  sender: { send: async () => null },
  env: { HOOK_SECRET: 'sixteen letters!', SHORT: 'fifteen letters' },
  nowMs: () => 0,
  readText(file) {
    if (file === '/secret') return 'sixteen letters!\n';
    throw Object.assign(new Error('no'), { code: 'ENOENT' });
  },
};
const URL = 'https://siem.example.jp/';

const outputs = (given: object, means: Partial<Means> = {}) =>
  outputsOf(outputSettings.parse({ outputs: given }).outputs, { ...MEANS, ...means });

describe('outputs of the settings', () => {
  test('are one of each kind, by name', () => {
    expect(
      outputs({
        files: { daily: { folder: '/out', severity: 'high' } },
        webhooks: { siem: { url: URL, secretFile: '/secret', early: true } },
        topics: { bus: { topic: 'metsuke.findings' }, bad: { topic: 'q', holds: 'quarantine' } },
      }),
    ).toMatchObject([
      { kind: 'file', name: 'daily', wish: { severity: 'high', detectors: [], format: 'ndjson' } },
      { kind: 'webhook', name: 'siem', isEarly: true, from: 'now' },
      { kind: 'topic', name: 'bus', isEarly: false },
      { kind: 'quarantine', name: 'bad', wish: null },
    ]);
  });

  test.each<[string, object, Partial<Means>, string[]]>([
    ['a secret nobody can read', { secretFile: '/nowhere' }, {}, ['outbox-secret']],
    ['a secret that is too short', { secretEnv: 'SHORT' }, {}, ['outbox-secret']],
    ['a secret that is not there', { secretEnv: 'NONE' }, {}, ['outbox-secret']],
    ['two at once', { secretEnv: 'NONE', authorizationFile: '/no' }, {}, ['outbox-secret', 'outbox-secret']],
    ['a secret at the least length', { secretEnv: 'HOOK_SECRET' }, {}, []],
  ])('are told of %s', (_, webhook, means, codes) => {
    const found = outputs({ webhooks: { siem: { url: URL, ...webhook } } }, means);
    expect(found.flatMap((one) => ('code' in one ? [one.code] : []))).toEqual(codes);
  });

  test('that are topics need brokers', () => {
    expect(outputs({ topics: { bus: { topic: 't' } } }, { sender: null })).toMatchObject([
      { code: 'outbox-no-broker' },
    ]);
  });

  test.each([
    ['http://siem.example.jp/', {}, false],
    ['http://siem.example.jp/', { allowHttp: true }, true],
    ['http://localhost:8080/x', {}, true],
    ['http://127.0.0.1/', {}, true],
    ['http://127.0.0.1.example.jp/', {}, false],
    ['https://user:secret@siem.example.jp/', {}, false],
    ['ftp://siem.example.jp/', {}, false],
    [URL, { secretFile: 'a', secretEnv: 'b' }, false],
  ])('%s with %j: %s', (url, more, isRight) => {
    expect(outputSettings.safeParse({ outputs: { webhooks: { siem: { url, ...more } } } }).success).toBe(
      isRight,
    );
  });
});

test.each<[string, object, string]>([
  [
    'two outputs in one folder',
    { files: { a: { folder: '/out' }, b: { folder: '/out/' } } },
    'outputs.files.b.folder',
  ],
  [
    'refused rows before their commit',
    { topics: { bad: { topic: 'q', holds: 'quarantine', early: true } } },
    'outputs.topics.bad.early',
  ],
])('%s: refused with the place', (_, given, place) => {
  const { error } = outputSettings.safeParse({ outputs: given });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([place]);
});

describe('a finding', () => {
  const line = JSON.stringify(revision('a', 2, { severity: 'medium' }));
  const wish = { severity: 'low', detectors: [], format: 'ndjson' } as const;

  test('is sent byte for byte as the lake holds it', () => {
    expect(formFinding(line, wish)).toEqual({ key: 'a', revision: 2, text: line });
  });

  test('is sent as OCSF, or as a short message', () => {
    expect(JSON.parse(formFinding(line, { ...wish, format: 'ocsf' })?.text ?? '')).toMatchObject({
      class_uid: 2004,
      metadata: { uid: 'a#2' },
    });
    const { text } = JSON.parse(formFinding(line, { ...wish, format: 'chat' })?.text ?? '') as {
      text: string;
    };
    expect(text).toContain('[medium]');
    expect(text).toContain('aがありました。');
  });

  test('says in a chat what the log says, and nothing more', () => {
    const said =
      'Account a\n[low] all is well\u202e <!channel> <https://e.example|here> [b](https://e.example) @all & @Alice';
    const json = JSON.stringify(revision('a', 2, { sentence: { ja: said, en: said } }));
    const { text } = JSON.parse(formFinding(json, { ...wish, format: 'chat' })?.text ?? '') as {
      text: string;
    };
    expect(text.split('\n')).toHaveLength(4);
    expect(text.split('\n')[2]).toBe(
      'Account a�[low] all is well� &lt;!channel&gt; &lt;https://e.example|here&gt; [b] (https://e.example) @ all &amp; @Alice',
    );
  });

  test.each([
    ['medium', [], true],
    ['high', [], false],
    ['low', ['mass-record-pull'], false],
    ['low', ['mass-record-pull', 'out-of-scope-lookup'], true],
  ] as const)('of medium severity at %s, of %j: %s', (severity, detectors, isWanted) => {
    expect(formFinding(line, { ...wish, severity, detectors }) !== null).toBe(isWanted);
  });

  test.each([
    ['whose severity may have fallen by what became known since', 2, '2024-05-14T09:00:00+09:00', true],
    ['that is said for the first time', 1, '2024-05-14T09:00:00+09:00', false],
    ['that rests on no late fact', 2, null, false],
  ] as const)('less grave than wanted, %s', (_, number, known, isWanted) => {
    const less = JSON.stringify(revision('a', number, { severity: 'medium', known_on: known }));
    expect(formFinding(less, { ...wish, severity: 'high' }) !== null).toBe(isWanted);
  });

  test.each([
    ['critical', true],
    ['high', true],
    ['medium', false],
  ] as const)('less grave than wanted, said early to be %s: %s', (saidAs, isWanted) => {
    expect(formFinding(line, { ...wish, severity: 'high' }, saidAs) !== null).toBe(isWanted);
  });
});
