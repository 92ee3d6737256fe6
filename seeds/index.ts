/** The incidents told as streams. A new one is a file and a line. */
import { cabinet2023 } from './cabinet-2023.ts';
import { dynac2023 } from './dynac-2023.ts';
import { hioki2023 } from './hioki-2023.ts';
import { jipdec2023 } from './jipdec-2023.ts';
import { kanematsu2023 } from './kanematsu-2023.ts';
import { kinkos2022 } from './kinkos-2022.ts';
import { kochi2023 } from './kochi-2023.ts';
import { lac2022 } from './lac-2022.ts';
import { narsus2020 } from './narsus-2020.ts';
import { nhk2023 } from './nhk-2023.ts';
import { orientalairbridge2023 } from './orientalairbridge-2023.ts';
import { procx2023 } from './procx-2023.ts';
import { sansan2023 } from './sansan-2023.ts';
import { satsumasendai2023 } from './satsumasendai-2023.ts';
import { sendai2023 } from './sendai-2023.ts';
import { sojitz2023 } from './sojitz-2023.ts';
import type { Scenario } from './story.ts';
import { tsuchiura2023 } from './tsuchiura-2023.ts';
import { tsuyama2023 } from './tsuyama-2023.ts';
import { vicent2023 } from './vicent-2023.ts';
import { visionary2023 } from './visionary-2023.ts';
import { yamamura2023 } from './yamamura-2023.ts';
import { yjfx2016 } from './yjfx-2016.ts';

/** In the order in which the demo replays them: from a single look-up to nine million records. */
export const SCENARIOS: readonly Scenario[] = [
  sendai2023,
  satsumasendai2023,
  tsuchiura2023,
  visionary2023,
  lac2022,
  kinkos2022,
  yamamura2023,
  procx2023,
  yjfx2016,
  narsus2020,
  jipdec2023,
  hioki2023,
  tsuyama2023,
  sojitz2023,
  kanematsu2023,
  orientalairbridge2023,
  vicent2023,
  sansan2023,
  kochi2023,
  nhk2023,
  dynac2023,
  cabinet2023,
];
