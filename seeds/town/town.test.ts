/** The town is the same on every machine, its lines are events of the contract, and its registers fit together. */
import { describe, expect, test } from 'vitest';
import { accessEvent } from '../../schemas/access-event.ts';
import { labels } from '../../schemas/labels.ts';
import { REGISTERS, type RegisterName } from '../../schemas/registers/registers.ts';
import { parseInstant } from '../../src/core/time.ts';
import { buildFromTexts } from '../../src/registers/from-text.ts';
import { csvOf, eventId } from '../story.ts';
import { foundTown, type TownDay, townDays } from './days.ts';
import { incidentsIn, KINDS } from './incidents/incidents.ts';
import type { TownPlan } from './plan.ts';
import type { TownRegisters } from './registers.ts';

/** Four weeks around 1 April. */
const SPRING: TownPlan = { seed: 'spring', staff: 60, first: '2025-03-17', days: 28 };

function told(plan: TownPlan): { days: TownDay[]; registers: TownRegisters } {
  const town = foundTown(plan);
  return { days: [...townDays(town)], registers: town.registers };
}

const { days, registers } = told(SPRING);
const events = days.flatMap((day) => day.events);

describe('a town', () => {
  test('the same plan tells the same', () => {
    expect(told(SPRING)).toEqual({ days, registers });
  });

  test('another seed tells something else', () => {
    expect(told({ ...SPRING, seed: 'other' }).days).not.toEqual(days);
  });

  test('its lines are access events, in order of time, numbered through by source', () => {
    for (const event of events) accessEvent.parse(event);
    const times = events.map(({ time }) => parseInstant(time));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(events.map(eventId)).size).toBe(events.length);
  });

  test('all four kinds of log speak', () => {
    expect(new Set(events.map(({ system }) => system))).toEqual(new Set(['resident', 'pos', 'crm', 'admin']));
  });

  test('all fifteen registers are there and nothing is wrong with them', () => {
    const texts = Object.fromEntries(
      Object.entries(registers).map(([name, rows]) => [
        name,
        csvOf(rows, Object.keys(REGISTERS[name as RegisterName].columns)),
      ]),
    );
    expect(buildFromTexts(texts).problems).toEqual([]);
    for (const rows of Object.values(registers)) expect(rows.length).toBeGreaterThan(0);
  });

  test('everybody who acts, and every device, is in a register', () => {
    const known = new Set([
      ...registers.accounts.map(({ account }) => account),
      ...registers.devices.map(({ device }) => device),
    ]);
    const strange = events
      .filter(({ reason }) => reason !== 'no such user')
      .flatMap(({ actor, device }) => [actor, device])
      .filter((name) => !known.has(name ?? ''));
    expect(new Set(strange)).toEqual(new Set());
  });

  test('terms that end with March are renewed, many of them a week late', () => {
    const renewed = registers.people.filter(({ valid_from: from, ended }) => from === '2025-04-01' && ended);
    expect(renewed.length).toBeGreaterThan(3);
    expect(renewed.filter(({ recorded_at: at = '' }) => at > '2025-04-07').length).toBeGreaterThan(1);
  });
});

describe('incidents put into it', () => {
  const town = foundTown({ ...SPRING, days: 60 });
  const incidents = incidentsIn(town.plan, 1);
  let ordinary = 0;
  for (const day of townDays(town, incidents.intrude)) {
    incidents.note(day);
    ordinary += day.events.length - day.strands.size;
  }
  const found = labels.parse({ expected: incidents.labels() }).expected;

  test('each kind is there, with its events', () => {
    expect(found.map(({ kind }) => kind)).toEqual(KINDS.map(({ kind }) => kind));
    for (const { events: own = [] } of found) expect(own.length).toBeGreaterThan(0);
  });

  test('they are few among many', () => {
    const wrong = found.reduce((sum, { events: own = [] }) => sum + own.length, 0);
    expect(ordinary).toBeGreaterThan(2 * wrong);
  });
});
