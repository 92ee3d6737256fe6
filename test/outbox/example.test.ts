/** The receiver that docs/outputs.md shows does what it says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { signature } from '../../src/outbox/webhook-receiver.ts';

type Check = (header: string | undefined, body: string, secret: string, nowSeconds: number) => boolean;

const page = readFileSync(new URL('../../docs/outputs.md', import.meta.url), 'utf8');
const code = /```js\n([^`]*(?:`[^`]+`[^`]*)*)```/.exec(page)?.[1] ?? '';
const { isGenuine } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
  isGenuine: Check;
};

test.each<[string, string | undefined, string, number, boolean]>([
  ['a signed request', signature('secret', 1_000, 'body'), 'body', 1_000, true],
  ['one at the limit of age', signature('secret', 1_000, 'body'), 'body', 1_300, true],
  ['one that is too old', signature('secret', 1_000, 'body'), 'body', 1_301, false],
  ['another body', signature('secret', 1_000, 'body'), 'bodY', 1_000, false],
  ['another secret', signature('Secret', 1_000, 'body'), 'body', 1_000, false],
  ['another time', signature('secret', 1_000, 'body').replace('1000', '1001'), 'body', 1_000, false],
  ['no signature', undefined, 'body', 1_000, false],
])('%s', (_, header, body, now, isRight) => {
  expect(isGenuine(header, body, 'secret', now)).toBe(isRight);
});
