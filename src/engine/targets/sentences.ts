/** How targets say lengths of time and of text in a reason. */

export const seconds = (ms: number): string => (ms >= 1000 ? `${Number((ms / 1000).toFixed(1))} s` : `${ms} ms`);

export const size = (bytes: number): string => (bytes >= 1024 * 1024 ? `${Number((bytes / 1024 / 1024).toFixed(1))} MB` : bytes >= 1024 ? `${Number((bytes / 1024).toFixed(1))} kB` : `${bytes} bytes`);

/** The last lines a program complained with, as the end of a sentence. What was redacted before is not cut in halves here. */
export function complaint(stderr: string): string {
  const lines = stderr.trim().split('\n').filter((line) => line.trim() !== '').slice(-3);
  return lines.length === 0 ? ' It printed nothing on stderr.' : ` It said: ${lines.map((line) => line.trim().slice(0, 300)).join(' / ')}`;
}
