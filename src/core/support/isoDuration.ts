const pattern = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const units = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000] as const;

/** Weeks to seconds of an ISO 8601 duration, `P7D`, in milliseconds; undefined where it is none, is 0, or counts in months, which have no one length. */
export function isoDurationMs(text: string): number | undefined {
  const parts = pattern.exec(text.trim())?.slice(1);
  const ms = parts?.reduce((sum, part, at) => sum + Number(part ?? 0) * units[at]!, 0) ?? 0;
  return ms > 0 && Number.isFinite(ms) ? ms : undefined;
}
