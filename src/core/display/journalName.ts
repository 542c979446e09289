/** Windows keeps these names for devices, whatever ending a file has. */
const deviceName = /^(con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(_*)(?=\.|$)/u;

/** The name of a file, in small letters and without its ending, as every system can make it. */
export const withoutDeviceName = (name: string): string => name.replace(deviceName, '$1$2_');

/** The file of a reviewer's journal, one that every system can check out. */
export const journalName = (reviewer: string): string => `${withoutDeviceName(reviewer)}.jsonl`;

/** Whose journal a file is. One that was named after a device elsewhere is read as well. */
export function reviewerOfJournal(file: string): string {
  return file.replace(/\.jsonl$/u, '').replace(deviceName, (_, device: string, marks: string) => `${device}${marks.slice(1)}`);
}
