/**
 * yamamura-2023: an employee took manufacturing secrets out; found in June 2022. Nothing came from outside.
 * How many documents is not known: 240 over three days is ours.
 */
import { jst, officeMoments, workingDays } from './calendar.ts';
import { FILES, type Office, type OfficePlan, office, ordinaryDays } from './office.ts';
import { amend, from } from './ordinary-days.ts';
import type { Entry, Scenario } from './story.ts';

const PLAN: OfficePlan = {
  seed: 'yamamura-2023',
  first: '2022-04-01',
  last: '2022-06-10',
  site: 'plant',
  shelves: [
    { unit: 'furnace', dataClass: 'glass-recipe', staff: 9 },
    { unit: 'quality', dataClass: 'inspection', staff: 9 },
    { unit: 'sales', dataClass: 'quotes', staff: 12 },
  ],
  documentsMax: 7,
  door: 'ad',
};

const SELLER = 20;
const DOCUMENTS = 240;

/**
 * Documents of a class that neither the employee nor the unit has ever opened; no duty forbids it on paper.
 * The first of them is only a hint, hence low; the fiftieth makes it medium.
 */
export const yamamura2023: Scenario = {
  id: 'yamamura-2023',
  title: {
    ja: '日本山村硝子：担当外の製造技術文書を大量に閲覧',
    en: 'Yamamura Glass: manufacturing documents outside one’s work, in bulk',
  },
  tell() {
    const place = plant();
    const { log, chance } = place;
    const evenings = [jst('2022-06-01 17:41'), jst('2022-06-02 17:32'), jst('2022-06-06 17:50')];
    for (let i = 0; i < DOCUMENTS; i++) {
      const time = evenings[Math.floor(i / 80)] + ((i % 80) * 40 + chance.between(0, 30)) * 1e6;
      log.add(time, { ...recipe(place), resource: `furnace/${i + 1}` }, 'seller');
    }
    return log.close(place.registers);
  },
  expected: [
    { detector: 'out-of-scope-lookup', about: { actor: 'u0121' }, severity: 'medium', firesAtEvent: 1 },
  ],
  innocents: [
    {
      id: 'yamamura-2023/transferred',
      why: {
        ja: '6月1日付で異動し、新しい係がいつも使う文書を日々の業務で閲覧',
        en: 'Transferred on 1 June, and opens in daily work what the new unit always opens',
      },
      tell() {
        const place = plant();
        const { log, chance, registers } = place;
        const { principal } = place.workers[SELLER];
        const hired = { principal, duties: 'office', employment: 'staff', hired: '2015-04-01' };
        registers.people.push({ ...hired, unit: 'furnace', valid_from: '2022-06-01' });
        for (const day of workingDays('2022-06-01', PLAN.last))
          for (const time of officeMoments(chance, day, 7))
            log.add(time, { ...recipe(place), resource: `furnace/${chance.between(1, 400)}` });
        return log.close(registers);
      },
    },
  ],
};

/** The plant on ordinary days. Its duties restrict nothing: the log alone knows who usually opens what. */
function plant(): Office {
  const place = office(PLAN);
  place.registers.duties = [{ duty: 'office', systems: '', data_classes: '' }];
  for (const { principal } of place.workers)
    amend(place.registers.people, 'principal', principal, { duties: 'office' });
  ordinaryDays(PLAN, place);
  return place;
}

function recipe({ workers }: Office): Entry {
  return {
    system: 'admin',
    source: FILES,
    ...from(workers[SELLER]),
    action: 'download',
    data_class: 'glass-recipe',
  };
}
