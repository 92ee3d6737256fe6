/** Whether the registers can decide: which are missing and what is lost thereby, how old they are, what does not fit together. */
import { REGISTER_NAMES, type RegisterName } from '../../../schemas/registers/registers.ts';
import type { RegisterSettings } from '../../../schemas/registers/settings.ts';
import type { Bilingual } from '../../core/bilingual.ts';
import { type Problem, problem } from '../../core/problem.ts';
import { type RegisterBytes, registerTables } from '../../ingest/register-files.ts';
import { buildRegisters } from '../../registers/build.ts';
import { bad, type Diagnosis, good, note } from './diagnosis.ts';

/** Register files and when each was delivered. */
export interface DeliveredRegisters {
  readonly files: readonly RegisterBytes[];
  readonly problems: readonly Problem[];
  readonly deliveredAtMs: ReadonlyMap<RegisterName, number>;
}

const DAY_MS = 86_400_000;
/** Of these a judgement needs what happened lately. The contract's default in `run`. */
const AGE_MAX_DAYS: Partial<Record<RegisterName, number>> = { cases: 45, shifts: 45 };

/** Looks at the registers. `lost` says what cannot be judged without each. */
export function diagnoseRegisters(
  nowMs: number,
  { files, problems: found, deliveredAtMs }: DeliveredRegisters,
  settings: RegisterSettings,
  lost: Readonly<Record<RegisterName, Bilingual>>,
): Diagnosis[] {
  const { tables, problems: unread } = registerTables(files);
  const built = buildRegisters(tables, settings);
  const all = [...found, ...unread, ...built.problems];
  return [
    ...built.summaries.map(({ register, rows, versions, transfers, withdrawals }) => {
      const days = Math.floor((nowMs - (deliveredAtMs.get(register) ?? nowMs)) / DAY_MS);
      const most = settings.freshness_days[register] ?? AGE_MAX_DAYS[register];
      if (most !== undefined && days > most)
        return note('registers', problem('register-old', { register, days, most }));
      const resolved = [
        [versions, '訂正', 'corrected'],
        [transfers, '異動', 'transfers'],
        [withdrawals, '取消し', 'withdrawn'],
      ] as const;
      const some = resolved.filter(([count]) => count > 0);
      return good(
        'registers',
        [`${register}: ${rows} 行`, ...some.map(([count, ja]) => `${ja} ${count}`)].join('、'),
        [
          `${register}: ${rows} ${rows === 1 ? 'row' : 'rows'}`,
          ...some.map(([count, , en]) => `${count} ${en}`),
        ].join(', '),
      );
    }),
    ...REGISTER_NAMES.filter((name) => built.missing.includes(name)).map((register) =>
      note('registers', problem('register-missing', { register, lost: lost[register] })),
    ),
    ...all.map((one) => (isWholeFile(one) ? bad : note)('registers', one)),
  ];
}

/** A register that cannot be read at all is another thing than a row that cannot be used. */
function isWholeFile({ code }: Problem): boolean {
  return code === 'register-unusable' || code === 'register-encoding' || code.startsWith('file-');
}
