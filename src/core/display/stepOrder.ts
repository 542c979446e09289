/** What keeps a step from being marked, to stand behind "not marked:"; null where nothing does. What is good comes before what is wrong. */
export function outOfOrder(marked: 'firstWrong' | 'lastGood', { lastGood, firstWrong }: { readonly lastGood: number | null | undefined; readonly firstWrong: number | null | undefined }): string | null {
  if (typeof lastGood !== 'number' || typeof firstWrong !== 'number' || lastGood < firstWrong) return null;
  return marked === 'firstWrong' ? `step ${lastGood} is the last good one, so the first wrong one comes after it` : `step ${firstWrong} is the first wrong one, so the last good one comes before it`;
}
