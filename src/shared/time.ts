import { usageError } from './errors.ts';

/** ms from "12.5s", "12.5" (seconds), "500ms", "02:05.5" or "00:00:12.500". `flag` names it in the usage error. */
export function parseTime(flag: string, text: string): number {
  const plain = /^(\d+(?:\.\d+)?|\.\d+)\s*(ms|s)?$/.exec(text.trim());
  if (plain) return Number(plain[1]) * (plain[2] === 'ms' ? 1 : 1000);
  const clock = /^(?:(\d+):)?([0-5]?\d):([0-5]?\d(?:\.\d+)?)$/.exec(text.trim());
  if (clock) return (Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3])) * 1000;
  throw usageError(`${flag} wants a time such as 12.5s or 00:00:12.500, not "${text}".`);
}

/** "HH:MM:SS.mmm", as the reference pipeline shows times. */
export function formatTime(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const pad = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, '0');
  return `${pad(whole / 3_600_000)}:${pad((whole / 60_000) % 60)}:${pad((whole / 1000) % 60)}.${pad(whole % 1000, 3)}`;
}
