/** Windows keeps these names for devices, whatever ending a file has. */
const deviceName = /^(con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(_*)(?=\.|$)/u;

/** The file of a reviewer's journal, one that every system can check out. */
export function journalName(reviewer: string): string {
  return `${reviewer.replace(deviceName, '$1$2_')}.jsonl`;
}

/** Whose journal a file is. One that was named after a device elsewhere is read as well. */
export function reviewerOfJournal(file: string): string {
  return file.replace(/\.jsonl$/u, '').replace(deviceName, (_, device: string, marks: string) => `${device}${marks.slice(1)}`);
}
