/** An alert in words that can be read aloud: who, what happened first, what then, what may have left, what is open. */
import { SEVERITIES } from '../../../schemas/finding.ts';
import type { Bilingual } from '../../core/bilingual.ts';
import type { Micros } from '../../core/time.ts';
import { between, count, listed, number, who } from '../../detector/wording.ts';
import { type AboutKind, inTime, type Member } from './member.ts';

/** Steps told one by one; where there are more, the first, the last and the gravest. */
const STEPS_MAX = 12;
/** Where data went is told of so many places; the others are counted. */
const DESTINATIONS_MAX = 5;
/** What would make it harmless is told of so many of the gravest findings. */
const CLEARS_MAX = 3;

/** What the story is about. */
export interface About {
  readonly kind: AboutKind;
  readonly id: string;
}

/** What there is to tell. */
export interface Plot {
  readonly about: About;
  readonly actors: readonly string[];
  readonly standing: readonly Member[];
  readonly firstTime: Micros;
  readonly lastTime: Micros;
  readonly records: number;
  readonly destinations: readonly string[];
}

/** The gravest first. */
export function byGravity(a: Member, b: Member): number {
  const rank = ({ severity, score }: Member) => SEVERITIES.indexOf(severity) * 1_000 + score;
  return rank(b) - rank(a) || inTime(a, b);
}

/** The findings that are told, in order of time. */
export function stepsOf(standing: readonly Member[]): Member[] {
  const inOrder = standing.toSorted(inTime);
  if (inOrder.length <= STEPS_MAX) return inOrder;
  const [first, last] = [inOrder[0], inOrder[inOrder.length - 1]];
  const between = inOrder.slice(1, -1).sort(byGravity);
  return [first, ...between.slice(0, STEPS_MAX - 2), last].sort(inTime);
}

/** What would make it harmless: of the gravest findings, each said once. */
export function clearingsOf(standing: readonly Member[]): Bilingual[] {
  const said = new Map(standing.toSorted(byGravity).map(({ clearsIf }) => [clearsIf.en, clearsIf]));
  return [...said.values()].slice(0, CLEARS_MAX);
}

/** A headline: whom it is about, and the kinds of finding. */
export function titleOf({ about, standing }: Plot): Bilingual {
  const titles = [
    ...new Map(standing.toSorted(inTime).map(({ detector, title }) => [detector, title])).values(),
  ];
  const name = nameOf(about, []);
  return {
    ja: `${name.ja.trim()}：${titles.map(({ ja }) => ja).join('、')}`,
    en: `${name.en}: ${titles.map(({ en }) => en).join(', ')}`,
  };
}

/** The whole story. */
export function storyOf(plot: Plot): Bilingual {
  const { standing } = plot;
  if (standing.length === 0)
    return {
      ja: '含まれていた検知結果は、すべて解消または取り下げられました。',
      en: 'Every finding that was in it has been cleared or withdrawn.',
    };
  const parts = [headOf(plot), ...toldSteps(standing), leftOf(plot), openOf(standing)];
  return {
    ja: parts.map(({ ja }) => ja).join(''),
    en: parts
      .map(({ en }) => en)
      .filter(Boolean)
      .join(' '),
  };
}

function headOf({ about, actors, standing, firstTime, lastTime }: Plot): Bilingual {
  if (standing.length === 1) return { ja: '', en: '' };
  const name = nameOf(about, actors);
  const span = between(firstTime, lastTime);
  const many = number(standing.length);
  return {
    ja: `${name.ja}について、${span.ja}${many}件の検知結果がありました。`,
    en: `${name.en}: ${many} findings ${span.en}.`,
  };
}

function toldSteps(standing: readonly Member[]): Bilingual[] {
  const steps = stepsOf(standing);
  if (steps.length === 1) return steps.map(({ sentence }) => sentence);
  const told = steps.map(({ sentence }, i) => {
    const [ja, en] = wordFor(i, steps.length);
    return { ja: `${ja}、${sentence.ja}`, en: `${en}: ${sentence.en}` };
  });
  const more = standing.length - steps.length;
  if (more > 0) {
    const others = count(more, 'further finding', 'further findings', '件');
    told.push({
      ja: `このほかに${others.ja}の検知結果があります。`,
      en: `There ${more === 1 ? 'is' : 'are'} ${others.en}.`,
    });
  }
  return told;
}

function wordFor(place: number, of: number): readonly [ja: string, en: string] {
  if (place === 0) return ['まず', 'First'];
  if (place === of - 1) return of === 2 ? ['次に', 'Then'] : ['最後に', 'Finally'];
  return place === 1 ? ['次に', 'Then'] : ['続いて', 'Then'];
}

function leftOf({ records, destinations }: Plot): Bilingual {
  const to = wentTo(destinations);
  if (records === 0)
    return {
      ja: `閲覧・取得された記録は数えられていません。${to.ja}`,
      en: `No records are counted in it.${to.en}`,
    };
  const many = count(records, 'record was', 'records were', '件');
  return {
    ja: `閲覧・取得された記録は少なくとも${many.ja}です。${to.ja}`,
    en: `At least ${many.en} shown or taken.${to.en}`,
  };
}

function wentTo(destinations: readonly string[]): Bilingual {
  if (destinations.length === 0) return { ja: '', en: '' };
  const told = destinations.slice(0, DESTINATIONS_MAX);
  const more = destinations.length - told.length;
  const [ja, en] = [told.join('、'), listed(more === 0 ? told : [...told, `${number(more)} more`]).en];
  return {
    ja: `送り先は ${ja}${more === 0 ? ' ' : ` など${number(destinations.length)}か所`}です。`,
    en: ` Data went to ${en}.`,
  };
}

function openOf(standing: readonly Member[]): Bilingual {
  const going = stillGoing(standing.filter(({ status }) => status === 'open').length, standing.length);
  const [clearing] = clearingsOf(standing);
  return {
    ja: `${going.ja}問題ないといえるのは次の場合です：${clearing.ja}`,
    en: `${going.en}What would make it harmless: ${clearing.en}`,
  };
}

function stillGoing(open: number, of: number): Bilingual {
  if (open === 0) return { ja: '', en: '' };
  if (of === 1) return { ja: 'まだ続いています。', en: 'It is still going on. ' };
  const verb = open === 1 ? 'is' : 'are';
  return { ja: `${number(open)}件は続いています。`, en: `${number(open)} of them ${verb} still going on. ` };
}

/** Whom or what it is about, with the account where there is just one. */
function nameOf({ kind, id }: About, actors: readonly string[]): Bilingual {
  switch (kind) {
    case 'person':
      return who({ principal: id, actor: actors.length === 1 ? actors[0] : null });
    case 'account':
      return { ja: `アカウント ${id} `, en: `Account ${id}` };
    case 'device':
      return { ja: `端末 ${id} `, en: `Device ${id}` };
    case 'address':
      return { ja: `接続元アドレス ${id} `, en: `Address ${id}` };
    case 'source':
      return { ja: `記録元 ${id} `, en: `Log source ${id}` };
  }
}
