import type { Detector } from './detector.ts';
import { byPattern } from './detector.ts';

const isPlaceholder = (matched: string) => /^(?:\[|\*+$|<|\$\{|\{\{|%s$|x{3,}$|password$)/i.test(matched);
const real = { group: 1, verify: (matched: string) => !isPlaceholder(matched) } as const;

/** Passwords inside addresses and connection strings. Only the password goes: host and user name say what it was for. */
export const connectionStrings: readonly Detector[] = [
  byPattern('secret', 'connection-string', { sign: ':', before: '', behind: String.raw`\\{0,4}\/\\{0,4}\/[^\s:/@"'\\]{0,64}:[^\s@"'\\/]{1,128}@` }, String.raw`:\\{0,4}\/\\{0,4}\/[^\s:/@"'\\]{0,64}:([^\s@"'\\/]{1,128})@(?=[A-Za-z0-9[])`, real),
  byPattern('secret', 'connection-string', { sign: '=', before: String.raw`;\s?(?:[Pp]assword|PASSWORD|[Pp]wd|PWD)` }, String.raw`;\s?(?:[Pp]assword|PASSWORD|[Pp]wd|PWD)=([^;"'\\\s]{1,128})`, real),
  byPattern('secret', 'azure-storage-key', { sign: '=', before: 'Account[Kk]ey|Shared[A-Za-z]{0,10}Key' }, '(?:Account[Kk]ey|Shared[A-Za-z]{0,10}Key)=([A-Za-z0-9+/]{20,}={0,2})', { group: 1 }),
];
