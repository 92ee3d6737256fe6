/** How far a run is: one redrawn line on a terminal, else a plain line now and then. */
import type { Bilingual, Language } from '../core/bilingual.ts';
import type { Progress } from '../pipeline/detect.ts';
import { cut } from './text-width.ts';

/** Where progress is shown; the clock is handed in. */
export interface ProgressScreen {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly language: Language;
  nowMs(): number;
  write(text: string): void;
}

const REDRAW_MS = 200;
const PLAIN_MS = 10_000;
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

const AGAIN: Bilingual = {
  ja: '保管庫の記録を読み直しています: {events} 件',
  en: 'Reading the lake again: {events} events',
};

/** Shows progress as it comes, at a pace that a reader can follow. */
export function progressReporter(screen: ProgressScreen) {
  const started = screen.nowMs();
  let shownAt = started;
  let isDrawn = false;
  const clear = () => {
    if (isDrawn) screen.write('\r\u001b[K');
    isDrawn = false;
  };
  const show = (lineAt: (now: number) => string): void => {
    const now = screen.nowMs();
    if (now - shownAt < (screen.isTerminal ? REDRAW_MS : PLAIN_MS)) return;
    shownAt = now;
    const line = lineAt(now);
    clear();
    screen.write(screen.isTerminal ? cut(line, screen.columns - 1) : `${line}\n`);
    isDrawn = screen.isTerminal;
  };
  return {
    report: (progress: Progress) => show((now) => progressLine(progress, now - started, screen.language)),
    /** So many events of the lake were judged again. */
    again: (events: number) => show(() => AGAIN[screen.language].replace('{events}', grouped(events))),
    /** Takes the redrawn line away, before anything else is written. */
    clear,
  };
}

/** One line: how much is read, how many events, how fast, how long still, how many findings. */
export function progressLine(progress: Progress, elapsedMs: number, language: Language): string {
  const { bytesRead, bytesTotal, events, findings, quarantined } = progress;
  const share = bytesTotal === null || bytesTotal === 0 ? null : Math.min(1, bytesRead / bytesTotal);
  const eventsPerSecond = elapsedMs > 0 ? Math.round((events * 1_000) / elapsedMs) : 0;
  const leftMs = share === null || share === 0 ? null : (elapsedMs / share) * (1 - share);
  const parts: (Bilingual | null)[] = [
    share === null ? null : same(`${Math.floor(share * 100)}%`),
    same(bytesTotal === null ? size(bytesRead) : `${size(bytesRead)}/${size(bytesTotal)}`),
    { ja: `${grouped(events)} 件`, en: `${grouped(events)} events` },
    { ja: `${grouped(eventsPerSecond)} 件/秒`, en: `${grouped(eventsPerSecond)}/s` },
    leftMs === null ? null : { ja: `残り ${clock(leftMs)}`, en: `${clock(leftMs)} left` },
    { ja: `検知 ${grouped(findings)}`, en: `${grouped(findings)} findings` },
    quarantined === 0
      ? null
      : { ja: `隔離 ${grouped(quarantined)}`, en: `${grouped(quarantined)} quarantined` },
  ];
  return parts.flatMap((part) => (part === null ? [] : [part[language]])).join('  ');
}

/** `1,234,567`, the same in both languages. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** Bytes in a unit a reader can grasp; 1 kB is 1,000 bytes. */
function size(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return step === 0 ? `${bytes} B` : `${(bytes / 1_000 ** step).toFixed(1)} ${UNITS[step]}`;
}

/** `0:07`, `12:30`, `1:02:05`. */
function clock(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const tail = two(seconds % 60);
  return minutes < 60 ? `${minutes}:${tail}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${tail}`;
}

function same(text: string): Bilingual {
  return { ja: text, en: text };
}
